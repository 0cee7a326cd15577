"""What the export page asks before a run, over either database."""

import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime

import polars as pl
import pytest

from roster_core.access.rights import granted, local_administrator
from roster_core.clever.build import build
from roster_core.clever.output import FrameOutput
from roster_core.clever.preview import resident
from roster_core.clever.preview.effect import Effect
from roster_core.clever.profile.file import parse_options
from roster_core.journeys import export_preview
from roster_core.journeys.export_preview import effect, example, preview, warm
from roster_core.refusals import Refusal
from tests.clever.exporting import TODAY, source_of
from tests.clever.stored import keep
from tests.roster.golden_roster import golden

USER = local_administrator()
OPTIONS = {
    "include_all_guardians": True,
    "combine_inclusion_sections": True,
    "use_four_teacher_columns": True,
    "include_elementary_homerooms": True,
    "school_override_user_text": "HOMESCH",
    "exclude_prek_students": True,
}


def clock() -> datetime:
    return datetime(TODAY.year, TODAY.month, TODAY.day, 16, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _ended() -> Iterator[None]:
    yield
    resident.close_all()


@pytest.fixture
def district(store):
    keep(store, golden())
    return store


def files(options) -> dict[str, pl.DataFrame]:
    output = FrameOutput()
    build(source_of(golden()), parse_options(options), output, today=TODAY)
    return output.tables


def settled(store, before, after) -> Effect:
    told = Effect()
    while not (told.exact or told.error):
        told = effect(store, USER, before, after, wait_s=5, clock=clock)
    return told


def test_the_first_rows_over_a_database_are_those_of_the_whole_run(district):
    warm(district, USER, clock=clock)
    for options in ({}, OPTIONS):
        for file, table in files(options).items():
            shown = preview(district, USER, options, file=file, rows=4, clock=clock)
            assert shown.frame.equals(table.head(4)), (file, options)
            assert shown.header == tuple(table.columns)
            assert not shown.forbidden


def test_an_effect_counts_what_two_whole_runs_differ_in(district):
    told = settled(district, {}, OPTIONS)
    before, after = files({}), files(OPTIONS)
    assert {name: (counts.before, counts.after) for name, counts in told.files.items()} == {
        name: (len(before[name]), len(after[name])) for name in after
    }
    students = [set(tables["students.csv"]["Student_id"]) for tables in (before, after)]
    counts = told.files["students.csv"]
    assert (counts.removed, counts.added) == (len(students[0] - students[1]), len(students[1] - students[0]))
    assert told.findings["INCLUSION_COMBINED"][0] == 0
    assert effect(district, USER, {}, OPTIONS, wait_s=0, clock=clock) == told
    nothing = settled(district, OPTIONS, OPTIONS)
    assert all((file.added, file.removed, file.changed) == (0, 0, 0) for file in nothing.files.values())
    assert nothing.findings == {}


def test_a_first_answer_tells_what_was_looked_at(district):
    told = effect(district, USER, {}, {"frl_short_codes": True}, wait_s=0, clock=clock)
    assert told.exact or "students" in told.looked_at
    assert told.files["students.csv"].changed > 0


def test_an_example_comes_from_the_roster(district):
    told = example(district, USER, {}, "frl_short_codes", clock=clock)
    assert (told.file, told.column, told.after) == ("students.csv", "Frl_status", "F")
    assert told.cells[0].after == "F"


def test_a_process_that_died_is_started_again(district):
    preview(district, USER, {}, file="schools.csv", clock=clock)
    [process] = resident._residents.values()
    assert process._child is not None
    os.kill(process._child._process.pid, signal.SIGKILL)
    assert len(preview(district, USER, {}, file="schools.csv", clock=clock).frame) > 0


def test_another_roster_is_seen_at_once(district):
    shown = preview(district, USER, {}, file="students.csv", clock=clock)
    with district.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("update person set first_name = 'Other' where kind = 'STUDENT'")
        connection.exec_driver_sql("update district set current_load_id = '1-other'")
    again = preview(district, USER, {}, file="students.csv", clock=clock)
    assert set(again.frame["First_name"]) == {"Other"}
    assert len(again.frame) == len(shown.frame)


def test_it_needs_the_right_to_see_exports(district):
    nobody = granted(login="x", name="X")
    for ask in (
        lambda: preview(district, nobody, {}, file="students.csv"),
        lambda: example(district, nobody, {}, "frl_short_codes"),
        lambda: effect(district, nobody, {}, {}),
        lambda: warm(district, nobody),
    ):
        with pytest.raises(Refusal, match="export_view"):
            ask()
    assert export_preview.PreviewTable("x", (), pl.DataFrame(), None, pl.DataFrame(), 1).forbidden
