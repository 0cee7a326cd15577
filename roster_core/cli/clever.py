"""`clever`: export, run, limits, check, diff."""

import click

from roster_core.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    lazy={
        "export": "roster_core.cli.clever_export:export",
        "run": "roster_core.cli.clever_export:run_profile",
        "resend": "roster_core.cli.delivering:resend_run",
        "limits": "roster_core.cli.limits:limits",
        "check": "roster_core.cli.clever_folders:check",
        "diff": "roster_core.cli.clever_folders:diff",
    },
)
def clever() -> None:
    """The files that Clever reads."""
