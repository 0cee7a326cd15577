"""The work of a delivery: carried out by a job, noted step by step, so that whoever takes it up knows how far it is."""

from collections.abc import Callable

from sqlmodel import Session, col, select

from roster_core.clock import Clock, utc_now
from roster_core.delivery.faults import FaultKind
from roster_core.delivery.port import TAG_DIGITS, Item, Outcome, Parcel, Receipt
from roster_core.jobs.handlers import Progress
from roster_core.journeys.alarm_causes import delivery_ended, switched_off
from roster_core.journeys.deliveries import ARRIVED, OPEN, has_data
from roster_core.journeys.destinations import lock_of, view
from roster_core.journeys.export_runs import files_of, run_row
from roster_core.journeys.holding import hold_back, note_delivered
from roster_core.journeys.scheduled_outcomes import follow_deliveries
from roster_core.journeys.ways import Message, way_out
from roster_core.refusals import Refusal
from roster_core.roster.tables.delivery import Delivery, Destination
from roster_core.roster.tables.records import ExportRun
from roster_core.storage.objects import open_objects
from roster_core.store import Store

#: The order in which names are replaced: what others refer to comes first.
_ORDER = ("schools.csv", "staff.csv", "teachers.csv", "admins.csv", "students.csv", "sections.csv", "enrollments.csv")
#: Refused sign-ins in a row after which a destination is switched off: accounts are locked otherwise.
_LOCK_OUT = 5
#: How long another talk with the same destination is waited for, in seconds.
_TURN_S = 300
_PUBLISHING, _REPLACING = "publishing", "replacing "


def advance(store: Store, district_id: int, delivery_id: str, *, clock: Clock = utc_now) -> Progress:
    """Send the files, from wherever an earlier process had come to; what a brake holds now is held instead.

    Raises:
        Refusal: It may not be sent any more.
    """
    with store.reading(district_id) as session:
        row = session.get_one(Delivery, (district_id, delivery_id))
        if row.state not in OPEN:
            return Progress(1, 1, finished=True)
        destination_id = row.destination_id
    with store.lock(lock_of(destination_id), wait_s=_TURN_S):
        with store.writing(district_id) as session:
            row = session.get_one(Delivery, (district_id, delivery_id), with_for_update=True)
            row.state, row.started_at, row.updated_at = "running", row.started_at or clock(), clock()
        with store.reading(district_id) as session:
            row = session.get_one(Delivery, (district_id, delivery_id))
            destination = session.get_one(Destination, (district_id, destination_id))
            _require_allowed(session, row, destination)
        if hold_back(store, district_id, delivery_id, clock=clock):
            return Progress(1, 1, finished=True)
        with store.reading(district_id) as session:
            row = session.get_one(Delivery, (district_id, delivery_id))
            destination = session.get_one(Destination, (district_id, destination_id))
            way = way_out(store, session, destination, _message(session, row), clock=clock)
            parcel = _parcel(store, session, row, clock)
        receipt = way.deliver(parcel)
        with store.writing(district_id) as session:
            _record(session, session.get_one(Delivery, (district_id, delivery_id)), receipt, clock)
    return Progress(1, 1, finished=True)


def fail(store: Store, district_id: int, delivery_id: str, why: str, *, clock: Clock = utc_now) -> None:
    """Note that the work ended without a receipt: names may have been replaced, or surely were not."""
    with store.writing(district_id) as session:
        row = session.get_one(Delivery, (district_id, delivery_id), with_for_update=True)
        if row.state in OPEN:
            row.state = "mixed" if row.begun else "interrupted"
            row.error, row.finished_at, row.updated_at = why, clock(), clock()
            delivery_ended(session, row, clock)
            session.flush()
            follow_deliveries(session, row.run_id, clock())


def _require_allowed(session: Session, row: Delivery, destination: Destination) -> None:
    """Raise a refusal unless it may still be sent; what was begun is always brought to its end."""
    if row.begun:
        return
    if destination.deleted_at is not None:
        raise Refusal("Nothing was sent.", why="The destination was deleted meanwhile.")
    if hindrance := view(session, destination).hindrance:
        raise Refusal("Nothing was sent.", why=hindrance, fix="Settle that on the page Destinations.")


