"""The group `bench`, and the choices that its commands share."""

import click


@click.group()
def bench() -> None:
    """Measurements against peers, as ratios."""


students_option = click.option("--students", default=10_000, show_default=True, help="Size of the made-up district.")
sizes_option = click.option(
    "--students", "sizes", multiple=True, default=(10_000,), show_default=True,
    help="Size of the made-up district; may be given several times.",
)  # fmt: skip
rounds_option = click.option("--rounds", default=3, show_default=True, help="Each is run so often; medians are told.")
browser_option = click.option("--browser", default="/usr/bin/chromium", show_default=True, help="Path of Chromium.")
