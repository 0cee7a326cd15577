"""The photos of one person: kept, made current again, withdrawn."""

import io

import pytest
from PIL import Image
from sqlmodel import col, select

from roster_core.access.audit import check_chain
from roster_core.access.rights import Right, granted
from roster_core.access.tables import AuditEvent
from roster_core.journeys.batches.undoing import undo
from roster_core.journeys.photo_versions import (
    may_change,
    read_version_picture,
    read_versions,
    restore_version,
    withdraw_photo,
)
from roster_core.refusals import Refusal
from tests.journeys.batches.conftest import face
from tests.journeys.batches.engines import either

ANA = ("student", "0104233")


def _given(desk, *seeds):
    """Ana gets one photo after the other; returns the batches."""
    batches = []
    for seed in seeds:
        batches.append(desk.checked({"0104233.jpg": face(seed)}, source="Maple Studio"))
        desk.confirm(batches[-1])
    return batches


def _versions(desk, user=None):
    return read_versions(desk.store, user or desk.user, *ANA)


def _states(desk):
    return [(one.version, one.current, one.withdrawn) for one in _versions(desk)]


@either
def test_versions_tell_when_by_whom_and_from_where_they_came(desk):
    first, second = _given(desk, 1, 2)
    told = _versions(desk)
    assert [(one.version, one.current, one.batch_id, one.by, one.source) for one in told] == [
        (2, True, second, "local", "Maple Studio"),
        (1, False, first, "local", "Maple Studio"),
    ]
    assert (told[0].width, told[0].height, told[0].original_name) == (480, 600, "0104233.jpg")


@either
def test_an_older_photo_is_current_again_as_a_new_version(desk):
    _given(desk, 1, 2)
    assert restore_version(desk.store, desk.user, *ANA, 1, seen=2, reason="the retake is blurred") == 3
    newest, second, first = _versions(desk)
    assert _states(desk) == [(3, True, False), (2, False, False), (1, False, False)]
    assert (newest.content, newest.batch_id) == (first.content, None)
    assert newest.content != second.content
    one = read_version_picture(desk.store, desk.user, *ANA, 3, small=False)
    assert one == read_version_picture(desk.store, desk.user, *ANA, 1, small=False)


@either
def test_what_was_done_and_why_is_written_down(desk):
    _given(desk, 1, 2)
    restore_version(desk.store, desk.user, *ANA, 1, seen=2, reason="the retake is blurred")
    withdraw_photo(desk.store, desk.user, *ANA, seen=3, reason="the family asked for it")
    with desk.store.reading(1) as session:
        told = session.exec(select(AuditEvent).order_by(col(AuditEvent.event).desc()).limit(2)).all()
        assert list(check_chain(session, 1)) == []
    assert [(one.action, one.subject, one.reason) for one in reversed(told)] == [
        ("photo_restored", "student:0104233", "the retake is blurred"),
        ("photo_withdrawn", "student:0104233", "the family asked for it"),
    ]


@either
def test_a_withdrawn_photo_is_shown_no_more_and_can_be_brought_back(desk):
    _given(desk, 1)
    withdraw_photo(desk.store, desk.user, *ANA, seen=1, reason="the family asked for it")
    assert _states(desk) == [(1, False, True)]
    assert restore_version(desk.store, desk.user, *ANA, 1, seen=None) == 2
    assert _states(desk) == [(2, True, False), (1, False, True)]


@either
def test_an_undo_leaves_what_was_restored_since(desk):
    _, second = _given(desk, 1, 2)
    restore_version(desk.store, desk.user, *ANA, 1, seen=2)
    back = undo(desk.store, desk.user, second)
    desk.run("batch-undo", back)
    assert desk.results(back) == {"0104233.jpg": "Conflict"}
    assert _states(desk)[0] == (3, True, False)


@either
def test_a_batch_that_was_previewed_before_is_a_conflict(desk):
    _given(desk, 1, 2)
    batch_id = desk.checked({"0104233.jpg": face(3)})
    restore_version(desk.store, desk.user, *ANA, 1, seen=2)
    with pytest.raises(Refusal, match="changed since the preview"):
        desk.confirm(batch_id)


@either
@pytest.mark.parametrize("seen", [None, 1, 7], ids=["none", "older", "unknown"])
def test_nothing_is_done_to_a_photo_that_changed_meanwhile(desk, seen):
    _given(desk, 1, 2)
    with pytest.raises(Refusal, match="changed since the page showed it"):
        restore_version(desk.store, desk.user, *ANA, 1, seen=seen)
    assert _states(desk) == [(2, True, False), (1, False, False)]


@either
def test_what_cannot_be_done_is_refused_in_words(desk):
    _given(desk, 1)
    with pytest.raises(Refusal, match="is the current one"):
        restore_version(desk.store, desk.user, *ANA, 1, seen=1)
    with pytest.raises(Refusal, match="removed meanwhile"):
        restore_version(desk.store, desk.user, *ANA, 9, seen=1)
    with pytest.raises(Refusal, match="No reason was given"):
        withdraw_photo(desk.store, desk.user, *ANA, seen=1, reason="  ")
    with pytest.raises(Refusal, match="removed meanwhile"):
        read_version_picture(desk.store, desk.user, *ANA, 9, small=True)


@either
def test_who_only_looks_cannot_change_and_other_schools_stay_unseen(desk):
    _given(desk, 1, 2)
    looks = granted("vera", "Vera", frozenset({Right.ROSTER_VIEW}))
    assert len(_versions(desk, looks)) == 2
    with pytest.raises(Refusal, match="bulk_image_upload"):
        restore_version(desk.store, looks, *ANA, 1, seen=2)
    far = granted("finn", "Finn", frozenset(Right), frozenset({"MMS"}))
    with pytest.raises(Refusal, match="Nobody was found"):
        restore_version(desk.store, far, *ANA, 1, seen=2)


def test_the_right_for_students_changes_no_photo_of_the_staff():
    user = granted("sam", "Sam", frozenset({Right.BATCH_STUDENT_MANAGE}))
    assert (may_change(user, "student"), may_change(user, "staff"), may_change(user, "")) == (True, False, False)


@either
def test_the_small_picture_is_made_once_and_small(desk):
    _given(desk, 1)
    small = read_version_picture(desk.store, desk.user, *ANA, 1, small=True)
    assert Image.open(io.BytesIO(small.data)).size == (240, 300)
