"""What people are told of: how deliveries, runs and loads end, in words that name nobody in the roster."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session, select

from roster_core.clock import Clock, utc_now
from roster_core.delivery.port import There
from roster_core.journeys.alarm_settings import Kind
from roster_core.journeys.alarms import (
    ABOUT_LOADS,
    about_delivery,
    about_destination,
    is_wanted,
    raise_alarm,
    recover,
)
from roster_core.journeys.deliveries import ARRIVED
from roster_core.journeys.export_runs import FILE_ORDER, files_of, run_row
from roster_core.roster.tables.delivery import Delivery, Destination
from roster_core.roster.tables.organisation import District
from roster_core.roster.tables.records import RosterLoad

_KEEPS = "Nothing new was sent; the receiver keeps what it has."
#: States of scheduled runs after which all is well, and those that people are told of.
_GOOD = frozenset({"delivered", "delivered-unverified"})
_BAD = {
    "held": (Kind.HELD, "waits for an approval"),
    "failed": (Kind.FAILED, "failed"),
    "mixed": (Kind.MIXED, "left new files beside old ones"),
    "missed": (Kind.MISSED, "did not take place"),
    "interrupted": (Kind.INTERRUPTED, "was cut off"),
}


@dataclass(frozen=True)
class ScheduledEnd:
    """How a run that was due has ended; `reason` and `fix` name nobody in the roster."""

    schedule_id: str
    name: str
    state: str
    reason: str = ""
    fix: str = ""
    run_id: str | None = None
    load_id: str | None = None

    @property
    def place(self) -> str:
        """The page where it is settled: of the run, else of the load that it did not get beyond."""
        if self.run_id:
            return f"clever_export?run={self.run_id}"
        return f"roster_load?load={self.load_id}" if self.load_id else "export_history"


def delivery_ended(session: Session, row: Delivery, clock: Clock = utc_now) -> None:
    """A delivery has ended: what was wrong there before is over, or something is wrong now."""
    run = run_row(session, row.run_id)
    about, place = about_delivery(row.destination_id, run.profile_id), f"export_history?run={row.run_id}"
    if row.state in ARRIVED:
        recover(session, row.district_id, about, clock, detail=f"Run {row.run_id} arrived.")
        return
    what = f"“{run.profile_name}”" if run.profile_name else "an export"
    kind, words = {
        "not_delivered": (Kind.FAILED, f"The files of {what} did not arrive at “{row.name}”."),
        "mixed": (
            Kind.MIXED,
            f"New files of {what} stand beside old ones at “{row.name}”: the receiver may read both.",
        ),
        "interrupted": (Kind.INTERRUPTED, f"The delivery of {what} to “{row.name}” ended before it was done."),
    }[row.state]
    why = "\n".join(part for part in (words, row.error, row.fix) if part)
    detail = "\n".join(part for part in (_files(row), f"Run {row.run_id}.") if part)
    raise_alarm(session, row.district_id, kind, about, why, clock, detail=detail, place=place)


def delivery_held(session: Session, row: Delivery, clock: Clock = utc_now) -> None:
    """A delivery that was on its way is held: whoever asked for it is no longer looking."""
    run = run_row(session, row.run_id)
    words = f"The files of “{run.profile_name}” wait for an approval before they go to “{row.name}”."
    held = [brake["what"] for brake in row.brakes if brake["holds"]] or ["The approval has run out."]
    about, place = about_delivery(row.destination_id, run.profile_id), f"export_history?run={row.run_id}"
    detail = "\n".join((*held, _KEEPS))
    raise_alarm(session, row.district_id, Kind.HELD, about, words, clock, detail=detail, place=place)


def switched_off(session: Session, row: Destination, clock: Clock = utc_now) -> None:
    """A destination has switched itself off."""
    words = f"“{row.name}” was switched off: nothing is sent there.\n{row.off_reason}"
    about = about_destination(row.destination_id)
    raise_alarm(session, row.district_id, Kind.OFF, about, words, clock, place="destinations")


def switched_by_hand(session: Session, row: Destination, clock: Clock = utc_now) -> None:
    """Somebody switched a destination on or off, and so has seen to it."""
    word = "off" if row.off_at else "on"
    recover(session, row.district_id, about_destination(row.destination_id), clock, detail=f"It was switched {word}.")


def scheduled_run_ended(session: Session, district_id: int, run: ScheduledEnd, clock: Clock = utc_now) -> None:
    """A run that was due has ended, or is held: raise what is wrong, or end what was wrong with its schedule before.

    Where files were on their way, or the load of its roster failed, these tell of themselves.
    """
    about = f"schedule:{run.schedule_id}"
    if run.state in _GOOD:
        recover(session, district_id, about, clock, detail=f"“{run.name}” ran and its files arrived.")
        _tell_done(session, district_id, run, clock)
    elif run.state == "discarded":  # unless a later one waits by now
        recover(session, district_id, about, clock, kinds=(Kind.HELD,), detail="It was set aside.", place=run.place)
    elif run.state in _BAD and not _tells_of_itself(session, district_id, run):
        kind, what = _BAD[run.state]
        words, why = f"The scheduled run “{run.name}” {what}.", "\n".join(filter(None, (run.reason, run.fix)))
        keeps = "" if kind is Kind.MIXED else _KEEPS
        if kind is not Kind.HELD:  # one that waits every night, for whatever reason, is one matter
            words, why = "\n".join(filter(None, (words, why))), ""
        detail = "\n".join(filter(None, (why, keeps)))
        raise_alarm(session, district_id, kind, about, words, clock, detail=detail, place=run.place)


def load_failed(session: Session, row: RosterLoad, clock: Clock = utc_now) -> None:
    """A roster load failed; why is not told here, since it may quote the files."""
    if session.get(District, row.district_id) is None:  # the very first one: somebody is looking on
        return
    words = "A roster load failed.\nThe roster is as it was. Why stands on the page Load a roster."
    place = f"roster_load?load={row.load_id}"
    raise_alarm(session, row.district_id, Kind.LOAD, ABOUT_LOADS, words, clock, place=place)


def load_done(session: Session, row: RosterLoad, clock: Clock = utc_now) -> None:
    """A roster was loaded: whatever was wrong with loads before is over."""
    recover(session, row.district_id, ABOUT_LOADS, clock, detail="A roster was loaded.")


def _tell_done(session: Session, district_id: int, run: ScheduledEnd, clock: Clock) -> None:
    """Report that a scheduled run arrived, with what was sent, to those who want to know that too."""
    if run.run_id is None or not is_wanted(session, district_id, Kind.DONE):
        return
    words = "\n".join(filter(None, (f"The scheduled run “{run.name}” arrived.", run.reason)))
    detail = "\n".join((*_sent(session, run.run_id), f"Run {run.run_id}."))
    raise_alarm(session, district_id, Kind.DONE, f"run:{run.run_id}", words, clock, detail=detail, place=run.place)


def _sent(session: Session, run_id: str) -> Iterator[str]:
    """By file how many rows were sent, and how many things were added, removed and changed since the run before."""
    row = run_row(session, run_id)
    for file in sorted(files_of(session, run_id), key=lambda file: FILE_ORDER.index(file.name)):
        counts = row.change_counts.get(file.name)
        told = [f"{counts[what]:,} {what}" for what in ("added", "removed", "changed") if counts and counts[what]]
        yield f"{file.name}: {file.rows:,} rows" + (f" ({', '.join(told)})" if told else "")


def _tells_of_itself(session: Session, district_id: int, run: ScheduledEnd) -> bool:
    if run.state == "held":
        return False
    if not run.run_id:
        load = session.get(RosterLoad, (district_id, run.load_id)) if run.load_id else None
        return load is not None and load.state == "failed"
    return session.exec(select(Delivery.delivery_id).where(Delivery.run_id == run.run_id).limit(1)).first() is not None


def _files(row: Delivery) -> str:
    """Which files are new, old or half there, where that is not the same for all."""
    if row.state != "mixed":
        return ""
    by_place = {there: [file["name"] for file in row.files if file["there"] == there.value] for there in There}
    return "\n".join(f"{there.value.capitalize()}: {', '.join(names)}." for there, names in by_place.items() if names)
