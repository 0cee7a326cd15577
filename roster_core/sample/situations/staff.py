"""Situations of staff."""

import polars as pl

from roster_core.sample.district import LAST_YEAR, YEAR
from roster_core.sample.situations.tables import Situation, Tables, above, below, blank, filled, rows_of, true

_KEY = ("staff_id",)
_SCOPE = ["MHE", "MMS", "MHS", "MHV"]
_ROLE_CODES = (
    "CASE_MANAGER COORD_504 DISCIPLINARIAN PRINCIPAL NURSE RELATED_SERVICE RESOURCE_TEACHER TEACHER VICE_PRINCIPAL "
    "LIBRARY_ADMIN OTHER_STAFF ADMINISTRATOR ATHLETIC_TRAINER LONG_TERM_SUB DEPT_CHAIR INVESTIGATOR SUPERVISOR "
    "CLASSROOM_AIDE COUNSELOR SECRETARY SUPERINTENDENT TECH"
)


def _person(name: str, source: str, text: str, shown_by: pl.Expr) -> Situation:
    """A situation of active staff who are no shared records."""

    def find(tables: Tables) -> pl.DataFrame:
        return tables.active_staff.filter(~true("is_shared_record") & shown_by)

    return Situation(name, text, source, find, _KEY)


def _gone(name: str, text: str, shown_by: pl.Expr) -> Situation:
    return rows_of("staff", name, "export-options §3", text, shown_by)


def _email() -> pl.Expr:
    return pl.col("work_email").str.to_lowercase()


def _same_login(tables: Tables) -> pl.DataFrame:
    form = (pl.col("first_name").str.slice(0, 1) + pl.col("last_name")).str.to_lowercase()
    return tables.active_staff.filter(form.is_duplicated())


def _text(name: str, text: str, shown_by: pl.Expr, *, code: str = "SSO") -> Situation:
    def find(tables: Tables) -> pl.DataFrame:
        rows = tables["user_text_values"].filter((pl.col("applies_to") == "STAFF") & (pl.col("user_text_code") == code))
        return rows.filter(shown_by).rename({"person_key": "staff_id"})

    return Situation(name, text, "export-options §6.1", find, _KEY)


def _at_several(tables: Tables) -> pl.DataFrame:
    return tables.assigned.filter(pl.col("school_code").is_in(_SCOPE)).filter(pl.col("staff_id").is_duplicated())


def _primary_elsewhere(tables: Tables) -> pl.DataFrame:
    """Two exported schools, and the school recorded as primary is none of the exported ones."""
    elsewhere = tables.active_staff.filter(~pl.col("primary_school_code").is_in(_SCOPE))
    return _at_several(tables).join(elsewhere, on="staff_id", how="semi")


def _nowhere(tables: Tables) -> pl.DataFrame:
    return tables.active_staff.join(tables.assigned, on="staff_id", how="anti")


def _assignment(name: str, text: str, shown_by: pl.Expr) -> Situation:
    return rows_of("staff_schools", name, "export-options §3", text, shown_by)


def _roles(tables: Tables) -> pl.DataFrame:
    return tables["staff_roles"].filter(pl.col("school_year") == YEAR)


def _several_roles(tables: Tables) -> pl.DataFrame:
    return _roles(tables).filter(pl.col("staff_id").is_duplicated())


def _marked(tables: Tables, *, mark: bool) -> pl.DataFrame:
    """Who has the administrator's mark without an administrator's role, or the role without the mark."""
    roles = ["PRINCIPAL", "VICE_PRINCIPAL", "SUPERINTENDENT", "ADMINISTRATOR"]
    holders = _roles(tables).filter(pl.col("role_code").is_in(roles))
    marked = tables.active_staff.filter(true("is_administrator") if mark else ~true("is_administrator"))
    return marked.join(holders, on="staff_id", how="anti" if mark else "semi")


def _foreign_role(tables: Tables) -> pl.DataFrame:
    known = _ROLE_CODES.split()
    return _roles(tables).filter(~pl.col("role_code").is_in(known))


def _departments(tables: Tables, *, several: bool) -> pl.DataFrame:
    rows = tables["staff_departments"]
    if several:
        return rows.filter(pl.col("staff_id").is_duplicated())
    return tables.active_staff.filter(~true("is_shared_record")).join(rows, on="staff_id", how="anti")


def _principals(tables: Tables) -> pl.DataFrame:
    """Principals with the school for which they count: that of the role row, else every school assigned to."""
    rows = (
        _roles(tables).filter(pl.col("role_code") == "PRINCIPAL").join(tables.active_staff, on="staff_id", how="semi")
    )
    named = rows.filter(filled("school_code")).select("staff_id", "school_code")
    anywhere = rows.filter(blank("school_code")).select("staff_id").join(tables.assigned, on="staff_id")
    return pl.concat([named, anywhere.select("staff_id", "school_code")])


