"""OneRoster's users, roles and demographics → students and staff."""

from dataclasses import dataclass

import polars as pl

from roster_core.findings import Finding, Kind, Severity
from roster_core.roster.formats import words
from roster_core.roster.formats.choices import Assumptions, StudentNumber
from roster_core.roster.formats.class_codes import fitted
from roster_core.roster.formats.draft import Draft, first_of, text
from roster_core.roster.formats.oneroster_guardians import GUARDIANS, put_guardians
from roster_core.roster.formats.oneroster_orgs import Orgs, coded, in_orgs
from roster_core.roster.formats.oneroster_sessions import list_items
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.telling import row_findings

DISABLED = Kind(
    "USERS_DISABLED",
    Severity.INFO,
    "{things} who are not enabled and were loaded as inactive: {count}.",
)
NO_SCHOOL = Kind(
    "STUDENT_NO_SCHOOL",
    Severity.WARNING,
    "Student {student} belongs to no school of orgs.csv and is enrolled nowhere.",
    "Fill the student's organisations in the student information system.",
)
ROLE_UNKNOWN = Kind(
    "ROLE_UNKNOWN",
    Severity.WARNING,
    "A roster has no role “{role}”; it was passed over for {count} of the users.",
)

#: Staff roles of both versions → roles of a roster (roster-model §6.4).
STAFF_ROLES = {
    "teacher": "TEACHER",
    "aide": "CLASSROOM_AIDE",
    "administrator": "ADMINISTRATOR",
    "siteadministrator": "ADMINISTRATOR",
    "districtadministrator": "ADMINISTRATOR",
    "systemadministrator": "TECH",
    "principal": "PRINCIPAL",
    "counselor": "COUNSELOR",
    "proctor": "OTHER_STAFF",
}
#: Roles that carry the mark of an administrator.
_ADMINISTRATORS = ("administrator", "siteadministrator", "districtadministrator", "systemadministrator")
_RACES = {
    "americanIndianOrAlaskaNative": "I",
    "asian": "A",
    "blackOrAfricanAmerican": "B",
    "nativeHawaiianOrOtherPacificIslander": "P",
    "white": "W",
}
_NAMES = {
    "first_name": "givenName",
    "middle_name": "middleName",
    "last_name": "familyName",
    "preferred_first_name": "preferredGivenName",
    "preferred_last_name": "preferredFamilyName",
}
#: `{LDAP:x},{stateId:7012345678}` in userIds; a state's ID has a type with one of these words.
_STATE_ID = r"(?i)\{\s*(?:[^:{}]*state[^:{}]*|sid|ssid|sasid|smid|njsid|njsmid)\s*:\s*([^{}]+?)\s*\}"
_OWN_ID = r"(?i)\{\s*(?:sis|sisid|local|localid|student_?number|studentid|districtid)\s*:\s*([^{}]+?)\s*\}"
_ID_LENGTH = 20


@dataclass(frozen=True)
class People:
    """Keys by `user` (sourcedId in lower case): frames (user, district_number) and (user, staff_id)."""

    students: pl.DataFrame
    staff: pl.DataFrame


def put_people(
    draft: Draft,
    users: pl.DataFrame,
    roles: pl.DataFrame,
    demographics: pl.DataFrame,
    orgs: Orgs,
    assumptions: Assumptions,
) -> People:
    """Fill students with enrollments, staff with schools and roles, guardians with their links."""
    users = first_of(users.with_columns(pl.col("sourcedId").str.to_lowercase().alias("user")), ["user"])
    users = users.filter(pl.col("user").is_not_null()).with_columns(
        state_id=pl.col("userIds").str.extract(_STATE_ID),
        active=pl.when(pl.col("enabledUser").str.to_lowercase().is_in([*words.FALSE])).then(text("INACTIVE")),
    )
    held = _roles(users, roles)
    _tell_roles(draft, held)
    students = _put_students(draft, users, held, demographics, assumptions)
    _put_school_enrollments(draft, users, held, students, orgs)
    staff = _put_staff(draft, users, held, orgs, demographics)
    put_guardians(draft, users, held, students, staff)
    return People(students, staff)


def _roles(users: pl.DataFrame, roles: pl.DataFrame) -> pl.DataFrame:
    """Who has which role where: `user`, `role` (lower case), `org`, `primary`, `begin`, `end`, `FILE`, `ROW`.

    Version 1.1 says it in users.csv, 1.2 in roles.csv; of a person in both, roles.csv counts.
    """
    separate = roles.select(
        pl.col("userSourcedId").str.to_lowercase().alias("user"),
        pl.col("role").str.to_lowercase(),
        pl.col("orgSourcedId").str.to_lowercase().alias("org"),
        (pl.col("roleType").str.to_lowercase() == "primary").fill_null(value=False).alias("primary"),
        pl.col("beginDate").alias("begin"),
        pl.col("endDate").alias("end"),
        FILE,
        ROW,
    ).drop_nulls(["user", "role"])
    inside = users.filter(pl.col("role").is_not_null()).join(separate, on="user", how="anti", maintain_order="left")
    own = (
        inside.select(
            "user",
            pl.col("role").str.to_lowercase(),
            list_items("orgSourcedIds").alias("org"),
            pl.lit(value=False).alias("primary"),
            text(None).alias("begin"),
            text(None).alias("end"),
            FILE,
            ROW,
        )
        .explode("org")
        .with_columns(pl.col("org").str.to_lowercase())
    )
    first = users.select("user", pl.col("primaryOrgSourcedId").str.to_lowercase().alias("_first"))
    together = pl.concat([separate, own]).join(first, on="user", how="inner", maintain_order="left")
    at_first = (pl.col("org") == pl.col("_first")).fill_null(value=False)
    return together.with_columns(primary=pl.when(pl.col("_first").is_null()).then("primary").otherwise(at_first)).drop(
        "_first"
    )


