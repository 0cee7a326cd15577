"""Export runs as they stand: their states, findings and files."""

import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
from sqlmodel import Session, col, select

from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clock import Clock, utc_now
from roster_core.findings import FRAME_SCHEMA, Severity
from roster_core.journeys.asking import cut_off, step_of
from roster_core.journeys.districts import district_in, find_district
from roster_core.refusals import Refusal
from roster_core.roster.tables.delivery import Delivery
from roster_core.roster.tables.records import ExportFile, ExportRun
from roster_core.storage.objects import open_objects
from roster_core.storage.stored_file import StoredFile
from roster_core.store import Store

#: The order in which files are shown and sent.
FILE_ORDER = (
    "schools.csv",
    "students.csv",
    "teachers.csv",
    "sections.csv",
    "enrollments.csv",
    "staff.csv",
    "admins.csv",
)
#: How long an approval counts.
APPROVAL_HOLDS = timedelta(hours=24)


@dataclass(frozen=True)
class RunFile:
    """One file of a run; `sha256` in hex."""

    name: str
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True)
class ApprovedBrakes:
    """The brakes of a destination that an approval is for; `against` is the delivery that the set was held against."""

    against: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Approval:
    """Somebody's word that a held run may be delivered; `files` digests the set that it was given for.

    `codes` are those of the run's findings, `brakes` those of each destination by its ID.
    """

    by: str
    at: datetime
    reason: str
    codes: tuple[str, ...]
    files: str
    brakes: Mapping[str, ApprovedBrakes] = field(default_factory=dict)


@dataclass(frozen=True)
class RunView:
    """A run as it stands; `files` in the order of `FILE_ORDER`."""

    run_id: str
    state: str
    options: Mapping[str, Any]
    load_id: str | None
    as_of_date: date
    files: tuple[RunFile, ...]
    finding_counts: Mapping[str, int]
    by: str
    created_at: datetime
    finished_at: datetime | None
    error: str | None
    step: str
    done: int
    total: int
    #: It was being worked on, but the process that did is gone.
    interrupted: bool
    profile_name: str | None = None
    profile_version: int | None = None
    #: Equal for runs of equal rosters.
    roster_digest: str | None = None
    #: The run that it was compared with, and by file what changed (`clever.changes.FileCounts`).
    compared_with: str | None = None
    change_counts: Mapping[str, Any] = field(default_factory=dict)
    #: Codes of the findings that hold it until somebody approves.
    guards: tuple[str, ...] = ()
    approvals: tuple[Approval, ...] = ()
    #: An approval is in force.
    approved: bool = False
    delivered_at: datetime | None = None
    #: A destination holds its delivery until somebody decides.
    delivery_held: bool = False
    #: When its files, findings and changes were removed, by retention or for somebody whose data was erased.
    files_removed_at: datetime | None = None

    @property
    def running(self) -> bool:
        """Whether a process is at work on it."""
        return self.state == "running" and not self.interrupted

    @property
    def deliverable(self) -> bool:
        """Whether nothing found forbids that the files are sent, or what does was approved."""
        return self.approvable and (self.approved or not self.guards)

    @property
    def held(self) -> bool:
        """Whether the files wait for somebody's approval."""
        return self.approvable and not self.deliverable

    @property
    def approvable(self) -> bool:
        """Whether nothing but what can be approved forbids that the files are sent."""
        blocks = self.finding_counts.get(Severity.BLOCK.value, 0)
        return self.state == "previewed" and self.files_removed_at is None and blocks <= len(self.guards)


def read_run(store: Store, user: User, run_id: str, *, clock: Clock = utc_now) -> RunView:
    """The run as it stands.

    Raises:
        Refusal: The user may not, or there is no such run.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    with store.reading(district_of(run_id)) as session:
        return _view(store, session, run_row(session, run_id), clock)


def read_runs(store: Store, user: User, *, limit: int = 50, clock: Clock = utc_now) -> tuple[RunView, ...]:
    """The newest runs of the installation's district, newest first."""
    require_everywhere(user, Right.EXPORT_VIEW)
    district = find_district(store)
    if district is None:
        return ()
    with store.reading(district.district_id) as session:
        rows = session.exec(select(ExportRun).order_by(col(ExportRun.run_id).desc()).limit(limit)).all()
        return tuple(_view(store, session, row, clock) for row in rows)


def read_run_findings(store: Store, user: User, run_id: str) -> pl.DataFrame:
    """The findings of a run, a findings frame; empty while it is running."""
    require_everywhere(user, Right.EXPORT_VIEW)
    with store.reading(district_of(run_id)) as session:
        key = run_row(session, run_id).findings_key
    if key is None:
        return pl.DataFrame(schema=FRAME_SCHEMA)
    return pl.read_parquet(io.BytesIO(open_objects(store.settings).get(key)))


