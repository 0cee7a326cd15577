"""Scheduled runs from the pick-up of the roster to the delivery: by themselves, held, discarded, killed, restarted."""

import shutil
from datetime import timedelta
from functools import partial
from threading import Event

import pytest
from sqlmodel import select

from roster_core.jobs import worker as worker_module
from roster_core.jobs.handlers import Handler
from roster_core.jobs.queue import read_waiting
from roster_core.jobs.worker import Worker
from roster_core.journeys import scheduled_running
from roster_core.journeys.destination_edits import DestinationDraft, add_destination, delete_destination, switch
from roster_core.journeys.destination_settings import Method
from roster_core.journeys.destination_trials import look_at_keys, trust_keys, try_destination
from roster_core.journeys.export_runs import read_run, read_runs
from roster_core.journeys.handlers import HANDLERS
from roster_core.journeys.roster_load import confirm
from roster_core.journeys.roster_load import discard as set_aside
from roster_core.journeys.schedule_edits import run_now
from roster_core.journeys.scheduled_decisions import discard
from roster_core.journeys.scheduled_submitting import SCHEDULED_RUN
from roster_core.journeys.schedules import read_schedule
from roster_core.journeys.scheduling import due
from roster_core.journeys.sending import deliver
from roster_core.journeys.work import carry_out
from roster_core.refusals import Refusal
from roster_core.roster.tables.delivery import Delivery
from roster_core.roster.tables.records import ExportRun, RosterLoad
from roster_core.roster.tables.schedules import Schedule
from tests.jobs import faults
from tests.journeys.schedules.conftest import DAY, FIRST
from tests.servers.sshd import running_sshd

HOUR = timedelta(hours=1)


def at_night():
    return FIRST


#: For workers in processes of their own.
AT_NIGHT = Handler(partial(scheduled_running.advance, clock=at_night), scheduled_running.fail)


def count(night, table):
    """Rows of a table that schedules or tests made; the first delivery was there before."""
    with night.store.reading(1) as session:
        return len(session.exec(select(table)).all()) - (table is Delivery)


def arrived(tmp_path):
    return {path.name: path.read_bytes() for path in (tmp_path / "share" / "current").iterdir()}


def hold_next(night, why):
    with night.store.writing(1) as session:
        session.exec(select(Schedule)).one().hold_next = why


def test_a_schedule_runs_by_itself_through_a_clock_change_and_restarts(night, tmp_path, monkeypatch):
    """The real worker with the tests' clock: the night on which clocks are put back, and the two after it."""
    monkeypatch.setattr(worker_module, "MINUTELY_S", 0.05)
    night.schedule()
    work = Handler(partial(scheduled_running.advance, clock=night.clock), scheduled_running.fail)
    handlers = {**HANDLERS, SCHEDULED_RUN: work}

    def working():
        return Worker(night.store, handlers, poll_s=0.05, minutely=partial(due, clock=night.clock))

    def settled(runs):
        ended = len(night.runs()) == runs and not any(run.open for run in night.runs())
        return ended and read_waiting(night.store, 1) == ()

    with working():
        night.now = FIRST
        faults.until(lambda: settled(1))
    with working():  # restarted between the two times that it is 01:30
        night.now = FIRST + HOUR
        looks = Event()
        looks.wait(0.3)
        assert settled(1)
        night.now = FIRST + DAY + HOUR
        faults.until(lambda: settled(2))
    night.now = FIRST + 2 * DAY + 5 * HOUR  # off at the third night, and on again too late for it
    with working():
        faults.until(lambda: settled(3))
    told = [(run.planned_at, run.state) for run in night.runs()]
    assert told == [
        (FIRST, "delivered"), (FIRST + DAY + HOUR, "delivered"), (FIRST + 2 * DAY + HOUR, "missed")
    ]  # fmt: skip
    assert {"students.csv", "schools.csv"} <= arrived(tmp_path).keys()
    assert count(night, Delivery) == 2


