"""Notices as screens and commands show them: what is open, what was told, and what could not be."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clock import Clock, utc_now
from roster_core.journeys.absence import read_arrived
from roster_core.journeys.alarm_settings import REPORTS, Kind, options_in
from roster_core.journeys.districts import find_district
from roster_core.roster.tables.alarms import Notice
from roster_core.store import Store


@dataclass(frozen=True)
class NoticeView:
    """A notice as it stands; `headline` is its first sentence, `why` the rest."""

    notice_id: str
    kind: Kind
    about: str
    headline: str
    why: str
    detail: str
    place: str
    first_at: datetime
    repeated_at: datetime | None
    recovered_at: datetime | None
    told: int
    state: str
    attempts: int
    sent_at: datetime | None
    message_id: str
    error: str
    fix: str

    @property
    def open(self) -> bool:
        """Whether it is an alarm that is not over."""
        return self.recovered_at is None and self.kind not in REPORTS

    @property
    def stuck(self) -> bool:
        """Whether its mail could not be sent, or not yet."""
        return bool(self.error) and self.state != "sent"


@dataclass(frozen=True)
class LastArrival:
    """When files of a profile last arrived at a destination, and how many hours ago that is."""

    destination: str
    profile: str
    at: datetime
    hours: float


@dataclass(frozen=True)
class AlarmStatus:
    """How things stand: alarms that are open, mails that could not be sent, and what arrived last.

    `told` = somebody is set to be told.
    """

    open: tuple[NoticeView, ...] = ()
    stuck: tuple[NoticeView, ...] = ()
    arrived: tuple[LastArrival, ...] = ()
    told: bool = False


def read_status(store: Store, user: User, *, clock: Clock = utc_now) -> AlarmStatus:
    """How things stand in the installation's district.

    Raises:
        Refusal: The user may not.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    district = find_district(store)
    if district is None:
        return AlarmStatus()
    now = clock()
    with store.reading(district.district_id) as session:
        newest = select(Notice).order_by(col(Notice.first_at).desc(), col(Notice.notice_id).desc())
        alarms = _views(
            session,
            newest.where(col(Notice.recovered_at).is_(None), col(Notice.kind).not_in([kind.value for kind in REPORTS])),
        )
        stuck = _views(session, newest.where(col(Notice.state).in_(("failed", "waiting")), Notice.error != ""))
        arrived = tuple(
            LastArrival(one.destination, one.profile, one.at, (now - one.at).total_seconds() / 3600)
            for one in read_arrived(session)
        )
        told = options_in(session, district.district_id) is not None
    return AlarmStatus(alarms, stuck, arrived, told)


def read_notices(store: Store, user: User, *, limit: int = 50) -> tuple[NoticeView, ...]:
    """The newest notices, newest first.

    Raises:
        Refusal: The user may not.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    district = find_district(store)
    if district is None:
        return ()
    with store.reading(district.district_id) as session:
        newest = select(Notice).order_by(col(Notice.first_at).desc(), col(Notice.notice_id).desc())
        return _views(session, newest.limit(limit))


def _views(session: Session, statement: SelectOfScalar[Notice]) -> tuple[NoticeView, ...]:
    return tuple(_view(row) for row in session.exec(statement).all())


def _view(row: Notice) -> NoticeView:
    headline, _, why = row.words.partition("\n")
    same = ("notice_id", "about", "detail", "place", "first_at", "repeated_at", "recovered_at", "told", "state",
            "attempts", "sent_at", "message_id", "error", "fix")  # fmt: skip
    return NoticeView(**{name: getattr(row, name) for name in same}, kind=Kind(row.kind), headline=headline, why=why)
