"""What files of student information systems are, guessed by headers and values."""

from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from roster_core.refusals import Refusal
from roster_core.roster.formats.contact_headers import contact_header
from roster_core.roster.formats.guess import describe, with_saved
from roster_core.roster.formats.mapping import ColumnMapping, NameOrder
from tests.roster.formats.sis_exports import SYSTEMS, written

FEEDS = {
    "PowerSchool": {"student.export.text": "students", "teachers.text": "staff", "sections.text": "sections",
                    "cc.text": "enrollments"},
    "Skyward": {"Student Data Mining.csv": "students", "Staff List.csv": "staff", "Master Schedule.csv": "sections",
                "Student Schedule.csv": "enrollments"},
    "Infinite Campus": {"students.csv": "students", "census contacts.csv": "contacts", "staff.csv": "staff",
                        "sections.csv": "sections", "roster.csv": "enrollments"},
    "Genesis": {"genesis.xlsx/Students": "students", "genesis.xlsx/Staff": "staff",
                "genesis.xlsx/Course Sections": "sections", "genesis.xlsx/Student Schedules": "enrollments"},
    "Aeries": {"STU.csv": "students", "STF.csv": "staff", "MST.csv": "sections", "SEC.csv": "enrollments"},
}  # fmt: skip
IDS = {
    "PowerSchool": {
        "district_number": "Student_Number",
        "state_id": "State_StudentNumber",
        "local_grade": "Grade_Level",
    },
    "Skyward": {
        "district_number": "Other ID",
        "state_id": "State ID",
        "local_grade": "Grd",
        "school_code": "Entity ID",
    },
    "Infinite Campus": {"district_number": "student.studentNumber", "state_id": "student.stateID"},
    "Genesis": {"district_number": "Student ID", "state_id": "State Student ID", "entry_date": "School Entry Date"},
    "Aeries": {"district_number": "STU.ID", "state_id": "STU.CID", "birth_date": "STU.BD", "local_grade": "STU.GR"},
}


def guess(name, header, *rows):
    """What is guessed of one CSV file."""
    return describe({name: written(header, rows)})[0]


def columns(name, header, *rows):
    (mapping,) = guess(name, header, *rows).mappings
    return dict(mapping.columns)


def student(header, *values, **more):
    """The columns of a file of students with one more column, of which the values are given."""
    header = ["Student Number", "Last Name", "First Name", "Grade Level", header, *more]
    rows = [[str(n), f"L{n}", f"F{n}", "7", value, *more.values()] for n, value in enumerate(values, 101)]
    return {of: target for target, of in columns("students.csv", header, *rows).items()}.get(header[4])


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_files_of_each_system_are_told_apart(system):
    guesses = describe(SYSTEMS[system]())
    assert {one.file: [part.feeds for part in one.mappings] for one in guesses} == {
        file: [feeds] for file, feeds in FEEDS[system].items()
    }


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_ids_of_students_are_told_apart(system):
    (students,) = [part for one in describe(SYSTEMS[system]()) for part in one.mappings if part.feeds == "students"]
    assert {target: students.columns[target] for target in IDS[system]} == IDS[system]


@pytest.mark.parametrize(
    "header",
    ["Student_Number", "studentNumber", "STUDENT NUMBER", "Student #", "Student No.", "[1]Student_Number", "Other ID",
     "Local Student ID", "Pupil ID", "Perm ID", "student.studentNumber", "Students.Student_Number", "SIS ID",
     "Student-ID", "Studnet Number"],
)  # fmt: skip
def test_the_number_of_a_student_is_known_in_many_spellings(header):
    rows = [["104233", "Ortega", "Ana", "2015-03-09"], ["104240", "Ortega", "Leo", "2013-12-01"]]
    found = columns("export.csv", [header, "Last Name", "First Name", "DOB"], *rows)
    assert found["district_number"] == header


def test_ten_digits_make_a_local_id_the_state_id():
    assert student("Local ID", "7012345678", "7012345685") == "state_id"
    header = ["Local ID", "Last", "First", "DOB"]
    assert columns("s.csv", header, ["104233", "Ortega", "Ana", "3/9/2015"])["district_number"] == "Local ID"


