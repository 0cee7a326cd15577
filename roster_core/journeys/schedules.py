"""Schedules as they stand: their rules, the next runs, blackouts, and what became of the runs that were due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clock import Clock, utc_now
from roster_core.journeys.districts import find_district, require_district
from roster_core.journeys.export_profiles import name_key
from roster_core.journeys.schedule_sources import Source, source_label
from roster_core.refusals import Refusal
from roster_core.roster.tables.profiles import ExportProfile
from roster_core.roster.tables.schedules import BlackoutRange, Schedule, ScheduledRun
from roster_core.schedules.blackouts import Blackout, blackout_on
from roster_core.schedules.due import Plan
from roster_core.schedules.instants import instants_after
from roster_core.schedules.rule import Rule, describe, make_rule
from roster_core.store import Store
from roster_core.text import clean

#: States in which something is still going to happen by itself.
OPEN = frozenset({"planned", "running"})
#: States in which all files have arrived.
ARRIVED = frozenset({"delivered", "delivered-unverified"})


@dataclass(frozen=True)
class BlackoutView:
    """A blackout; `schedule` is blank for one of the whole district."""

    blackout_id: str
    schedule: str
    blackout: Blackout
    by: str


@dataclass(frozen=True)
class ScheduledRunView:
    """What became of a run that was due; moments in UTC."""

    scheduled_run_id: str
    schedule_id: str
    schedule: str
    profile: str
    planned_at: datetime
    trigger: str
    state: str
    reason: str
    fix: str
    notes: tuple[str, ...]
    brake: str
    step: str
    picked: str
    load_id: str | None
    run_id: str | None
    job_id: str | None
    started_at: datetime | None
    finished_at: datetime | None
    by: str

    @property
    def open(self) -> bool:
        """Whether something is still going to happen by itself."""
        return self.state in OPEN


@dataclass(frozen=True)
class Coming:
    """An instant at which a schedule is due, and why nothing will run then (blank = it will)."""

    at: datetime
    skipped: str = ""


@dataclass(frozen=True)
class ScheduleView:
    """A schedule as it stands; `coming` are the next instants, none while it is paused."""

    schedule_id: str
    name: str
    profile: str
    rule: Rule
    words: str
    source: Source
    source_label: str
    catch_up: timedelta
    paused_at: datetime | None
    paused_reason: str
    hold_next: str
    coming: tuple[Coming, ...]
    blackouts: tuple[BlackoutView, ...]
    last: ScheduledRunView | None
    by: str
    updated_at: datetime

    @property
    def active(self) -> bool:
        """Whether it runs by itself."""
        return self.paused_at is None


def read_schedules(store: Store, user: User, *, clock: Clock = utc_now) -> tuple[ScheduleView, ...]:
    """Every schedule, by name.

    Raises:
        Refusal: The user may not.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    district = find_district(store)
    if district is None:
        return ()
    with store.reading(district.district_id) as session:
        rows = session.exec(select(Schedule).where(col(Schedule.deleted_at).is_(None))).all()
        return tuple(view(session, row, clock()) for row in sorted(rows, key=lambda row: row.name_key))


def read_schedule(store: Store, user: User, name: str, *, clock: Clock = utc_now) -> ScheduleView:
    """The schedule of that name.

    Raises:
        Refusal: The user may not, or there is none.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    with store.reading(require_district(store).district_id) as session:
        return view(session, schedule_row(session, name), clock())


def read_scheduled_runs(
    store: Store, user: User, *, name: str = "", since: datetime | None = None, limit: int = 100
) -> tuple[ScheduledRunView, ...]:
    """What became of the runs that were due, the newest first; of one schedule if it is named.

    Those that are held are told however old they are.

    Raises:
        Refusal: The user may not, or there is no such schedule.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    district = find_district(store)
    if district is None:
        return ()
    with store.reading(district.district_id) as session:
        runs = select(ScheduledRun).order_by(col(ScheduledRun.planned_at).desc()).limit(limit)
        if name:
            runs = runs.where(ScheduledRun.schedule_id == schedule_row(session, name).schedule_id)
        if since is not None:
            runs = runs.where((col(ScheduledRun.planned_at) >= since) | (col(ScheduledRun.state) == "held"))
        return run_views(session, session.exec(runs).all())


def read_scheduled_run(store: Store, user: User, scheduled_run_id: str) -> ScheduledRunView:
    """What became of one run that was due.

    Raises:
        Refusal: The user may not, or there is none with that ID.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    district = find_district(store)
    if district is not None:
        with store.reading(district.district_id) as session:
            row = session.get(ScheduledRun, (district.district_id, scheduled_run_id))
            if row is not None:
                return run_views(session, [row])[0]
    why = f"None has the ID {scheduled_run_id}."
    raise Refusal("There is no such run.", why=why, fix="Look at the history of the schedules.")


def read_blackouts(store: Store, user: User) -> tuple[BlackoutView, ...]:
    """Every blackout, of the district and of schedules, the earliest first.

    Raises:
        Refusal: The user may not.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    district = find_district(store)
    if district is None:
        return ()
    with store.reading(district.district_id) as session:
        return _blackout_views(session)


