"""Alarms as they are typed."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.conftest import GOLDEN
from tests.servers.mail import PASSWORD, USER, mail_server


def test_alarms_are_set_tried_out_and_watched(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("roster", "load", GOLDEN)
    assert "Nobody is told" in run("alarms", "show").stdout
    assert "No alarm is open." in run("alarms", "status").stdout
    (tmp_path / "password").write_text(f"{PASSWORD}\n")
    (tmp_path / "ping").write_text("http://127.0.0.1:9/secret-x7\n")
    share = tmp_path / "share"
    share.mkdir()
    with mail_server(tmp_path) as mailbox:
        monkeypatch.setenv("ROSTER_CA_FILE", str(mailbox.ca_file))
        where = ("host=127.0.0.1", f"port={mailbox.port}", "sign_in=password", f"user={USER}", f"sender={USER}")
        settings = [part for one in (*where, "recipients=dana@district.example") for part in ("--set", one)]
        secrets = ("--secret", f"password={tmp_path / 'password'}", "--secret", f"heartbeat={tmp_path / 'ping'}")
        assert "dana@district.example are told" in run("alarms", "save", *settings, *secrets).stdout
        shown = json.loads(run("alarms", "show", "--json").stdout)
        assert (shown["secrets"], "secret-x7" in str(shown)) == (["password", "heartbeat"], False)
        assert "✓ It took a mail" in run("alarms", "test").stdout

        options = tmp_path / "options.toml"
        options.write_text("deliver_local = true\n")
        run("profiles", "save", "Nightly", "--options", options)
        add = ("--method", "folder", "--set", f"path={share}", "--profile", "nightly")
        run("destinations", "add", "Share", *add)
        share.rename(tmp_path / "away")
        deliver = ("clever", "run", "--profile", "Nightly", "--deliver", "--approve", "first", "--as-of", "2026-11-24")
        run(*deliver, code=3)
        [found] = json.loads(run("alarms", "check", "--json", code=1).stdout)["open"]
        assert (found["kind"], found["mail"], found["mails"]) == ("failed", "sent", 1)
    run("alarms", "save", "--set", "port=9", "--secret", f"password={tmp_path / 'password'}")
    (tmp_path / "away").rename(share)
    run(*deliver)
    told = run("alarms", "check", code=3).stdout
    assert "A mail could not be sent" in told
    assert "Nightly arrived at Share 0.0 hours ago" in told
    assert len(mailbox.messages) == 2
    assert "No such alarm is open" in run("alarms", "close", found["notice"], code=2).stderr
    assert run("alarms", "save", "--set", "colour=red", code=2).stderr
