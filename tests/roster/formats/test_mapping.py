"""A saved column mapping as JSON."""

import json

import pytest
from pydantic import ValidationError

from roster_core.refusals import Refusal
from roster_core.roster.formats.dates import DateOrder
from roster_core.roster.formats.guess import describe, guess_mapping
from roster_core.roster.formats.mapped_entities import COMBINED, entity, entity_words, label, labels
from roster_core.roster.formats.mapping import ColumnMapping, NameOrder, SheetMapping, read_mapping
from roster_core.roster.formats.synonyms import HEADERS
from roster_core.roster.layout import FILE_BY_NAME
from tests.roster.formats.reading import sheets
from tests.roster.formats.sis_exports import SYSTEMS

STUDENTS = {"file": "s.csv", "feeds": "students", "columns": {"district_number": "ID", "name": "Name"}}


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_mapping_written_as_json_is_read_back_the_same(system):
    mapping = guess_mapping(sheets(SYSTEMS[system]()))
    assert mapping.sheets
    assert read_mapping(json.loads(json.dumps(mapping.as_json()))) == mapping


def test_a_hand_written_mapping_needs_only_what_matters():
    mapping = read_mapping(
        {"sheets": [{**STUDENTS, "dates": "DMY", "names": "last first", "constants": {"school_code": "1"}}]}
    )
    (part,) = mapping.sheets
    assert (part.dates, part.names, part.constants) == (DateOrder.DAY_FIRST, NameOrder.LAST_FIRST, {"school_code": "1"})
    assert read_mapping({"sheets": [{**STUDENTS, "dates": "MDY"}]}).sheets[0].dates is DateOrder.MONTH_FIRST


def test_a_column_mapped_to_nothing_is_not_mapped():
    columns = {"district_number": "ID", "name": "Name", "gender": "", "suffix": None}
    assert read_mapping({"sheets": [{**STUDENTS, "columns": columns}]}) == read_mapping({"sheets": [STUDENTS]})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "no object"),
        ({"sheets": 3}, "sheets"),
        ({"sheets": [{"file": "a.csv"}]}, "feeds” lacks its value"),
        ({"sheets": [{"file": "a.csv", "feeds": "pupils"}]}, "“a.csv” cannot feed “pupils”, only students, contacts"),
        (
            {"sheets": [{**STUDENTS, "columns": {"shoe_size": "S"}}]},
            "“s.csv” feeds students, which have no “shoe_size”",
        ),
        ({"sheets": [{**STUDENTS, "columns": {"contact_1.shoes": "S"}}]}, "have no “contact_1.shoes”"),
        ({"sheets": [{**STUDENTS, "feeds": "staff"}]}, "“s.csv” feeds staff, which have no “district_number”"),
        ({"sheets": [{**STUDENTS, "dates": "YDM"}]}, "dates cannot be “YDM”"),
        ({"sheets": [STUDENTS, {**STUDENTS, "file": "S.CSV"}]}, "“S.CSV” is mapped to students twice."),
        ({"columns": {}}, "There is no field of the mapping “columns”"),
        ({"sheets": [{"file": "a.csv", "feeds": "district"}]}, "cannot feed “district”"),
    ],
)
def test_what_is_no_mapping_is_refused_in_words(given, said):
    with pytest.raises(Refusal, match=said) as refused:
        read_mapping(given)
    assert refused.value.fix
    assert ".." not in refused.value.why


def test_a_wrong_guess_is_corrected_column_by_column():
    part = read_mapping({"sheets": [STUDENTS]}).sheets[0]
    corrected = part.corrected({"name": None, "last_name": "Name"}, dates="DMY")
    assert corrected.columns == {"district_number": "ID", "last_name": "Name"}
    assert corrected.dates is DateOrder.DAY_FIRST
    with pytest.raises(Refusal, match="shoe_size"):
        part.corrected({"shoe_size": "S"})
    mapping = ColumnMapping(name="ours", sheets=(part,)).replaced(corrected)
    assert (mapping.name, mapping.sheets) == ("ours", (corrected,))


def test_a_mapping_never_changes_behind_a_load():
    part = SheetMapping(file="s.csv", feeds="schools")
    with pytest.raises(ValidationError, match="frozen"):
        part.file = "t.csv"  # type: ignore[misc] # that is what is tried


def test_every_column_that_is_guessed_can_be_mapped():
    for word, columns in HEADERS.items():
        fed = entity(word)
        assert fed is not None
        assert [name for name in columns if not fed.has(name)] == []


def test_every_table_of_a_roster_can_be_fed():
    combined = {"contacts", "enrollments"}
    assert set(entity_words()) - combined == FILE_BY_NAME.keys() - {"district", "school_years"}
    assert all(one.title and one.needed for one in COMBINED)


def test_columns_have_names_for_the_screen():
    assert label("district_number") == "District number"
    assert label("contact_2.last_name") == "Contact 2: last name"
    assert labels("terms")["covers_year"] == "Covers year"
    assert "contact_9.email" in labels("students")
    assert labels("pupils") == {}


def test_what_is_guessed_is_a_mapping_already():
    guesses = describe(SYSTEMS["Genesis"]())
    assert ColumnMapping(sheets=tuple(part for one in guesses for part in one.mappings)) == guess_mapping(
        sheets(SYSTEMS["Genesis"]())
    )
