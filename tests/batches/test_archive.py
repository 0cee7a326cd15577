import stat
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roster_core.batches.archive import Archive, Limits, MemberRefused, refuse_without
from roster_core.batches.people import Criterion
from roster_core.project import PROJECT
from roster_core.refusals import Refusal
from tests.batches.deciding import match_names
from tests.batches.people_made import students
from tests.batches.zips_made import (
    JPEG,
    entry,
    packed,
    patched,
    raw_name,
    same_offset_bomb,
    unicode_path,
)

SAMPLE = PROJECT / "data" / "sample" / "photographer.zip"


@pytest.fixture
def opened(tmp_path):
    archives = []

    def open_(data, **limits):
        path = tmp_path / "_Studentimages.zip"
        path.write_bytes(data)
        archives.append(Archive(path, Limits(**limits)))
        return archives[-1]

    yield open_
    for archive in archives:
        archive.close()


def codes(one):
    return [finding.kind.code for finding in one.findings]


def names(archive):
    return [one.path for one in archive.entries]


def test_files_in_folders_are_read_and_litter_is_counted(opened):
    archive = opened(
        packed(
            [
                ("Photos/", b""),
                ("Photos/0104233.jpg", JPEG),
                ("Photos/deep/er/0101118.jpg", JPEG + b"2"),
                ("readme.txt", b"hello"),
                ("__MACOSX/Photos/._0104233.jpg", b"x"),
                ("Photos/._0101118.jpg", b"x"),
                ("Photos/.DS_Store", b"x"),
                ("Photos/Thumbs.db", b"x"),
                ("DESKTOP.INI", b"x"),
                ("~$list.docx", b"x"),
            ]
        )
    )
    assert names(archive) == ["Photos/0104233.jpg", "Photos/deep/er/0101118.jpg", "readme.txt"]
    assert archive.litter == 6
    assert [archive.read(one) for one in archive.entries] == [JPEG, JPEG + b"2", b"hello"]
    assert [one.name for one in archive.entries] == ["0104233.jpg", "0101118.jpg", "readme.txt"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not a ZIP"),
        (b"Rar!\x1a\x07\x01\x00", "a RAR archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (packed([("a.jpg", JPEG)])[:-10], "not complete"),
        (packed([("a.jpg", JPEG * 9)])[:60], "not complete"),
        (packed([]), "empty"),
        (packed([("__MACOSX/._a", b"x"), ("Photos/", b"")]), "empty"),
        (same_offset_bomb(), "overlap"),
    ],
    ids=["nothing", "rar", "7z", "gzip", "page", "cut", "cut early", "empty", "litter", "overlapping"],
)
def test_what_is_no_sound_zip_is_refused_whole(opened, data, why):
    with pytest.raises(Refusal, match=why):
        opened(data)


def test_photos_missing_is_another_refusal_than_an_empty_archive(opened):
    archive = opened(packed([("readme.txt", b"hello")]))
    with pytest.raises(Refusal, match="No file in it is of a type"):
        refuse_without(frozenset({".jpg"}), archive.entries)
    refuse_without(frozenset({".txt"}), archive.entries)


@pytest.mark.parametrize(("files", "accepted"), [(4, True), (5, True), (6, False)])
def test_files_proper_are_counted_against_the_limit(opened, files, accepted):
    contents = [(f"{number}.jpg", JPEG) for number in range(files)]
    litter = [(f"__MACOSX/._{number}.jpg", b"x") for number in range(files)]
    if accepted:
        assert len(opened(packed(contents + litter), max_entries=5).entries) == files
    else:
        with pytest.raises(Refusal, match="6 files; 5 are the most"):
            opened(packed(contents + litter), max_entries=5)


def test_five_thousand_files_are_taken_and_one_more_is_not(opened):
    contents = [(f"{number}.jpg", b"") for number in range(5_001)]
    assert len(opened(packed(contents[:-1])).entries) == 5_000
    with pytest.raises(Refusal, match="5001 files; 5000 are the most"):
        opened(packed(contents))


def test_a_directory_without_end_is_refused_before_it_is_read(opened, monkeypatch):
    monkeypatch.setattr(zipfile, "ZipFile", lambda _: pytest.fail("the directory was read"))
    many = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65_000, 65_000, 65_000 * 60, 0, 0)
    with pytest.raises(Refusal, match="65000 files"):
        opened(b"PK\x03\x04" + many)
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 70_000, 70_000, 70_000 * 60, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 4, 1)
    full = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    with pytest.raises(Refusal, match="70000 files"):
        opened(b"PK\x03\x04" + record + locator + full)
    large = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 200 << 20, 0, 0)
    with pytest.raises(Refusal, match="directory is far larger"):
        opened(b"PK\x03\x04" + large)


