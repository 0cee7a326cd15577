"""Switching from one roster to another, whatever the two are."""

import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from roster_core.journeys.districts import write_district
from roster_core.roster.changes import check_holds, compare
from roster_core.roster.checks.roster import check
from roster_core.roster.dump import to_csv
from roster_core.roster.intake import Intake
from roster_core.roster.layout import FILE_BY_NAME
from roster_core.roster.reading import read_roster_csv
from roster_core.roster.stored import as_files, read_tables
from roster_core.roster.switch import apply_switch, district_row, plan_switch
from roster_core.settings import Settings
from roster_core.store import Store, open_store
from tests.conftest import GOLDEN

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
GOLDEN_INTAKE = read_roster_csv({path.name: path.read_bytes() for path in GOLDEN.iterdir()})
#: Cells that may be changed at will without breaking a rule.
FREE = (("students", "first_name"), ("students", "state_id"), ("phones", "number"), ("section_meetings", "room"))


@st.composite
def rosters(draw: st.DrawFn) -> Mapping[str, pl.DataFrame]:
    """Checked tables of the golden roster with some rows left out and some cells changed."""
    tables = dict(GOLDEN_INTAKE.tables)
    for name in draw(st.sets(st.sampled_from(sorted(set(tables) - {"district", "school_years", "schools"})))):
        keep = draw(st.lists(st.booleans(), min_size=tables[name].height, max_size=tables[name].height))
        tables[name] = tables[name].filter(pl.Series(keep, dtype=pl.Boolean))
    for name, column in FREE:
        height = tables[name].height
        texts = draw(
            st.lists(st.sampled_from(["Ana", "7012345678", "12", "é", None, "a,b"]), min_size=height, max_size=height)
        )
        new = pl.Series(column, texts, dtype=pl.String)
        tables[name] = tables[name].with_columns(pl.coalesce(new, pl.col(column)).alias(column))
    return check(Intake("roster", tables), district_code=None).tables


def written(store: Store) -> dict[str, bytes]:
    with store.reading(1) as session:
        files = as_files(read_tables(session.connection(), 1))
    return {name: to_csv(frame, FILE_BY_NAME[name].key) for name, frame in files.items()}


def switch(store: Store, files: Mapping[str, pl.DataFrame]) -> None:
    with store.writing(1) as session:
        write_district(session, 1, district_row(files), now=NOW)
        connection = session.connection()
        apply_switch(connection, 1, plan_switch(read_tables(connection, 1), files, now=NOW), now=NOW)


@given(first=rosters(), second=rosters())
@hypothesis_settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_roster_is_the_same_whatever_was_there_before(
    sqlite_template: Path, first: Mapping[str, pl.DataFrame], second: Mapping[str, pl.DataFrame]
) -> None:
    results = []
    for path in ([first, second], [second], [second, first, second]):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(sqlite_template, Path(folder) / "roster.sqlite3")
            store = open_store(Settings(data_dir=Path(folder)), upgrade=False)
            for files in path:
                switch(store, files)
            results.append(written(store))
            store.close()
    assert results[0] == results[1] == results[2]


@given(first=rosters(), second=rosters())
@hypothesis_settings(max_examples=12, deadline=None)
def test_what_is_compared_adds_up(first: Mapping[str, pl.DataFrame], second: Mapping[str, pl.DataFrame]) -> None:
    before = {name: frame.drop("_file", "_row") for name, frame in first.items() if name != "district"}
    wanted = {name: frame.drop("_file", "_row") for name, frame in second.items() if name != "district"}
    for name, change in compare(wanted, before).items():
        assert change.rows - change.added.height == before[name].height - change.gone.height
    same = compare(wanted, wanted)
    assert all(not (change.added.height or change.changed.height or change.gone.height) for change in same.values())
    assert check_holds(wanted, wanted) == []
