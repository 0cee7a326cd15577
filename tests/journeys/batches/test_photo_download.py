"""Photos taken out as a ZIP: whose, in which size, by whom, written down; whole, in parts, and again."""

import csv
import io
import zipfile
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from sqlmodel import col, select

from roster_core.access.audit import check_chain
from roster_core.access.rights import Right, granted
from roster_core.access.tables import AuditEvent
from roster_core.clock import utc_now
from roster_core.downloads.holders import Folders
from roster_core.journeys import holders, photo_download
from roster_core.journeys.photo_download import DownloadRequest, keep_ids, last_download, open_download, preview
from roster_core.journeys.photo_gaps import gaps_csv, gaps_page, read_gaps
from roster_core.journeys.photo_sizes import sweep_cache
from roster_core.photos.download import Size
from roster_core.photos.gaps import State
from roster_core.refusals import Refusal
from roster_core.roster.tables.people import Person
from roster_core.roster.tables.records import Photo
from roster_core.storage.objects import open_objects
from tests.journeys.batches.conftest import face
from tests.journeys.batches.engines import either

ANA, DUNN = "0104233", "0101118"
ALL = DownloadRequest(reason="for the tests")


@pytest.fixture(scope="module")
def filled():
    """Two students have photos: one of 480 × 600, a PNG of 960 × 1200."""
    photos = {f"{ANA}.jpg": face(1), f"{DUNN}.png": face(2, 960, 1200, "PNG")}
    return "two-photos", lambda desk: desk.confirm(desk.checked(photos))


