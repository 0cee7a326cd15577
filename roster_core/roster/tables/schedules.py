"""When exports run by themselves, days on which they do not, and what became of every run that was due."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from roster_core.rows import DistrictRow, Json, UtcTime, founded, in_district, words


class Schedule(DistrictRow, table=True):
    """When a profile runs, where its roster is picked up from, and how far it has been looked at."""

    __table_args__ = (
        founded(),
        in_district("profile_id", of="export_profile"),
        # A name is free again once its schedule is deleted.
        sa.Index(
            "uq_schedule_name",
            "district_id",
            "name_key",
            unique=True,
            sqlite_where=sa.text("deleted_at is null"),
            postgresql_where=sa.text("deleted_at is null"),
        ),
        sa.Index("ix_schedule_paused_at", "paused_at"),  # workers look at schedules of every district
    )

    schedule_id: str = Field(primary_key=True)
    name: str
    #: The name in lower case.
    name_key: str
    profile_id: str
    #: The rule: weekdays from 0 (Monday), months from 1, `HH:MM`; or a cron expression; by the clock of a zone.
    weekdays: list[int] = Field(default_factory=list, sa_type=Json)
    months: list[int] = Field(default_factory=list, sa_type=Json)
    at: str = ""
    cron: str = ""
    time_zone: str
    #: A run that could not begin in time is caught up within so many minutes.
    catch_up_minutes: int
    #: Where the roster is picked up from (`journeys.schedule_sources`); empty = the roster that is loaded.
    source: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    #: Instants up to there are settled.
    looked_at: datetime = Field(sa_type=UtcTime)
    #: Why the next run waits for an approval even if nothing else holds it.
    hold_next: str = ""
    #: When it was paused, null = it runs; a new one is paused until it was checked.
    paused_at: datetime | None = Field(default=None, sa_type=UtcTime)
    paused_reason: str = ""
    deleted_at: datetime | None = Field(default=None, sa_type=UtcTime)
    by: str


class BlackoutRange(DistrictRow, table=True):
    """Local days, both ends included, on which nothing runs: of one schedule, or of the whole district."""

    __tablename__ = "blackout_range"
    __table_args__ = (founded(), in_district("schedule_id", of="schedule"))

    blackout_id: str = Field(primary_key=True)
    #: Null = every schedule of the district.
    schedule_id: str | None = None
    first_day: date
    last_day: date
    reason: str
    by: str


class ScheduledRun(DistrictRow, table=True):
    """A run that was due at an instant, and what became of it."""

    __tablename__ = "scheduled_run"
    __table_args__ = (
        in_district("schedule_id", of="schedule"),
        words("trigger", "SCHEDULE", "MANUAL"),
        words(
            "state", "planned", "running", "held", "delivered", "delivered-unverified", "failed", "mixed", "missed",
            "skipped", "interrupted", "discarded",
        ),
        # However often it is looked at, and by however many workers: an instant is settled once.
        sa.UniqueConstraint("district_id", "schedule_id", "planned_at", name="uq_scheduled_run_planned"),
        sa.Index("ix_scheduled_run_district_id_planned_at", "district_id", "planned_at"),
        sa.Index("ix_scheduled_run_district_id_run_id", "district_id", "run_id"),
    )  # fmt: skip

    scheduled_run_id: str = Field(primary_key=True)
    schedule_id: str
    #: The instant in UTC; of a run that somebody asked for, when that was.
    planned_at: datetime = Field(sa_type=UtcTime)
    trigger: str
    state: str
    #: Why it is in that state, and what to do about it.
    reason: str = ""
    fix: str = ""
    #: What else is worth knowing, one sentence each.
    notes: list[str] = Field(default_factory=list, sa_type=Json)
    #: Why it is held even if nothing else holds it.
    brake: str = ""
    #: What was picked up: `name`, `files` (name → SHA-256), `digest`, `newest`; while it is looked for, `seen`.
    picked: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    #: The roster load and the export run that it made; loads and runs may be gone before their record here.
    load_id: str | None = None
    run_id: str | None = None
    #: Export runs that it began; more than one where the roster was loaded anew meanwhile.
    tries: int = 0
    step: str = ""
    job_id: str | None = None
    started_at: datetime | None = Field(default=None, sa_type=UtcTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcTime)
    by: str