def _several_principals(tables: Tables) -> pl.DataFrame:
    return _principals(tables).filter(pl.col("school_code").is_duplicated())


def _no_principal(tables: Tables) -> pl.DataFrame:
    return (
        tables["schools"]
        .filter(pl.col("school_code").is_in(_SCOPE))
        .join(_principals(tables), on="school_code", how="anti")
    )


def _shared(name: str, text: str, *, members: pl.Expr, source: str = "export-options §7.9") -> Situation:
    """`count` and `working` are the numbers of members and of active members of a shared record."""

    def find(tables: Tables) -> pl.DataFrame:
        working = pl.col("member_staff_id").is_in(tables.active_staff["staff_id"].implode())
        counted = (
            tables["shared_teacher_members"]
            .group_by("shared_staff_id")
            .agg(pl.len().alias("count"), working.sum().alias("working"))
        )
        records = tables["staff"].filter(true("is_shared_record"))
        return records.join(counted, left_on="staff_id", right_on="shared_staff_id", how="left").filter(members)

    return Situation(name, text, source, find, _KEY)


def _every_role() -> tuple[Situation, ...]:
    return tuple(
        rows_of("staff_roles", f"role-{code.lower()}", "roster-model §6.4", f"role {code}", pl.col("role_code") == code)
        for code in _ROLE_CODES.split()
    )


