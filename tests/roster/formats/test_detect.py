"""Which form files have, and the one entry that reads them all."""

import hashlib
import zipfile
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from roster_core.refusals import Refusal
from roster_core.roster.archive import open_sources
from roster_core.roster.checks.roster import check
from roster_core.roster.formats.detect import FORMATS, detect, read
from roster_core.roster.intake import Intake, SourceFile
from roster_core.roster.layout import FILES
from tests.roster.formats import clever_golden
from tests.roster.formats.reading import errors, table, told
from tests.roster.formats.workbooks import workbook

CLEVER = {name: text.encode() for name, text in clever_golden.FILES.items()}
ROSTER = {file.csv_name: (",".join(file.headers) + "\n").encode() for file in FILES}
ONEROSTER = {
    "manifest.csv": b"propertyName,value\n",
    "users.csv": b"sourcedId,status,givenName,familyName,role\n",
    "orgs.csv": b"sourcedId,name,type\n",
}
POWERSCHOOL = {"student.export.text": b"Student_Number\tLastFirst\tSchoolID\n1\tA, B\t2\n"}


def without(files, *names):
    return {name: content for name, content in files.items() if name not in names}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (CLEVER, "clever"),
        (without(CLEVER, "teachers.csv", "staff.csv"), "clever"),
        (without(CLEVER, "students.csv"), "clever"),
        ({f"{number}.csv": content for number, content in enumerate(CLEVER.values())}, "clever"),
        ({**CLEVER, "student_contacts.csv": b"district_number,source_id\n"}, "clever"),
        ({**CLEVER, "roster-courses.csv": ROSTER["courses.csv"], "district.csv": ROSTER["district.csv"]}, "clever"),
        (ROSTER, "roster"),
        (without(ROSTER, "district.csv", "school_years.csv"), "roster"),
        (without(ROSTER, "students.csv"), "roster"),
        ({**ROSTER, "students.csv": b"\xff\xfe"}, "roster"),
        ({name.replace(".csv", ".CSV").title(): content for name, content in ROSTER.items()}, "roster"),
        (ONEROSTER, "oneroster"),
        (without(ONEROSTER, "manifest.csv"), "oneroster"),
        (POWERSCHOOL, "mapped"),
        ({"students.csv": b"Student_Number,LastFirst\n"}, "mapped"),
        ({"readme.pdf": b"%PDF"}, "mapped"),
    ],
)
def test_a_form_is_told_by_names_and_headers(files, expected):
    found = detect(files)
    assert found.format == expected
    assert found.why.endswith(".")


def test_a_form_is_told_in_whatever_way_its_tables_are_written():
    utf16 = {name: content.decode().replace(",", "\t").encode("utf-16") for name, content in CLEVER.items()}
    assert detect(utf16).format == "clever"
    sheets = [
        (name.removesuffix(".csv"), [line.split(",") for line in content.decode().splitlines()])
        for name, content in CLEVER.items()
    ]
    assert detect({"export.xlsx": workbook(*sheets)}).format == "clever"


def test_roster_csv_is_read_by_its_own_strict_reader():
    assert read(ROSTER).format == "roster"
    broken = {**ROSTER, "students.csv": b"\xff\xfe"}
    assert [row[:2] for row in told(read(broken), "FILE_ENCODING")] == [("block", "roster/students.csv")]


def test_clever_files_are_read_with_what_is_stated():
    intake = read(CLEVER, assumptions={"custody_issue": "false"}, facts={"district_code": "MHSD", "state": "NJ"})
    assert intake.format == "clever"
    assert table(intake, "district", "code", "state") == [("MHSD", "NJ")]
    assert {row[0] for row in table(intake, "student_contacts", "custody_issue")} == {"false"}
    assert errors(intake) == []


def test_lists_of_domains_may_be_one_text():
    facts = {"student_email_domains": "a.example; b.example", "staff_email_domains": ["c.example"]}
    intake = read(CLEVER, facts=facts)
    assert table(intake, "district", "student_email_domains", "staff_email_domains") == [
        ("a.example;b.example", "c.example")
    ]


def test_the_files_read_are_kept_with_their_digests_and_others_are_told(tmp_path):
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in CLEVER.items():
            archive.writestr(name, content)
        archive.writestr("notes.pdf", b"%PDF-1.4")
        archive.writestr("photos/1.jpg", b"x")
    intake = read(open_sources(path))
    assert [source.name for source in intake.sources] == sorted(CLEVER)
    content = CLEVER["schools.csv"]
    assert intake.sources[1] == SourceFile("schools.csv", len(content), hashlib.sha256(content).hexdigest())
    assert intake.sources == read(CLEVER).sources
    assert [row[1] for row in told(intake, "FILE_UNKNOWN")] == ["clever/notes.pdf", "clever/photos/"]


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"format": "excel"}, "no format “excel”"),
        ({"assumptions": {"iep": True}}, "There is no assumption “iep”."),
        ({"assumptions": {"custody_issue": "perhaps"}}, "custody_issue .* cannot be “perhaps”"),
        ({"assumptions": {"student_number": "third"}}, "student_number .* cannot be “third”"),
        ({"assumptions": ["custody_issue"]}, "no object with names"),
        ({"facts": {"school": "MMS"}}, "There is no fact “school”."),
        ({"facts": {"year_start": "soon"}}, "year_start .* cannot be “soon”"),
        ({"facts": {"schools": [{"name": "Elm"}]}}, "schools.0.code"),
        ({"facts": {"year_start": "2027-06-30", "year_end": "2026-07-01"}}, "ends before it begins"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_words(stated, said):
    with pytest.raises(Refusal, match=said) as refused:
        read(CLEVER, **stated)
    assert refused.value.fix


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(Refusal, match=r"“iep”.*“frl”"):
        read(CLEVER, assumptions={"iep": True, "frl": True})


def test_without_files_the_load_is_refused():
    with pytest.raises(Refusal, match="no files"):
        read({})


_NAMES = st.sampled_from(["students.csv", "Users.CSV", "a.xlsx", "x", "schools.txt", "\udcff.csv", "report.pdf"])
_CELLS = st.text(st.sampled_from('abA1,;\t"\n_ \x00é^$*'), max_size=40)


@settings(max_examples=50, deadline=None)
@example({"students.csv": b"district_number"}, "auto")
@example({"x": b"PK\x03\x04"}, "auto")
@given(
    st.dictionaries(_NAMES, st.binary(max_size=80) | _CELLS.map(str.encode), max_size=4),
    st.sampled_from(["auto", *FORMATS]),
)
def test_garbage_gives_an_intake_or_a_refusal(files, form):
    with suppress(Refusal):
        intake = read(files, format=form)
        assert isinstance(intake, Intake)
        check(intake, district_code=None)
