"""Deliveries as they stand, and where a run may go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clever.changes.brakes.judge import Brake
from roster_core.clever.changes.brakes.stored import brakes_from_json
from roster_core.delivery.port import Arrival, There, Verified
from roster_core.journeys.destination_settings import Method, carries_data
from roster_core.journeys.destinations import DestinationView, settings_of, view
from roster_core.journeys.districts import find_district
from roster_core.journeys.export_runs import district_of, run_row
from roster_core.refusals import Refusal
from roster_core.roster.tables.delivery import Delivery, Destination, DestinationProfile
from roster_core.roster.tables.records import ExportRun
from roster_core.store import Store

#: States in which something is still going to happen, and in which all files have arrived.
OPEN, ARRIVED = frozenset({"waiting", "running"}), frozenset({"delivered", "unverified"})
#: The option of a profile that sends by a method.
OPTION_OF = {Method.SFTP: "deliver_sftp", Method.EMAIL: "deliver_email", Method.LOCAL: "deliver_local"}


#: Set aside before anything was sent: by a brake until somebody approves it, or for good.
HELD, DISCARDED = "held", "discarded"


@dataclass(frozen=True)
class Decision:
    """What somebody decided about a delivery that was held: `approved` or `discarded`."""

    what: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class DeliveryView:
    """A delivery as it stands."""

    delivery_id: str
    run_id: str
    destination_id: str
    method: Method
    name: str
    target: str
    state: str
    resent: bool
    reason: str
    step: str
    attempts: int
    mode: str
    files: tuple[Arrival, ...]
    notes: tuple[str, ...]
    fingerprint: str
    server: str
    message_id: str
    fault: str
    error: str
    fix: str
    by: str
    asked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    #: The brakes that it ran into when it was last looked at, and what was decided then.
    brakes: tuple[Brake, ...] = ()
    decision: Decision | None = None

    @property
    def held(self) -> bool:
        """Whether it waits for somebody's approval."""
        return self.state == HELD

    @property
    def discarded(self) -> bool:
        """Whether it was decided not to send it."""
        return self.state == DISCARDED

    @property
    def open(self) -> bool:
        """Whether something is still going to happen."""
        return self.state in OPEN

    @property
    def arrived(self) -> bool:
        """Whether all files have arrived."""
        return self.state in ARRIVED


@dataclass(frozen=True)
class Way:
    """Where a run may go: the destination, and why it cannot go there now (blank = it can)."""

    destination: DestinationView
    hindrance: str = ""


def read_deliveries(store: Store, user: User, run_id: str) -> tuple[DeliveryView, ...]:
    """The deliveries of a run, newest first.

    Raises:
        Refusal: The user may not.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    with store.reading(district_of(run_id)) as session:
        rows = session.exec(
            select(Delivery).where(Delivery.run_id == run_id).order_by(col(Delivery.delivery_id).desc())
        ).all()
        return tuple(delivery_view(row) for row in rows)


def read_last_deliveries(store: Store, user: User) -> tuple[DeliveryView, ...]:
    """The last delivery to each destination that there is, and those that are held.

    What is set aside hides nothing: a set that stands half there is still told of.

    Raises:
        Refusal: The user may not.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    district = find_district(store)
    if district is None:
        return ()
    with store.reading(district.district_id) as session:
        kept = select(Destination.destination_id).where(col(Destination.deleted_at).is_(None))
        newest = (
            select(sa.func.max(Delivery.delivery_id))
            .where(Delivery.district_id == district.district_id, col(Delivery.state).not_in((HELD, DISCARDED)))
            .group_by(col(Delivery.destination_id))
        )
        rows = session.exec(
            select(Delivery)
            .where(
                col(Delivery.destination_id).in_(kept),
                sa.or_(col(Delivery.delivery_id).in_(newest), col(Delivery.state) == HELD),
            )
            .order_by(col(Delivery.delivery_id))
        ).all()
        return tuple(delivery_view(row) for row in rows)


def read_held(store: Store, user: User) -> tuple[DeliveryView, ...]:
    """Every delivery that waits for an approval, newest first.

    Raises:
        Refusal: The user may not.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    district = find_district(store)
    if district is None:
        return ()
    with store.reading(district.district_id) as session:
        rows = session.exec(
            select(Delivery).where(Delivery.state == HELD).order_by(col(Delivery.delivery_id).desc())
        ).all()
        return tuple(delivery_view(row) for row in rows)


def read_delivery(store: Store, user: User, run_id: str, delivery_id: str) -> DeliveryView:
    """One delivery.

    Raises:
        Refusal: The user may not, or there is none with that ID.
    """
    found = [one for one in read_deliveries(store, user, run_id) if one.delivery_id == delivery_id]
    if not found:
        raise Refusal("There is no such delivery.", why=f"The run has none with the ID {delivery_id}.")
    return found[0]


def read_ways(store: Store, user: User, run_id: str) -> tuple[Way, ...]:
    """Where a run may go: the destinations of its profile, by name.

    Raises:
        Refusal: The user may not, or there is no such run.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    with store.reading(district_of(run_id)) as session:
        return tuple(ways_of(session, run_row(session, run_id)))


def ways_of(session: Session, run: ExportRun) -> list[Way]:
    """Where a stored run may go, by name of the destination."""
    linked = select(Destination).join(
        DestinationProfile, col(DestinationProfile.destination_id) == col(Destination.destination_id)
    )
    rows = session.exec(
        linked.where(
            DestinationProfile.district_id == run.district_id,
            DestinationProfile.profile_id == run.profile_id,
            col(Destination.deleted_at).is_(None),
        )
    ).all()
    seen = [view(session, row) for row in sorted(rows, key=lambda row: row.name_key)]
    return [Way(one, one.hindrance or _not_asked_for(one, run)) for one in seen]


def _not_asked_for(one: DestinationView, run: ExportRun) -> str:
    if run.options.get(OPTION_OF[one.method]):
        return ""
    words = {Method.SFTP: "Send by SFTP", Method.EMAIL: "Send by e-mail", Method.LOCAL: "Save to a folder"}
    return f"The profile's option “{words[one.method]}” was off when the run was made."


def delivery_view(row: Delivery) -> DeliveryView:
    """The delivery as a screen needs it."""
    same = ("delivery_id", "run_id", "destination_id", "name", "target", "state", "resent", "reason", "step",
            "attempts", "mode", "fingerprint", "server", "message_id", "fault", "error", "fix", "by", "started_at",
            "finished_at")  # fmt: skip
    return DeliveryView(
        **{name: getattr(row, name) for name in same},
        method=Method(row.method),
        asked_at=row.created_at,
        notes=tuple(row.notes),
        brakes=brakes_from_json(row.brakes),
        decision=_decision(row.decided),
        files=tuple(
            Arrival(**{**one, "there": There(one["there"]), "verified": Verified(one["verified"])}) for one in row.files
        ),
    )


def _decision(raw: Mapping[str, str]) -> Decision | None:
    return Decision(raw["what"], raw["by"], datetime.fromisoformat(raw["at"]), raw["reason"]) if raw else None


def has_data(row: Destination) -> bool:
    """Whether the files themselves go to a stored destination."""
    return carries_data(settings_of(row))
