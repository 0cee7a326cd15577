"""What the export writes for a district's own codes (export-options §3, roster-model §6)."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from roster_core.clever.codes import read_codes
from roster_core.clever.engine import Request, export_in_child
from roster_core.clever.source.source import FrameSource
from roster_core.clever.spec import values
from roster_core.roster.code_seeding import seed
from roster_core.roster.codes import SEEDS, CodeSet
from roster_core.roster.tables.records import CodeValue
from roster_core.settings import Settings
from roster_core.store import Store
from tests.clever.exporting import TODAY, Exported, export_source, source_of
from tests.clever.small import EMPTY, Small
from tests.clever.stored import NOW, keep

SEEDED = [(code.code_set.value, code.code, code.clever_value, code.sequence) for code in SEEDS]


def exported(small: Small, codes: list[tuple[str, str, str | None, int]], **options: Any) -> Exported:
    """The export of a district that keeps just these codes."""
    frames = dict(source_of({**EMPTY, **small.roster}).frames)
    schema = {"code_set": pl.String, "code": pl.String, "clever_value": pl.String, "sequence": pl.Int64}
    frames["code_value"] = pl.DataFrame(codes, schema=schema, orient="row")
    return export_source(FrameSource(frames), column_layout="clever", **options)


@pytest.fixture
def small() -> Small:
    small = Small()
    small.student("1", gender="M", race_code="P")
    small.guardian("1", "C1", relationship_code="SIBLING")
    return small


@pytest.mark.parametrize(
    ("code_set", "listed"),
    [
        (CodeSet.GENDER, values.GENDERS),
        (CodeSet.RACE, values.RACES),
        (CodeSet.LANGUAGE, values.LANGUAGES),
        (CodeSet.GRADE, values.GRADES),
        (CodeSet.RELATIONSHIP, values.RELATIONSHIPS),
    ],
)
def test_every_word_that_a_district_starts_with_is_one_of_clevers(code_set: CodeSet, listed: tuple[str, ...]) -> None:
    assert {code.clever_value for code in SEEDS if code.code_set is code_set} - {None} <= set(listed)


def test_every_race_and_language_of_clever_can_be_written() -> None:
    for code_set, listed in ((CodeSet.RACE, values.RACES), (CodeSet.LANGUAGE, values.LANGUAGES)):
        assert {code.clever_value for code in SEEDS if code.code_set is code_set} >= set(listed)


def test_the_codes_that_a_district_starts_with_write_what_no_codes_write(small: Small) -> None:
    small.student("2", gender="N", race_code="Q;W")
    with_codes, without = exported(small, SEEDED), exported(small, [])
    assert with_codes.files == without.files
    assert with_codes.findings.equals(without.findings)


def test_a_list_without_any_code_is_as_every_district_starts_with_it(small: Small) -> None:
    row = exported(small, [("RACE", "P", "A", 1)]).row("students.csv", Student_id="1")
    assert (row["Gender"], row["Race"], row["Contact_relationship"]) == ("M", "A", "Sibling")


def test_a_code_that_the_district_took_out_is_unknown(small: Small) -> None:
    result = exported(small, [("RACE", "W", "W", 1), ("GENDER", "F", "F", 1), ("RELATIONSHIP", "SELF", "Self", 1)])
    row = result.row("students.csv", Student_id="1")
    assert (row["Gender"], row["Race"], row["Contact_relationship"]) == ("", "", "Other")
    assert result.codes("1") == ["CODE_UNMAPPED", "CODE_UNMAPPED"]


def test_a_code_that_has_no_word_in_clever_is_blank_and_nothing_is_said(small: Small) -> None:
    result = exported(small, [("RACE", "P", None, 1), ("GENDER", "M", None, 1), ("RELATIONSHIP", "SIBLING", None, 1)])
    row = result.row("students.csv", Student_id="1")
    assert (row["Gender"], row["Race"], row["Contact_relationship"]) == ("", "", "")
    assert result.codes("1") == []


@pytest.mark.parametrize(
    ("recorded", "cell"), [("C;K", "A"), ("C;W", "M"), ("C;D", "A"), ("D", ""), ("c", "A")], ids=str
)
def test_two_codes_with_one_word_are_one_race(recorded: str, cell: str) -> None:
    small = Small()
    small.student("1", race_code=recorded)
    codes = [("RACE", "C", "A", 1), ("RACE", "K", "A", 2), ("RACE", "W", "W", 3), ("RACE", "D", None, 4)]
    assert exported(small, codes).row("students.csv", Student_id="1")["Race"] == cell


def test_of_codes_that_differ_in_case_alone_the_first_counts() -> None:
    rows = pl.DataFrame({"code_set": ["RACE"] * 2, "code": ["w", "W"], "clever_value": ["P", "A"], "sequence": [2, 1]})
    assert read_codes(FrameSource({"code_value": rows})).races == {"w": "A"}


def test_an_edited_code_changes_the_cell_written_from_the_database(
    store: Store, settings: Settings, small: Small, tmp_path: Path
) -> None:
    keep(store, {**EMPTY, **small.roster})
    with store.writing(1) as session:
        seed(session, 1, NOW)
        for code_set, code, word in (("RACE", "P", "A"), ("GENDER", "M", None), ("RELATIONSHIP", "SIBLING", "Other")):
            session.get_one(CodeValue, (1, code_set, code)).clever_value = word
    store.close()
    request = Request(settings.url, 1, {"column_layout": "clever"}, TODAY, tmp_path / "out", tmp_path / "f.parquet")
    export_in_child(request, lambda _done, _total, _what: None)
    [row] = pl.read_csv(request.folder / "students.csv", infer_schema=False).fill_null("").to_dicts()
    assert (row["Gender"], row["Race"], row["Contact_relationship"]) == ("", "A", "Other")
