"""Profiles and their runs as they are typed."""

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.conftest import GOLDEN

DAY = ("--as-of", "2026-11-24")


def test_a_profile_is_saved_changed_shown_and_deleted(run: Run, tmp_path: Path) -> None:
    run("roster", "load", GOLDEN)
    assert "No profile" in run("profiles", "list").stdout
    options = tmp_path / "options.toml"
    options.write_text("frl_short_codes = false\n")
    saved = json.loads(run("profiles", "save", "Nightly", "--options", options, "--note", "start", "--json").stdout)
    assert (saved["name"], saved["version"], saved["note"], saved["findings"]) == ("Nightly", 1, "start", [])
    options.write_text('column_layout = "genesis"\n')
    assert "version 2" in run("profiles", "save", "nightly", "--options", options).stdout
    assert (
        "made from version 1"
        in run("profiles", "save", "nightly", "--preset", "source_defaults", "--based-on", "1", code=2).stderr
    )
    assert "Column layout: Clever today → Genesis" in run("profiles", "versions", "Nightly").stdout
    [newest, oldest] = json.loads(run("profiles", "versions", "Nightly", "--json").stdout)
    assert (newest["version"], newest["changes"][0]["name"], oldest["changes"]) == (2, "column_layout", [])
    shown = json.loads(run("profiles", "show", "Nightly", "--version", "1", "--json").stdout)
    assert shown["options"]["column_layout"] == "clever"
    assert 'column_layout = "genesis"' in run("profiles", "show", "Nightly").stdout
    run("profiles", "duplicate", "Nightly", "Summer")
    run("profiles", "rename", "Summer", "June")
    run("profiles", "delete", "Nightly")
    assert [profile["name"] for profile in json.loads(run("profiles", "list", "--json").stdout)] == ["June"]
    assert "(deleted)" in run("profiles", "list", "--all").stdout
    assert "Saved are “June”" in run("profiles", "show", "Nightly", code=2).stderr


def test_a_profile_file_gives_the_same_export_as_the_profile(run: Run, run_apart: Run, tmp_path: Path) -> None:
    run("roster", "load", GOLDEN)
    options = tmp_path / "options.json"
    options.write_text('{"column_layout": "genesis", "G02": true, "G03": true}')
    saved = json.loads(run("profiles", "save", "Nightly", "--options", options, "--json").stdout)
    assert [finding["code"] for finding in saved["findings"]] == ["OPTION_CONTRADICTION"]
    for name in ("nightly.toml", "nightly.json"):
        run("profiles", "export", "Nightly", "--out", tmp_path / name)
        run("clever", "export", "--options", tmp_path / name, *DAY, "--out", tmp_path / f"from {name}")
    run_apart("clever", "export", "--profile", "nightly", *DAY, "--out", tmp_path / "by name")
    by_name, *others = (
        {path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()}
        for folder in ("by name", "from nightly.toml", "from nightly.json")
    )
    assert all(other == by_name for other in others)
    assert "students.csv" in by_name
    assert b"GUARD" not in by_name["findings.json"]
    assert "already" in run("profiles", "import", tmp_path / "nightly.toml", code=2).stderr
    imported = json.loads(run("profiles", "import", tmp_path / "nightly.toml", "--name", "Copy", "--json").stdout)
    assert (imported["name"], imported["version"]) == ("Copy", 1)
    run("clever", "export", "--profile", "Copy", "--options", options, "--out", tmp_path / "x", code=2)


def test_a_run_is_held_until_approved_and_tells_what_changed(run: Run) -> None:
    run("roster", "load", GOLDEN)
    run("profiles", "save", "Nightly", "--preset", "source_defaults")
    assert "No destination" in run("clever", "run", "--profile", "Nightly", "--deliver", code=2).stderr
    held = json.loads(run("clever", "run", "--profile", "Nightly", *DAY, "--json", code=1).stdout)
    assert (held["state"], held["deliveries"], held["changes"]) == ("held", [], None)
    assert held["profile"] == {"name": "Nightly", "version": 1}
    assert "GUARD_FIRST" in [finding["code"] for finding in held["findings"]]
    approved = json.loads(run("clever", "run", "--profile", "Nightly", *DAY, "--approve", "first", "--json").stdout)
    assert (approved["state"], approved["approved"]) == ("previewed", True)
    assert approved["changes"]["since"] == held["run"]
    told = run("clever", "run", "--profile", "Nightly", *DAY, code=1)
    assert told.stdout.startswith("Nothing changed since the previous run")
    assert "GUARD_FIRST" in told.stderr
    assert "none is saved" in run("clever", "run", "--profile", "Nope", code=2).stderr.lower()


def test_limits_are_shown_and_set(run: Run) -> None:
    run("roster", "load", GOLDEN)
    assert "Held above 10 % removed or 75 % changed" in run("clever", "limits").stdout
    window = ("--window", "2027-06-20", "2027-07-10", "60", "100", "rollover")
    assert "2027-06-20 to 2027-07-10: 60 % removed" in run("clever", "limits", "--removed", "5", *window).stdout
    limits = json.loads(run("clever", "limits", "--json").stdout)
    assert (limits["removed_percent"], limits["changed_percent"], limits["windows"][0]["reason"]) == (5, 75, "rollover")
    assert json.loads(run("clever", "limits", "--no-windows", "--json").stdout)["windows"] == []
    assert "share from 0 to 100" in run("clever", "limits", "--removed", "200", code=2).stderr
