"""The cells of students.csv with every option off (export-options §3, §4, §5)."""

from typing import Any

import polars as pl
import pytest

from roster_core.clever.emails import is_address
from roster_core.clever.people.demographics import Race, race_of
from roster_core.clever.people.grades import grade
from roster_core.clever.profile.options import ExportOptions
from tests.clever.small import Small


def written(grade: str = "05", **cells: Any) -> tuple[dict[str, str], list[str]]:
    """The row of the one student, and the codes of what is said of that student."""
    small = Small()
    small.student("1", grade=grade, **cells)
    result = small.export()
    return result.row("students.csv", Student_id="1"), result.codes("1")


EARLY = ("3H", "3F", "4H", "4F", "5H", "5F", "KH", "KF", "DH", "DF", "PF")


@pytest.mark.parametrize(
    ("state_grade", "cell"),
    [
        *[(code, code) for code in (*EARLY, "kf")],
        *[(f"{number:02}", str(number)) for number in range(1, 13)],
        *[(str(number), str(number)) for number in range(1, 10)],
        *[(code, "PostGraduate") for code in ("PG", "pg")],
        *[(code, "Other") for code in ("A1", "A2", "AD", "ad")],
        *[(code, "Ungraded") for code in ("UG", "SE", "13", "00", "0", "XY", "001", "1A")],
        (None, None),
    ],
)
def test_the_grade_table(state_grade, cell):
    frame = pl.DataFrame({"state_grade_code": [state_grade]}, schema={"state_grade_code": pl.String})
    assert frame.select(grade(ExportOptions())).item() == cell


def test_every_early_childhood_code_and_no_other_is_reported():
    small = Small()
    for code in (*EARLY, "05", "PG", "UG", "XY", "A1"):
        small.student(code, grade=code)
    result = small.export()
    assert result.keys("GRADE_UNRECOGNISED") == sorted(EARLY)
    assert result.keys("GRADE_EC_UNCLASSIFIED") == []
    assert set(result.column("students.csv", "Grade")) == {*EARLY, "5", "PostGraduate", "Ungraded", "Other"}


def test_a_blank_grade_stays_blank_and_the_row_is_kept():
    row, codes = written(grade="")
    assert row["Grade"] == ""
    assert codes == ["GRADE_MISSING"]


def test_one_warning_a_code_counts_its_students_whatever_their_case():
    small = Small()
    for number, code in enumerate(("KF", "kf", "KF", "4F"), 1):
        small.student(str(number), grade=code)
    result = small.export()
    messages = dict(zip(result.findings["row_key"], result.findings["message"], strict=True))
    assert result.keys("GRADE_UNRECOGNISED") == ["4F", "KF"]
    assert "of 3 students" in messages["KF"]
    assert "of 1 student " in messages["4F"]


@pytest.mark.parametrize(
    ("gender", "cell", "codes"),
    [("M", "M", []), ("f", "F", []), ("X", "X", []), ("U", "", []), ("", "", []), ("N", "", ["CODE_UNMAPPED"])],
)
def test_gender(gender, cell, codes):
    row, said = written(gender=gender)
    assert row["Gender"] == cell
    assert said == codes


@pytest.mark.parametrize(
    ("race", "cell", "codes"),
    [
        *[(code, code, []) for code in "WBAIPM"],
        ("w", "W", []),
        ("", "", []),
        ("W;B", "M", []),
        ("W;w", "W", []),
        ("M;W", "M", []),
        ("Q", "", ["CODE_UNMAPPED"]),
        ("Q;W", "W", ["CODE_UNMAPPED"]),
        ("Q;Z", "", ["CODE_UNMAPPED"]),
        ("Q;W;B", "M", ["CODE_UNMAPPED"]),
    ],
)
def test_race(race, cell, codes):
    row, said = written(race_code=race)
    assert row["Race"] == cell
    assert said == codes


def test_unknown_races_are_named_together():
    assert race_of("Q;W;ZZ", {"w": "W"}) == Race("W", "Q, ZZ")


