"""`clever check` and `clever diff`: folders of Clever CSVs, whoever made them."""

from pathlib import Path

import click

from roster_core import findings
from roster_core.clever.changes.diff import diff_folders
from roster_core.clever.check.run import check_folder
from roster_core.cli.context import code_of, json_option, tell_findings, write_json
from roster_core.clock import utc_now
from roster_core.roster.archive import open_sources

_folder = click.Path(path_type=Path)


@click.command("check")
@click.argument("folder", type=_folder)
@click.option("--previous", type=_folder, help="What was uploaded last: also warns of what would vanish.")
@json_option
def check(folder: Path, previous: Path | None, *, as_json: bool) -> int:
    """Check any folder or ZIP of Clever CSVs, whoever made it, against Clever's specification."""
    found = check_folder(folder, today=utc_now().date(), previous=previous)
    if as_json:
        write_json(findings.to_json_rows(found))
    else:
        tell_findings(found)
        if found.is_empty():
            click.echo(f"Nothing found: {len(open_sources(folder))} files are as Clever wants them.")
    return code_of(found)


@click.command("diff")
@click.argument("old", type=_folder)
@click.argument("new", type=_folder)
@json_option
def diff(old: Path, new: Path, *, as_json: bool) -> int:
    """Compare two folders or ZIPs of Clever CSVs by row key: added, removed, changed with the columns."""
    difference = diff_folders(old, new).as_json()
    if as_json:
        write_json(difference)
        return 0
    for name, file in difference.items():
        click.echo(
            f"{name}: {len(file['added']):,} added, {len(file['removed']):,} removed, {len(file['changed']):,} changed"
        )
        for sign, keys in (("+", file["added"]), ("-", file["removed"])):
            for key in keys:
                click.echo(f"  {sign} {key}")
        for change in file["changed"]:
            cells = "; ".join(
                f"{column}: {before!r} → {after!r}" for column, (before, after) in change["columns"].items()
            )
            click.echo(f"  ~ {change['key']}  {cells}")
    return 0
