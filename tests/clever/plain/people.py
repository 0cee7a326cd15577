"""Staff: who is active and assigned where, their addresses, teachers.csv and staff.csv (export-options §3, §6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.clever.plain.cells import csv_text, is_address
from tests.clever.plain.findings import Findings
from tests.clever.plain.folding import initial_and_last
from tests.clever.plain.loading import Row, known, on, same, user_texts
from tests.clever.plain.logins import (
    UNFOLDABLE,
    checked_address,
    derived,
    filled,
    in_one_file,
    local_part,
    name_tokens,
    tell_about_passwords,
    tell_duplicates,
    told_password,
    told_username,
)
from tests.clever.plain.profile import Setting, entries

TEACHERS, STAFF = "teachers.csv", "staff.csv"


@dataclass(frozen=True)
class Staff:
    """Everybody on the staff, and the active ones."""

    setting: Setting
    everybody: Mapping[str, Row]
    active: frozenset[str]
    #: Shared record → all its members, in order.
    members: Mapping[str, list[str]]

    def assignments(self, staff_id: str) -> dict[str, Row]:
        """School in scope → the assignment there on the date."""
        return {
            row["school_code"]: row
            for row in self.setting.tables["staff_schools"]
            if row["staff_id"] == staff_id
            and row["school_year"] == self.setting.year
            and row["school_code"] in self.setting.scope
            and row["is_active"]
            and on(self.setting.day, row["start"], row["end"])
        }

    def is_shared(self, staff_id: str) -> bool:
        """Whether the record stands for several people."""
        return bool(self.everybody[staff_id]["is_shared_record"])

    def is_primary(self, staff_id: str, school: str) -> bool:
        """Whether the school is the person's primary one."""
        return bool(self.everybody[staff_id]["primary_school_code"] == school)

    def email_base(self, staff_id: str) -> str:
        """What the source of G33 gives."""
        source = self.setting.options["staff_email_source"]
        if source == "none":
            return ""
        if source == "user_text":
            texts = user_texts(self.setting.tables, "STAFF", self.setting.options["staff_email_user_text"])
            return texts.get(staff_id, "")
        return self.everybody[staff_id][source] or ""

    def email(self, staff_id: str) -> str:
        """The address as written."""
        base = self.email_base(staff_id)
        return base if is_address(base) else ""


def read_staff(setting: Setting) -> Staff:
    """Who is active on the date."""
    everybody = {row["staff_id"]: row for row in setting.tables["staff"]}
    members: dict[str, list[tuple[int, str]]] = {}
    for row in setting.tables["shared_teacher_members"]:
        members.setdefault(row["shared_staff_id"], []).append((row["sequence"], row["member_staff_id"]))
    ordered = {shared: [member for _, member in sorted(pairs)] for shared, pairs in members.items()}
    employed = {staff_id for staff_id, row in everybody.items() if _is_employed(setting, row)}
    active = {
        staff_id
        for staff_id in employed
        if not everybody[staff_id]["is_shared_record"] or employed & set(ordered.get(staff_id, []))
    }
    return Staff(setting, everybody, frozenset(active), ordered)


def _is_employed(setting: Setting, row: Row) -> bool:
    if row["status"] != "ACTIVE":
        return False
    if row["employment_status"] == "TERMINATED":
        return bool(row["terminated_on"] and row["terminated_on"] > setting.day)
    return True


@dataclass
class Written:
    """Who is in which file, with the school of every row."""

    teachers: dict[str, list[str]] = field(default_factory=dict)
    staff: dict[str, list[str]] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)


def choose(staff: Staff, in_sections: Mapping[str, Mapping[str, int]], findings: Findings) -> Written:
    """Steps 10 and 11 of §8; `in_sections`: teacher written → school → sections there."""
    options = staff.setting.options
    written = Written()
    for staff_id in staff.active:
        assigned = staff.assignments(staff_id)
        teaching = any(row["is_teaching"] for row in assigned.values())
        needless = _is_needless(staff, staff_id)
        listed = teaching or (options["include_non_teaching_staff"] and assigned)
        split = options["split_shared_teachers"] and staff.is_shared(staff_id)
        if staff_id in in_sections or (listed and not split and not needless):
            written.teachers[staff_id] = _schools_of_teacher(staff, staff_id, assigned, in_sections.get(staff_id, {}))
        if assigned and not staff.is_shared(staff_id):
            written.staff[staff_id] = list(assigned)
    if any(len(schools) > 1 for schools in written.teachers.values()):
        findings.tell("TEACHER_MULTI_ROW", TEACHERS)
    for staff_id in written.teachers:
        if staff.is_shared(staff_id):
            findings.tell("SHARED_TEACHER_AS_PERSON", TEACHERS, staff_id)
    narrowed = {staff_id: schools for staff_id, schools in written.staff.items() if _is_kept(staff, staff_id)}
    if written.staff and not narrowed:
        findings.tell("STAFF_FILE_EMPTY", STAFF)
    written.staff = {who: schools for who, schools in narrowed.items() if not _is_needless(staff, who)}
    _tell_emails(staff, written, findings)
    return written


