"""What was done is written down in order, and a change of it shows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from roster_core.access.audit import BEGINNING, Deed, check_chain, record, record_once
from roster_core.access.tables import AuditEvent

NOW = datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=UTC)
DONE = Deed("dana", "batch_confirmed", "batch:1", persons=("student:2", "student:1"), facts={"name": "Þóra"})
#: What is told where the first event was given the number 9.
MOVED = [
    "Event 1 is missing.",
    "Events 4 to 8 are missing.",
    "Event 9 is not what was written.",
    "Event 9 is not found by everybody whom it is about.",
]


@pytest.fixture
def three_events(store):
    for _ in range(3):
        with store.writing(1) as session:
            record(session, 1, DONE, now=NOW)
    return store


def _unlock(session):
    """What somebody with the database's own rights could do."""
    if session.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            for table in ("event", "person"):
                session.connection().execute(sa.text(f"drop trigger audit_{table}_no_{act}"))
    else:
        for table in ("event", "person"):
            session.connection().execute(sa.text(f"alter table audit_{table} disable trigger audit_{table}_stays"))


def test_events_are_numbered_and_each_carries_the_hash_before_it(three_events):
    with three_events.reading(1) as session:
        events = session.exec(select(AuditEvent).order_by(col(AuditEvent.event))).all()
        assert [event.event for event in events] == [1, 2, 3]
        assert [event.previous_hash for event in events] == [BEGINNING, events[0].hash, events[1].hash]
        assert events[0].persons == ["student:1", "student:2"]
        assert list(check_chain(session, 1)) == []


def test_each_district_has_a_chain_of_its_own(three_events):
    with three_events.writing(2) as session:
        assert record(session, 2, DONE, now=NOW).event == 1


def test_an_event_vanishes_with_the_change_that_was_undone(three_events):
    with pytest.raises(sa.exc.IntegrityError), three_events.writing(1) as session:
        _record_and_fail(session)
    with three_events.reading(1) as session:
        assert len(session.exec(select(AuditEvent)).all()) == 3


def _record_and_fail(session):
    first = record(session, 1, DONE, now=NOW)
    session.connection().execute(sa.insert(AuditEvent).values(**first.model_dump()))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("update audit_event set login = 'x' where event = 2", ["Event 2 is not what was written."]),
        ("delete from audit_event where event = 2", ["Event 2 is missing."]),
        (
            "update audit_event set previous_hash = 'x', hash = 'y' where event = 3",
            ["Event 3 does not follow the one before it.", "Event 3 is not what was written."],
        ),
        ("update audit_event set event = 9 where event = 1", MOVED),
        (
            "delete from audit_person where event = 2 and person = 'student:1'",
            ["Event 2 is not found by everybody whom it is about."],
        ),
    ],
    ids=["changed", "removed", "replaced", "moved", "hidden"],
)
def test_a_chain_that_was_tampered_with_says_where(three_events, change, told):
    with three_events.writing(1) as session:
        _unlock(session)
        session.connection().execute(sa.text(change))
    with three_events.reading(1) as session:
        assert list(check_chain(session, 1)) == told


def test_what_a_screen_does_again_and_again_is_written_down_once_in_a_while(store):
    seen, ten = Deed("dana", "person_seen", "student:1", ("student:1",)), timedelta(minutes=10)
    with store.writing(1) as session:
        written = [
            record_once(session, 1, deed, now=NOW + timedelta(minutes=minute), within=ten)
            for minute, deed in ((0, seen), (9, seen), (9, replace(seen, login="eli")), (11, seen))
        ]
    assert written == [True, False, True, True]
