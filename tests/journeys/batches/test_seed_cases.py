"""The seeds' own cases, and their boundaries, from the file to the result (batch-updates §6)."""

import io

import pytest
from PIL import Image
from sqlmodel import select

from roster_core.access.rights import Right, granted
from roster_core.batches.people import Criterion
from roster_core.batches.states import BatchState, ItemState
from roster_core.journeys.batches import drafts
from roster_core.journeys.people import show_person
from roster_core.photos.rules import MAX_BYTES, RuleSet
from roster_core.refusals import Refusal
from roster_core.roster.tables.people import Person
from roster_core.roster.tables.records import Photo
from tests.journeys.batches.conftest import face, packed

NUMBER, STATE, LOGIN, STAFF = (
    Criterion.DISTRICT_NUMBER,
    Criterion.STATE_ID,
    Criterion.WEBLOGIN_ID,
    Criterion.STAFF_ID,
)
#: Most of what is here depends on files and people, not on the database.


def moving(frames=3):
    images = [Image.new("RGB", (480, 600), (40 * at, 90, 200 - 40 * at)) for at in range(frames)]
    for at, image in enumerate(images):
        image.paste((255, 255, 0), (10 * at, 10, 200, 300))
    buffer = io.BytesIO()
    images[0].save(buffer, "GIF", save_all=True, append_images=images[1:])
    return buffer.getvalue()


