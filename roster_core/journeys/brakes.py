"""What the brakes of a destination say of a run: held against the set that was delivered there last (delivery §8)."""

import io
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
from sqlmodel import Session, col, select

from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clever.changes.between_runs import Changes, FileCounts, compare_runs
from roster_core.clever.changes.brakes.judge import Brake, judge
from roster_core.clever.changes.brakes.measure import (
    NO_TABLES,
    Invalid,
    Measure,
    StoredSet,
    first_measure,
    measure,
    new_findings,
    unreadable_measure,
)
from roster_core.clever.changes.brakes.stored import measure_as_json, measure_from_json
from roster_core.clock import Clock, utc_now
from roster_core.findings import FRAME_SCHEMA
from roster_core.journeys.brake_settings import brake_settings_of
from roster_core.journeys.deliveries import ARRIVED, has_data, ways_of
from roster_core.journeys.destination_settings import label_of
from roster_core.journeys.destinations import settings_of
from roster_core.journeys.districts import find_time_zone
from roster_core.journeys.export_runs import (
    APPROVAL_HOLDS,
    Approval,
    approvals_of,
    district_of,
    files_of,
    run_row,
    set_digest,
)
from roster_core.journeys.run_comparison import things_in
from roster_core.refusals import Refusal
from roster_core.roster.tables.delivery import BrakeMeasure, Delivery, Destination
from roster_core.roster.tables.records import ExportFile, ExportRun
from roster_core.storage.objects import Objects, open_objects
from roster_core.store import Store

#: States of a delivery that used its approval up: something was put in place.
_USED = ARRIVED | {"mixed"}


@dataclass(frozen=True)
class Verdict:
    """What the brakes of a destination say of a run.

    `against` is the delivery that it was held against, which arrived at `base_at`; blank = nothing was there.
    """

    destination_id: str
    name: str
    against: str = ""
    base_at: datetime | None = None
    brakes: tuple[Brake, ...] = ()
    #: Somebody approved it, for this set, this destination and these brakes.
    approval: Approval | None = None

    @property
    def holding(self) -> tuple[Brake, ...]:
        """The brakes that hold it; the others are only told of."""
        return tuple(brake for brake in self.brakes if brake.holds)

    @property
    def codes(self) -> tuple[str, ...]:
        """What an approval has to name."""
        return tuple(sorted(brake.key for brake in self.holding))

    @property
    def held(self) -> bool:
        """Whether it waits for somebody's approval."""
        return bool(self.holding) and self.approval is None


