"""Exports of student information systems become a roster through a column mapping."""

from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from roster_core.refusals import Refusal
from roster_core.roster.checks.roster import check
from roster_core.roster.formats.choices import Assumptions, Facts, KnownSchool
from roster_core.roster.formats.detect import read
from roster_core.roster.formats.guess import guess_mapping
from roster_core.roster.formats.mapped import read_mapped
from roster_core.roster.formats.mapping import ColumnMapping, SheetMapping, read_mapping
from roster_core.roster.intake import FILE, Intake
from tests.roster.formats.reading import codes, errors, sheets, table, told
from tests.roster.formats.sis_exports import (
    BY_NUMBER,
    LESSONS,
    NAMES,
    PUPILS,
    SYSTEMS,
    TEACHERS,
    american,
    powerschool,
    written,
)
from tests.roster.formats.test_guess import TABLES
from tests.roster.formats.workbooks import workbook

STATED = Assumptions(custody_issue=False)
YEAR = Facts(school_year="2026-27")
HEADER = ["Student Number", "Last Name", "First Name", "Birth Date", "Grade", "School"]
ANA = ["104233", "Ortega", "Ana", "03/09/2021", "KG", "101"]


def load(files, mapping=None, facts=YEAR, assumptions=STATED):
    """The intake of files; texts and rows become CSV files."""
    sources = {
        name: content if isinstance(content, bytes) else written(content[0], content[1:])
        for name, content in files.items()
    }
    return read_mapped(sources, mapping, facts, assumptions)


def students(*more, rows=(ANA,), header=HEADER):
    """A file of students with further columns, each (header, value of every row)."""
    return [[*header, *(name for name, _ in more)], *([*row, *(value for _, value in more)] for row in rows)]


def loaded(*more, name="students.csv", **files):
    """The intake of one file of students with further columns, and of other files."""
    return load({name: students(*more), **{f"{stem}.csv": content for stem, content in files.items()}})


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_system_gives_the_same_district(system):
    intake = load(SYSTEMS[system]())
    assert errors(intake) == []
    assert sorted(
        table(intake, "students", "district_number", "state_id", "last_name", "first_name", "birth_date", "gender",
              "school_email")
    ) == sorted(
        (p.number, p.state_id, p.last, p.first, p.born.isoformat(), p.gender, p.email) for p in PUPILS
    )  # fmt: skip
    assert sorted(
        table(intake, "student_enrollments", "district_number", "school_code", "school_year", "state_grade_code",
              "status", "is_primary")
    ) == sorted((p.number, p.school, "2026-27", p.grade, "ACTIVE", "true") for p in PUPILS)  # fmt: skip
    assert sorted(
        table(intake, "staff", "staff_id", "state_staff_id", "last_name", "first_name", "work_email")
    ) == sorted((t.number, t.state_id, t.last, t.first, t.email) for t in TEACHERS)
    assert sorted(table(intake, "staff_schools", "staff_id", "school_code", "title", "is_teaching")) == sorted(
        (t.number, t.school, t.title, str(t.title != "Principal").lower()) for t in TEACHERS
    )
    assert ("2006", "PRINCIPAL", "202") in table(intake, "staff_roles", "staff_id", "role_code", "school_code")
    assert sorted(table(intake, "courses", "school_code", "course_code", "title")) == sorted(
        (s.school, s.course, s.title) for s in LESSONS
    )
    assert sorted(table(intake, "sections", "school_code", "course_code", "section_code", "status")) == sorted(
        (s.school, s.course, s.section, "ACTIVE") for s in LESSONS
    )
    assert sorted(table(intake, "section_staff", "course_code", "section_code", "staff_id", "is_primary")) == sorted(
        (s.course, s.section, s.teacher, "true") for s in LESSONS
    )
    assert sorted(
        table(intake, "section_enrollments", "school_code", "course_code", "section_code", "district_number")
    ) == sorted((s.school, s.course, s.section, number) for s in LESSONS for number in s.pupils)
    assert set(table(intake, "section_meetings", "course_code", "period_code", "room")) == {
        (s.course, s.period, s.room) for s in LESSONS
    }
    contacts = dict(table(intake, "student_contacts", "district_number", "source_id"))
    named = {key: names for key, *names in table(intake, "contact_persons", "source_id", "first_name", "last_name")}
    emails = dict(table(intake, "emails", "source_id", "address"))
    assert {number: (*named[key], emails[key]) for number, key in contacts.items()} == {
        p.number: (*p.guardian[:2], p.guardian[3]) for p in PUPILS
    }
    assert contacts["0104233"] == contacts["0104240"], "siblings share their guardian"
    assert {row[0] for row in table(intake, "student_contacts", "type")} == {"GUARDIAN"}


