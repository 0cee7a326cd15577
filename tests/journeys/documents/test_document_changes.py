"""Documents are withdrawn, put back and shown to others without losing anything."""

import pytest

from roster_core.access.rights import Right
from roster_core.journeys.document_changes import restore_document, show_to, withdraw_document
from roster_core.journeys.document_types import TypeSettings, change_type
from roster_core.journeys.documents import open_version, read_document
from roster_core.refusals import Refusal
from tests.documents.made import Made, pdf
from tests.documents.small import ANA, BEN, CLEO
from tests.journeys.documents.conftest import holder

MANAGER = holder(Right.BATCH_STUDENT_MANAGE)


def test_a_withdrawn_document_comes_back_as_it_was(desk):
    (one,) = desk.put_in(Made(ANA))
    withdraw_document(desk.store, MANAGER, one, seen=1, reason=" of her sister ")
    document, _ = read_document(desk.store, MANAGER, one)
    assert (document.withdrawn_by, document.withdrawn_reason) == ("hal", "of her sister")
    assert open_version(desk.store, desk.user, one, 1).path.read_bytes() == pdf("NJSLA ELA Spring 2026", ANA)
    restore_document(desk.store, MANAGER, one, seen=1, reason="it is hers")
    document, _ = read_document(desk.store, holder(Right.DOCUMENT_VIEW), one)
    assert (document.withdrawn_at, document.withdrawn_reason) == (None, "")
    told = desk.events("document_withdrawn", "document_restored")
    assert [(event.action, event.persons, event.reason) for event in told] == [
        ("document_withdrawn", [f"student:{ANA}"], "of her sister"),
        ("document_restored", [f"student:{ANA}"], "it is hers"),
    ]


def test_a_reason_is_wanted(desk):
    (one,) = desk.put_in(Made(ANA))
    with pytest.raises(Refusal, match="No reason"):
        withdraw_document(desk.store, desk.user, one, seen=1, reason="  ")
    assert read_document(desk.store, desk.user, one)[0].withdrawn_at is None


@pytest.mark.parametrize("title", ["NJSLA ELA Spring 2026", "njsla ela SPRING 2026"])
def test_what_another_document_took_the_place_of_is_not_restored(both, title):
    old, _ = both.put_in(Made(ANA, withdrawn=True), Made(ANA, title))
    with pytest.raises(Refusal, match="took its place"):
        restore_document(both.store, both.user, old, seen=1)
    assert read_document(both.store, both.user, old)[0].withdrawn_at is not None
    assert both.events() == []


def test_of_a_type_with_one_a_year_no_second_is_restored(desk):
    desk.put_in(Made(ANA, "Fall", "MAP"), Made(ANA, "Winter", "MAP", "2025-26"))
    old, elsewhere = desk.put_in(Made(ANA, "Winter", "MAP", withdrawn=True), Made(BEN, "Winter", "MAP", withdrawn=True))
    change_type(desk.store, desk.user, "MAP", TypeSettings("MAP", one_per_year=True))
    with pytest.raises(Refusal, match="“Fall” is there"):
        restore_document(desk.store, desk.user, old, seen=1)
    restore_document(desk.store, desk.user, elsewhere, seen=1)


def test_a_change_meanwhile_is_not_overwritten(desk):
    (one,) = desk.put_in(Made(ANA))
    assert show_to(desk.store, desk.user, one, "STAFF_FAMILY", seen=1) == 2
    for change in (
        lambda: withdraw_document(desk.store, desk.user, one, seen=1, reason="x"),
        lambda: show_to(desk.store, desk.user, one, "STAFF", seen=1),
    ):
        with pytest.raises(Refusal, match="changed since"):
            change()


def test_who_sees_it_is_a_new_version_of_the_same_file(desk):
    (one,) = desk.put_in(Made(ANA))
    show_to(desk.store, MANAGER, one, "STAFF_FAMILY", seen=1, reason="sent home")
    document, versions = read_document(desk.store, desk.user, one)
    assert (document.version, document.visibility) == (2, "STAFF_FAMILY")
    assert [(v.version, v.visibility, v.same_file, v.by) for v in versions] == [
        (2, "STAFF_FAMILY", True, "hal"),
        (1, "STAFF", False, "ada"),
    ]
    assert open_version(desk.store, desk.user, one, 2).path == open_version(desk.store, desk.user, one, 1).path
    (event,) = desk.events("document_visibility_changed")
    assert (event.facts["before"], event.facts["after"], event.reason) == ("STAFF", "STAFF_FAMILY", "sent home")


@pytest.mark.parametrize("to", ["STAFF", "EVERYBODY"])
def test_what_changes_nothing_or_means_nothing_is_refused(desk, to):
    (one,) = desk.put_in(Made(ANA))
    with pytest.raises(Refusal):
        show_to(desk.store, desk.user, one, to, seen=1)
    assert desk.events() == []


def test_twice_the_same_is_refused(desk):
    gone, here = desk.put_in(Made(ANA, withdrawn=True), Made(BEN))
    with pytest.raises(Refusal, match="withdrawn already"):
        withdraw_document(desk.store, desk.user, gone, seen=1, reason="x")
    with pytest.raises(Refusal, match="not withdrawn"):
        restore_document(desk.store, desk.user, here, seen=1)


@pytest.mark.parametrize(
    ("user", "key"),
    [
        (holder(Right.DOCUMENT_VIEW), ANA),
        (holder(Right.BATCH_STUDENT_MANAGE, schools={"MHS"}), ANA),
        (MANAGER, CLEO),
    ],
    ids=["without the right", "another school", "confidential"],
)
def test_who_may_not_changes_nothing(desk, user, key):
    here, gone = desk.put_in(Made(key), Made(key, "Twice", withdrawn=True))
    for change in (
        lambda: withdraw_document(desk.store, user, here, seen=1, reason="x"),
        lambda: restore_document(desk.store, user, gone, seen=1),
        lambda: show_to(desk.store, user, here, "STAFF_FAMILY", seen=1),
    ):
        with pytest.raises(Refusal):
            change()
    assert desk.events() == []