def test_a_school_is_a_code_or_a_name_by_its_values():
    assert student("School", "MMS", "MMS") == "school_code"
    assert student("School", "Millbrook Middle School", "North High School") == "school_name"


def test_a_teacher_is_a_number_or_a_name_by_the_values():
    header = ["Course Number", "Section Number", "Teacher"]
    assert "staff_id" in columns("sections.csv", header, ["0711", "1", "2001"])
    assert "teacher_name" in columns("sections.csv", header, ["0711", "1", "Rivera, Maria"])


def test_a_column_whose_values_do_not_fit_its_header_is_left_for_the_coordinator():
    assert student("Birth Date", "07", "08") is None
    assert student("IEP", "Eligible - Specific Learning Disability", "Referred") is None
    assert student("Email", "none", "yes") is None
    assert student("District Entry Date", "09/08/2019", "09/08/2021") is None


def test_values_tell_what_headers_do_not():
    header = ["Key", "Last Name", "First Name", "Grade Level", "Field 7", "Field 8", "Field 9"]
    rows = [
        [str(4000 + n), f"L{n}", f"F{n}", "7", f"70123456{n:02d}", f"{n + 1}/2/2013", f"s{n}@stu.example"]
        for n in range(9)
    ]
    found = guess("students.csv", header, *rows)
    assert found.by_value == {"district_number", "state_id", "birth_date", "school_email"}
    (mapping,) = found.mappings
    assert [mapping.columns[name] for name in ("district_number", "state_id", "birth_date", "school_email")] == [
        "Key",
        "Field 7",
        "Field 8",
        "Field 9",
    ]


def test_phones_are_no_state_ids_and_entry_dates_no_birthdays():
    header = ["Student Number", "Last Name", "First Name", "Grade Level", "Fax", "First Entry US School"]
    rows = [[str(4000 + n), f"L{n}", f"F{n}", "7", f"20155501{n:02d}", f"{n + 1}/2/2013"] for n in range(9)]
    assert guess("students.csv", header, *rows).by_value == frozenset()


@pytest.mark.parametrize(
    ("header", "kind", "number", "part"),
    [
        ("Guardian1 First Name", "guardian", "1", "first_name"),
        ("Guardian 2 Last Name", "guardian", "2", "last_name"),
        ("G1 Email", "guardian", "1", "email"),
        ("P2_Home_Phone", "guardian", "2", "phone_home"),
        ("Parent1 Cell", "guardian", "1", "phone_cell"),
        ("Guardian First Name 1", "guardian", "1", "first_name"),
        ("Contact 3 Relationship", "contact", "3", "relationship_code"),
        ("[Students]Guardian_LN", "guardian", "", "last_name"),
        ("Family 2 Guardian 1 Email", "guardian", "21", "email"),
        ("Father Work Phone", "father", "", "phone_work"),
        ("Emergency Contact 2", "emergency", "2", "name"),
        ("STU.PEM", "guardian", "", "email"),
    ],
)
def test_contacts_in_a_students_row_are_known_by_their_headers(header, kind, number, part):
    found = contact_header(header)
    assert found is not None
    assert (found[0].kind, found[0].number, found[1]) == (kind, number, part)


@pytest.mark.parametrize("header", ["Grade", "Gender", "Phone", "Contact", "City", "P", "Guardian1 Phone2", "Parking"])
def test_other_headers_are_no_contacts(header):
    assert contact_header(header) is None


def test_parents_and_emergency_contacts_get_what_their_headers_say():
    header = ["Student Number", "Last Name", "First Name", "Grade", "Mother", "Father First Name", "Father Last Name",
              "Emerg_Contact_1", "Emerg_Phone_1", "Emerg_Phone_2"]  # fmt: skip
    found = guess(
        "s.csv", header, ["1", "Ortega", "Ana", "7", "Luz Ortega", "Max", "Roe", "Ida Roe", "201-555-0101", ""]
    )
    (mapping,) = found.mappings
    assert {name: value for name, value in mapping.columns.items() if name.startswith("contact")} == {
        "contact_1.name": "Mother",
        "contact_2.first_name": "Father First Name",
        "contact_2.last_name": "Father Last Name",
        "contact_3.name": "Emerg_Contact_1",
        "contact_3.phone": "Emerg_Phone_1",
    }
    assert mapping.constants == {
        "contact_1.type": "GUARDIAN",
        "contact_1.relationship_code": "MOTHER",
        "contact_2.type": "GUARDIAN",
        "contact_2.relationship_code": "FATHER",
        "contact_3.type": "EMERGENCY",
    }
    assert found.unused == ("Emerg_Phone_2",)


