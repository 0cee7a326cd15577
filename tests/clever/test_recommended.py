"""The options that the recommended preset turns on (export-options §2.6)."""

import polars as pl
import pytest

from roster_core.clever.people.grades import grade
from roster_core.clever.profile.options import PRESETS, ExportOptions
from tests.clever.exporting import export
from tests.clever.small import Small, classroom
from tests.roster.golden_roster import golden


def test_the_recommended_preset_runs_on_the_golden_roster():
    wanted = PRESETS["clever_recommended"].model_dump(mode="json", exclude_defaults=True)
    result = export(golden(), **wanted, column_layout="clever")
    assert result.column("students.csv", "Grade") == ["Kindergarten", "PreKindergarten", "11", "7", "7"]
    assert result.column("students.csv", "Frl_status") == ["F", "N", "", "R", "N"]
    assert result.column("students.csv", "IEP_status") == ["N", "N", "N", "Y", "N"]
    assert [row["School_id"] for row in result.rows("teachers.csv") if row["Teacher_id"] == "2001"] == ["MMS", "MHS"]
    assert "Teacher_4_id" in result.files["sections.csv"].splitlines()[0]
    codes = {code for _severity, code, _file, _key in result.told}
    assert not codes & {"GRADE_UNRECOGNISED", "GRADE_EC_UNCLASSIFIED", "IEP_NOT_YN", "COTEACHERS_DROPPED"}
    assert ("info", "TEACHER_MULTI_ROW", "teachers.csv", "") in result.told


BOTH = ExportOptions(prek_grade_as_prekindergarten=True, kindergarten_grade_as_kindergarten=True)


@pytest.mark.parametrize(
    ("state_grade", "cell"),
    [
        *[(code, "PreKindergarten") for code in ("3H", "3F", "4H", "4F", "4f")],
        *[(code, "Kindergarten") for code in ("KH", "KF", "DH", "kf")],
        *[(code, code) for code in ("5H", "5F", "DF", "PF")],
        ("05", "5"),
        ("PG", "PostGraduate"),
        ("UG", "Ungraded"),
        (None, None),
    ],
)
def test_the_grade_table_with_labels(state_grade, cell):
    frame = pl.DataFrame({"state_grade_code": [state_grade]}, schema={"state_grade_code": pl.String})
    assert frame.select(grade(BOTH)).item() == cell


@pytest.mark.parametrize(
    ("options", "unclassified", "unrecognised"),
    [
        ({"prek_grade_as_prekindergarten": True}, ["5H"], ["KF"]),
        ({"kindergarten_grade_as_kindergarten": True}, ["5H"], ["4F"]),
        ({"prek_grade_as_prekindergarten": True, "prek_state_grades": ["5H"]}, ["4F"], ["KF"]),
        ({"prek_state_grades": ["5H"]}, [], ["4F", "5H", "KF"]),
    ],
    ids=str,
)
def test_a_code_of_no_list_is_told_apart_once_a_label_is_on(options, unclassified, unrecognised):
    small = Small()
    for number, code in enumerate(("4F", "KF", "5H"), 1):
        small.student(str(number), grade=code)
    result = small.export(**options)
    assert result.keys("GRADE_EC_UNCLASSIFIED") == unclassified
    assert result.keys("GRADE_UNRECOGNISED") == unrecognised


def test_a_code_in_both_lists_is_pre_k():
    lists = {"prek_state_grades": ["KF"], "kindergarten_state_grades": ["kf", "KH"]}
    small = Small()
    small.student("1", grade="KF")
    labels = {"prek_grade_as_prekindergarten": True, "kindergarten_grade_as_kindergarten": True}
    result = small.export(**lists, **labels)
    assert result.column("students.csv", "Grade") == ["PreKindergarten"]
    assert ("warning", "OPTION_CONTRADICTION", "profile", "kindergarten_state_grades") in result.told


def test_any_code_of_a_list_gets_the_label():
    small = Small()
    small.student("1", grade="UG")
    result = small.export(prek_state_grades=["ug"], prek_grade_as_prekindergarten=True)
    assert result.column("students.csv", "Grade") == ["PreKindergarten"]