def _schools_of_teacher(staff: Staff, staff_id: str, assigned: Iterable[str], sections: Mapping[str, int]) -> list[str]:
    schools = sorted({*assigned, *sections})
    if staff.setting.options["teacher_row_per_school"]:
        return schools
    primary = staff.everybody[staff_id]["primary_school_code"]
    if primary in staff.setting.scope:
        return [primary]
    return [max(schools, key=lambda school: sections.get(school, 0))]


def _is_needless(staff: Staff, staff_id: str) -> bool:
    """Whether X03 leaves the person out, except where written in a section."""
    return bool(staff.setting.options["leave_out_staff_without_email"] and not staff.email(staff_id))


def _is_kept(staff: Staff, staff_id: str) -> bool:
    tables, options = staff.setting.tables, staff.setting.options
    if options["staff_only_administrators"] and not staff.everybody[staff_id]["is_administrator"]:
        return False
    wanted = list(entries(options["staff_department_codes"], ";"))
    held = [row["department_code"] for row in tables["staff_departments"] if row["staff_id"] == staff_id]
    if wanted and not any(known(code, wanted) for code in held):
        return False
    excluded = [known(row["role_code"], options["staff_excluded_roles"]) for row in roles(staff, staff_id)]
    return not (excluded and all(excluded) if options["staff_role_exclusion"] == "all" else any(excluded))


def roles(staff: Staff, staff_id: str) -> list[Row]:
    """The role rows of the year, district-wide or at a school in scope."""
    return [
        row
        for row in staff.setting.tables["staff_roles"]
        if row["staff_id"] == staff_id
        and row["school_year"] == staff.setting.year
        and (not row["school_code"] or row["school_code"] in staff.setting.scope)
    ]


def _tell_emails(staff: Staff, written: Written, findings: Findings) -> None:
    files = {**in_one_file(written.staff, STAFF), **in_one_file(written.teachers, TEACHERS)}
    for staff_id, file in files.items():
        base = staff.email_base(staff_id)
        if base:
            domains = staff.setting.district["staff_email_domains"]
            written.emails[staff_id] = checked_address(base, file, staff_id, domains, findings)
        else:
            written.emails[staff_id] = ""
            if staff.setting.options["staff_email_source"] != "none":
                findings.tell("STAFF_EMAIL_MISSING", file, staff_id)
    tell_duplicates("EMAIL_DUPLICATE", written.emails, files, findings)


def _username(staff: Staff, staff_id: str, email: str, prefix: str) -> str | None:
    options, row = staff.setting.options, staff.everybody[staff_id]
    texts = user_texts(staff.setting.tables, "STAFF", options[f"{prefix}_username_user_text"])
    return {
        "email": email,
        "email_local_part": local_part(email),
        "logon_id": row["logon_id"] or "",
        "first_initial_last_name": initial_and_last(row["first_name"], row["last_name"]) or UNFOLDABLE,
        "staff_id": staff_id,
        "user_text": texts.get(staff_id, ""),
    }[options[f"{prefix}_username_source"]]


def _filled(staff: Staff, staff_id: str, template: str) -> str | None:
    row = staff.everybody[staff_id]
    names = name_tokens(row["first_name"], row["last_name"])
    return filled(template, {"staff_id": staff_id, "logon_id": row["logon_id"] or "", **names})


def _usernames(
    staff: Staff, people: Iterable[str], written: Written, prefix: str, findings: Findings
) -> dict[str, str]:
    file = TEACHERS if prefix == "teacher" else STAFF
    if staff.setting.options[f"{prefix}_username_source"] == "none":
        return dict.fromkeys(people, "")
    usernames = {
        staff_id: told_username(_username(staff, staff_id, written.emails[staff_id], prefix), file, staff_id, findings)
        for staff_id in people
    }
    tell_duplicates("USERNAME_DUPLICATE", usernames, in_one_file(usernames, file), findings)
    return usernames