STAFF: tuple[Situation, ...] = (
    _person("staff-on-leave", "export-options §3", "on leave, still active", pl.col("employment_status") == "LEAVE"),
    _person(
        "staff-leaving",
        "export-options §3",
        "leaves at the end of the year",
        pl.col("employment_status") == "TERMINATED",
    ),
    _gone(
        "staff-gone",
        "gone, though the login still works",
        (pl.col("employment_status") == "TERMINATED")
        & filled("logon_id")
        & (pl.col("terminated_on") < "2026-10-01")
        & filled("terminated_on"),
    ),
    _gone(
        "staff-gone-undated",
        "gone, nobody wrote when",
        (pl.col("employment_status") == "TERMINATED") & blank("terminated_on"),
    ),
    _gone("staff-inactive", "an inactive person with a login", (pl.col("status") == "INACTIVE") & filled("logon_id")),
    _person("staff-no-email", "export-options §6.1", "no e-mail (STAFF_EMAIL_MISSING)", blank("work_email")),
    _person(
        "staff-email-double",
        "export-options §6.1",
        "one address for two people (EMAIL_DUPLICATE)",
        filled("work_email") & _email().is_duplicated(),
    ),
    _person(
        "staff-email-invalid",
        "export-options §6.1",
        "an address against the syntax (EMAIL_INVALID)",
        filled("work_email") & ~pl.col("work_email").str.contains(r"^[\w.+'-]+@[\w-]+(\.[\w-]+)+$"),
    ),
    _person(
        "staff-email-domain",
        "export-options §6.1",
        "an address of another domain (EMAIL_DOMAIN_UNEXPECTED)",
        pl.col("work_email").str.contains(r"^[\w.]+@[\w.]+$") & ~_email().str.ends_with("@maplehollow.example"),
    ),
    _person("staff-no-logon", "export-options §6.1", "no logon (USERNAME_MISSING)", blank("logon_id")),
    _person("staff-no-state-id", "export-options §6.1", "no state number, written blank", blank("state_staff_id")),
    _person("staff-no-employee-number", "export-options §6.1", "no employee number", blank("employee_number")),
    _person("staff-alternate-email", "export-options §6.1", "a second e-mail", filled("alternate_email")),
    _person(
        "staff-name-not-foldable",
        "export-options §1",
        "nothing left of the name when folded (NAME_NOT_FOLDABLE)",
        pl.col("last_name").str.contains(r"^\p{Han}+$"),
    ),
    _person(
        "staff-hyphen-and-apostrophe",
        "export-options §1",
        "María-José O'Neil",
        (pl.col("last_name") == "O'Neil") & (pl.col("first_name") == "María-José"),
    ),
    _person(
        "staff-two-names",
        "export-options §1",
        "Ana Lucia Ortega-Ruiz",
        (pl.col("last_name") == "Ortega-Ruiz") & (pl.col("first_name") == "Ana Lucia"),
    ),
    _person(
        "staff-special-letters",
        "export-options §1",
        "letters that fold to two (Æ, ð, ø)",
        pl.col("last_name").str.contains("[ÆæðØøß]"),
    ),
    _person("staff-quotes", "roster-csv §1", "quotation marks in the name", pl.col("first_name").str.contains('"')),
    _person("staff-comma", "roster-csv §1", "a comma in the name", pl.col("last_name").str.contains(",")),
    _person(
        "staff-preferred-name",
        "export-options X08",
        "goes by another name",
        filled("preferred_first_name") | filled("preferred_last_name"),
    ),
    Situation(
        "staff-same-login",
        "two who give the same first_initial_last_name (USERNAME_DUPLICATE)",
        "export-options §1",
        _same_login,
        _KEY,
    ),
    _text(
        "staff-text-double",
        "one sign-on name for two (USERNAME_DUPLICATE)",
        pl.col("value").str.to_lowercase().is_duplicated(),
    ),
    _text("staff-text-space", "a sign-on name with a space (USERNAME_BAD_CHARS)", pl.col("value").str.contains(" ")),
    _text("staff-text-email", "an e-mail among the user texts", pl.col("value").str.contains("@"), code="MAIL2"),
    _text(
        "staff-text-no-email",
        "an e-mail without @ among the user texts (EMAIL_INVALID)",
        ~pl.col("value").str.contains("@"),
        code="MAIL2",
    ),
    rows_of(
        "staff", "staff-photo-restricted", "batch-updates §3.5", "no photo outside the school", true("photo_restricted")
    ),
    rows_of("staff", "staff-confidential", "roster-model §3", "a confidential record", true("record_confidential")),
    Situation(
        "staff-at-several",
        "assigned to several exported schools (G37)",
        "export-options §6.2",
        _at_several,
        ("staff_id", "school_code"),
    ),
    Situation(
        "staff-primary-elsewhere",
        "several exported schools, the primary one is not exported",
        "export-options §6.2",
        _primary_elsewhere,
        ("staff_id", "school_code"),
    ),
    Situation("staff-nowhere", "assigned to no school", "export-options §3", _nowhere, _KEY),
    _assignment("assignment-off", "an assignment switched off", ~true("is_active")),
    _assignment("assignment-ended", "an assignment that has ended", filled("end") & (pl.col("end") < "2026-10-01")),
    _assignment("assignment-future", "an assignment from spring on", pl.col("start") > "2027-01-22"),
    _assignment("assignment-last-year", "an assignment of last year", pl.col("school_year") == LAST_YEAR),
    _assignment("assignment-formula", "a title that a spreadsheet would run", pl.col("title").str.contains("^[=+@-]")),
    _assignment("not-teaching", "assigned, not teaching (G36)", ~true("is_teaching")),
    Situation("role-several", "several roles", "export-options §6.3", _several_roles, ("staff_id", "role_code")),
    rows_of(
        "staff_roles", "role-district-wide", "export-options §6.3", "a role in the whole district", blank("school_code")
    ),
    rows_of(
        "staff_roles",
        "role-out-of-scope",
        "export-options §6.3",
        "a role at a school that is not exported",
        pl.col("school_code") == "OOD",
    ),
    rows_of(
        "staff_roles",
        "role-last-year",
        "export-options §6.3",
        "a role of last year",
        pl.col("school_year") == LAST_YEAR,
    ),
    Situation(
        "role-of-district",
        "a role code of the district's own",
        "export-options §2.3",
        _foreign_role,
        ("staff_id", "role_code"),
    ),
    Situation(
        "mark-without-role",
        "marked as administrator, without such a role (G30)",
        "export-options §6.3",
        lambda tables: _marked(tables, mark=True),
        _KEY,
    ),
    Situation(
        "role-without-mark",
        "an administrator's role without the mark (G30)",
        "export-options §6.3",
        lambda tables: _marked(tables, mark=False),
        _KEY,
    ),
    Situation(
        "departments-several",
        "two departments (G29)",
        "export-options §6.3",
        lambda tables: _departments(tables, several=True),
        ("staff_id", "department_code"),
    ),
    Situation(
        "department-none",
        "no department (G29)",
        "export-options §6.3",
        lambda tables: _departments(tables, several=False),
        _KEY,
    ),
    Situation(
        "principals-several",
        "several principals of a school",
        "export-options §6.4",
        _several_principals,
        ("school_code", "staff_id"),
    ),
    Situation(
        "principal-none",
        "a school without principal (PRINCIPAL_MISSING)",
        "export-options §6.4",
        _no_principal,
        ("school_code",),
    ),
    _shared(
        "shared-record",
        "a shared record with active members",
        members=above("working", 1) & (pl.col("working") == pl.col("count")),
    ),
    _shared(
        "shared-member-inactive",
        "a shared record with an inactive member (SHARED_MEMBER_INACTIVE)",
        members=above("working", 0) & (pl.col("working") < pl.col("count")),
    ),
    _shared("shared-none-active", "a shared record without active member", members=pl.col("working") == 0),
    _shared(
        "shared-too-few",
        "a shared record with one member (SHARED_TOO_FEW)",
        members=below("count", 2),
        source="roster-csv §3",
    ),
    _shared("shared-with-email", "a shared record with an e-mail of its own", members=filled("work_email")),
    *_every_role(),
)