def test_days_come_from_patterns_and_columns_of_their_own():
    for system in ("PowerSchool", "Skyward", "Genesis", "Aeries"):
        intake = load(SYSTEMS[system]())
        assert set(table(intake, "section_meetings", "course_code", "cycle_day")) == {
            (s.course, day) for s in LESSONS for day in "AB"
        }


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", ["\t", ";", "|"])
def test_dirt_does_not_change_the_roster(encoding, delimiter):
    clean = load(powerschool())
    dirty = {}
    for name, content in powerschool().items():
        lines = content.decode().replace("\t", delimiter).splitlines()
        lines[0] = lines[0].upper() if "U_STUDENT" not in lines[0] else lines[0]
        text = "\r\n".join(["", "Exported for the district office", *lines[:2], "", *lines[2:], "", ""])
        dirty[name] = text.encode(encoding)
    intake = load(dirty)
    for name, expected in clean.tables.items():
        assert intake.tables[name].drop(FILE, "_row").equals(expected.drop(FILE, "_row")), name


def test_typed_cells_of_a_workbook_are_read_like_text():
    rows = [[*HEADER, "State ID"], [104233, "Ortega", "Ana", PUPILS[0].born, 0, 101, 7012345678]]
    intake = load({"students.xlsx": workbook(("Export", rows))})
    assert table(intake, "students", "district_number", "birth_date", "state_id") == [
        ("104233", "2021-03-09", "7012345678")
    ]
    assert table(intake, "student_enrollments", "state_grade_code", "school_code") == [("KF", "101")]


def test_without_a_saved_mapping_what_was_guessed_is_told():
    intake = loaded()
    assert [row[:3] for row in told(intake, "MAPPING_GUESSED")] == [("warning", "mapped/students.csv", "")]
    assert "Student Number → District number" in told(intake, "MAPPING_GUESSED")[0][4]
    saved = guess_mapping(sheets({"students.csv": written(HEADER, [ANA])}))
    assert "MAPPING_GUESSED" not in codes(load({"students.csv": students()}, saved))


def test_columns_that_nothing_takes_are_told_once_for_each_file():
    assert told(loaded(("Bus", "7"), ("Locker", "12")), "COLUMN_NOT_MAPPED") == [
        ("info", "mapped/students.csv", "", "", "These columns are not mapped and were not read: Bus, Locker.")
    ]


def test_a_correction_of_a_wrong_guess_is_what_is_read():
    files = {"students.csv": written([*HEADER, "Alt"], [[*ANA, "S-77"]])}
    (part,) = guess_mapping(sheets(files)).sheets
    corrected = part.corrected({"district_number": "Alt", "gender": "Grade", "local_grade": None})
    intake = load(files, ColumnMapping(sheets=(corrected,)))
    assert table(intake, "students", "district_number", "gender") == [("S-77", "KG")]
    assert table(intake, "student_enrollments", "local_grade") == [(None,)]


SAVED = read_mapping(
    {
        "name": "ours",
        "sheets": [
            {
                "file": "students_2025-09-01.csv",
                "feeds": "students",
                "columns": {
                    "district_number": "Student Number", "last_name": "Last Name", "first_name": "First Name",
                    "birth_date": "Birth Date", "local_grade": "Grade", "school_code": "School",
                },
            }
        ],
    }
)  # fmt: skip


@pytest.mark.parametrize(
    "name", ["students_2025-09-01.csv", "Students_2026-08-30.csv", "students (2).xlsx", "new name.csv"]
)
def test_a_saved_mapping_reads_next_years_file(name):
    content = workbook(("Export", students())) if name.endswith("xlsx") else written(HEADER, [ANA])
    intake = load({name: content}, SAVED)
    assert errors(intake) == []
    assert table(intake, "students", "district_number", "last_name") == [("104233", "Ortega")]
    assert [row[0] for row in told(intake, "MAPPING_FILE_TAKEN")] == (["info"] if "2025" not in name else [])


def test_the_spelling_of_headers_may_change_from_year_to_year():
    header = [name.upper().replace(" ", "_") for name in HEADER]
    assert table(load({"students.csv": [header, ANA]}, SAVED), "students", "last_name") == [("Ortega",)]


def test_a_mapped_column_that_is_gone_blocks_the_load_and_says_what_may_be_meant():
    header = ["Student Numbr" if name == "Student Number" else name for name in HEADER]
    intake = load({"students.csv": [header, ANA]}, SAVED)
    assert told(intake, "MAPPING_COLUMN_GONE") == [
        (
            "block",
            "mapped/students.csv",
            "student number",
            "Student Number",
            (
                "The mapping takes district_number from the column “Student Number”, which students.csv does not have. "
                "Is it “Student Numbr” now?"
            ),
        )
    ]
    assert check(intake, district_code=None).refused
    assert intake.tables == {}


