"""Brakes at the destinations: what is held, what lets it go, and that an approval lets nothing else through."""

import shutil
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from roster_core.access.rights import Right, granted
from roster_core.access.tables import AuditEvent
from roster_core.clever.changes.brakes.limits import BrakeLimits, BrakeSettings, BrakeWindow
from roster_core.journeys import brakes
from roster_core.journeys.brake_settings import parse_limits, read_brake_settings, save_brake_settings
from roster_core.journeys.brakes import read_verdicts
from roster_core.journeys.deliveries import read_deliveries, read_delivery, read_held, read_last_deliveries
from roster_core.journeys.delivering import advance
from roster_core.journeys.destination_edits import DestinationDraft, change_destination
from roster_core.journeys.export_approvals import approve, discard
from roster_core.journeys.export_runs import read_run
from roster_core.journeys.sending import deliver, resend
from roster_core.refusals import Refusal
from roster_core.roster.tables.delivery import Delivery
from roster_core.roster.tables.records import ExportFile
from roster_core.settings import Settings
from roster_core.store import open_store
from tests.journeys.deliveries.alarm_desk import notices, told
from tests.journeys.deliveries.conftest import Office, small_set

FEWER = small_set(range(20, 100))


def held(office, run_id):
    """Ask for the deliveries of a run; their states and the keys of the brakes that hold them."""
    ids = deliver(office.store, office.user, run_id, clock=office.clock)
    found = [read_delivery(office.store, office.user, run_id, one) for one in ids]
    return [(one.state, {brake.key for brake in one.brakes if brake.holds}) for one in found]


def go(office, run_id):
    """Let a worker carry out whatever waits; the states by destination."""
    for one in read_deliveries(office.store, office.user, run_id):
        if one.open:
            advance(office.store, 1, one.delivery_id, clock=office.clock)
    return {one.name: one.state for one in reversed(read_deliveries(office.store, office.user, run_id))}


def current(folder):
    return {path.name: path.read_bytes() for path in (folder / "current").glob("*.csv")} if folder.exists() else {}


def actions(office):
    with office.store.reading(1) as session:
        rows = session.exec(select(AuditEvent).order_by(col(AuditEvent.event)))
        return [event.action.removeprefix("export_") for event in rows if event.action.startswith("export_")]


def test_a_delivery_is_held_approved_by_one_act_and_arrives_whole(either_office, tmp_path):
    office, share = either_office, tmp_path / "share"
    office.folder(share)
    first = office.run(small_set())
    assert held(office, first) == [("held", {"BRAKE_FIRST"})]
    assert go(office, first) == {"Share": "held"}
    assert current(share) == {}
    approve(office.store, office.user, first, "first upload", clock=office.clock)
    assert go(office, first) == {"Share": "delivered"}
    assert current(share) == small_set()

    again = office.run(small_set())
    assert held(office, again) == [("waiting", set())]
    assert go(office, again) == {"Share": "delivered"}
    fewer = office.run(FEWER, guards=("GUARD_REMOVED",))
    [verdict] = read_verdicts(office.store, office.user, fewer, clock=office.clock)
    assert verdict.held
    assert "BRAKE_DELETED students.csv" in verdict.codes
    with pytest.raises(Refusal, match="held until somebody approves"):
        deliver(office.store, office.user, fewer, clock=office.clock)
    run = approve(office.store, office.user, fewer, "they left", clock=office.clock)
    assert run.approvals[0].codes == ("GUARD_REMOVED",)
    assert held(office, fewer)[0][0] == "waiting"
    assert go(office, fewer) == {"Share": "delivered"}
    assert current(share) == FEWER
    [sent] = read_deliveries(office.store, office.user, fewer)
    assert sent.decision is not None
    assert (sent.decision.what, sent.decision.reason) == ("approved", "they left")
    assert actions(office) == ["held", "approved", "sent", "sent", "approved", "sent"]