@pytest.mark.parametrize(("lunch", "cell"), [("F", "F"), ("R", "R"), ("N", "N"), ("", "")])
def test_free_and_reduced_lunch_in_letters(lunch, cell):
    small = Small()
    small.student("1", free_reduced_lunch=lunch)
    assert small.export(frl_short_codes=True).column("students.csv", "Frl_status") == [cell]


@pytest.mark.parametrize(
    ("cells", "cell"),
    [
        ({"has_active_iep": True}, "Y"),
        ({"has_active_iep": True, "iep_start": "2026-10-01", "iep_end": "2026-10-01"}, "Y"),
        ({"has_active_iep": True, "iep_start": "2026-10-02"}, "N"),
        ({"has_active_iep": True, "iep_end": "2026-09-30"}, "N"),
        ({"has_active_iep": False, "special_ed_status_description": "Referred – evaluation pending"}, "N"),
        ({"has_active_iep": False, "section_504": True}, "N"),
        ({}, "N"),
    ],
    ids=str,
)
def test_iep_as_yes_or_no(cells, cell):
    small = Small()
    small.student("1", **cells)
    result = small.export(iep_yes_no=True)
    assert result.column("students.csv", "Iep_status") == [cell]
    assert result.keys("IEP_NOT_YN") == []


def test_a_teacher_has_a_row_for_each_school_primary_first():
    small = Small()
    small.school("AAA")
    small.school("MMS", "MIDDLE")
    small.school("OOD", "OOD")
    small.staff("2001", schools=("MHE", "AAA", "OOD"))
    small.section("01", school="MMS")
    small.staff("2002")
    result = small.export(teacher_row_per_school=True)
    rows = [(row["School_id"], row["Teacher_id"]) for row in result.rows("teachers.csv")]
    assert rows == [("MHE", "2001"), ("AAA", "2001"), ("MMS", "2001"), ("MHE", "2002")]
    [message] = result.findings.filter(pl.col("code") == "TEACHER_MULTI_ROW")["message"]
    assert message.startswith("1 teacher ")


def test_a_primary_school_without_assignment_or_section_gets_no_row_of_its_own():
    small = Small()
    small.school("MMS", "MIDDLE")
    small.staff("2001", schools=("MHE",), primary_school_code="MMS")
    result = small.export(teacher_row_per_school=True)
    assert result.column("teachers.csv", "School_id") == ["MHE"]
    assert result.keys("TEACHER_MULTI_ROW") == []


def test_a_school_where_a_teacher_does_not_teach_has_a_row_too():
    small = Small()
    small.school("MMS", "MIDDLE")
    small.staff("2001", schools=("MHE",))
    small.assign("2001", "MMS", is_teaching=False)
    assert small.export(teacher_row_per_school=True).column("teachers.csv", "School_id") == ["MHE", "MMS"]


def test_four_teachers_are_written_in_order_and_the_others_named():
    small = classroom()
    for staff_id in ("2002", "2003", "2004", "2005"):
        small.staff(staff_id, teaching=False)
    small.section("02", teachers=("2003", "2005", "2004", "2002", "2001"))
    result = small.export(use_four_teacher_columns=True)
    row = result.row("sections.csv", Section_id="MHE-0100-02")
    assert [row[name] for name in ("Teacher_id", "Teacher_2_id", "Teacher_3_id", "Teacher_4_id")] == [
        "2003",
        "2005",
        "2004",
        "2002",
    ]
    assert result.keys("TEACHERS_OVER_FOUR") == ["MHE-0100-02"]
    [message] = result.findings.filter(pl.col("code") == "TEACHERS_OVER_FOUR")["message"]
    assert "Given2001" in message
    assert "Given2002" not in message
    assert set(result.column("teachers.csv", "Teacher_id")) == {"2001", "2002", "2003", "2004", "2005"}
    assert result.keys("COTEACHERS_DROPPED") == []
