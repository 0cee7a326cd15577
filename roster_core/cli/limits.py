"""`clever limits`: how far a delivery may differ from the one before."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

import click

from roster_core.clever.changes.guard import Limits, Window
from roster_core.cli.context import json_option, opened, write_json
from roster_core.journeys.export_limits import read_limits, save_limits

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("limits")
@click.option("--removed", type=int, help="Held above this share of a kind removed, in percent.")
@click.option("--changed", type=int, help="Held above this share of a kind changed, in percent.")
@click.option("--pause-days", type=int, help="After so many days without a delivery the next counts as a first.")
@click.option("--window", "windows", type=(_DAY, _DAY, int, int, str), multiple=True,
              metavar="START END REMOVED CHANGED REASON",
              help="Wider limits between two days, such as a rollover.")  # fmt: skip
@click.option("--no-windows", is_flag=True, help="Forget the windows set before.")
@click.option("--district", help="Code of the district, where there are several.")
@json_option
def limits(removed: int | None, changed: int | None, pause_days: int | None, windows: Iterable[Any],
           district: str | None, *, no_windows: bool, as_json: bool) -> None:  # fmt: skip
    """How far a delivery may differ from the one before until somebody has to approve it; shown, or set."""
    with opened() as session:
        present = read_limits(session.store, session.user, district_code=district)
        kept = () if no_windows else present.windows
        wanted = replace(
            present,
            removed_percent=present.removed_percent if removed is None else removed,
            changed_percent=present.changed_percent if changed is None else changed,
            pause_days=present.pause_days if pause_days is None else pause_days,
            windows=(*kept, *(_window(*given) for given in windows)),
        )
        if wanted != present:
            save_limits(session.store, session.user, wanted, district_code=district)
    if as_json:
        write_json(asdict(wanted))
    else:
        _tell(wanted)


def _window(start: datetime, end: datetime, removed: int, changed: int, reason: str) -> Window:
    return Window(start.date(), end.date(), removed, changed, reason)


def _tell(limits: Limits) -> None:
    click.echo(f"Held above {limits.removed_percent} % removed or {limits.changed_percent} % changed of any kind.")
    click.echo(f"After {limits.pause_days} days without a delivery the next counts as a first.")
    for window in limits.windows:
        click.echo(
            f"{window.start} to {window.end}: {window.removed_percent} % removed, {window.changed_percent} % changed"
            f" ({window.reason})."
        )