def test_what_is_held_is_told_with_names_and_can_be_discarded(either_office, tmp_path):
    office = either_office
    office.folder(tmp_path / "share")
    office.sent(office.run(small_set()))
    run_id = office.run(FEWER)
    assert held(office, run_id)[0][0] == "held"
    assert read_run(office.store, office.user, run_id).delivery_held
    [one] = read_held(office.store, office.user)
    gone = next(brake for brake in one.brakes if brake.key == "BRAKE_DELETED students.csv")
    assert (gone.count, gone.percent, gone.schools, gone.named[0].name) == (
        20,
        20,
        {"A": 10, "B": 10},
        "Family0, Given",
    )
    assert [last.state for last in read_last_deliveries(office.store, office.user)] == ["delivered", "held"]
    nobody = granted("r", "R", frozenset(set(Right) - {Right.EXPORT_APPROVE}))
    for deed in (approve, discard):
        with pytest.raises(Refusal, match="export_approve"):
            deed(office.store, nobody, run_id, "x")
    with pytest.raises(Refusal, match="No reason"):
        approve(office.store, office.user, run_id, " ")
    discard(office.store, office.user, run_id, "wrong file", clock=office.clock)
    assert go(office, run_id) == {"Share": "discarded"}
    with pytest.raises(Refusal, match="No delivery of the run is held"):
        discard(office.store, office.user, run_id)
    assert read_held(office.store, office.user) == ()
    assert not read_run(office.store, office.user, run_id).delivery_held
    assert current(tmp_path / "share") == small_set()
    assert actions(office)[-2:] == ["held", "discarded"]


def test_a_newer_set_takes_the_place_of_one_that_is_held_and_needs_its_own_approval(office, tmp_path):
    office.folder(tmp_path / "share")
    office.sent(office.run(small_set()))
    one, two = office.run(FEWER), office.run(small_set(range(25, 100)))
    held(office, one)
    approve(office.store, office.user, one, "they left", clock=office.clock)
    assert held(office, two)[0][0] == "held"
    three = office.run(small_set(range(30, 100)))
    assert held(office, three)[0][0] == "held"
    assert go(office, two) == {"Share": "discarded"}


def test_what_stands_there_may_have_changed_before_the_worker_comes(office, tmp_path):
    """Two sets wait for one place: the second is held against the first, whatever was said of it before."""
    told(office)
    office.folder(tmp_path / "share")
    office.sent(office.run(small_set()))
    more, fewer = office.run(small_set(range(105))), office.run(small_set(range(95)))
    assert [held(office, run_id) for run_id in (more, fewer)] == [[("waiting", set())]] * 2
    assert go(office, more) == {"Share": "delivered"}
    assert go(office, fewer) == {"Share": "held"}
    [alarm] = notices(office)  # whoever asked for it is no longer looking
    assert (alarm.kind, alarm.place) == ("held", f"export_history?run={fewer}")
    assert "10 of 105 students (9.5 %) would be deleted." in alarm.detail
    approve(office.store, office.user, fewer, "they left", clock=office.clock)
    assert go(office, fewer) == {"Share": "delivered"}
    assert notices(office)[0].recovered_at


def test_each_destination_has_its_own_baseline_and_another_place_is_a_first_again(office, tmp_path):
    share = office.folder(tmp_path / "share")
    office.sent(office.run(small_set()))
    office.folder(tmp_path / "other", "Other")
    run_id = office.run(small_set(range(99)))
    assert held(office, run_id) == [("held", {"BRAKE_FIRST"}), ("waiting", set())]
    assert go(office, run_id) == {"Other": "held", "Share": "delivered"}
    (tmp_path / "next").mkdir()
    draft = DestinationDraft({**share.settings.model_dump(), "path": str(tmp_path / "next")})
    change_destination(office.store, office.user, "Share", draft, clock=office.clock)
    verdicts = read_verdicts(office.store, office.user, office.run(small_set(range(99))), clock=office.clock)
    assert [one.codes for one in verdicts] == [("BRAKE_FIRST",)] * 2
    assert "leads elsewhere" in verdicts[1].brakes[0].what


