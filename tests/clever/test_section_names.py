"""Name as composed by options (export-options §7.6, §7.7, §7.10)."""

import pytest

from tests.clever.small import Small, classroom

HR, PERIODS, TEACHER = "append_hr_teacher_elem", "append_print_periods_middle", "name_prepend_teacher"


def art(in_room: int, others: int = 0, roomless: int = 0, **section) -> Small:
    """The section Art 2 - 04 at MHE with students in homeroom 102 (Kofi Jones), in 103 (nobody), and in none."""
    small = Small()
    small.staff("2002", first_name="Kofi", last_name="Jones")
    small.staff("2007", first_name="Sam", last_name="Ives")
    small.homeroom("102", teachers=("2002",))
    small.homeroom("103")
    rooms = ["102"] * in_room + ["103"] * others + [""] * roomless
    numbers = [str(number) for number in range(1, len(rooms) + 1)]
    for number, room in zip(numbers, rooms, strict=True):
        small.student(number, homeroom_code=room)
    small.course("0120", title="Art 2")
    small.section("04", course="0120", teachers=("2007",), students=tuple(numbers), **section)
    return small


def middle(*meetings: dict[str, str], title: str = "Math 7") -> Small:
    """A section 02 at MMS, taught by Maria Rivera, that meets so."""
    small = Small()
    small.school("MMS", "MIDDLE")
    small.staff("2001", first_name="Maria", last_name="Rivera")
    small.student("1", enrolled="MMS")
    small.course("0711", school="MMS", title=title)
    small.section("02", course="0711", school="MMS", students=("1",))
    for meeting in meetings:
        small.meet("02", course="0711", school="MMS", **meeting)
    return small


@pytest.mark.parametrize(
    ("students", "name"),
    [
        ({"in_room": 18, "others": 2}, "Art 2 - 04 - Jones, K."),
        ({"in_room": 2, "others": 1}, "Art 2 - 04 - Jones, K."),
        ({"in_room": 1, "others": 1}, None),
        ({"in_room": 1, "roomless": 1}, None),
        ({"in_room": 2, "roomless": 1}, "Art 2 - 04 - Jones, K."),
        ({"in_room": 1, "others": 2}, None),
        ({"in_room": 0, "roomless": 2}, None),
        ({"in_room": 0}, None),
        ({"in_room": 0, "others": 2, "homeroom_code": "102"}, "Art 2 - 04 - Jones, K."),
        ({"in_room": 2, "homeroom_code": "103"}, None),
    ],
    ids=str,
)
def test_the_homeroom_of_most_students_or_the_one_linked_gives_the_name(students, name):
    result = art(**students).export(**{HR: True})
    assert result.row("sections.csv", Section_id="MHE-0120-04")["Name"] == (name or "Art 2 - 04")
    assert result.keys("HR_TEACHER_AMBIGUOUS") == ([] if name else ["MHE-0120-04"])


def test_students_who_are_not_exported_or_at_another_school_do_not_make_a_majority():
    small = art(in_room=1)
    small.school("MHX")
    small.homeroom("102", school="MHX", teachers=("2007",))
    small.student("91", homeroom_code="102", do_not_export=True)
    small.student("92", enrolled="MHX", homeroom_code="102")
    for number in ("91", "92"):
        small.attend(number, "04", course="0120")
    assert small.export(**{HR: True}).keys("HR_TEACHER_AMBIGUOUS") == ["MHE-0120-04"]


def test_the_homeroom_teacher_is_looked_up_after_shared_records_are_split():
    small = art(in_room=2)
    small.staff("2009", first_name="Ada", last_name="Bell")
    small.shared("2010", "2009", "2002", last_name="Both")
    small.roster["homeroom_staff"][0]["staff_id"] = "2010"
    on = {HR: True, "use_four_teacher_columns": True}
    assert small.export(**on, split_shared_teachers=True).column("sections.csv", "Name") == ["Art 2 - 04 - Bell, A."]
    assert small.export(**on).column("sections.csv", "Name") == ["Art 2 - 04 - Both, G."]


def test_the_homeroom_teacher_is_added_at_elementary_schools_only():
    result = middle().export(**{HR: True})
    assert result.column("sections.csv", "Name") == ["Math 7 - 02"]
    assert result.keys("HR_TEACHER_AMBIGUOUS") == []


