"""The ZIP writer against programs that read ZIPs, and every part of an archive against the whole."""

import io
import shutil
import subprocess
import zipfile
import zlib
from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster_core.stored_zip import Changed, LeftOut, Member, StoredZip, member_of

AT = datetime(2026, 9, 8, 14, 5, 32)  # noqa: DTZ001 - a ZIP holds wall-clock times
FILES = st.dictionaries(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), st.binary(), max_size=8)


def _archive(files):
    return StoredZip([member_of(name, data, AT) for name, data in files.items()])


def _read(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


@given(FILES)
def test_what_goes_in_comes_out_and_the_size_was_told(files):
    data = b"".join(_archive(files).pieces())
    assert len(data) == _archive(files).size
    assert list(_read(data).items()) == [(name.partition("\0")[0], content) for name, content in files.items()]


@given(FILES, st.data())
def test_parts_put_together_are_the_whole(files, data):
    archive = _archive(files)
    whole = b"".join(archive.pieces())
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=5)))
    edges = [0, *cuts, len(whole)]
    parts = [b"".join(archive.pieces(start, stop)) for start, stop in pairwise(edges)]
    assert b"".join(parts) == whole


@pytest.fixture
def members(tmp_path):
    (tmp_path / "a").write_bytes(bytes(range(256)) * 3000)
    return [
        Member("photos/Ä é.jpg", tmp_path / "a", AT, 768_000, zlib.crc32(bytes(range(256)) * 3000)),
        member_of("index.csv", b"file\r\n", AT),
        Member("late.csv", lambda: b"made at its turn", AT),
    ]


@pytest.mark.parametrize("number", [2, 3], ids=["size known", "size learnt on the way"])
@pytest.mark.parametrize("program", ["unzip -tq", "7z t", "bsdtar -tf"])
def test_other_programs_read_it(members, tmp_path, program, number):
    command, *flags = program.split()
    if shutil.which(command) is None:
        pytest.skip(f"{command} is not installed")
    path = tmp_path / "made.zip"
    with path.open("wb") as file:
        size = StoredZip(members[:number]).write(file)
    assert size == path.stat().st_size
    assert subprocess.run([command, *flags, path], capture_output=True, check=False).returncode == 0


def test_a_file_on_the_disk_and_a_stream_have_equal_bytes_each_time(members, tmp_path):
    written = []
    for number in range(2):
        path = tmp_path / f"{number}.zip"
        with path.open("wb") as file:
            StoredZip(members[:2]).write(file)
        written.append(path.read_bytes())
    assert written[0] == written[1] == b"".join(StoredZip(members[:2]).pieces())


def test_names_times_and_rights_are_kept(members):
    with zipfile.ZipFile(io.BytesIO(b"".join(StoredZip(members).pieces()))) as archive:
        entry = archive.infolist()[0]
        assert (entry.filename, entry.date_time) == ("photos/Ä é.jpg", (2026, 9, 8, 14, 5, 32))
        assert entry.external_attr >> 16 == 0o100644
        assert entry.compress_type == zipfile.ZIP_STORED


def test_only_an_archive_of_known_size_can_be_had_in_parts(members):
    assert StoredZip(members).size is None
    with pytest.raises(ValueError, match="known size"):
        list(StoredZip(members).pieces(5))


def test_a_file_that_cannot_be_made_is_left_out(members):
    def broken():
        raise LeftOut("it is damaged")

    archive = StoredZip([Member("b.jpg", broken, AT), *members])
    assert list(_read(b"".join(archive.pieces()))) == ["photos/Ä é.jpg", "index.csv", "late.csv"]


@pytest.mark.parametrize("change", ["gone", "longer"])
def test_a_file_that_changed_breaks_the_archive_off(members, change):
    path = members[0].content
    if change == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"more")
    with pytest.raises(Changed):
        list(StoredZip(members[:2]).pieces())
    with pytest.raises(Changed), path.with_name("out.zip").open("wb") as file:
        StoredZip(members[:2]).write(file)


def test_more_entries_than_the_first_format_counts():
    archive = StoredZip([member_of(f"{number}.jpg", b"x", AT) for number in range(65_536)])
    data = b"".join(archive.pieces())
    assert len(data) == archive.size
    assert len(_read(data)) == 65_536


def test_an_archive_beyond_four_gigabytes_is_read_from_a_sparse_file(tmp_path):
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate((1 << 32) + 5)
    whole = StoredZip([Member("large.bin", large, AT, (1 << 32) + 5, 0x12345678), member_of("after.csv", b"after", AT)])
    size = whole.size
    assert size is not None
    path = tmp_path / "made.zip"
    with path.open("wb") as file:  # only its ends are written: what is between is a hole
        for start, stop in ((0, 100), (size - 1000, size)):
            file.seek(start)
            file.write(b"".join(whole.pieces(start, stop)))
    with zipfile.ZipFile(path) as archive:
        assert [entry.file_size for entry in archive.infolist()] == [(1 << 32) + 5, 5]
        assert archive.read("after.csv") == b"after"
