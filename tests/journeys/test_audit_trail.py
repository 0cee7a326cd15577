"""The trail as it is read: what is found by which filter, by whom, on both databases; taken out and held to anchors."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from roster_core.access.actions import Kind
from roster_core.access.audit import STUDENTS_OF_A_FILE, Deed, record
from roster_core.access.rights import Grant, Right, User, granted, local_administrator
from roster_core.journeys.audit_chain import check_trail, make_anchor, read_anchors, read_last_check
from roster_core.journeys.audit_export import COLUMNS, export_csv
from roster_core.journeys.audit_trail import AuditFilter, count_by_day, read_page, read_words
from roster_core.journeys.people import open_person
from roster_core.refusals import Refusal
from roster_core.store import open_store
from tests.documents.small import ANA, BEN, small_district

USER, NOON = local_administrator("ann"), datetime(2026, 11, 24, 17, tzinfo=UTC)
#: Four hours apart, from noon in New York on the 24th on.
DEEDS = (
    Deed("dana", "person_seen", f"student:{ANA}", (f"student:{ANA}",)),
    Deed("dana", "batch_confirmed", "batch:1-a", (f"student:{ANA}", f"student:{BEN}"), job_id="1-a-1"),
    Deed("eli", "export_sent", "run:1-b", (STUDENTS_OF_A_FILE,), {"to": ['Þóra’s "server"']}),
    Deed("eli", "profile_saved", "profile:9", reason="=1+1"),
    Deed("eli", "badge_printed", "badge:1"),
)  # fmt: skip

ACTIONS_DONE = tuple(deed.action for deed in DEEDS)


def filled(store):
    small_district(store)
    with store.writing(1) as session:
        for place, deed in enumerate(DEEDS):
            record(session, 1, deed, now=NOON + timedelta(hours=place * 4))
    return store


@pytest.fixture
def trail(store):
    return filled(store)


@pytest.fixture
def sqlite_trail(sqlite_settings):
    store = open_store(sqlite_settings)
    yield filled(store)
    store.close()


def numbers(store, wanted, **asked):
    return [one.event for one in read_page(store, USER, wanted, **asked).events if one.login != USER.login]


def test_each_filter_finds_its_events_the_newest_first(trail):
    with trail.writing(1) as session:
        session.connection().execute(sa.text("update student set weblogin_id = 'w' || district_number"))
    for wanted, found in (
        (AuditFilter(), [5, 4, 3, 2, 1]),
        (AuditFilter(login="dana"), [2, 1]),
        (AuditFilter(kinds=frozenset({Kind.CHANGED})), [5]),
        (AuditFilter(kinds=frozenset({Kind.SAW, Kind.SENT})), [3, 1]),
        (AuditFilter(kinds=frozenset({Kind.SIGNED_IN})), []),
        (AuditFilter(actions=("batch_confirmed", "profile_saved")), [4, 2]),
        (AuditFilter(about=ANA), [3, 2, 1]),
        (AuditFilter(about=f"W{ANA}", files=False), [2, 1]),
        (AuditFilter(about=BEN, files=False, login="eli"), []),
        (AuditFilter(about="nobody", files=False), []),
        (AuditFilter(subject="batch"), [2]),
        (AuditFilter(subject="run:1-b"), [3]),
        (AuditFilter(text='Þóra’s "S'), [3]),
        (AuditFilter(text="Þóra"), [3]),
        (AuditFilter(text="SENT AN"), [3]),
        (AuditFilter(text="%"), []),
        # The fourth is at midnight in New York.
        (AuditFilter(first=date(2026, 11, 25)), [5, 4]),
        (AuditFilter(last=date(2026, 11, 24), login="eli"), [3]),
    ):
        assert numbers(trail, wanted) == found, wanted
        # Reading the trail is an event, too, and not counted here.
        counted = count_by_day(trail, USER, replace(wanted, actions=wanted.actions or ACTIONS_DONE))
        assert sum(counted.values()) == len(found), wanted


def test_pages_follow_each_other_and_days_are_those_of_the_district(trail):
    page = read_page(trail, USER, AuditFilter(), limit=4, clock=lambda: NOON - timedelta(days=1))
    assert [one.event for one in page.events] == [5, 4, 3, 2]
    assert page.events[0].told == "badge printed"
    assert page.events[3].named == {f"student:{ANA}": "Ortega, Ana", f"student:{BEN}": "Chan, Bénédict"}
    assert numbers(trail, AuditFilter(), after=page.following) == [1]
    first, second = date(2026, 11, 24), date(2026, 11, 25)
    counted = {(first, Kind.SENT): 1, (second, Kind.SETTINGS): 1, (second, Kind.CHANGED): 1}
    assert count_by_day(trail, USER, AuditFilter(login="eli")) == counted
    assert read_words(trail, USER).logins == ("ann", "dana", "eli")


@pytest.mark.parametrize(
    ("user", "why"),
    [
        (granted("e", "E", frozenset(Right) - {Right.AUDIT_VIEW}), "audit_view"),
        (User("e", "E", frozenset({Grant(Right.AUDIT_VIEW, frozenset({"MMS"}))})), "whole district"),
    ],
)
def test_who_does_not_hold_the_right_for_every_school_reads_nothing(sqlite_trail, user, why):
    for act in (
        lambda: read_page(sqlite_trail, user, AuditFilter()),
        lambda: count_by_day(sqlite_trail, user, AuditFilter()),
        lambda: export_csv(sqlite_trail, user, AuditFilter()),
        lambda: check_trail(sqlite_trail, user),
        lambda: make_anchor(sqlite_trail, user),
    ):
        with pytest.raises(Refusal, match=why):
            act()
    assert numbers(sqlite_trail, AuditFilter()) == [5, 4, 3, 2, 1]


def test_reading_and_taking_out_are_events_themselves(sqlite_trail):
    for _ in range(3):
        read_page(sqlite_trail, USER, AuditFilter(about=ANA))
    name, pieces = export_csv(sqlite_trail, USER, AuditFilter(login="eli"), clock=lambda: NOON)
    rows = list(csv.DictReader(io.StringIO(b"".join(pieces).decode("utf-8-sig"))))
    assert (name, tuple(rows[0])) == ("audit_MHSD_20261124-1700.csv", COLUMNS)
    assert [(row["event"], row["at"], row["reason"]) for row in rows][:2] == [
        ("5", "2026-11-25T04:00:00-05:00", ""), ("4", "2026-11-25T00:00:00-05:00", "'=1+1"),
    ]  # fmt: skip
    mine = read_page(sqlite_trail, USER, AuditFilter(login="ann")).events
    told = {(one.action, one.subject, one.persons, tuple(one.facts)) for one in mine}
    assert told == {
        ("audit_seen", f"audit:{ANA}", (f"student:{ANA}",), ("about",)),
        ("audit_exported", "audit:trail", (), ("login",)),
        ("audit_seen", "audit:trail", (), ("login",)),
    }


def test_a_person_page_is_written_down_once_in_ten_minutes(sqlite_trail):
    for minutes in (0, 5, 11):
        at = NOON + timedelta(minutes=minutes)
        open_person(sqlite_trail, USER, "student", ANA, clock=partial(at.astimezone, UTC))
    seen = read_page(sqlite_trail, USER, AuditFilter(about=ANA, login="ann", actions=("person_seen",)))
    assert [one.at for one in seen.events] == [NOON + timedelta(minutes=11), NOON]


def test_an_anchor_finds_a_tail_that_was_cut_off_and_a_trail_that_was_written_anew(sqlite_trail, tmp_path):
    file = tmp_path / "anchors.jsonl"
    file.write_text(f"{make_anchor(sqlite_trail, USER).line()}\n")
    anchors = read_anchors(file)
    assert check_trail(sqlite_trail, USER, anchors).wrong == ()
    with sqlite_trail.writing(1) as session:
        for statement in ("drop trigger audit_event_no_delete", "delete from audit_event where event > 4"):
            session.connection().execute(sa.text(statement))
    # Each check is an event itself: the first one takes the place of what was cut off.
    for told in ("knows of 5 events, and the trail ends with event 4", "knows event 5 by another hash"):
        (sentence,) = check_trail(sqlite_trail, USER, anchors).wrong
        assert told in sentence
    assert check_trail(sqlite_trail, USER).wrong == ()  # by itself the chain cannot tell
    last = read_last_check(sqlite_trail, USER)
    assert last is not None
    assert (last.login, last.event, last.wrong) == ("ann", 6, 0)
    file.write_text("{}\n")
    with pytest.raises(Refusal, match="not an anchor"):
        read_anchors(file)
