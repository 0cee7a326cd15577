"""Clever export: options → a run with its files and findings, kept as it was previewed."""

import json
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any

import polars as pl

from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clever.engine import Request, Result, export_in_child
from roster_core.clock import Clock, new_id, today_in, utc_now
from roster_core.findings import counts, sorted_frame, to_frame
from roster_core.jobs.queue import Work
from roster_core.journeys.asking import EXPORT, ask
from roster_core.journeys.brakes import measure_ahead
from roster_core.journeys.districts import DistrictView, read_districts, require_district
from roster_core.journeys.export_profiles import ProfileView, profile_row, view
from roster_core.journeys.export_runs import district_of, read_run, require_kept, run_file, run_row
from roster_core.journeys.run_comparison import NOT_COMPARED, Comparison, compare, roster_digest
from roster_core.refusals import Refusal
from roster_core.roster.tables.records import ExportFile, ExportRun
from roster_core.storage.objects import open_objects
from roster_core.store import Store

#: Files in a ZIP carry one fixed moment, so that the same files give the same ZIP.
_ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)


def begin(
    store: Store,
    user: User,
    options: Mapping[str, Any],
    *,
    district_code: str | None = None,
    clock: Clock = utc_now,
) -> str:
    """Note a run with `options` (field names of export-options §2) and return its ID; `run_export` does the work.

    Raises:
        Refusal: The user may not, or there is no roster.
    """
    require_everywhere(user, Right.EXPORT_RUN)
    return _begin(store, user, options, require_district(store, district_code), profile=None, clock=clock)


def begin_profile_run(
    store: Store,
    user: User,
    profile_name: str,
    *,
    as_of: date | None = None,
    district_code: str | None = None,
    run_id: str | None = None,
    brake: str = "",
    clock: Clock = utc_now,
) -> str:
    """The same with the newest version of a saved profile; `as_of` stands in for the day that the profile names.

    A `run_id` that was handed out before (`new_run_id`) is begun once. `brake` = why it is to be held in any case.

    Raises:
        Refusal: The user may not, or there is no such profile.
    """
    require_everywhere(user, Right.EXPORT_RUN)
    district = require_district(store, district_code)
    with store.reading(district.district_id) as session:
        profile = view(session, profile_row(session, profile_name))
    options = dict(profile.options) if as_of is None else {**profile.options, "as_of_date": as_of}
    return _begin(store, user, options, district, profile=profile, begun=Begun(run_id, brake), clock=clock)


def new_run_id(district_id: int, clock: Clock = utc_now) -> str:
    """An ID for a run that is begun later."""
    return f"{district_id}-{new_id(clock)}"


@dataclass(frozen=True)
class Begun:
    """How a run is begun: under an ID that was handed out before, and held in any case for a reason."""

    run_id: str | None = None
    brake: str = ""


#: Under an ID of its own, held by nothing but what is found.
AT_ONCE = Begun()


def _begin(
    store: Store,
    user: User,
    options: Mapping[str, Any],
    district: DistrictView,
    *,
    profile: ProfileView | None,
    begun: Begun = AT_ONCE,
    clock: Clock,
) -> str:
    now = clock()
    run_id = begun.run_id or new_run_id(district.district_id, clock)
    with store.writing(district.district_id) as session:
        if begun.run_id and session.get(ExportRun, (district.district_id, run_id)) is not None:
            return run_id
        session.add(
            ExportRun(
                district_id=district.district_id,
                run_id=run_id,
                state="running",
                options=_plain(options),
                profile_id=profile.profile_id if profile else None,
                profile_name=profile.name if profile else None,
                profile_version=profile.version if profile else None,
                load_id=district.load_id,
                as_of_date=_day(options, district, clock),
                brake=begun.brake,
                by=user.login,
                created_at=now,
                updated_at=now,
            )
        )
    return run_id


def preview_in_background(store: Store, run_id: str) -> None:
    """Let a worker carry the run out; its state tells how far it is."""
    district_id = district_of(run_id)
    with store.reading(district_id) as session:
        by = run_row(session, run_id).by
    ask(store, district_id, Work(EXPORT, run_id, by, lane=run_id))


