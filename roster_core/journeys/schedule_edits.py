"""Saving, pausing, deleting and starting schedules: who may, and what was said."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clock import Clock, new_id, utc_now
from roster_core.journeys.districts import require_district
from roster_core.journeys.export_profiles import name_key, profile_row
from roster_core.journeys.schedule_checks import Check, check_first, hindrances, require_allowed
from roster_core.journeys.schedule_sources import parse_source
from roster_core.journeys.scheduled_submitting import add_run
from roster_core.journeys.schedules import (
    OPEN,
    Coming,
    ScheduledRunView,
    ScheduleView,
    coming,
    read_blackouts,
    rule_of,
    run_views,
    schedule_row,
    view,
)
from roster_core.refusals import Refusal
from roster_core.roster.tables.profiles import ExportProfile
from roster_core.roster.tables.records import ExportRun
from roster_core.roster.tables.schedules import BlackoutRange, Schedule, ScheduledRun
from roster_core.schedules.advice import USUAL_LENGTH, advice
from roster_core.schedules.due import CATCH_UP
from roster_core.schedules.rule import LEAST_MINUTES, Rule, describe, make_rule
from roster_core.store import Store
from roster_core.text import clean

_NOT_SAVED, _NOT_RUN = "The schedule was not saved.", "Nothing was run."
_LONGEST_NAME, _LONGEST_CATCH_UP = 60, 12 * 60
_NEW = "It is new: switch it on when everything is right."


@dataclass(frozen=True)
class ScheduleDraft:
    """What is to be saved; `time_zone` blank = the district's, `source` as `schedule_sources.Source` takes it."""

    profile: str
    at: str = "04:00"
    weekdays: Collection[int] = (0, 1, 2, 3, 4)
    months: Collection[int] = ()
    cron: str = ""
    time_zone: str = ""
    catch_up_minutes: int = int(CATCH_UP.total_seconds() // 60)
    source: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Saved:
    """A schedule as it was saved, what to think of, and what was checked before it may run by itself."""

    schedule: ScheduleView
    advice: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True)
class Ahead:
    """What a draft would do: the rule in words, its next instants, and what to think of."""

    words: str
    zone: str
    coming: tuple[Coming, ...]
    advice: tuple[str, ...]


def look_ahead(store: Store, user: User, draft: ScheduleDraft, *, clock: Clock = utc_now) -> Ahead:
    """When a draft would run; nothing is saved.

    Raises:
        Refusal: The user may not, or it cannot be a rule.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    rule, now = draft_rule(store, draft), clock()
    everywhere = [one.blackout for one in read_blackouts(store, user) if not one.schedule]
    return Ahead(describe(rule), rule.time_zone, coming(rule, everywhere, now), advice(rule, now))


def draft_rule(store: Store, draft: ScheduleDraft) -> Rule:
    """The rule that a draft means.

    Raises:
        Refusal: It cannot be one.
    """
    zone = draft.time_zone.strip() or require_district(store).time_zone
    return make_rule(zone, at=draft.at, weekdays=draft.weekdays, months=draft.months, cron=draft.cron)


def save_schedule(
    store: Store, user: User, name: str, draft: ScheduleDraft, *, rename: str = "", clock: Clock = utc_now
) -> Saved:
    """Save a schedule, a new one paused; instants from now on count by the new rule.

    Raises:
        Refusal: The user may not, what is set does not go together, or the profile must not be scheduled.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    rule, source = draft_rule(store, draft), parse_source(draft.source)
    if not 0 <= draft.catch_up_minutes <= _LONGEST_CATCH_UP:
        raise Refusal(_NOT_SAVED, why="A run is caught up within 12 hours at most.", fix="Choose fewer hours.")
    district_id, now = require_district(store).district_id, clock()
    with store.writing(district_id) as session:
        profile = profile_row(session, draft.profile)
        require_allowed(profile, _NOT_SAVED)
        row = _find(session, name) or _new_row(session, name, profile.profile_id, user, clock)
        if rename and name_key(rename) != row.name_key:
            row.name, row.name_key = _free_name(session, rename), name_key(rename)
        row.profile_id, row.source = profile.profile_id, source.model_dump(mode="json")
        row.catch_up_minutes, row.updated_at = draft.catch_up_minutes, now
        _write_rule(row, rule, now)
        session.flush()
        if row.paused_at is None:  # what runs by itself has to be able to
            _require_ready(store, session, row, user)
        told = _advice(session, row, rule, now)
        _note(session, row, user, "schedule_saved", now)
        checks = check_first(store, session, row, user) if row.paused_at else ()
        return Saved(view(session, row, now), told, checks)


