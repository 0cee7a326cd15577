"""The first part of a scheduled run: the newest files of the SIS, found, waited for, copied, and loaded."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

from sqlmodel import col, select

from roster_core.delivery.faults import Fault, FaultKind
from roster_core.delivery.pickup import Found, fetch_set, find_set, set_digest
from roster_core.jobs.handlers import Progress
from roster_core.journeys.asking import ROSTER_CHECK, ROSTER_SWITCH
from roster_core.journeys.column_mappings import find_mapping
from roster_core.journeys.districts import read_districts
from roster_core.journeys.roster_load import LoadRequest, begin, confirm
from roster_core.journeys.roster_loads import load_row
from roster_core.journeys.schedule_places import not_picked, opened_place
from roster_core.journeys.schedule_sources import Source
from roster_core.journeys.scheduled_steps import Held, Step
from roster_core.refusals import Refusal
from roster_core.roster.tables.records import RosterLoad
from roster_core.roster.tables.schedules import ScheduledRun
from roster_core.store import Store

#: Seconds between two looks at files that are not there yet or still change: in a folder, and on a server.
LOOK_AFTER_S = {"folder": 5, "sftp": 30}
#: Seconds that one piece of waiting takes.
LOOK_S = 5.0
#: Faults that nobody waits for: somebody has to do something, and accounts are locked by trying.
_AT_ONCE = frozenset({FaultKind.AUTH, FaultKind.HOST_KEY, FaultKind.CONFIG})
_NOT_PICKED, _NOT_LOADED = "The roster was not picked up.", "The roster was not loaded."
#: So many earlier runs are asked whether they loaded the same files.
_ASKED = 100


def pick_up(step: Step, source: Source) -> Progress:
    """Look once; copy the files if they stand still, else note what was seen and let a moment pass.

    Raises:
        Refusal: They were waited for long enough, or the place cannot be looked at.
    """
    row, now = step.row, step.clock()
    seen = dict(row.picked.get("seen", {}))
    if "next" in seen and now < datetime.fromisoformat(seen["next"]):
        Event().wait(LOOK_S)
        return Progress(step=row.step)
    # Whatever stands there already is given the time to stand still.
    until = (row.started_at or now) + timedelta(minutes=source.wait_minutes, seconds=2 * source.still_s)
    try:
        with opened_place(step.store, step.district_id, source, clock=step.clock) as place:
            found = find_set(place, source.done_file)
            why = _not_yet(found, source, seen, now)
            if found is not None and not why:
                files = fetch_set(place, found, _folder(step))
                if (again := find_set(place, source.done_file)) is not None and again.signature == found.signature:
                    _keep(step, found, files)
                    return Progress(step="Files were picked up")
                why = "The files changed while they were copied."
    except Fault as fault:
        if fault.kind in _AT_ONCE:
            raise not_picked(fault) from fault
        found, why = None, f"{fault.message} {fault.fix}".strip()
    if now >= until:
        fix = "Look whether your student information system wrote its files, and whether the schedule looks there."
        raise Refusal(_NOT_PICKED, why=f"{why} It was so for {source.wait_minutes} minutes.", fix=fix)
    pause = min(LOOK_AFTER_S[source.kind], source.still_s)
    following = (now + timedelta(seconds=pause)).isoformat()
    step.change(picked={"seen": {**_seen(found, seen, now), "next": following}}, step=why)
    Event().wait(min(LOOK_S, pause))
    return Progress(step=why)


def load(step: Step, source: Source) -> Progress:
    """Check, compare and switch the roster that was picked up; files that were loaded already are left alone.

    Raises:
        Held: The load waits for somebody's approval.
        Refusal: The load was refused or failed.
    """
    row = step.row
    if row.load_id is None:
        if told := _loaded_before(step.store, row):
            step.change(picked={**row.picked, "settled": True}, notes=[*row.notes, told])
            forget_copy(step)
            return Progress(step="The roster is loaded already")
        step.change(load_id=step.new_id())
        return Progress(step="Loading the roster")
    state = _begun(step, source, row.load_id)
    if state == "checking":
        if not _folder(step).is_dir():  # another machine copied them: they are picked up anew
            step.change(picked={}, load_id=None)
            return Progress(step="Picking the roster up again")
        step.carry_on(ROSTER_CHECK, row.load_id)
    elif state == "previewed":
        confirm(step.store, step.user, row.load_id, clock=step.clock)
    elif state == "switching":
        step.carry_on(ROSTER_SWITCH, row.load_id)
    elif state == "loaded":
        step.change(picked={**row.picked, "settled": True})
        forget_copy(step)
    else:
        forget_copy(step)
        _refuse(step.store, row.load_id)
    return Progress(step="Loading the roster")


def _not_yet(found: Found | None, source: Source, seen: dict[str, str], now: datetime) -> str:
    """Why the files are not picked up now; blank = they are."""
    if found is None:
        return "There are no files to pick up."
    age = now - datetime.fromtimestamp(found.modified, UTC)
    if source.max_age_h and age > timedelta(hours=source.max_age_h):
        return f"The newest files are {int(age.total_seconds() // 3600)} hours old."
    if found.unfinished:
        return found.unfinished
    if found.done:
        return ""
    since = datetime.fromisoformat(seen["at"]) if seen.get("signature") == found.signature else now
    return "" if now - since >= timedelta(seconds=source.still_s) else "It waits until the files stand still."


def _seen(found: Found | None, seen: dict[str, str], now: datetime) -> dict[str, str]:
    if found is None:
        return {}
    if seen.get("signature") == found.signature:
        return seen
    return {"signature": found.signature, "at": now.isoformat()}


def _keep(step: Step, found: Found, files: dict[str, str]) -> None:
    newest = datetime.fromtimestamp(found.modified, UTC).isoformat()
    step.change(picked={"name": found.name, "files": files, "digest": set_digest(files), "newest": newest}, step="")


def _folder(step: Step) -> Path:
    """Where the files of a run are copied to."""
    return step.store.settings.data_dir / "loads" / step.row.scheduled_run_id


def forget_copy(step: Step) -> None:
    """They hold everybody's data, and what was checked is kept otherwise."""
    shutil.rmtree(_folder(step), ignore_errors=True)


