import json
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import polars as pl
import pytest

from roster_core.clever import engine
from roster_core.clever.engine import Request, as_json, export_in_child, from_json
from roster_core.clever.profile.groups.section import SectionOptions
from roster_core.options import each_option
from roster_core.project import PROJECT
from roster_core.refusals import Refusal
from roster_core.settings import Settings
from tests.clever import golden_rich
from tests.clever.exporting import TODAY, export, export_source, source_of
from tests.clever.golden_export import FILES, FINDINGS
from tests.clever.rich_options import rich_options
from tests.clever.rich_rosters import rich_roster
from tests.clever.small import EMPTY
from tests.clever.stored import keep
from tests.clever.test_against_plain import DEFAULTS, WORDS
from tests.clever.test_golden import shown
from tests.roster.golden_roster import golden

KEY = "of the district"


def quiet(_done: int, _total: int, _what: str) -> None:
    """Nobody looks."""


@pytest.fixture
def request_of(settings, tmp_path):
    def make(options=None, *, district_id=1) -> Request:
        out = tmp_path / "out"
        wanted = {"column_layout": "genesis", **(options or {})}
        return Request(settings.url, district_id, wanted, TODAY, out, tmp_path / "findings.parquet")

    return make


def test_the_database_gives_the_golden_files_byte_by_byte(store, request_of):
    keep(store, golden())
    store.close()
    request = request_of()
    result = export_in_child(request, quiet)
    from_frames = export(golden())
    written = {path.name: path.read_text(encoding="utf-8") for path in request.folder.iterdir()}
    assert written == from_frames.files
    assert written["sections.csv"] == FILES["sections.csv"]
    findings = pl.read_parquet(result.findings)
    assert findings.equals(from_frames.findings)
    assert set(findings.select("severity", "code", "file", "row_key").iter_rows()) == FINDINGS


def test_the_database_gives_the_files_of_the_rich_profile(store, request_of):
    keep(store, golden())
    store.close()
    request = request_of(golden_rich.OPTIONS)
    result = export_in_child(request, quiet)
    written = {path.name: path.read_text(encoding="utf-8") for path in request.folder.iterdir()}
    assert {name: written[name] for name in golden_rich.FILES if name != "students.csv"} == {
        name: text for name, text in golden_rich.FILES.items() if name != "students.csv"
    }
    assert shown(written["students.csv"]) == golden_rich.FILES["students.csv"]
    findings = pl.read_parquet(result.findings).select("severity", "code", "file", "row_key")
    assert set(findings.iter_rows()) == golden_rich.FINDINGS


@pytest.mark.parametrize("seed", range(3))
def test_the_database_gives_what_frames_give_of_any_roster(store, request_of, seed):
    chance = Random(seed)  # noqa: S311 - rosters are drawn, not secrets
    roster = {**EMPTY, **rich_roster(chance).roster}
    options = rich_options(chance, DEFAULTS, WORDS)
    keep(store, roster)
    store.close()
    request = replace(request_of(options), secret=KEY)
    result = export_in_child(request, quiet)
    from_frames = export_source(source_of(roster), secret=KEY, **request.options)
    assert {path.name: path.read_text(encoding="utf-8") for path in request.folder.iterdir()} == from_frames.files
    assert pl.read_parquet(result.findings).equals(from_frames.findings)


def test_the_database_gives_what_frames_give_with_every_option_of_sections(store, request_of):
    keep(store, golden())
    keep(store, golden(), district_id=2, code="OTHER")
    store.close()
    options = {name: True for name, info in each_option(SectionOptions) if info.default is False}
    request = request_of({**options, "excluded_course_codes": "MHS@0990"})
    result = export_in_child(request, quiet)
    from_frames = export(golden(), **request.options)
    written = {path.name: path.read_text(encoding="utf-8") for path in request.folder.iterdir()}
    assert written == from_frames.files
    assert pl.read_parquet(result.findings).equals(from_frames.findings)
    assert "2026-27-JonesK-HR-MHE-102" in written["enrollments.csv"]


def test_the_result_describes_what_lies_in_the_folder(store, request_of):
    keep(store, golden())
    store.close()
    request = request_of()
    result = export_in_child(request, quiet)
    assert result.counts == {name: text.count("\n") - 1 for name, text in export(golden()).files.items()}
    assert {file.name: file.size for file in result.files} == {
        p.name: p.stat().st_size for p in request.folder.iterdir()
    }
    assert result.finding_counts == {"block": 0, "error": 0, "warning": 7, "info": 3}


