"""Alarms: raised and ended in the transaction of what they are about, told once a day at most, and once when over."""

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from roster_core.clock import Clock, new_id, utc_now
from roster_core.delivery.faults import RETRIED
from roster_core.jobs.handlers import Handler, Progress
from roster_core.jobs.queue import Work, submit
from roster_core.journeys.alarm_settings import REPORTS, Kind, options_in
from roster_core.roster.tables.alarms import Notice
from roster_core.store import Store

#: Faults of a mail that time may mend; after any other it may have reached some of those who are told.
_PASSING = frozenset(kind.value for kind in RETRIED)
#: The name of the work that sends a mail.
NOTICE = "notice"
#: What alarms of roster loads are about, and how alarms of deliveries begin to say that.
ABOUT_LOADS, DELIVERIES = "roster-load", "delivery:"
#: An equal failure is told again after that: a day, less what one night's run may be faster than the one before.
AGAIN_AFTER = timedelta(hours=23)
DAY = timedelta(days=1)
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True)
class Event:
    """Something to tell; `same` is what tells equal events by (blank = the words)."""

    kind: Kind
    about: str
    words: str
    detail: str = ""
    place: str = ""
    same: str = ""

    @property
    def digest(self) -> str:
        """What equal events have in common, in hex; a count or a moment in the words makes no other event."""
        told = self.same or _NUMBERS.sub("#", self.words)
        return hashlib.sha256(told.encode()).hexdigest()


def about_delivery(destination_id: str, profile_id: str | None) -> str:
    """What alarms of deliveries of a profile to a destination are about."""
    return f"{DELIVERIES}{destination_id}:{profile_id or ''}"


def about_destination(destination_id: str) -> str:
    """What alarms of a destination are about, whatever profile goes there."""
    return f"destination:{destination_id}"


def raise_alarm(
    session: Session,
    district_id: int,
    kind: Kind | str,
    about: str,
    words: str,
    clock: Clock = utc_now,
    *,
    detail: str = "",
    place: str = "",
) -> None:
    """Tell people of something in the caller's transaction: if that is undone, nobody is told.

    `words` are a sentence, which becomes the subject, and further lines: why, and what to do. They and `detail` name
    nobody in the roster. Equal words of one kind about the same thing are told once a day at most; what differs each
    time, such as a run's ID, belongs to `detail`. `place` is the page with its query where it is settled, such as
    `export_history?run=1-01a2`.
    """
    raise_event(session, district_id, Event(Kind(kind), about, words, detail, place), clock=clock)


def raise_event(
    session: Session, district_id: int, event: Event, *, every: timedelta = AGAIN_AFTER, clock: Clock = utc_now
) -> None:
    """The same; an equal event is told again after `every`."""
    row = _find_open(session, event) or _open(session, district_id, event, clock)
    if row is None:
        return
    row.words, row.detail, row.place, row.updated_at = event.words, event.detail, event.place, clock()
    if is_wanted(session, district_id, event.kind):
        remind(session, row, every=every, clock=clock)


def recover(
    session: Session,
    district_id: int,
    about: str,
    clock: Clock = utc_now,
    *,
    kinds: Collection[Kind] = tuple(Kind),
    detail: str = "",
    place: str | None = None,
) -> None:
    """End what is open `about` something, in the caller's transaction; whoever was told of it is told so, once.

    With a `place` only what is settled there.
    """
    rows = select(Notice).where(
        Notice.about == about,
        col(Notice.recovered_at).is_(None),
        col(Notice.kind).in_([kind.value for kind in kinds]),
        *([Notice.place == place] if place is not None else []),
    )
    _end(
        session, district_id, session.exec(rows.order_by(col(Notice.notice_id)).with_for_update()).all(), detail, clock
    )


def close(session: Session, row: Notice, detail: str, clock: Clock) -> None:
    """End one alarm, as `recover` does, in the caller's transaction."""
    _end(session, row.district_id, [row], detail, clock)


