"""The settings of a run: what is wrong with them, and which schools and year they mean (export-options §2, §9)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from roster_core.clever.profile.options import ExportOptions
from roster_core.text import clean
from tests.clever.plain.cells import is_domain
from tests.clever.plain.findings import Findings
from tests.clever.plain.loading import Row, Tables, known, same

DEFAULTS: dict[str, Any] = {name: field.default for name, field in ExportOptions.model_fields.items()}

_STAFF_USERNAME = "none email email_local_part logon_id first_initial_last_name staff_id user_text"
_CHOICES = {
    "column_layout": "genesis clever",
    "student_username_source": "none user_text student_id email_local_part",
    "student_password_source": "none student_id state_id email email_local_part username first_initial_last_name "
    "dob_mmddyyyy dob_mmddyy user_text custom_text derived_secret",
    "student_email_source": "none student_email user_text student_id username",
    "staff_username_source": _STAFF_USERNAME,
    "staff_password_source": "none email email_local_part first_initial_last_name staff_id logon_id user_text "
    "custom_text derived_secret",
    "staff_role_exclusion": "any all",
    "staff_role_mode": "blank stl school_tech_lead",
    "teacher_username_source": _STAFF_USERNAME,
    "staff_email_source": "none work_email alternate_email user_text",
    "teacher_number_source": "none staff_id state_staff_id employee_number logon_id user_text",
}
_USER_TEXTS = [name for name in DEFAULTS if name.endswith("_user_text")]
_GPAS = {"unweighted_gpa_type": False, "weighted_gpa_type": True}
#: Field → the source that uses it, and with which words.
_USED_WITH = {
    **{
        f"{what}_user_text": (f"{what}_source", "user_text")
        for what in (
            "student_username",
            "student_password",
            "student_email",
            "staff_username",
            "staff_password",
            "teacher_username",
            "staff_email",
            "teacher_number",
        )
    },
    "student_username_suffix": ("student_username_source", "user_text student_id email_local_part"),
    "student_password_custom_text": ("student_password_source", "custom_text"),
    "student_email_suffix": ("student_email_source", "student_email user_text student_id username"),
    "staff_password_custom_text": ("staff_password_source", "custom_text"),
}
_NEEDED_WITH = {
    **{name: used for name, used in _USED_WITH.items() if not name.endswith("_suffix")},
    "student_email_suffix": ("student_email_source", "student_id username"),
}
_STUDENT_TOKENS = [
    "student_id",
    "state_id",
    "last_name",
    "first_initial",
    "last4",
    "dob:mmdd",
    "dob:mmddyy",
    "dob:mmddyyyy",
    "grade",
]
_STAFF_TOKENS = ["staff_id", "logon_id", "last_name", "first_initial"]
_TOKENS = {
    "student_password_custom_text": _STUDENT_TOKENS,
    "staff_password_custom_text": _STAFF_TOKENS,
    "teacher_password_custom_text": _STAFF_TOKENS,
}
_LONGEST = {"student_username_suffix": 64, "student_email_suffix": 128, **dict.fromkeys(_TOKENS, 128)}
_ROLES = [
    "CASE_MANAGER",
    "COORD_504",
    "DISCIPLINARIAN",
    "PRINCIPAL",
    "NURSE",
    "RELATED_SERVICE",
    "RESOURCE_TEACHER",
    "TEACHER",
    "VICE_PRINCIPAL",
    "LIBRARY_ADMIN",
    "OTHER_STAFF",
    "ADMINISTRATOR",
    "ATHLETIC_TRAINER",
    "LONG_TERM_SUB",
    "DEPT_CHAIR",
    "INVESTIGATOR",
    "SUPERVISOR",
    "CLASSROOM_AIDE",
    "COUNSELOR",
    "SECRETARY",
    "SUPERINTENDENT",
    "TECH",
]
TOKEN = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Setting:
    """What every step of a run is about."""

    tables: Tables
    options: Mapping[str, Any]
    year: str
    day: date
    #: Code → school, of the schools in scope.
    scope: Mapping[str, Row]
    district: Row
    secret: str | None


def settle(tables: Tables, raw: Mapping[str, Any], today: date, secret: str | None, findings: Findings) -> Setting:
    """Judge the options; the run goes on only if no block was told."""
    options = _typed(raw, findings)
    district = tables["district"][0]
    used = {name for name in options if _is_used(options, name)}
    for name in sorted(used):
        _check_value(tables, options, name, findings)
    for name in options:
        if name not in used and options[name] != DEFAULTS[name]:
            findings.profile("OPTION_NO_EFFECT", name)
    for name in ("student_password_source", "staff_password_source"):
        if options[name] == "derived_secret" and not secret:
            findings.profile("SECRET_MISSING", name)
    _check_together(options, findings)
    scope = _scope(tables, options, findings)
    year = known(options["school_year"] or district["current_school_year"], _years(tables))
    year = year or district["current_school_year"]
    setting = Setting(tables, options, year, options["as_of_date"] or today, scope, district, secret)
    _check_listed(setting, findings)
    return setting


def _years(tables: Tables) -> list[str]:
    return [row["school_year"] for row in tables["school_years"]]


def _typed(raw: Mapping[str, Any], findings: Findings) -> dict[str, Any]:
    options = dict(DEFAULTS)
    for name, value in raw.items():
        if name not in DEFAULTS:
            findings.profile("OPTION_INVALID", name)
        elif value is not None:
            try:
                options[name] = _value(name, value)
            except (TypeError, ValueError):
                findings.profile("OPTION_INVALID", name)
    return options


def _value(name: str, value: Any) -> Any:
    default = DEFAULTS[name]
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise TypeError
        return value
    if name in _CHOICES:
        if not isinstance(value, str) or value not in _CHOICES[name].split():
            raise ValueError
        return value
    if name == "as_of_date":
        return value if isinstance(value, date) else date.fromisoformat(value)
    if name == "school_ids" or isinstance(default, tuple):
        if not isinstance(value, list | tuple):
            raise TypeError
        return tuple(dict.fromkeys(text for text in map(clean, value) if text))
    if not isinstance(value, str):
        raise TypeError
    return clean(value) or default


def _is_used(options: Mapping[str, Any], name: str) -> bool:
    source, words = _USED_WITH.get(name, ("", ""))
    return not source or options[source] in words.split()


def _check_value(tables: Tables, options: Mapping[str, Any], name: str, findings: Findings) -> None:
    value = options[name]
    if not value:
        source, words = _NEEDED_WITH.get(name, ("", ""))
        if source and options[source] in words.split():
            findings.profile("OPTION_REQUIRES", name)
        return
    formed = _is_formed(tables, name, value)
    if not formed:
        findings.profile("OPTION_INVALID", name)
    if name in _TOKENS and any(token not in _TOKENS[name] for token in TOKEN.findall(value)):
        findings.profile("TEMPLATE_TOKEN_UNKNOWN", name)
    if name in _GPAS and formed:
        [weighted] = [r["is_weighted"] for r in tables["gpa_types"] if same(r["gpa_type_code"], value)]
        if weighted != _GPAS[name]:
            findings.profile("GPA_WEIGHTING_MISMATCH", name)


def _is_formed(tables: Tables, name: str, value: Any) -> bool:  # noqa: PLR0911 - a form each
    if name in _LONGEST and len(value) > _LONGEST[name]:
        return False
    if name == "student_username_suffix":
        return not any(sign in value for sign in " ,\"'")
    if name == "student_email_suffix":
        return value[0] == "@" and is_domain(value[1:])
    if name == "school_year":
        return known(value, _years(tables)) is not None
    if name in _GPAS:
        return known(value, [row["gpa_type_code"] for row in tables["gpa_types"]]) is not None
    if name in _USER_TEXTS:
        applies = "STUDENT" if name.startswith(("student", "school")) else "STAFF"
        defined = [row for row in tables["user_text_definitions"] if row["applies_to"] == applies]
        return known(value, [row["user_text_code"] for row in defined]) is not None
    return True


def _check_together(options: Mapping[str, Any], findings: Findings) -> None:
    def tell(code: str, key: str, *, when: Any) -> None:
        if when:
            findings.profile(code, key)

    on = options.get
    cycle = on("student_email_source") == "username" and on("student_username_source") == "email_local_part"
    tell("OPTION_CYCLE", "student_email_source", when=cycle)
    alone = on("split_shared_teachers") and not on("use_four_teacher_columns")
    tell("OPTION_REQUIRES", "use_four_teacher_columns", when=alone)
    prek, kindergarten = options["prek_state_grades"], options["kindergarten_state_grades"]
    both = [code for code in kindergarten if known(code, prek)]
    tell("OPTION_CONTRADICTION", "kindergarten_state_grades", when=both)
    marked = on("staff_only_administrators") and known("ADMINISTRATOR", options["staff_excluded_roles"])
    tell("OPTION_CONTRADICTION", "staff_excluded_roles", when=marked)
    unstable = "section_id_prepend_teacher_name"
    tell("SECTION_ID_UNSTABLE", unstable, when=on(unstable))
    hidden = on("hide_contact_info")
    tell("ADDRESS_SHOWN", "populate_student_address", when=hidden and on("populate_student_address"))
    for label, exclusion in (
        ("prek_grade_as_prekindergarten", "exclude_prek_students"),
        ("kindergarten_grade_as_kindergarten", "exclude_kindergarten_students"),
    ):
        tell("OPTION_NO_EFFECT", label, when=on(label) and on(exclusion))
    for name in ("include_all_guardians", "include_custody_issue_guardians", "avoid_duplicate_guardian_phones"):
        tell("OPTION_NO_EFFECT", name, when=hidden and on(name))
    moot = on("avoid_duplicate_guardian_phones") and not on("include_all_guardians")
    tell("OPTION_NO_EFFECT", "avoid_duplicate_guardian_phones", when=moot)


def _scope(tables: Tables, options: Mapping[str, Any], findings: Findings) -> dict[str, Row]:
    schools = {row["school_code"]: row for row in tables["schools"]}
    if options["school_ids"] is None:
        chosen = [code for code, row in schools.items() if row["school_type"] not in ("PREG", "OOD")]
    else:
        chosen = []
        for typed in options["school_ids"]:
            code = known(typed, schools)
            if code is None:
                findings.profile("SCHOOL_UNKNOWN", typed)
            else:
                chosen.append(code)
                if not _goes(schools[code]):
                    findings.profile("SCHOOL_NOT_EXPORTED", typed)
    scope = {code: schools[code] for code in chosen if _goes(schools[code])}
    if not scope:
        findings.profile("SCOPE_EMPTY", "school_ids")
    return scope


def _goes(school: Row) -> bool:
    return bool(school["active"] and not school["do_not_export"])


def entries(text: str, separator: str) -> Iterator[str]:
    """The items of a typed list, without blanks."""
    return (item for item in map(clean, text.split(separator)) if item)


def is_course(entry: str, course: Row) -> bool:
    """Whether an entry of G41 names the course."""
    school, at, code = entry.partition("@")
    if not at:
        return same(entry, course["course_code"])
    return same(clean(school), course["school_code"]) and same(clean(code), course["course_code"])


def _check_listed(setting: Setting, findings: Findings) -> None:
    tables, options = setting.tables, setting.options
    departments = [row["department_code"] for row in tables["departments"]]
    for code in entries(options["staff_department_codes"], ";"):
        if not known(code, departments):
            findings.profile("DEPARTMENT_UNKNOWN", code)
    roles = [*_ROLES, *(row["role_code"] for row in tables["staff_roles"])]
    for code in options["staff_excluded_roles"]:
        if not known(code, roles):
            findings.profile("ROLE_UNKNOWN", code)
    courses = scoped_courses(setting)
    for entry in entries(options["excluded_course_codes"], ","):
        if not any(is_course(entry, course) for course in courses):
            findings.profile("COURSE_CODE_UNKNOWN", entry)


def scoped_courses(setting: Setting) -> list[Row]:
    """The courses of the year at the schools in scope."""
    return [
        row
        for row in setting.tables["courses"]
        if row["school_year"] == setting.year and row["school_code"] in setting.scope
    ]