def test_a_run_is_held_by_the_brake_until_somebody_approves_and_delivers_it(night):
    night.schedule()
    hold_next(night, "It is the first run after a blackout (Rollover).")
    run = night.ran(FIRST)
    assert (run.state, run.reason) == ("held", "It is the first run after a blackout (Rollover).")
    view = read_run(night.store, night.user, run.run_id, clock=night.clock)
    assert (view.held, view.guards, view.by) == (True, ("GUARD_FIRST",), "system")
    assert count(night, Delivery) == 0
    following = night.ran(FIRST + DAY + HOUR)
    assert (following.state, night.runs()[0].state) == ("held", "discarded")  # the first is overtaken
    night.approve(following)
    deliver(night.store, night.user, following.run_id, clock=night.clock)
    night.deliver(following)
    assert night.runs()[-1].state == "delivered"
    assert read_schedule(night.store, night.user, "Nightly").hold_next == ""


def test_a_held_run_is_set_aside_with_a_reason_and_nothing_is_sent(night):
    night.schedule()
    hold_next(night, "It is the first run after a pause.")
    held = night.ran(FIRST)
    with pytest.raises(Refusal, match="No reason"):
        discard(night.store, night.user, held.scheduled_run_id, " ")
    gone = discard(night.store, night.user, held.scheduled_run_id, "wrong term", clock=night.clock)
    assert (gone.state, gone.reason) == ("discarded", "local set it aside: wrong term")
    with pytest.raises(Refusal, match="not held"):
        discard(night.store, night.user, held.scheduled_run_id, "again")
    assert count(night, Delivery) == 0
    following = night.ran(FIRST + DAY + HOUR)  # nobody has looked yet: it waits too, against the same base
    assert following.state == "held"
    runs = {run.run_id: run for run in read_runs(night.store, night.user)}
    assert runs[following.run_id].compared_with == runs[held.run_id].compared_with


def test_a_run_that_the_destination_holds_is_decided_about_like_any_other(night, tmp_path):
    night.schedule()
    night.destination(tmp_path / "other", "Other")  # nothing was ever sent there
    held = night.ran(FIRST)
    assert (held.state, held.reason.startswith("Other: ")) == ("held", True)
    night.approve(held)
    night.deliver(held)
    assert night.runs()[-1].state == "delivered"
    night.destination(tmp_path / "third", "Third")
    again = night.ran(FIRST + DAY + HOUR)
    assert (again.state, again.reason.startswith("Third: ")) == ("held", True)
    ended = discard(night.store, night.user, again.scheduled_run_id, "not yet", clock=night.clock)
    assert (ended.state, ended.reason) == ("delivered", "Third: local set it aside. not yet")  # it arrived elsewhere
    with night.store.reading(1) as session:
        states = sorted(one.state for one in session.exec(select(Delivery)) if one.run_id == again.run_id)
    assert states == ["delivered", "delivered", "discarded"]


def test_what_went_wrong_at_the_far_side_is_told_and_mended_by_hand(night, tmp_path):
    night.schedule()
    (tmp_path / "share").rename(tmp_path / "away")
    run = night.ran(FIRST)
    assert (run.state, "Share: " in run.reason) == ("failed", True)
    (tmp_path / "away").rename(tmp_path / "share")
    deliver(night.store, night.user, run.run_id, clock=night.clock)
    night.deliver(run)
    assert night.runs()[-1].state == "delivered"
    with pytest.raises(Refusal, match="within the last hour"):
        run_now(night.store, night.user, "Nightly", clock=night.clock)
    night.now += 2 * HOUR
    asked = run_now(night.store, night.user, "Nightly", clock=night.clock)
    switch(night.store, night.user, "Share", on=False)
    ended = night.carried_out(asked)
    assert (ended.trigger, ended.by, ended.state, "switched off" in ended.reason) == ("MANUAL", "local", "failed", True)


def test_a_roster_loaded_meanwhile_is_exported_in_place_of_the_old_one(night, roster, tmp_path):
    night.schedule()
    [run] = night.at(FIRST)
    advance = partial(scheduled_running.advance, night.store, 1, run.scheduled_run_id, clock=night.clock)
    while night.runs()[0].run_id is None:
        advance()
    advance()  # the export run is begun
    load_by_hand(night, roster(students=lambda text: text.replace("Ortega", "Ortega-Diaz")))
    ended = night.carried_out(run)
    assert (ended.state, ended.notes) == ("delivered", ("The roster was loaded anew meanwhile.",))
    assert b"Ortega-Diaz" in arrived(tmp_path)["students.csv"]