def read_verdicts(store: Store, user: User, run_id: str, *, clock: Clock = utc_now) -> tuple[Verdict, ...]:
    """What would be held of a run, and why, at each destination that it may go to now; nothing is sent (a dry run).

    Raises:
        Refusal: The user may not, or there is no such run.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    with store.reading(district_of(run_id)) as session:
        ready = [way.destination for way in ways_of(session, run_row(session, run_id)) if not way.hindrance]
    return tuple(verdict_of(store, run_id, one.destination_id, clock=clock) for one in ready)


def verdict_of(store: Store, run_id: str, destination_id: str, *, clock: Clock = utc_now) -> Verdict:
    """What the brakes of one destination say; a way that carries no data, such as a notice, has none."""
    district_id, now = district_of(run_id), clock()
    with store.reading(district_id) as session:
        destination = session.get_one(Destination, (district_id, destination_id))
        name, settings = destination.name, brake_settings_of(destination)
        if not has_data(destination):
            return Verdict(destination_id, name)
        last = _last_delivered(session, destination_id)
        first = _why_first(last, destination)
    if last is None or first:
        against, base_at, seen = "", None, _first(store, run_id)
    else:
        against, base_at = last.delivery_id, last.finished_at
        seen = measured(store, run_id, last.run_id, clock=clock)
    day = now.astimezone(ZoneInfo(find_time_zone(store, district_id))).date()
    found = Verdict(destination_id, name, against, base_at, judge(seen, settings, day, first=first))
    if not found.holding:
        return found
    with store.reading(district_id) as session:
        approval = _approval(session, run_row(session, run_id), found, now)
    return Verdict(destination_id, name, against, base_at, found.brakes, approval)


def measure_ahead(store: Store, run_id: str) -> None:
    """Work out what a run does to the sets that its destinations got last, before anybody asks for it."""
    district_id = district_of(run_id)
    with store.reading(district_id) as session:
        bases = {
            last.run_id
            for way in ways_of(session, run_row(session, run_id))
            if (last := _last_delivered(session, way.destination.destination_id)) is not None
        }
    for base_run_id in sorted(bases):
        with suppress(Refusal, OSError):  # the run is whole; whoever asks for this later is told what is wrong
            measured(store, run_id, base_run_id)


def measured(store: Store, run_id: str, base_run_id: str, *, clock: Clock = utc_now) -> Measure:
    """What the set of one run does to that of another; worked out once and kept.

    Raises:
        Refusal: A file of the run is no longer stored.
    """
    district_id = district_of(run_id)
    key = (district_id, run_id, base_run_id)
    with store.reading(district_id) as session:
        if kept := session.get(BrakeMeasure, key):
            return measure_from_json(kept.measure)
    found, now = _compare(store, run_id, base_run_id), clock()
    with store.writing(district_id) as session:
        if session.get(BrakeMeasure, key) is None:
            session.add(
                BrakeMeasure(
                    district_id=district_id,
                    run_id=run_id,
                    base_run_id=base_run_id,
                    measure=measure_as_json(found),
                    created_at=now,
                    updated_at=now,
                )
            )
    return found


def _compare(store: Store, run_id: str, base_run_id: str) -> Measure:
    district_id, objects = district_of(run_id), open_objects(store.settings)
    with store.reading(district_id) as session:
        run, base = run_row(session, run_id), run_row(session, base_run_id)
        files, earlier = files_of(session, run_id), files_of(session, base_run_id)
    if set_digest(files) == set_digest(earlier):
        return Measure()
    with objects.lending() as lent:
        return _compared(objects, run, base, files, earlier, lent)


def _compared(
    objects: Objects,
    run: ExportRun,
    base: ExportRun,
    files: Sequence[ExportFile],
    earlier: Sequence[ExportFile],
    lent: Callable[[str], Path],
) -> Measure:
    try:
        new = _stored(lent, files)
    except FileNotFoundError as exc:
        raise Refusal(
            "Nothing was sent.", why="A file of the run is no longer stored.", fix="Preview the profile again."
        ) from exc
    try:
        old = _stored(lent, earlier)
    except FileNotFoundError:
        why = "The set that was delivered last is no longer stored, so nothing can be compared with it."
        return unreadable_measure(_stored(None, earlier), new, why)
    invalid = _invalid(objects, run, base)
    try:
        found = measure(_changes(objects, run, base, old, new), old, new)
    except NO_TABLES:
        why = "A file of this set or of the last one cannot be read, so the two could not be compared."
        found = unreadable_measure(old, new, why)
    return Measure(found.files, invalid, found.unreadable)


def _changes(objects: Objects, run: ExportRun, base: ExportRun, old: StoredSet, new: StoredSet) -> Changes:
    """The changes as they were kept with the run if it was compared with that one, or else found now."""
    if run.compared_with == base.run_id and run.changes_key is not None:
        counts = {name: FileCounts.from_json(raw) for name, raw in run.change_counts.items()}
        return Changes(counts, pl.read_parquet(io.BytesIO(objects.get(run.changes_key))))
    return compare_runs(old.paths, new.paths, same={name: things_in(base, name) for name in new.same_as(old)})


def _stored(lent: Callable[[str], Path] | None, files: Sequence[ExportFile]) -> StoredSet:
    return StoredSet(
        {file.name: lent(file.storage_key) for file in files} if lent else {},
        {file.name: file.sha256 for file in files},
        {file.name: file.rows for file in files},
    )


def _first(store: Store, run_id: str) -> Measure:
    with store.reading(district_of(run_id)) as session:
        run, files = run_row(session, run_id), files_of(session, run_id)
    invalid = _invalid(open_objects(store.settings), run, None)
    return Measure(first_measure(_stored(None, files)).files, invalid)


def _invalid(objects: Objects, run: ExportRun, base: ExportRun | None) -> tuple[Invalid, ...]:
    if run.findings_key is None:
        return ()
    return new_findings(_findings(objects, run), _findings(objects, base))


def _findings(objects: Objects, run: ExportRun | None) -> pl.DataFrame:
    if run is None or run.findings_key is None:
        return pl.DataFrame(schema=FRAME_SCHEMA)
    return pl.read_parquet(io.BytesIO(objects.get(run.findings_key)))


def _last_delivered(session: Session, destination_id: str) -> Delivery | None:
    """The delivery whose files stand there: a notice brings none."""
    arrived = select(Delivery).where(
        Delivery.destination_id == destination_id, col(Delivery.state).in_(ARRIVED), Delivery.mode != "notice"
    )
    newest = arrived.order_by(col(Delivery.finished_at).desc(), col(Delivery.delivery_id).desc())
    return session.exec(newest.limit(1)).first()


def _why_first(last: Delivery | None, destination: Destination) -> str:
    if last is None:
        return f"Nothing was delivered to “{destination.name}” before."
    target = label_of(settings_of(destination))
    if last.target != target:
        return f"“{destination.name}” leads elsewhere since the last delivery: {last.target} → {target}."
    return ""


def _approval(session: Session, run: ExportRun, verdict: Verdict, now: datetime) -> Approval | None:
    """The approval in force: of this set, for this destination and brakes, given within a day and not used yet."""
    sent = session.exec(
        select(Delivery).where(
            Delivery.run_id == run.run_id,
            Delivery.destination_id == verdict.destination_id,
            col(Delivery.state).in_(_USED),
        )
    ).all()
    used = {row.decided.get("at") for row in sent}
    digest = set_digest(files_of(session, run.run_id))
    for approval in reversed(approvals_of(run)):
        given = approval.brakes.get(verdict.destination_id)
        if (
            given is not None
            and approval.files == digest
            and timedelta(0) <= now - approval.at <= APPROVAL_HOLDS
            and given.against == verdict.against
            and set(verdict.codes) <= set(given.codes)
            and approval.at.isoformat() not in used
        ):
            return approval
    return None