def test_a_mapped_file_that_is_gone_blocks_the_load():
    other = [["Stop", "Time"], ["Elm St", "7:15"]]
    intake = load({"stops.csv": other}, SAVED)
    assert [row[:2] for row in told(intake, "MAPPING_FILE_GONE")] == [("block", "mapped/students_2025-09-01.csv")]
    assert [row[:2] for row in told(intake, "FILE_NOT_MAPPED")] == [("warning", "mapped/stops.csv")]
    assert check(intake, district_code=None).refused


def test_a_needed_column_that_is_not_mapped_blocks_the_load():
    part = SheetMapping(file="s.csv", feeds="students", columns={"last_name": "Last Name", "school_code": "School"})
    intake = load({"s.csv": students()}, ColumnMapping(sheets=(part,)))
    assert [(row[0], row[3]) for row in told(intake, "MAPPING_NEEDS")] == [("block", "district_number")]
    part = SheetMapping(file="s.csv", feeds="students", columns={"last_name": "Last Name", "district_number": "Grade"})
    intake = load({"s.csv": students()}, ColumnMapping(sheets=(part,)))
    assert [(row[0], row[3]) for row in told(intake, "MAPPING_NEEDS")] == [("block", "school_code")]
    assert check(intake, district_code=None).refused


def test_a_mapping_of_no_file_is_refused():
    with pytest.raises(Refusal, match="No file is mapped"):
        load({"students.csv": students()}, ColumnMapping())
    with pytest.raises(Refusal, match="No file is mapped"):
        load({"stops.csv": [["Stop", "Time"], ["Elm St", "7:15"]]})


def test_files_of_the_same_kind_are_read_together():
    files = {
        "students_es.csv": students(),
        "students_ms.csv": students(rows=[["2", "Roe", "Gil", "5/5/2014", "7", "202"]]),
    }
    intake = load(
        files, guess_mapping(sheets({name: written(content[0], content[1:]) for name, content in files.items()}))
    )
    assert table(intake, "students", "district_number", FILE) == [
        ("104233", "mapped/students_es.csv"),
        ("2", "mapped/students_ms.csv"),
    ]


def test_parts_with_files_that_differ_by_number_each_get_one():
    parts = [{**SAVED.sheets[0].model_dump(), "file": f"students{n}.csv"} for n in (1, 2)]
    mapping = read_mapping({"sheets": parts})
    intake = load({"students3.csv": students(), "students4.csv": students(rows=[["2", *ANA[1:]]])}, mapping)
    assert table(intake, "students", "district_number") == [("104233",), ("2",)]
    intake = load({"students3.csv": students()}, mapping)
    assert [row[1] for row in told(intake, "MAPPING_FILE_GONE")] == ["mapped/students2.csv"]


def test_a_constant_holds_for_the_whole_file():
    part = SheetMapping(
        file="s.csv",
        feeds="students",
        columns={"district_number": "Student Number", "last_name": "Last Name", "first_name": "First Name",
                 "birth_date": "Birth Date"},
        constants={"school_code": "MMS", "local_grade": "7"},
    )  # fmt: skip
    intake = load({"s.csv": students()}, ColumnMapping(sheets=(part,)))
    assert table(intake, "student_enrollments", "school_code", "state_grade_code") == [("MMS", "07")]


def test_dates_are_read_in_the_order_that_the_mapping_says():
    rows = [[*ANA[:3], "03/09/2021", *ANA[4:]]]
    for order, expected in (("MDY", "2021-03-09"), ("DMY", "2021-09-03")):
        part = SAVED.sheets[0].corrected({}, dates=order)
        intake = load({"students.csv": students(rows=rows)}, ColumnMapping(sheets=(part,)))
        assert table(intake, "students", "birth_date") == [(expected,)]


def test_years_of_birth_with_two_digits_lie_before_the_school_year_ends():
    rows = [[*ANA[:3], "3/9/21", *ANA[4:]], ["2", "Roe", "Ida", "3/9/28", "12", "101"]]
    intake = load({"students.csv": students(rows=rows)})
    assert table(intake, "students", "birth_date") == [("2021-03-09",), ("1928-03-09",)]


@pytest.mark.parametrize(
    ("name", "order", "expected"),
    [
        ("Ortega, Ana Lucia", "first last", ("Ana", "Lucia", "Ortega", None)),
        ("Ana Lucia Ortega Jr.", "first last", ("Ana", "Lucia", "Ortega", "Jr.")),
        ("Ortega Ana", "last first", ("Ana", None, "Ortega", None)),
        ("Ortega, Ana", "last first", ("Ana", None, "Ortega", None)),
    ],
)
def test_whole_names_are_split(name, order, expected):
    part = SheetMapping(
        file="s.csv",
        feeds="students",
        columns={"district_number": "ID", "name": "Name", "school_code": "School"},
        names=order,
    )
    intake = load({"s.csv": [["ID", "Name", "School"], ["1", name, "101"]]}, ColumnMapping(sheets=(part,)))
    assert table(intake, "students", "first_name", "middle_name", "last_name", "suffix") == [expected]