def _parcel(store: Store, session: Session, row: Delivery, clock: Clock) -> Parcel:
    objects, files = open_objects(store.settings), files_of(session, row.run_id)
    earlier = session.exec(
        select(Delivery.delivery_id).where(
            Delivery.destination_id == row.destination_id, col(Delivery.delivery_id) != row.delivery_id
        )
    ).all()
    items = []
    for file in sorted(files, key=lambda file: _ORDER.index(file.name)):
        try:
            kept = objects.file(file.storage_key)
        except FileNotFoundError as exc:
            fix = "Preview the profile again."
            raise Refusal("Nothing was sent.", why=f"{file.name} is no longer stored.", fix=fix) from exc
        items.append(Item(file.name, kept, file.bytes, file.sha256))
    return Parcel(
        tuple(items),
        tag_of(row.delivery_id),
        frozenset(map(tag_of, earlier)),
        begun=row.begun,
        replacing=row.replacing,
        note=_noting(store, row.district_id, row.delivery_id, clock),
    )


def _noting(store: Store, district_id: int, delivery_id: str, clock: Clock) -> Callable[[str], None]:
    def note(step: str) -> None:
        with store.writing(district_id) as session:
            row = session.get_one(Delivery, (district_id, delivery_id))
            row.step, row.updated_at = step, clock()
            row.begun = row.begun or step == _PUBLISHING
            if step.startswith(_REPLACING):
                row.replacing = step.removeprefix(_REPLACING)

    return note


def tag_of(delivery_id: str) -> str:
    """What stands in the names of files that a delivery stages: its random end."""
    return delivery_id[-TAG_DIGITS:]


def _record(session: Session, row: Delivery, receipt: Receipt, clock: Clock) -> None:
    now = clock()
    row.state = {
        Outcome.DELIVERED: "delivered" if receipt.verifiable else "unverified",
        Outcome.NOT_DELIVERED: "not_delivered",
        Outcome.MIXED: "mixed",
    }[receipt.outcome]
    row.attempts += receipt.attempts
    row.mode, row.fingerprint, row.server = receipt.mode, receipt.fingerprint, receipt.server
    row.files = [{**vars(file), "there": file.there.value, "verified": file.verified.value} for file in receipt.files]
    row.notes, row.message_id = list(receipt.notes), receipt.message_id
    row.fault, row.error, row.fix = receipt.fault or "", receipt.error, receipt.fix
    row.begun = receipt.outcome is Outcome.MIXED
    row.step, row.finished_at, row.updated_at = "", now, now
    destination = session.get_one(Destination, (row.district_id, row.destination_id))
    if row.state in ARRIVED and has_data(destination):
        note_delivered(session, row.run_id, now)
    delivery_ended(session, row, clock)
    _count_refusals(session, destination, receipt, clock)
    session.flush()
    follow_deliveries(session, row.run_id, now)


def _count_refusals(session: Session, destination: Destination, receipt: Receipt, clock: Clock) -> None:
    if receipt.fault is FaultKind.AUTH:
        destination.refused += 1
        if destination.refused >= _LOCK_OUT and destination.off_at is None:
            destination.off_at = clock()
            destination.off_reason = f"The server refused to sign in {_LOCK_OUT} times in a row."
            switched_off(session, destination, clock)
    elif receipt.outcome is Outcome.DELIVERED:
        destination.refused = 0


def _message(session: Session, row: Delivery) -> Message:
    """What an e-mail says of a run: counts, and nobody's data."""
    run: ExportRun = run_row(session, row.run_id)
    files = sorted(files_of(session, row.run_id), key=lambda file: _ORDER.index(file.name))
    listed = "\n".join(f"  {file.name}: {file.rows:,} rows" for file in files)
    return Message(
        f"Clever files of “{run.profile_name}” as of {run.as_of_date}",
        f"The files of the profile “{run.profile_name}” as of {run.as_of_date}:\n\n{listed}\n\n"
        f"Run {run.run_id}, made by {run.by}. You find it in Roster Desk under Export history.\n",
    )
