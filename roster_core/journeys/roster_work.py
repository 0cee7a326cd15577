"""What a load does away from the screen: read and check the files, compare, switch the roster in one transaction."""

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
from sqlmodel import Session, col, select

from roster_core import findings
from roster_core.access.audit import STAFF_OF_A_FILE, STUDENTS_OF_A_FILE, Deed, record
from roster_core.clock import Clock, utc_now
from roster_core.journeys.alarm_causes import load_done, load_failed
from roster_core.journeys.districts import write_district
from roster_core.journeys.roster_facts import stored_facts
from roster_core.journeys.roster_loads import CHANGE_SCHEMA, district_of, load_row
from roster_core.refusals import Refusal
from roster_core.roster.archive import open_sources
from roster_core.roster.changes import EntityChange, check_holds, compare
from roster_core.roster.checks.roster import check
from roster_core.roster.formats.choices import Facts
from roster_core.roster.formats.detect import detect, read
from roster_core.roster.layout import FILES
from roster_core.roster.stored import as_files, read_tables
from roster_core.roster.switch import apply_switch, district_row, plan_switch
from roster_core.roster.tables.organisation import District
from roster_core.roster.tables.records import RosterLoad
from roster_core.storage.objects import Objects, open_objects
from roster_core.store import Store

#: Told what is being done: (done, total, what).
Progress = Callable[[int, int, str], None]


def check_load(store: Store, load_id: str, *, clock: Clock = utc_now) -> None:
    """Read, check and compare the files of a load; it ends `previewed`, `held` or `refused`. Nothing else changes."""
    district_id = district_of(load_id)
    progress = _progress(store, load_id, clock)
    with store.reading(district_id) as session:
        request = dict(load_row(session, load_id).request)
        stored = stored_facts(session, district_id)
    progress(0, 4, "Reading the files")
    sources = open_sources(Path(request["source"]))
    form = request["format"]
    if form == "auto":
        form = "mapped" if request["mapping"] is not None else detect(sources).format
    intake = read(
        sources,
        format=request["format"],
        assumptions=request["assumptions"],
        facts=_stated_facts(request, stored, form),
        mapping=request["mapping"],
    )
    progress(1, 4, "Checking every row")
    checked = check(intake, district_code=stored.district_code if stored else request["district_code"])
    progress(2, 4, "Comparing with the stored roster")
    files = {name: frame for name, frame in checked.tables.items() if name != "district"}
    with store.reading(district_id) as session:
        before = as_files(read_tables(session.connection(), district_id))
    changes = {} if checked.refused else compare(files, before)
    holds = [] if checked.refused else check_holds(files, before)
    progress(3, 4, "Keeping the preview")
    objects = open_objects(store.settings)
    kept = {
        "findings": _keep(objects, district_id, checked.findings),
        "changes": _keep(objects, district_id, _change_frame(changes)),
    }
    if not checked.refused:
        kept |= {f"tables/{name}": _keep(objects, district_id, frame) for name, frame in checked.tables.items()}
    with store.writing(district_id) as session:
        row = load_row(session, load_id)
        row.state = "refused" if checked.refused else "held" if holds else "previewed"
        row.format = intake.format
        row.sources = [{"name": s.name, "size": s.size, "sha256": s.sha256} for s in intake.sources]
        row.counts = {file.name: changes[file.name].counts() for file in FILES if file.name in changes}
        row.finding_counts = {severity.value: n for severity, n in findings.counts(checked.findings).items()}
        row.holds, row.objects = holds, kept
        row.done, row.total, row.step, row.updated_at = 4, 4, "Checked", clock()


