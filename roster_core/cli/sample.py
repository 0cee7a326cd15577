"""`sample`: the made-up district."""

from pathlib import Path

import click

from roster_core.cli.context import json_option, opened, write_json
from roster_core.journeys.sample import SAMPLE, load_sample


@click.group()
def sample() -> None:
    """The made-up Maple Hollow district."""


@sample.command("load")
@json_option
def load(*, as_json: bool) -> int:
    """Load the sample district into the current database."""
    with opened() as session:
        view = load_sample(session.store, session.user)
    if as_json:
        write_json({"load": view.load_id, "state": view.state, "counts": view.counts})
    else:
        students = view.counts.get("students", {}).get("rows", 0)
        click.echo(f"Maple Hollow is ready: {students:,} students.")
    return 0


@sample.command("build")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=SAMPLE, help="Folder to write.")
def build(out: Path) -> int:
    """Write the sample district anew: roster CSV, drawn portraits and a photographer's ZIP."""
    from roster_core.sample.build import build as write  # noqa: PLC0415 - drawing is not needed by other commands

    write(out)
    click.echo(f"Written to {out}.")
    return 0