def test_limits_and_their_windows_are_those_of_the_destination(office, tmp_path):
    office.folder(tmp_path / "share")
    office.sent(office.run(small_set()))
    run_id = office.run(FEWER)
    assert held(office, run_id)[0][0] == "held"
    window = BrakeWindow(date(2026, 11, 20), date(2026, 11, 25), 30, 0, 0, "second term")
    wanted = BrakeSettings(BrakeLimits(added_hold=40), (window,))
    assert save_brake_settings(office.store, office.user, "Share", wanted, clock=office.clock) == wanted
    assert read_brake_settings(office.store, office.user, "share") == wanted
    assert held(office, run_id) == [("waiting", set())]  # the same delivery, looked at again
    office.now += timedelta(days=1)  # the window is over before the worker comes
    assert go(office, run_id) == {"Share": "held"}
    with pytest.raises(Refusal, match="before it starts"):
        save_brake_settings(office.store, office.user, "Share", BrakeSettings(windows=(replace(window, end=date.min),)))
    with pytest.raises(Refusal, match="from 0 to 90 percent"):
        parse_limits({"people_hold": 100})
    with pytest.raises(Refusal, match="export_approve"):
        save_brake_settings(office.store, granted("e", "E", frozenset({Right.EXPORT_EDIT})), "Share", wanted)


def test_an_earlier_set_goes_back_on_a_word_alone_and_sets_what_is_held_aside(office, tmp_path):
    office.folder(tmp_path / "share")
    first = office.run(small_set())
    office.sent(first)
    fewer = office.run(FEWER)
    held(office, fewer)
    resend(office.store, office.user, first, "wrong term", clock=office.clock)
    assert go(office, fewer) == {"Share": "discarded"}
    assert set(go(office, first).values()) == {"delivered"}


def test_a_set_that_is_no_longer_stored_or_no_table_cannot_be_compared(office, tmp_path):
    office.folder(tmp_path / "share")
    office.sent(office.run({**small_set(), "students.csv": b"\xff\xfe\x00" * 50}))
    assert held(office, office.run(small_set()))[0][1] >= {"BRAKE_NOT_COMPARED"}
    office.sent(office.run(FEWER))
    with office.store.reading(1) as session:
        keys = [row.storage_key for row in session.exec(select(ExportFile)).all()]
    for key in keys:
        (office.store.settings.data_dir / "objects" / key).unlink(missing_ok=True)
    [(state, codes)] = held(office, office.run(small_set(range(5))))
    assert (state, "BRAKE_NOT_COMPARED" in codes, "BRAKE_FILE_SHRANK students.csv" in codes) == ("held", True, True)


def test_two_sets_are_compared_once(office, tmp_path, monkeypatch):
    office.folder(tmp_path / "share")
    office.sent(office.run(small_set()))
    run_id = office.run(FEWER)
    held(office, run_id)
    monkeypatch.setattr(brakes, "_compare", None)
    assert read_verdicts(office.store, office.user, run_id, clock=office.clock)[0].held
    approve(office.store, office.user, run_id, "they left", clock=office.clock)
    assert go(office, run_id) == {"Share": "delivered"}


#: Sets of which each differs from every other by more than any limit.
SETS = [small_set(range(at, at + 40), staff=2) for at in (0, 100, 200)]


def approved_in_advance(office, tmp_path):
    """A place that has the first set, and a run of the second that is approved for it and not asked for."""
    office.folder(tmp_path / "share")
    office.sent(office.run(SETS[0]))
    run_id = office.run(SETS[1])
    approve(office.store, office.user, run_id, "as planned", clock=office.clock)
    return run_id


def states(office, run_id):
    return [state for state, _codes in held(office, run_id)]


def test_an_approval_is_for_one_set(office, tmp_path):
    run_id = approved_in_advance(office, tmp_path)
    assert states(office, office.run(SETS[2])) == ["held"]
    assert states(office, office.run(SETS[1])) == ["held"]  # not even for the same set of the next night
    assert states(office, run_id) == ["waiting"]