def test_unknown_gender_and_race_are_two_findings():
    small = Small()
    small.student("1", gender="N", race_code="Q")
    result = small.export()
    columns = result.findings.filter(result.findings["code"] == "CODE_UNMAPPED")["column"].to_list()
    assert sorted(columns) == ["Gender", "Race"]


@pytest.mark.parametrize(("hispanic", "cell"), [("true", "Y"), ("false", "N"), ("", "")])
def test_hispanic(hispanic, cell):
    assert written(hispanic=hispanic)[0]["Hispanic_Latino"] == cell


@pytest.mark.parametrize(("lunch", "cell"), [("F", "Free"), ("R", "Reduced"), ("N", ""), ("", "")])
def test_free_and_reduced_lunch_in_words(lunch, cell):
    assert written(free_reduced_lunch=lunch)[0]["Frl_status"] == cell


def test_the_iep_status_is_the_description_and_said_once():
    small = Small()
    small.student("1", special_ed_status_description="Eligible – Autism", has_active_iep=True)
    small.student("2", special_ed_status_description="", has_active_iep=True)
    result = small.export()
    assert result.column("students.csv", "Iep_status") == ["Eligible – Autism", ""]
    assert result.keys("IEP_NOT_YN") == [""]
    assert written(special_ed_status_code="77")[0]["Iep_status"] == ""


def test_without_a_description_nothing_is_said_of_iep():
    small = Small()
    small.student("1", has_active_iep=True)
    assert small.export().keys("IEP_NOT_YN") == []


def test_names_ids_and_the_birth_date_are_written_as_they_are():
    row, _codes = written(
        first_name="María-José",
        middle_name="Q.",
        last_name='O"Neil, Jr',
        state_id="0012345678",
        birth_date="2015-01-02",
    )
    assert (row["First_name"], row["Middle_name"], row["Last_name"]) == ("María-José", "Q.", 'O"Neil, Jr')
    assert (row["State_id"], row["Student_number"], row["Dob"]) == ("0012345678", "1", "01/02/2015")


def test_columns_that_are_not_used_stay_empty():
    row, _codes = written(english_learner=True, home_language_code="spa")
    assert [row[name] for name in ("Ell_status", "Student_zip", "Username", "Password")] == [""] * 4


@pytest.mark.parametrize(
    "email",
    [
        "a@b.co",
        "first.last+x_y-z'q@a-b.example.org",
        "A" * 64 + "@b.co",
        "a@" + "b" * 63 + ".co",
        "1@2.3",
    ],
)
def test_what_an_address_is(email):
    assert pl.DataFrame({"email": [email]}).select(is_address(pl.col("email"))).item()


@pytest.mark.parametrize(
    "email",
    [
        "nobody",
        "a@b",
        "a@@b.co",
        "a@b@c.co",
        ".a@b.co",
        "a.@b.co",
        "a..b@b.co",
        "a b@b.co",
        "a@-b.co",
        "a@b-.co",
        "a@b..co",
        "a@b.co.",
        "@b.co",
        "a@",
        "é@b.co",
        "a@é.co",
        "a@b_c.co",
        "A" * 65 + "@b.co",
        "a@" + "b" * 64 + ".co",
        "a@" + ".".join(["b" * 60] * 5),
        "a,b@b.co",
    ],
)
def test_what_is_no_address(email):
    assert not pl.DataFrame({"email": [email]}).select(is_address(pl.col("email"))).item()


def test_what_is_no_address_is_left_out():
    row, codes = written(school_email="a@@b.co")
    assert row["Student_email"] == ""
    assert codes == ["EMAIL_INVALID"]


@pytest.mark.parametrize(
    ("grade", "severity"),
    [
        *[(grade, "warning") for grade in ("03", "3", "12", "PG", "A1", "A2", "AD", "ad")],
        *[(grade, "info") for grade in ("02", "1", "KF", "3F", "UG", "XX")],
    ],
)
def test_how_much_a_missing_address_matters_depends_on_the_grade(grade, severity):
    small = Small()
    small.student("1", grade=grade, school_email="")
    told = [(severity, key) for severity, code, _file, key in small.export().told if code == "EMAIL_MISSING"]
    assert told == [(severity, "1")]


