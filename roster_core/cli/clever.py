"""`clever`: export, check, diff."""

import json
import shutil
from datetime import datetime
from pathlib import Path

import click

from roster_core import findings
from roster_core.clever.check import check_folder
from roster_core.clever.diff import diff_folders
from roster_core.clever.option_file import read_raw_options
from roster_core.cli.context import json_option, opened, tell_findings, worst_code, write_json
from roster_core.clock import utc_now
from roster_core.journeys import clever_export
from roster_core.journeys.export_runs import FILE_ORDER, read_run, read_run_findings, run_file_path
from roster_core.journeys.work import carry_out
from roster_core.roster.archive import open_sources

#: What the export writes beside the CSVs.
FINDINGS, ARCHIVE = "findings.json", "clever.zip"
_folder = click.Path(path_type=Path)


@click.group()
def clever() -> None:
    """The files that Clever reads."""


@clever.command("export")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder for the files.")
@click.option("--options", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="TOML or JSON file with option names and values.")  # fmt: skip
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day that decides who is active; today if absent.")
@click.option("--district", help="Code of the district, where there are several.")
@click.option("--zip", "with_zip", is_flag=True, help=f"Also put the files into {ARCHIVE}.")
@json_option
def export(out: Path, options: Path | None, as_of: datetime | None, district: str | None, *,
           with_zip: bool, as_json: bool) -> int:  # fmt: skip
    """Export the stored roster: the CSVs and findings.json into a folder.

    An earlier export in the folder is replaced; a profile that cannot run leaves findings.json only.
    """
    given = read_raw_options(options) if options else {}
    if as_of is not None:
        given["as_of_date"] = as_of.date()
    with opened() as session:
        run_id = clever_export.begin(session.store, session.user, given, district_code=district)
        carry_out(session.store, "export-run", run_id)
        run = read_run(session.store, session.user, run_id)
        found = read_run_findings(session.store, session.user, run_id)
        out.mkdir(parents=True, exist_ok=True)
        for name in (*FILE_ORDER, ARCHIVE):
            (out / name).unlink(missing_ok=True)
        for file in run.files:
            shutil.copyfile(run_file_path(session.store, session.user, run_id, file.name), out / file.name)
        if with_zip and run.files:
            with (out / ARCHIVE).open("wb") as archive:
                clever_export.write_zip(session.store, session.user, run_id, archive)
    rows = findings.to_json_rows(found)
    (out / FINDINGS).write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    if as_json:
        write_json({"run": run_id, "state": run.state, "counts": {f.name: f.rows for f in run.files}, "findings": rows})
    else:
        tell_findings(found)
        for file in run.files:
            click.echo(f"{file.name:18}{file.rows:>10,} rows")
        click.echo(f"Run {run_id}: {run.state}.")
    return worst_code(run.finding_counts)


@clever.command("check")
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
    return worst_code({severity.value: n for severity, n in findings.counts(found).items()})


@clever.command("diff")
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
