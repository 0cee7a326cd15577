"""`check_folder`: each rule breaks where it should, and nowhere else."""

import pytest

from roster_core.clever.check.kinds import KINDS, NOT_CHECKED
from roster_core.clever.check.run import check_folder
from roster_core.findings import FRAME_SCHEMA, sorted_frame
from roster_core.refusals import Refusal
from tests.clever.folders import CLEAN, TODAY, WITH_CONTACTS, edited, write_folder, write_zip
from tests.clever.rule_cases import CASES

AGAINST_PREVIOUS = {"D01", "D02", "D03"}
EACH = [(code, place) for code, cases in CASES.items() for place in range(len(cases))]


def found(path, **more):
    frame = check_folder(path, today=TODAY, **more)
    return sorted(frame.select("code", "file", "row_key", "column").rows())


def messages(path, code):
    frame = check_folder(path, today=TODAY)
    return frame.filter(frame["code"] == code)["message"].to_list()


def test_the_clean_upload_breaks_no_rule(tmp_path):
    assert found(write_folder(tmp_path / "clean")) == []


def test_contacts_in_order_break_no_rule_but_are_called_sensitive(tmp_path):
    folder = write_folder(tmp_path / "clean", {"students.csv": WITH_CONTACTS})
    columns = ("Contact_name", "Contact_phone", "Contact_sis_id", "Contact_type")
    assert found(folder) == [("P01", "students.csv", "", column) for column in columns]
    teachers = CLEAN["teachers.csv"].replace("\n", ",Password\n", 1).replace("example\n", "example,pw\n")
    assert "pw" in teachers
    assert found(write_folder(tmp_path / "teachers", {"teachers.csv": teachers})) == []


@pytest.mark.parametrize(("code", "place"), EACH, ids=[f"{code}-{place}" for code, place in EACH])
def test_a_broken_rule_gives_its_finding_and_no_other(tmp_path, code, place):
    files, expected = CASES[code][place]
    folder = write_folder(tmp_path / "upload", files)
    assert [each for each in found(folder) if each[0] != "P01"] == sorted(expected)


def test_every_rule_has_a_case():
    assert set(KINDS) == {*CASES, *AGAINST_PREVIOUS, *NOT_CHECKED, "P01"}


@pytest.mark.parametrize(("code", "place"), EACH, ids=[f"{code}-{place}" for code, place in EACH])
def test_messages_are_filled_in_and_severities_are_the_kinds(tmp_path, code, place):
    folder = write_folder(tmp_path / "upload", CASES[code][place][0])
    for row in check_folder(folder, today=TODAY).to_dicts():
        assert row["severity"] == KINDS[row["code"]].severity.value
        assert "{" not in row["message"]
        assert "None" not in row["message"]


def test_findings_have_the_shape_and_order_of_all_findings(tmp_path):
    folder = write_folder(tmp_path / "upload", {**CASES["R02"][0][0], **CASES["V02"][0][0], **CASES["F05"][0][0]})
    frame = check_folder(folder, today=TODAY)
    assert dict(frame.schema) == FRAME_SCHEMA
    assert frame.equals(sorted_frame([frame]))
    assert frame.height == 3


def test_a_zip_is_checked_like_its_folder(tmp_path):
    files = {**CASES["R04"][0][0], "notes.txt": "x"}
    folder, archive = write_folder(tmp_path / "upload", files), write_zip(tmp_path / "upload.zip", files)
    assert check_folder(archive, today=TODAY).equals(check_folder(folder, today=TODAY))


def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path):
    text = CLEAN["students.csv"].replace("Ana", '"Ana\nMaria"').replace("MMS", "\nMMS").replace("Chloe", "")
    assert ("V01", "students.csv", "row 4", "First_name") in found(write_folder(tmp_path / "a", {"students.csv": text}))


def test_a_header_below_blank_lines_is_still_row_two_and_more(tmp_path):
    text = "\n" + CLEAN["students.csv"].replace("Ana", "")
    told = found(write_folder(tmp_path / "a", {"students.csv": text}))
    assert told == [("C07", "students.csv", "row 1", ""), ("V01", "students.csv", "row 3", "First_name")]


def test_a_damaged_zip_is_a_finding(tmp_path):
    archive = write_zip(tmp_path / "upload.zip")
    archive.write_bytes(archive.read_bytes()[:-40])
    assert found(archive) == [("F00", "upload.zip", "", "")]


def test_a_damaged_file_in_a_zip_is_a_finding_and_the_others_are_checked(tmp_path):
    archive = write_zip(tmp_path / "upload.zip", CASES["V02"][0][0])
    content = archive.read_bytes()
    assert content.count(b"Kofi") == 1
    archive.write_bytes(content.replace(b"Kofi", b"Kafi"))
    assert found(archive) == [("F00", "teachers.csv", "", ""), ("V02", "students.csv", "row 2", "Grade")]


