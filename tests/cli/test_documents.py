"""Documents by command: preview, confirm, and one long PDF told apart by student (design §5)."""

import json
import shutil

import pytest

from tests.conftest import GOLDEN
from tests.journeys.batches.conftest import packed
from tests.updates.pdfs import pdf, report

ABOUT = ("--type", "NJSLA-ELA", "--year", "2025-26")


@pytest.fixture
def district(run, tmp_path):
    folder = tmp_path / "roster"
    shutil.copytree(GOLDEN, folder)
    run("roster", "load", folder, "--approve")
    return run


def _asked(run, *arguments, code=0):
    return json.loads(run(*arguments, "--json", code=code).stdout)


def test_documents_are_previewed_then_confirmed_and_a_long_one_is_told_apart(district, tmp_path):
    files = {
        "0104233--Spring.pdf": report("Ana Ortega", "0104233"),
        "9.pdf": report("Ana Ortega", "0104233", "more"),
        "MAP/0101118.pdf": report("Chloe Dunn", "0101118"),
        "a.txt": b"x",
    }
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "0104233.pdf").write_bytes(files["9.pdf"])
    (tmp_path / "more.zip").write_bytes(packed(files))
    both = ("documents", "upload", tmp_path / "set", tmp_path / "more.zip", *ABOUT)
    assert "a ZIP and single files" in district(*both, code=2).stderr
    assert [one["state"] for one in _asked(district, "batches", "list")] == ["cancelled"]
    upload = ("documents", "upload", tmp_path / "more.zip", *ABOUT, "--folders")
    seen = _asked(district, *upload, code=1)
    assert (seen["kind"], seen["state"], seen["counts"]["new"]) == ("DOCUMENT", "checked", 2)
    assert {item["name"]: item["state"] for item in seen["items"]} == {
        "0104233--Spring.pdf": "ready",
        "9.pdf": "needs_person",
        "MAP/0101118.pdf": "ready",
        "a.txt": "rejected",
    }
    done = _asked(district, *upload, "--pick", "9.pdf=0101900", "--accept", "9.pdf", "--confirm", code=1)
    assert [item["result"] for item in done["items"]] == ["Uploaded", "Uploaded", "Uploaded", "Rejected"]
    long = tmp_path / "long.pdf"
    long.write_bytes(pdf("Ana Ortega", "her second page", "Dunn, Chloe"))
    told = _asked(district, "documents", "split", long, *ABOUT)
    assert [(one["first"], one["last"], one["key"]) for one in told["parts"]] == [(1, 2, "0104233"), (3, 3, "0101118")]
    cut = _asked(district, "documents", "split", long, *ABOUT, "--cut")
    assert (cut["state"], [item["name"] for item in cut["items"]]) == ("checked", ["0104233.pdf", "0101118.pdf"])
