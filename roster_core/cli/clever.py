"""`clever`: export, run, what holds a run, limits, check, diff."""

import click

from roster_core.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    lazy={
        "export": "roster_core.cli.clever_export:export",
        "run": "roster_core.cli.clever_export:run_profile",
        "brakes": "roster_core.cli.brakes:show_brakes",
        "approve": "roster_core.cli.brakes:approve_run",
        "discard": "roster_core.cli.brakes:discard_run",
        "resend": "roster_core.cli.delivering:resend_run",
        "limits": "roster_core.cli.limits:limits",
        "check": "roster_core.cli.clever_folders:check",
        "diff": "roster_core.cli.clever_folders:diff",
    },
)
def clever() -> None:
    """The files that Clever reads."""
