"""Delivery into a folder: one whole set or the other, also when the process is killed between two steps."""

import json
import os
import stat
from dataclasses import replace
from multiprocessing import get_context

import pytest

from roster_core.delivery.faults import Fault, FaultKind
from roster_core.delivery.folder import MARKER, FolderDelivery, FolderTarget
from roster_core.delivery.port import Outcome, Parcel, There, Verified, items_of
from tests.delivery.conftest import NEW, OLD, parcel

FORKED = get_context("fork")


@pytest.fixture
def aim(tmp_path, request):
    folder = tmp_path / "out"
    folder.mkdir()
    target = FolderTarget(folder, "dest-1", getattr(request, "param", "dated"), keep=2)
    FolderDelivery(target).claim()
    return target


both = pytest.mark.parametrize("aim", ["dated", "flat"], indirect=True)


def way(aim, stamp="20260908-140500"):
    return FolderDelivery(aim, stamp=lambda: stamp, wait=lambda _s: None)


def read(aim):
    """The set as a reader finds it."""
    folder = aim.path / "current" if aim.layout == "dated" else aim.path
    return {path.name: path.read_bytes() for path in folder.glob("*.csv")}


def old_set(aim, tag="00000001"):
    assert way(aim, "20260907-140500").deliver(Parcel(items_of(OLD), tag)).outcome is Outcome.DELIVERED
    assert read(aim) == OLD


