"""Photos by command: preview, confirm, undo, as JSON for other programs (design §5)."""

import json
import shutil

import pytest

from tests.conftest import GOLDEN
from tests.journeys.batches.conftest import face, packed


@pytest.fixture
def district(run, tmp_path):
    folder = tmp_path / "roster"
    shutil.copytree(GOLDEN, folder)
    run("roster", "load", folder, "--approve")
    return run


def _asked(run, *arguments, code=0):
    return json.loads(run(*arguments, "--json", code=code).stdout)


def test_a_zip_is_previewed_then_confirmed_shown_and_taken_back(district, run_apart, tmp_path):
    known = {"0104233.jpg": face(1), "a/0101118.png": face(2, kind="PNG"), "a/9.jpg": face(3), "readme.txt": b"hello"}
    path = tmp_path / "photos.zip"
    path.write_bytes(packed(known))
    seen = _asked(district, "photos", "upload", path, code=1)
    assert (seen["kind"], seen["state"], seen["counts"]["new"]) == ("PHOTO", "checked", 2)
    assert {item["name"]: (item["person"], item["state"]) for item in seen["items"]} == {
        "0104233.jpg": ("0104233", "ready"),
        "a/0101118.png": ("0101118", "ready"),
        "a/9.jpg": (None, "needs_person"),
        "readme.txt": (None, "rejected"),
    }
    undecided = district("photos", "upload", path, "--confirm", code=2)
    assert "undecided" in undecided.stderr
    done = _asked(run_apart, "photos", "upload", path, "--pick", "9.jpg=0101900", "--confirm", code=1)
    assert done["state"] == "done"
    assert {item["name"]: item["result"] for item in done["items"]} == {
        "0104233.jpg": "Uploaded",
        "a/0101118.png": "Uploaded",
        "a/9.jpg": "Uploaded",
        "readme.txt": "Rejected",
    }
    assert _asked(district, "batches", "show", done["batch"], code=1) == done
    undone = _asked(district, "batches", "undo", done["batch"])
    assert (undone["kind"], undone["state"], undone["counts"]) == ("UNDO", "done", {"Taken back": 3})
    states = {batch["batch"]: batch["state"] for batch in _asked(district, "batches", "list")}
    assert states[done["batch"]] == "undone"
    again = district("batches", "undo", done["batch"], code=2)
    assert "The batch was not taken back." in again.stderr


def test_a_folder_of_large_photos_is_made_to_fit(district, tmp_path):
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "0104233.jpg").write_bytes(face(1, 1600, 2000))
    upload = ("photos", "upload", tmp_path / "set", "--rules", "gateway", "--match", "district_number")
    assert _asked(district, *upload, code=1)["items"][0]["codes"] == ["DIMENSIONS"]
    done = _asked(district, *upload, "--fit", "--confirm")
    assert (done["items"][0]["result"], done["counts"]) == ("Uploaded", {"Uploaded": 1})


def test_what_changes_nothing_has_its_results_and_its_exit_code(district, tmp_path):
    go = ("--leave-out-unresolved", "--confirm")

    def results(files, code):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        asked = _asked(district, "photos", "upload", folder, *go, code=code)
        return [item["result"] for item in asked["items"]]

    assert results({"7012345678.jpg": face(1), "0104233.tif": face(1, kind="TIFF")}, 1) == ["Rejected", "No Match"]
    assert results({"a/0104233.jpg": face(1), "b/0104233.jpg": face(2), "b/.DS_Store": b"x"}, 1) == ["Skipped"] * 2
    assert results({"104233.jpg": face(1)}, 1) == ["Skipped"]
    assert results({"0104233.jpg": face(1)}, 0) == ["Uploaded"]
    assert results({"0104233.jpg": face(1)}, 0) == ["Unchanged"]


def test_a_zip_that_cannot_be_read_is_refused_and_beside_others_left_out(district, tmp_path):
    broken, good = tmp_path / "cut.zip", tmp_path / "0104233.jpg"
    broken.write_bytes(packed({"0104233.jpg": face(1)})[:-40])
    good.write_bytes(face(1))
    refused = district("photos", "upload", broken, "--confirm", "--json", code=2)
    assert "was the upload interrupted?" in refused.stderr
    assert json.loads(refused.stdout)["items"] == []
    done = _asked(district, "photos", "upload", broken, good, "--confirm", code=1)
    assert [item["result"] for item in done["items"]] == ["Uploaded"]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--match", "logon_id"), "logon_id is no ID of students"),
        (("--pick", "x.jpg=1"), "0 files of the batch have that name"),
        (("--pick", "9.jpg=77"), "Nobody among the students has that ID"),
        (("--target", "staff", "--rules", "gateway"), "not for staff"),
    ],
    ids=["criterion", "no such file", "no such person", "rules"],
)
def test_what_cannot_be_is_refused_with_the_reason(district, tmp_path, more, told):
    path = tmp_path / "9.jpg"
    path.write_bytes(face(1))
    assert told in district("photos", "upload", path, *more, code=2).stderr