def pause_schedule(store: Store, user: User, name: str, reason: str = "", *, clock: Clock = utc_now) -> ScheduleView:
    """Let nothing of it run by itself until it is switched on again.

    Raises:
        Refusal: The user may not, or there is none of that name.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    district_id, now = require_district(store).district_id, clock()
    with store.writing(district_id) as session:
        row = schedule_row(session, name)
        if row.paused_at is None:
            row.paused_at, row.paused_reason, row.updated_at = now, reason.strip(), now
            _note(session, row, user, "schedule_paused", now, reason)
        return view(session, row, now)


def resume_schedule(store: Store, user: User, name: str, *, clock: Clock = utc_now) -> Saved:
    """Let it run by itself from now on; the first run waits for an approval if it was paused before.

    Raises:
        Refusal: The user may not, the profile must not be scheduled, or a check says that nothing could be delivered.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    district_id, now = require_district(store).district_id, clock()
    with store.writing(district_id) as session:
        row = schedule_row(session, name)
        if row.paused_at is None:
            return Saved(view(session, row, now))
        checks = _require_ready(store, session, row, user)
        if row.paused_reason != _NEW:
            row.hold_next = f"It is the first run since the schedule was paused on {_day(row, row.paused_at)}."
        row.paused_at, row.paused_reason = None, ""
        row.looked_at = row.updated_at = now
        told = _advice(session, row, rule_of(row), now)
        _note(session, row, user, "schedule_switched_on", now)
        return Saved(view(session, row, now), told, checks)