def test_parts_of_a_name_go_before_the_whole():
    intake = loaded(("Student Name", "Somebody Else"))
    assert table(intake, "students", "first_name", "last_name") == [("Ana", "Ortega")]


SECTIONS = [["School", "Course Number", "Course Name", "Section", "Teacher ID", "Period"],
            ["101", "0711", "Math 7", "02", "2001", "5"]]  # fmt: skip
STAFF = [["Staff ID", "Last Name", "First Name", "Email", "School", "Title"],
         ["2001", "Rivera", "Maria", "m@x.example", "101", "Teacher"]]  # fmt: skip


def in_sections(number="104233", *more):
    return [["Student Number", "School", "Course Number", "Section", *(name for name, _ in more)],
            [number, "101", "0711", "02", *(value for _, value in more)]]  # fmt: skip


def test_ids_that_lost_their_zeros_in_one_file_are_matched_and_told():
    rows = [["0104233", *ANA[1:]]]
    intake = load({"students.csv": students(rows=rows), "sections.csv": SECTIONS, "enrollments.csv": in_sections()})
    assert table(intake, "section_enrollments", "district_number") == [("0104233",)]
    assert told(intake, "ZEROS_MATCHED") == [
        (
            "warning",
            "mapped/enrollments.csv",
            "",
            "Student Number",
            (
                "Student Number has lost or gained leading zeros against the other files; “104233” was taken for "
                "0104233 (rows: 1)."
            ),
        )
    ]


def test_ids_that_two_people_could_be_meant_by_are_not_matched():
    rows = [["0104233", *ANA[1:]], ["00104233", *ANA[1:]]]
    intake = load({"students.csv": students(rows=rows), "sections.csv": SECTIONS, "enrollments.csv": in_sections()})
    assert table(intake, "section_enrollments", "district_number") == [("104233",)]
    assert ("REF_UNKNOWN", "mapped/enrollments.csv", "#2", "district_number") in errors(intake)


def test_numbers_that_a_program_wrote_as_decimals_still_join():
    files = {"students.csv": students(rows=[["104233.0", *ANA[1:]]]), "sections.csv": SECTIONS}
    intake = load({**files, "enrollments.csv": in_sections()})
    assert table(intake, "section_enrollments", "district_number") == table(intake, "students", "district_number")
    assert "ID_AS_NUMBER" in codes(intake)


def test_rows_of_one_student_with_another_name_are_told():
    rows = [ANA, [ANA[0], "Roe", *ANA[2:]], [*ANA[:5], "202"]]
    intake = load({"students.csv": students(rows=rows)})
    assert told(intake, "PERSON_ROWS_DIFFER") == [
        (
            "warning",
            "mapped/students.csv",
            "#3",
            "",
            "This row says something else of 104233 than the first one (Last Name); the first row counts.",
        )
    ]
    assert table(intake, "student_enrollments", "school_code", "is_primary") == [("101", "true"), ("202", "false")]
    assert errors(intake) == []


@pytest.mark.parametrize(
    ("header", "value", "status", "student"),
    [
        ("Enroll_Status", "0", "ACTIVE", "ACTIVE"),
        ("Enroll_Status", "-1", "PREREG", "ACTIVE"),
        ("Enroll_Status", "2", "INACTIVE", "INACTIVE"),
        ("Enroll_Status", "3", "GRADUATED", "INACTIVE"),
        ("Active", "Y", "ACTIVE", "ACTIVE"),
        ("Active", "0", "INACTIVE", "INACTIVE"),
        ("Status", "Withdrawn", "INACTIVE", "INACTIVE"),
        ("Status", "", "ACTIVE", "ACTIVE"),
    ],
)
def test_the_status_of_an_enrollment_is_read_as_its_system_means_it(header, value, status, student):
    intake = loaded((header, value))
    assert table(intake, "student_enrollments", "status") == [(status,)]
    assert (table(intake, "students", "status")[0][0] or "ACTIVE") == student


def test_a_status_that_nobody_explains_is_not_guessed():
    assert ("CELL_BAD", "mapped/students.csv", "#2", "status") in errors(loaded(("Status", "1")))


def test_hispanic_is_an_ethnicity_beside_race():
    intake = loaded(("Ethnicity", "Hispanic"))
    assert table(intake, "students", "race_code", "hispanic") == [(None, "true")]
    assert [row[0] for row in told(intake, "HISPANIC_AS_RACE")] == ["info"]
    assert table(loaded(("Ethnicity", "White")), "students", "race_code") == [("W",)]