def remind(session: Session, row: Notice, *, every: timedelta, clock: Clock) -> None:
    """Ask for a mail about an open notice if it is time for one; a mail that did not get out is tried once more."""
    if row.state == "waiting":
        return
    recent = row.repeated_at is not None and clock() - row.repeated_at < every
    if not recent:
        _tell(session, row, clock)
    elif may_pass(row):
        ask(session, row, clock)


def ask(session: Session, row: Notice, clock: Clock) -> None:
    """Let a worker send the mail that a notice has come to, in the caller's transaction."""
    row.state, row.updated_at = "waiting", clock()
    session.flush()
    submit(session, row.district_id, Work(NOTICE, row.notice_id, "system", lane=NOTICE), clock=clock)


def _advance(store: Store, district_id: int, notice_id: str) -> Progress:
    from roster_core.journeys import alarm_mails  # noqa: PLC0415 - what talks to servers is loaded by whoever does

    return alarm_mails.advance(store, district_id, notice_id)


def _fail(store: Store, district_id: int, notice_id: str, why: str) -> None:
    from roster_core.journeys import alarm_mails  # noqa: PLC0415 - see above

    alarm_mails.fail(store, district_id, notice_id, why)


#: The work as a worker does it; short, and people are to be told now: it does not queue up behind what takes long.
NOTICE_HANDLER = Handler(_advance, _fail, prompt=True)


def may_pass(row: Notice) -> bool:
    """Whether the mail of a notice did not get out for a reason that time may mend."""
    return row.state == "failed" and row.fault in _PASSING


def is_wanted(session: Session, district_id: int, kind: Kind) -> bool:
    """Whether somebody is to be told of such things."""
    options = options_in(session, district_id)
    if options is None:
        return False
    return {Kind.DIGEST: options.digest, Kind.DONE: options.outcomes}.get(kind, kind in options.kinds)


def open_alarms(session: Session, *kinds: Kind) -> Sequence[Notice]:
    """Alarms that are not over, oldest first; of all kinds if none is named."""
    wanted = [kind.value for kind in kinds or tuple(Kind) if kind not in REPORTS]
    return session.exec(
        select(Notice)
        .where(col(Notice.recovered_at).is_(None), col(Notice.kind).in_(wanted))
        .order_by(col(Notice.first_at), col(Notice.notice_id))
    ).all()


def _tell(session: Session, row: Notice, clock: Clock) -> None:
    """Begin another mail: with a number, and so a message ID, of its own."""
    row.told += 1
    row.attempts, row.message_id, row.sent_at, row.repeated_at = 0, "", None, clock()
    ask(session, row, clock)


def _end(session: Session, district_id: int, rows: Sequence[Notice], detail: str, clock: Clock) -> None:
    """End notices about one thing: the first that people were told of says so for all of them."""
    now = clock()
    told = [row for row in rows if row.told]
    for row in rows:
        row.recovered_at = row.updated_at = now
        if row.state in ("waiting", "failed"):  # what it says is not so any more
            row.state, row.fault, row.error, row.fix = "untold", "", "", ""
    if told and is_wanted(session, district_id, Kind(told[0].kind)):
        others = [row.words.partition("\n")[0] for row in told[1:]]
        told[0].detail = "\n".join(part for part in (detail, *(f"Over as well: {one}" for one in others)) if part)
        _tell(session, told[0], clock)
    session.flush()


def _find_open(session: Session, event: Event) -> Notice | None:
    return session.exec(
        select(Notice)
        .where(
            Notice.kind == event.kind.value,
            Notice.about == event.about,
            Notice.words_digest == event.digest,
            col(Notice.recovered_at).is_(None),
        )
        .with_for_update()
    ).first()


def _open(session: Session, district_id: int, event: Event, clock: Clock) -> Notice | None:
    """A new notice; None if another process opened the same at this moment."""
    now = clock()
    row = Notice(
        district_id=district_id,
        notice_id=new_id(clock),
        kind=event.kind.value,
        about=event.about,
        words=event.words,
        words_digest=event.digest,
        detail=event.detail,
        place=event.place,
        first_at=now,
        state="untold",
        created_at=now,
        updated_at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except sa.exc.IntegrityError:
        return None
    return row
