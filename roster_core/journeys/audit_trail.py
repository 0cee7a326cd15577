"""The audit trail as somebody reads it: who saw, changed, downloaded, sent or approved what and when, about whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session

from roster_core.access import trail
from roster_core.access.actions import ACTIONS, Kind, kind_of, told
from roster_core.access.audit import STAFF_OF_A_FILE, STUDENTS_OF_A_FILE, Deed
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.access.trail import Place, Wanted
from roster_core.clock import Clock, utc_now
from roster_core.journeys.audit_people import names_of, references_to
from roster_core.journeys.districts import DistrictView, require_district
from roster_core.journeys.seeing import note_seen
from roster_core.store import Store

#: How many people of an event are told by name; the others are counted.
NAMED = 3
_OF_FILES = (STAFF_OF_A_FILE, STUDENTS_OF_A_FILE)


@dataclass(frozen=True)
class AuditFilter:
    """Which events: days of the district's clock, both inclusive; blank and empty = any.

    `about` is any ID of a person, or a person as events name one; with `files`, events count whose files name people
    that are not listed with the event.
    """

    first: date | None = None
    last: date | None = None
    login: str = ""
    kinds: frozenset[Kind] = frozenset()
    actions: tuple[str, ...] = ()
    about: str = ""
    files: bool = True
    subject: str = ""
    text: str = ""

    def facts(self) -> dict[str, Any]:
        """What was asked for, as JSON values; nothing of what was not."""
        told = {
            "first": self.first.isoformat() if self.first else "",
            "last": self.last.isoformat() if self.last else "",
            "login": self.login,
            "kinds": sorted(self.kinds),
            "actions": list(self.actions),
            "about": self.about.strip(),
            "subject": self.subject,
            "text": self.text.strip(),
        }
        return {name: value for name, value in told.items() if value}

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """The filter that `facts` told; with `files` beside them."""
        first, last = (date.fromisoformat(facts[name]) if name in facts else None for name in ("first", "last"))
        kinds, actions = frozenset(map(Kind, facts.get("kinds", ()))), tuple(facts.get("actions", ()))
        texts = {name: facts.get(name, "") for name in ("login", "about", "subject", "text")}
        return cls(first, last, **texts, kinds=kinds, actions=actions, files=facts.get("files", True))


@dataclass(frozen=True)
class EventView:
    """An event with its action in words; `named` are the first of `persons`, each with what the roster calls them."""

    event: int
    at: datetime
    login: str
    action: str
    told: str
    kind: Kind
    subject: str
    persons: tuple[str, ...]
    named: Mapping[str, str]
    facts: Mapping[str, Any]
    reason: str
    job_id: str | None
    previous_hash: str
    hash: str


@dataclass(frozen=True)
class AuditPage:
    """Events, the newest first; `following` is where the next page begins, `None` after the last."""

    events: tuple[EventView, ...]
    following: Place | None


@dataclass(frozen=True)
class AuditWords:
    """What occurs in the trail and can be asked for: logins, and actions by their words."""

    logins: tuple[str, ...]
    actions: tuple[str, ...]


def read_words(store: Store, user: User) -> AuditWords:
    """What can be asked for.

    Raises:
        Refusal: The user may not, or there is no roster.
    """
    district = require_trail(store, user)
    with store.reading(district.district_id) as session:
        return AuditWords(trail.read_words(session, "login"), trail.read_words(session, "action"))


def read_page(
    store: Store,
    user: User,
    wanted: AuditFilter,
    *,
    after: Place | None = None,
    limit: int = 50,
    clock: Clock = utc_now,
) -> AuditPage:
    """The events that are asked for and older than `after`; that the trail was looked at is written down in it.

    Raises:
        Refusal: The user may not, or there is no roster.
    """
    district = require_trail(store, user)
    with store.reading(district.district_id) as session:
        rows = resolve(session, wanted, district)
    note_seen(store, district.district_id, reading_deed(user, "audit_seen", wanted, rows), clock=clock)
    with store.reading(district.district_id) as session:
        return page_of(session, rows, after=after, limit=limit)


def count_by_day(store: Store, user: User, wanted: AuditFilter) -> dict[tuple[date, Kind], int]:
    """How many of the events there are by the day of the district's clock and their kind.

    A day begins with a full hour: where midnight is at another minute of UTC's hour, that hour is the day before's.

    Raises:
        Refusal: The user may not, or there is no roster.
    """
    district = require_trail(store, user)
    zone, counts = ZoneInfo(district.time_zone), dict[tuple[date, Kind], int]()
    with store.reading(district.district_id) as session:
        for hour, action, number in trail.count_by_hour(session, resolve(session, wanted, district)):
            key = hour.astimezone(zone).date(), kind_of(action)
            counts[key] = counts.get(key, 0) + number
    return counts


def require_trail(store: Store, user: User) -> DistrictView:
    """The district whose trail the user may read.

    Raises:
        Refusal: The user may not: an event is about people of many schools, so the right is needed for all of them.
    """
    require_everywhere(user, Right.AUDIT_VIEW)
    return require_district(store)


def resolve(session: Session, wanted: AuditFilter, district: DistrictView) -> Wanted:
    """What is asked for as rows are found by it."""
    words: tuple[str, ...] | None = wanted.actions or None
    if wanted.kinds:
        known = wanted.actions or {*trail.read_words(session, "action"), *ACTIONS}
        words = tuple(sorted(word for word in known if kind_of(word) in wanted.kinds))
    persons = references_to(session, wanted.about) if wanted.about.strip() else ()
    if persons and wanted.files:
        persons = (*persons, *_OF_FILES)
    until = None if wanted.last is None else _midnight(wanted.last + timedelta(days=1), district)
    since = None if wanted.first is None else _midnight(wanted.first, district)
    return Wanted(since, until, wanted.login, words, persons or None, wanted.subject.strip(), wanted.text)


def page_of(session: Session, wanted: Wanted, *, after: Place | None, limit: int) -> AuditPage:
    """A page of events, in a session that the caller has."""
    rows = trail.find_events(session, wanted, after=after, limit=limit + 1)
    shown = rows[:limit]
    names = names_of(session, {person for row in shown for person in row.persons[:NAMED]})
    events = tuple(_view(row, names) for row in shown)
    return AuditPage(events, Place(shown[-1].at, shown[-1].event) if len(rows) > limit else None)


def reading_deed(user: User, action: str, wanted: AuditFilter, rows: Wanted) -> Deed:
    """What is written down of somebody who reads the trail; whom it was searched for is told as those it is about."""
    subject = f"audit:{wanted.about.strip()}" if wanted.about.strip() else "audit:trail"
    persons = {*(rows.persons or ())} - {*_OF_FILES}
    return Deed(user.login, action, subject, tuple(persons), wanted.facts())


def _midnight(day: date, district: DistrictView) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(district.time_zone))


def _view(row: sa.Row[Any], names: Mapping[str, str]) -> EventView:
    return EventView(
        event=row.event,
        at=row.at,
        login=row.login,
        action=row.action,
        told=told(row.action),
        kind=kind_of(row.action),
        subject=row.subject,
        persons=tuple(row.persons),
        named={person: names.get(person, person) for person in row.persons[:NAMED]},
        facts=row.facts,
        reason=row.reason,
        job_id=row.job_id,
        previous_hash=row.previous_hash,
        hash=row.hash,
    )
