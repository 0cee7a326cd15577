"""Finding events of the audit trail: newest first, page by page, by whatever an index leads to."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from roster_core.access.actions import words_telling
from roster_core.access.tables import AuditEvent, AuditPerson
from roster_core.rows import UtcTime

EVENTS = SQLModel.metadata.tables[str(AuditEvent.__tablename__)]
_PEOPLE = SQLModel.metadata.tables[str(AuditPerson.__tablename__)]
#: The hour in UTC: SQLite keeps moments as text.
_HOUR = {
    "sqlite": sa.func.substr(EVENTS.c.at, 1, 13, type_=sa.String),
    "postgresql": sa.func.to_char(sa.func.timezone("UTC", EVENTS.c.at), "YYYY-MM-DD HH24", type_=sa.String),
}


@dataclass(frozen=True)
class Place:
    """Where a page ends: the next one begins with what is older."""

    at: datetime
    event: int


@dataclass(frozen=True)
class Wanted:
    """Which events: `until` is exclusive; `None` for actions and persons = any, and none of them if there are none."""

    since: datetime | None = None
    until: datetime | None = None
    login: str = ""
    actions: tuple[str, ...] | None = None
    #: As events name people.
    persons: tuple[str, ...] | None = None
    #: What it was done to, such as `batch:ID`; `batch` or `batch:` for every batch.
    subject: str = ""
    #: Anywhere in what an event tells.
    text: str = ""


def find_events(session: Session, wanted: Wanted, *, after: Place | None, limit: int) -> list[sa.Row[Any]]:
    """The rows of at most `limit` events that are older than `after`, the newest first."""
    arms = _arms(session, wanted, after, limit)
    if not arms:
        return []
    keys = sa.union(*(sa.select(arm.c.at, arm.c.event) for arm in arms)).subquery()
    ordered = sa.select(keys.c.event).order_by(keys.c.at.desc(), keys.c.event.desc()).limit(limit)
    numbers = [int(number) for number in session.connection().execute(ordered).scalars()]
    asked = sa.select(EVENTS).where(_of_district(session), EVENTS.c.event.in_(numbers))
    found = {row.event: row for row in session.connection().execute(asked)}
    return [found[number] for number in numbers]


def count_by_hour(session: Session, wanted: Wanted) -> list[tuple[datetime, str, int]]:
    """How many events there are in each hour by action: the hour in UTC, the action, the number."""
    hour = _HOUR[session.get_bind().dialect.name]
    asked = sa.select(hour, EVENTS.c.action, sa.func.count()).where(_of_district(session), *_within(wanted, EVENTS))
    asked = asked.where(*_conditions(wanted)).group_by(hour, EVENTS.c.action)
    if wanted.actions is not None:
        asked = asked.where(EVENTS.c.action.in_(wanted.actions))
    if wanted.persons is not None:
        about = sa.select(_PEOPLE.c.event).where(
            _PEOPLE.c.district_id == session.info["district_id"], _PEOPLE.c.person.in_(wanted.persons)
        )
        asked = asked.where(EVENTS.c.event.in_(about))
    return [
        (datetime.fromisoformat(f"{told}:00:00+00:00"), action, number)
        for told, action, number in session.connection().execute(asked)
    ]


def read_words(session: Session, column: str) -> tuple[str, ...]:
    """All different values of `login` or `action`, in order: from one to the next, without reading what is between."""
    values = EVENTS.c[column]
    first = sa.select(sa.func.min(values).label("word")).where(_of_district(session))
    words = first.cte("words", recursive=True)
    following = sa.select(sa.func.min(values)).where(_of_district(session), values > words.c.word).scalar_subquery()
    words = words.union_all(sa.select(following).where(words.c.word.is_not(None)))
    asked = sa.select(words.c.word).where(words.c.word.is_not(None))
    return tuple(session.connection().execute(asked).scalars())


def _arms(session: Session, wanted: Wanted, after: Place | None, limit: int) -> list[sa.Subquery]:
    """The newest keys of each action or person that is wanted: an index has each of them in order."""
    if wanted.persons is not None:
        source = _PEOPLE
        told = [_PEOPLE.c.person == person for person in wanted.persons]
    else:
        source = EVENTS
        told = [sa.true()] if wanted.actions is None else [EVENTS.c.action == word for word in wanted.actions]
    conditions = [*_conditions(wanted), *_within(wanted, source), *_older(after, source)]
    asked = sa.select(source.c.at, source.c.event).where(source.c.district_id == session.info["district_id"])
    if source is _PEOPLE:
        same = (EVENTS.c.district_id == _PEOPLE.c.district_id) & (EVENTS.c.event == _PEOPLE.c.event)
        asked = asked.join_from(_PEOPLE, EVENTS, same)
        if wanted.actions is not None:
            conditions.append(EVENTS.c.action.in_(wanted.actions))
    ordered = asked.where(*conditions).order_by(source.c.at.desc(), source.c.event.desc()).limit(limit)
    return [ordered.where(one).subquery() for one in told]


def _of_district(session: Session) -> sa.ColumnElement[bool]:
    return sa.and_(EVENTS.c.district_id == session.info["district_id"])


def _within(wanted: Wanted, source: sa.FromClause) -> list[sa.ColumnElement[bool]]:
    conditions = [] if wanted.since is None else [source.c.at >= wanted.since]
    return conditions if wanted.until is None else [*conditions, source.c.at < wanted.until]


def _older(after: Place | None, source: sa.FromClause) -> list[sa.ColumnElement[bool]]:
    if after is None:
        return []
    at = sa.literal(after.at, UtcTime())
    return [source.c.at <= at, sa.or_(source.c.at < at, source.c.event < after.event)]


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    conditions = [EVENTS.c.login == wanted.login] if wanted.login else []
    if wanted.subject:
        kind, _, name = wanted.subject.partition(":")
        alike = EVENTS.c.subject.startswith(f"{kind}:", autoescape=True)
        conditions.append(EVENTS.c.subject == wanted.subject if name else alike)
    if text := wanted.text.strip():
        facts = sa.cast(EVENTS.c.facts, sa.String)
        places = [(column, text) for column in (EVENTS.c.login, EVENTS.c.subject, EVENTS.c.reason, facts)]
        # A quotation mark stands in JSON as an escape; SQLite has one for what is not ASCII, too.
        places += [(facts, json.dumps(text, ensure_ascii=plain)[1:-1]) for plain in (True, False)]
        words = EVENTS.c.action.in_(words_telling(text))
        conditions.append(sa.or_(words, *(column.icontains(sought, autoescape=True) for column, sought in places)))
    return conditions