def _password(staff: Staff, staff_id: str, email: str) -> str | None:
    options, row = staff.setting.options, staff.everybody[staff_id]
    source = options["staff_password_source"]
    if source == "derived_secret":
        return derived(staff.setting.secret or "", f"staff:{staff_id}")
    if source == "custom_text":
        return _filled(staff, staff_id, options["staff_password_custom_text"])
    texts = user_texts(staff.setting.tables, "STAFF", options["staff_password_user_text"])
    return {
        "email": email,
        "email_local_part": local_part(email),
        "first_initial_last_name": initial_and_last(row["first_name"], row["last_name"]) or UNFOLDABLE,
        "staff_id": staff_id,
        "logon_id": row["logon_id"] or "",
        "user_text": texts.get(staff_id, ""),
    }[source]


def write_teachers(staff: Staff, written: Written, findings: Findings) -> str:
    """teachers.csv."""
    options = staff.setting.options
    usernames = _usernames(staff, written.teachers, written, "teacher", findings)
    template = options["teacher_password_custom_text"]
    tell_about_passwords(staff.setting, TEACHERS, "custom_text" if template else "none", template, findings)
    texts = user_texts(staff.setting.tables, "STAFF", options["teacher_number_user_text"])
    rows = []
    for staff_id, schools in written.teachers.items():
        row, source = staff.everybody[staff_id], options["teacher_number_source"]
        number = {"none": "", "user_text": texts.get(staff_id)}.get(source, row.get(source)) or ""
        password = ""
        if template:
            password = told_password(_filled(staff, staff_id, template), TEACHERS, staff_id, findings)
        cells = [staff_id, number, row["state_staff_id"] or ""]
        cells += [row["last_name"], row["middle_name"] or "", row["first_name"]]
        cells += [written.emails[staff_id], "", usernames[staff_id], password]
        rows += [(staff_id, not staff.is_primary(staff_id, school), school, [school, *cells]) for school in schools]
    header = (
        "School_id,Teacher_id,Teacher_number,State_teacher_id,Last_name,Middle_name,First_name,Teacher_email,Title,"
        "Username,Password"
    )
    return csv_text(header.split(","), [row for *_, row in sorted(rows)])


def write_staff(staff: Staff, written: Written, findings: Findings) -> str:
    """staff.csv."""
    options = staff.setting.options
    usernames = _usernames(staff, written.staff, written, "staff", findings)
    source = options["staff_password_source"]
    tell_about_passwords(staff.setting, STAFF, source, options["staff_password_custom_text"], findings)
    role = {"blank": "", "stl": "STL", "school_tech_lead": "School Tech Lead"}[options["staff_role_mode"]]
    if role:
        findings.tell("ROLE_FOR_ALL", STAFF)
    if role == "STL":
        findings.tell("ROLE_VALUE_UNCONFIRMED", STAFF)
    rows = []
    for staff_id, schools in written.staff.items():
        row, email, password = staff.everybody[staff_id], written.emails[staff_id], ""
        if source != "none":
            password = told_password(_password(staff, staff_id, email), STAFF, staff_id, findings)
        for school in schools:
            title = staff.assignments(staff_id)[school]["title"] or ""
            cells = [school, staff_id, email, row["first_name"], row["last_name"], title]
            cells += [usernames[staff_id], password, role]
            rows.append((staff_id, not staff.is_primary(staff_id, school), school, cells))
    header = "School_id,Staff_id,Staff_email,First_name,Last_name,Title,Username,Password,Role"
    return csv_text(header.split(","), [row for *_, row in sorted(rows)])


def principal(staff: Staff, school: str) -> str | None:
    """The staff_id of the principal of a school in scope (§6.4)."""
    found = []
    for staff_id in staff.active:
        assigned = staff.assignments(staff_id).get(school)
        held = any(
            same(row["role_code"], "PRINCIPAL")
            and (row["school_code"] == school or (not row["school_code"] and assigned))
            for row in roles(staff, staff_id)
        )
        if held and not staff.is_shared(staff_id):
            sequence = assigned["sequence"] if assigned else None
            found.append((sequence is None, sequence or 0, staff_id))
    return min(found)[2] if found else None


def write_admins(staff: Staff, written: Written) -> str:
    """admins.csv (X24): the people of staff.csv."""
    rows = []
    for staff_id, schools in written.staff.items():
        row = staff.everybody[staff_id]
        cells = [staff_id, written.emails[staff_id], row["first_name"], row["last_name"]]
        rows += [(staff_id, not staff.is_primary(staff_id, school), school, [school, *cells]) for school in schools]
    header = "School_id,Staff_id,Admin_email,First_name,Last_name"
    return csv_text(header.split(","), [row for *_, row in sorted(rows)])
