"""The commands as they are typed: text, JSON and exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from roster_core.cli.app import app
from tests.cli.conftest import Run
from tests.conftest import GOLDEN


def test_a_roster_is_loaded_exported_checked_and_compared(run: Run, tmp_path: Path) -> None:
    preview = json.loads(run("roster", "load", GOLDEN, "--dry-run", "--json").stdout)
    assert preview["state"] == "previewed"
    assert preview["counts"]["students"] == {"rows": 7, "added": 7, "changed": 0, "gone": 0}
    assert preview["findings"] == []
    run("people", "find", "ortega", code=2)

    loaded = json.loads(run("roster", "load", GOLDEN, "--json").stdout)
    assert loaded["state"] == "loaded"
    out = tmp_path / "out"
    exported = json.loads(run("clever", "export", "--out", out, "--as-of", "2026-11-24", "--zip", "--json").stdout)
    assert exported["counts"]["students.csv"] == 5
    assert {path.name for path in out.iterdir()} == {
        "schools.csv", "students.csv", "teachers.csv", "sections.csv", "enrollments.csv", "staff.csv",
        "findings.json", "clever.zip",
    }  # fmt: skip
    assert json.loads((out / "findings.json").read_text()) == exported["findings"]
    keys = [(finding["file"], finding["row_key"], finding["code"]) for finding in exported["findings"]]
    assert keys == sorted(keys)
    assert set(exported["findings"][0]) == {"severity", "code", "file", "row_key", "column", "message"}

    found = json.loads(run("clever", "check", out, "--json").stdout)
    assert {finding["severity"] for finding in found} <= {"warning", "info"}
    assert json.loads(run("clever", "diff", out, out, "--json").stdout)["students.csv"] == {
        "added": [], "removed": [], "changed": [],
    }  # fmt: skip
    hits = json.loads(run("people", "find", "ortga", "--json").stdout)
    assert hits[0]["person_key"] == "0104233"
    person = json.loads(run("people", "show", "student", "0104233", "--json").stdout)
    assert person["last_name"] == "Ortega"
    assert "Rivera" in run("people", "show", "staff", "mrivera").stdout


def test_a_dump_of_a_load_is_a_roster_again(run: Run, tmp_path: Path) -> None:
    run("roster", "load", GOLDEN)
    run("roster", "dump", tmp_path / "one")
    run("roster", "load", tmp_path / "one")
    run("roster", "dump", tmp_path / "two")
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two


def test_findings_of_severity_error_end_with_code_1_and_a_refused_load_with_2(run_apart: Run, tmp_path: Path) -> None:
    for name in ("dirty", "broken"):
        (tmp_path / name).mkdir()
        for path in GOLDEN.iterdir():
            (tmp_path / name / path.name).write_bytes(path.read_bytes())
    phones = tmp_path / "dirty" / "phones.csv"
    phones.write_text(phones.read_text() + "STUDENT,nobody,1,CELL,201-555-0100,\n")
    told = run_apart("roster", "load", tmp_path / "dirty", code=1)
    assert "REF_UNKNOWN" in told.stderr
    (tmp_path / "broken" / "students.csv").unlink()
    refused = run_apart("roster", "load", tmp_path / "broken", "--json", code=2)
    assert json.loads(refused.stdout)["state"] == "refused"
    assert "FILE_MISSING" in refused.stdout


def test_a_held_load_waits_for_approval(run: Run, tmp_path: Path) -> None:
    run("roster", "load", GOLDEN)
    folder = tmp_path / "less"
    folder.mkdir()
    for path in GOLDEN.iterdir():
        lines = path.read_text().splitlines(keepends=True)
        (folder / path.name).write_text("".join(lines[:1] if path.name == "phones.csv" else lines))
    assert "phones.csv has no rows" in run("roster", "load", folder, code=2).stderr
    assert json.loads(run("roster", "load", folder, "--approve", "--json").stdout)["state"] == "loaded"


@pytest.mark.parametrize(
    "arguments",
    [
        ("roster", "load", "no-such-folder"),
        ("clever", "check", "no-such-folder"),
        ("clever", "diff", "no-such-folder", "nor-this"),
        ("clever", "export", "--out", "nowhere"),
        ("people", "show", "student", "1"),
        ("roster", "dump", "nowhere"),
        ("roster", "load", "x", "--assume", "nonsense"),
        ("roster", "nonsense"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words_with_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, code=2)
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) >= 2


def test_what_is_refused_is_told_alike_by_a_process(run: Run, run_apart: Run) -> None:
    here, apart = (one("people", "show", "student", "1", code=2) for one in (run, run_apart))
    assert (here.stdout, here.stderr) == (apart.stdout, apart.stderr)


def _commands(group: click.Group) -> dict[str, click.Command]:
    context = click.Context(group)
    found = {name: group.get_command(context, name) for name in group.list_commands(context)}
    assert all(command is not None and command.name == name for name, command in found.items())
    return {name: command for name, command in found.items() if command is not None}


def test_every_command_has_help(run_apart: Run) -> None:
    assert "photos" in run_apart("--help").stdout
    for name, group in _commands(app).items():
        told = CliRunner().invoke(app, [name, "--help"])
        assert told.output.startswith("Usage")
        for command in _commands(group).values() if isinstance(group, click.Group) else ():
            assert command.help
            assert all(getattr(option, "help", True) for option in command.params if option.param_type_name == "option")


@pytest.mark.parametrize(
    ("module", "without"),
    [
        ("roster_core.cli.app", ("polars", "sqlalchemy", "alembic", "roster_core.journeys")),
        ("roster_core.cli.clever_export", ("alembic", "PIL", "roster_core.photos", "roster_core.journeys.roster_work")),
        ("roster_core.cli.clever_folders", ("sqlalchemy", "roster_core.journeys")),
        ("roster_core.clever.child", ("sqlalchemy", "click", "pydantic_settings", "roster_core.journeys")),
        ("roster_core.photos.child", ("sqlalchemy", "rapidfuzz", "pydantic_settings", "roster_core.roster")),
    ],
)
def test_a_command_starts_without_what_others_need(module: str, without: tuple[str, ...]) -> None:
    told = f"import sys, {module}; print(*(name for name in {without} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