def _loaded_before(store: Store, row: ScheduledRun) -> str:
    """That the same files are loaded, in words; blank if they are not.

    Files that were loaded earlier and have not been written anew are older than what somebody loaded since.
    """
    current = next(one.load_id for one in read_districts(store) if one.district_id == row.district_id)
    with store.reading(row.district_id) as session:
        earlier = session.exec(
            select(ScheduledRun)
            .where(col(ScheduledRun.load_id).is_not(None))
            .order_by(col(ScheduledRun.planned_at).desc())
            .limit(_ASKED)
        ).all()
        for one in earlier:
            unwritten = one.picked.get("newest") == row.picked["newest"]
            if one.picked.get("digest") == row.picked["digest"] and (unwritten or one.load_id == current):
                loaded = session.get(RosterLoad, (row.district_id, one.load_id))
                if loaded is not None and loaded.state == "loaded" and loaded.loaded_at:
                    return f"The files are those that were loaded on {loaded.loaded_at:%Y-%m-%d %H:%M} UTC."
    return ""


def _begun(step: Step, source: Source, load_id: str) -> str:
    """The state of the load, which is begun if it was not yet."""
    with step.store.reading(step.district_id) as session:
        row = session.get(RosterLoad, (step.district_id, load_id))
        if row is not None:
            return row.state
    code = next(one.code for one in read_districts(step.store) if one.district_id == step.district_id)
    mapping = find_mapping(step.store, step.user, source.mapping, district_code=code) if source.mapping else None
    request = LoadRequest("auto" if mapping else source.form, mapping=mapping, district_code=code)
    place = _folder(step)
    names = list(step.row.picked["files"])
    if len(names) == 1 and names[0].lower().endswith(".zip"):
        place = place / names[0]
    begin(step.store, step.user, place, request, load_id=load_id, clock=step.clock)
    return "checking"


def _refuse(store: Store, load_id: str) -> None:
    """Raise what a load that did not become the roster means for the run."""
    with store.reading(int(load_id.partition("-")[0])) as session:
        row = load_row(session, load_id)
        state, holds, error, counts = row.state, list(row.holds), row.error, dict(row.finding_counts)
    if state == "held":
        raise Held(
            f"The roster load is held. {' '.join(holds)}",
            "Approve it or set it aside on the page Load a roster; the run then goes on by itself.",
        )
    found = ", ".join(f"{count:,} {severity}" for severity, count in counts.items() if count)
    why = error or (f"It was {state}{f' (findings: {found})' if found else ''}.")
    raise Refusal(_NOT_LOADED, why=why, fix="Look at the load on the page Load a roster; the roster is as it was.")