@pytest.mark.parametrize(
    ("meetings", "name"),
    [
        ([{"day": day, "period": "3"} for day in "ABCD"], "Math 7 - 02 - Per 3"),
        ([{"day": day, "period": period} for day in "AB" for period in "65"], "Math 7 - 02 - Per 5,6"),
        ([{"period": "10"}, {"period": "9"}], "Math 7 - 02 - Per 9,10"),
        ([{"period": "1", "print_period": "B"}, {"period": "2", "print_period": "A"}], "Math 7 - 02 - Per B,A"),
        ([{"period": "1", "print_period": ""}, {"period": "2"}], "Math 7 - 02 - Per 2"),
        ([{"period": "1", "print_period": ""}], "Math 7 - 02"),
        ([], "Math 7 - 02"),
    ],
    ids=str,
)
def test_the_periods_as_printed_stand_behind_the_name(meetings, name):
    assert middle(*meetings).export(**{PERIODS: True}).column("sections.csv", "Name") == [name]


def test_labels_of_one_order_stand_by_label():
    small = middle({"period": "1", "print_period": "Z"}, {"day": "B", "period": "1", "print_period": "Y"})
    assert small.export(**{PERIODS: True}).column("sections.csv", "Name") == ["Math 7 - 02 - Per Y,Z"]


def test_periods_are_added_at_middle_schools_only():
    small = classroom()
    small.meet("01")
    assert small.export(**{PERIODS: True}).column("sections.csv", "Name") == ["Course 0100 - 01"]


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        ("María-José", "O'Neil", "O'Neil, M."),
        ("Ana Lucia", "Ortega-Ruiz", "Ortega-Ruiz, A."),
        ("Émile", "Groß", "Groß, É."),
        ("王", "李", "李, 王."),
    ],
)
def test_the_label_of_a_teacher_is_not_folded(first, last, label):
    small = Small()
    small.staff("2001", first_name=first, last_name=last)
    small.section("01")
    assert small.export(**{TEACHER: True}).column("sections.csv", "Name") == [f"{label} - Course 0100 - 01"]


def test_the_order_in_a_composed_name():
    result = middle({}).export(**{TEACHER: True, PERIODS: True, HR: True})
    assert result.column("sections.csv", "Name") == ["Rivera, M. - Math 7 - 02 - Per 3"]
    assert result.keys("NAME_REPEATS_TEACHER") == []


def test_a_homeroom_with_its_teacher_in_front_and_behind_is_noted():
    small = art(in_room=1)
    options = {TEACHER: True, HR: True, "include_elementary_homerooms": True}
    result = small.export(**options)
    assert result.column("sections.csv", "Name") == [
        "Jones, K. - Homeroom 102 - Jones, K.",
        "Ives, S. - Art 2 - 04 - Jones, K.",
    ]
    assert ("info", "NAME_REPEATS_TEACHER", "sections.csv", "HR-MHE-102") in result.told
    assert result.keys("NAME_REPEATS_TEACHER") == ["HR-MHE-102"]


@pytest.mark.parametrize(
    ("options", "keys"),
    [({}, []), ({HR: True}, [""]), ({PERIODS: True}, [""]), ({TEACHER: True}, [""]), ({HR: True, TEACHER: True}, [""])],
    ids=str,
)
def test_that_clever_shows_a_name_of_its_own_is_said_once(options, keys):
    assert classroom().export(**options).keys("NAME_NOT_SHOWN") == keys


def test_course_name_is_blank_where_the_name_is_composed():
    small = middle({})
    small.section("03", course="0711", school="MMS", students=("1",))
    result = small.export(**{PERIODS: True}, blank_course_name_if_composed=True)
    assert [(row["Name"], row["Course_name"]) for row in result.rows("sections.csv")] == [
        ("Math 7 - 02 - Per 3", ""),
        ("Math 7 - 03", "Math 7"),
    ]
    assert result.keys("NAME_NOT_SHOWN") == []
    plain = small.export(blank_course_name_if_composed=True)
    assert plain.column("sections.csv", "Course_name") == ["Math 7", "Math 7"]


def test_nothing_is_said_of_the_name_of_a_section_that_is_not_exported():
    small = art(in_room=0)
    result = small.export(**{HR: True}, leave_out_empty_sections=True)
    assert result.codes("MHE-0120-04") == []
