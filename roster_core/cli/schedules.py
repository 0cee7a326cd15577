"""`schedules`: when exports run by themselves, days on which they do not, and what became of every run."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import click

from roster_core.cli.context import Session, json_option, opened, write_json
from roster_core.cli.schedule_blackouts import blackout
from roster_core.cli.schedule_output import last_words, next_words, schedule_json, tell_runs, tell_saved, tell_schedule
from roster_core.clock import utc_now
from roster_core.journeys import schedule_edits, scheduled_decisions
from roster_core.journeys.destinations import read_destination
from roster_core.journeys.districts import require_district
from roster_core.journeys.schedule_edits import ScheduleDraft
from roster_core.journeys.schedule_sources import Source
from roster_core.journeys.schedules import (
    ARRIVED,
    ScheduleView,
    read_schedule,
    read_scheduled_run,
    read_scheduled_runs,
    read_schedules,
)
from roster_core.options import each_option
from roster_core.refusals import Refusal
from roster_core.schedules.rule import DAYS, MONTHS

_name = click.argument("name")
_day = click.DateTime(["%Y-%m-%d"])
#: Exit codes of a run that waits for somebody, and of one that failed.
_HELD, _FAILED = 1, 3


@click.group()
def schedules() -> None:
    """Schedules: profiles that run and are delivered by themselves."""


schedules.add_command(blackout)


@schedules.command("list")
@json_option
def show_list(*, as_json: bool) -> None:
    """Every schedule: when it runs next, and how the last run ended."""
    with opened() as session:
        found = read_schedules(session.store, session.user)
    if as_json:
        write_json([schedule_json(one) for one in found])
        return
    for one in found:
        click.echo(f"{one.name}  “{one.profile}”  {one.words}  {next_words(one)}  {last_words(one)}")
    if not found:
        click.echo("There is no schedule yet.")


@schedules.command("show")
@_name
@json_option
def show(name: str, *, as_json: bool) -> None:
    """A schedule with its next runs, its blackouts, and how the last run ended."""
    with opened() as session:
        one = read_schedule(session.store, session.user, name)
    if as_json:
        write_json(schedule_json(one))
        return
    tell_schedule(one)


@schedules.command("save")
@_name
@click.option("--profile", help="The profile that it runs.")
@click.option("--at", help="The time of day, such as 04:30.")
@click.option("--days", help="Days of the week, such as Mon-Fri or Tue,Thu.")
@click.option("--months", help="Months, such as Sep-Jun; “all” for every month.")
@click.option("--cron", help="A cron expression of five fields, in place of time, days and months.")
@click.option("--zone", help="IANA name of the time zone; the district's if absent.")
@click.option("--catch-up-hours", type=float, help="A run that could not begin in time is caught up within so long.")
@click.option("--source", "sources", multiple=True, metavar="NAME=VALUE",
              help="Where the roster comes from, such as kind=folder; “schedules sources” lists them.")  # fmt: skip
@click.option("--rename", default="", help="Another name for it.")
@click.option("--on", "switch_on", is_flag=True, help="Let it run by itself, once it was checked.")
@json_option
def save(name: str, *, profile: str | None, at: str | None, days: str | None, months: str | None, cron: str | None,
         zone: str | None, catch_up_hours: float | None, sources: Sequence[str], rename: str,
         switch_on: bool, as_json: bool) -> None:  # fmt: skip
    """Save a schedule; what is not given stays as it is. A new one does not run by itself until it is switched on."""
    with opened() as session:
        store, user = session.store, session.user
        known = next((one for one in read_schedules(store, user) if one.name.lower() == name.strip().lower()), None)
        if known is None and profile is None:
            raise click.UsageError("A new schedule needs --profile.")
        draft = _draft(known, profile, zone, sources, session)
        timed = {
            **({"at": at, "cron": ""} if at else {}),
            **({"weekdays": _range(days, DAYS, 0), "cron": ""} if days else {}),
            **({"months": () if months == "all" else _range(months, MONTHS, 1), "cron": ""} if months else {}),
            **({"cron": cron} if cron else {}),
            **({"catch_up_minutes": round(60 * catch_up_hours)} if catch_up_hours is not None else {}),
        }
        saved = schedule_edits.save_schedule(store, user, name, ScheduleDraft(**{**draft, **timed}), rename=rename)
        if switch_on:
            saved = schedule_edits.resume_schedule(store, user, saved.schedule.name)
    tell_saved(saved, as_json=as_json)


@schedules.command("sources")
def show_sources() -> None:
    """What can be set of where the roster comes from."""
    for option, info in each_option(Source):
        click.echo(f"{option} (default {info.default!r}): {info.description}")


@schedules.command("pause")
@_name
@click.option("--reason", default="", help="Why; whoever looks at it reads that.")
def pause(name: str, reason: str) -> None:
    """Let nothing of it run by itself until it is resumed."""
    with opened() as session:
        schedule_edits.pause_schedule(session.store, session.user, name, reason)
    click.echo(f"“{name}” is paused.")


@schedules.command("resume")
@_name
@json_option
def resume(name: str, *, as_json: bool) -> None:
    """Let it run by itself, once it was checked; after a pause the first run waits for an approval."""
    with opened() as session:
        saved = schedule_edits.resume_schedule(session.store, session.user, name)
    tell_saved(saved, as_json=as_json)


@schedules.command("delete")
@_name
def delete(name: str) -> None:
    """Delete a schedule; what became of its runs stays in the history."""
    with opened() as session:
        schedule_edits.delete_schedule(session.store, session.user, name)
    click.echo(f"“{name}” is deleted.")


@schedules.command("run")
@_name
@click.option("--no-wait", is_flag=True, help="Only ask for it.")
@json_option
def run(name: str, *, no_wait: bool, as_json: bool) -> int:
    """Do now what the schedule does by itself, and wait until it has ended or is held."""
    with opened() as session:
        store, user = session.store, session.user
        asked = schedule_edits.run_now(store, user, name)
        if not no_wait and asked.job_id:
            from roster_core.journeys.waiting import finish  # noqa: PLC0415 - every kind of work comes with it

            finish(store, require_district(store).district_id, asked.job_id)
        found = read_scheduled_runs(store, user, name=name, limit=20)
    [ended] = [one for one in found if one.scheduled_run_id == asked.scheduled_run_id]
    tell_runs([ended], as_json=as_json, alone=True)
    if ended.open or ended.state in ARRIVED:
        return 0
    return _HELD if ended.state == "held" else _FAILED


@schedules.command("history")
@click.argument("name", required=False, default="")
@click.option("--days", default=30, show_default=True, help="So many days back.")
@json_option
def history(name: str, days: int, *, as_json: bool) -> None:
    """What became of the runs that were due, the newest first: those that were missed or skipped too."""
    with opened() as session:
        since = utc_now() - timedelta(days=days)
        found = read_scheduled_runs(session.store, session.user, name=name, since=since, limit=1000)
    tell_runs(found, as_json=as_json)


@schedules.command("approve")
@click.argument("scheduled_run", metavar="SCHEDULED_RUN")
@click.option("--reason", required=True, help="Why the changes are right; it is kept.")
@json_option
def approve_run(scheduled_run: str, reason: str, *, as_json: bool) -> int:
    """Approve the files of a held run and deliver them."""
    # Only where something is delivered: every kind of work comes with it.
    from roster_core.cli import delivering  # noqa: PLC0415
    from roster_core.journeys.export_approvals import approve  # noqa: PLC0415
    from roster_core.journeys.sending import deliver  # noqa: PLC0415

    with opened() as session:
        store, user = session.store, session.user
        held = read_scheduled_run(session.store, session.user, scheduled_run)
        if held.state != "held" or held.run_id is None:
            raise Refusal(
                "The run was not approved.",
                why=f"It is {held.state}." if held.state != "held" else held.reason,
                fix=held.fix or "“schedules history” tells which runs are held.",
            )
        approve(store, user, held.run_id, reason)
        sent = delivering.wait_for_all(store, user, held.run_id, deliver(store, user, held.run_id))
        tell_runs([read_scheduled_run(session.store, session.user, scheduled_run)], as_json=as_json, alone=True)
    return delivering.exit_code(sent)


@schedules.command("discard")
@click.argument("scheduled_run", metavar="SCHEDULED_RUN")
@click.option("--reason", required=True, help="Why; it is kept.")
@json_option
def discard(scheduled_run: str, reason: str, *, as_json: bool) -> None:
    """Set a held run aside: nothing of it is sent."""
    with opened() as session:
        ended = scheduled_decisions.discard(session.store, session.user, scheduled_run, reason)
    tell_runs([ended], as_json=as_json, alone=True)


def _draft(
    known: ScheduleView | None, profile: str | None, zone: str | None, sources: Sequence[str], session: Session
) -> dict[str, Any]:
    """What is there already, with what was given in its place."""
    given = _sources(sources, session)
    if known is None:
        return {"profile": profile, "time_zone": zone or "", "source": given}
    rule = known.rule
    source = {**known.source.model_dump(mode="json"), **given}
    kept: dict[str, Any] = {"profile": profile or known.profile, "time_zone": zone or rule.time_zone, "source": source,
                            "catch_up_minutes": int(known.catch_up.total_seconds() // 60)}  # fmt: skip
    if rule.cron:
        return {**kept, "cron": rule.cron}
    return {**kept, "at": f"{rule.at:%H:%M}", "weekdays": rule.weekdays, "months": rule.months}


def _sources(given: Sequence[str], session: Session) -> dict[str, str]:
    told = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or name not in Source.model_fields:
            raise click.UsageError(f"“{name}” is no setting; “schedules sources” lists them.")
        told[name] = value
    if told.get("account"):  # it is kept by its ID: a destination may get another name
        told["account"] = read_destination(session.store, session.user, told["account"]).destination_id
    return told


def _range(text: str, names: Sequence[str], first: int) -> tuple[int, ...]:
    """Numbers of days or months from words such as `Mon-Fri` or `Sep-Jun`, which may go on past the end."""
    numbers = {name.lower(): place + first for place, name in enumerate(names)}
    told: list[int] = []
    for part in text.replace("–", "-").split(","):
        start, dash, end = (word.strip().lower()[:3] for word in part.partition("-"))
        if start not in numbers or (dash and end not in numbers):
            raise Refusal(
                "The schedule was not saved.", why=f"“{part.strip()}” is not known.", fix=f"Use {', '.join(names)}."
            )
        length = (numbers[end] - numbers[start]) % len(names) + 1 if dash else 1
        told += [(numbers[start] - first + step) % len(names) + first for step in range(length)]
    return tuple(sorted(set(told)))
