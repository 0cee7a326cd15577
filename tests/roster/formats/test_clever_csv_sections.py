"""What Clever files tell of sections, courses, terms and enrollments."""

from roster_core.roster.formats.choices import Facts
from tests.roster.formats import clever_golden as golden
from tests.roster.formats.clever_sets import read, with_lines
from tests.roster.formats.reading import codes, errors, table, told

SECTION_HEAD = (
    "School_id,Section_id,Teacher_id,Section_number,Course_name,Course_number,Period,Term_name,Term_start,Term_end\n"
)


def sections_of(*lines):
    return read(
        sections=SECTION_HEAD + "".join(f"{line}\n" for line in lines),
        enrollments="Section_id,Student_id\n",
        facts=Facts(school_year="2026-27"),
    )


def test_section_codes_are_numbers_where_they_tell_sections_apart_else_made_of_the_id():
    intake = sections_of(
        "MMS,88001,2001,01,Math,711,,,,",
        "MMS,88002,2001,02,Math,711,,,,",
        "MMS,88003,2001,05,Art,120,,,,",
        "MMS,a-very-long-identifier-1,2001,05,Art,120,,,,",
    )
    rows = table(intake, "sections", "course_code", "section_code")
    assert rows[:3] == [("711", "01"), ("711", "02"), ("120", "88003")]
    assert len(rows[3][1]) == 10
    assert [row[4][-2:] for row in told(intake, "SECTION_CODE_MADE")] == ["1."]
    assert errors(intake) == []


def test_a_section_id_with_the_year_before_it_gives_the_same_codes():
    assert table(sections_of("MMS,2026-27-MMS-711-02,2001,,Math,711,,,,"), "sections", "section_code") == [("02",)]


def test_a_section_that_is_there_twice_is_told_and_left_out():
    intake = sections_of("MMS,S1,2001,01,Math,711,,,,", "MMS,s1,2003,02,Math,711,,,,")
    assert table(intake, "sections", "section_code") == [("01",)]
    assert [row[:3] for row in told(intake, "SECTION_REPEATED")] == [("error", "clever/sections.csv", "#3")]


def test_a_course_without_a_number_is_known_by_its_name():
    assert table(sections_of("MMS,S1,2001,,Band,,,,,"), "courses", "course_code", "title") == [("Band", "Band")]


def test_courses_that_differ_are_told_once():
    intake = sections_of("MMS,S1,2001,,Math,711,,,,", "MMS,S2,2001,,Maths,711,,,,", "MMS,S3,2001,,Maths,711,,,,")
    assert table(intake, "courses", "title") == [("Math",)]
    assert [(row[2], row[4][-10:]) for row in told(intake, "COURSE_ROWS_DIFFER")] == [("#3", "(rows: 2).")]


def test_terms_come_from_the_sections_and_long_names_are_shortened():
    intake = sections_of(
        "MMS,S1,2001,,Math,711,,Full Year 2026-27,09/08/2026,06/23/2027",
        "MMS,S2,2001,,Math,711,,Semester 1,09/08/2026,01/29/2027",
        "MMS,S3,2001,,Math,711,,,09/08/2026,01/29/2027",
        "MMS,S4,2001,,Math,711,,,,",
    )
    assert table(intake, "terms", "term_code", "name", "start_date", "end_date", "covers_year") == [
        ("FY2026-27", "Full Year 2026-27", "2026-09-08", "2027-06-23", "true"),
        ("Semester 1", "Semester 1", "2026-09-08", "2027-01-29", "false"),
        ("0908-0129", None, "2026-09-08", "2027-01-29", "false"),
    ]
    assert table(intake, "section_terms", "section_code", "term_code") == [
        ("S1", "FY2026-27"),
        ("S2", "Semester 1"),
        ("S3", "0908-0129"),
    ]


def test_a_term_with_two_pairs_of_dates_keeps_the_first():
    intake = sections_of(
        "MMS,S1,2001,,Math,711,,S1,09/08/2026,01/29/2027", "MMS,S2,2001,,Math,711,,S1,09/09/2026,01/29/2027"
    )
    assert table(intake, "terms", "start_date") == [("2026-09-08",)]
    assert [row[:3] for row in told(intake, "TERM_DATES_DIFFER")] == [("warning", "clever/sections.csv", "#3")]


def test_a_term_of_another_year_is_told():
    intake = sections_of("MMS,S1,2001,,Math,711,,SY,09/08/2024,06/20/2025")
    assert [row[:3] for row in told(intake, "TERM_OUTSIDE_YEAR")] == [("warning", "clever/sections.csv", "#2")]


def test_periods_become_meetings_of_one_day():
    intake = sections_of("MMS,S1,2001,,Math,711,3(A-B),,,", "MMS,S2,2001,,Math,711,Advisory block,,,")
    assert table(
        intake, "section_meetings", "section_code", "cycle_day", "period_code", "print_period", "period_order"
    ) == [
        ("S1", "1", "3(A-B)", "3(A-B)", "3"),
        ("S2", "1", "Advisory b", None, "0"),
    ]
    assert "CYCLE_DAY_NOT_STATED" in codes(intake)


def test_enrollments_of_sections_that_are_not_there_are_left_out_and_repeated_ones_passed_over():
    intake = read(enrollments=with_lines(golden.ENROLLMENTS, "MMS,NOPE,0101118", "MMS,mms-0711-02,0101118"))
    assert len(table(intake, "section_enrollments")) == 7
    assert told(intake, "SECTION_UNKNOWN") == [
        ("error", "clever/enrollments.csv", "#9", "Section_id", "There is no section NOPE; the row was left out.")
    ]
    assert [row[4] for row in told(intake, "ROWS_REPEATED")] == [
        "Rows that say again what an earlier row says, and were passed over: 1."
    ]


def test_enrollments_begin_with_the_school_year_which_is_told_once():
    intake = read()
    assert {row[0] for row in table(intake, "section_enrollments", "entry_date")} == {"2026-07-01"}
    assert [row[1] for row in told(intake, "ENTRY_DATE_ASSUMED")] == ["clever/enrollments.csv", "clever/students.csv"]
