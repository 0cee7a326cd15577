"""The daily digest: what ran, what arrived and what waits for somebody, in counts and without anybody's name."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col, select

from roster_core.batches.states import BatchState
from roster_core.batches.tables import Batch
from roster_core.clock import Clock, known_zone
from roster_core.journeys.alarm_settings import AlarmOptions, Kind
from roster_core.journeys.alarms import Event, is_wanted, open_alarms, raise_event
from roster_core.journeys.audit_chain import anchor_of
from roster_core.roster.tables.alarms import Notice
from roster_core.roster.tables.delivery import Delivery
from roster_core.roster.tables.organisation import District
from roster_core.roster.tables.records import ExportRun, RosterLoad

#: The first digest, and one after a long pause, look back so far.
_A_DAY, _LONGEST = timedelta(days=1), timedelta(days=7)
#: How long after midnight the digest of the day before still comes; the worker looks once an hour.
_LATE = timedelta(hours=3)
#: What a stored state is called here.
_WORDS = {
    "previewed": "made",
    "refused": "refused",
    "running": "running",
    "not_delivered": "not delivered",
    "unverified": "sent, not verifiable",
    "mixed": "MIXED",
    "switching": "being loaded",
    "checking": "being checked",
    "done_with_errors": "done, not all of it",
    "partly_undone": "partly taken back",
    "undone": "taken back",
}


@dataclass(frozen=True)
class Day:
    """What happened from `since` on, in counts by state, and what is open: the first sentence of each alarm."""

    since: datetime
    runs: Mapping[str, int] = field(default_factory=dict)
    deliveries: Mapping[str, int] = field(default_factory=dict)
    loads: Mapping[str, int] = field(default_factory=dict)
    batches: Mapping[str, int] = field(default_factory=dict)
    held: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    #: The end of the audit trail, to be kept outside.
    anchor: str = ""


def day_due(options: AlarmOptions, time_zone: str, now: datetime) -> date | None:
    """The local day whose digest is due, in the zone that is set or else `time_zone`; None before its time of day.

    By the local clock alone: where it is put forward, the digest comes when the clock shows a later time; where it is
    put back, the same day is due again and is known by its date. What is due late in the evening may come after
    midnight.
    """
    local = now.astimezone(ZoneInfo(options.zone or time_zone)).replace(tzinfo=None)
    at = time.fromisoformat(options.digest_at)
    if local.time() >= at:
        return local.date()
    yesterday = local.date() - _A_DAY
    return yesterday if local - datetime.combine(yesterday, at) <= _LATE else None


def words_of(day: Day, today: date, time_zone: str) -> str:
    """The digest: its first line is the subject."""
    waiting = len(day.held) + len(day.alarms)
    matters = f"{waiting} {'matter needs' if waiting == 1 else 'matters need'} attention" if waiting else "all is well"
    parts = [f"Roster Desk on {today}: {matters}"]
    parts += _listed("Needs attention", day.alarms)
    parts += _listed("Waits for an approval", day.held)
    since = f"{day.since.astimezone(ZoneInfo(time_zone)):%Y-%m-%d %H:%M} ({time_zone})"
    parts += ["", f"Since {since}:", _counted("Clever exports", day.runs), _counted("Deliveries", day.deliveries)]
    parts += [_counted("Roster loads", day.loads), _counted("Uploads", day.batches)]
    if day.anchor:
        parts += [
            "",
            "The end of the audit trail, for “audit verify --anchor FILE”:",
            day.anchor,
        ]
    return "\n".join(parts)


def ask_for_digest(session: Session, district_id: int, options: AlarmOptions, clock: Clock) -> None:
    """Have the digest of the local day sent, once however often this is called, in the caller's transaction."""
    if not is_wanted(session, district_id, Kind.DIGEST):
        return
    now = clock()
    zone = options.zone or known_zone(session.get_one(District, district_id).time_zone)
    day = day_due(options, zone, now)
    about = f"day:{day}"
    if day is None or session.exec(select(Notice.notice_id).where(_is_digest(), Notice.about == about)).first():
        return
    last = session.exec(select(sa.func.max(Notice.first_at)).where(_is_digest())).one()
    since = max(last, now - _LONGEST) if last else now - _A_DAY
    words = words_of(read_day(session, since, now), day, zone)
    raise_event(session, district_id, Event(Kind.DIGEST, about, words, same=about), clock=clock)


def read_day(session: Session, since: datetime, now: datetime) -> Day:
    """What happened since then, and what is open now."""
    alarms = open_alarms(session)
    code = session.get_one(District, session.info["district_id"]).code
    return Day(
        since=since,
        runs=_count(session, ExportRun, since),
        deliveries=_count(session, Delivery, since),
        loads=_count(session, RosterLoad, since),
        batches=_count(session, Batch, since, Batch.state != BatchState.DRAFT.value),
        held=_headlines(row for row in alarms if row.kind == Kind.HELD),
        alarms=_headlines(row for row in alarms if row.kind != Kind.HELD),
        anchor=anchor_of(session, code, now).line(),
    )


def _is_digest() -> sa.ColumnElement[bool]:
    return col(Notice.kind) == Kind.DIGEST.value


def _headlines(rows: Any) -> tuple[str, ...]:
    return tuple(row.words.partition("\n")[0] for row in rows)


def _count(session: Session, table: Any, since: datetime, *more: Any) -> dict[str, int]:
    states = session.exec(select(table.state).where(col(table.created_at) >= since, *more)).all()
    return dict(Counter(states))


def _listed(heading: str, sentences: Sequence[str]) -> list[str]:
    return ["", f"{heading}:", *(f"  {one}" for one in sentences)] if sentences else []


def _counted(what: str, states: Mapping[str, int]) -> str:
    told = ", ".join(f"{count:,} {_WORDS.get(state, state)}" for state, count in sorted(states.items()))
    return f"  {what}: {told or 'none'}"