@both
def test_a_set_replaces_the_one_before(aim):
    old_set(aim)
    receipt = way(aim).deliver(parcel())
    assert (receipt.outcome, receipt.mode) == (Outcome.DELIVERED, aim.layout)
    assert {(file.there, file.verified) for file in receipt.files} == {(There.NEW, Verified.CONTENT)}
    assert read(aim) == NEW
    manifest = aim.path / ("current" if aim.layout == "dated" else ".") / "manifest.json"
    listed = {file["name"]: file["bytes"] for file in json.loads(manifest.read_text())["files"]}
    assert listed == {name: len(content) for name, content in NEW.items()}
    assert not [path for path in aim.path.rglob("*") if path.name.startswith(".") and path.name != MARKER]
    for path in aim.path.rglob("*.csv"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_old_sets_are_forgotten_and_nothing_else(aim):
    (aim.path / "runs").mkdir()
    for name in ("20200101-000000-0000000a", "notes"):
        (aim.path / "runs" / name).mkdir()
        (aim.path / "runs" / name / "kept.txt").write_text("x")
    for number in range(1, 5):
        way(aim, f"2026090{number}-140500").deliver(Parcel(items_of(OLD), f"0000000{number}"))
    assert sorted(path.name for path in (aim.path / "runs").iterdir()) == [
        "20200101-000000-0000000a",  # without our manifest
        "20260903-140500-00000003",
        "20260904-140500-00000004",
        "notes",
    ]


def test_sets_go_when_their_days_are_over_but_never_the_last(aim):
    by_days = replace(aim, keep=30, keep_days=90)
    for day in ("20260601", "20260608", "20260609", "20260901"):
        way(by_days, f"{day}-140500").deliver(Parcel(items_of(OLD), f"{day}"))
    at_noon = way(by_days, "20260907-120000")  # 90 days before it is June 9, at noon
    assert at_noon.tidy() == 1  # that of June 1 went with the last delivery
    assert sorted(path.name[:8] for path in (aim.path / "runs").iterdir()) == ["20260609", "20260901"]
    assert way(by_days, "20270101-000000").tidy() == 1
    assert read(aim) == OLD
    assert way(replace(by_days, keep_days=0), "20300101-000000").tidy() == 0


@both
def test_a_share_that_is_not_mounted_is_not_written_below(aim):
    (aim.path / MARKER).unlink()
    receipt = way(aim).deliver(parcel())
    assert (receipt.outcome, receipt.fault) == (Outcome.NOT_DELIVERED, FaultKind.MISSING)
    assert list(aim.path.iterdir()) == []
    assert [one.good for one in way(aim).test()] == [False]
    gone = FolderTarget(aim.path / "gone", "dest-1")
    assert FolderDelivery(gone).deliver(parcel()).fault is FaultKind.MISSING


def test_a_folder_is_one_destinations_only(aim):
    other = FolderDelivery(FolderTarget(aim.path, "dest-2"))
    with pytest.raises(Fault, match="another destination"):
        other.claim()
    assert other.deliver(parcel()).outcome is Outcome.NOT_DELIVERED
    other.release()
    assert (aim.path / MARKER).exists()
    way(aim).release()
    other.claim()


@both
def test_a_file_that_changed_is_not_sent(aim, tmp_path):
    old_set(aim)
    local = tmp_path / "students.csv"
    local.write_bytes(NEW["students.csv"])
    items = items_of({**NEW, "students.csv": local})
    local.write_bytes(b"other")
    receipt = way(aim).deliver(parcel(items))
    assert (receipt.outcome, receipt.fault) == (Outcome.NOT_DELIVERED, FaultKind.LOCAL)
    assert read(aim) == OLD
    assert not list(aim.path.rglob("*.tmp")) + list(aim.path.glob(".staging*"))


@pytest.mark.parametrize("aim", ["flat"], indirect=True)
def test_a_file_that_another_program_has_open_is_tried_again(aim, monkeypatch):
    old_set(aim)
    real = type(aim.path).replace
    refused: list[object] = []

    def replace(self, to):
        if to.name == "teachers.csv" and len(refused) < 3:
            refused.append(to)
            raise PermissionError(13, "in use", str(to))
        return real(self, to)

    monkeypatch.setattr(type(aim.path), "replace", replace)
    assert way(aim).deliver(parcel()).outcome is Outcome.DELIVERED
    refused.clear()
    monkeypatch.setattr("roster_core.delivery.folder._TRIES", 2)
    receipt = way(aim).deliver(Parcel(items_of(OLD), "00000009"))
    assert (receipt.outcome, receipt.fault) == (Outcome.MIXED, FaultKind.DENIED)
    now = {file.name: file.there for file in receipt.files}
    assert [name for name, there in now.items() if there is There.NEW] == ["schools.csv", "staff.csv"]
    assert way(aim).deliver(Parcel(items_of(OLD), "00000009")).outcome is Outcome.DELIVERED
    assert read(aim) == OLD


def test_no_room_is_found_before_anything_is_written(aim, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _path: _Usage())
    receipt = way(aim).deliver(parcel())
    assert (receipt.fault, receipt.outcome) == (FaultKind.SPACE, Outcome.NOT_DELIVERED)


class _Usage:
    free = 1000


@both
def test_a_trial_leaves_nothing_behind(aim):
    before = sorted(path.name for path in aim.path.iterdir())
    assert all(one.good for one in way(aim).test())
    assert sorted(path.name for path in aim.path.iterdir()) == before


def _until_step(aim, last, tag):
    steps = []

    def note(_step):
        steps.append(1)
        if len(steps) == last:
            os._exit(9)

    way(aim).deliver(Parcel(items_of(NEW), tag, note=note))
    os._exit(0)


@both
def test_killed_between_any_two_steps_it_is_finished_by_the_next_start(aim):
    step = 0
    while True:
        step += 1
        tag = f"{step:08x}"
        old_set(aim, f"f{step:07x}")
        process = FORKED.Process(target=_until_step, args=(aim, step, tag))
        process.start()
        process.join()
        if process.exitcode == 0:
            break
        found = read(aim)
        assert set(found) == set(NEW)
        assert all(found[name] in (NEW[name], OLD[name]) for name in NEW)
        if aim.layout == "dated":
            assert found == OLD
        assert way(aim).deliver(Parcel(items_of(NEW), tag)).outcome is Outcome.DELIVERED
        assert read(aim) == NEW
        assert not list(aim.path.rglob("*.tmp")) + list(aim.path.glob(".staging*"))
    assert step > len(NEW)
