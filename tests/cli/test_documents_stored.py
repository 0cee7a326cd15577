"""Documents by command: found, taken out, withdrawn and restored, and kept as long as said."""

import json
import sys
import zipfile
from datetime import date
from types import SimpleNamespace

import pytest

from roster_core.cli.app import main
from roster_core.settings import Settings
from roster_core.store import open_store
from tests.documents.made import Made, pdf, put_in
from tests.documents.small import ANA, BEN, small_district

TITLE = "NJSLA ELA Spring 2026"


@pytest.fixture
def ids(tmp_path):
    store = open_store(Settings(data_dir=tmp_path / "data"))
    small_district(store)
    made = put_in(
        store,
        Made(ANA, TITLE, files=(pdf("one"), pdf("two"))),
        Made(BEN, "Old", "MAP", "2019-20", dispose_on=date(2023, 6, 30)),
    )
    store.close()
    return made


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Commands as they are typed, in this process: there are too many for one of their own each."""

    def run(*arguments, code=0):
        monkeypatch.setenv("ROSTER_DATA_DIR", str(tmp_path / "data"))
        monkeypatch.setattr(sys, "argv", ["roster_core", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        assert (ended.value.code or 0) == code, told
        return SimpleNamespace(stdout=told.out, stderr=told.err)

    return run


def _json(run, *arguments, code=0):
    return json.loads(run("documents", *arguments, "--json", code=code).stdout)


def test_a_document_is_found_shown_saved_withdrawn_restored_and_shown_to_the_family(run, ids, tmp_path):
    listed = _json(run, "list", "--text", "ortega")
    assert (listed["total"], [one["document"] for one in listed["documents"]]) == (1, [ids[0]])
    assert listed["documents"][0]["person"] == ANA
    assert TITLE in run("documents", "list").stdout
    assert [one["version"] for one in _json(run, "show", ids[0])["versions"]] == [2, 1]
    run("documents", "save", ids[0], "--out", tmp_path / "a.pdf", "--version", "1")
    assert (tmp_path / "a.pdf").read_bytes() == pdf("one")
    assert "Missing option '--reason'" in run("documents", "withdraw", ids[0], code=2).stderr
    assert _json(run, "withdraw", ids[0], "--reason", "x")["withdrawn_reason"] == "x"
    assert _json(run, "list", "--shown", "withdrawn")["total"] == 1
    assert "x" in run("documents", "show", ids[0]).stdout
    assert _json(run, "restore", ids[0])["withdrawn_at"] is None
    told = _json(run, "visibility", ids[0], "STAFF_FAMILY")
    assert (told["visibility"], told["version"]) == ("STAFF_FAMILY", 3)


def test_a_zip_is_written_and_who_lacks_one_is_told(run, ids, tmp_path):
    told = _json(run, "download", "--out", tmp_path / "a.zip", "--type", "NJSLA-ELA", "--name", "{last}_v{version}")
    back = _json(run, "upload", tmp_path / "a.zip", "--type", "OTHER", "--confirm")
    assert {item["result"] for item in back["items"]} == {"Unchanged"}
    assert [one["document"] for one in told["documents"]] == [ids[0]]
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
        assert archive.read("documents/Ortega_v2.pdf") == pdf("two")
    assert (
        "no assessment type" in run("documents", "download", "--out", tmp_path / "b.zip", "--type", "X", code=2).stderr
    )
    assert not list(tmp_path.glob("b.zip*"))
    lacking = _json(run, "lacking", "--type", "njsla-ela", "--csv", tmp_path / "a.csv")
    assert {one["person"] for one in lacking["lacking"]} >= {BEN}
    assert BEN in (tmp_path / "a.csv").read_text("utf-8-sig")


def test_types_are_kept_and_what_is_due_goes_with_confirm_only(run, ids):
    run("documents", "types", "add", "PLACE", "--name", "Placement", "--retention", "7", "--one-per-year")
    run("documents", "types", "order", "PLACE")
    run("documents", "types", "off", "PLACE")
    first = _json(run, "types")[0]
    assert (first["code"], first["active"], first["retention_years"], first["one_per_year"]) == (
        "PLACE",
        False,
        7,
        True,
    )
    run("documents", "types", "change", "place", "--name", "Placement test", "--retention", "ever")
    run("documents", "types", "on", "PLACE")
    assert "Placement test" in run("documents", "types").stdout
    run("documents", "types", "remove", "PLACE")
    assert "a document of it" in run("documents", "types", "remove", "MAP", code=2).stderr
    due = _json(run, "retention")
    assert (due["total"], due["removed"], [one["document_id"] for one in due["documents"]]) == (1, None, [ids[1]])
    assert _json(run, "retention", "--confirm")["removed"]["documents"] == 1
    assert _json(run, "retention")["total"] == 0