def test_an_approval_is_for_the_places_that_there_were(office, tmp_path):
    run_id = approved_in_advance(office, tmp_path)
    office.folder(tmp_path / "other", "Other")
    assert states(office, run_id) == ["held", "waiting"]
    assert go(office, run_id) == {"Other": "held", "Share": "delivered"}
    assert current(tmp_path / "other") == {}


@pytest.mark.parametrize(("passed", "state"), [(23.9, "waiting"), (24.1, "held")])
def test_an_approval_holds_for_a_day(office, tmp_path, passed, state):
    run_id = approved_in_advance(office, tmp_path)
    office.now += timedelta(hours=passed)
    assert states(office, run_id) == [state]


def test_an_approval_is_used_up_by_what_was_put_in_place_and_not_by_what_failed(office, tmp_path):
    run_id = approved_in_advance(office, tmp_path)
    for ended, state in (("not_delivered", "waiting"), ("interrupted", "waiting"), ("mixed", "held")):
        assert states(office, run_id) == ["waiting"]
        with office.store.writing(1) as session:
            session.exec(select(Delivery).where(Delivery.state == "waiting")).one().state = ended
        assert states(office, run_id) == [state]
        with office.store.writing(1) as session:
            for row in session.exec(select(Delivery).where(Delivery.state == state)).all():
                session.delete(row)


def test_an_approval_is_against_what_stood_there(office, tmp_path):
    run_id, other = approved_in_advance(office, tmp_path), office.run(SETS[2])
    office.sent(other)
    assert states(office, run_id) == ["held"]
    approve(office.store, office.user, run_id, "as planned", clock=office.clock)
    assert go(office, run_id) == {"Share": "delivered"}
    office.sent(other)
    assert states(office, run_id) == ["held"]  # a second time needs a second word


STEPS = st.tuples(
    st.sampled_from([0, 1, 2, None]),  # which run is approved
    st.sampled_from([0, 0, 1, 25]),  # how many hours pass
    st.sampled_from([0, 1, 2]),  # which run is asked for
    st.sampled_from([("one",), ("two",), None]),  # at which places
    st.booleans(),  # whether a worker comes at once
)


@settings(max_examples=8, deadline=None)
@given(steps=st.lists(STEPS, min_size=3, max_size=6))
def test_whatever_arrives_in_spite_of_a_brake_has_an_approval_of_its_own(sqlite_template, steps):
    with TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(sqlite_template, folder / "roster.sqlite3")
        store = open_store(Settings(data_dir=folder))
        office = Office(store)
        office.found()
        for place in ("one", "two"):
            office.folder(folder / place, place)
        runs = [office.run(files) for files in SETS]
        for approved, hours, asked, places, at_once in steps:
            if approved is not None:
                with suppress(Refusal):  # it needs no approval
                    approve(store, office.user, runs[approved], "as planned", clock=office.clock)
            office.now += timedelta(hours=hours)
            deliver(store, office.user, runs[asked], only=places, clock=office.clock)
            for run_id in runs if at_once else ():
                go(office, run_id)
            _check(office)
        store.close()


def _check(office):
    """It is of its set, its place and what stood there, less than a day old, and of no other delivery."""
    with office.store.reading(1) as session:
        rows = session.exec(select(Delivery).where(Delivery.state == "delivered")).all()
    spent = set()
    for row in rows:
        if not any(brake["holds"] for brake in row.brakes):
            continue
        run = read_run(office.store, office.user, row.run_id, clock=office.clock)
        given = next(one for one in run.approvals if one.at.isoformat() == row.decided["at"])
        assert given.files == row.set_digest
        assert given.brakes[row.destination_id].against == row.against
        assert row.finished_at - given.at <= timedelta(hours=24, seconds=9)
        assert (given.at, row.destination_id) not in spent
        spent.add((given.at, row.destination_id))
