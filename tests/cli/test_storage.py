"""`storage`: told, switched, and a lacking key said by name."""

import json
from pathlib import Path

import pytest

from roster_core.settings import Settings
from roster_core.storage.objects import open_objects
from tests.cli.conftest import Run


def test_files_are_counted_encrypted_and_a_lacking_key_is_told(
    run: Run, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    objects = open_objects(Settings(data_dir=data_dir))
    objects.put(1, "photo", b"abc")
    before = json.loads(run("storage", "status", "--json").stdout)["files"]["plain"]
    assert "still come in plain" in run("storage", "encrypt", code=2).stderr
    monkeypatch.setenv("ROSTER_ENCRYPT_FILES", "1")
    assert f"{before:,} file" in run("storage", "encrypt").stdout
    old = json.loads(run("storage", "status", "--json").stdout)
    assert f"{before:,} file" in run("storage", "rotate").stdout
    new = json.loads(run("storage", "status", "--json").stdout)
    assert (old["files"], new["files"]) == ({old["keys"][0]: before}, {new["keys"][0]: before})
    (data_dir / "keys" / "storage").unlink()
    assert f"{new['keys'][0]}: THE KEY IS LACKING" in run("storage", "status", code=1).stdout
    assert "Bring that key file back" in run("storage", "rotate", code=2).stderr
