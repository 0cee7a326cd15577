"""E-mails by command: preview, confirm, undo, lists and proposals, as JSON for other programs (design §5)."""

import json
import shutil

import pytest

from tests.conftest import GOLDEN

AT = "@stu.maplehollow.example"


@pytest.fixture
def district(run, tmp_path):
    folder = tmp_path / "roster"
    shutil.copytree(GOLDEN, folder)
    run("roster", "load", folder, "--approve")
    return run


def _asked(run, *arguments, code=0):
    return json.loads(run(*arguments, "--json", code=code).stdout)


def test_a_list_is_previewed_then_confirmed_and_taken_back(district, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(
        f"student_key,last_name,new_email\n0104233,Ortega,a1{AT}\n101118,,c1{AT}\n0104234,,x{AT}\n", encoding="utf-8"
    )
    seen = _asked(district, "emails", "update", path, code=1)
    assert (seen["kind"], seen["state"], seen["counts"]["replaces"]) == ("EMAIL", "checked", 1)
    assert [(item["name"], item["key"], item["person"], item["state"], item["codes"]) for item in seen["items"]] == [
        ("row 2", "0104233", "0104233", "ready", []),
        ("row 3", "101118", "0101118", "warning", ["LEADING_ZEROS"]),
        ("row 4", "0104234", None, "needs_person", ["NO_MATCH"]),
    ]
    assert seen["items"][2]["suggestions"] == [{"person": "0104233", "why": "one letter or digit away from 0104233"}]
    assert "perhaps Ortega, Ana: one letter" in district("emails", "update", path, code=1).stdout
    assert "undecided" in district("emails", "update", path, "--confirm", code=2).stderr
    go = ("--accept-warnings", "--leave-out-unresolved", "--confirm")
    done = _asked(district, "emails", "update", path, *go, code=1)
    assert [(item["result"], item["old"], item["new"]) for item in done["items"]] == [
        ("Updated", f"aortega33{AT}", f"a1{AT}"),
        ("Updated", f"cdunn18{AT}", f"c1{AT}"),
        ("No Match", "", f"x{AT}"),
    ]
    assert done["state"] == "done"
    undone = _asked(district, "batches", "undo", done["batch"])
    assert undone["counts"] == {"Put back": 2}
    assert "more than once" in district("emails", "update", _twice(tmp_path), code=2).stderr


def _twice(folder):
    path = folder / "twice.csv"
    path.write_text("student_key,new_email,new_email\n1,a@b.example,a@b.example\n", encoding="utf-8")
    return path


def test_a_list_is_taken_out_and_addresses_are_proposed(district, tmp_path):
    out = tmp_path / "list.xlsx"
    assert _asked(district, "emails", "template", "--out", out, "--school", "MMS")["students"] == 2
    back = _asked(district, "emails", "update", out, "--match", "district_number")
    assert {item["state"] for item in back["items"]} == {"unchanged"}
    assert "neither .csv nor .xlsx" in district("emails", "template", "--out", tmp_path / "x.txt", code=2).stderr
    proposed = _asked(district, "emails", "propose", "--pattern", "{first1}{last}{yy}", "--grade", "4F")
    assert [(item["person"], item["new"]) for item in proposed["items"]] == [("0104871", f"bokafor26{AT}")]