def test_homerooms_addresses_phones_and_gpas_come_with_the_students():
    intake = loaded(
        ("Home_Room", "Advisory Group Nine"), ("Homeroom Teacher", "Maria Rivera"), ("Street", "1 Elm St"),
        ("City", "Town"), ("State", "NJ"), ("Zip", "7030"), ("Mailing Address", "PO Box 7"),
        ("Home Phone", "201-555-0101"),
        ("Cell Phone", "(201) 555-0199"), ("Weighted GPA", "4.25"), staff=STAFF,
    )  # fmt: skip
    assert errors(intake) == []
    assert table(intake, "homerooms", "homeroom_code", "name") == [("AGN", "Advisory Group Nine")]
    assert table(intake, "student_enrollments", "homeroom_code") == [("AGN",)]
    assert table(intake, "homeroom_staff", "homeroom_code", "staff_id") == [("AGN", "2001")]
    assert table(intake, "addresses", "type", "line1", "zip", "is_confidential") == [
        ("RESIDENCE", "1 Elm St", "07030", "true"),
        ("MAILING", "PO Box 7", None, "true"),
    ]
    assert table(intake, "phones", "person_type", "sequence", "type", "number") == [
        ("STUDENT", "1", "HOME", "201-555-0101"),
        ("STUDENT", "2", "CELL", "(201) 555-0199"),
    ]
    assert table(intake, "student_gpas", "gpa_type_code", "value") == [("CUM_W", "4.25")]


def test_contacts_without_a_word_on_custody_are_left_out_until_it_is_stated():
    content = students(("Guardian1 First Name", "Luz"), ("Guardian1 Last Name", "Ortega"))
    intake = load({"students.csv": content}, assumptions=Assumptions())
    assert table(intake, "student_contacts") == []
    assert [row[0] for row in told(intake, "CUSTODY_NOT_STATED")] == ["error"]


def test_one_name_is_one_contact_of_a_student_and_the_rows_add_up():
    intake = loaded(
        ("Guardian_FN", "Luz"), ("Guardian_LN", "Ortega"), ("GuardianEmail", "luz@example.org"),
        ("Mother", "Ortega, Luz"), ("Mother Home Phone", "201-555-0101"), ("Mother Cell Phone", "201-555-0102"),
    )  # fmt: skip
    assert table(intake, "student_contacts", "type", "sequence", "relationship_code") == [("GUARDIAN", "1", "MOTHER")]
    assert table(intake, "phones", "type", "number") == [("CELL", "201-555-0102"), ("HOME", "201-555-0101")]
    assert table(intake, "emails", "address") == [("luz@example.org",)]
    assert errors(intake) == []


def test_contacts_are_numbered_as_the_source_says_if_it_numbers_them():
    header = ["Student Number", "Contact Name", "Relationship", "Priority", "Home Phone"]
    rows = [["104233", "Max Roe", "Father", "2", ""], ["104233", "Luz Roe", "Mother", "1", "201-555-0101"]]
    intake = loaded(contacts=[header, *rows, ["104233", "Ida Roe", "Aunt", "3", ""]])
    persons = dict(table(intake, "contact_persons", "source_id", "first_name"))
    links = table(intake, "student_contacts", "source_id", "type", "sequence")
    assert [(persons[key], kind, place) for key, kind, place in links] == [
        ("Luz", "GUARDIAN", "1"),
        ("Max", "GUARDIAN", "2"),
        ("Ida", "OTHER", "3"),
    ]
    unnumbered = loaded(contacts=[header, *([*row[:3], "1", row[4]] for row in rows)])
    assert sorted(row[0] for row in table(unnumbered, "student_contacts", "sequence")) == ["1", "2"]
    assert errors(unnumbered) == []


def test_teachers_are_found_by_name_or_told():
    head = ["School", "Course Number", "Course Name", "Section", "Teacher"]
    rows = [["101", "0711", "Math 7", "02", "RIVERA, MARIA"], ["101", "0711", "Math 7", "03", "Nobody Known"]]
    intake = loaded(staff=STAFF, sections=[head, *rows])
    assert table(intake, "section_staff", "section_code", "staff_id") == [("02", "2001")]
    assert told(intake, "TEACHER_UNKNOWN") == [
        (
            "warning",
            "mapped/sections.csv",
            "#3",
            "Teacher",
            "“Nobody Known” is the name of nobody or of several among the staff; it was passed over (rows: 1).",
        )
    ]


def test_teachers_whom_no_file_of_staff_has_are_taken_from_the_sections():
    head = [*SECTIONS[0], "Teacher Name", "Teacher Email"]
    intake = loaded(sections=[head, [*SECTIONS[1], "Rivera, Maria", "m@x.example"]])
    assert table(intake, "staff", "staff_id", "first_name", "last_name", "work_email", "primary_school_code") == [
        ("2001", "Maria", "Rivera", "m@x.example", "101")
    ]
    assert table(intake, "staff_schools", "staff_id", "school_code", "is_teaching") == [("2001", "101", "true")]
    assert [row[0] for row in told(intake, "STAFF_DERIVED")] == ["info"]
    assert errors(intake) == []


