"""`schedules blackout`: days on which nothing runs by itself."""

from datetime import datetime

import click

from roster_core.cli.context import json_option, opened, write_json
from roster_core.cli.schedule_output import blackout_json
from roster_core.journeys import schedule_blackouts
from roster_core.journeys.schedules import read_blackouts

_day = click.DateTime(["%Y-%m-%d"])


@click.group("blackout")
def blackout() -> None:
    """Days on which nothing runs, such as those of a rollover."""


@blackout.command("list")
@json_option
def list_blackouts(*, as_json: bool) -> None:
    """Every blackout."""
    with opened() as session:
        found = read_blackouts(session.store, session.user)
    if as_json:
        write_json([blackout_json(one) for one in found])
        return
    for one in found:
        click.echo(f"{one.blackout_id}  {one.schedule or 'every schedule'}  {one.blackout}")
    if not found:
        click.echo("There is no blackout.")


@blackout.command("add")
@click.argument("first", type=_day)
@click.argument("last", type=_day)
@click.option("--reason", required=True, help="Such as Rollover; the history tells it.")
@click.option("--schedule", "name", default="", help="A schedule; the whole district if absent.")
@json_option
def add_blackout(first: datetime, last: datetime, reason: str, name: str, *, as_json: bool) -> None:
    """Let nothing run from FIRST to LAST (YYYY-MM-DD), both included; the first run after it waits for an approval."""
    with opened() as session:
        made = schedule_blackouts.add_blackout(
            session.store, session.user, first.date(), last.date(), reason, name=name
        )  # fmt: skip
    if as_json:
        write_json(blackout_json(made))
    else:
        click.echo(f"Nothing runs {made.blackout} ({made.blackout_id}).")


@blackout.command("remove")
@click.argument("blackout_id", metavar="BLACKOUT")
def remove_blackout(blackout_id: str) -> None:
    """Take a blackout back."""
    with opened() as session:
        schedule_blackouts.remove_blackout(session.store, session.user, blackout_id)
    click.echo("The blackout is removed.")