def test_a_neighbour_district_in_the_same_database_changes_nothing(store, request_of):
    keep(store, golden())
    other = golden()
    other["students"] = [{**row, "first_name": "Other"} for row in other["students"]]
    keep(store, other, district_id=2, code="OTHER")
    store.close()
    export_in_child(request := request_of(), quiet)
    assert "Other" not in (request.folder / "students.csv").read_text(encoding="utf-8")
    assert (request.folder / "enrollments.csv").read_text(encoding="utf-8") == FILES["enrollments.csv"]


def test_a_profile_that_cannot_run_leaves_findings_and_no_file(store, request_of):
    keep(store, golden())
    store.close()
    request = request_of({"school_ids": ["NOWHERE"], "no_such_option": 1})
    result = export_in_child(request, quiet)
    assert result.files == ()
    assert list(request.folder.iterdir()) == []
    codes = set(pl.read_parquet(result.findings)["code"])
    assert codes == {"SCHOOL_UNKNOWN", "SCOPE_EMPTY", "OPTION_INVALID"}


def test_an_unknown_district_is_refused(store, request_of):
    store.close()
    with pytest.raises(Refusal, match="not in this database"):
        export_in_child(request_of(district_id=9), quiet)


def test_progress_counts_up_to_the_end(store, request_of):
    keep(store, golden())
    store.close()
    told: list[tuple[int, int, str]] = []
    export_in_child(request_of(), lambda *step: told.append(step))
    assert [done for done, _total, _what in told] == sorted(done for done, _total, _what in told)
    assert told[-1][0] == told[-1][1]
    assert {what for _done, _total, what in told} >= {"students", "enrollments"}


def test_what_the_caller_raises_ends_the_child(store, request_of):
    keep(store, golden())
    store.close()

    def stop(_done: int, _total: int, _what: str) -> None:
        raise KeyError("stopped")

    with pytest.raises(KeyError):
        export_in_child(request := request_of(), stop)
    assert not (request.folder / "students.csv").exists()


def test_a_child_that_fails_says_why(tmp_path):
    request = Request(f"sqlite:///{tmp_path}/none.sqlite3", 1, {}, TODAY, tmp_path, tmp_path / "f.parquet")
    with pytest.raises(RuntimeError, match=r"none\.sqlite3"):
        export_in_child(request, quiet)


def test_a_request_survives_the_pipe():
    request = Request("sqlite:///x", 1, {"as_of_date": date(2026, 9, 8)}, TODAY, Path("a"), Path("b"), secret=KEY)
    assert from_json(as_json(request)) == Request(
        "sqlite:///x", 1, {"as_of_date": "2026-09-08"}, TODAY, Path("a"), Path("b"), secret=KEY
    )


def test_the_url_is_never_shown_with_the_request():
    assert "hunter2" not in repr(Request("postgresql://u:hunter2@h/d", 1, {}, TODAY, Path("a"), Path("b")))


def test_asking_for_an_export_does_not_load_a_second_sqlite():
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, roster_core.clever.engine as e; print([m for m in sys.modules if 'adbc' in m])",
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=PROJECT,
    )
    assert json.loads(done.stdout.replace("'", '"')) == []
    assert callable(engine.export)


_TWO_READS = """
import sys, polars as pl
from roster_core.clever.source.adbc import open_source
from roster_core.clever.source.source import Read
people = Read("person", {"person_id": pl.Int64})
with open_source(sys.argv[1], 1) as source:
    print(len(source.table(people)), flush=True)
    sys.stdin.readline()
    print(len(source.table(people)), sum(len(b) for b in source.batches(people)), flush=True)
"""


def test_a_run_reads_one_state_whatever_others_commit(store, settings):
    keep(store, golden())
    with subprocess.Popen(
        [sys.executable, "-c", _TWO_READS, settings.url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
    ) as child:
        assert child.stdin
        assert child.stdout
        before = int(child.stdout.readline())
        _add_person(settings, store)
        child.stdin.write("go on\n")
        child.stdin.flush()
        assert child.stdout.readline().split() == [str(before)] * 2


def _add_person(settings: Settings, store) -> None:
    columns = "district_id, person_id, kind, person_key, last_name, status, photo_restricted, record_confidential"
    statement = (
        f"insert into person ({columns}, created_at, updated_at) "  # noqa: S608 - a test's own text
        "values (1, 9999, 'STAFF', '9999', 'Late', 'ACTIVE', false, false, '2026-01-01', '2026-01-01')"
    )
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(statement)
    if settings.sqlite:
        with sqlite3.connect(settings.url.removeprefix("sqlite:///")) as again:
            assert again.execute("select count(*) from person where person_id = 9999").fetchone() == (1,)
