"""Photos out by command: the ZIP, its lists, and what is told of it."""

import json
import zipfile

import pytest

from tests.conftest import copied
from tests.journeys.batches.conftest import face, packed


@pytest.fixture(autouse=True)
def with_sample(sample_district, tmp_path):
    """The sample district is loaded."""
    copied(sample_district, tmp_path / "data")


@pytest.fixture
def district(run, tmp_path):
    path = tmp_path / "photos.zip"
    path.write_bytes(packed({"0104233.jpg": face(1, 960, 1200)}))
    run("photos", "upload", path, "--confirm")
    return run


def test_a_zip_is_written_twice_alike_and_told_of(district, run_apart, tmp_path):
    ids = tmp_path / "ids.txt"
    ids.write_text("0101118\n0104233\n")
    told = []
    for run, name in ((district, "a.zip"), (run_apart, "b.zip")):
        done = run(
            "photos", "download", "--out", tmp_path / name, "--ids", ids, "--name", "{last}_{first}_{grade}",
            "--folders", "school", "--size", "240x300", "--json",
        )  # fmt: skip
        told.append(json.loads(done.stdout))
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert told[0]["photos"] == told[1]["photos"]
    assert {one["person"] for one in told[0]["photos"]} | set(told[0]["missing"]) == {"0101118", "0104233"}
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
        assert [one["file"] for one in told[0]["photos"]] == archive.namelist()[:-2]
        assert archive.namelist()[-2:] == ["index.csv", "missing.csv"]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--name", "{nick}"), "{nick} is no token"),
        (("--school", "ZZZ"), "no school “ZZZ”"),
        (("--staff", "--grade", "07"), "only staff are wanted"),
        (("--size", "1x1"), "Invalid value"),
    ],
    ids=["token", "school", "staff", "size"],
)
def test_what_cannot_be_is_refused_and_no_file_is_left(run, tmp_path, more, told):
    assert told in run("photos", "download", "--out", tmp_path / "a.zip", *more, code=2).stderr
    assert not list(tmp_path.glob("a.zip*"))


def test_a_zip_goes_nowhere_where_there_is_no_folder(run, tmp_path):
    refused = run("photos", "download", "--out", tmp_path / "none" / "a.zip", "--school", "MMS", code=2)
    assert "cannot be written (No such file or directory)" in refused.stderr


@pytest.mark.parametrize("match", ["weblogin_id", "state_id"])
def test_a_zip_that_is_given_back_changes_nothing(run, tmp_path, match):
    ids = tmp_path / "ids.txt"
    ids.write_text("0101118\n0104233\n")
    run("photos", "download", "--out", tmp_path / "a.zip", "--ids", ids, "--name", "{last}")
    told = json.loads(run("photos", "upload", tmp_path / "a.zip", "--match", match, "--confirm", "--json").stdout)
    assert (told["state"], {item["result"] for item in told["items"]}) == ("done", {"Unchanged"})


def test_unknown_ids_are_told_and_end_with_one(run, tmp_path):
    ids = tmp_path / "ids.csv"
    ids.write_text("id,name\n0101118,Dunn\n99,Nobody\n")
    done = run("photos", "download", "--out", tmp_path / "a.zip", "--ids", ids, "--internal-use", code=1)
    assert "99 is nobody’s ID" in done.stderr