def read_outcomes(session: Session, district_id: int, since: datetime) -> tuple[ScheduledRunView, ...]:
    """What became of the runs of a district that ended, or were held, since a moment; the earliest end first.

    For whoever tells people of it: no right is asked for. Those that are missed or skipped count as ended when that was
    noted.
    """
    ended = select(ScheduledRun).where(
        ScheduledRun.district_id == district_id,
        col(ScheduledRun.state).not_in(OPEN),
        col(ScheduledRun.updated_at) > since,
    )
    return run_views(session, session.exec(ended.order_by(col(ScheduledRun.updated_at))).all())


def schedule_row(session: Session, name: str) -> Schedule:
    """The stored schedule of that name.

    Raises:
        Refusal: There is none.
    """
    kept = select(Schedule).where(col(Schedule.deleted_at).is_(None))
    row = session.exec(kept.where(Schedule.name_key == name_key(name))).one_or_none()
    if row is None:
        listed = ", ".join(f"“{one.name}”" for one in sorted(session.exec(kept), key=lambda one: one.name_key))
        raise Refusal(
            "The schedule was not found.",
            why=f"None is called “{clean(name)}”.",
            fix=f"There are {listed}." if listed else "Add one on the page Schedules.",
        )
    return row


def rule_of(row: Schedule) -> Rule:
    """The rule of a stored schedule.

    Raises:
        Refusal: This program does not know it, such as a time zone that is gone.
    """
    return make_rule(row.time_zone, at=row.at, weekdays=row.weekdays, months=row.months, cron=row.cron)


def source_of(row: Schedule) -> Source:
    """Where a stored schedule picks the roster up."""
    return Source.model_validate(row.source)


def plan_of(session: Session, row: Schedule) -> Plan:
    """A stored schedule as the clock sees it."""
    return Plan(
        rule_of(row),
        row.looked_at,
        timedelta(minutes=row.catch_up_minutes),
        tuple(one.blackout for one in _blackout_views(session, row)),
    )


def view(session: Session, row: Schedule, now: datetime) -> ScheduleView:
    """The schedule as a session reads it."""
    rule, source = rule_of(row), source_of(row)
    blackouts = _blackout_views(session, row)
    last = session.exec(
        select(ScheduledRun)
        .where(ScheduledRun.schedule_id == row.schedule_id)
        .order_by(col(ScheduledRun.planned_at).desc())
        .limit(1)
    ).all()
    return ScheduleView(
        schedule_id=row.schedule_id,
        name=row.name,
        profile=_profile_name(session, row),
        rule=rule,
        words=describe(rule),
        source=source,
        source_label=source_label(session, row.district_id, source),
        catch_up=timedelta(minutes=row.catch_up_minutes),
        paused_at=row.paused_at,
        paused_reason=row.paused_reason,
        hold_next=row.hold_next,
        coming=coming(rule, [one.blackout for one in blackouts], now) if row.paused_at is None else (),
        blackouts=blackouts,
        last=next(iter(run_views(session, last)), None),
        by=row.by,
        updated_at=row.updated_at,
    )


def coming(rule: Rule, blackouts: Iterable[Blackout], now: datetime, count: int = 5) -> tuple[Coming, ...]:
    """The next `count` instants after `now`, those in a blackout among them."""
    told, zone, known = [], rule.zone, tuple(blackouts)
    for at in instants_after(rule, now):
        inside = blackout_on(at.astimezone(zone).date(), known)
        told.append(Coming(at, str(inside) if inside else ""))
        if len(told) == count:
            break
    return tuple(told)


def run_views(session: Session, rows: Sequence[ScheduledRun]) -> tuple[ScheduledRunView, ...]:
    """Runs that were due as screens need them."""
    schedules = {row.schedule_id: row for row in session.exec(select(Schedule)).all()} if rows else {}
    profiles = {key: _profile_name(session, row) for key, row in schedules.items()}
    same: tuple[str, ...] = (
        "scheduled_run_id", "schedule_id", "planned_at", "trigger", "state", "reason", "fix", "brake", "step",
        "load_id", "run_id", "job_id", "started_at", "finished_at", "by",
    )  # fmt: skip
    return tuple(
        ScheduledRunView(
            **{name: getattr(row, name) for name in same},
            schedule=schedules[row.schedule_id].name,
            profile=profiles[row.schedule_id],
            notes=tuple(row.notes),
            picked=_picked(row.picked),
        )
        for row in rows
    )


def _picked(picked: dict[str, Any]) -> str:
    files = picked.get("files", {})
    if not files:
        return ""
    name, many = picked.get("name", ""), f"{len(files)} file{'' if len(files) == 1 else 's'}"
    return f"{name}, {many}" if name else many


def _blackout_views(session: Session, row: Schedule | None = None) -> tuple[BlackoutView, ...]:
    found = select(BlackoutRange).order_by(col(BlackoutRange.first_day), col(BlackoutRange.blackout_id))
    if row is not None:
        everywhere = col(BlackoutRange.schedule_id).is_(None)
        found = found.where(everywhere | (col(BlackoutRange.schedule_id) == row.schedule_id))
    kept = select(Schedule).where(col(Schedule.deleted_at).is_(None))
    names = {one.schedule_id: one.name for one in session.exec(kept)}
    return tuple(
        BlackoutView(
            one.blackout_id,
            names.get(one.schedule_id or "", ""),
            Blackout(one.first_day, one.last_day, one.reason),
            one.by,
        )
        for one in session.exec(found).all()
        if one.schedule_id is None or one.schedule_id in names
    )


def _profile_name(session: Session, row: Schedule) -> str:
    profile = session.get(ExportProfile, (row.district_id, row.profile_id))
    return profile.name if profile else ""
