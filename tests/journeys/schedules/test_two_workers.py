"""Several workers look at the clock at the same moment, on either database: an instant is asked for once."""

import threading
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlmodel import select

from roster_core.jobs.tables import Job
from roster_core.journeys.districts import write_district
from roster_core.journeys.scheduling import due
from roster_core.roster.tables.profiles import ExportProfile
from roster_core.roster.tables.schedules import Schedule, ScheduledRun

NOW = datetime(2026, 11, 1, 4, tzinfo=UTC)
FIELDS = {"code": "MH", "name": "Maple Hollow", "state": "NJ", "time_zone": "America/New_York",
          "current_school_year": "2026-27"}  # fmt: skip


def founded(store):
    same: dict[str, Any] = {"district_id": 1, "by": "dana", "created_at": NOW, "updated_at": NOW}
    with store.writing(1) as session:
        write_district(session, 1, FIELDS, now=NOW)
        session.add(ExportProfile(**same, profile_id="p1", name="Nightly", name_key="nightly", version=1))
        session.flush()
        session.add_all(
            Schedule(**same, schedule_id=name, name=name, name_key=name, profile_id="p1", weekdays=list(range(7)),
                     at="01:30", time_zone="America/New_York", catch_up_minutes=180, looked_at=NOW)
            for name in ("s1", "s2")
        )  # fmt: skip


def test_workers_that_look_at_once_ask_once(store):
    founded(store)
    start, wrong = threading.Barrier(4), []

    def look():
        start.wait()
        try:
            for minute in range(5):
                due(store, partial(datetime, 2026, 11, 1, 5, 30 + minute, tzinfo=UTC))
        except Exception as exc:  # noqa: BLE001 - whatever it is, the test tells
            wrong.append(exc)

    workers = [threading.Thread(target=look) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert wrong == []
    with store.reading(1) as session:
        runs = session.exec(select(ScheduledRun)).all()
        jobs = session.exec(select(Job)).all()
    assert sorted(run.schedule_id for run in runs) == ["s1", "s2"]
    assert sorted(job.subject for job in jobs) == sorted(run.scheduled_run_id for run in runs)
    assert {job.lane for job in jobs} == {"scheduled-runs"}
