"""What a run changed: things, not rows; and things that only got another ID."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster_core.clever.changes import between_runs, things
from roster_core.clever.changes.between_runs import FileCounts, compare_runs
from roster_core.clever.changes.words import change_sentence, column_words

STUDENTS = "School_id,Student_id,State_id,Last_name,First_name,DOB,Student_email,Contact_name,Contact_phone,Password"
TEACHERS = "School_id,Teacher_id,State_teacher_id,Last_name,First_name,Teacher_email"
SECTIONS = "School_id,Section_id,Teacher_id,Name,Course_name,Course_number,Term_name"
ENROLLMENTS = "School_id,Section_id,Student_id"
STAFF = "School_id,Staff_id,Staff_email,First_name,Last_name"
HEADERS = {
    "students.csv": STUDENTS,
    "teachers.csv": TEACHERS,
    "sections.csv": SECTIONS,
    "enrollments.csv": ENROLLMENTS,
    "staff.csv": STAFF,
    "schools.csv": "School_id,School_name,State_id,Nces_id",
}
ANA = "MHE,104233,901,Ortega,Ana,03/09/2021,ana@x.example,Luz,201,pw1"
CHLOE = "MMS,101118,902,Dunn,Chloe,11/02/2013,chloe@x.example,Rita,202,pw2"


def files(folder, contents):
    folder.mkdir()
    for name, rows in contents.items():
        lines = rows if isinstance(rows, list) else [rows]
        (folder / name).write_text("\n".join((HEADERS[name], *lines)) + "\n")
    return {path.name: path for path in folder.iterdir()}


@pytest.fixture
def compared(tmp_path):
    return lambda old, new: compare_runs(files(tmp_path / "old", old), files(tmp_path / "new", new))


def told(changes, *columns):
    return changes.rows.select("what", "key", *columns).rows()


def test_students_come_go_and_change_with_name_school_and_both_values(compared):
    changed = CHLOE.replace("chloe@", "cdunn@")
    gil = "MMS,101900,,Roe,Gil,01/01/2013,,,,"
    changes = compared({"students.csv": [ANA, CHLOE]}, {"students.csv": [changed, gil]})
    assert told(changes, "name", "school", "column", "old", "new") == [
        ("added", "101900", "Roe, Gil", "MMS", "", "", ""),
        ("removed", "104233", "Ortega, Ana", "MHE", "", "", ""),
        ("changed", "101118", "Dunn, Chloe", "MMS", "Student_email", "chloe@x.example", "cdunn@x.example"),
    ]
    assert changes.counts["students.csv"] == FileCounts(
        before=2,
        after=2,
        added=1,
        removed=1,
        changed=1,
        schools={"MHE": {"removed": 1}, "MMS": {"added": 1, "changed": 1}},
        columns={"Student_email": 1},
    )


def test_a_password_is_only_said_to_have_changed(compared):
    changes = compared({"students.csv": [ANA]}, {"students.csv": [ANA.replace("pw1", "pw9")]})
    assert told(changes, "column", "old", "new") == [("changed", "104233", "Password", "•••", "•••")]
    assert "pw" not in str(changes.rows.rows())


def test_a_student_with_several_contacts_is_one_student(compared):
    tom = CHLOE.replace("Rita,202", "Tom,203")
    changes = compared({"students.csv": [CHLOE]}, {"students.csv": [CHLOE, tom]})
    assert told(changes, "column", "old", "new") == [
        ("changed", "101118", "Contact_name", "Rita", "Rita; Tom"),
        ("changed", "101118", "Contact_phone", "202", "202; 203"),
    ]
    assert (changes.counts["students.csv"].before, changes.counts["students.csv"].changed) == (1, 1)
    assert changes.counts["students.csv"].columns == {"Contact_name": 1, "Contact_phone": 1}


def test_the_order_of_rows_is_no_change(compared):
    tom = CHLOE.replace("Rita,202", "Tom,203")
    changes = compared({"students.csv": [CHLOE, tom, ANA]}, {"students.csv": [ANA, tom, CHLOE]})
    assert changes.counts["students.csv"].is_empty


def test_one_of_several_equal_values_that_changes_is_a_change(compared):
    def with_phones(*phones):
        return [CHLOE.replace("Rita,202", f"G{at},{phone}") for at, phone in enumerate(phones)]

    changes = compared({"students.csv": with_phones(1, 1, 2)}, {"students.csv": with_phones(1, 2, 2)})
    assert told(changes, "column", "old", "new") == [("changed", "101118", "Contact_phone", "1; 1; 2", "1; 2; 2")]


def test_a_teacher_who_teaches_at_another_school_too_has_changed(compared):
    row = "MMS,2001,801,Rivera,Maria,m@x.example"
    changes = compared({"teachers.csv": [row]}, {"teachers.csv": [row, row.replace("MMS", "MHS")]})
    assert told(changes, "column", "old", "new") == [("changed", "2001", "School_id", "MMS", "MMS; MHS")]


def test_an_enrollment_is_told_with_the_names_of_student_and_section(compared):
    section = "MHE,MHE-1,2001,Art K,Art,1,FY"
    both = {"students.csv": [ANA], "sections.csv": [section]}
    changes = compared({**both, "enrollments.csv": []}, {**both, "enrollments.csv": ["MHE,MHE-1,104233"]})
    assert told(changes, "name", "school") == [("added", "MHE-1/104233", "Ortega, Ana in Art K", "MHE")]


def test_headers_that_differ_in_case_only_and_columns_that_come_are_compared(tmp_path):
    old = files(tmp_path / "old", {"students.csv": [ANA]})
    new = files(tmp_path / "new", {"students.csv": [ANA]})
    path = old["students.csv"]
    path.write_text(path.read_text().replace("DOB", "Dob"))
    assert compare_runs(old, new).counts["students.csv"].is_empty
    path.write_text("Student_id,School_id,Last_name,First_name\n104233,MHE,Ortega,Ana\n")
    assert "State_id" in compare_runs(old, new).counts["students.csv"].columns


def test_a_file_that_is_no_longer_there_lost_everything(compared):
    changes = compared({"staff.csv": ["MMS,1,a@x.example,A,B"]}, {})
    assert (changes.counts["staff.csv"].removed, changes.counts["staff.csv"].after) == (1, 0)


def test_files_known_to_be_equal_are_only_counted(tmp_path):
    contacts = [ANA, CHLOE, CHLOE.replace("Rita,202", "Tom,203")]
    one = files(tmp_path / "one", {"students.csv": contacts, "sections.csv": [], "enrollments.csv": ["MHE,S,104233"]})
    changes = compare_runs(one, one, same={"students.csv": None, "sections.csv": None, "enrollments.csv": 7})
    counted = {name: (counts.before, counts.after) for name, counts in changes.counts.items()}
    assert counted == {"students.csv": (2, 2), "sections.csv": (0, 0), "enrollments.csv": (7, 7)}
    assert all(counts.is_empty for counts in changes.counts.values())
    assert changes.rows.is_empty()


@pytest.mark.parametrize(
    ("file", "old", "new", "why"),
    [
        ("students.csv", ANA, ANA.replace("104233", "999").replace("Ortega", "Ortega-Diaz"), "same state ID"),
        ("students.csv", ANA.replace("901", ""), ANA.replace("104233", "999"), "same name and birth date"),
        ("students.csv", ANA, ANA.replace("104233", "999").replace("901", "").replace("Ana", "ANA"),
         "same name and birth date"),
        ("teachers.csv", "MMS,2001,801,Rivera,Maria,m@x.example", "MMS,T1,801,Diaz,Maria,d@x.example", "same state ID"),
        ("teachers.csv", "MMS,2001,,Rivera,Maria,m@x.example", "MMS,T1,,Rivera,Maria,M@y.example",
         "same name and e-mail"),
        ("staff.csv", "MMS,1,m@x.example,Maria,Rivera", "MMS,2,m@y.example,Maria,Rivera", "same name and e-mail"),
        ("sections.csv", "MMS,A-1,2001,Math 7,Math,711,FY", "MMS,2026-A-1,2001,Math 7,Math,711,FY",
         "same course, name, term and teacher"),
        ("schools.csv", "MMS,Middle,12,", "MMS2,The Middle,12,", "same state ID"),
        ("schools.csv", "MMS,Middle,,", "MMS2,Middle,,", "same name"),
    ],
)  # fmt: skip
def test_what_looks_the_same_under_another_id_is_told_apart(compared, file, old, new, why):
    changes = compared({file: [old]}, {file: [new]})
    [(what, key, before, after, said)] = told(changes, "old", "new", "why")
    assert (what, said) == ("changed_id", why)
    assert key == after != before
    counts = changes.counts[file]
    assert (counts.added, counts.removed, counts.changed_ids, counts.gone) == (0, 0, 1, 1)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("students.csv", ANA, ANA.replace("104233", "999").replace("901", "977").replace("03/09", "03/10")),
        ("students.csv", "MHE,1,,Ortega,Ana,,,,,", "MHE,2,,Ortega,Ana,,,,,"),
        ("staff.csv", "MMS,1,,Maria,Rivera", "MMS,2,,Maria,Rivera"),
        ("staff.csv", "MMS,1,m@x.example,Maria,Rivera", "MMS,2,m@x.example,Mario,Rivera"),
        ("sections.csv", "MMS,A-1,2001,Math 7,Math,711,FY", "MMS,A-2,2002,Math 7,Math,711,FY"),
        ("sections.csv", "MMS,A-1,2001,Math 7,Math,,FY", "MHS,A-2,2001,Math 7,Math,711,FY"),
    ],
)
def test_too_little_in_common_is_an_addition_and_a_removal(compared, file, old, new):
    counts = compared({file: [old]}, {file: [new]}).counts[file]
    assert (counts.added, counts.removed, counts.changed_ids) == (1, 1, 0)


def test_twins_in_name_and_birth_date_are_not_guessed(compared):
    plain = ANA.replace("901", "")
    old = [plain, plain.replace("104233", "104234")]
    new = [row.replace("1042", "9942") for row in old]
    counts = compared({"students.csv": old}, {"students.csv": new}).counts["students.csv"]
    assert (counts.added, counts.removed, counts.changed_ids) == (2, 2, 0)


def enrolled(section, *students):
    return [f"MMS,{section},{student}" for student in students]


@pytest.mark.parametrize(("common", "paired"), [(5, 1), (4, 1), (3, 0)])
def test_a_section_with_nearly_the_same_students_is_the_same(compared, common, paired):
    old, new = "MMS,A-1,2001,Math 7 - 1,Math 7,711,S1", "MMS,B-9,2002,Math 7 - 9,Math 7,711,S2"
    pupils = [str(n) for n in range(5)]
    others = [str(n) for n in range(90, 95 - common)]
    changes = compared(
        {"sections.csv": [old], "enrollments.csv": enrolled("A-1", *pupils)},
        {"sections.csv": [new], "enrollments.csv": enrolled("B-9", *pupils[:common], *others)},
    )
    assert changes.counts["sections.csv"].changed_ids == paired
    assert changes.counts["enrollments.csv"].changed_ids == common * paired
    if paired:
        [why] = changes.rows.filter(pl.col("file") == "sections.csv")["why"]
        assert why == f"{20 * common} % of the students are the same"


def test_of_several_sections_with_the_same_students_the_likest_is_meant(compared):
    pupils = [str(n) for n in range(5)]
    changes = compared(
        {
            "sections.csv": ["MMS,A-1,1,Math,Math,711,S1", "MMS,A-2,1,Art,Art,500,S1"],
            "enrollments.csv": [*enrolled("A-1", *pupils), *enrolled("A-2", *pupils)],
        },
        {
            "sections.csv": ["MMS,B-1,1,Art,Art,500,S2", "MMS,B-2,1,Math,Math,711,S2"],
            "enrollments.csv": [*enrolled("B-1", *pupils), *enrolled("B-2", *pupils)],
        },
    )
    pairs = changes.rows.filter((pl.col("file") == "sections.csv") & (pl.col("what") == "changed_id"))
    assert pairs.select("old", "new").rows() == [("A-1", "B-2"), ("A-2", "B-1")]


def test_another_course_with_another_teacher_for_the_same_class_is_another_section(compared):
    pupils = [str(n) for n in range(5)]
    counts = compared(
        {"sections.csv": ["MMS,A-1,1,Art,Art,500,S1"], "enrollments.csv": enrolled("A-1", *pupils)},
        {"sections.csv": ["MMS,B-1,2,Music,Music,510,S2"], "enrollments.csv": enrolled("B-1", *pupils)},
    ).counts["sections.csv"]
    assert (counts.added, counts.removed) == (1, 1)


def test_counts_come_back_from_json_as_they_were(compared):
    counts = compared({"students.csv": [ANA, CHLOE]}, {"students.csv": [CHLOE.replace("202", "9")]}).counts
    for file in counts.values():
        assert FileCounts.from_json(file.as_json()) == file


NOV_25 = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (
            {"students.csv": FileCounts(900, 909, added=12, removed=3, changed=40, columns={"Student_email": 40})},
            "since the last delivery (Nov 25): 12 students added, 3 removed, 40 changed e-mail",
        ),
        (
            {
                "sections.csv": FileCounts(9, 9, changed_ids=1),
                "students.csv": FileCounts(9, 9, changed=5, columns={"Grade": 4, "School_id": 2, "Dob": 1}),
                "staff.csv": FileCounts(9, 8, removed=1),
            },
            (
                "since the last delivery (Nov 25): 5 students changed (grade 4, school 2, 1 more); "
                "1 section changed ID; 1 staff member removed"
            ),
        ),
        ({"students.csv": FileCounts(9, 9)}, "nothing changed since the last delivery (Nov 25)"),
    ],
)
def test_the_sentence_leads_with_the_students(counts, sentence):
    assert change_sentence(counts, day=NOV_25, since_delivery=True) == sentence


def test_before_any_delivery_the_sentence_speaks_of_the_previous_run():
    assert (
        change_sentence({}, day=date(2026, 9, 8), since_delivery=False)
        == "nothing changed since the previous run (Sep 8)"
    )
    assert column_words("Contact_phone") == "contact phone"


CELL = st.sampled_from(["", "a", "b"])
ROWS = st.lists(st.tuples(st.sampled_from("123456"), *[CELL] * 8), max_size=8).map(
    lambda rows: [",".join(("MMS", *row)) for row in dict.fromkeys(rows)]
)


@settings(max_examples=30, deadline=None)
@given(ROWS, ROWS)
def test_every_difference_is_told_once_and_both_directions_agree(old, new):
    with TemporaryDirectory() as name:
        before = files(Path(name, "old"), {"students.csv": old})
        after = files(Path(name, "new"), {"students.csv": new})
        there = compare_runs(before, after)
        back = compare_runs(after, before)
    counts, returned = there.counts["students.csv"], back.counts["students.csv"]
    assert counts.is_empty == (set(old) == set(new))
    assert counts.after - counts.before == counts.added - counts.removed
    assert (counts.added, counts.removed, counts.changed, counts.changed_ids) == (
        returned.removed, returned.added, returned.changed, returned.changed_ids,
    )  # fmt: skip
    told = there.rows.unique(("what", "key"))
    assert len(told) == counts.added + counts.removed + counts.changed + counts.changed_ids
    assert (
        not there.rows.filter(pl.col("column") == "Password").select("old", "new").to_series().is_in(["a", "b"]).any()
    )


@settings(max_examples=30, deadline=None)
@given(ROWS, ROWS)
def test_lines_and_cells_compared_tell_the_same(old, new):
    with TemporaryDirectory() as folder:
        sides = [files(Path(folder) / name, {"students.csv": rows}) for name, rows in (("old", old), ("new", new))]
        told = []
        for share in (1, 10**9):  # lines wherever the headers are equal, and never
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(things, "_FEW", share)
                told.append(compare_runs(*sides))
    assert told[0].counts == told[1].counts
    assert told[0].rows.equals(told[1].rows)


def test_of_very_many_changes_the_first_are_listed_and_all_are_counted(tmp_path, monkeypatch):
    old = [f'MMS,{number},,"Roe, {number}",Gil,01/01/2013,,,,' for number in range(10, 40)]
    new = [row.replace("Gil", "Bo").replace("2013", "2014") for row in old[10:]]
    new += [f'MMS,{number},,"Poe, {number}",Al,01/01/2013,,,,' for number in range(50, 60)]
    sides = [files(tmp_path / name, {"students.csv": rows}) for name, rows in (("old", old), ("new", new))]
    whole = compare_runs(*sides)
    monkeypatch.setattr(between_runs, "LISTED", 3)
    cut = compare_runs(*sides)
    assert cut.counts == whole.counts
    counts = cut.counts["students.csv"]
    assert (counts.removed, counts.changed, counts.added) == (10, 20, 10)
    assert (counts.columns, counts.schools["MMS"]["changed"]) == ({"DOB": 20, "First_name": 20}, 20)
    listed = {(what, key) for what, key in cut.rows.select("what", "key").iter_rows()}
    assert listed == {
        *(("removed", key) for key in ("10", "11", "12")),
        *(("changed", key) for key in ("20", "21", "22")),
        *(("added", key) for key in ("50", "51", "52")),
    }
    assert cut.rows.join(whole.rows, on=cut.rows.columns, how="anti").is_empty()


def test_of_many_lines_those_that_differ_are_told(compared):
    rows = [f'MMS,{number},,"Roe, {number}",Gil,01/01/2013,,,,' for number in range(100)]
    changes = compared({"students.csv": rows}, {"students.csv": [*rows[1:50], rows[50].replace("Gil", ""), *rows[51:]]})
    assert told(changes, "name", "column", "old", "new") == [
        ("removed", "0", "Roe, 0, Gil", "", "", ""),
        ("changed", "50", "Roe, 50, ", "First_name", "Gil", ""),
    ]
    assert (changes.counts["students.csv"].before, changes.counts["students.csv"].after) == (100, 99)
