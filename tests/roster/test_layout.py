import re
from pathlib import Path

import pytest

from roster_core.roster.layout import FILE_BY_NAME, FILES
from roster_core.roster.notation import CellType, Column, Reference

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
GOLDEN = REFERENCE / "golden-roster"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_columns_are_the_headers_of_the_golden_roster_in_order(file):
    header = (GOLDEN / file.csv_name).read_text("utf-8").splitlines()[0]
    assert header == ",".join(file.headers)


def test_the_golden_roster_has_no_other_files():
    assert {path.name for path in GOLDEN.iterdir()} == {file.csv_name for file in FILES}


def _rows_of_the_definition():
    text = (REFERENCE / "roster-csv.md").read_text("utf-8").split("## 4.")[1].split("Notes:")[0]
    rows = re.findall(r"^\| (\w+)\.csv( †)? \| (.*) \|$", text, re.MULTILINE)
    return [(name, bool(dagger), columns) for name, dagger, columns in rows]


def test_files_and_their_daggers_stand_in_the_order_of_the_definition():
    assert [(file.name, file.required) for file in FILES] == [row[:2] for row in _rows_of_the_definition()]


def _written(column: Column) -> str:
    """The column in the notation of the definition."""
    kind = f"e({' '.join(column.words)})" if column.words else column.type.value + (str(column.max_length or ""))
    marks = "!" * column.required + "~" * column.soft + (f"={column.default}" if column.default else "")
    arrow = f"→{column.ref}" if column.ref else ""
    arrow += "!!" * (column.ref_refuses and not column.required) + (f" not {column.ref_not}" if column.ref_not else "")
    return f"`{column.name}` {kind}{marks}{' u' * column.unique}{arrow}"


@pytest.mark.parametrize(
    "row",
    [row for row in _rows_of_the_definition() if not row[2].startswith("as ")],  # the twins have their own test
    ids=lambda row: row[0],
)
def test_columns_are_written_as_in_the_definition(row):
    name, _, text = row
    file = FILE_BY_NAME[name]
    declared = [_written(column) for column in file.columns]
    missing = [written for written in declared if written not in text]
    by_hand = {
        # `SEC`, `(as addresses)`, a range of columns or a reference by the row's own words stand in short in the text
        **dict.fromkeys(("sections", "section_terms", "section_meetings", "section_staff", "section_enrollments"), 4),
        "homeroom_staff": 3,
        "phones": 2,
        "courses": 5,
    }
    assert len(missing) <= by_hand.get(name, 0), missing
    key = text.split("‖")[0]
    assert all(f"`{name}`" in key or "SEC" in key or "as " in key for name in file.key)


def _shape(file, leave_out):
    columns = [column for column in FILE_BY_NAME[file].columns if column.name != leave_out]
    return [_written(column).replace("user_flag", "user_text") for column in columns]


@pytest.mark.parametrize(("what", "differs"), [("definitions", "value_kind"), ("values", "value")])
def test_user_flags_are_laid_out_as_user_texts(what, differs):
    assert _shape(f"user_flag_{what}", differs) == _shape(f"user_text_{what}", differs)


def test_a_user_flag_needs_its_value_and_a_user_text_without_one_is_passed_over():
    assert FILE_BY_NAME["user_flag_values"].column("value") == Column("value", CellType.BOOLEAN, required=True)
    assert FILE_BY_NAME["user_text_values"].skipped_without == "value"
    assert [file.name for file in FILES if file.skipped_without] == ["user_text_values"]


def test_a_file_refers_to_files_before_it_only():
    seen: set[str] = set()
    for file in FILES:
        for reference in file.references:
            assert reference.file in seen
            assert set(reference.columns) <= set(file.headers)
            target = FILE_BY_NAME[reference.file]
            assert reference.target == target.key
        seen.add(file.name)


def test_references_of_several_columns_are_data():
    names = ("school_code", "school_year", "homeroom_code")
    assert Reference(names, "homerooms", names) in FILE_BY_NAME["sections"].references
    assert Reference(names, "homerooms", names, refuses=True) in FILE_BY_NAME["homeroom_staff"].references
    owners = [(r.when, r.file) for r in FILE_BY_NAME["phones"].references]
    assert owners == [
        (("person_type", "STUDENT"), "students"),
        (("person_type", "STAFF"), "staff"),
        (("person_type", "GUARDIAN"), "contact_persons"),
    ]


def test_defaults_fit_their_columns():
    for file in FILES:
        for column in file.columns:
            if column.type is CellType.BOOLEAN:
                assert column.default in {"", "true", "false"}
            elif column.default:
                assert column.default in column.words
