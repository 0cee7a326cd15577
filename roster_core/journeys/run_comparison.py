"""A run just written, held against an earlier one of its profile: what changed, and what holds it."""

import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col, select

from roster_core.clever.changes.between_runs import Changes, FileCounts, compare_runs
from roster_core.clever.changes.guard import Delivered, brake, guard
from roster_core.clever.engine import SentFile
from roster_core.clever.profile.changes import option_changes
from roster_core.clever.profile.file import parse_options
from roster_core.clever.profile.options import ExportOptions
from roster_core.findings import Finding
from roster_core.journeys.districts import find_time_zone
from roster_core.journeys.export_limits import limits_of
from roster_core.journeys.export_runs import district_of, files_of, run_row
from roster_core.roster.tables.records import CodeValue, ExportRun, RosterLoad
from roster_core.storage.objects import open_objects
from roster_core.store import Store


@dataclass(frozen=True)
class Comparison:
    """The run that another was compared with, what changed, and what holds it; nothing for the first run of all."""

    base: str | None
    changes: Changes | None
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> Mapping[str, FileCounts]:
        """What changed, counted by file."""
        return self.changes.counts if self.changes else {}

    def keep(self, store: Store, district_id: int) -> str | None:
        """Keep the changes one by one; the key under which they are."""
        if self.changes is None:
            return None
        buffer = io.BytesIO()
        self.changes.rows.write_parquet(buffer, compression="zstd", compression_level=1)
        return open_objects(store.settings).put(district_id, "changes", buffer.getvalue(), ".parquet")


#: Of a run without files.
NOT_COMPARED = Comparison(None, None, ())


def compare(store: Store, run_id: str, folder: Path, files: Iterable[SentFile], *, now: datetime) -> Comparison:
    """Hold the files of a run, which lie in `folder`, against the last delivered run of its profile.

    Before any delivery, against the previous run of the profile; a run without profile against others without. Only
    runs of a saved profile can be held (export-options §8 step 14).
    """
    district_id = district_of(run_id)
    written = {file.name: file.sha256 for file in files}
    with store.reading(district_id) as session:
        row = run_row(session, run_id)
        base = _base(session, row)
        limits = limits_of(session, district_id)
        earlier = files_of(session, base.run_id) if base else ()
    changes = None
    if base is not None and base.files_removed_at is None:
        kept = open_objects(store.settings)
        same = {file.name: things_in(base, file.name) for file in earlier if written.get(file.name) == file.sha256}
        with kept.lending() as lent:
            old = {file.name: lent(file.storage_key) for file in earlier}
            changes = compare_runs(old, {name: folder / name for name in written}, same=same)
    zone = ZoneInfo(find_time_zone(store, district_id))
    delivered = _delivered(base, row, zone)
    holds = [*guard(delivered, changes, limits, today=now.astimezone(zone).date())] if row.profile_id else []
    if row.brake:
        holds.append(brake(row.brake))
    return Comparison(base.run_id if base else None, changes, tuple(holds))


def roster_digest(session: Session, load_id: str | None, district_id: int) -> str | None:
    """What the roster was made of, digested: the files of its load, how they were read, and the district's codes.

    Runs with equal digests, options, days and secrets have equal files. A journey that writes the roster otherwise
    than by a load has to be counted in here.
    """
    load = session.get(RosterLoad, (district_id, load_id)) if load_id else None
    if load is None:
        return None
    codes = session.exec(select(CodeValue).order_by(CodeValue.code_set, CodeValue.code)).all()
    made_of = {
        "files": sorted((source["name"], source["sha256"]) for source in load.sources),
        "read": {name: value for name, value in load.request.items() if name != "source"},
        "codes": [(code.code_set, code.code, code.clever_value) for code in codes],
    }
    return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()


def _base(session: Session, row: ExportRun) -> ExportRun | None:
    """The run of the same profile that was delivered last, or else the one before."""
    like = col(ExportRun.profile_id).is_(None) if row.profile_id is None else ExportRun.profile_id == row.profile_id
    earlier = select(ExportRun).where(like, ExportRun.state == "previewed", col(ExportRun.run_id) < row.run_id)
    delivered = earlier.where(col(ExportRun.delivered_at).is_not(None)).order_by(sa.desc("delivered_at"))
    return (
        session.exec(delivered.limit(1)).first()
        or session.exec(earlier.order_by(col(ExportRun.run_id).desc()).limit(1)).first()
    )


def things_in(run: ExportRun, name: str) -> int | None:
    """How many things a file of the run has, if that was counted when it was compared."""
    counted: Mapping[str, int] = run.change_counts.get(name, {})
    return counted.get("after")


def _delivered(base: ExportRun | None, row: ExportRun, zone: ZoneInfo) -> Delivered | None:
    if base is None or base.delivered_at is None:
        return None
    before, after = (_without_day(run) for run in (base, row))
    return Delivered(base.delivered_at.astimezone(zone).date(), option_changes(before, after))


def _without_day(run: ExportRun) -> ExportOptions:
    options = {name: value for name, value in run.options.items() if name != "as_of_date"}
    return parse_options(options).options