def test_the_whole_may_not_be_larger_than_the_limits(opened):
    data = packed([("a.jpg", b"x" * 600), ("b.jpg", b"x" * 600)], zipfile.ZIP_STORED)
    assert opened(data, max_total_bytes=1_200).entries
    with pytest.raises(Refusal, match="would unpack to 1200 bytes"):
        opened(data, max_total_bytes=1_199)
    with pytest.raises(Refusal, match="larger than"):
        opened(data, max_archive_bytes=len(data) - 1)


ENCRYPTED = {8: b"\x01\x00"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (patched(packed([("a.jpg", JPEG)]), central=ENCRYPTED, local={6: b"\x01\x00"}), "ENTRY_ENCRYPTED"),
        (patched(packed([("a.jpg", JPEG)]), central={10: b"\x63\x00"}), "ENTRY_ENCRYPTED"),
        (patched(packed([("a.jpg", JPEG)]), central={10: b"\x09\x00"}), "ENTRY_METHOD"),
        (patched(packed([("a.jpg", JPEG)]), central={10: b"\x62\x00"}), "ENTRY_METHOD"),
        (packed([(entry("a.jpg", mode=stat.S_IFLNK | 0o777), b"/etc/passwd")]), "ENTRY_NOT_A_FILE"),
        (packed([(entry("a.jpg", mode=stat.S_IFIFO | 0o644), JPEG)]), "ENTRY_NOT_A_FILE"),
        (packed([(entry("a.jpg", mode=stat.S_IFCHR | 0o644), b"")]), "ENTRY_NOT_A_FILE"),
        (packed([("photos.zip", packed([("a.jpg", JPEG)]))]), "NESTED_ARCHIVE"),
        (packed([("photos.7z", b"7z")]), "NESTED_ARCHIVE"),
        (packed([("a.bmp", b"\0" * (5 << 20))]), "ENTRY_BOMB"),
        (packed([("a.jpg", bytes(range(256)) * 40_961)], zipfile.ZIP_STORED), "ENTRY_TOO_LARGE"),
    ],
)
def test_an_unusable_entry_is_refused_and_the_others_are_read(opened, data, code):
    with zipfile.ZipFile(opened(data)._zip.filename) as source:
        assert len(source.infolist()) == 1
    archive = opened(data)
    (one,) = archive.entries
    assert code in codes(one)
    assert all(finding.message for finding in one.findings)
    with pytest.raises(MemberRefused):
        archive.read(one)


def test_one_refused_entry_leaves_the_rest_alone(opened):
    archive = opened(packed([(entry("link.jpg", mode=stat.S_IFLNK | 0o777), b"x"), ("0104233.jpg", JPEG)]))
    assert [bool(one.findings) for one in archive.entries] == [True, False]
    assert archive.read(archive.entries[1]) == JPEG


@pytest.mark.parametrize("size", [10_485_760, 10_485_761])
def test_ten_mebibytes_are_the_most_of_one_entry(opened, size):
    archive = opened(packed([("a.jpg", b"\xab" * size)], zipfile.ZIP_STORED))
    assert (not archive.entries[0].findings) is (size == 10_485_760)
    if size == 10_485_760:
        assert sum(map(len, archive.chunks(archive.entries[0]))) == size


def test_bytes_are_counted_whatever_the_directory_declares(opened):
    content = b"\xab\xcd\xef" * 4_000
    lies = patched(packed([("a.jpg", content)]), central={24: struct.pack("<I", 10)})
    archive = opened(lies)
    with pytest.raises(MemberRefused, match="check sum"):
        archive.read(archive.entries[0])
    honest = opened(packed([("a.jpg", content)]), max_entry_bytes=12_000)
    assert honest.read(honest.entries[0]) == content
    object.__setattr__(honest, "limits", Limits(max_entry_bytes=11_999))
    with pytest.raises(MemberRefused, match="more than 11999 bytes"):
        honest.read(honest.entries[0])


