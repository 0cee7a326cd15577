"""Asking for deliveries: of a run, of an earlier set once more, of the rest of one that was left half done.

Before anything is sent the brakes of each destination are applied; what one of them holds is kept as a held delivery.
"""

from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clock import Clock, new_id, utc_now
from roster_core.jobs.handlers import Handler, Progress
from roster_core.jobs.queue import Work, submit
from roster_core.journeys.brakes import Verdict, verdict_of
from roster_core.journeys.deliveries import HELD, OPEN, Way, ways_of
from roster_core.journeys.destinations import DestinationView, read_destinations
from roster_core.journeys.export_profiles import read_profile
from roster_core.journeys.export_runs import RunView, district_of, files_of, read_run, run_row, set_digest
from roster_core.journeys.holding import apply, discard_row, note_held, note_sent
from roster_core.refusals import Refusal
from roster_core.roster.tables.delivery import Delivery
from roster_core.store import Store

#: The name of the work.
DELIVER = "delivery"
_NOT_SENT = "Nothing was sent."


def require_somewhere(store: Store, user: User, profile_name: str) -> None:
    """Raise a refusal if runs of a profile have nowhere to go, before one is made."""
    name = read_profile(store, user, profile_name).name
    if not any(name in one.profiles for one in read_destinations(store, user)):
        raise Refusal(
            "Nothing was run.",
            why=f"No destination is set up for the profile “{name}”.",
            fix="Add one on the page Destinations, or leave out --deliver to run and keep the files.",
        )


def deliver(
    store: Store, user: User, run_id: str, *, only: Collection[str] | None = None, clock: Clock = utc_now
) -> tuple[str, ...]:
    """Let a worker send the files of a run to the destinations of its profile, or to those named in `only`.

    Returns the deliveries' IDs, with those that a brake holds: these wait for an approval, which is no error
    (`deliveries.read_delivery` tells the state). What is on its way already is not asked for again; what is held is
    looked at anew.

    Raises:
        Refusal: The user may not, the run is held or may not be sent, or there is nowhere to send it.
    """
    require_everywhere(user, Right.EXPORT_RUN)
    run = read_run(store, user, run_id, clock=clock)
    _require_deliverable(run)
    return _ask(store, user, run, only, clock=clock)


def resend(
    store: Store, user: User, run_id: str, reason: str, *, only: Collection[str] | None = None, clock: Clock = utc_now
) -> tuple[str, ...]:
    """Send a set once more that was delivered before: this takes the destination back to it.

    Raises:
        Refusal: The user may not, no reason is given, or the run was never delivered.
    """
    require_everywhere(user, Right.EXPORT_APPROVE)
    run = read_run(store, user, run_id, clock=clock)
    if not reason.strip():
        raise Refusal(_NOT_SENT, why="No reason is given.", fix="Say why an earlier set is right; it is kept.")
    if run.delivered_at is None:
        raise Refusal(
            _NOT_SENT, why="This run was never delivered, so it is nothing to go back to.", fix="Deliver it instead."
        )
    return _ask(store, user, run, only, reason=reason.strip(), clock=clock)


def finish_mixed(store: Store, user: User, run_id: str, delivery_id: str, *, clock: Clock = utc_now) -> None:
    """Go on with a delivery that left new files beside old ones.

    Raises:
        Refusal: The user may not, or it did not end so.
    """
    require_everywhere(user, Right.EXPORT_RUN)
    district_id = district_of(run_id)
    with store.writing(district_id) as session:
        row = session.get(Delivery, (district_id, delivery_id), with_for_update=True)
        if row is None or row.state != "mixed":
            raise Refusal(_NOT_SENT, why="There is nothing to finish.", fix="Look at the run's deliveries.")
        row.state, row.updated_at = "waiting", clock()
        submit_work(session, row, clock=clock)
        record(session, district_id, Deed(user.login, "delivery_finished", f"delivery:{delivery_id}"), now=clock())


def _advance(store: Store, district_id: int, delivery_id: str) -> Progress:
    from roster_core.journeys import delivering  # noqa: PLC0415 - what talks to servers is loaded by whoever does

    return delivering.advance(store, district_id, delivery_id)


