"""The page of the audit trail: what is told and found there, the dialog of an event, and the check of the chain."""

from datetime import date, timedelta

import pandas as pd
import pytest

from pages.parts.audit_chart import events_over_time, per_step
from pages.parts.audit_event import facts_frame
from pages.shell import session
from pages.shell.downloads import RESOLVERS
from roster_core.access.actions import Kind
from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, local_administrator
from roster_core.clock import utc_now
from roster_core.journeys.audit_trail import AuditFilter
from tests.documents.small import ANA, BEN, small_district
from tests.pages.test_destinations import press, texts

PAGE = "audit.py"


@pytest.fixture
def with_events(data_dir):
    """Sixty events of a small district, the last of them about two students."""
    small_district(session.store())
    with session.store().writing(1) as opened:
        district = opened.connection().exec_driver_sql("update district set current_load_id = '1-a'")
        assert district.rowcount == 1
        for number in range(59):
            record(opened, 1, Deed("eli", "profile_saved", f"profile:{number}"), now=utc_now() - timedelta(minutes=90))
        told = Deed("dana", "batch_confirmed", "batch:1-b", (f"student:{ANA}", f"student:{BEN}"), {"=1+1": [1]})
        record(opened, 1, told, now=utc_now())
    return data_dir


def rows(at):
    return at.dataframe[0].value


@pytest.mark.usefixtures("with_events")
def test_the_trail_tells_who_did_what_to_whom_and_is_gone_through_page_by_page(open_page):
    at = open_page(PAGE)
    assert not at.exception
    first = rows(at).iloc[0]
    told = (first["Who"], first["What"], first["About whom"], first["Done to"])
    assert told == ("dana", "confirmed a batch", "Chan, Bénédict; Ortega, Ana", "batch:1-b")
    assert len(rows(at)) == 50
    at = press(at, "Older")
    assert list(rows(at)["Who"].unique()) == ["eli"]
    assert "Events 51 to 60 of 60" in texts(at)
    # What comes while somebody looks waits until it is asked for: else nothing could be clicked.
    assert rows(press(at, "Newer")).iloc[0]["Who"] == "dana"
    assert rows(press(at, "Newest")).iloc[0]["What"] == "looked at the audit trail"
    next(one for one in at.text_input if one.label == "About whom").set_value(BEN).run()
    assert list(rows(at)["What"]) == ["confirmed a batch"]
    next(one for one in at.text_input if one.label == "Search").set_value("nothing of the kind").run()
    assert "No event fits" in at.info[0].value


@pytest.mark.usefixtures("with_events")
def test_the_chain_is_checked_and_what_is_wrong_is_told(open_page):
    at = press(open_page(PAGE), "Check every event")
    assert "Every event from 1 to 61 is what was written." in texts(at)
    assert "Verified to event **61**" in texts(at)
    with session.store().writing(1) as opened:
        for statement in ("drop trigger audit_event_no_update", "update audit_event set login = 'x' where event = 7"):
            opened.connection().exec_driver_sql(statement)
    at = press(at, "Check every event")
    assert "Event 7 is not what was written." in texts(at)
    assert "something was wrong" in texts(at)


@pytest.mark.usefixtures("with_events")
@pytest.mark.parametrize(("schools", "why"), [(None, "not open to you"), (["MMS"], "a part of it only")])
def test_who_may_not_see_every_school_sees_nothing(open_page, as_holder_of, schools, why):
    as_holder_of(*([Right.AUDIT_VIEW] if schools else set(Right) - {Right.AUDIT_VIEW}), schools=schools)
    at = open_page(PAGE)
    assert why in texts(at)
    assert not at.dataframe


def test_an_empty_installation_is_told_where_to_begin(open_page):
    assert "Nothing was done yet" in texts(open_page(PAGE))


@pytest.mark.usefixtures("with_events")
def test_the_download_gives_what_the_page_shows():
    wanted = AuditFilter(login="dana", kinds=frozenset({Kind.APPROVED}), first=date(2026, 1, 1), about=ANA)
    assert AuditFilter.of(wanted.facts()) == wanted
    file = RESOLVERS["audit"](local_administrator(), {"wanted": wanted.facts()})
    told = b"".join(file.content).decode()  # type: ignore[arg-type] # it is made on the way
    assert told.count("\r\n") == 2
    assert f"student:{BEN} student:{ANA}" in told


def test_a_long_time_is_drawn_by_week_and_facts_bring_no_formula():
    days = {(date(2026, 1, 1) + timedelta(days=day), Kind.SAW): 2 for day in range(150)}
    frame, weeks = per_step(days, None)
    assert (frame["events"].max(), frame["day"].iloc[0], weeks[:2]) == (14, "2025-12-29", ["2025-12-29", "2026-01-05"])
    few = {(date(2026, 1, 31), Kind.SENT): 1, (date(2026, 1, 29), Kind.SAW): 1}
    chart = events_over_time(*per_step(few, date(2026, 1, 2))).to_dict()
    assert len(chart["encoding"]["x"]["scale"]["domain"]) == 30
    assert chart["encoding"]["color"]["scale"]["domain"] == ["saw", "sent"]
    told = facts_frame({"to": ["=1"], "old_value": {"a": 1}, "asked": True})
    pd.testing.assert_frame_equal(
        told, pd.DataFrame({"Fact": ["to", "old value", "asked"], "Told": ["'=1", '{"a": 1}', "yes"]})
    )
