"""students.csv (export-options §3, §4)."""

from collections.abc import Mapping

from tests.clever.plain import demographics
from tests.clever.plain.cells import csv_text, day_cell
from tests.clever.plain.findings import Findings
from tests.clever.plain.folding import initial_and_last
from tests.clever.plain.guardians import Contact, contacts
from tests.clever.plain.loading import user_texts
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
from tests.clever.plain.population import FILE, Student, grade_cell, tell_grades
from tests.clever.plain.profile import Setting

_LATE = {f"{grade:02}" for grade in range(3, 13)} | {str(grade) for grade in range(3, 10)} | {"PG", "A1", "A2", "AD"}


def write(setting: Setting, students: list[Student], findings: Findings) -> str:
    """The file, and everything that is said of it."""
    tell_grades(setting, students, findings)
    logins = _Logins(setting, students, findings)
    options = setting.options
    tell_about_passwords(
        setting, FILE, options["student_password_source"], options["student_password_custom_text"], findings
    )
    rows = []
    for student in students:
        before, after = _cells(setting, student, logins, findings)
        for place, contact in enumerate(contacts(setting, student.number, findings)):
            row = [*before, *_contact_cells(setting, contact), *after]
            rows.append((student.school, student.number, place, row))
    iep = _header(setting).index(_iep_header(setting))
    if not options["iep_yes_no"] and any(row[iep] for *_, row in rows):
        findings.tell("IEP_NOT_YN", FILE)
    return csv_text(_header(setting), [row for *_, row in sorted(rows)])


def _iep_header(setting: Setting) -> str:
    return "IEP_status" if setting.options["column_layout"] == "clever" else "Iep_status"


def _header(setting: Setting) -> list[str]:
    options = setting.options
    clever = options["column_layout"] == "clever"
    names = (
        "School_id,Student_id,Student_number,State_id,Last_name,Middle_name,First_name,Gender,"
        f"{'DOB' if clever else 'Dob'},Grade,Race,Hispanic_Latino,Ell_status,Frl_status,{_iep_header(setting)},"
    )
    names += "Student_street,Student_city,Student_state," if options["populate_student_address"] else ""
    names += "Student_zip,Student_email,Contact_name,Contact_type,Contact_phone,Contact_email,"
    names += "Contact_relationship,Contact_phone_type,Contact_sis_id," if clever else ""
    names += "Username,Password"
    names += ",Home_language" if options["include_home_language"] else ""
    names += ",Unweighted_gpa" if options["unweighted_gpa_type"] else ""
    names += ",Weighted_gpa" if options["weighted_gpa_type"] else ""
    return names.split(",")


def _contact_cells(setting: Setting, contact: Contact) -> list[str]:
    cells = [contact.name, contact.type, contact.phone, contact.email]
    if setting.options["column_layout"] == "clever":
        cells += [contact.relationship, contact.phone_type, contact.sis_id]
    return cells


def _cells(setting: Setting, student: Student, logins: "_Logins", findings: Findings) -> tuple[list[str], list[str]]:
    """The cells before and behind those of the contact."""
    record, options = student.record, setting.options
    hispanic = "" if options["mask_race"] else {True: "Y", False: "N", None: ""}[record["hispanic"]]
    born = "" if options["mask_birth_date"] else day_cell(record["birth_date"])
    before = [student.school, student.number, student.number, record["state_id"] or ""]
    before += [record["last_name"], record["middle_name"] or "", record["first_name"]]
    before += [demographics.gender(student, findings), born]
    before += [
        grade_cell(setting, student.enrollment["state_grade_code"]),
        demographics.race(setting, student, findings),
    ]
    before += [hispanic, "", demographics.lunch(setting, record), demographics.iep(setting, record)]
    if options["populate_student_address"]:
        before += demographics.address(setting, student.number, findings)
    else:
        before.append("")
    before.append(logins.emails[student.number])
    after = [logins.usernames[student.number], logins.passwords[student.number]]
    if options["include_home_language"]:
        after.append(demographics.language(student, findings))
    return before, after + demographics.gpas(setting, student.number, findings)


