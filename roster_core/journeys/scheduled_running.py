"""Carrying out a scheduled run: pick up the roster, make the files, hold or deliver them; one step at a time.

Where it is stands in its own record, so it may be ended anywhere and goes on from there.
"""

from datetime import timedelta
from threading import Event

from roster_core.clever import kinds
from roster_core.clock import Clock, utc_now
from roster_core.delivery.heartbeat import Moment
from roster_core.findings import Severity
from roster_core.jobs.handlers import Progress
from roster_core.journeys.asking import EXPORT
from roster_core.journeys.clever_export import begin_profile_run
from roster_core.journeys.deliveries import OPEN as ON_THE_WAY
from roster_core.journeys.deliveries import read_deliveries, read_ways
from roster_core.journeys.districts import DistrictView, read_districts
from roster_core.journeys.export_runs import RunView, read_run, read_run_findings
from roster_core.journeys.heartbeats import heartbeat
from roster_core.journeys.scheduled_outcomes import ended, outcome_of
from roster_core.journeys.scheduled_pickup import forget_copy, load, pick_up
from roster_core.journeys.scheduled_steps import LOOK_S, Held, Step, read_step
from roster_core.journeys.schedules import OPEN, source_of
from roster_core.journeys.sending import deliver
from roster_core.refusals import Refusal
from roster_core.roster.tables.profiles import ExportProfile
from roster_core.roster.tables.records import ExportRun
from roster_core.roster.tables.schedules import ScheduledRun
from roster_core.schedules.due import too_late
from roster_core.store import Store

#: A run that takes longer is given up: something is wrong, and the next one is due.
LONGEST = timedelta(hours=6)
#: Times that files are made anew because the roster was loaded meanwhile.
_TRIES = 3
_NOT_RUN = "Nothing was sent."
_NEW_IDS = "People or sections look the same under other IDs; Clever would delete and create them."
#: What a watching service hears of a run; a hold is no failure, but nothing arrives until somebody looks.
_BEATS: dict[str, Moment] = {
    "delivered": "success",
    "delivered-unverified": "success",
    **dict.fromkeys(("held", "failed", "mixed", "interrupted"), "fail"),
}


def advance(store: Store, district_id: int, scheduled_run_id: str, *, clock: Clock = utc_now) -> Progress:
    """The next step of the run, whatever that is."""
    step = read_step(store, district_id, scheduled_run_id, clock)
    if step.row.state not in OPEN:
        return Progress(1, 1, finished=True)
    try:
        return _next(step)
    except Held as held:
        return _end(step, "held", held.reason, held.fix)
    except Refusal as refusal:
        return _end(step, "failed", f"{refusal.what} {refusal.why}".strip(), refusal.fix)


def fail(store: Store, district_id: int, scheduled_run_id: str, why: str, *, clock: Clock = utc_now) -> None:
    """Note that the work ended without coming to an end of its own."""
    with store.writing(district_id) as session:
        row = session.get_one(ScheduledRun, (district_id, scheduled_run_id), with_for_update=True)
        if row.state in OPEN:
            ended(session, row, "interrupted", why, "Look at the page Export history, then run it again.", now=clock())


