"""Legal holds: nothing of a person is removed, by retention or erasure, until somebody lifts the hold."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clock import Clock, new_id, utc_now
from roster_core.journeys.districts import require_district
from roster_core.journeys.privacy.subjects import KINDS, Subject, require_subject, subject_of
from roster_core.refusals import Refusal
from roster_core.roster.tables.people import Person
from roster_core.roster.tables.privacy import LegalHold
from roster_core.store import Store

_WORDS = {stored: word for word, stored in KINDS.items()}


@dataclass(frozen=True)
class Hold:
    """A hold as it stands; `name` is blank if the roster does not know the person any more."""

    hold_id: str
    kind: str
    key: str
    name: str
    reason: str
    by: str
    at: datetime
    lifted_at: datetime | None
    lifted_by: str
    lifted_reason: str


def place_hold(store: Store, user: User, kind: str, key: str, reason: str, *, clock: Clock = utc_now) -> str:
    """Keep everything of a person from now on; returns the ID of the hold.

    Raises:
        Refusal: The user is no administrator, gave no reason, there is no such person, or one is in force already.
    """
    require_everywhere(user, Right.ADMIN)
    _require_reason(reason, "The hold was not placed.")
    district_id, now = require_district(store).district_id, clock()
    with store.writing(district_id) as session:
        who = require_subject(session, kind, key, "The hold was not placed.")
        if is_held(session, who):
            raise Refusal("The hold was not placed.", why=f"{who.name} is under a hold already.", fix="Nothing to do.")
        hold_id = new_id(clock)
        session.add(
            LegalHold(
                district_id=district_id, hold_id=hold_id, person_kind=KINDS[kind], person_key=who.key.lower(),
                reason=reason.strip(), by=user.login, created_at=now, updated_at=now,
            )
        )  # fmt: skip
        deed = Deed(user.login, "hold_placed", f"hold:{hold_id}", (who.reference,), {}, reason.strip())
        record(session, district_id, deed, now=now)
        return hold_id


def lift_hold(store: Store, user: User, hold_id: str, reason: str, *, clock: Clock = utc_now) -> None:
    """Let retention and erasure have their way again.

    Raises:
        Refusal: The user is no administrator, gave no reason, or there is no such hold in force.
    """
    require_everywhere(user, Right.ADMIN)
    _require_reason(reason, "The hold was not lifted.")
    district_id, now = require_district(store).district_id, clock()
    with store.writing(district_id) as session:
        row = session.get(LegalHold, (district_id, hold_id), with_for_update=True)
        if row is None or row.lifted_at is not None:
            raise Refusal(
                "The hold was not lifted.", why="No hold of that number is in force.", fix="Look at the list of holds."
            )
        row.lifted_at = row.updated_at = now
        row.lifted_by, row.lifted_reason = user.login, reason.strip()
        who = f"{_WORDS[row.person_kind]}:{row.person_key}"
        record(
            session,
            district_id,
            Deed(user.login, "hold_lifted", f"hold:{hold_id}", (who,), {}, reason.strip()),
            now=now,
        )


def read_holds(store: Store, user: User) -> tuple[Hold, ...]:
    """All holds, those in force first, then the newest.

    Raises:
        Refusal: The user is no administrator, or there is no roster.
    """
    require_everywhere(user, Right.ADMIN)
    with store.reading(require_district(store).district_id) as session:
        rows = session.exec(select(LegalHold).order_by(col(LegalHold.hold_id).desc())).all()
        found = [_view(row, _person_of(session, row)) for row in rows]
    return tuple(sorted(found, key=lambda one: one.lifted_at is not None))


def _person_of(session: Session, row: LegalHold) -> Person | None:
    key = sa.func.lower(col(Person.person_key))
    return session.exec(select(Person).where(Person.kind == row.person_kind, key == row.person_key)).first()


def _view(row: LegalHold, person: Person | None) -> Hold:
    key, name = (
        (person.person_key, f"{person.last_name}, {person.first_name or ''}") if person else (row.person_key, "")
    )
    return Hold(
        row.hold_id, _WORDS[row.person_kind], key, name.rstrip(", "), row.reason, row.by, row.created_at,
        row.lifted_at, row.lifted_by, row.lifted_reason,
    )  # fmt: skip


def is_held(session: Session, who: Subject) -> bool:
    """Whether a hold on that person is in force."""
    asked = select(LegalHold.hold_id).where(
        LegalHold.person_kind == KINDS[who.kind],
        LegalHold.person_key == who.key.lower(),
        col(LegalHold.lifted_at).is_(None),
    )
    return session.exec(asked.limit(1)).first() is not None


def read_held(session: Session) -> tuple[Subject, ...]:
    """The people who are under a hold in force and are stored."""
    rows = session.exec(select(LegalHold).where(col(LegalHold.lifted_at).is_(None))).all()
    found = {(row.person_kind, row.person_key): (_person_of(session, row), _WORDS[row.person_kind]) for row in rows}
    return tuple(subject_of(session, person, kind) for person, kind in found.values() if person is not None)


def held(of: Any) -> sa.ColumnElement[bool]:
    """The condition that the person of a row, by its column `person_id`, is under a hold in force."""
    person: Any = aliased(Person)
    persons = (
        sa.select(person.person_id)
        .join(
            LegalHold,
            (col(LegalHold.district_id) == person.district_id)
            & (col(LegalHold.person_kind) == person.kind)
            & (col(LegalHold.person_key) == sa.func.lower(person.person_key)),
        )
        .where(person.district_id == of.district_id, col(LegalHold.lifted_at).is_(None))
        .correlate(of)
    )
    return col(of.person_id).in_(persons)


def _require_reason(reason: str, what: str) -> None:
    if not reason.strip():
        raise Refusal(what, why="No reason was given.", fix="Say in a few words why: a case number is enough.")
