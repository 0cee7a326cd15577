"""Whether the audit trail is what was written: its chain walked from end to end, and held against anchors outside."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from roster_core.access.audit import BEGINNING, Deed, Link, check_piece, last_link
from roster_core.access.rights import User
from roster_core.access.tables import AuditEvent
from roster_core.clock import Clock, utc_now
from roster_core.journeys.audit_trail import require_trail
from roster_core.journeys.seeing import note_taken
from roster_core.refusals import Refusal
from roster_core.store import Store

#: Sentences that are told; of a trail that was written anew there would be as many as events.
MOST_TOLD = 100
_AT_ONCE = 2_000
_NO_ANCHOR = "Give a file that “audit anchor” has written."


@dataclass(frozen=True)
class Anchor:
    """The end of the trail as it was once: kept outside the database, it shows whether the end was cut off since."""

    district: str
    event: int
    hash: str
    #: When it was made.
    at: datetime

    def line(self) -> str:
        """As a line of JSON."""
        told = {"district": self.district, "event": self.event, "hash": self.hash, "at": self.at.isoformat()}
        return json.dumps(told)


@dataclass(frozen=True)
class Checked:
    """How far the trail was walked, what is wrong with it in sentences (the first of them), and how many there are."""

    end: Link
    wrong: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class LastCheck:
    """What the trail says of its last check: up to which event, and how much was wrong."""

    at: datetime
    login: str
    event: int
    wrong: int


def make_anchor(store: Store, user: User, *, clock: Clock = utc_now) -> Anchor:
    """The end of the trail as it is now.

    Raises:
        Refusal: The user may not, or there is no roster.
    """
    district = require_trail(store, user)
    with store.reading(district.district_id) as session:
        return anchor_of(session, district.code, clock())


def anchor_of(session: Session, code: str, now: datetime) -> Anchor:
    """The same in a session of the district with that code."""
    end = last_link(session)
    return Anchor(code, end.event, end.hash, now)


def read_anchors(path: Path) -> tuple[Anchor, ...]:
    """The anchors in a file, one a line; other lines are passed over, so that a mail can be given as it is.

    Raises:
        Refusal: It cannot be read, or has none.
    """
    try:
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.lstrip().startswith("{")]
        told = [json.loads(line) for line in lines]
        anchors = tuple(
            Anchor(one["district"], int(one["event"]), str(one["hash"]), datetime.fromisoformat(one["at"]))
            for one in told
        )
    except OSError as error:
        why = f"{path} cannot be read ({error.strerror or error})."
        raise Refusal("The trail was not checked.", why=why, fix=_NO_ANCHOR) from error
    except (ValueError, KeyError, TypeError) as error:
        why = f"A line of {path} is not an anchor."
        raise Refusal("The trail was not checked.", why=why, fix=_NO_ANCHOR) from error
    if not anchors:
        raise Refusal("The trail was not checked.", why=f"{path} has no anchor.", fix=_NO_ANCHOR)
    return anchors


def check_trail(
    store: Store,
    user: User,
    anchors: Iterable[Anchor] = (),
    *,
    progress: Callable[[int, int], object] | None = None,
    clock: Clock = utc_now,
) -> Checked:
    """Walk the whole chain, then look for what the anchors know; that it was checked is written down in the trail.

    `progress` is told how many events are done, and how many there are.

    Raises:
        Refusal: The user may not, or there is no roster.
    """
    district = require_trail(store, user)
    with store.reading(district.district_id) as session:
        total = last_link(session).event
    told: list[str] = []
    count, at, before = 0, Link(), None
    while at != before and at.event < total:
        before = at
        with store.reading(district.district_id) as session:  # a session for each: nobody is kept from writing
            wrong, at = check_piece(session, district.district_id, at, limit=_AT_ONCE)
        told += wrong[: MOST_TOLD - len(told)]
        count += len(wrong)
        if progress is not None:
            progress(at.event, total)
    for anchor in anchors:
        if missed := _missed(store, district.district_id, district.code, anchor, at):
            told.append(missed)
            count += 1
    facts = {"event": at.event, "hash": at.hash, "wrong": count}
    note_taken(store, district.district_id, Deed(user.login, "audit_checked", "audit:trail", facts=facts), clock=clock)
    return Checked(at, tuple(told), count)


def read_last_check(store: Store, user: User) -> LastCheck | None:
    """When the chain was last checked; `None` if it never was.

    Raises:
        Refusal: The user may not, or there is no roster.
    """
    district = require_trail(store, user)
    asked = select(AuditEvent).where(AuditEvent.action == "audit_checked")
    newest = asked.order_by(col(AuditEvent.at).desc(), col(AuditEvent.event).desc()).limit(1)
    with store.reading(district.district_id) as session:
        found = session.exec(newest).first()
        if found is None:
            return None
        return LastCheck(found.at, found.login, int(found.facts["event"]), int(found.facts["wrong"]))


def _missed(store: Store, district_id: int, code: str, anchor: Anchor, end: Link) -> str:
    """What an anchor knows and the trail does not; blank if it is as the anchor says."""
    made = f"The anchor of {anchor.at:%Y-%m-%d %H:%M} UTC"
    if anchor.district != code:
        return f"{made} is of the district {anchor.district}, not of {code}."
    if anchor.event > end.event:
        return f"{made} knows of {anchor.event:,} events, and the trail ends with event {end.event:,}: it was cut off."
    with store.reading(district_id) as session:
        found = session.get(AuditEvent, (district_id, anchor.event)) if anchor.event else None
    if (found.hash if found else BEGINNING if anchor.event == 0 else "") != anchor.hash:
        return f"{made} knows event {anchor.event:,} by another hash: the trail was written anew up to there."
    return ""