def _fail(store: Store, district_id: int, delivery_id: str, why: str) -> None:
    from roster_core.journeys import delivering  # noqa: PLC0415 - see above

    delivering.fail(store, district_id, delivery_id, why)


#: The work as a worker does it; somebody waits for it.
DELIVERY_HANDLER = Handler(_advance, _fail, prompt=True)


def _ask(
    store: Store, user: User, run: RunView, only: Collection[str] | None, *, reason: str = "", clock: Clock
) -> tuple[str, ...]:
    district_id = district_of(run.run_id)
    with store.reading(district_id) as session:
        every = ways_of(session, run_row(session, run.run_id))
    ways = [way for way in every if only is None or way.destination.name in only]
    ready = [way.destination for way in ways if not way.hindrance]
    if not ready:
        raise _nowhere(run, ways)
    # Before the transaction: large sets take a while to compare. The worker looks once more before it sends.
    verdicts = {
        one.destination_id: None if reason else verdict_of(store, run.run_id, one.destination_id, clock=clock)
        for one in ready
    }
    with store.writing(district_id) as session:
        digest = set_digest(files_of(session, run.run_id))
        asked = [
            _add(session, run, one, digest, user.login, reason, verdicts[one.destination_id], clock) for one in ready
        ]
        note_sent(session, user.login, [row for row in asked if row.state != HELD], now=clock())
        note_held(session, user.login, [row for row in asked if row.state == HELD], now=clock())
        return tuple(row.delivery_id for row in asked)


def _add(
    session: Session,
    run: RunView,
    to: DestinationView,
    digest: str,
    by: str,
    reason: str,
    verdict: Verdict | None,
    clock: Clock,
) -> Delivery:
    district_id, now = district_of(run.run_id), clock()
    going = select(Delivery).where(Delivery.destination_id == to.destination_id, col(Delivery.state).in_({*OPEN, HELD}))
    row = None
    for found in session.exec(going).all():
        if found.run_id == run.run_id and (found.state in OPEN or not reason):
            row = found
        elif found.state == HELD:
            discard_row(session, found, by, "Another set took its place.", now=now)
    if row is not None and row.state in OPEN:
        return row
    if row is None:
        row = Delivery(
            district_id=district_id,
            delivery_id=new_id(clock),
            run_id=run.run_id,
            destination_id=to.destination_id,
            method=to.method.value,
            name=to.name,
            target=to.label,
            state="waiting",
            set_digest=digest,
            resent=bool(reason),
            reason=reason,
            by=by,
            created_at=now,
            updated_at=now,
        )
        session.add(row)
        session.flush()
    if verdict is not None:
        apply(row, verdict, now)
    if row.state != HELD:
        submit_work(session, row, clock=clock)
    return row


def submit_work(session: Session, row: Delivery, *, clock: Clock) -> None:
    """Let a worker carry a stored delivery out."""
    row.job_id = submit(session, row.district_id, _work(row), clock=clock)


def _work(row: Delivery) -> Work:
    # One lane a destination: never two deliveries at once to one place.
    return Work(DELIVER, row.delivery_id, row.by, lane=f"destination:{row.destination_id}")


def _require_deliverable(run: RunView) -> None:
    if run.profile_name is None:
        raise Refusal(
            _NOT_SENT,
            why="The run is of no saved profile: nothing could be compared with what was sent before.",
            fix="Save the options as a profile, then preview and deliver that.",
        )
    if run.held:
        raise Refusal(_NOT_SENT, why="The run is held until somebody approves it.", fix="Approve it with a reason.")
    if not run.deliverable:
        raise Refusal(_NOT_SENT, why="Its findings or its state forbid it.", fix="Look at the run and its findings.")


def _nowhere(run: RunView, ways: Sequence[Way]) -> Refusal:
    if not ways:
        why = f"No destination is set up for the profile “{run.profile_name}”."
        return Refusal(_NOT_SENT, why=why, fix="Add one on the page Destinations and tick the profile there.")
    why = " ".join(f"{way.destination.name}: {way.hindrance}" for way in ways)
    return Refusal(_NOT_SENT, why=why, fix="Settle that on the page Destinations, or in the profile's options.")
