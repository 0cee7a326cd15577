"""The command line: its commands, and how refusals and exit codes are told."""

import sys

import click

from roster_core.cli.lazy import LazyGroup
from roster_core.data_free import tell_failure
from roster_core.refusals import Refusal

#: What an exit code means (design: command line).
DONE, FINDINGS, REFUSED, FAILED = range(4)


#: Every command, in the order in which they are told.
COMMANDS = {
    name: f"roster_core.cli.{module}:{name}"
    for name, module in (
        ("sample", "sample"),
        ("roster", "roster"),
        ("people", "people"),
        ("photos", "photos"),
        ("emails", "emails"),
        ("documents", "documents"),
        ("batches", "batches"),
        ("clever", "clever"),
        ("profiles", "profiles"),
        ("destinations", "destinations"),
        ("schedules", "schedules"),
        ("alarms", "alarms"),
        ("audit", "audit"),
        ("secrets", "secrets"),
        ("users", "users"),
        ("privacy", "privacy"),
        ("storage", "storage"),
        ("serve", "serve"),
        ("worker", "worker"),
        ("bench", "bench.commands"),
        ("reference", "reference"),
    )
}


@click.group(
    cls=LazyGroup, lazy=COMMANDS, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
def app() -> None:
    """Roster Desk: photos, batch updates and Clever exports for school-district data coordinators.

    Exit codes: 0 done · 1 done, with findings of severity error or block · 2 refused, nothing changed ·
    3 failed half way.
    """


def main() -> None:
    """Run the command that was typed; a refusal is told in words and ends with its exit code."""
    try:
        sys.exit(app(standalone_mode=False))
    except Refusal as refusal:
        click.echo("\n".join(part for part in (refusal.what, refusal.why, refusal.fix) if part), err=True)
        sys.exit(REFUSED)
    except click.exceptions.Abort:
        sys.exit(FAILED)
    except click.ClickException as error:
        error.show()
        sys.exit(REFUSED)
    except Exception as error:  # noqa: BLE001 - a traceback would quote what was worked on, and end as if by findings
        tell_failure(error)
        sys.exit(FAILED)