def test_who_teaches_at_a_school_that_the_file_of_staff_does_not_name_works_there_too():
    sections = [SECTIONS[0], ["202", *SECTIONS[1][1:]]]
    intake = load(
        {"students.csv": students(rows=[ANA, ["2", *ANA[1:5], "202"]]), "staff.csv": STAFF, "sections.csv": sections}
    )
    assert table(intake, "staff_schools", "staff_id", "school_code", "is_teaching") == [
        ("2001", "101", "true"),
        ("2001", "202", "true"),
    ]


def test_several_teachers_of_a_section_stand_in_order():
    head = [*SECTIONS[0], "Teacher 2 ID"]
    rows = [[*SECTIONS[1], "2003"], [*SECTIONS[1][:4], "2005", "6", "2001"]]
    intake = loaded(sections=[head, *rows])
    assert table(intake, "section_staff", "staff_id", "is_primary", "sequence", "role") == [
        ("2001", "true", "1", "TEACHER"),
        ("2003", "false", "2", "CO_TEACHER"),
        ("2005", "false", "3", "CO_TEACHER"),
    ]
    assert table(intake, "section_meetings", "period_code") == [("5",), ("6",)]


def test_people_who_left_are_told_by_their_employment():
    head = [*STAFF[0], "Status", "Phone"]
    intake = loaded(staff=[head, [*STAFF[1], "Retired", "201-555-0100"]])
    assert table(intake, "staff", "employment_status", "status") == [("TERMINATED", "INACTIVE")]
    assert table(intake, "phones", "person_type", "person_key", "number") == [("STAFF", "2001", "201-555-0100")]


def test_sections_are_taken_from_the_students_rows_where_no_file_has_them():
    more = (("Course Name", "Math 7"), ("Teacher ID", "2001"), ("Period", "5"), ("Date Enrolled", "09/08/2026"))
    intake = loaded(staff=STAFF, enrollments=in_sections("104233", *more))
    assert errors(intake) == []
    assert table(intake, "sections", "school_code", "course_code", "section_code") == [("101", "0711", "02")]
    assert table(intake, "courses", "title") == [("Math 7",)]
    assert table(intake, "section_staff", "staff_id") == [("2001",)]
    assert table(intake, "section_enrollments", "entry_date") == [("2026-09-08",)]
    assert [row[0] for row in told(intake, "SECTIONS_DERIVED")] == ["info"]


def test_one_file_can_hold_the_whole_roster():
    head = [*HEADER, "Course Number", "Course Name", "Section", "Teacher ID", "Teacher Name"]
    rows = [
        [*ANA, "0711", "Math 7", "02", "2001", "Rivera, Maria"],
        [*ANA, "0720", "Science", "01", "2003", "Park, Lena"],
    ]
    intake = load({"everything.csv": [head, *rows]})
    assert errors(intake) == []
    assert len(table(intake, "students")) == 1
    assert len(table(intake, "student_enrollments")) == 1
    assert table(intake, "section_enrollments", "course_code", "district_number") == [
        ("0711", "104233"),
        ("0720", "104233"),
    ]
    assert table(intake, "section_staff", "course_code", "staff_id") == [("0711", "2001"), ("0720", "2003")]
    assert len(table(intake, "staff")) == 2


def test_sections_with_one_number_in_two_terms_are_told_apart_by_their_ids_and_terms():
    sections = [["Section ID", "School", "Course Number", "Section Number", "Term", "Teacher ID"],
                ["71", "101", "0711", "1", "S1", "2001"], ["72", "101", "0711", "1", "S2", "2001"]]  # fmt: skip
    terms = [["Term", "Start Date", "End Date"], ["S1", "9/8/2026", "1/29/2027"], ["S2", "2/1/2027", "6/23/2027"]]
    enrolled = [["Student Number", "School", "Course Number", "Section Number", "Term"],
                ["104233", "101", "0711", "1", "S2"], ["104233", "101", "0711", "1", "Q9"]]  # fmt: skip
    intake = loaded(sections=sections, terms=terms, enrollments=enrolled)
    assert table(intake, "section_terms", "section_code", "term_code") == [("71", "S1"), ("72", "S2")]
    assert table(intake, "terms", "school_code", "term_code", "start_date", "covers_year") == [
        ("101", "S1", "2026-09-08", "false"),
        ("101", "S2", "2027-02-01", "false"),
    ]
    assert table(intake, "section_enrollments", "section_code") == [("72",)]
    assert [(row[0], row[1], row[2]) for row in told(intake, "SECTION_UNKNOWN")] == [
        ("error", "mapped/enrollments.csv", "#3")
    ]