def switch_roster(store: Store, load_id: str, *, clock: Clock = utc_now) -> None:
    """Make a confirmed load the roster, in one transaction; a load that was switched already is left as it is.

    Raises:
        Refusal: The load was not confirmed, or the roster is no longer the one that it was compared with.
    """
    district_id = district_of(load_id)
    progress = _progress(store, load_id, clock)
    with store.lock(f"roster-{district_id}"):
        with store.reading(district_id) as session:
            row = load_row(session, load_id)
            if row.state == "loaded":
                return
            if row.state != "switching":
                raise Refusal("The roster was not switched.", why=f"The load is {row.state}, not confirmed.")
            kept, compared_with = dict(row.objects), row.compared_with
        progress(0, 3, "Reading what was checked")
        objects = open_objects(store.settings)
        files = {
            name.removeprefix("tables/"): _kept(objects, key)
            for name, key in kept.items()
            if name.startswith("tables/")
        }
        progress(1, 3, "Working out what to write")
        now = clock()
        with store.reading(district_id) as session:
            plan = plan_switch(read_tables(session.connection(), district_id), files, now=now)
        progress(2, 3, f"Writing {sum(len(difference) for difference in plan):,} rows")
        with store.writing(district_id) as session:
            _require_same_roster(session, district_id, compared_with)
            write_district(session, district_id, district_row(files), now=now)
            apply_switch(session.connection(), district_id, plan, now=now)
            district = session.get_one(District, district_id)
            district.current_load_id = load_id
            row = load_row(session, load_id)
            row.state, row.loaded_at, row.updated_at, row.error = "loaded", clock(), clock(), None
            row.done, row.total, row.step = 3, 3, "Loaded"
            load_done(session, row, clock)
            everybody = (STAFF_OF_A_FILE, STUDENTS_OF_A_FILE)
            deed = Deed(row.by, "roster_loaded", f"load:{load_id}", everybody, {"counts": row.counts})
            record(session, district_id, deed, now=clock())
    _forget_tables(store, district_id, load_id, objects)


def fail_load(store: Store, load_id: str, message: str, *, clock: Clock = utc_now) -> None:
    """Note that the work on a load ended with an error; the roster is as it was."""
    with store.writing(district_of(load_id)) as session:
        row = load_row(session, load_id)
        row.state, row.error, row.updated_at = "failed", message, clock()
        load_failed(session, row, clock)


def _progress(store: Store, load_id: str, clock: Clock) -> Progress:
    def tell(done: int, total: int, what: str) -> None:
        with store.writing(district_of(load_id)) as session:
            row = load_row(session, load_id)
            row.done, row.total, row.step, row.updated_at = done, total, what, clock()

    return tell


#: Facts about the school year: files tell them better than the year that is stored, unless they are mapped ones.
_OF_THE_YEAR = ("school_year", "year_start", "year_end")


def _stated_facts(request: Mapping[str, Any], stored: Facts | None, form: str) -> dict[str, Any]:
    known = stored.model_dump(mode="json") if stored else {"district_code": request["district_code"] or ""}
    if form != "mapped":
        known = {name: value for name, value in known.items() if name not in _OF_THE_YEAR}
    return known | (request["facts"] or {})


def _require_same_roster(session: Session, district_id: int, compared_with: str | None) -> None:
    district = session.get(District, district_id)
    current = district.current_load_id if district else None
    if current != compared_with:
        raise Refusal(
            "The roster was not switched.",
            why="It was loaded anew since this load was compared with it.",
            fix="Give the files again, so that what would change is worked out against the roster of today.",
        )


def _keep(objects: Objects, district_id: int, frame: pl.DataFrame) -> str:
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=1)
    return objects.put(district_id, "load", buffer.getvalue(), ".parquet")


def _kept(objects: Objects, key: str) -> pl.DataFrame:
    return pl.read_parquet(io.BytesIO(objects.get(key)))


def _change_frame(changes: Mapping[str, EntityChange]) -> pl.DataFrame:
    none = pl.DataFrame(schema=CHANGE_SCHEMA)
    frames = [none]
    for file in FILES:
        if (change := changes.get(file.name)) is None:
            continue
        for what, frame in (("added", change.added), ("changed", change.changed), ("gone", change.gone)):
            told = frame.with_columns(file=pl.lit(file.csv_name), what=pl.lit(what))
            missing = [pl.lit("").alias(name) for name in CHANGE_SCHEMA if name not in told.columns]
            frames.append(told.with_columns(missing).select(list(CHANGE_SCHEMA)))
    return pl.concat(frames)


def _forget_tables(store: Store, district_id: int, load_id: str, objects: Objects) -> None:
    """Let go of the checked tables of a finished load, but for those that an open load shares."""
    with store.writing(district_id) as session:
        rows: list[Any] = list(
            session.exec(select(RosterLoad).where(col(RosterLoad.state).in_(("previewed", "held", "switching"))))
        )
        shared = {key for row in rows for key in row.objects.values()}
        row = load_row(session, load_id)
        mine = {name: key for name, key in row.objects.items() if name.startswith("tables/")}
        row.objects = {name: key for name, key in row.objects.items() if name not in mine}
    for key in set(mine.values()) - shared:
        objects.delete(key)
