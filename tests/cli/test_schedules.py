"""Schedules as they are typed."""

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.conftest import GOLDEN


def test_a_schedule_is_saved_switched_on_run_held_and_set_aside(run: Run, tmp_path: Path) -> None:
    run("roster", "load", GOLDEN)
    options, share = tmp_path / "options.toml", tmp_path / "share"
    options.write_text('deliver_local = true\nas_of_date = "2026-11-24"\n')
    share.mkdir()
    run("profiles", "save", "Clever", "--options", options)
    assert "There is no schedule yet" in run("schedules", "list").stdout
    run("schedules", "save", "Nightly", code=2)
    saved = json.loads(
        run("schedules", "save", "Nightly", "--profile", "clever", "--at", "04:30", "--days", "Mon-Fri", "--months",
            "Sep-Jun", "--json").stdout
    )  # fmt: skip
    assert (saved["cron"], saved["active"], saved["next"]) == ("30 4 * 1,2,3,4,5,6,9,10,11,12 1,2,3,4,5", False, [])
    assert [check["what"] for check in saved["checks"] if check["hinders"]] == [
        "No destination is set up for the profile “Clever”."
    ]
    assert "No destination is set up" in run("schedules", "resume", "Nightly", code=2).stderr
    run("destinations", "add", "Share", "--method", "folder", "--set", f"path={share}", "--profile", "Clever")
    changed = run("schedules", "save", "nightly", "--at", "02:15", "--months", "all", "--on")
    assert "Mon–Fri at 02:15" in changed.stdout
    assert "Clocks change between 01:00 and 03:00" in changed.stderr
    assert "never run" in run("schedules", "list").stdout
    shown = json.loads(run("schedules", "show", "Nightly", "--json").stdout)
    assert (len(shown["next"]), shown["active"], shown["catch_up_minutes"]) == (5, True, 180)
    assert {one["local"].split()[2] for one in shown["next"]} <= {"02:15", "03:00"}

    held = json.loads(run("schedules", "run", "Nightly", "--json", code=1).stdout)
    assert (held["state"], held["trigger"], list(share.glob("**/*.csv"))) == ("held", "MANUAL", [])
    assert "Nothing of this profile was delivered before." in held["reason"]
    gone = json.loads(
        run("schedules", "discard", held["scheduled_run"], "--reason", "only tried out", "--json").stdout
    )  # fmt: skip
    assert (gone["state"], gone["run"]) == ("discarded", held["run"])
    [told] = json.loads(run("schedules", "history", "Nightly", "--json").stdout)
    assert told == gone

    held = json.loads(run("schedules", "run", "Nightly", "--json", code=1).stdout)
    assert "It is discarded." in run("schedules", "approve", gone["scheduled_run"], "--reason", "x", code=2).stderr
    sent = json.loads(run("schedules", "approve", held["scheduled_run"], "--reason", "looked at", "--json").stdout)
    assert (sent["state"], len(list((share / "current").glob("*.csv")))) == ("delivered", 6)
    assert "within the last hour" in run("schedules", "run", "Nightly", code=2).stderr

    run("schedules", "blackout", "add", "2026-12-24", "2027-01-03", "--reason", "Holidays")
    [kept] = json.loads(run("schedules", "blackout", "list", "--json").stdout)
    assert (kept["first"], kept["last"], kept["schedule"]) == ("2026-12-24", "2027-01-03", None)
    run("schedules", "blackout", "remove", kept["blackout"])
    assert "There is no blackout" in run("schedules", "blackout", "list").stdout
    run("profiles", "do-not-schedule", "Clever", "--note", "New section IDs")
    assert "New section IDs" in run("schedules", "run", "Nightly", code=2).stderr
    run("profiles", "do-not-schedule", "Clever")
    run("schedules", "pause", "Nightly", "--reason", "Summer")
    assert "paused. Summer" in run("schedules", "show", "Nightly").stdout
    run("schedules", "save", "Nightly", "--source", "kind=folder", code=2)
    run("schedules", "save", "Nightly", "--days", "Mon-Xyz", code=2)
    assert "done_file" in run("schedules", "sources").stdout
    run("schedules", "delete", "Nightly")
    assert json.loads(run("schedules", "list", "--json").stdout) == []
