"""What needs somebody's attention today, worked out from what the journeys tell: sentences with the page to go to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pages.parts.batch_words import PAGE_OF, called, count_of
from roster_core.batches.states import BatchState, Result
from roster_core.findings import Severity
from roster_core.journeys.alarm_settings import Kind
from roster_core.journeys.alarm_words import page_of
from roster_core.journeys.batches.reads import BatchView
from roster_core.journeys.deliveries import DeliveryView
from roster_core.journeys.export_runs import RunView
from roster_core.journeys.notices import AlarmStatus
from roster_core.journeys.overview import Overview
from roster_core.journeys.roster_loads import LoadView
from roster_core.journeys.schedules import ScheduledRunView

#: A roster that is older than this is probably not the district any more.
STALE_AFTER = timedelta(days=7)
#: What a batch could not do is old news after this.
BATCH_FORGOTTEN_AFTER = timedelta(days=7)
_STATUS = "upload_status.py"


@dataclass(frozen=True)
class Matter:
    """One thing to look at. `page` with its `query` is where it is settled."""

    severity: Severity
    text: str
    page: str
    action: str
    query: tuple[tuple[str, str], ...] = ()


def matters(
    overview: Overview | None,
    loads: Sequence[LoadView],
    runs: Sequence[RunView],
    now: datetime,
    *,
    batches: Sequence[BatchView] = (),
    deliveries: Sequence[DeliveryView] = (),
    status: AlarmStatus | None = None,
    scheduled: Sequence[ScheduledRunView] = (),
) -> list[Matter]:
    """What needs attention, the most pressing first; `loads`, `runs` and `batches` are newest first.

    Of `deliveries` there is the last one to each destination, and what is held there; `scheduled` are newest first;
    `status` tells of alarms.
    """
    told = {one.run_id for one in scheduled}
    by_hand = [run for run in runs if run.run_id not in told]
    found = [*_of_loads(loads), *_of_roster(loads, now), *_of_batches(batches, now), *_of_scheduled(scheduled)]
    held = {one.run_id for one in scheduled if one.state == "held"}  # told with their schedule
    found += _of_deliveries([one for one in deliveries if not (one.held and one.run_id in held)])
    found += [*_of_runs(by_hand if by_hand[:1] == list(runs[:1]) else (), overview), *_of_alarms(status, deliveries)]
    return sorted(found, key=lambda matter: matter.severity.rank)


def of_requests(asking: int) -> list[Matter]:
    """That so many wanted to sign in and are no users, for who manages users."""
    if not asking:
        return []
    told = "1 person" if asking == 1 else f"{asking:,} people"
    return [Matter(Severity.WARNING, f"{told} could not sign in: not a user yet.", "access.py", "Decide")]


def _of_loads(loads: Sequence[LoadView]) -> Iterator[Matter]:
    if not loads:
        return
    # Only the newest matters: an older one was overtaken by it.
    load = loads[0]
    place = (("load", load.load_id),)
    if load.interrupted:
        yield Matter(
            Severity.ERROR,
            "The last roster load was cut off. The roster is as it was.",
            "roster_load.py",
            "Look at it",
            place,
        )
    elif load.state == "failed":
        yield Matter(
            Severity.ERROR,
            "The last roster load failed. The roster is as it was.",
            "roster_load.py",
            "Look at it",
            place,
        )
    elif load.state == "refused":
        yield Matter(
            Severity.ERROR,
            "The last roster load was refused. The roster is as it was.",
            "roster_load.py",
            "See why",
            place,
        )
    elif load.state == "held":
        yield Matter(
            Severity.BLOCK, "A roster load is held and needs your approval.", "roster_load.py", "Decide", place
        )
    elif load.state == "previewed":
        yield Matter(
            Severity.WARNING, "A roster was checked and waits for your Confirm.", "roster_load.py", "Go on", place
        )


def _of_roster(loads: Sequence[LoadView], now: datetime) -> Iterator[Matter]:
    current = next((load for load in loads if load.current), None)
    if current and current.loaded_at and now - current.loaded_at > STALE_AFTER:
        days = (now - current.loaded_at).days
        yield Matter(Severity.WARNING, f"The roster is {days} days old.", "roster_load.py", "Load a new one")
    if current and (left_out := current.finding_counts.get(Severity.ERROR.value, 0)):
        yield Matter(
            Severity.WARNING,
            f"{left_out:,} {'row was' if left_out == 1 else 'rows were'} left out or wrong in the roster in use.",
            "roster_load.py",
            "See the findings",
            (("load", current.load_id),),
        )


def _of_runs(runs: Sequence[RunView], overview: Overview | None) -> Iterator[Matter]:
    if not runs:
        return
    run = runs[0]
    place = (("run", run.run_id),)
    if run.state in ("failed", "refused") or run.interrupted:
        yield Matter(Severity.ERROR, "The last Clever export made no files.", "clever_export.py", "See why", place)
    elif run.held:
        yield Matter(
            Severity.BLOCK, "The last Clever export waits for an approval.", "clever_export.py", "Decide", place
        )
    elif run.finding_counts.get(Severity.BLOCK.value, 0) and not run.deliverable:
        yield Matter(
            Severity.ERROR, "The last Clever export cannot be delivered.", "clever_export.py", "See why", place
        )
    elif overview and not run.running and run.load_id != overview.district.load_id:
        yield Matter(
            Severity.INFO,
            "The roster was loaded anew since the last Clever export.",
            "clever_export.py",
            "Preview a new one",
        )


def _of_alarms(status: AlarmStatus | None, deliveries: Sequence[DeliveryView]) -> Iterator[Matter]:
    """Those that nothing else tells of: what did not happen, and what is about more than one run."""
    if status is None:
        return
    if deliveries and not status.told:
        yield Matter(Severity.INFO, "Nobody is told if a delivery fails.", "alarms.py", "Say who is told")
    for one in status.open:
        if one.kind in (Kind.MISSED, Kind.OFF):
            page, query = page_of(one.place)
            yield Matter(Severity.ERROR, one.headline, f"{page}.py", "Look at it", tuple(query.items()))


def _of_deliveries(deliveries: Sequence[DeliveryView]) -> Iterator[Matter]:
    for one in deliveries:
        place = (("run", one.run_id),)
        if one.state == "mixed":
            text = f"New files stand beside old ones at “{one.name}”: the receiver may read both."
            yield Matter(Severity.BLOCK, text, "export_history.py", "Finish it", place)
        elif one.held:
            because = next((brake.what for brake in one.brakes if brake.holds), "Its approval has run out.")
            text = f"The delivery to “{one.name}” waits for an approval. {because}"
            yield Matter(Severity.BLOCK, text, "export_history.py", "Decide", place)
        elif not one.open and not one.arrived and not one.discarded:
            text = f"The last delivery to “{one.name}” did not arrive."
            yield Matter(Severity.ERROR, text, "export_history.py", "See why", place)


def worth_telling(scheduled: Sequence[ScheduledRunView]) -> list[ScheduledRunView]:
    """The newest run of each schedule, since older ones were overtaken by it, and those that are held; newest first."""
    newest = {one.schedule_id: one.scheduled_run_id for one in reversed(scheduled)}
    return [one for one in scheduled if one.state == "held" or one.scheduled_run_id in newest.values()]


def _of_scheduled(scheduled: Sequence[ScheduledRunView]) -> Iterator[Matter]:
    for one in worth_telling([one for one in scheduled if not one.open and one.state != "skipped"]):
        place = ("export_history.py", (("run", one.run_id),)) if one.run_id else ("schedules.py", ())
        name = f"The run of “{one.schedule}”"
        if one.state == "held":
            yield Matter(Severity.BLOCK, f"{name} is held. {one.reason}", place[0], "Decide", place[1])
        elif one.state == "mixed":
            yield Matter(Severity.BLOCK, f"{name} left new files beside old ones.", place[0], "Finish it", place[1])
        elif one.state in ("failed", "interrupted", "missed"):
            word = {"failed": "failed", "interrupted": "was cut off", "missed": "was missed"}[one.state]
            yield Matter(Severity.ERROR, f"{name} {word}. {one.reason}", place[0], "See why", place[1])


def _of_batches(batches: Sequence[BatchView], now: datetime) -> Iterator[Matter]:
    for batch in batches:
        place, what = (("batch", batch.batch_id),), called(batch)
        missed = count_of(batch, (Result.FAILED, Result.CONFLICT))
        recent = batch.finished_at is not None and now - batch.finished_at < BATCH_FORGOTTEN_AFTER
        if batch.state is BatchState.FAILED and recent:
            yield Matter(Severity.ERROR, f"{what}: the batch failed. It can be tried again.", _STATUS, "See why", place)
        elif batch.state is BatchState.DONE_WITH_ERRORS and recent:
            yield Matter(
                Severity.WARNING,
                f"{what}: {missed:,} could not be done.",
                _STATUS,
                "See which",
                place,
            )
        elif batch.at_work and not batch.open:
            done = f"{batch.done:,} of {batch.total:,} done" if batch.total else "waiting"
            yield Matter(Severity.INFO, f"{what}, by {batch.by}: {done}.", _STATUS, "Watch", place)
        elif batch.state is BatchState.CHECKED and batch.kind in PAGE_OF:
            yield Matter(Severity.INFO, f"{what}: checked, but not confirmed.", PAGE_OF[batch.kind], "Go on", place)
