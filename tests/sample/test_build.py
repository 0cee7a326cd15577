"""The committed folder is what the program writes, small enough to be committed."""

from pathlib import Path

from roster_core.sample import build as module


def files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}


def test_a_build_writes_the_committed_folder_byte_for_byte(built, sample):
    mine, committed = files(built), files(sample)
    assert sorted(mine) == sorted(committed)
    assert [name for name in mine if mine[name].read_bytes() != committed[name].read_bytes()] == []


def test_a_build_takes_away_portraits_that_are_nobodys(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "write_photos", lambda *_: None)
    monkeypatch.setattr(module, "write_delivery", lambda *_: None)
    old = tmp_path / "photos" / "students" / "13gone1.jpg"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"")
    module.build(tmp_path)
    assert not old.exists()


def test_the_folder_is_small(sample):
    assert sum(path.stat().st_size for path in files(sample).values()) < 10_000_000
