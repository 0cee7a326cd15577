"""What schedules make people expect: when files should have arrived, though nothing ran that could have told."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from roster_core.journeys.absence import Expected, in_use
from roster_core.journeys.alarms import about_delivery
from roster_core.journeys.deliveries import has_data
from roster_core.journeys.schedules import ARRIVED, OPEN, plan_of
from roster_core.refusals import Refusal
from roster_core.roster.tables.delivery import Destination, DestinationProfile
from roster_core.roster.tables.schedules import Schedule, ScheduledRun
from roster_core.schedules.due import Fate, what_is_due
from roster_core.schedules.instants import local_words

#: A run that began in time is over by then.
_OVER_AFTER = timedelta(hours=3)


def expected_by_schedules(session: Session, now: datetime) -> Mapping[str, Expected | None]:
    """For every destination of a profile that is scheduled what is expected there, `None` = nothing for now.

    What a schedule tells itself, such as that a run failed or is held, is not told again here: only that it has come
    due and nobody was there, or that a run does not come to an end.
    """
    kept = select(Schedule).where(col(Schedule.deleted_at).is_(None))
    told: dict[str, Expected | None] = {}
    for row in session.exec(kept).all():
        planned = _unanswered(session, row, now) if row.paused_at is None else None
        for about, name in _ways(session, row):
            before = told.get(about)
            mine = _expected(about, name, row, planned) if planned else None
            told[about] = max((one for one in (before, mine) if one), key=lambda one: one.after, default=None)
    return told


def _unanswered(session: Session, row: Schedule, now: datetime) -> datetime | None:
    """The last instant of a schedule that was to run and of which nothing has told how that ended."""
    try:
        come = [one.planned for one in what_is_due(plan_of(session, row), now) if one.fate is not Fate.SKIPPED]
    except Refusal:  # its rule is not understood any more: it never runs
        return row.looked_at
    if come:
        return come[-1]
    last = session.exec(
        select(ScheduledRun)
        .where(ScheduledRun.schedule_id == row.schedule_id, col(ScheduledRun.state).in_(OPEN | ARRIVED))
        .order_by(col(ScheduledRun.planned_at).desc())
        .limit(1)
    ).first()
    return last.planned_at if last is not None and last.state in OPEN else None


def _ways(session: Session, row: Schedule) -> Iterable[tuple[str, str]]:
    """What deliveries of its profile are about, and where they go."""
    linked = select(Destination).join(
        DestinationProfile, col(DestinationProfile.destination_id) == col(Destination.destination_id)
    )
    mine = linked.where(DestinationProfile.profile_id == row.profile_id, col(Destination.deleted_at).is_(None))
    for one in session.exec(mine).all():
        if has_data(one) and in_use(one):
            yield about_delivery(one.destination_id, row.profile_id), one.name


def _expected(about: str, name: str, row: Schedule, planned: datetime) -> Expected:
    words = (
        f"The run of “{row.name}” that was due {local_words(planned, row.time_zone)} has not arrived at “{name}”.\n"
        "Look whether the worker runs, and at the page Schedules."
    )
    return Expected(about, words, planned, planned + timedelta(minutes=row.catch_up_minutes) + _OVER_AFTER)
