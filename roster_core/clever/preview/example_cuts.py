"""Where an option is likely to matter: cuts of the roster in which an example is looked for, the likeliest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from roster_core.clever.preview.cuts import of_school, of_teachers
from roster_core.clever.preview.roll import Roll
from roster_core.clever.profile.options import FIELDS
from roster_core.clever.run import Run
from roster_core.clever.source.cut import Cut
from roster_core.clever.source.source import Read
from roster_core.options import meta

#: People looked at in one go, first those for whom an option is made, then more of all kinds.
_FEW, _MANY = 300, 2_000
_SCHOOLS = 6
_CONTACTS = Read("student_contact", {"person_id": pl.Int64}).where(type="GUARDIAN", status="ACTIVE")
#: Students whom an option is about, by what the roster says of them.
_STUDENTS: Mapping[str, Read] = {
    "iep_yes_no": Read("student", {"person_id": pl.Int64}).where(has_active_iep=True),
    "include_all_guardians": _CONTACTS.where(sequence=2),
    "avoid_duplicate_guardian_phones": _CONTACTS.where(sequence=2),
    "include_custody_issue_guardians": _CONTACTS.where(custody_issue=True),
}
#: The same by a code that the option names: a table of students and the column of codes.
_BY_CODE: Mapping[str, tuple[str, str]] = {
    "school_override_user_text": ("user_text_value", "user_text_code"),
    "student_username_user_text": ("user_text_value", "user_text_code"),
    "student_email_user_text": ("user_text_value", "user_text_code"),
    "student_password_user_text": ("user_text_value", "user_text_code"),
    "unweighted_gpa_type": ("student_gpa", "gpa_type_code"),
    "weighted_gpa_type": ("student_gpa", "gpa_type_code"),
}
#: By their grade: the option that lists it.
_BY_GRADE = {
    "prek_grade_as_prekindergarten": "prek_state_grades",
    "exclude_prek_students": "prek_state_grades",
    "kindergarten_grade_as_kindergarten": "kindergarten_state_grades",
    "exclude_kindergarten_students": "kindergarten_state_grades",
}
#: Schools of one type only.
_SCHOOL_TYPE = {
    "include_elementary_homerooms": "ELEM",
    "append_hr_teacher_elem": "ELEM",
    "append_print_periods_middle": "MIDDLE",
}


@dataclass(frozen=True)
class Candidates:
    """A cut, what it is in words, and the files in which an example is looked for, the likeliest first.

    `so_far` is in words what was looked at with this one.
    """

    cut: Cut
    words: str
    files: tuple[str, ...]
    so_far: str


def candidates(roll: Roll, before: Run, after: Run, name: str) -> Iterator[Candidates]:
    """Where to look for what the option `name` does between the two runs."""
    match meta(FIELDS[name]).get("file"):
        case "students.csv":
            yield from _students(roll, before, after, name)
        case "sections.csv":
            yield from _schools(roll, after, name)
        case "teachers.csv" | "staff.csv" as file:
            yield from _staff(roll, after, file)
        case _:
            for cut in (*_students(roll, before, after, name), *_schools(roll, after, name)):
                yield replace(cut, files=(*cut.files, "schools.csv"))


def _students(roll: Roll, before: Run, after: Run, name: str) -> Iterator[Candidates]:
    everybody = roll.students.select("person_id", "school_id", "state_grade_code")
    meant = _meant(roll, before, after, name)
    files = ("students.csv", "enrollments.csv")
    if meant is not None:
        likely = everybody.join(meant, on="person_id", how="semi")
        in_scope = likely.join(after.scope.select("school_id"), on="school_id", how="semi")
        first = in_scope if len(in_scope) and name != "school_override_user_text" else likely
        yield _people(first["person_id"], _FEW, files)
    here = everybody.join(after.scope.select("school_id"), on="school_id", how="semi")["person_id"]
    for count in (_FEW, _MANY):
        yield _people(here, count, files)


def _people(person_ids: pl.Series, count: int, files: tuple[str, ...]) -> Candidates:
    spread = person_ids.gather_every(max(1, len(person_ids) // count)).head(count)
    words = f"{len(spread):,} students"
    return Candidates(Cut(students=tuple(sorted(set(spread)))), words, files, words)


def _meant(roll: Roll, before: Run, after: Run, name: str) -> pl.DataFrame | None:
    if name in _STUDENTS:
        return roll.source.table(_STUDENTS[name])
    if name in _BY_GRADE:
        listed = [code.lower() for code in getattr(after.options, _BY_GRADE[name])]
        grade = pl.col("state_grade_code").str.to_lowercase()
        return roll.students.filter(grade.is_in(listed)).select("person_id")
    if name == "preg_use_transcript_school":
        holding = after.schools.filter(pl.col("school_type") == "PREG").select("school_id")
        return roll.students.join(holding, on="school_id", how="semi").select("person_id")
    if name in _BY_CODE:
        table, column = _BY_CODE[name]
        code = getattr(after.options, name) or getattr(before.options, name)
        return roll.source.table(Read(table, {"person_id": pl.Int64}).where(**{column: code or ""}))
    return None


def _schools(roll: Roll, run: Run, name: str) -> Iterator[Candidates]:
    scope = run.scope
    if name in _SCHOOL_TYPE:
        scope = scope.filter(pl.col("school_type") == _SCHOOL_TYPE[name])
    elif name == "combine_inclusion_sections":
        special = roll.sections.filter(pl.col("is_special_ed")).group_by("school_id").len()
        scope = scope.join(special, on="school_id").sort("len", "school_code", descending=[True, False])
    one_of_each = scope.unique("school_type", keep="first", maintain_order=True)
    further = scope.join(one_of_each, on="school_id", how="anti").head(_SCHOOLS - 1)
    sections = 0
    chosen = pl.concat((one_of_each, further)).select("school_id", "name")
    for number, (school_id, school) in enumerate(chosen.iter_rows(), 1):
        cut = of_school(roll, run, school_id)
        sections += len(cut.sections)
        words = f"the {len(cut.sections):,} sections of {school}"
        so_far = words if number == 1 else f"the {sections:,} sections of {number} schools"
        yield Candidates(cut, words, ("sections.csv", "enrollments.csv"), so_far)


def _staff(roll: Roll, run: Run, file: str) -> Iterator[Candidates]:
    for count in (_FEW, _MANY):
        people = roll.staff["person_id"]
        spread = people.gather_every(max(1, len(people) // count)).head(count)
        cut = of_teachers(roll, run, spread) if file == "teachers.csv" else Cut(staff=tuple(sorted(spread)))
        words = f"{len(spread):,} members of the staff"
        yield Candidates(cut, words, (file, "staff.csv", "teachers.csv", "admins.csv"), words)
