import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import anyio
import pytest

from pages.shell.staging import FILE_LIFE, PART_LIFE, Staging
from roster_core.refusals import Refusal

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def staging(tmp_path):
    return Staging(tmp_path / "staged", keep_free=0)


def _stage(staging, content=b"abc", login="coord"):
    async def pieces():
        yield content

    async def receive():
        return await staging.receive(pieces(), name="a.csv", login=login, limit=1000)

    with ThreadPoolExecutor(1) as pool:  # in a thread: the browser tests leave a loop running in this one
        return pool.submit(anyio.run, receive).result()


def _age(path, life):
    then = (NOW - life).timestamp()
    os.utime(path, (then, then))


def test_a_staged_file_is_found_by_who_sent_it(staging):
    staged = _stage(staging)
    assert staging.read(staged.id, "coord") == staged


@pytest.mark.parametrize("file_id", ["", "x", "../../etc/passwd", "0" * 32, "A" * 32])
def test_an_unknown_id_is_refused(staging, file_id):
    _stage(staging)
    with pytest.raises(Refusal):
        staging.read(file_id, "coord")


def test_nobody_gets_what_another_one_sent(staging):
    staged = _stage(staging)
    with pytest.raises(Refusal):
        staging.read(staged.id, "somebody else")


def test_a_discarded_file_leaves_nothing(staging):
    staged = _stage(staging)
    staging.discard(staged.id, "coord")
    staging.discard(staged.id, "coord")
    assert list(staging.folder.iterdir()) == []


def test_what_a_journey_left_of_a_file_is_discarded_too(staging):
    staged = _stage(staging)
    staged.path.unlink()
    staging.discard(staged.id, "coord")
    assert list(staging.folder.iterdir()) == []


def test_nobody_discards_what_another_one_sent(staging):
    staged = _stage(staging)
    staging.discard(staged.id, "somebody else")
    assert staging.read(staged.id, "coord") == staged


def test_a_file_that_nobody_took_is_swept_away(staging):
    old, young = _stage(staging), _stage(staging)
    for path in staging.folder.iterdir():
        _age(path, FILE_LIFE + timedelta(minutes=1) if path.stem == old.id else FILE_LIFE - timedelta(minutes=1))
    assert staging.sweep(NOW) == 2
    assert {path.stem for path in staging.folder.iterdir()} == {young.id}


def test_what_a_dead_server_left_half_written_is_swept_away(staging):
    staging.folder.mkdir()
    for name, life in (("old", PART_LIFE + timedelta(minutes=1)), ("young", timedelta(minutes=1))):
        (staging.folder / f"{name}.part").write_bytes(b"x")
        _age(staging.folder / f"{name}.part", life)
    staging.sweep(NOW)
    assert [path.name for path in staging.folder.iterdir()] == ["young.part"]


def test_a_sweep_touches_nothing_else(staging):
    staging.folder.mkdir()
    (staging.folder / "note.txt").write_text("mine")
    _age(staging.folder / "note.txt", timedelta(days=900))
    assert staging.sweep(NOW) == 0


def test_a_sweep_before_the_first_upload_is_fine(staging):
    assert staging.sweep(NOW) == 0
