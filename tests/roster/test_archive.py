import hashlib
import io
import stat
import zipfile
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roster_core.refusals import Refusal
from roster_core.roster import archive
from roster_core.roster.archive import open_sources

FILES = {"schools.csv": b"school_code\n", "students.csv": b"district_number\n1\n"}


def packed(contents, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        for name, content in contents.items():
            made.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def zip_of(tmp_path):
    def write(contents):
        path = tmp_path / "roster.zip"
        path.write_bytes(contents if isinstance(contents, bytes) else packed(contents))
        return path

    return write


def test_a_folder_and_its_zip_have_the_same_files(tmp_path, zip_of):
    folder = tmp_path / "roster"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "photos").mkdir()
    (folder / "photos" / "1.jpg").write_bytes(b"x")
    assert dict(open_sources(folder)) == dict(open_sources(zip_of(FILES))) == FILES


def test_only_files_that_were_read_are_recorded_with_their_hashes(zip_of):
    sources = open_sources(zip_of(FILES))
    assert sources.files_read() == ()
    content = sources["students.csv"]
    (file,) = sources.files_read()
    assert (file.name, file.size, file.sha256) == ("students.csv", 18, hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize("wrapping", ["", "Roster 2026/", "./", "R\\"])
def test_one_folder_round_everything_is_looked_through(zip_of, wrapping):
    left_behind = {"__MACOSX/._students.csv": b"x", f"{wrapping}.DS_Store": b"x", f"{wrapping}Thumbs.db": b"x"}
    sources = open_sources(zip_of({wrapping + name: content for name, content in FILES.items()} | left_behind))
    assert dict(sources) == FILES
    assert sources.beside == ()


def test_files_in_further_folders_are_not_part_of_it_but_named(zip_of):
    inside = {"roster/students.csv": b"x", "roster/old/students.csv": b"y", "roster/photos/a/1.jpg": b"z"}
    sources = open_sources(zip_of(inside))
    assert dict(sources) == {"students.csv": b"x"}
    assert sources.beside == ("old/", "photos/")
    assert open_sources(zip_of({"students.csv": b"x", "a/b.csv": b"y"})).beside == ("a/",)


def test_names_that_climb_are_names_only(zip_of):
    sources = open_sources(zip_of({"students.csv": b"x", "../../etc/passwd": b"y", "/schools.csv": b"z"}))
    assert dict(sources) == {"students.csv": b"x", "schools.csv": b"z"}


def test_utf8_names_that_do_not_say_so_are_read_as_utf8(zip_of):
    raw = packed({"Ubersicht.csv": b"x", "a.csv": b""}, zipfile.ZIP_STORED).replace(b"Uber", b"\xc3\x9cbe")
    assert list(open_sources(zip_of(raw))) == ["a.csv", "Übesicht.csv"]


def refused(path, name=None):
    with pytest.raises(Refusal) as refusal:
        _ = open_sources(path)[name]
    assert refusal.value.what == "The roster was not read."
    assert refusal.value.fix
    return refusal.value.why


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"district_number\n", "neither a folder nor a ZIP"),
        (b"", "neither a folder nor a ZIP"),
        (b"Rar!\x1a\x07", "a RAR archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Excel workbook"),
        (packed(FILES)[:-30], "damaged or not complete"),
        (packed({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "an Excel workbook"),
    ],
)
def test_what_is_no_zip_is_refused_by_what_it_is(zip_of, content, why):
    assert why in refused(zip_of(content))


def test_a_path_that_is_not_there_is_refused(tmp_path):
    assert "no file or folder gone" in refused(tmp_path / "gone")


def test_a_file_that_vanishes_before_it_is_read_is_refused(tmp_path):
    (tmp_path / "students.csv").write_bytes(b"x")
    sources = open_sources(tmp_path)
    (tmp_path / "students.csv").unlink()
    with pytest.raises(Refusal, match="cannot be read"):
        _ = sources["students.csv"]


def test_a_password_is_told(zip_of):
    content = bytearray(packed(FILES))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    assert "password" in refused(zip_of(bytes(content)))


def test_a_wrong_check_sum_is_told(zip_of):
    content = bytearray(packed(FILES, zipfile.ZIP_STORED))
    content[content.index(b"district_number")] ^= 1
    assert "students.csv in roster.zip is damaged" in refused(zip_of(bytes(content)), "students.csv")


@pytest.mark.parametrize("method", [9, 12, 14, 97])
def test_a_packing_method_that_cannot_be_read_is_told(zip_of, method):
    content = bytearray(packed({"students.csv": b"x"}))
    for signature, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        content[content.index(signature) + offset] = method
    assert "cannot be read" in refused(zip_of(bytes(content)), "students.csv")


def test_a_file_named_twice_is_refused(zip_of):
    with pytest.warns(UserWarning, match="Duplicate"):
        path = zip_of(packed_twice("students.csv"))
    assert "two files called students.csv" in refused(path)


def packed_twice(name):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr(name, b"a")
        made.writestr(name, b"b")
    return buffer.getvalue()


def test_a_link_is_refused(zip_of):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        entry = zipfile.ZipInfo("students.csv")
        entry.create_system = 3
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(entry, "/etc/passwd")
    assert "link" in refused(zip_of(buffer.getvalue()))


def test_a_bomb_is_refused_by_its_ratio_before_it_is_unpacked(zip_of):
    assert "would unpack to" in refused(zip_of({"students.csv": b"a" * (archive.RATIO_FROM_BYTES + 1)}))


def test_a_table_of_ordinary_ratio_is_no_bomb(zip_of):
    rows = "".join(f"{number:07},MHE,2026-27\n" for number in range(60_000)).encode()
    assert open_sources(zip_of({"students.csv": rows}))["students.csv"] == rows


@pytest.mark.parametrize(
    ("limit", "value", "why"),
    [("MAX_ENTRY_BYTES", 5, "would unpack to"), ("MAX_TOTAL_BYTES", 25, "the most"), ("MAX_ENTRIES", 1, "the most")],
)
def test_limits_hold(monkeypatch, zip_of, limit, value, why):
    monkeypatch.setattr(archive, limit, value)
    assert why in refused(zip_of(FILES))


def test_overlapping_entries_are_refused(zip_of):
    content = bytearray(packed(FILES))
    first = content.index(b"PK\x01\x02")
    second = content.index(b"PK\x01\x02", first + 1)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]  # both begin at one offset
    assert "overlap" in refused(zip_of(bytes(content)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_damaged_zip_is_read_or_refused_but_never_an_accident(zip_of, data):
    content = bytearray(packed(FILES))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = zip_of(bytes(content))
    with suppress(Refusal):
        assert all(isinstance(read, bytes) for read in dict(open_sources(path)).values())
