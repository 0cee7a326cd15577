"""Rules R05 to R10: whether sections, teachers, students and enrollments fit together."""

from collections.abc import Iterator

import polars as pl

from roster_core.clever.check import kinds
from roster_core.clever.check.findings import is_filled, rows_found, shown
from roster_core.clever.folders.folder import Folder
from roster_core.clever.folders.reading import ROW, CsvFile
from roster_core.clever.spec.teaching import TEACHER_SLOTS

_SCHOOL, _SECTION, _STUDENT, _TEACHER = "School_id", "Section_id", "Student_id", "Teacher_id"


def check_links(folder: Folder) -> Iterator[pl.DataFrame]:
    """Findings about rows whose references are there but do not agree, and about what nothing leads to."""
    if folder.has("enrollments.csv", _SECTION, _STUDENT):
        yield from _check_enrollments(folder)
    if folder.has("sections.csv", _SECTION):
        yield from _check_teachers(folder)


def _check_enrollments(folder: Folder) -> Iterator[pl.DataFrame]:
    enrollments = folder.files["enrollments.csv"]
    if folder.has("sections.csv", _SECTION):
        sections = folder.files["sections.csv"]
        if sections.has(_SCHOOL):
            yield from _check_schools(folder, enrollments, _once(sections, _SECTION))
        empty = _unused(sections, _SECTION, enrollments)
        yield rows_found(empty, kinds.R08, sections.name, _SECTION, {"section": shown(_SECTION)})
    if folder.has("students.csv", _STUDENT):
        students = folder.files["students.csv"]
        idle = _unused(students, _STUDENT, enrollments)
        who = pl.concat_str(pl.lit("Student "), shown(_STUDENT))
        yield rows_found(idle, kinds.R09, students.name, _STUDENT, {"who": who})


def _once(file: CsvFile, key: str) -> pl.DataFrame:
    """The school of each ID, by the ID's first row."""
    rows = file.everywhere(key, _SCHOOL).filter(is_filled(key))
    return rows.unique(key, keep="first", maintain_order=True).select(key, pl.col(_SCHOOL).alias(f"{key} school"))


def _unused(file: CsvFile, key: str, users: CsvFile) -> pl.DataFrame:
    """The first row of each ID that no row of `users` has."""
    rows = file.frame.select(ROW, key).filter(is_filled(key) & pl.col(key).is_first_distinct())
    return rows.join(users.everywhere(key).select(key).unique(), on=key, how="anti", maintain_order="left")


def _check_schools(folder: Folder, enrollments: CsvFile, sections: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """R05 and R06: the school of the enrollment and of the student against that of the section."""
    here, there = f"{_SECTION} school", f"{_STUDENT} school"
    rows = enrollments.frame.join(sections, on=_SECTION, how="inner", maintain_order="left")
    section = shown(_SECTION)
    if enrollments.has(_SCHOOL):
        odd = rows.filter(is_filled(_SCHOOL) & (pl.col(_SCHOOL) != pl.col(here)))
        facts = {"value": shown(_SCHOOL), "section": section, "other": shown(here)}
        yield rows_found(odd, kinds.R05, enrollments.name, _SCHOOL, facts)
    if folder.has("students.csv", _STUDENT, _SCHOOL):
        students = _once(folder.files["students.csv"], _STUDENT)
        odd = rows.join(students, on=_STUDENT, how="inner", maintain_order="left")
        odd = odd.filter(is_filled(here) & is_filled(there) & (pl.col(here) != pl.col(there)))
        facts = {"section": section, "value": shown(here), "student": shown(_STUDENT), "other": shown(there)}
        yield rows_found(odd, kinds.R06, enrollments.name, _STUDENT, facts)


def _check_teachers(folder: Folder) -> Iterator[pl.DataFrame]:
    sections = folder.files["sections.csv"]
    slots = [slot for slot in TEACHER_SLOTS if sections.has(slot)]
    if not slots:
        return
    schools = [_SCHOOL] if sections.has(_SCHOOL) else []
    taught = (
        sections.frame.select(ROW, *schools, *slots)
        .unpivot(slots, index=[ROW, *schools], variable_name="slot", value_name="teacher")
        .rename({"teacher": _TEACHER})
        .filter(is_filled(_TEACHER))
    )
    yield from _check_repeated(sections.name, taught, slots)
    if not folder.has("teachers.csv", _TEACHER):
        return
    teachers = folder.files["teachers.csv"]
    if schools and teachers.has(_SCHOOL):
        yield from _check_teacher_schools(sections.name, teachers, taught, slots)
    idle = teachers.frame.select(ROW, _TEACHER).filter(is_filled(_TEACHER) & pl.col(_TEACHER).is_first_distinct())
    idle = idle.join(taught.select(_TEACHER).unique(), on=_TEACHER, how="anti", maintain_order="left")
    who = pl.concat_str(pl.lit("Teacher "), shown(_TEACHER))
    yield rows_found(idle, kinds.R09, teachers.name, _TEACHER, {"who": who})


def _check_repeated(file: str, taught: pl.DataFrame, slots: list[str]) -> Iterator[pl.DataFrame]:
    """R10: one teacher in two columns of a section."""
    twice = taught.filter(pl.struct(ROW, _TEACHER).is_duplicated()).with_columns(
        first=pl.col("slot").first().over(ROW, _TEACHER)
    )
    for slot in slots:
        rows = twice.filter((pl.col("slot") == slot) & (pl.col("first") != slot))
        yield rows_found(rows, kinds.R10, file, slot, {"teacher": shown(_TEACHER), "other": pl.col("first")})


def _check_teacher_schools(
    file: str, teachers: CsvFile, taught: pl.DataFrame, slots: list[str]
) -> Iterator[pl.DataFrame]:
    """R07: a teacher who is known, but not at the section's school."""
    rows = teachers.everywhere(_TEACHER, _SCHOOL)
    elsewhere = taught.join(rows, on=_TEACHER, how="semi", maintain_order="left").join(
        rows, on=[_TEACHER, _SCHOOL], how="anti", maintain_order="left"
    )
    elsewhere = elsewhere.filter(is_filled(_SCHOOL))
    for slot in slots:
        odd = elsewhere.filter(pl.col("slot") == slot)
        yield rows_found(odd, kinds.R07, file, slot, {"teacher": shown(_TEACHER), "value": shown(_SCHOOL)})
