"""`destinations limits`: how far a set may differ from the last one at a destination."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from roster_core.clever.changes.brakes.limits import BrakeLimits, BrakeSettings, BrakeWindow
from roster_core.cli.context import json_option, opened, write_json
from roster_core.journeys.brake_settings import parse_limits, read_brake_settings, save_brake_settings
from roster_core.options import each_option

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("limits")
@click.argument("name")
@click.option("--set", "given", multiple=True, metavar="NAME=VALUE",
              help="A limit such as people_hold=12; shown, they have their names.")  # fmt: skip
@click.option("--window", "windows", type=(_DAY, _DAY, int, int, int, str), multiple=True,
              metavar="START END DELETED CHANGED ADDED REASON",
              help="Shares in percent that are allowed between two days, such as those of a new term.")  # fmt: skip
@click.option("--no-windows", is_flag=True, help="Forget the windows set before.")
@json_option
def limits(name: str, given: Sequence[str], windows: Iterable[Any], *, no_windows: bool, as_json: bool) -> None:
    """How far a set may differ from the last one at a destination until somebody has to approve it; shown, or set.

    Whatever the limits are, a first delivery, a school that is deleted, a file that is missing, empty or less than half
    its size, and other columns are always held.
    """
    told = dict(_pair(one) for one in given)
    with opened() as session:
        present = read_brake_settings(session.store, session.user, name)
        kept = () if no_windows else present.windows
        wanted = BrakeSettings(
            parse_limits({**present.limits.model_dump(), **told}), (*kept, *(_window(*one) for one in windows))
        )
        if wanted != present:
            wanted = save_brake_settings(session.store, session.user, name, wanted)
    if as_json:
        write_json({"limits": wanted.limits.model_dump(), "windows": [_as_json(one) for one in wanted.windows]})
        return
    for field, info in each_option(BrakeLimits):
        click.echo(f"{field} = {getattr(wanted.limits, field)}  {info.title}")
    for one in wanted.windows:
        click.echo(
            f"{one.start} to {one.end}: {one.deleted} % deleted, {one.changed} % changed, {one.added} % added"
            f" ({one.reason})."
        )


def _pair(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise click.UsageError(f"“{given}” is not NAME=VALUE.")
    return name, value


def _window(start: datetime, end: datetime, deleted: int, changed: int, added: int, reason: str) -> BrakeWindow:
    return BrakeWindow(start.date(), end.date(), deleted, changed, added, reason)


def _as_json(window: BrakeWindow) -> dict[str, Any]:
    return {**asdict(window), "start": window.start.isoformat(), "end": window.end.isoformat()}
