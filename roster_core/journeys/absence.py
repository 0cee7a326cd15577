"""What should have arrived and did not: looked at by the clock alone, whatever was or was not run."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from roster_core.journeys.alarms import about_delivery
from roster_core.journeys.deliveries import ARRIVED, has_data
from roster_core.roster.tables.delivery import Delivery, Destination, DestinationProfile
from roster_core.roster.tables.profiles import ExportProfile
from roster_core.roster.tables.records import ExportRun


@dataclass(frozen=True)
class Expected:
    """Files of a profile are to arrive at a destination: not before `after`, and at `due_at` at the latest.

    `about` is `alarms.about_delivery`, `words` are those of the alarm.
    """

    about: str
    words: str
    after: datetime
    due_at: datetime


@dataclass(frozen=True)
class Arrived:
    """When files of a profile last arrived at a destination."""

    about: str
    destination: str
    profile: str
    at: datetime


#: What schedules expect at a moment, by what it is about; None = nothing for now, such as in the holidays.
Plan = Callable[[Session, datetime], Mapping[str, Expected | None]]


def no_plan(_session: Session, _now: datetime) -> Mapping[str, Expected | None]:
    """Where nothing is scheduled, only what arrived before is expected again."""
    return {}


def missed(expected: Iterable[Expected], last: Mapping[str, datetime], now: datetime) -> tuple[Expected, ...]:
    """What is due and has not arrived; `last` tells by what it is about when something last did."""
    return tuple(
        one for one in expected if now >= one.due_at and (one.about not in last or last[one.about] < one.after)
    )


def again(arrived: Iterable[Arrived], hours: int) -> tuple[Expected, ...]:
    """What arrived once is to arrive again within so many hours."""
    return tuple(
        Expected(
            one.about,
            f"Nothing of “{one.profile}” arrived at “{one.destination}” for more than {hours} hours.\n"
            "If nothing is to go there any more, take the profile off the destination. If it goes there less often, "
            "set the hours on the page Alarms.",
            after=one.at + timedelta(microseconds=1),
            due_at=one.at + timedelta(hours=hours),
        )
        for one in arrived
    )


def read_arrived(session: Session) -> tuple[Arrived, ...]:
    """When files last arrived, for every destination in use and every profile that goes there.

    A destination that somebody switched off is not in use; one that switched itself off is: nothing arrives there.
    """
    last = (
        select(Delivery.destination_id, ExportRun.profile_id, sa.func.max(Delivery.finished_at))
        .join(ExportRun, col(ExportRun.run_id) == col(Delivery.run_id))
        .where(col(Delivery.state).in_(ARRIVED))
        .group_by(col(Delivery.destination_id), col(ExportRun.profile_id))
    )
    moments = {(destination, profile): at for destination, profile, at in session.exec(last).all() if profile and at}
    links = session.exec(
        select(DestinationProfile, Destination, ExportProfile)
        .join(Destination, col(Destination.destination_id) == col(DestinationProfile.destination_id))
        .join(ExportProfile, col(ExportProfile.profile_id) == col(DestinationProfile.profile_id))
        .where(col(Destination.deleted_at).is_(None), col(ExportProfile.archived_at).is_(None))
        .order_by(col(Destination.name_key), col(ExportProfile.name_key))
    ).all()
    return tuple(
        Arrived(about_delivery(link.destination_id, link.profile_id), destination.name, profile.name, moments[key])
        for link, destination, profile in links
        if (key := (link.destination_id, link.profile_id)) in moments and has_data(destination) and in_use(destination)
    )


def in_use(row: Destination) -> bool:
    """Whether files are to go to a destination."""
    return row.off_at is None or bool(row.off_reason)
