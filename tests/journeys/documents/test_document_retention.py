"""Documents past their last day go for good, and nothing that another one needs goes with them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from roster_core.access.audit import check_chain
from roster_core.access.rights import Right
from roster_core.journeys import document_retention
from roster_core.journeys.batches.sweeping import Swept, sweep
from roster_core.journeys.document_retention import Disposed, dispose, read_due
from roster_core.refusals import Refusal
from roster_core.roster.tables.updates import Document, DocumentVersion
from roster_core.storage.objects import open_objects
from tests.documents.made import Made, pdf
from tests.documents.small import ANA, BEN, CLEO
from tests.journeys.documents.conftest import holder

LAST = date(2030, 6, 30)
#: In New York it is still the last day.
EVENING = datetime(2030, 7, 1, 3, 30, tzinfo=UTC)
AFTER = EVENING + timedelta(hours=1)
SHARED = pdf("the same for two")


def _files(desk):
    root = open_objects(desk.store.settings).root
    assert root is not None
    return sorted(path.read_bytes() for path in root.rglob("*.pdf"))


def _left(desk):
    with desk.store.reading(1) as session:
        return session.exec(select(Document.document_id)).all(), len(session.exec(select(DocumentVersion)).all())


def _three(desk):
    return desk.put_in(
        Made(ANA, files=(pdf("one"), SHARED), dispose_on=LAST),
        Made(CLEO, "Withdrawn", files=(pdf("two"),), withdrawn=True, dispose_on=LAST),
        Made(BEN, files=(SHARED,)),
    )


def test_what_is_due_goes_with_versions_and_files_and_is_written_down(both):
    first, second, stays = _three(both)
    due = read_due(both.store, both.user, clock=lambda: AFTER)
    assert ([one.document_id for one in due.documents], due.total, due.persons) == ([first, second], 2, 2)
    assert (due.files, due.bytes) == (2, len(pdf("one")) + len(pdf("two")))
    gone = dispose(both.store, both.user, clock=lambda: AFTER)
    assert gone == Disposed(documents=2, versions=3, files=2, bytes=due.bytes)
    assert _left(both) == ([stays], 1)
    assert _files(both) == [SHARED]
    (event,) = both.events()
    assert (event.action, event.persons) == ("documents_disposed", sorted([f"student:{ANA}", f"student:{CLEO}"]))
    assert {told["title"] for told in event.facts["documents"]} == {"NJSLA ELA Spring 2026", "Withdrawn"}
    with both.store.reading(1) as session:
        assert list(check_chain(session, 1)) == []
    assert dispose(both.store, both.user, clock=lambda: AFTER) == Disposed()


def test_on_the_last_day_by_the_districts_clock_nothing_goes(desk):
    _three(desk)
    due = read_due(desk.store, desk.user, clock=lambda: EVENING)
    assert (due.total, due.next_day) == (0, LAST)
    assert dispose(desk.store, desk.user, clock=lambda: EVENING) == Disposed()


def test_a_preview_changes_nothing(desk):
    _three(desk)
    read_due(desk.store, desk.user, clock=lambda: AFTER)
    assert (len(_left(desk)[0]), len(_files(desk)), desk.events()) == (3, 3, [])


def test_more_than_fit_into_one_transaction_all_go(desk, monkeypatch):
    desk.put_in(*(Made(ANA, f"Title {number}", dispose_on=LAST) for number in range(5)))
    monkeypatch.setattr(document_retention, "_AT_ONCE", 2)
    assert dispose(desk.store, desk.user, clock=lambda: AFTER).documents == 5
    assert (_left(desk), _files(desk), len(desk.events())) == (([], 0), [], 3)


def test_a_file_that_came_in_again_just_now_is_left_for_the_sweep(desk):
    desk.put_in(Made(ANA, dispose_on=date(2026, 1, 1)))
    assert dispose(desk.store, desk.user).files == 0  # somebody may be about to point at it
    assert len(_files(desk)) == 1
    assert sweep(desk.store, desk.user, clock=lambda: AFTER).files == 1
    assert _files(desk) == []


def test_the_daily_sweep_does_it_and_keeps_the_files_of_the_others(desk):
    _, _, stays = _three(desk)
    swept = sweep(desk.store, desk.user, clock=lambda: AFTER)
    assert swept == Swept(documents=2, files=2, bytes=len(pdf("one")) + len(pdf("two")))
    assert (_left(desk), _files(desk)) == (([stays], 1), [SHARED])
    assert [event.login for event in desk.events("documents_disposed")] == ["ada"]


@pytest.mark.parametrize("right", sorted(set(Right) - {Right.ADMIN}))
def test_only_an_administrator_removes(desk, right):
    _three(desk)
    for journey in (read_due, dispose):
        with pytest.raises(Refusal, match="admin"):
            journey(desk.store, holder(right), clock=lambda: AFTER)
    assert len(_left(desk)[0]) == 3