def _tell_roles(draft: Draft, held: pl.DataFrame) -> None:
    known = ["student", *STAFF_ROLES, *GUARDIANS]
    strange = held.filter(~pl.col("role").is_in(known)).group_by("role", FILE, maintain_order=True)
    told = strange.agg(pl.col("user").n_unique().alias("count"), pl.col(ROW).first())
    draft.findings.append(row_findings(told, ROLE_UNKNOWN, column="role", count=pl.col("count"), role=pl.col("role")))


def _tell_disabled(draft: Draft, rows: pl.DataFrame, things: str) -> None:
    count = rows["active"].drop_nulls().len()
    if count:
        draft.note(Finding(DISABLED, rows[FILE][0], "", "enabledUser", {"count": count, "things": things}))


def _demographics(rows: pl.DataFrame) -> pl.DataFrame:
    """By `user`: birth_date, gender, race_code, hispanic."""
    yes = {header: pl.col(header).str.to_lowercase().is_in([*words.TRUE]) for header in _RACES}
    listed = pl.concat_str(
        [pl.when(said).then(text(_RACES[header])) for header, said in yes.items()], separator=";", ignore_nulls=True
    )
    several = pl.col("demographicRaceTwoOrMoreRaces").str.to_lowercase().is_in([*words.TRUE])
    race = pl.when(listed != "").then(listed).when(several).then(text("M"))
    keyed = first_of(rows.with_columns(pl.col("sourcedId").str.to_lowercase().alias("user")), ["user"])
    return keyed.filter(pl.col("user").is_not_null()).select(
        "user",
        pl.col("birthDate").alias("birth_date"),
        pl.col("sex").alias("gender"),
        race.alias("race_code"),
        pl.col("hispanicOrLatinoEthnicity").alias("hispanic"),
    )


def _put_students(
    draft: Draft, users: pl.DataFrame, held: pl.DataFrame, demographics: pl.DataFrame, assumptions: Assumptions
) -> pl.DataFrame:
    is_student = held.filter(pl.col("role") == "student").select("user").unique()
    rows = users.join(is_student, on="user", how="semi", maintain_order="left")
    if assumptions.student_number is StudentNumber.OTHER:
        rows = rows.with_columns(fitted(rows["sourcedId"], _ID_LENGTH).alias("code"))
    else:
        own = pl.coalesce("identifier", pl.col("userIds").str.extract(_OWN_ID))
        rows = coded(draft, rows.with_columns(identifier=own), _ID_LENGTH, "students")
    rows = rows.join(_demographics(demographics), on="user", how="left", maintain_order="left")
    students = rows.select(
        pl.col("code").alias("district_number"),
        "state_id",
        pl.col("username").alias("weblogin_id"),
        *(pl.col(header).alias(name) for name, header in _NAMES.items()),
        pl.col("email").alias("school_email"),
        pl.col("active").alias("status"),
        "birth_date",
        "gender",
        "race_code",
        "hispanic",
        FILE,
        ROW,
    )
    headers = {**_NAMES, "district_number": "identifier", "weblogin_id": "username", "school_email": "email"}
    draft.put("students", students, {**headers, "birth_date": "birthDate", "gender": "sex"})
    _tell_disabled(draft, rows, "Students")
    _put_student_phones(draft, rows)
    return rows.select("user", pl.col("code").alias("district_number"))


def _put_student_phones(draft: Draft, rows: pl.DataFrame) -> None:
    long = rows.select(pl.col("code").alias("person_key"), "sms", "phone", FILE, ROW).unpivot(
        on=["sms", "phone"], index=["person_key", FILE, ROW], variable_name="kind", value_name="number"
    )
    long = first_of(long.filter(pl.col("number").is_not_null()), ["person_key", "number"])
    if long.is_empty():
        return
    phones = long.select(
        text("STUDENT").alias("person_type"),
        "person_key",
        pl.int_range(1, pl.len() + 1).over("person_key").cast(pl.String).alias("sequence"),
        pl.when(pl.col("kind") == "sms").then(text("CELL")).alias("type"),
        "number",
        FILE,
        ROW,
    )
    draft.put("phones", phones)


