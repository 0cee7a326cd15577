"""The golden export, checked: what is said of it is right (export-options §12.1)."""

from datetime import date

import pytest

from roster_core.clever.check.run import check_folder
from tests.clever.golden_export import FILES

#: §12.1 leaves schools.csv out; its columns are those of the baseline with the layout `genesis`.
SCHOOLS = """\
School_id,School_name,State_id,Nces_id,School_address,School_city,School_state,School_zip,School_phone,Low_grade,\
High_grade,Principal,Principal_email
MHE,Maple Hollow Elementary,010,340000000010,1 Elm St,Maple Hollow,NJ,07030,2015550100,,,,
MHS,Maple Hollow High,030,340000000030,3 Elm St,Maple Hollow,NJ,07030,2015550102,,,Grace Hale,ghale@maplehollow.example
MMS,Maple Hollow Middle,020,340000000020,2 Elm St,Maple Hollow,NJ,07030,2015550101,,,,
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("golden")
    for name, text in {**FILES, "schools.csv": SCHOOLS}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return check_folder(folder, today=date(2026, 10, 1))


def test_the_one_error_is_the_column_that_this_layout_lacks(told):
    errors = told.filter(told["severity"].is_in(["block", "error"])).select("code", "file", "column").rows()
    # The layout `genesis` has no School_number, which today's format requires; the layout `clever` adds it.
    assert errors == [("H01", "schools.csv", "School_number")]


def test_the_warnings_are_those_of_a_profile_with_every_option_off(told):
    warned = told.filter(told["severity"] == "warning").group_by("code", "file", "column").len()
    assert set(warned.rows()) == {
        # Codes of the state and the SIS's own words, which G10, G11, G14 and G15 turn into Clever's.
        ("V02", "students.csv", "Grade", 2),
        ("V02", "students.csv", "Frl_status", 2),
        ("V02", "students.csv", "IEP_status", 2),
        ("H03", "students.csv", "IEP_status", 1),
        # No ID of contacts in this layout: the column is missing, said once.
        ("K05", "students.csv", "Contact_sis_id", 1),
        # Every teacher is assigned to a school and so in staff.csv too; Rivera twice.
        ("K08", "staff.csv", "Staff_id", 6),
        *(("P01", "students.csv", column, 1) for column in ("Frl_status", "IEP_status")),
        *(("P01", "students.csv", f"Contact_{part}", 1) for part in ("name", "type", "phone", "email")),
    }


def test_who_has_no_section_is_noted(told):
    noted = told.filter(told["severity"] == "info").select("code", "file", "message").rows()
    # Ben is in no section, and Kofi Jones has a homeroom only, which G42 would send.
    assert noted == [
        ("R09", "students.csv", "Student 0104871 has no section."),
        ("R09", "teachers.csv", "Teacher 2002 has no section."),
    ]