def run_export(store: Store, run_id: str, *, clock: Clock = utc_now) -> None:
    """Build the files of a run and keep them by content hash; it ends `previewed`, or `refused` with its findings.

    Raises:
        Refusal: The roster was loaded anew since the run was begun.
    """
    district_id = district_of(run_id)
    district = _district(store, district_id)
    with store.reading(district_id) as session:
        row = run_row(session, run_id)
        if row.state != "running":
            return
        options, load_id, day = dict(row.options), row.load_id, row.as_of_date
        digest = roster_digest(session, load_id, district_id)
    if load_id != district.load_id:
        raise Refusal("Nothing was exported.", why="The roster was loaded anew since.", fix="Preview again.")

    def progress(done: int, total: int, what: str) -> None:
        with store.writing(district_id) as session:
            row = run_row(session, run_id)
            row.done, row.total, row.step, row.updated_at = done, total, what, clock()

    progress(0, 1, "Starting")
    with tempfile.TemporaryDirectory(dir=_scratch(store)) as scratch:
        request = Request(
            url=store.settings.url,
            district_id=district_id,
            options=options,
            today=day,
            folder=Path(scratch) / "files",
            findings=Path(scratch) / "findings.parquet",
            secret=store.settings.secret,
        )
        result = export_in_child(request, progress)
        objects = open_objects(store.settings)
        keys = {
            file.name: objects.put_file(district_id, "export", request.folder / file.name, ".csv")
            for file in result.files
        }
        compared = compare(store, run_id, request.folder, result.files, now=clock()) if result.files else NOT_COMPARED
        found = _with_holds(result, compared)
        findings_key = objects.put_file(district_id, "findings", result.findings, ".parquet")
        tables = {name: objects.put_file(district_id, name, path, ".parquet") for name, path in result.tables.items()}
        changes_key = compared.keep(store, district_id)
    now = clock()
    with store.writing(district_id) as session:
        row = run_row(session, run_id)
        row.state = "previewed" if result.files else "refused"
        row.counts, row.finding_counts, row.findings_key = result.counts, found, findings_key
        row.tables = tables
        row.compared_with, row.changes_key = compared.base, changes_key
        row.change_counts = {name: file.as_json() for name, file in compared.counts.items()}
        row.guards = [finding.kind.code for finding in compared.findings]
        row.roster_digest = digest
        row.finished_at, row.updated_at, row.step, row.done = now, now, "Finished", row.total
        session.add_all(
            ExportFile(
                district_id=district_id,
                run_id=run_id,
                name=file.name,
                rows=file.rows,
                bytes=file.size,
                sha256=file.sha256,
                storage_key=keys[file.name],
                created_at=now,
                updated_at=now,
            )
            for file in result.files
        )
    if result.files:
        measure_ahead(store, run_id)


def fail_run(store: Store, run_id: str, message: str, *, clock: Clock = utc_now) -> None:
    """Note that the work on a run ended with an error."""
    with store.writing(district_of(run_id)) as session:
        row = run_row(session, run_id)
        row.state, row.error, row.updated_at = "failed", message, clock()


def write_zip(store: Store, user: User, run_id: str, to: IO[bytes]) -> None:
    """All files of a run as one ZIP, the same bytes whenever the files are the same.

    Raises:
        Refusal: The user may not, or the run has no files.
    """
    run = read_run(store, user, run_id)
    require_kept(run.files_removed_at)
    if not run.files:
        raise Refusal("There is nothing to download.", why="The run has no files.", fix="Look at its findings first.")
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in run.files:
            entry = zipfile.ZipInfo(file.name, _ZIP_MOMENT)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            with (
                archive.open(entry, "w", force_zip64=True) as inside,
                run_file(store, user, run_id, file.name).open() as kept,
            ):
                while block := kept.read(1 << 20):
                    inside.write(block)


def _with_holds(result: Result, compared: Comparison) -> dict[str, int]:
    """Put what holds a run to its findings in the file; how many there are of each severity."""
    if not compared.findings:
        return result.finding_counts
    frame = sorted_frame([pl.read_parquet(result.findings), to_frame(compared.findings)])
    frame.write_parquet(result.findings)
    return {severity.value: n for severity, n in counts(frame).items()}


def _plain(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options as JSON keeps them; what it has no form for stays of the wrong type for every option."""
    day = options.get("as_of_date")
    stated = {**options, "as_of_date": day.isoformat()} if isinstance(day, date) else dict(options)
    text = json.dumps(stated, default=lambda value: {"not JSON": str(value)})
    plain: dict[str, Any] = json.loads(text, parse_constant=lambda value: {"not JSON": value})
    return plain


def _day(options: Mapping[str, Any], district: DistrictView, clock: Clock) -> date:
    stated = options.get("as_of_date")
    if isinstance(stated, date):
        return stated
    try:
        return date.fromisoformat(str(stated))
    except ValueError:  # absent, or a finding of the run will say that it is no date
        return today_in(district.time_zone, clock)


def _district(store: Store, district_id: int) -> DistrictView:
    return next(district for district in read_districts(store) if district.district_id == district_id)


def _scratch(store: Store) -> Path:
    folder = store.settings.data_dir / "scratch"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