def load_by_hand(night, folder):
    from roster_core.journeys.roster_load import LoadRequest, begin  # noqa: PLC0415

    load_id = begin(night.store, night.user, folder, LoadRequest())
    carry_out(night.store, "roster-check", load_id)
    confirm(night.store, night.user, load_id)
    carry_out(night.store, "roster-switch", load_id)


def test_a_worker_that_is_killed_again_and_again_does_everything_once(night):
    """Workers that are gone before the 11th, 30th … of their transactions: wherever that is, the next one goes on."""
    night.schedule()
    run_now(night.store, night.user, "Nightly", clock=night.clock)
    settings, handlers = night.store.settings, {**HANDLERS, SCHEDULED_RUN: AT_NIGHT}
    kills, die_at = 0, 11
    while any(run.open for run in night.runs()):
        with faults.worker(settings, handlers=handlers, die_at=die_at) as process:
            faults.until(lambda: not process.is_alive() or not any(run.open for run in night.runs()))
            kills += process.exitcode == 9
        die_at += 19
    [run] = night.runs()
    assert (run.state, run.reason) == ("delivered", "")
    assert kills > 2
    assert count(night, Delivery) == 1
    with night.store.reading(1) as session:
        made = session.exec(select(ExportRun).where(ExportRun.by == "system")).all()
    assert [(one.run_id, one.state) for one in made] == [(run.run_id, "previewed")]