def read_run_table(store: Store, user: User, run_id: str, name: str) -> pl.DataFrame:
    """What a run tells beside its findings: `exclusions` of staff or `combinations` of sections; empty if it does not.

    Raises:
        Refusal: The user may not, or there is no such run.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    with store.reading(district_of(run_id)) as session:
        key = run_row(session, run_id).tables.get(name)
    return pl.read_parquet(io.BytesIO(open_objects(store.settings).get(key))) if key else pl.DataFrame()


def run_file(store: Store, user: User, run_id: str, name: str) -> StoredFile:
    """The file `name` of a run, to be read.

    Raises:
        Refusal: The user may not, or the run has no such file.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    with store.reading(district_of(run_id)) as session:
        row = session.get(ExportFile, (district_of(run_id), run_id, name))
        removed = run_row(session, run_id).files_removed_at
    require_kept(removed)
    if row is None:
        raise Refusal("There is no such file.", why=f"The run has no {name}.", fix="Preview again.")
    return open_objects(store.settings).file(row.storage_key)


def require_kept(removed_at: datetime | None) -> None:
    """Let through a run whose files are still kept.

    Raises:
        Refusal: They were removed.
    """
    if removed_at is not None:
        raise Refusal(
            "The files of this run are no longer kept.",
            why=f"They were removed on {removed_at.date().isoformat()}, since their days were over or for an erasure.",
            fix="Preview the profile again. Counts and digests of the old files stay with the run.",
        )


def district_of(run_id: str) -> int:
    """The district that a run belongs to: the number before the hyphen of its ID.

    Raises:
        Refusal: It is no such ID.
    """
    district_id = district_in(run_id)
    if district_id is None:
        raise _unknown(run_id)
    return district_id


def run_row(session: Session, run_id: str) -> ExportRun:
    """The stored run.

    Raises:
        Refusal: There is none with that ID.
    """
    row = session.get(ExportRun, (district_of(run_id), run_id))
    if row is None:
        raise _unknown(run_id)
    return row


def _unknown(run_id: str) -> Refusal:
    return Refusal("There is no such run.", why=f"No run has the ID {run_id}.", fix="Look at the list of runs.")


def _view(store: Store, session: Session, row: ExportRun, clock: Clock) -> RunView:
    files = files_of(session, row.run_id)
    approvals = approvals_of(row)
    return RunView(
        run_id=row.run_id,
        state=row.state,
        options=row.options,
        load_id=row.load_id,
        as_of_date=row.as_of_date,
        files=tuple(
            RunFile(file.name, file.rows, file.bytes, file.sha256)
            for file in sorted(files, key=lambda file: FILE_ORDER.index(file.name))
        ),
        finding_counts=row.finding_counts,
        by=row.by,
        created_at=row.created_at,
        finished_at=row.finished_at,
        error=row.error,
        step=step_of(store, row.step) if row.state == "running" else row.step,
        done=row.done,
        total=row.total,
        interrupted=row.state == "running"
        and cut_off(store, row.district_id, row.run_id, row.step, row.updated_at, clock),
        profile_name=row.profile_name,
        profile_version=row.profile_version,
        roster_digest=row.roster_digest,
        compared_with=row.compared_with,
        change_counts=row.change_counts,
        guards=tuple(row.guards),
        approvals=approvals,
        approved=in_force(approvals, row.guards, files, clock()),
        delivered_at=row.delivered_at,
        delivery_held=_holds(session, row.run_id),
        files_removed_at=row.files_removed_at,
    )


def _holds(session: Session, run_id: str) -> bool:
    held = select(Delivery.delivery_id).where(Delivery.run_id == run_id, Delivery.state == "held")
    return session.exec(held.limit(1)).first() is not None


def approvals_of(row: ExportRun) -> tuple[Approval, ...]:
    """Who approved a stored run, for what."""
    return tuple(_approval(raw) for raw in row.approvals)


def files_of(session: Session, run_id: str) -> Sequence[ExportFile]:
    """The stored files of a run."""
    return session.exec(select(ExportFile).where(ExportFile.run_id == run_id)).all()


def set_digest(files: Iterable[ExportFile]) -> str:
    """What a set of files is known by: the SHA-256 over the names and digests of all of them, in hex."""
    listed = "".join(f"{file.sha256}  {file.name}\n" for file in sorted(files, key=lambda file: file.name))
    return hashlib.sha256(listed.encode()).hexdigest()


def in_force(approvals: Iterable[Approval], guards: Iterable[str], files: Iterable[ExportFile], now: datetime) -> bool:
    """Whether one of the approvals was given for these files and all that holds them, not too long ago."""
    wanted, digest = set(guards), set_digest(files)
    return any(
        approval.files == digest and wanted <= set(approval.codes) and now - approval.at <= APPROVAL_HOLDS
        for approval in approvals
    )


def _approval(raw: Mapping[str, Any]) -> Approval:
    return Approval(
        by=raw["by"],
        at=datetime.fromisoformat(raw["at"]),
        reason=raw["reason"],
        codes=tuple(raw["codes"]),
        files=raw["files"],
        brakes={
            destination_id: ApprovedBrakes(given["against"], tuple(given["codes"]))
            for destination_id, given in raw.get("brakes", {}).items()
        },
    )