class _Logins:
    """The e-mail, username and password of every student exported."""

    def __init__(self, setting: Setting, students: list[Student], findings: Findings) -> None:
        self._setting, self._options, self._findings = setting, setting.options, findings
        self.emails: dict[str, str] = {}
        self.usernames: dict[str, str] = {}
        self.passwords: dict[str, str] = {}
        self._completed = False
        username_first = self._options["student_email_source"] == "username"
        texts = {
            name: user_texts(setting.tables, "STUDENT", self._options[f"student_{name}_user_text"])
            for name in ("username", "password", "email")
        }
        for student in students:
            number = student.number
            if username_first:
                self.usernames[number] = self._username(number, texts["username"])
            self.emails[number] = self._email(student, texts["email"])
            if not username_first:
                self.usernames[number] = self._username(number, texts["username"])
            self.passwords[number] = self._password(student, texts["password"])
        files = in_one_file(self.emails, FILE)
        tell_duplicates("EMAIL_DUPLICATE", self.emails, files, findings)
        tell_duplicates("USERNAME_DUPLICATE", self.usernames, files, findings)
        moot = self._options["student_email_source"] in ("student_email", "user_text") and not self._completed
        if moot and self._options["student_email_suffix"]:
            findings.profile("OPTION_NO_EFFECT", "student_email_suffix")

    def _email(self, student: Student, texts: Mapping[str, str]) -> str:
        source, suffix, number = (
            self._options["student_email_source"],
            self._options["student_email_suffix"],
            student.number,
        )
        if source == "none":
            return ""
        base = {
            "student_email": student.record["school_email"],
            "user_text": texts.get(number),
            "student_id": number,
            "username": self.usernames.get(number),
        }[source]
        if not base:
            late = (student.enrollment["state_grade_code"] or "").upper() in _LATE
            self._findings.tell("EMAIL_MISSING", FILE, number, severity="warning" if late else "info")
            return ""
        if "@" not in base and suffix:
            base += suffix
            self._completed = True
        domains = self._setting.district["student_email_domains"]
        return checked_address(base, FILE, number, domains, self._findings)

    def _username(self, number: str, texts: Mapping[str, str]) -> str:
        source, suffix = self._options["student_username_source"], self._options["student_username_suffix"]
        if source == "none":
            return ""
        base = {
            "user_text": lambda: texts.get(number, ""),
            "student_id": lambda: number,
            "email_local_part": lambda: local_part(self.emails[number]),
        }[source]()
        if base and suffix.startswith("@") and "@" in base:
            self._findings.tell("SUFFIX_SKIPPED", FILE, number)
        elif base:
            base += suffix
        return told_username(base, FILE, number, self._findings)

    def _password(self, student: Student, texts: Mapping[str, str]) -> str:
        source = self._options["student_password_source"]
        if source == "none":
            return ""
        value = self._password_value(source, student, texts)
        return told_password(value, FILE, student.number, self._findings)

    def _password_value(self, source: str, student: Student, texts: Mapping[str, str]) -> str | None:
        record, number, born = student.record, student.number, student.record["birth_date"]
        short = f"{born.month:02}{born.day:02}"
        first, last = record["first_name"], record["last_name"]
        if source == "derived_secret":
            return derived(self._setting.secret or "", f"student:{number}")
        if source == "custom_text":
            tokens = {
                "student_id": number,
                "state_id": record["state_id"] or "",
                "dob:mmdd": short,
                "dob:mmddyy": f"{short}{born.year % 100:02}",
                "dob:mmddyyyy": f"{short}{born.year:04}",
                "grade": grade_cell(self._setting, student.enrollment["state_grade_code"]),
                **name_tokens(first, last),
            }
            return filled(self._options["student_password_custom_text"], tokens)
        return {
            "student_id": number,
            "state_id": record["state_id"] or "",
            "email": self.emails[number],
            "email_local_part": local_part(self.emails[number]),
            "username": self.usernames[number],
            "first_initial_last_name": initial_and_last(first, last) or UNFOLDABLE,
            "dob_mmddyyyy": f"{short}{born.year:04}",
            "dob_mmddyy": f"{short}{born.year % 100:02}",
            "user_text": texts.get(number, ""),
        }[source]