def test_a_section_with_a_row_for_each_term_and_meeting_is_one_section():
    head = ["School", "Course Number", "Section", "Term", "Term Start", "Term End", "Period", "Day", "Room"]
    rows = [["101", "0711", "1", "S1", "9/8/2026", "1/29/2027", "5", "A", "120"],
            ["101", "0711", "1", "S2", "2/1/2027", "6/23/2027", "6", "A", "121"]]  # fmt: skip
    intake = loaded(sections=[head, *rows])
    assert table(intake, "sections", "section_code") == [("1",)]
    assert table(intake, "section_terms", "term_code") == [("S1",), ("S2",)]
    assert table(intake, "section_meetings", "cycle_day", "period_code", "term_code", "room") == [
        ("A", "5", "S1", "120"),
        ("A", "6", "S2", "121"),
    ]
    assert errors(intake) == []


def test_several_terms_in_one_cell_stand_for_each():
    head = ["School", "Course Number", "Section", "Term"]
    assert table(loaded(sections=[head, ["101", "0711", "1", "Q1, Q2"]]), "section_terms", "term_code") == [
        ("Q1",),
        ("Q2",),
    ]


def test_terms_without_dates_last_the_year_and_are_told():
    head = ["School", "Course Number", "Section", "Term"]
    intake = loaded(sections=[head, ["101", "0711", "1", "S1"], ["101", "0720", "1", "FY"]])
    assert table(intake, "terms", "term_code", "start_date", "end_date", "covers_year") == [
        ("S1", "2026-07-01", "2027-06-30", "false"),
        ("FY", "2026-07-01", "2027-06-30", "true"),
    ]
    assert [row[2] for row in told(intake, "TERM_DATES_ASSUMED")] == ["#2", "#3"]


def test_courses_described_by_themselves_fill_those_of_the_sections():
    courses = [
        ["Course Number", "Course Name", "Department", "Special Ed"],
        ["0711", "Mathematics 7", "Mathematics", "Y"],
    ]
    intake = loaded(sections=SECTIONS, courses=courses)
    assert table(intake, "courses", "school_code", "course_code", "title", "department_code", "is_special_ed") == [
        ("101", "0711", "Mathematics 7", "Mathematics", "true")
    ]
    assert table(intake, "departments", "department_code", "name") == [("Mathematics", "Mathematics")]


def test_schools_come_from_a_file_of_their_own_from_names_or_from_codes():
    schools = [["School Number", "School Name", "School Level"], ["101", "Elm School", "Elementary"]]
    assert table(loaded(schools=schools), "schools", "school_code", "name", "school_type") == [
        ("101", "Elm School", "ELEM")
    ]
    named = [[*HEADER[:5], "School Name"], [*ANA[:5], "Elm School"]]
    assert table(load({"students.csv": named, "schools.csv": schools}), "student_enrollments", "school_code") == [
        ("101",)
    ]
    known = Facts(school_year="2026-27", schools=(KnownSchool(code="ELM", name="elm school", school_type="ELEM"),))
    assert table(load({"students.csv": named}, facts=known), "student_enrollments", "school_code") == [("ELM",)]
    alone = load({"students.csv": [named[0], [*ANA[:5], "Maple Hollow Elementary"]]})
    assert table(alone, "schools", "school_code", "name") == [("MHE", "Maple Hollow Elementary")]
    assert [row[0] for row in told(alone, "SCHOOL_CODE_MADE")] == ["warning"]


def test_the_lone_school_of_a_district_need_not_be_mapped():
    schools = [["School Number", "School Name"], ["101", "Elm School"]]
    intake = load({"students.csv": [HEADER[:5], ANA[:5]], "schools.csv": schools})
    assert table(intake, "student_enrollments", "school_code") == [("101",)]
    known = Facts(school_year="2026-27", schools=(KnownSchool(code="ELM"),))
    assert table(load({"students.csv": [HEADER[:5], ANA[:5]]}, facts=known), "student_enrollments", "school_code") == [
        ("ELM",)
    ]


def test_the_school_year_is_the_one_of_the_rows_or_of_their_dates():
    named = loaded_without_facts([*HEADER, "School Year"], [*ANA, "26-27"], ["2", *ANA[1:], "2025-26"])
    assert table(named, "school_years", "school_year") == [("2026-27",)]
    dated = loaded_without_facts([*HEADER, "Entry Date"], [*ANA, "09/08/2027"])
    assert table(dated, "school_years", "school_year") == [("2027-28",)]
    with pytest.raises(Refusal, match="which school year"):
        loaded_without_facts(HEADER, ANA)


def loaded_without_facts(*rows):
    return load({"students.csv": list(rows)}, facts=Facts())


def test_rows_of_other_years_are_left_out_and_told():
    rows = [[*ANA, "2026-2027"], ["2", *ANA[1:], "2025-2026"]]
    intake = load({"students.csv": [[*HEADER, "School Year"], *rows]})
    assert table(intake, "students", "district_number") == [("104233",)]
    assert told(intake, "ROWS_OF_OTHER_YEAR")[0][4] == (
        "Rows of another school year than 2026-27, which were left out: 1."
    )