def test_a_file_with_everything_feeds_students_and_their_sections():
    header = ["Student ID", "Student Last Name", "Student First Name", "Grade", "DOB", "School", "Course Number",
              "Section", "Teacher"]  # fmt: skip
    found = guess("all.csv", header, ["1", "Ortega", "Ana", "7", "3/9/2014", "MMS", "0711", "02", "Rivera, Maria"])
    assert {part.feeds for part in found.mappings} == {"students", "enrollments"}


def test_the_name_of_a_file_decides_between_students_and_staff():
    header, row = (
        ["ID", "Last Name", "First Name", "Email", "Birth Date"],
        ["1", "Roe", "Gil", "g@x.example", "1/2/1980"],
    )
    for name, feeds in (("teachers.csv", "staff"), ("pupils.csv", "students")):
        assert [part.feeds for part in guess(name, header, row).mappings] == [feeds]


def test_whole_names_are_read_in_the_order_that_the_header_says():
    (mapping,) = guess("s.csv", ["Student Number", "LastFirst", "Grade"], ["1", "Ortega Ana", "7"]).mappings
    assert mapping.names is NameOrder.LAST_FIRST
    (mapping,) = guess("s.csv", ["Student Number", "Student Name", "Grade"], ["1", "Ana Ortega", "7"]).mappings
    assert mapping.names is NameOrder.FIRST_LAST


def of_files(**files):
    """The columns guessed of each of several files."""
    guesses = describe({f"{stem}.csv": written(header, rows) for stem, (header, *rows) in files.items()})
    return {one.file.removesuffix(".csv"): dict(part.columns) for one in guesses for part in one.mappings}


STAFF = [
    ["TN", "Employee Number", "Last Name", "First Name", "Title"],
    *([str(10 + n), str(2001 + n), f"L{n}", "Kim", "Teacher"] for n in range(6)),
]


def test_the_id_of_staff_is_the_one_that_sections_name_them_by():
    sections = [["Course Number", "Section", "Teacher ID"], *(["0711", str(n), str(2001 + n % 6)] for n in range(9))]
    found = of_files(staff=STAFF, sections=sections)
    assert found["staff"]["staff_id"] == "Employee Number"
    sections = [["Course Number", "Section", "Teacher ID"], *(["0711", str(n), str(10 + n % 6)] for n in range(9))]
    assert of_files(staff=STAFF, sections=sections)["staff"]["staff_id"] == "TN"


def test_a_column_that_names_people_as_their_own_file_does_goes_before_one_that_does_not():
    rows = [["0711", str(n), str(900 + n), str(10 + n % 6)] for n in range(9)]
    staff = [[cell for place, cell in enumerate(row) if place != 1] for row in STAFF]
    found = of_files(staff=staff, sections=[["Course Number", "Section", "Teacher ID", "Faculty Ref"], *rows])
    assert (found["staff"]["staff_id"], found["sections"]["staff_id"]) == ("TN", "Faculty Ref")


def test_the_state_id_never_becomes_the_district_number():
    students = [["Student ID", "State ID", "Last Name", "First Name", "Grade"],
                *([str(104000 + n), f"70123456{n:02d}", f"L{n}", "Kim", "7"] for n in range(9))]  # fmt: skip
    enrolled = [["Student ID", "Course Number", "Section"], *([f"70123456{n:02d}", "0711", "1"] for n in range(9))]
    found = of_files(students=students, enrollments=enrolled)
    assert found["students"]["district_number"] == "Student ID"


