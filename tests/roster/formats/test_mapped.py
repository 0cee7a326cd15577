"""Files of any system, read through a mapping that is guessed and corrected."""

from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from roster_core.refusals import Refusal
from roster_core.roster.checks.roster import check
from roster_core.roster.formats.choices import Facts
from roster_core.roster.formats.detect import read
from roster_core.roster.formats.guess import guess_mapping
from roster_core.roster.formats.mapping import ColumnMapping, SheetMapping, read_mapping
from roster_core.roster.intake import FILE, Intake
from tests.roster.formats.mapped import ANA, HEADER, SAVED, load, loaded, students
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
