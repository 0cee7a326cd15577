"""Which students are exported, at which school, and whom G12 and G13 remove (export-options §3, §4.4, §4.7, §5)."""

from dataclasses import dataclass

from tests.clever.plain.findings import Findings
from tests.clever.plain.loading import Row, known, on, user_texts
from tests.clever.plain.profile import Setting

FILE = "students.csv"
#: The first five rows of §5.
EARLY = ["3H", "3F", "4H", "4F", "5H", "5F", "KH", "KF", "DH", "DF", "PF"]


@dataclass(frozen=True)
class Student:
    """A student who is exported."""

    number: str
    record: Row
    enrollment: Row
    school: str


@dataclass(frozen=True)
class Population:
    """The students exported, and the numbers of those that G12 or G13 removed."""

    exported: list[Student]
    removed: set[str]


def choose(setting: Setting, findings: Findings) -> Population:
    """Steps 2 to 4 of §8."""
    override = user_texts(setting.tables, "STUDENT", setting.options["school_override_user_text"])
    population = Population([], set())
    for record in setting.tables["students"]:
        number = record["district_number"]
        enrollment = _enrollment(setting, number)
        if record["status"] != "ACTIVE" or record["do_not_export"] or enrollment is None:
            continue
        school = _effective_school(setting, record, enrollment, override.get(number), findings)
        if school is None:
            findings.tell("PREG_NO_TRANSCRIPT_SCHOOL", FILE, number)
        elif school not in setting.scope:
            continue
        elif _is_removed(setting, enrollment["state_grade_code"]):
            population.removed.add(number)
        else:
            population.exported.append(Student(number, record, enrollment, school))
    return population


def _is_removed(setting: Setting, code: str | None) -> bool:
    exclusions = {"prek": "exclude_prek_students", "kindergarten": "exclude_kindergarten_students"}
    of_class = grade_class(setting, code)
    return bool(of_class and setting.options[exclusions[of_class]])


def _enrollment(setting: Setting, number: str) -> Row | None:
    for row in setting.tables["student_enrollments"]:
        if (
            row["district_number"] == number
            and row["school_year"] == setting.year
            and row["is_primary"]
            and row["status"] == "ACTIVE"
            and on(setting.day, row["entry_date"], row["exit_date"])
        ):
            return row
    return None


def _effective_school(
    setting: Setting, record: Row, enrollment: Row, override: str | None, findings: Findings
) -> str | None:
    schools = {row["school_code"]: row for row in setting.tables["schools"]}
    school: str | None = enrollment["school_code"]
    if setting.options["preg_use_transcript_school"] and schools[school]["school_type"] == "PREG":
        school = record["preg_transcript_school_code"] or enrollment["next_school_code"]
    if override:
        other = known(override, schools)
        if other:
            return other
        findings.tell("SCHOOL_OVERRIDE_UNKNOWN", FILE, record["district_number"])
    return school


def grade_class(setting: Setting, code: str | None) -> str:
    """`prek`, `kindergarten` or blank."""
    if code and known(code, setting.options["prek_state_grades"]):
        return "prek"
    if code and known(code, setting.options["kindergarten_state_grades"]):
        return "kindergarten"
    return ""


def grade_cell(setting: Setting, code: str | None) -> str:
    """The Grade cell of §5."""
    if not code:
        return ""
    label = {"prek": "prek_grade_as_prekindergarten", "kindergarten": "kindergarten_grade_as_kindergarten"}
    of_class = grade_class(setting, code)
    if of_class and setting.options[label[of_class]]:
        return {"prek": "PreKindergarten", "kindergarten": "Kindergarten"}[of_class]
    upper = code.upper()
    if upper in EARLY:
        return code
    if upper in {f"{number:02}" for number in range(1, 13)} | {str(number) for number in range(1, 10)}:
        return str(int(upper))
    return {"PG": "PostGraduate", "A1": "Other", "A2": "Other", "AD": "Other"}.get(upper, "Ungraded")


def tell_grades(setting: Setting, students: list[Student], findings: Findings) -> None:
    """What is said of the grades written."""
    labels = ("prek_grade_as_prekindergarten", "kindergarten_grade_as_kindergarten")
    labelled = any(setting.options[name] for name in labels)
    for student in students:
        code = student.enrollment["state_grade_code"]
        if not code:
            findings.tell("GRADE_MISSING", FILE, student.number)
        elif code.upper() in EARLY and grade_cell(setting, code) == code:
            unclassified = labelled and not grade_class(setting, code)
            findings.tell("GRADE_EC_UNCLASSIFIED" if unclassified else "GRADE_UNRECOGNISED", FILE, code.upper())
