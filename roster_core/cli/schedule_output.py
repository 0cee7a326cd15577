"""What the commands about schedules tell: for people, and for machines."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from roster_core.cli.context import write_json
from roster_core.journeys.schedule_edits import Saved
from roster_core.journeys.schedules import BlackoutView, ScheduledRunView, ScheduleView
from roster_core.schedules.instants import local_words


def schedule_json(one: ScheduleView) -> Mapping[str, Any]:
    """The schedule for machines."""
    return {
        "name": one.name,
        "profile": one.profile,
        "rule": one.words,
        "cron": one.rule.expression,
        "time_zone": one.rule.time_zone,
        "active": one.active,
        "paused_reason": one.paused_reason,
        "hold_next": one.hold_next,
        "catch_up_minutes": int(one.catch_up.total_seconds() // 60),
        "source": one.source.model_dump(mode="json"),
        "next": [
            {"at": at.at.isoformat(), "local": local_words(at.at, one.rule.time_zone), "skipped": at.skipped}
            for at in one.coming
        ],
        "blackouts": [blackout_json(kept) for kept in one.blackouts],
        "last": run_json(one.last) if one.last else None,
    }


def blackout_json(one: BlackoutView) -> Mapping[str, Any]:
    """The blackout for machines."""
    return {
        "blackout": one.blackout_id,
        "schedule": one.schedule or None,
        "first": one.blackout.first.isoformat(),
        "last": one.blackout.last.isoformat(),
        "reason": one.blackout.reason,
    }


def run_json(one: ScheduledRunView) -> Mapping[str, Any]:
    """The scheduled run for machines."""
    return {
        "scheduled_run": one.scheduled_run_id,
        "schedule": one.schedule,
        "profile": one.profile,
        "planned_at": one.planned_at.isoformat(),
        "trigger": one.trigger,
        "state": one.state,
        "reason": one.reason,
        "fix": one.fix,
        "notes": list(one.notes),
        "picked_up": one.picked,
        "load": one.load_id,
        "run": one.run_id,
        "started_at": one.started_at.isoformat() if one.started_at else None,
        "finished_at": one.finished_at.isoformat() if one.finished_at else None,
        "by": one.by,
    }


def next_words(one: ScheduleView) -> str:
    """When it runs next, or that it does not."""
    if not one.active:
        return f"paused. {one.paused_reason}".strip()
    return f"next {local_words(one.coming[0].at, one.rule.time_zone)}" if one.coming else "never again"


def last_words(one: ScheduleView) -> str:
    """How its last run ended."""
    return f"last {one.last.state}" if one.last else "never run"


def tell_schedule(one: ScheduleView) -> None:
    """Write a schedule with its next runs and how the last one ended."""
    click.echo(f"{one.name}: “{one.profile}”, {one.words}")
    if not one.active:
        click.echo(f"  {next_words(one)}")
    for at in one.coming:
        click.echo(f"  {local_words(at.at, one.rule.time_zone)}{f'  skipped: {at.skipped}' if at.skipped else ''}")
    if one.source.picks_up:
        click.echo(f"  The roster is picked up from {one.source_label}.")
    if one.hold_next:
        click.echo(f"  The next run waits for an approval. {one.hold_next}")
    if one.last:
        tell_runs([one.last], as_json=False)


def tell_saved(saved: Saved, *, as_json: bool) -> None:
    """Write a schedule as it was saved, with what was checked and what is advised."""
    if as_json:
        checks = [{"good": one.good, "what": one.what, "fix": one.fix, "hinders": one.hinders} for one in saved.checks]
        write_json({**schedule_json(saved.schedule), "advice": list(saved.advice), "checks": checks})
        return
    tell_schedule(saved.schedule)
    for one in saved.checks:
        click.echo(f"{'✓' if one.good else '✗' if one.hinders else '!'} {one.what}")
        if one.fix:
            click.echo(f"  {one.fix}")
    for text in saved.advice:
        click.echo(text, err=True)


def tell_runs(found: Sequence[ScheduledRunView], *, as_json: bool, alone: bool = False) -> None:
    """Write what became of scheduled runs; `alone` is one by itself, no list."""
    if as_json:
        told = [run_json(one) for one in found]
        write_json(told[0] if alone else told)
        return
    for one in found:
        click.echo(f"{one.planned_at:%Y-%m-%d %H:%M} UTC  {one.schedule}: {one.state}  {one.reason}".rstrip())
        for text in (*one.notes, one.fix):
            if text:
                click.echo(f"  {text}")