def delete_schedule(store: Store, user: User, name: str, *, clock: Clock = utc_now) -> None:
    """Delete it with its own blackouts; what became of its runs stays in the history.

    Raises:
        Refusal: The user may not, there is none of that name, or a run of it is at work.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    district_id, now = require_district(store).district_id, clock()
    with store.writing(district_id) as session:
        row = schedule_row(session, name)
        _require_idle(session, row, "The schedule was not deleted.")
        for one in session.exec(select(BlackoutRange).where(BlackoutRange.schedule_id == row.schedule_id)).all():
            session.delete(one)
        row.deleted_at = row.updated_at = now
        row.paused_at = row.paused_at or now
        _note(session, row, user, "schedule_deleted", now)


def run_now(store: Store, user: User, name: str, *, clock: Clock = utc_now) -> ScheduledRunView:
    """Let a worker do now what the schedule does by itself; a paused one may be run so.

    Raises:
        Refusal: The user may not, the profile must not be scheduled, a run is at work, or one was delivered within the
            last hour.
    """
    require_everywhere(user, Right.EXPORT_RUN)
    district_id, now = require_district(store).district_id, clock()
    with store.writing(district_id) as session:
        row = schedule_row(session, name)
        require_allowed(profile_of(session, row), _NOT_RUN)
        _require_idle(session, row, _NOT_RUN)
        _require_an_hour(session, row, now)
        run = add_run(session, row, now, trigger="MANUAL", by=user.login, clock=clock)
        _note(session, row, user, "schedule_run_asked", now)
        return run_views(session, [run])[0]


def profile_of(session: Session, row: Schedule) -> ExportProfile:
    """The profile that a stored schedule runs."""
    return session.get_one(ExportProfile, (row.district_id, row.profile_id))


def _find(session: Session, name: str) -> Schedule | None:
    kept = select(Schedule).where(col(Schedule.deleted_at).is_(None), Schedule.name_key == name_key(name))
    return session.exec(kept.with_for_update()).one_or_none()


def _write_rule(row: Schedule, rule: Rule, now: datetime) -> None:
    at = "" if rule.cron else f"{rule.at:%H:%M}"
    told = (list(rule.weekdays), list(rule.months), at, rule.cron, rule.time_zone)
    if told != (row.weekdays, row.months, row.at, row.cron, row.time_zone):
        row.weekdays, row.months, row.at, row.cron, row.time_zone = told
        row.looked_at = now  # by the new rule nothing was due before


def _new_row(session: Session, name: str, profile_id: str, user: User, clock: Clock) -> Schedule:
    now = clock()
    row = Schedule(
        district_id=session.info["district_id"],
        schedule_id=new_id(clock),
        name=_free_name(session, name),
        name_key=name_key(name),
        profile_id=profile_id,
        time_zone="",
        catch_up_minutes=0,
        looked_at=now,
        paused_at=now,
        paused_reason=_NEW,
        by=user.login,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    return row


def _free_name(session: Session, name: str) -> str:
    cleaned = clean(name)
    if not cleaned or len(cleaned) > _LONGEST_NAME:
        raise Refusal(_NOT_SAVED, why=f"A name has 1 to {_LONGEST_NAME} characters.", fix="Choose another name.")
    with session.no_autoflush:
        if _find(session, name) is not None:
            raise Refusal(_NOT_SAVED, why=f"“{cleaned}” is taken.", fix="Choose another name.")
    return cleaned


def _require_ready(store: Store, session: Session, row: Schedule, user: User) -> tuple[Check, ...]:
    checks = check_first(store, session, row, user)
    if why := hindrances(checks):
        fix = " ".join(dict.fromkeys(check.fix for check in checks if check.hinders and check.fix))
        raise Refusal("The schedule does not run by itself.", why=why, fix=fix)
    return checks


def _require_idle(session: Session, row: Schedule, what: str) -> None:
    at_work = select(ScheduledRun).where(
        ScheduledRun.schedule_id == row.schedule_id, col(ScheduledRun.state).in_(OPEN)
    )  # fmt: skip
    if session.exec(at_work).first() is not None:
        raise Refusal(what, why=f"A run of “{row.name}” is at work.", fix="Wait until it has ended.")


def _require_an_hour(session: Session, row: Schedule, now: datetime) -> None:
    lately = now - timedelta(minutes=LEAST_MINUTES)
    sent = select(ExportRun).where(ExportRun.profile_id == row.profile_id, col(ExportRun.delivered_at) > lately)
    if session.exec(sent).first() is not None:
        raise Refusal(
            _NOT_RUN,
            why=f"Files of “{profile_of(session, row).name}” were delivered within the last hour; Clever takes them "
            "once an hour at most.",
            fix="Wait an hour, or send a run by hand on the page Clever export.",
        )


def _advice(session: Session, row: Schedule, rule: Rule, now: datetime) -> tuple[str, ...]:
    others: Sequence[Schedule] = session.exec(
        select(Schedule).where(
            Schedule.profile_id == row.profile_id,
            Schedule.schedule_id != row.schedule_id,
            col(Schedule.deleted_at).is_(None),
            col(Schedule.paused_at).is_(None),
        )
    ).all()
    return advice(rule, now, length=_length(session, row), others=[rule_of(one) for one in others])


def _length(session: Session, row: Schedule) -> timedelta:
    """How long its last run that arrived took."""
    last = session.exec(
        select(ScheduledRun)
        .where(ScheduledRun.schedule_id == row.schedule_id, ScheduledRun.state == "delivered")
        .order_by(col(ScheduledRun.planned_at).desc())
        .limit(1)
    ).first()
    if last is None or last.started_at is None or last.finished_at is None:
        return USUAL_LENGTH
    return last.finished_at - last.started_at


def _day(row: Schedule, moment: datetime) -> str:
    return f"{moment.astimezone(rule_of(row).zone).date()}"


def _note(session: Session, row: Schedule, user: User, action: str, now: datetime, reason: str = "") -> None:
    facts = {"name": row.name, "profile": profile_of(session, row).name, "rule": describe(rule_of(row))}
    deed = Deed(user.login, action, f"schedule:{row.schedule_id}", facts=facts, reason=reason.strip())
    record(session, row.district_id, deed, now=now)
