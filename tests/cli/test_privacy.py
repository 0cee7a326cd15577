"""What is kept, handed out, held and erased, as it is typed."""

import json
import zipfile

from roster_core.settings import Settings
from roster_core.store import open_store
from tests.documents.small import ANA, DAN
from tests.journeys.privacy.conftest import with_dan_gone


def test_a_record_a_hold_and_an_erasure(run, data_dir, tmp_path):
    store = open_store(Settings(data_dir=data_dir))
    with_dan_gone(store)
    store.close()
    told = json.loads(run("privacy", "retention", "--dry-run", "--set", "photos_left", "0", "--json").stdout)
    assert (told["days"]["photos_left"], told["removed"], "photos_left" in told["due"]) == (0, False, False)
    run("privacy", "retention", "--dry-run", "--set", "batch_files", "3", code=2)
    out = tmp_path / "ana.zip"
    run("privacy", "request", "student", ANA, "--out", out, "--reason", "letter of Nov 3")
    assert "index.html" in zipfile.ZipFile(out).namelist()
    hold = run("privacy", "hold", "place", "student", DAN, "--reason", "Case 7").stdout.strip()
    assert "legal hold" in run("privacy", "erase", "student", DAN, "--reason", "r", "--confirm", DAN, code=2).stderr
    run("privacy", "hold", "lift", hold, "--reason", "over")
    assert json.loads(run("privacy", "hold", "list", "--json").stdout)[0]["lifted_by"]
    assert "A preview" in run("privacy", "erase", "student", DAN).stderr
    gone = json.loads(run("privacy", "erase", "student", DAN, "--reason", "r", "--confirm", DAN, "--json").stdout)
    assert gone["counts"]["photos"] == 2
    assert "Nobody" in run("people", "show", "student", DAN, code=2).stderr