CASES = {
    "1": (NUMBER, {"0104233.png": face(1, kind="PNG")}, {"0104233.png": "Uploaded"}, "student:0104233"),
    "2": (STATE, {"7012345678.jpg": face(1)}, {"7012345678.jpg": "Uploaded"}, "student:0104233"),
    "3": (NUMBER, {"7012345678.jpg": face(1)}, {"7012345678.jpg": "No Match"}, None),
    "4": (STAFF, {"2001.bmp": face(1, kind="BMP")}, {"2001.bmp": "Uploaded"}, "staff:2001"),
    "6": (NUMBER, {"0104233.gif": moving()}, {"0104233.gif": "Uploaded"}, "student:0104233"),
    "9": (NUMBER, {"0104233.tif": face(1, kind="TIFF")}, {"0104233.tif": "Rejected"}, None),
    "10": (NUMBER, {"_Studentimages.zip": packed({"0104233.jpg": face(1)})}, {"0104233.jpg": "Uploaded"},
           "student:0104233"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_case_of_the_seed(desk, case):
    criterion, files, expected, holder = CASES[case]
    batch_id = desk.checked(files, criterion=criterion)
    drafts.choose(desk.store, desk.user, batch_id, drafts.accept("ANIMATED"))
    assert desk.confirm(batch_id, leave_out=True).state is BatchState.DONE
    assert desk.results(batch_id) == expected
    holders = {"student:0104233", "staff:2001"} if holder is None else {holder}
    for one in holders:
        kind, _, key = one.partition(":")
        assert [current for _, current, _ in desk.versions(key, kind)] == ([True] if one == holder else [])


def test_a_moving_picture_is_looked_at_and_its_first_frame_is_stored(desk):
    batch_id = desk.checked({"0104233.gif": moving()})
    item = desk.items(batch_id)["0104233.gif"]
    assert (item.state, [one.kind.code for one in item.findings]) == (ItemState.WARNING, ["ANIMATED"])
    drafts.choose(desk.store, desk.user, batch_id, drafts.accept("ANIMATED"))
    desk.confirm(batch_id)
    with desk.store.reading(1) as session:
        photo = session.exec(select(Photo)).one()
    assert (photo.media_type, photo.width, photo.height) == ("image/jpeg", 480, 600)


def test_a_staff_number_touches_no_student_of_the_same_number(desk):
    batch_id = desk.checked({"0104233.jpg": face(1), "2001.jpg": face(2)}, criterion=STAFF)
    desk.confirm(batch_id, leave_out=True)
    assert desk.results(batch_id) == {"0104233.jpg": "No Match", "2001.jpg": "Uploaded"}
    assert desk.versions("0104233") == []


@pytest.mark.parametrize(
    ("rights", "criterion", "refused"),
    [
        ({Right.ROSTER_VIEW}, NUMBER, True),
        ({Right.BATCH_STUDENT_MANAGE}, NUMBER, False),
        ({Right.BATCH_STUDENT_MANAGE}, STAFF, True),
        ({Right.BULK_IMAGE_UPLOAD}, STAFF, False),
    ],
    ids=["neither right", "students", "staff with the right for students", "staff"],
)
def test_who_has_not_the_right_is_refused(as_user, rights, criterion, refused):
    somebody = as_user(granted("s", "S", frozenset(rights)))
    if refused:
        with pytest.raises(Refusal):
            somebody.start(criterion)
    else:
        assert somebody.view(somebody.start(criterion)).open


@pytest.mark.parametrize(
    ("width", "height", "taken"),
    [(480, 600, True), (960, 1200, True), (479, 600, False), (480, 599, False), (961, 1200, False), (960, 1201, False)],
)
def test_sizes_of_the_gateway_are_inclusive(desk, width, height, taken):
    name = "19chanw1.jpg"
    batch_id = desk.checked({name: face(1, width, height)}, criterion=LOGIN, rules=RuleSet.GATEWAY)
    item = desk.items(batch_id)[name]
    assert (item.state is ItemState.READY) == taken
    if taken:
        desk.confirm(batch_id)
        assert desk.results(batch_id) == {name: "Uploaded"}
    else:
        told = item.findings[0].message
        assert (item.findings[0].kind.code, f"{width} × {height}" in told) == ("DIMENSIONS", True)


@pytest.mark.parametrize("more", [0, 1], ids=["ten megabytes", "one byte more"])
def test_ten_megabytes_are_taken_and_one_byte_more_is_not(desk, more):
    photo = face(1)
    data = photo + bytes(MAX_BYTES + more - len(photo))
    batch_id = desk.checked({"19chanw1.jpg": data}, criterion=LOGIN, rules=RuleSet.GATEWAY)
    item = desk.items(batch_id)["19chanw1.jpg"]
    if not more:
        assert item.state is ItemState.READY
    else:
        assert [one.kind.code for one in item.findings] == ["TOO_LARGE"]


def test_left_students_match_only_when_asked_for(desk):
    number = show_person(desk.store, desk.user, "student", "0105900").person_id
    with desk.store.writing(1) as session:
        session.get_one(Person, (1, number)).status = "INACTIVE"
    without = desk.items(desk.checked({"0105900.jpg": face(1)}))["0105900.jpg"]
    assert (without.state, [one.kind.code for one in without.findings]) == (ItemState.NEEDS_PERSON, ["PERSON_LEFT"])
    batch_id = desk.start(include_left=True)
    desk.add(batch_id, {"0105900.jpg": face(1)})
    item = desk.items(batch_id)["0105900.jpg"]
    assert (item.state, [one.kind.code for one in item.findings]) == (ItemState.WARNING, ["PERSON_INACTIVE"])
    drafts.choose(desk.store, desk.user, batch_id, drafts.accept("PERSON_INACTIVE"))
    desk.confirm(batch_id)
    assert desk.results(batch_id) == {"0105900.jpg": "Uploaded"}


def test_what_looks_like_a_stored_photo_of_somebody_else_is_warned_about(desk):
    desk.confirm(desk.checked({"0104233.jpg": face(1)}))
    again = io.BytesIO()
    Image.open(io.BytesIO(face(1))).resize((240, 300)).save(again, "JPEG", quality=70)
    batch_id = desk.checked({"0101118.jpg": again.getvalue()})
    item = desk.items(batch_id)["0101118.jpg"]
    assert (item.state, [one.kind.code for one in item.findings]) == (ItemState.WARNING, ["SIMILAR_IMAGE"])
    own = desk.checked({"0104233.jpg": again.getvalue()})
    assert desk.items(own)["0104233.jpg"].state is ItemState.READY