def test_schools_courses_and_terms_are_known():
    files = {
        "schools.csv": written(["School Number", "School Name", "School Level"], [["101", "Elm School", "Elementary"]]),
        "courses.csv": written(["Course Number", "Course Name", "Department"], [["0711", "Math 7", "Mathematics"]]),
        "terms.csv": written(["Term", "Start Date", "End Date"], [["S1", "09/08/2026", "01/29/2027"]]),
        "bus stops.csv": written(["Stop", "Time"], [["Elm St", "7:15"]]),
    }
    assert {one.file: [part.feeds for part in one.mappings] for one in describe(files)} == {
        "schools.csv": ["schools"],
        "courses.csv": ["courses"],
        "terms.csv": ["terms"],
        "bus stops.csv": [],
    }


def test_headers_first_rows_and_unused_columns_are_shown():
    rows = [[str(n), "Ortega", "Ana", "7", "", "x"] for n in range(9)]
    found = guess("students.csv", ["Student Number", "Last Name", "First Name", "Grade", "Suffix", "Bus"], *rows)
    assert found.headers == ("Student Number", "Last Name", "First Name", "Grade", "Suffix", "Bus")
    assert found.samples == tuple((str(n), "Ortega", "Ana", "7", None, "x") for n in range(3))
    assert found.unused == ("Bus",)


def test_a_saved_mapping_is_shown_for_next_years_files():
    header = ["Student Number", "Last Name", "First Name", "Grade", "Bus"]
    row = ["1", "Ortega", "Ana", "7", "x"]
    (saved,) = guess("students 2025.csv", header, row).mappings
    saved = saved.corrected({"suffix": "Bus"})
    later = describe({
        "students 2026.csv": written(["STUDENT_NUMBER", "Last Name", "First Name", "Grade"], [row[:4]]),
        "stops.csv": written(["Stop", "Time"], [["Elm St", "7:15"]]),
    })  # fmt: skip
    stops, students = with_saved(later, ColumnMapping(sheets=(saved,)))
    assert stops.mappings == ()
    (mapping,) = students.mappings
    assert (mapping.file, mapping.columns["district_number"]) == ("students 2026.csv", "STUDENT_NUMBER")
    assert students.gone == ("Bus",)
    assert later[1].gone == ()


def test_files_of_roster_csv_need_no_mapping():
    found = guess(
        "student_contacts.csv", ["district_number", "source_id", "type", "sequence"], ["1", "C1", "GUARDIAN", "1"]
    )
    assert (found.table, found.mappings, found.unused) == ("student_contacts", (), ())


def test_large_files_are_described_by_their_beginning():
    rows = [[f"{n:07d}", "Ortega", "Ana", "7"] for n in range(50_000)]
    files = {"students.csv": written(["Student Number", "Last Name", "First Name", "Grade"], rows)}
    (found,) = describe(files)
    assert [part.feeds for part in found.mappings] == ["students"]


_HEADERS = st.sampled_from(
    ["ID", "Student Number", "Name", "LastFirst", "Grade", "DOB", "School", "Course Number", "Section", "Teacher",
     "Guardian1", "Mother", "Email", "^x$", "*", "_file", "_row", "é", "", "Term", "Start Date", "End Date",
     "Contact 1 Name"]
)  # fmt: skip
_CELLS = st.text(st.characters(codec="utf-8"), max_size=6) | st.sampled_from(
    ["7", "3/9/2014", "a@b.example", "7012345678"]
)
TABLES = st.tuples(st.lists(_HEADERS, max_size=8), st.lists(st.lists(_CELLS, max_size=8), max_size=4)).map(
    lambda table: written(*table)
)


@settings(max_examples=80, deadline=None)
@example({"x": b"\xff\xfe\x00"})
@given(
    st.dictionaries(
        st.sampled_from(["students.csv", "staff.xlsx", "a", "b.txt"]), st.binary(max_size=60) | TABLES, max_size=3
    )
)
def test_whatever_the_files_are_they_can_be_described(files):
    with suppress(Refusal):
        for found in describe(files):
            assert all(set(part.columns.values()) <= set(found.headers) for part in found.mappings)
            assert all(len(row) == len(found.headers) for row in found.samples)
