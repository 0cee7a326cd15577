"""The worked examples of the definitions are literally true in the sample."""

import pytest


def test_ana_is_the_student_of_the_username_examples(book):
    ana = book.get("students", "0104233")
    assert (ana["first_name"], ana["last_name"], ana["state_id"]) == ("Ana", "Ortega", "7012345678")
    assert book.get("user_text_values", "STUDENT", "0104233", "NETID")["value"] == "ana.ortega"


def test_a_network_id_is_the_address_of_the_suffix_example(book):
    assert book.one("user_text_values", user_text_code="NETID", value="ana@mh.example")


def test_oleary_was_born_on_the_day_of_the_password_example(book):
    assert book.one("students", last_name="O'Leary")["birth_date"] == "2015-09-17"


def test_out_of_district_students_have_the_overrides_of_the_examples(book):
    values = {row["person_key"]: row["value"] for row in book.rows("user_text_values", user_text_code="HOMESCH")}
    assert values["0103310"] == "MHS"
    at = {number: book.one("student_enrollments", district_number=number)["school_code"] for number in values}
    assert {value for number, value in values.items() if at[number] == "OOD"} >= {"MHS", "MHSS", "mhs"}


def test_wen_chan_is_the_seventh_grader_of_the_photo_examples(book):
    wen = book.one("students", weblogin_id="19chanw1")
    assert (wen["last_name"], wen["first_name"]) == ("Chan", "Wen")
    place = book.one("student_enrollments", district_number=wen["district_number"])
    assert (place["state_grade_code"], place["local_grade"], place["school_code"]) == ("07", "07", "MMS")


def test_the_unknown_number_of_the_email_example_is_unknown(book):
    assert not book.has("students", "0109999")
    assert not list(book.rows("students", last_name="Moss"))


def test_a_student_has_the_number_of_maria_rivera(book):
    assert book.get("staff", "2001")["last_name"] == "Rivera"
    assert book.get("students", "2001")["last_name"] == "Lindgren"


@pytest.mark.parametrize(("first", "last"), [("María-José", "O'Neil"), ("Ana Lucia", "Ortega-Ruiz")])
def test_the_people_of_the_folding_table_teach(book, first, last):
    staff_id = book.one("staff", first_name=first, last_name=last)["staff_id"]
    assert list(book.rows("section_staff", staff_id=staff_id))


def test_ola_berg_neither_teaches_nor_has_sections(book):
    assert book.get("staff_schools", "2005", "MMS", "2026-27")["is_teaching"] == "false"
    assert not list(book.rows("section_staff", staff_id="2005"))


def test_rivera_is_at_two_schools_and_has_no_second_address(book):
    assert [row["school_code"] for row in book.rows("staff_schools", staff_id="2001")] == ["MMS", "MHS"]
    assert book.get("staff", "2001")["alternate_email"] == ""


def test_grace_hale_holds_two_roles_and_the_mark(book):
    assert {row["role_code"] for row in book.rows("staff_roles", staff_id="2006")} == {"PRINCIPAL", "TEACHER"}
    assert book.get("staff", "2006")["is_administrator"] == "true"
    assert {row["department_code"] for row in book.rows("staff_departments", staff_id="2006")} == {"ADM"}


def test_the_excluded_codes_of_the_example_are_courses(book):
    for code in ("0990", "LUNCH", "0455"):
        assert list(book.rows("courses", course_code=code))
    assert {row["school_code"] for row in book.rows("courses", course_code="0455")} == {"MMS", "MHS"}


def test_art_2_has_twenty_pupils_of_whom_eighteen_are_in_homeroom_102(book):
    seats = list(book.rows("section_enrollments", school_code="MHE", course_code="0122", section_code="04"))
    rooms = [
        book.one("student_enrollments", district_number=seat["district_number"], school_year="2026-27")["homeroom_code"]
        for seat in seats
    ]
    assert (len(rooms), rooms.count("102")) == (20, 18)
    assert book.get("courses", "MHE", "2026-27", "0122")["title"] == "Art 2"


def test_the_inclusion_example_has_five_pupils_and_equal_meetings(book):
    def section(course, code, file):
        return list(book.rows(file, school_code="MMS", school_year="2026-27", course_code=course, section_code=code))

    regular, special = section("0711", "02", "section_enrollments"), section("8711", "01", "section_enrollments")
    names = [book.get("students", seat["district_number"])["first_name"] for seat in special]
    assert (regular[0]["district_number"], len(regular), names) == ("0101118", 3, ["Gil", "Ivy"])
    meetings = [
        {(row["cycle_day"], row["room"], row["print_period"]) for row in section(*key, "section_meetings")}
        for key in (("0711", "02"), ("8711", "01"))
    ]
    assert meetings[0] == meetings[1] == {(day, "114", "3") for day in "ABCD"}


def test_a_shared_record_is_followed_by_jones(book):
    rows = list(book.rows("section_staff", school_code="MMS", course_code="0720", section_code="02"))
    names = [book.get("staff", row["staff_id"])["last_name"] for row in sorted(rows, key=lambda row: row["sequence"])]
    assert names == ["Park (shared)", "Jones"]


def test_averages_are_those_whose_writing_is_defined(book):
    values = {row["value"] for row in book.rows("student_gpas", gpa_type_code="CUM_U")}
    assert {"4", "3.7", "3.6667", "3.9"} <= values


def test_nobody_sits_in_two_places_of_the_golden_sections_at_once(book):
    hours: dict[tuple[str, str, str], set[str]] = {}
    for seat in book.rows("section_enrollments", school_code="MMS", school_year="2026-27"):
        if seat["district_number"] in {"0101118", "0101900"}:
            key = (seat["course_code"], seat["section_code"])
            for meeting in book.rows("section_meetings", school_code="MMS", course_code=key[0], section_code=key[1]):
                hours.setdefault((seat["district_number"], meeting["cycle_day"], meeting["period_code"]), set()).add(
                    "-".join(key)
                )
    assert {hour: keys for hour, keys in hours.items() if len(keys) > 1} == {}