def _put_school_enrollments(
    draft: Draft, users: pl.DataFrame, held: pl.DataFrame, students: pl.DataFrame, orgs: Orgs
) -> None:
    """An enrollment for each school of a student; the primary one is marked so, else comes first."""
    rows = in_orgs(held.filter(pl.col("role") == "student"), orgs.schools, pl.col("org"))
    rows = first_of(rows.filter(pl.col("school_code").is_not_null()), ["user", "school_code"])
    grades = users.select("user", local_grade=list_items("grades").list.first())
    rows = rows.join(students, on="user", maintain_order="left").join(
        grades, on="user", how="left", maintain_order="left"
    )
    rows = rows.with_columns(_order=pl.int_range(pl.len()))
    rows = rows.sort("user", pl.col("primary"), "_order", descending=[False, True, False])
    rows = rows.with_columns(is_primary=(pl.int_range(pl.len()).over("user") == 0).cast(pl.String)).sort("_order")
    enrollments = rows.select(
        "district_number",
        "school_code",
        text(draft.year.code).alias("school_year"),
        pl.col("begin").fill_null(draft.year.start.isoformat()).alias("entry_date"),
        pl.col("end").alias("exit_date"),
        text("ACTIVE").alias("status"),
        "is_primary",
        "local_grade",
        FILE,
        ROW,
    )
    draft.put("student_enrollments", enrollments, {"local_grade": "grades", "school_code": "orgSourcedIds"})
    nowhere = students.join(rows, on="user", how="anti", maintain_order="left").join(
        users.select("user", FILE, ROW), on="user", maintain_order="left"
    )
    told = nowhere.select("district_number", FILE, ROW)
    draft.findings.append(row_findings(told, NO_SCHOOL, column="orgSourcedIds", student=pl.col("district_number")))


def _put_staff(
    draft: Draft, users: pl.DataFrame, held: pl.DataFrame, orgs: Orgs, demographics: pl.DataFrame
) -> pl.DataFrame:
    in_role = held.filter(pl.col("role").is_in([*STAFF_ROLES]))
    rows = users.join(in_role.select("user").unique(), on="user", how="semi", maintain_order="left")
    rows = coded(draft, rows, _ID_LENGTH, "staff members").rename({"code": "staff_id"})
    rows = rows.join(_demographics(demographics), on="user", how="left", maintain_order="left")
    at_school = in_orgs(in_role, orgs.schools, pl.col("org")).join(
        rows.select("user", "staff_id"), on="user", maintain_order="left"
    )
    placed = at_school.filter(pl.col("school_code").is_not_null())
    primary = placed.sort("primary", descending=True, maintain_order=True).group_by("user", maintain_order=True)
    primary_school = primary.agg(pl.col("school_code").first().alias("primary_school_code"))
    administrators = in_role.filter(pl.col("role").is_in(_ADMINISTRATORS))["user"].unique().implode()
    staff = rows.join(primary_school, on="user", how="left", maintain_order="left").select(
        "staff_id",
        pl.col("state_id").alias("state_staff_id"),
        pl.col("username").alias("logon_id"),
        *(pl.col(header).alias(name) for name, header in _NAMES.items()),
        pl.col("email").alias("work_email"),
        pl.col("active").alias("status"),
        "gender",
        "birth_date",
        "primary_school_code",
        pl.col("user").is_in(administrators).cast(pl.String).alias("is_administrator"),
        text("ACTIVE").alias("employment_status"),
        FILE,
        ROW,
    )
    headers = {**_NAMES, "staff_id": "identifier", "logon_id": "username", "work_email": "email"}
    draft.put("staff", staff, headers)
    _tell_disabled(draft, rows, "Staff")
    _put_assignments(draft, at_school)
    _put_departments(draft, in_role, rows, orgs)
    return rows.select("user", "staff_id")


def _put_assignments(draft: Draft, at_school: pl.DataFrame) -> None:
    year = text(draft.year.code).alias("school_year")
    placed = at_school.filter(pl.col("school_code").is_not_null())
    schools = placed.group_by("staff_id", "school_code", maintain_order=True).agg(
        (pl.col("role") == "teacher").any().cast(pl.String).alias("is_teaching"),
        pl.col("begin").first().alias("start"),
        pl.col("end").first(),
        pl.col(FILE, ROW).first(),
    )
    draft.put("staff_schools", schools.with_columns(year), {"school_code": "orgSourcedIds"})
    code = pl.col("role").replace_strict(STAFF_ROLES, return_dtype=pl.String).alias("role_code")
    # As on the screen: teachers' role is district-wide, any other holds where it was given.
    school = pl.when(pl.col("role") != "teacher").then("school_code").alias("school_code")
    roles = at_school.select("staff_id", code, school, year, FILE, ROW)
    draft.put("staff_roles", roles.unique(["staff_id", "role_code", "school_code"], keep="first", maintain_order=True))


def _put_departments(draft: Draft, in_role: pl.DataFrame, rows: pl.DataFrame, orgs: Orgs) -> None:
    members = in_role.join(orgs.departments, on="org", maintain_order="left")
    members = members.join(rows.select("user", "staff_id"), on="user", maintain_order="left")
    if members.height:
        once = first_of(members, ["staff_id", "department_code"])
        draft.put("staff_departments", once.select("staff_id", "department_code", FILE, ROW))