def test_a_year_that_no_school_has_is_no_school_year():
    intake = load({"students.csv": [[*HEADER, "School Year"], [*ANA, "0000"], ["2", *ANA[1:], "9999"]]})
    assert len(table(intake, "students")) == 2


def test_what_is_wrong_with_a_column_is_said_once():
    rows = [["1.04E+5", *ANA[1:]]]
    more = (("Home Room", "12"), ("Guardian1 Name", "Luz Roe"))
    found = told(load({"students.csv": students(*more, rows=rows)}), "ID_SCIENTIFIC")
    assert [row[:4] for row in found] == [("error", "mapped/students.csv", "#2", "Student Number")]


def test_a_table_of_roster_csv_can_be_mapped_by_itself():
    parts = [SAVED.sheets[0], SheetMapping(file="gpa.csv", feeds="student_gpas",
             columns={"district_number": "Pupil", "gpa_type_code": "Kind", "value": "GPA"}),
             SheetMapping(file="kinds.csv", feeds="gpa_types", columns={"gpa_type_code": "Kind"},
             constants={"is_weighted": "false", "scope": "CUMULATIVE"})]  # fmt: skip
    files = {"students.csv": students(), "gpa.csv": [["Pupil", "Kind", "GPA"], ["104233", "CUM", "3.9"]],
             "kinds.csv": [["Kind"], ["CUM"]]}  # fmt: skip
    intake = load(files, ColumnMapping(sheets=tuple(parts)))
    assert errors(intake) == []
    assert table(intake, "student_gpas", "district_number", "school_year", "value") == [("104233", "2026-27", "3.9")]


def test_files_of_roster_csv_lie_beside():
    content = [["user_flag_code", "applies_to"], ["BUS", "STUDENT"]]
    intake = loaded(user_flag_definitions=content)
    assert table(intake, "user_flag_definitions", "user_flag_code") == [("BUS",)]
    assert [row[1] for row in told(intake, "FILE_TAKEN")] == ["mapped/user_flag_definitions.csv"]


def test_what_no_file_feeds_is_told():
    assert [row[4] for row in told(loaded(), "ENTITY_NOT_FED")] == [
        "No file feeds courses and sections; the roster will be without them.",
        "No file feeds students in sections; the roster will be without them.",
        "No file feeds teachers and staff; the roster will be without them.",
    ]
    assert told(load(powerschool()), "ENTITY_NOT_FED") == []


def test_the_one_entry_reads_through_a_mapping():
    files = {"students_2025-09-01.csv": written(HEADER, [ANA])}
    with pytest.raises(Refusal, match="column mapping"):
        read(files, facts={"school_year": "2026-27"})
    guessed = read(files, format="mapped", facts={"school_year": "2026-27"})
    assert "MAPPING_GUESSED" in codes(guessed)
    intake = read(files, mapping=SAVED.as_json(), facts={"school_year": "2026-27"})
    assert (intake.format, [source.name for source in intake.sources]) == ("mapped", list(files))
    assert table(intake, "students", "last_name") == [("Ortega",)]
    with pytest.raises(Refusal, match="cannot feed “pupils”"):
        read(files, mapping={"sheets": [{"file": "a", "feeds": "pupils"}]})


def test_every_finding_leads_to_the_file_and_row_that_it_is_about():
    intake = load(powerschool())
    assert set(intake.findings["file"]) <= {f"mapped/{name}" for name in powerschool()} | {"mapped/facts"}
    assert BY_NUMBER.keys() == {row[0] for row in table(intake, "students", "district_number")}
    assert NAMES["2001"] == "Rivera, Maria"
    assert american(PUPILS[0].born) == "03/09/2021"


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_damage_stops_the_translation(data):
    system = data.draw(st.sampled_from(sorted(SYSTEMS)))
    files = dict(SYSTEMS[system]())
    mapping = guess_mapping(sheets(files)) if data.draw(st.booleans()) else None
    for name, content in files.items():
        damaged = bytearray(content)
        for _ in range(data.draw(st.integers(0, 4))):
            damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
        files[name] = bytes(damaged)
    with suppress(Refusal):
        check(load(files, mapping), district_code=None)


@settings(max_examples=60, deadline=None)
@example({"students.csv": b"Student Number,Name,Grade\n,,\n"})
@given(
    st.dictionaries(
        st.sampled_from(["students.csv", "contacts.csv", "staff.csv", "sections.csv", "enrollments.csv", "x.xlsx"]),
        TABLES | st.binary(max_size=60),
        max_size=4,
    )
)
def test_garbage_gives_an_intake_or_a_refusal(files):
    with suppress(Refusal):
        intake = load(files, facts=Facts(school_year="2026-27"))
        assert isinstance(intake, Intake)
        check(intake, district_code=None)