def _unpacked(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def _zip(desk, request=ALL):
    return b"".join(open_download(desk.store, desk.user, request).pieces())


def _people(desk, **more):
    plan = preview(desk.store, desk.user, replace(ALL, **more)).plan
    return {entry.holder.district_number for entry in plan.entries}


def _change(desk, table, key, **values):
    with desk.store.writing(1) as session:
        person = session.exec(select(Person).where(Person.person_key == key, Person.kind == "STUDENT")).one()
        found = (
            person if table is Person else session.exec(select(Photo).where(Photo.person_id == person.person_id)).one()
        )
        for name, value in values.items():
            setattr(found, name, value)


def test_the_zip_has_the_photos_and_both_lists(desk):
    files = _unpacked(_zip(desk))
    assert list(files) == ["photos/0101118.png", "photos/19ortea1.jpg", "index.csv", "missing.csv"]
    index = list(csv.DictReader(io.StringIO(files["index.csv"].decode("utf-8-sig"))))
    assert {row["district_number"] for row in index} == {ANA, DUNN}
    assert {row["file"] for row in index} == {name for name in files if name.startswith("photos/")}
    missing = {row["district_number"] for row in csv.DictReader(io.StringIO(files["missing.csv"].decode("utf-8-sig")))}
    assert "0100502" in missing
    assert not missing & {ANA, DUNN}


def test_the_same_twice_has_equal_bytes_and_parts_make_the_whole(desk):
    opened = open_download(desk.store, desk.user, ALL)
    whole = b"".join(opened.pieces())
    again = open_download(desk.store, desk.user, ALL)
    assert (again.etag, again.size) == (opened.etag, len(whole))
    middle = len(whole) // 2
    assert b"".join(again.pieces(0, middle)) + b"".join(again.pieces(middle)) == whole


@pytest.mark.parametrize(
    ("size", "shown"), [(Size.LARGE, (480, 600)), (Size.MEDIUM, (240, 300)), (Size.SMALL, (120, 150))], ids=str
)
def test_photos_are_made_smaller_once_and_a_second_time_the_size_is_known(desk, size, shown):
    request = replace(ALL, size=size, template="{district_number}")
    first = open_download(desk.store, desk.user, request)
    assert first.size is None
    data = b"".join(first.pieces())
    files = _unpacked(data)
    for key in (ANA, DUNN):
        with Image.open(io.BytesIO(files[f"photos/{key}.jpg"]), formats=["JPEG"]) as image:
            assert image.size == shown
            assert not image.getexif()
    second = open_download(desk.store, desk.user, request)
    assert second.size == len(data)
    assert b"".join(second.pieces()) == data
    sweep_cache(desk.store.settings, utc_now() + timedelta(days=2))
    assert open_download(desk.store, desk.user, request).size is None


def test_a_photo_that_cannot_be_read_any_more_is_told_instead_of_ending_the_zip(desk):
    with desk.store.reading(1) as session:
        rows = {row.media_type: row for row in session.exec(select(Photo)).all()}
    root = open_objects(desk.store.settings).root
    stored = root / rows["image/png"].storage_key
    stored.unlink()  # not written into: it is linked from where the photos were made
    stored.write_bytes(b"x" * rows["image/png"].bytes)  # the size is right, so it shows only when it is made smaller
    files = _unpacked(_zip(desk, replace(ALL, size=Size.SMALL)))
    assert len([name for name in files if name.startswith("photos/")]) == 1
    assert b"file lost" in files["missing.csv"]
    assert DUNN.encode() not in files["index.csv"]
    stored.unlink()
    files = _unpacked(_zip(desk))
    assert b"file lost" in files["missing.csv"]
    assert DUNN.encode() not in files["index.csv"]


def test_a_checksum_that_was_not_known_is_kept(desk):
    _change(desk, Photo, ANA, crc32=None)
    before = _zip(desk)
    with desk.store.reading(1) as session:
        for row in session.exec(select(Photo)).all():
            assert row.crc32 == zlib.crc32(open_objects(desk.store.settings).get(row.storage_key))
    assert _zip(desk) == before


@either
def test_a_restricted_person_is_left_out_unless_for_internal_use(desk):
    _change(desk, Person, ANA, photo_restricted=True)
    holders._everybody.cache_clear()  # a load would have brought it
    view = preview(desk.store, desk.user, ALL)
    assert [one.district_number for one in view.plan.restricted] == [ANA]
    assert _people(desk) == {DUNN}
    assert _people(desk, internal_use=True) == {ANA, DUNN}
    assert ANA.encode() not in _zip(desk)


@pytest.mark.parametrize(
    ("groups", "people"),
    [
        ({"schools": ("mhe",)}, {ANA}),
        ({"schools": ("MMS",)}, {DUNN}),
        ({"schools": ("MHE", "MMS")}, {ANA, DUNN}),
        ({"grades": ("7",)}, {DUNN}),
        ({"ids": f"{DUNN}\nnobody"}, {DUNN}),
        ({"ids": f"{DUNN}\n19ORTEA1", "schools": ("MHE",)}, {ANA}),
        ({"staff": True, "students": False}, set()),
        ({"template": "{last}"}, {ANA, DUNN}),
    ],
    ids=["school", "another", "both", "grade", "list", "list and school", "staff", "template"],
)
def test_groups_choose_people(desk, groups, people):
    assert _people(desk, **groups) == people


def test_ids_that_are_nobodys_are_told_in_any_order(desk):
    view = preview(desk.store, desk.user, replace(ALL, ids=f"x1\n{DUNN}\nx2\n{ANA}"))
    assert (view.unknown, len(view.plan.entries)) == (("x1", "x2"), 2)
    kept = replace(ALL, ids_key=keep_ids(desk.store, f"x1\n{DUNN}"))
    assert preview(desk.store, desk.user, kept).unknown == ("x1",)
    assert keep_ids(desk.store, " \n") == ""


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"schools": ("ZZZ",)}, "no school “ZZZ”"),
        ({"grades": ("77",)}, "no grade “77”"),
        ({"homerooms": ("none",)}, "no homeroom “none”"),
        ({"sections": ("9999/99",)}, "no section “9999/99”"),
        ({"students": False}, "Neither students nor staff"),
        ({"students": False, "staff": True, "grades": ("07",)}, "only staff are wanted"),
        ({"template": "{nme}"}, "{nme} is no token"),
        ({"ids": "nobody"}, "Nobody is in all of the chosen groups"),
        ({"students": False, "staff": True}, "None of the people chosen has a photo"),
        ({"ids_key": "d/1/photo/ab/cd"}, "list of IDs is gone"),
        ({"ids_key": "d/1/download-ids/ab/cd.txt"}, "list of IDs is gone"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_what_cannot_be_is_refused_and_nothing_is_written_down(desk, more, told):
    with pytest.raises(Refusal, match=told):
        open_download(desk.store, desk.user, replace(ALL, **more))
    assert last_download(desk.store, desk.user) is None


def test_a_reason_is_asked_for_many(desk, monkeypatch):
    monkeypatch.setattr(photo_download, "ASK_OVER", 1)
    assert preview(desk.store, desk.user, ALL).needs_reason
    with pytest.raises(Refusal, match="a reason is kept"):
        open_download(desk.store, desk.user, replace(ALL, reason="  "))
    assert _zip(desk)


@either
def test_taking_photos_out_is_written_down_with_the_people(desk):
    opened = open_download(desk.store, desk.user, replace(ALL, reason=" Yearbook "))
    assert last_download(desk.store, desk.user) is None  # nothing was sent yet
    b"".join(opened.pieces())
    b"".join(opened.pieces(10))
    with desk.store.reading(1) as session:
        first, second = session.exec(select(AuditEvent).order_by(col(AuditEvent.event).desc()).limit(2)).all()[::-1]
        assert list(check_chain(session, 1)) == []
    assert (first.action, first.reason, first.subject) == ("photos_downloaded", "Yearbook", f"photos:{opened.name}")
    assert first.persons == [f"student:{DUNN}", f"student:{ANA}"]
    assert (first.facts["photos"], first.facts["restricted_left_out"]) == (2, 0)
    assert (second.action, second.facts["from_byte"]) == ("photos_download_resumed", 10)


@either
def test_only_what_changed_since_the_last_download(desk):
    _zip(desk)
    last = last_download(desk.store, desk.user)
    assert last is not None
    since = last.isoformat()
    assert _people(desk, since=since) == set()
    desk.confirm(desk.checked({f"{ANA}.jpg": face(7)}))
    assert _people(desk, since=since) == {ANA}


@either
def test_the_newest_of_a_school_year(desk):
    _change(desk, Photo, ANA, school_year="2024-25")
    assert _people(desk, school_year="2024-25") == {ANA}


@pytest.mark.parametrize("rights", [set(), set(Right) - {Right.PHOTO_DOWNLOAD}], ids=["none", "all others"])
def test_who_lacks_the_right_gets_nothing(desk, rights):
    nobody = granted("nobody", "Nobody", frozenset(rights))
    for ask in (preview, open_download):
        with pytest.raises(Refusal, match="photo_download"):
            ask(desk.store, nobody, ALL)
    with pytest.raises(Refusal, match="photo_download"):
        read_gaps(desk.store, nobody)


@either
def test_who_has_one_school_gets_and_sees_nobody_of_another(desk):
    user = granted("one", "One", frozenset({Right.PHOTO_DOWNLOAD}), frozenset({"MMS"}))
    plan = preview(desk.store, user, ALL).plan
    assert {entry.holder.district_number for entry in plan.entries} == {DUNN}
    assert all("MMS" in one.schools for one in plan.missing)
    assert preview(desk.store, user, replace(ALL, ids=ANA)).unknown == (ANA,)
    assert {one.school for one in read_gaps(desk.store, user).coverage} == {"MMS"}


def test_a_request_survives_as_claims(desk):
    asked = replace(
        ALL,
        schools=("MHE",),
        size=Size.SMALL,
        folders=Folders.GRADE,
        template="{last}",
        internal_use=True,
        since="2026",
    )
    assert DownloadRequest.of({**asked.claims(), "kind": "photos_zip", "login": "x"}) == asked
    assert DownloadRequest().claims() == {}
    assert desk.store is not None


def test_the_name_tells_district_group_and_moment(desk):
    at = lambda: datetime(2026, 9, 8, 18, 5, tzinfo=UTC)  # noqa: E731
    view = preview(desk.store, desk.user, replace(ALL, schools=("MHE",), grades=("07",)), clock=at)
    assert view.name == f"photos_{view.district.code}_MHE_grade-07_20260908-1405.zip"


def test_gaps_as_csv_and_to_print(desk):
    _change(desk, Photo, ANA, school_year="2020-21")
    gaps = read_gaps(desk.store, desk.user)
    states = {gap.holder.district_number: gap.state for gap in gaps.gaps}
    assert states[ANA] is State.OLDER
    assert states["0100502"] is State.NONE
    assert DUNN not in states
    rows = list(csv.DictReader(io.StringIO(gaps_csv(gaps).decode("utf-8-sig"))))
    assert len(rows) == len(gaps.gaps)
    page = gaps_page(gaps).decode()
    assert page.count("<tr><td class='box'>") == len(gaps.gaps)
    ana = next(gap.holder for gap in gaps.gaps if gap.holder.district_number == ANA)
    only = gaps_page(gaps, "MHE", ana.grade).decode()
    assert f"MHE · Grade {ana.grade}" in only
    assert "MMS" not in only
