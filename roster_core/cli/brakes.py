"""`clever brakes`, `clever approve`, `clever discard`: what holds a delivery, and deciding about it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from roster_core.clever.changes.brakes.judge import Brake
from roster_core.clever.changes.brakes.stored import brakes_as_json
from roster_core.cli import delivering
from roster_core.cli.context import json_option, opened, write_json
from roster_core.journeys.brakes import Verdict, read_verdicts
from roster_core.journeys.deliveries import read_deliveries
from roster_core.journeys.export_approvals import approve, discard
from roster_core.journeys.export_runs import read_run

#: So many of those who would vanish are told by name; with --json all that are kept.
_NAMED = 10


def verdicts_as_json(verdicts: Iterable[Verdict]) -> list[Mapping[str, Any]]:
    """What the brakes of each destination say, as JSON."""
    return [
        {
            "destination": one.name,
            "held": one.held,
            "approved": one.approval is not None,
            "brakes": brakes_as_json(one.brakes),
        }
        for one in verdicts
    ]


def tell_verdicts(verdicts: Iterable[Verdict]) -> None:
    """What the brakes of each destination say, in words."""
    for one in verdicts:
        standing = "would be held" if one.held else "approved" if one.approval else "would be sent"
        click.echo(f"{one.name}: {standing}")
        tell_brakes(one.brakes)


def tell_brakes(brakes: Iterable[Brake]) -> None:
    """Brakes in words, with the first that would vanish."""
    for brake in brakes:
        click.echo(f"  {'held' if brake.holds else 'told'}: {brake.what} {brake.why}")
        if brake.schools:
            click.echo(f"    by school: {', '.join(f'{school} {n:,}' for school, n in brake.schools.items())}")
        for one in brake.named[:_NAMED]:
            click.echo(f"    {' '.join(text for text in (one.school, one.key, one.name, one.why) if text)}")
        if brake.holds:
            click.echo(f"    {brake.fix}")


@click.command("brakes")
@click.argument("run_id", metavar="RUN")
@json_option
def show_brakes(run_id: str, *, as_json: bool) -> int:
    """What would be held of a run at each destination, and why; nothing is sent."""
    with opened() as session:
        verdicts = read_verdicts(session.store, session.user, run_id)
    if as_json:
        write_json(verdicts_as_json(verdicts))
    else:
        tell_verdicts(verdicts)
    return int(any(one.held for one in verdicts))


@click.command("approve")
@click.argument("run_id", metavar="RUN")
@click.option("--reason", required=True, help="Why the changes are right; it is kept.")
@json_option
def approve_run(run_id: str, reason: str, *, as_json: bool) -> int:
    """Approve all that holds a run; deliveries of it that are held go on their way."""
    with opened() as session:
        store, user = session.store, session.user
        held: Sequence[str] = [one.delivery_id for one in read_deliveries(store, user, run_id) if one.held]
        run = approve(store, user, run_id, reason)
        sent = delivering.wait_for_all(store, user, run_id, held)
    if as_json:
        write_json({"run": run_id, "approved": run.approved, "deliveries": [delivering.as_dict(one) for one in sent]})
    else:
        click.echo(f"Run {run_id} is approved.")
        delivering.tell(sent)
    return delivering.exit_code(sent)


@click.command("discard")
@click.argument("run_id", metavar="RUN")
@click.option("--reason", default="", help="Why it is not sent; it is kept.")
@json_option
def discard_run(run_id: str, reason: str, *, as_json: bool) -> None:
    """Do not send the held deliveries of a run: the receiver keeps what it has."""
    with opened() as session:
        discard(session.store, session.user, run_id, reason)
        run = read_run(session.store, session.user, run_id)
        sent = read_deliveries(session.store, session.user, run_id)
    if as_json:
        write_json({"run": run_id, "state": run.state, "deliveries": [delivering.as_dict(one) for one in sent]})
    else:
        click.echo(f"The held deliveries of run {run_id} are discarded.")