def test_a_damaged_entry_is_told_and_the_others_are_read(opened):
    data = packed([("a.jpg", JPEG * 50), ("b.jpg", JPEG)], zipfile.ZIP_STORED)
    archive = opened(data.replace(b"picture", b"pictuRe", 1))
    first, second = archive.entries
    with pytest.raises(MemberRefused, match="check sum does not fit"):
        archive.read(first)
    assert archive.read(second) == JPEG


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (packed([("Jos\xe9.jpg", JPEG)]), "Jos\xe9.jpg"),
        (packed([("Jose\u0301.jpg", JPEG)]), "Jos\xe9.jpg"),
        (raw_name(packed([("JosXX.jpg", JPEG)]), "JosXX.jpg", "Jos\xe9.jpg".encode()), "Jos\xe9.jpg"),
        (raw_name(packed([("JosX.jpg", JPEG)]), "JosX.jpg", "Jos\xe9.jpg".encode("cp437")), "Jos\xe9.jpg"),
        (
            packed([(entry("0104233.jpg", extra=unicode_path(b"0104233.jpg", "Ana-\u0141.jpg")), JPEG)]),
            "Ana-\u0141.jpg",
        ),
        (packed([(entry("0104233.jpg", extra=unicode_path(b"other.jpg", "Ana.jpg")), JPEG)]), "0104233.jpg"),
        (raw_name(packed([("XX0104233.jpg", JPEG)]), "XX0104233", b"\x8e\x740104233"), "\xc4t0104233.jpg"),
        (packed([("..\\..\\0104233.jpg", JPEG)]), "../../0104233.jpg"),
        (packed([("/etc/0104233.jpg", JPEG)]), "/etc/0104233.jpg"),
        (packed([("\u202e0104233.jpg", JPEG)]), "0104233.jpg"),
        (packed([("a\x1b[31m.jpg", JPEG)]), "a[31m.jpg"),
    ],
)
def test_names_are_read_as_meant_and_shown_harmless(opened, data, shown):
    archive = opened(data)
    assert names(archive) == [shown]
    assert archive.read(archive.entries[0]) == JPEG


@pytest.mark.parametrize(
    "name",
    ["../../0104233.jpg", "C:\\photos\\0104233.jpg", "\\\\server\\share\\0104233.jpg", "a/./b/../0104233.jpg"],
)
def test_paths_that_point_elsewhere_still_match_by_their_last_part(opened, name):
    archive = opened(packed([(name, JPEG)]))
    (item,) = match_names(names(archive), students(Criterion.DISTRICT_NUMBER))
    assert item.person is not None
    assert item.person.last_name == "Ortega"


def test_an_empty_name_and_one_of_five_thousand_letters_are_only_odd(opened):
    data = packed([("Q", b"x"), ("n" * 5_000 + ".jpg", b"y"), ("CON.jpg", b"z")])
    archive = opened(raw_name(data, "Q", b"\0"))
    assert [len(one.name) for one in archive.entries] == [0, 255, 7]
    assert [archive.read(one) for one in archive.entries] == [b"x", b"y", b"z"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "twice",
    [("a/1.jpg", "a/1.jpg"), ("a/1.jpg", "A/1.JPG"), ("\xe9.jpg", "e\u0301.jpg")],
)
def test_of_files_with_one_name_none_wins(opened, twice):
    archive = opened(packed([(name, str(at).encode()) for at, name in enumerate(twice)]))
    assert [codes(one) for one in archive.entries] == [["NAME_REPEATED"], ["NAME_REPEATED"]]
    assert [archive.read(one) for one in archive.entries] == [b"0", b"1"]


def test_an_index_is_found_and_the_one_with_retakes_comes_first(opened):
    archive = opened(packed([("P/INDEX.TXT", b"i"), ("P/1.jpg", JPEG), ("P/Master.txt", b"m"), ("list.csv", b"c")]))
    assert [one.name for one in archive.indexes] == ["Master.txt", "INDEX.TXT", "list.csv"]


def test_the_sample_photographers_zip_is_read():
    with Archive(SAMPLE) as archive:
        assert archive.litter == 2
        assert [one.name for one in archive.indexes] == ["INDEX.TXT"]
        assert all(archive.read(one) is not None for one in archive.entries)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_bytes_never_raise_anything_but_a_refusal(tmp_path, data):
    whole = bytearray(packed([("a.jpg", JPEG * 20), ("b/c.png", b"x" * 300), ("d.zip", b"")]))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    path = tmp_path / "x.zip"
    path.write_bytes(whole[: data.draw(st.integers(1, len(whole)))])
    told = []
    try:
        with Archive(path) as archive:
            for one in archive.entries:
                try:
                    archive.read(one)
                except MemberRefused as refused:
                    told.append(refused.finding.message)
    except Refusal as refusal:
        told.append(refusal.why)
    assert all(told)