def test_a_missing_address_of_a_student_without_grade_is_a_note():
    small = Small()
    small.student("1", grade="", school_email="")
    assert ("info", "EMAIL_MISSING", "students.csv", "1") in small.export().told


@pytest.mark.parametrize(
    ("domains", "email", "codes"),
    [
        ("", "a@b.co", []),
        ("b.co", "a@B.co", []),
        ("B.CO", "a@b.co", []),
        ("x.org;b.co", "a@b.co", []),
        ("b.co", "a@c.b.co", ["EMAIL_DOMAIN_UNEXPECTED"]),
        ("*.b.co", "a@c.b.co", []),
        ("*.b.co", "a@d.c.b.co", []),
        ("*.b.co", "a@b.co", ["EMAIL_DOMAIN_UNEXPECTED"]),
        ("*.b.co", "a@xb.co", ["EMAIL_DOMAIN_UNEXPECTED"]),
        ("b.co", "nobody", ["EMAIL_INVALID"]),
    ],
)
def test_the_domains_of_the_district(domains, email, codes):
    small = Small(student_email_domains=domains)
    small.student("1", school_email=email)
    result = small.export()
    assert result.codes("1") == codes
    assert result.column("students.csv", "Student_email") == ([""] if "EMAIL_INVALID" in codes else [email])


def test_equal_addresses_are_kept_and_each_is_reported():
    small = Small()
    small.student("1", school_email="a@b.co")
    small.student("2", school_email="A@B.co")
    small.student("3", school_email="c@b.co")
    result = small.export()
    assert result.column("students.csv", "Student_email") == ["a@b.co", "A@B.co", "c@b.co"]
    assert result.keys("EMAIL_DUPLICATE") == ["1", "2"]


def test_an_address_shared_with_somebody_who_is_not_exported_is_no_duplicate():
    small = Small()
    small.student("1", school_email="a@b.co")
    small.student("2", school_email="a@b.co", do_not_export=True)
    assert small.export().keys("EMAIL_DUPLICATE") == []


def test_the_suffix_completes_an_address_without_domain():
    small = Small()
    small.student("1", school_email="ana")
    small.student("2", school_email="ben@b.co")
    result = small.export(student_email_suffix="@stu.example.org")
    assert result.column("students.csv", "Student_email") == ["ana@stu.example.org", "ben@b.co"]
    assert result.keys("OPTION_NO_EFFECT") == []


def test_a_suffix_that_completes_nothing_is_mentioned():
    small = Small()
    small.student("1", school_email="ben@b.co")
    small.student("2", school_email="")
    result = small.export(student_email_suffix="@stu.example.org")
    assert result.column("students.csv", "Student_email") == ["ben@b.co", ""]
    assert result.keys("OPTION_NO_EFFECT") == ["student_email_suffix"]


def test_without_a_source_there_is_no_address_and_nothing_is_said():
    small = Small()
    small.student("1", school_email="")
    result = small.export(student_email_source="none")
    assert result.column("students.csv", "Student_email") == [""]
    assert result.codes("1") == []


def test_rows_are_sorted_by_the_codes_as_written():
    small = Small()
    small.school("mhs", "HIGH")
    small.school("AHS", "HIGH")
    for number, school in (("9", "MHE"), ("10", "MHE"), ("2", "mhs"), ("3", "AHS"), ("b", "MHE"), ("B", "AHS")):
        if number != "B":
            small.student(number, enrolled=school)
    result = small.export()
    assert [(row["School_id"], row["Student_id"]) for row in result.rows("students.csv")] == [
        ("AHS", "3"),
        ("MHE", "10"),
        ("MHE", "9"),
        ("MHE", "b"),
        ("mhs", "2"),
    ]