class Sis:
    """Files that a student information system puts into a folder."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()

    def write(self, source, name=""):
        to = self.folder / name
        if to.is_dir():
            for path in to.iterdir():
                if path.is_file():
                    path.unlink()
        shutil.copytree(source, to, dirs_exist_ok=True)
        (to / "district.csv").touch()  # it was written now


def picking_up(night, sis, **said):
    night.schedule(source={"kind": "folder", "path": str(sis.folder), "still_s": 5, "wait_minutes": 1, **said})


def test_the_newest_files_of_a_folder_are_loaded_once_then_exported(either_night, roster, tmp_path):
    night, sis = either_night, Sis(tmp_path / "sis")
    picking_up(night, sis)
    sis.write(roster(students=lambda text: text.replace("Ortega", "Ortega-Diaz")))
    run = night.ran(FIRST)
    assert (run.state, run.reason, run.picked) == ("delivered", "", "31 files")
    assert b"Ortega-Diaz" in arrived(tmp_path)["students.csv"]
    assert list((tmp_path / "data" / "loads").iterdir()) == []  # the copies hold everybody's data
    loads = count(night, RosterLoad)
    again = night.loaded(FIRST + DAY + HOUR)
    assert (again.state, again.load_id, count(night, RosterLoad)) == ("running", None, loads)
    assert "those that were loaded on" in again.notes[0]
    day = roster(students=lambda text: text.replace("Ortega", "Orrtega"))
    shutil.make_archive(str(sis.folder / "2026-11-03"), "zip", day)
    third = night.ran(FIRST + 2 * DAY + HOUR)
    assert (third.state, third.picked) == ("delivered", "2026-11-03.zip, 1 file")
    assert b"Orrtega" in arrived(tmp_path)["students.csv"]


def test_files_that_are_still_written_are_waited_for(night, roster, tmp_path):
    sis = Sis(tmp_path / "sis")
    picking_up(night, sis, done_file="done.txt")
    [run] = night.at(FIRST)
    advance = partial(scheduled_running.advance, night.store, 1, run.scheduled_run_id, clock=night.ticking)
    for _ in range(3):
        told = advance()
    assert told.step == "There are no files to pick up."
    sis.write(roster(students=lambda text: text.replace("Ortega", "Ortega-Diaz")))
    assert "which is written last" in advance().step
    (sis.folder / "done.txt").write_text("")
    while not (told := advance()).finished and night.runs()[-1].run_id is None:
        pass
    assert (told.finished, night.runs()[-1].picked) == (False, "31 files")
    (sis.folder / "done.txt").unlink()
    late = night.loaded(FIRST + DAY + HOUR)
    assert (late.state, "It was so for 1 minutes" in late.reason) == ("failed", True)
    assert "student information system" in late.fix


def test_a_load_that_is_held_holds_the_run_and_an_approval_lets_it_go_on(night, roster, tmp_path):
    sis = Sis(tmp_path / "sis")
    picking_up(night, sis)
    without_one = roster(**{
        name: lambda text: "".join(line for line in text.splitlines(keepends=True) if "0104233" not in line)
        for name in ("students", "student_enrollments", "section_enrollments", "student_contacts", "student_gpas",
                     "emails", "phones", "addresses", "user_text_values")
    })  # fmt: skip
    sis.write(without_one)
    held = night.ran(FIRST)
    assert (held.state, held.run_id) == ("held", None)
    assert held.reason.startswith("The roster load is held. ")
    due(night.store, night.clock)
    assert night.runs()[-1].state == "held"
    confirm(night.store, night.user, held.load_id, approve=True, reason="moved away")
    carry_out(night.store, "roster-switch", held.load_id)
    due(night.store, night.clock)
    went_on = night.carried_out(held)
    assert (went_on.state, went_on.notes) == ("held", ("The load was approved by local.",))  # Clever would delete one
    sis.write(roster())
    assert night.loaded(FIRST + DAY + HOUR).state == "running"
    sis.write(without_one)  # written anew: it is newer than what was loaded since
    third = night.loaded(FIRST + 2 * DAY + HOUR)
    assert (third.state, third.notes) == ("held", ())


def test_a_load_that_is_refused_or_set_aside_ends_the_run(night, roster, tmp_path):
    sis = Sis(tmp_path / "sis")
    picking_up(night, sis)
    (sis.folder / "students.csv").write_text("no,roster\n1,2\n")
    run = night.ran(FIRST)
    assert (run.state, run.run_id, run.reason.startswith("The roster was not")) == ("failed", None, True)
    (sis.folder / "students.csv").unlink()
    sis.write(roster(students=lambda text: "".join(text.splitlines(keepends=True)[:2])))
    held = night.loaded(FIRST + DAY + HOUR)
    assert held.state == "held"
    set_aside(night.store, night.user, held.load_id)
    due(night.store, night.clock)
    assert night.runs()[-1].reason == "The roster load is discarded."
    assert count(night, Delivery) == 0


def test_files_are_picked_up_by_sftp(night, roster):
    changed = roster(students=lambda text: text.replace("Ortega", "Ortega-Diaz"))
    with running_sshd(sftp="-R") as server:  # an account that may only read
        said = {"host": "127.0.0.1", "port": server.port, "user": server.user, "folder": "out"}
        draft = DestinationDraft(said, {"key": server.key})
        made = add_destination(night.store, night.user, "SIS", Method.SFTP, draft)
        with pytest.raises(Refusal, match="Nobody has confirmed the server's key"):
            night.schedule(source={"kind": "sftp", "account": made.destination_id})
        keys = look_at_keys(night.store, night.user, "SIS")
        trust_keys(night.store, night.user, "SIS", [key.fingerprint for key in keys])
        night.schedule(source={"kind": "sftp", "account": made.destination_id, "still_s": 2, "wait_minutes": 1})
        missing = night.ran(FIRST)
        assert (missing.state, "out" in missing.reason) == ("failed", True)
        shutil.copytree(changed, server.home / "out" / "2026-11-01")
        run = night.loaded(FIRST + DAY + HOUR)
        assert (run.state, run.picked, run.reason) == ("running", "2026-11-01, 31 files", "")
        shutil.copy(server.home / "out" / "2026-11-01" / "schools.csv", server.home / "out")
        tried = try_destination(night.store, night.user, "SIS")
        assert all(one.good for one in tried)
        assert tried[-1].what == "schools.csv was read. Nothing was written: files are only picked up here."
        assert {path.name for path in (server.home / "out").iterdir()} == {"2026-11-01", "schools.csv"}
        (server.home / "out" / "schools.csv").unlink()
        with pytest.raises(Refusal, match="picked up from it by the schedule “"):
            delete_destination(night.store, night.user, "SIS")
    again = night.ran(FIRST + 2 * DAY + HOUR)
    assert (again.state, "Nothing answers" in again.reason) == ("failed", True)
    assert "Ortega-Diaz" in names(night)


def names(night):
    from roster_core.roster.tables.people import Person  # noqa: PLC0415

    with night.store.reading(1) as session:
        return [row.last_name for row in session.exec(select(Person)).all()]
