"""Encrypted files: what was damaged, cut off, moved or swapped is found, and any part is read by itself."""

import io
import itertools
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from roster_core.refusals import Refusal
from roster_core.settings import Settings
from roster_core.storage.file_box import FileBox, open_file_box
from roster_core.storage.key_files import id_of
from roster_core.storage.sealed_files import HEADER, PIECE, KeyLacking, SealBroken, SealedReader, seal, sealed_size
from roster_core.storage.stored_file import StoredFile

KEY = bytes(range(32))
ID = id_of(KEY)
STEP = PIECE + 16
WHOLE = os.urandom(3 * PIECE + 5)


def sealed(data: bytes, block: int = 100_000) -> bytes:
    return b"".join(seal((data[at : at + block] for at in range(0, len(data), block)), ID, KEY, "d/1/photo/x"))


def reader(raw: bytes, context: str = "d/1/photo/x", key_id: str = ID) -> SealedReader:
    return SealedReader(io.BytesIO(raw), {key_id: KEY}, context)


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 5])
def test_a_file_comes_back_and_its_size_is_known_before(size: int) -> None:
    raw = sealed(WHOLE[:size])
    assert (len(raw), reader(raw).size, reader(raw).read()) == (sealed_size(size), size, WHOLE[:size])


def test_any_part_is_read_by_itself() -> None:
    file = io.BufferedReader(reader(sealed(WHOLE)), 7)
    edges = [0, 3, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE, len(WHOLE) - 1, len(WHOLE), len(WHOLE) + 9]
    for start, length in itertools.product(edges, [0, 1, 9, PIECE + 3]):
        file.seek(start)
        assert file.read(length) == WHOLE[start : start + length]


def _swapped(raw: bytes) -> bytes:
    return (
        raw[:HEADER] + raw[HEADER + STEP : HEADER + 2 * STEP] + raw[HEADER : HEADER + STEP] + raw[HEADER + 2 * STEP :]
    )


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "one bit": lambda raw: raw[:-20] + bytes([raw[-20] ^ 1]) + raw[-19:],
    "salt": lambda raw: raw[:20] + bytes([raw[20] ^ 1]) + raw[21:],
    "version": lambda raw: raw[:8] + b"\2" + raw[9:],
    "size of pieces": lambda raw: raw[:9] + bytes([17]) + raw[10:],
    "a byte cut off": lambda raw: raw[:-1],
    "the last piece cut off": lambda raw: raw[: HEADER + 3 * STEP],
    "all but the header cut off": lambda raw: raw[:HEADER],
    "half a header": lambda raw: raw[: HEADER // 2],
    "something added": lambda raw: raw + b"x",
    "a piece added": lambda raw: raw + raw[-STEP:],
    "pieces in another order": _swapped,
    "a piece left out": lambda raw: raw[:HEADER] + raw[HEADER + STEP :],
    "a piece of another file": lambda raw: raw[: HEADER + STEP] + sealed(WHOLE)[HEADER + STEP : HEADER + 2 * STEP]
    + raw[HEADER + 2 * STEP :],
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_whatever_is_not_what_was_written_is_found(damage: Callable[[bytes], bytes]) -> None:
    raw = damage(sealed(WHOLE))
    with pytest.raises(SealBroken):
        reader(raw).read()


def test_a_file_in_the_place_of_another_is_not_opened_nor_with_another_key() -> None:
    raw = sealed(b"abc")
    with pytest.raises(SealBroken):
        reader(raw, "d/2/photo/x")
    with pytest.raises(KeyLacking, match=ID):
        reader(raw, key_id="00000000")
    assert sealed(b"abc") != raw


def test_a_box_that_is_off_keeps_files_as_they_are_and_opens_both_forms(tmp_path: Path) -> None:
    on, off = (open_file_box(Settings(data_dir=tmp_path, encrypt_files=state)) for state in (True, False))
    assert not off.may_have_sealed
    raw = on.keep(b"abc", "here")
    assert b"abc" not in raw
    assert off.keep(b"abc", "here") == b"abc"
    assert [box.read(form, "here") for box in (on, off) for form in (raw, b"abc")] == [b"abc"] * 4


def test_a_lost_key_file_is_told_and_not_made_anew(tmp_path: Path) -> None:
    box = open_file_box(Settings(data_dir=tmp_path, encrypt_files=True))
    raw = box.keep(b"abc", "here")
    (key_id,) = box.keys()
    box.path.unlink()
    with pytest.raises(Refusal, match=f"encrypted with the storage key {key_id}.*ROSTER_STORAGE_KEY_FILE"):
        box.read(raw, "here")
    with pytest.raises(Refusal, match=f"gone; files were encrypted with {key_id}"):
        box.keep(b"abc", "here")


def test_keys_may_come_from_the_environment_the_first_in_force(tmp_path: Path) -> None:
    first = open_file_box(Settings(data_dir=tmp_path, encrypt_files=True))
    raw = first.keep(b"abc", "here")
    old = first.path.read_text(encoding="ascii").strip()
    first.add_key()
    new = first.path.read_text(encoding="ascii").split()[0]
    first.path.unlink()
    given = FileBox(on=True, path=first.path, used=first.used, given=f"{new},{old}")
    assert (given.current()[0], given.read(raw, "here")) == (new[:8], b"abc")
    with pytest.raises(Refusal, match="ROSTER_STORAGE_KEY gives the keys"):
        given.add_key()


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    box = open_file_box(Settings(data_dir=tmp_path, encrypt_files=True))
    blocks, path = 64, tmp_path / "large"
    tracemalloc.start()
    try:
        with path.open("wb") as file:
            file.writelines(box.sealed((bytes(1 << 20) for _ in range(blocks)), "here"))
        stored = StoredFile(path, "here", box, tmp_path / "scratch")
        assert sum(map(len, stored.pieces())) == stored.size == blocks << 20
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()
