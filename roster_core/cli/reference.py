"""`reference`: the options and findings of the export, written down from their declarations."""

from pathlib import Path

import click

from roster_core.clever.reference import as_markdown
from roster_core.project import PROJECT

#: Where the reference lies in the documentation.
DOCUMENT = PROJECT / "data" / "docs" / "clever-export.md"


@click.command("reference")
@click.option("--write", is_flag=True, help="Write it into the documentation instead of printing it.")
def reference(*, write: bool) -> int:
    """Every option and finding of the Clever export, as Markdown."""
    if write:
        _write(DOCUMENT)
        click.echo(f"Written to {DOCUMENT}.", err=True)
    else:
        click.echo(as_markdown(), nl=False)
    return 0


def _write(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_markdown(), encoding="utf-8", newline="\n")
