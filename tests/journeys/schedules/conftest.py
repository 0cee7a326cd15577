"""A district with the golden roster, a profile that was delivered once, and a clock that tests set."""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from roster_core.access.rights import User, local_administrator
from roster_core.clever.changes.guard import Limits
from roster_core.journeys import delivering, scheduled_running
from roster_core.journeys.clever_export import begin_profile_run
from roster_core.journeys.destination_edits import DestinationDraft, add_destination
from roster_core.journeys.destination_settings import Method
from roster_core.journeys.export_approvals import approve, mark_delivered
from roster_core.journeys.export_limits import save_limits
from roster_core.journeys.export_profile_edits import Draft, save_profile
from roster_core.journeys.export_runs import read_runs
from roster_core.journeys.schedule_edits import ScheduleDraft, resume_schedule, save_schedule
from roster_core.journeys.schedules import read_scheduled_runs
from roster_core.journeys.scheduling import due
from roster_core.journeys.sending import deliver
from roster_core.journeys.work import carry_out
from roster_core.settings import Settings
from roster_core.store import Store, open_store

#: Half a day before the night on which clocks are put back in New York, and that night at 01:30, the first time.
NOW = datetime(2026, 10, 31, 16, tzinfo=UTC)
FIRST = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
DAY = timedelta(days=1)
#: One day decides who is active, so that nights differ in nothing but the roster.
OPTIONS = {"deliver_local": True, "as_of_date": "2026-11-24"}


@dataclass
class Night:
    """A store, somebody who may do everything, and the time."""

    store: Store
    user: User = field(default_factory=local_administrator)
    now: datetime = NOW

    def clock(self):
        return self.now

    def ticking(self):
        """The same, a second later each time that somebody looks."""
        self.now += timedelta(seconds=1)
        return self.now

    def schedule(self, name="Nightly", *, on=True, **said):
        draft = ScheduleDraft("Nightly", **{"at": "01:30", "weekdays": range(7), **said})
        saved = save_schedule(self.store, self.user, name, draft, clock=self.clock)
        return resume_schedule(self.store, self.user, name, clock=self.clock) if on else saved

    def destination(self, folder, name="Share"):
        folder.mkdir()
        draft = DestinationDraft({"path": str(folder)}, profiles=["Nightly"])
        return add_destination(self.store, self.user, name, Method.LOCAL, draft, clock=self.clock)

    def at(self, moment):
        """The worker looks at the clock at that moment."""
        self.now = moment
        due(self.store, self.clock)
        return self.runs()

    def runs(self):
        """Every run that was due, the oldest first."""
        return tuple(reversed(read_scheduled_runs(self.store, self.user, limit=1000)))

    def carried_out(self, run):
        """The run when it has ended, carried out step by step, and its deliveries where it waits for them."""
        for _ in range(200):
            if scheduled_running.advance(self.store, 1, run.scheduled_run_id, clock=self.ticking).finished:
                return next(one for one in self.runs() if one.scheduled_run_id == run.scheduled_run_id)
            self.deliver(run)
        pytest.fail("it did not come to an end")

    def deliver(self, run):
        """Carry out the deliveries of a run that are asked for."""
        from roster_core.journeys.deliveries import read_deliveries  # noqa: PLC0415

        run_id = next(one.run_id for one in self.runs() if one.scheduled_run_id == run.scheduled_run_id)
        for one in read_deliveries(self.store, self.user, run_id) if run_id else ():
            if one.open:
                delivering.advance(self.store, 1, one.delivery_id, clock=self.clock)

    def ran(self, moment):
        """The run that came due at that moment, carried out."""
        return self.carried_out(self.at(moment)[-1])

    def loaded(self, moment):
        """The run that came due at that moment, as soon as the roster is in use or it has ended."""
        run = self.at(moment)[-1]
        for _ in range(200):
            ended = scheduled_running.advance(self.store, 1, run.scheduled_run_id, clock=self.ticking).finished
            now = next(one for one in self.runs() if one.scheduled_run_id == run.scheduled_run_id)
            if ended or now.run_id:
                return now
        pytest.fail("it did not come to an end")

    def send_first(self):
        """What was delivered once arrives at the destination: later sets are held against it."""
        run_id = read_runs(self.store, self.user)[0].run_id
        approve(self.store, self.user, run_id, "first", clock=lambda: NOW - DAY)
        for one in deliver(self.store, self.user, run_id, clock=lambda: NOW - DAY):
            delivering.advance(self.store, 1, one, clock=lambda: NOW - DAY)

    def approve(self, run, reason="looked at"):
        return approve(self.store, self.user, run.run_id, reason, clock=self.clock)


def _delivered_once(settings):
    store, user = open_store(settings), local_administrator()
    save_limits(store, user, Limits(pause_days=36_500))
    save_profile(store, user, "Nightly", Draft(OPTIONS))
    run_id = begin_profile_run(store, user, "Nightly", clock=lambda: NOW - DAY)
    carry_out(store, "export-run", run_id)
    approve(store, user, run_id, "first", clock=lambda: NOW - DAY)
    mark_delivered(store, user, run_id, clock=lambda: NOW - DAY)
    store.close()


@pytest.fixture(scope="session")
def delivered_once(made_once, golden_sqlite):
    """The folder of an installation whose profile was delivered the day before; to be copied."""

    def fill(folder):
        shutil.copytree(golden_sqlite, folder, dirs_exist_ok=True)
        _delivered_once(Settings(data_dir=folder))

    return made_once("delivered-once", fill)


@pytest.fixture
def night(delivered_once, tmp_path):
    shutil.copytree(delivered_once, tmp_path / "data")
    yield from _begun(Settings(data_dir=tmp_path / "data"), tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def either_night(request, tmp_path):
    """The same on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("night")
        return
    database, folder = request.getfixturevalue("golden_postgres")
    shutil.copytree(folder, tmp_path / "data")
    url = request.getfixturevalue("postgres_copy")(database)
    settings = Settings(data_dir=tmp_path / "data", database_url=SecretStr(url))
    _delivered_once(settings)
    yield from _begun(settings, tmp_path)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr("roster_core.journeys.scheduled_running.LOOK_S", 0.0)
    monkeypatch.setattr("roster_core.journeys.scheduled_pickup.LOOK_S", 0.0)


def _begun(settings, tmp_path):
    night = Night(open_store(settings))
    night.destination(tmp_path / "share")
    night.send_first()
    yield night
    night.store.close()
