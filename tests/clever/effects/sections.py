"""The options of sections.csv and enrollments.csv, each with a cell that it changes."""

from typing import Any

from tests.clever.effects.effect import Effect
from tests.clever.small import EMPTY, classroom
from tests.roster.golden_roster import Roster, golden


def _of_course(number: str, column: str, before: str | None, after: str | None, **options: Any) -> Effect:
    return Effect(golden(), options, "sections.csv", {"Course_number": number}, column, before, after)


def _two_teachers() -> Roster:
    small = classroom()
    small.staff("2002")
    small.teach("2002")
    return {**EMPTY, **small.roster}


def _nobody_attends() -> Roster:
    small = classroom()
    small.section("02")
    return {**EMPTY, **small.roster}


EFFECTS: dict[str, Effect] = {
    "section_id_prepend_school_year": _of_course(
        "0711", "Section_id", "MMS-0711-02", "2026-27-MMS-0711-02", section_id_prepend_school_year=True
    ),
    "section_id_prepend_teacher_name": _of_course(
        "0711", "Section_id", "MMS-0711-02", "RiveraM-MMS-0711-02", section_id_prepend_teacher_name=True
    ),
    "require_course_user_flag_2": _of_course("0990", "Name", "Lunch - 01", None, require_course_user_flag_2=True),
    "excluded_course_codes": _of_course("0990", "Name", "Lunch - 01", None, excluded_course_codes="MHS@0990"),
    "include_elementary_homerooms": Effect(
        golden(),
        {"include_elementary_homerooms": True},
        "enrollments.csv",
        {"Section_id": "HR-MHE-102"},
        "Student_id",
        None,
        "0104233",
    ),
    "append_hr_teacher_elem": _of_course(
        "0120", "Name", "Art K - 04", "Art K - 04 - Jones, K.", append_hr_teacher_elem=True
    ),
    "append_print_periods_middle": _of_course(
        "0720", "Name", "Science 7 - 01", "Science 7 - 01 - Per 5,6", append_print_periods_middle=True
    ),
    "combine_inclusion_sections": Effect(
        golden(),
        {"combine_inclusion_sections": True},
        "enrollments.csv",
        {"Section_id": "MMS-0711-02", "Student_id": "0101900"},
        "School_id",
        None,
        "MMS",
    ),
    "use_four_teacher_columns": Effect(
        _two_teachers(),
        {"use_four_teacher_columns": True},
        "sections.csv",
        {"Section_id": "MHE-0100-01"},
        "Teacher_2_id",
        None,
        "2002",
    ),
    "split_shared_teachers": _of_course(
        "0720", "Teacher_id", "2010", "2001", use_four_teacher_columns=True, split_shared_teachers=True
    ),
    "name_prepend_teacher": _of_course(
        "0711", "Name", "Math 7 - 02", "Rivera, M. - Math 7 - 02", name_prepend_teacher=True
    ),
    "leave_out_empty_sections": Effect(
        _nobody_attends(),
        {"leave_out_empty_sections": True},
        "sections.csv",
        {"Section_id": "MHE-0100-02"},
        "Name",
        "Course 0100 - 02",
        None,
    ),
    "blank_course_name_if_composed": _of_course(
        "0711", "Course_name", "Math 7", "", name_prepend_teacher=True, blank_course_name_if_composed=True
    ),
}
