"""Destinations and deliveries as they are typed."""

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.conftest import GOLDEN
from tests.servers.sshd import running_sshd

DAY = ("--as-of", "2026-11-24")


def test_a_profile_is_run_delivered_and_sent_again(run: Run, tmp_path: Path) -> None:
    run("roster", "load", GOLDEN)
    options, key = tmp_path / "options.toml", tmp_path / "key"
    options.write_text("deliver_sftp = true\n")
    run("profiles", "save", "Nightly", "--options", options)
    with running_sshd() as server:
        key.write_text(server.key)
        where = ("--set", f"host=127.0.0.1:{server.port}", "--set", f"user={server.user}")
        said = ("--method", "sftp", *where, "--secret", f"key={key}", "--profile", "nightly")
        added = run("destinations", "add", "Clever", *said)
        assert "Nobody has confirmed the server's key" in added.stdout
        assert "not confirmed" in run("destinations", "trust", "Clever").stdout
        [shown] = json.loads(run("destinations", "trust", "Clever", "--json").stdout)
        run("destinations", "trust", "Clever", "--fingerprint", shown["fingerprint"])
        assert "✓ A file was written." in run("destinations", "test", "Clever").stdout
        listed = json.loads(run("destinations", "list", "--json").stdout)
        assert [(one["name"], one["secrets"], one["hindrance"]) for one in listed] == [("Clever", ["key"], "")]
        assert server.key.splitlines()[1] not in json.dumps(listed)
        assert "sealed anew" in run("secrets", "rotate").stdout

        held = json.loads(run("clever", "run", "--profile", "Nightly", "--deliver", *DAY, "--json", code=1).stdout)
        assert (held["state"], held["deliveries"], list(server.home.iterdir())) == ("held", [], [])
        [first] = json.loads(run("clever", "brakes", held["run"], "--json", code=1).stdout)
        assert (first["held"], [brake["code"] for brake in first["brakes"]]) == (True, ["BRAKE_FIRST"])
        sent = json.loads(
            run("clever", "run", "--profile", "Nightly", "--deliver", "--approve", "first", *DAY, "--json").stdout
        )
        assert sent["state"] == "delivered"
        [delivery] = sent["deliveries"]
        assert (delivery["state"], delivery["fingerprint"]) == ("delivered", shown["fingerprint"])
        assert {file["name"]: file["size"] for file in delivery["files"]} == sizes(server.home)
        (server.home / "students.csv").write_bytes(b"lost")
        assert [brake["code"] for brake in delivery["brakes"]] == ["BRAKE_FIRST"]
        assert delivery["decision"]["reason"] == "first"
        again = run("clever", "resend", sent["run"], "--reason", "lost there")
        assert "Clever" in again.stdout
        assert {file["name"]: file["size"] for file in delivery["files"]} == sizes(server.home)
        (server.home / "next").mkdir()
        run("destinations", "add", "Clever", "--change", "--method", "sftp", "--set", "folder=next")
        moved = json.loads(run("clever", "run", "--profile", "Nightly", "--dry-run", *DAY, "--json", code=1).stdout)
        assert [one["held"] for one in moved["brakes"]] == [True]
        assert "would be held" in run("clever", "brakes", moved["run"], code=1).stdout
        assert "is approved" in run("clever", "approve", moved["run"], "--reason", "it moved").stdout
        assert "No delivery of the run is held" in run("clever", "discard", moved["run"], code=2).stderr
        assert list((server.home / "next").iterdir()) == []
    told = ("--set", "people_hold=12", "--window", "2027-01-25", "2027-02-05", "100", "90", "80", "second term")
    assert (
        "100 % deleted, 90 % changed, 80 % added (second term)" in run("destinations", "limits", "Clever", *told).stdout
    )
    kept = json.loads(run("destinations", "limits", "Clever", "--no-windows", "--json").stdout)
    assert (kept["limits"]["people_hold"], kept["windows"]) == (12, [])
    assert "0 to 90" in run("destinations", "limits", "Clever", "--set", "people_hold=95", code=2).stderr
    assert "used by “Nightly”" in run("destinations", "delete", "Clever", code=2).stderr


def sizes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in folder.iterdir()}