def _next(step: Step) -> Progress:
    row, now, source = step.row, step.clock(), source_of(step.schedule)
    if row.state == "planned":
        return _start(step)
    if row.started_at and now - row.started_at > LONGEST:
        hours = int(LONGEST.total_seconds() // 3600)
        return _end(step, "interrupted", f"It took longer than {hours} hours.", "Look at where it stood still.")
    if source.picks_up and "digest" not in row.picked:
        return pick_up(step, source)
    if source.picks_up and not row.picked.get("settled"):
        return load(step, source)
    if row.run_id is None:
        step.change(run_id=step.new_id(), tries=row.tries + 1, step="Making the files")
        return Progress(step="Making the files")
    run = _made(step, row.run_id)
    return _send(step, run) if run is not None else Progress(step="Making the files")


def _start(step: Step) -> Progress:
    row, now = step.row, step.clock()
    catch_up = timedelta(minutes=step.schedule.catch_up_minutes)
    if row.trigger == "SCHEDULE" and (late := too_late(row.planned_at, catch_up, now)):
        return _end(step, "missed", late)
    if note := _profile(step).not_to_schedule:
        return _end(step, "skipped", f"The profile must not be scheduled: {note}")
    step.change(state="running", started_at=now, step="Starting")
    heartbeat(step.store, step.district_id, "start", clock=step.clock)
    return Progress(step="Starting")


def _profile(step: Step) -> ExportProfile:
    with step.store.reading(step.district_id) as session:
        profile = session.get_one(ExportProfile, (step.district_id, step.schedule.profile_id))
        if profile.archived_at is not None:
            why = f"The profile “{profile.name}” was put away."
            raise Refusal(_NOT_RUN, why=why, fix="Choose another profile for the schedule.")
        session.expunge(profile)
    return profile


def _made(step: Step, run_id: str) -> RunView | None:
    """The export run once it is made; None if the next step has to go on with it.

    Raises:
        Refusal: No files were made.
    """
    with step.store.reading(step.district_id) as session:
        found = session.get(ExportRun, (step.district_id, run_id))
        state = found.state if found else ""
    district = _district(step)
    if not state:
        begin_profile_run(
            step.store,
            step.user,
            _profile(step).name,
            run_id=run_id,
            brake=step.row.brake,
            district_code=district.code,
            clock=step.clock,
        )
        return None
    if state == "running":
        try:
            step.carry_on(EXPORT, run_id)
        except Refusal:  # it is noted with the run; the roster may only have been loaded meanwhile
            if not _overtaken(step, run_id):
                raise
            step.change(run_id=None, notes=[*step.row.notes, "The roster was loaded anew meanwhile."])
        return None
    run = read_run(step.store, step.user, run_id, clock=step.clock)
    if state == "previewed":
        return run
    raise Refusal(
        "No files were made.",
        why=run.error or f"The profile's settings do not allow it ({_blocks(run)} findings of severity “block”).",
        fix="Look at the run on the page Export history.",
    )


def _overtaken(step: Step, run_id: str) -> bool:
    """Whether the files could not be made because another roster is in use by now."""
    run = read_run(step.store, step.user, run_id, clock=step.clock)
    return run.load_id != _district(step).load_id and step.row.tries < _TRIES


def _send(step: Step, run: RunView) -> Progress:
    sent = read_deliveries(step.store, step.user, run.run_id)
    if not sent:
        if run.held:
            raise Held(_why_held(step, run), "Look at what changed, then approve the run or set it aside.")
        if not run.deliverable:
            raise Refusal(
                _NOT_RUN,
                why=f"{_blocks(run)} findings of severity “block” keep the files from being sent.",
                fix="Look at the run's findings on the page Export history.",
            )
        ways = read_ways(step.store, step.user, run.run_id)
        left_out = [f"“{way.destination.name}” was left out: {way.hindrance}" for way in ways if way.hindrance]
        deliver(step.store, step.user, run.run_id, clock=step.clock)
        step.change(notes=[*step.row.notes, *left_out], step="Delivering")
        return Progress(step="Delivering")
    if any(one.state in ON_THE_WAY for one in sent):
        Event().wait(LOOK_S)
        return Progress(step="Delivering")
    with step.store.reading(step.district_id) as session:
        told = outcome_of(session, run.run_id)
    return _end(step, *told) if told else Progress(step="Delivering")


def _why_held(step: Step, run: RunView) -> str:
    """What holds the files, as the findings tell it, without those that give an example of a person or section."""
    found = read_run_findings(step.store, step.user, run.run_id)
    told = [
        _NEW_IDS if row["code"] == kinds.GUARD_IDS_CHANGED.code else row["message"]
        for row in found.iter_rows(named=True)
        if row["code"] in run.guards
    ]
    return " ".join(dict.fromkeys(told)) or "The files wait for an approval."


def _blocks(run: RunView) -> str:
    return f"{run.finding_counts.get(Severity.BLOCK.value, 0):,}"


def _district(step: Step) -> DistrictView:
    return next(one for one in read_districts(step.store) if one.district_id == step.district_id)


def _end(step: Step, state: str, reason: str = "", fix: str = "") -> Progress:
    with step.store.writing(step.district_id) as session:
        row = session.get_one(ScheduledRun, (step.district_id, step.row.scheduled_run_id), with_for_update=True)
        if row.state in OPEN:
            ended(session, row, state, reason, fix, now=step.clock())
    forget_copy(step)
    if state in _BEATS:
        heartbeat(step.store, step.district_id, _BEATS[state], clock=step.clock)
    return Progress(1, 1, finished=True)