def test_a_folder_in_place_of_a_file_is_a_finding(tmp_path):
    folder = write_folder(tmp_path / "upload", {"staff.csv": None, "schools.csv": None})
    (folder / "staff.csv").mkdir()
    (folder / "schools.csv").mkdir()
    assert found(folder) == [("F00", "schools.csv", "", ""), ("F00", "staff.csv", "", "")]


def test_an_empty_folder_lacks_the_five_core_files(tmp_path):
    (tmp_path / "empty").mkdir()
    assert [each[:2] for each in found(tmp_path / "empty")] == sorted(("F01", name) for name in CLEAN if name[1] != "t"
                                                                       or name == "students.csv")  # fmt: skip


def test_nothing_at_the_path_is_refused(tmp_path):
    with pytest.raises(Refusal, match="Nothing was checked"):
        check_folder(tmp_path / "nowhere", today=TODAY)


def test_an_earlier_upload_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(Refusal, match="Nothing was checked"):
        check_folder(write_folder(tmp_path / "upload"), today=TODAY, previous=tmp_path / "nowhere")


def test_a_file_alone_is_checked_and_the_others_are_missing(tmp_path):
    folder = write_folder(tmp_path / "upload", edited("students.csv", (",1,", ",KF,")))
    told = found(folder / "students.csv")
    assert told.pop() == ("V02", "students.csv", "row 2", "Grade")
    assert {code for code, *_ in told} == {"F01"}


def test_what_is_neither_folder_nor_zip_is_a_finding(tmp_path):
    (tmp_path / "notes.pdf").write_bytes(b"%PDF-1.7")
    assert found(tmp_path / "notes.pdf") == [("F00", "notes.pdf", "", "")]


def test_what_our_own_export_leaves_beside_the_files_is_passed_over(tmp_path):
    assert (
        found(write_folder(tmp_path / "upload", {"findings.json": "[]", "clever.zip": b"PK", ".DS_Store": "x"})) == []
    )


def test_a_missing_file_is_said_once(tmp_path):
    assert found(write_folder(tmp_path / "upload", {"students.csv": None, "teachers.csv": None})) == [
        ("F01", "students.csv", "", ""),
        ("F01", "teachers.csv", "", ""),
    ]


def test_an_id_that_lost_its_zeros_is_told_apart_from_one_that_is_unknown(tmp_path):
    text = CLEAN["enrollments.csv"].replace(",0104233", ",104233")
    told = found(write_folder(tmp_path / "upload", {"enrollments.csv": text}))
    assert ("R04", "enrollments.csv", "row 2", "Student_id") in told
    assert ("V06", "enrollments.csv", "row 2", "Student_id") in told


def test_a_padded_id_matches_nothing(tmp_path):
    text = CLEAN["enrollments.csv"].replace(",0104233", ",0104233 ")
    told = found(write_folder(tmp_path / "upload", {"enrollments.csv": text}))
    assert ("C07", "enrollments.csv", "row 2", "Student_id") in told
    assert ("R04", "enrollments.csv", "row 2", "Student_id") in told


def test_the_two_phones_of_one_contact_may_be_two_rows(tmp_path):
    row = "MMS,0101118,Dunn,Chloe,Tom Dunn,Parent/Guardian,2015550123,C3,\n"
    told = found(write_folder(tmp_path / "upload", {"students.csv": WITH_CONTACTS + row}))
    assert {code for code, *_ in told} == {"P01"}


def test_one_address_under_two_ids_in_both_files_is_one_user(tmp_path):
    told = found(write_folder(tmp_path / "upload", edited("staff.csv", ("oberg@", "kjones@"))))
    assert told == [("K07", "staff.csv", "row 2", "Staff_email"), ("K08", "staff.csv", "row 2", "Staff_id")]


def test_a_value_is_named_with_what_it_probably_means(tmp_path):
    (told,) = messages(write_folder(tmp_path / "upload", edited("students.csv", (",1,", ",KF,"))), "V02")
    assert "“KF”" in told
    assert "“Kindergarten”" in told


@pytest.mark.parametrize(
    "value",
    ["tiger\t4711", "tiger4711 ", "tiger4711" * 40, "1.4E+11", "########", '"tiger\n4711"', 'tig"er4711'],
)
def test_no_password_is_ever_shown(tmp_path, value):
    text = WITH_CONTACTS.replace(",C2,\n", f",C2,{value}\n").replace(",C3,\n", ",C3,other-4712\n")
    frame = check_folder(write_folder(tmp_path / "upload", {"students.csv": text}), today=TODAY)
    assert {"K02", "P01"} <= set(frame["code"])
    told = " ".join(frame["message"])
    for secret in ("tiger", "4711", "4712", "1.4E", "####", "er4711"):
        assert secret not in told
