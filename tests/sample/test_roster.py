"""The sample's roster: built the same every time, in the writer's form, and without a fault on loading."""

import filecmp
from pathlib import Path

import polars as pl
import pytest

from roster_core.roster.archive import open_sources
from roster_core.roster.checks.roster import Checked, check
from roster_core.roster.dump import write_roster
from roster_core.roster.layout import FILES
from roster_core.roster.reading import read_roster_csv
from roster_core.sample.build import roster

PROJECT = Path(__file__).parents[2]
COMMITTED = PROJECT / "data" / "sample" / "roster"
GOLDEN = PROJECT.parent / "shared" / "reference" / "golden-roster"
NAMES = [file.csv_name for file in FILES]


@pytest.fixture(scope="module")
def checked() -> Checked:
    return check(read_roster_csv(open_sources(COMMITTED)), district_code=None)


def read(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(folder / name, infer_schema=False).with_columns(pl.all().fill_null(""))


def test_every_build_writes_the_same_bytes_and_they_are_the_committed_ones(tmp_path):
    for folder in ("one", "two"):
        roster().write(tmp_path / folder)
        assert filecmp.cmpfiles(tmp_path / folder, COMMITTED, NAMES, shallow=False) == (NAMES, [], [])
    assert sorted(path.name for path in COMMITTED.iterdir()) == sorted(NAMES)


def test_another_seed_makes_another_district(tmp_path):
    roster(7).write(tmp_path)
    assert (tmp_path / "students.csv").read_bytes() != (COMMITTED / "students.csv").read_bytes()


def test_it_loads_with_the_intended_warnings_and_nothing_worse(checked):
    found = checked.findings.select("severity", "code").unique().sort("code").rows()
    intended = ("DATE_OUTSIDE_YEAR", "PRINT_PERIOD_MISSING", "SHARED_TOO_FEW", "STATE_ID_FORM")
    assert found == [("warning", code) for code in intended]


def test_it_is_in_the_form_that_the_roster_is_written_back_in(checked, tmp_path):
    write_roster(checked.tables, tmp_path)
    assert filecmp.cmpfiles(tmp_path, COMMITTED, NAMES, shallow=False) == (NAMES, [], [])


@pytest.mark.parametrize("name", NAMES)
def test_every_golden_row_is_in_it_with_every_cell_that_says_something(name):
    golden, sample = read(GOLDEN, name), read(COMMITTED, name)
    assert golden.columns == sample.columns
    key = next(file.key for file in FILES if file.csv_name == name)
    ours = {tuple(row[column] for column in key): row for row in sample.iter_rows(named=True)}
    for row in golden.iter_rows(named=True):
        mine = ours[tuple(row[column] for column in key)]
        assert {column: mine[column] for column, cell in row.items() if cell} == {k: v for k, v in row.items() if v}


def test_it_is_a_district_of_the_promised_size(checked):
    tables = checked.tables
    assert 1_150 <= tables["students"].height <= 1_300
    assert 120 <= tables["staff"].height <= 160
    seats = read(COMMITTED, "section_enrollments.csv").filter(pl.col("school_code").is_in(["MMS", "MHS"]))
    each = seats.filter(pl.col("school_year") == "2026-27").group_by("district_number").len()["len"]
    assert each.median() in {7, 8, 9}


def test_people_can_be_reached_nowhere():
    phones = read(COMMITTED, "phones.csv")["number"]
    digits = phones.str.replace_all(r"(?i)x.*", "").str.replace_all(r"\D", "")
    ten = digits.str.strip_prefix("1").filter(digits.str.len_chars() >= 10)
    assert ten.str.contains(r"^\d{3}55501\d\d$").all()
    addresses = pl.concat(
        [read(COMMITTED, "emails.csv")["address"], read(COMMITTED, "students.csv")["school_email"]]
        + [read(COMMITTED, "staff.csv")[column] for column in ("work_email", "alternate_email")]
    )
    domains = addresses.str.to_lowercase().str.extract(r"@([^@]*)$").drop_nulls()
    assert domains.filter(~domains.str.contains(r"(^|\.)(maplehollow\.example|example\.org)$")).is_empty()
