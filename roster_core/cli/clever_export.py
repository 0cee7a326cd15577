"""`clever export` and `clever run`: the files of a roster, and runs of a saved profile."""

from datetime import datetime
from pathlib import Path

import click
import polars as pl

from roster_core import findings
from roster_core.clever.changes import guard
from roster_core.clever.profile.file import read_raw_options
from roster_core.cli import delivering
from roster_core.cli.brakes import tell_verdicts, verdicts_as_json
from roster_core.cli.context import code_of, json_option, opened, tell_findings, write_json
from roster_core.journeys import clever_export
from roster_core.journeys.brakes import read_verdicts
from roster_core.journeys.deliveries import DeliveryView, read_deliveries
from roster_core.journeys.export_approvals import approve
from roster_core.journeys.export_changes import read_changes
from roster_core.journeys.export_runs import FILE_ORDER, read_run, read_run_findings
from roster_core.journeys.export_taking import take_file, take_zip
from roster_core.journeys.sending import deliver as deliver_run
from roster_core.journeys.sending import require_somewhere
from roster_core.journeys.work import carry_out

#: What the export writes beside the CSVs.
FINDINGS, ARCHIVE = "findings.json", "clever.zip"
_as_of = click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]),
                      help="The day that decides who is active; today if absent.")  # fmt: skip


@click.command("export")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder for the files.")
@click.option("--options", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="TOML or JSON file with option names and values.")  # fmt: skip
@click.option("--profile", help="Name of a saved profile, instead of a file.")
@_as_of
@click.option("--district", help="Code of the district, where there are several.")
@click.option("--zip", "with_zip", is_flag=True, help=f"Also put the files into {ARCHIVE}.")
@json_option
def export(out: Path, options: Path | None, profile: str | None, as_of: datetime | None, district: str | None, *,
           with_zip: bool, as_json: bool) -> int:  # fmt: skip
    """Export the stored roster: the CSVs and findings.json into a folder.

    An earlier export in the folder is replaced; a profile that cannot run leaves findings.json only. Nothing is
    delivered, so nothing is said of what would hold a delivery.
    """
    if options and profile:
        raise click.UsageError("Give either --options or --profile.")
    day = as_of.date() if as_of else None
    given = read_raw_options(options) if options else {}
    if day is not None:
        given["as_of_date"] = day
    with opened() as session:
        run_id = (
            clever_export.begin_profile_run(session.store, session.user, profile, as_of=day, district_code=district)
            if profile
            else clever_export.begin(session.store, session.user, given, district_code=district)
        )
        carry_out(session.store, "export-run", run_id)
        run = read_run(session.store, session.user, run_id)
        found = read_run_findings(session.store, session.user, run_id).filter(pl.col("file") != guard.FILE)
        out.mkdir(parents=True, exist_ok=True)
        for name in (*FILE_ORDER, ARCHIVE):
            (out / name).unlink(missing_ok=True)
        for file in run.files:
            take_file(session.store, session.user, run_id, file.name).copy_to(out / file.name)
        if with_zip and run.files:
            with (out / ARCHIVE).open("wb") as archive:
                take_zip(session.store, session.user, run_id, archive)
    rows = findings.to_json_rows(found)
    (out / FINDINGS).write_text(findings.json_text(rows), encoding="utf-8", newline="\n")
    if as_json:
        write_json({"run": run_id, "state": run.state, "counts": {f.name: f.rows for f in run.files}, "findings": rows})
    else:
        tell_findings(found)
        for file in run.files:
            click.echo(f"{file.name:18}{file.rows:>10,} rows")
        click.echo(f"Run {run_id}: {run.state}.")
    return code_of(found)


@click.command("run")
@click.option("--profile", required=True, help="Name of the saved profile.")
@click.option("--deliver", is_flag=True, help="Deliver the files to the destinations of the profile.")
@click.option("--dry-run", is_flag=True, help="All but sending: tell what would be held at each destination, and why.")
@click.option("--approve", "reason", help="If the run is held, or its delivery, approve that for this reason.")
@_as_of
@click.option("--district", help="Code of the district, where there are several.")
@json_option
def run_profile(profile: str, reason: str | None, as_of: datetime | None, district: str | None, *,
                deliver: bool, dry_run: bool, as_json: bool) -> int:  # fmt: skip
    """Run a profile and keep the run: its files, findings, what changed, and whether it is held."""
    if dry_run and reason is not None:
        raise click.UsageError("A dry run approves nothing: leave out --approve.")
    day = as_of.date() if as_of else None
    with opened() as session:
        store, user = session.store, session.user
        if deliver:
            require_somewhere(store, user, profile)
        run_id = clever_export.begin_profile_run(store, user, profile, as_of=day, district_code=district)
        carry_out(store, "export-run", run_id)
        run = read_run(store, user, run_id)
        if reason is not None and run.held:
            run = approve(store, user, run_id, reason)
        sent: tuple[DeliveryView, ...] = ()
        if deliver and not dry_run and run.deliverable:
            asked = deliver_run(store, user, run_id)
            if reason is not None and any(one.held for one in read_deliveries(store, user, run_id)):
                approve(store, user, run_id, reason)
            sent = delivering.wait_for_all(store, user, run_id, asked)
        verdicts = read_verdicts(store, user, run_id) if dry_run and run.files else ()
        found, changes = read_run_findings(store, user, run_id), read_changes(store, user, run_id)
    state = "held" if run.held else delivering.state_of(sent) if sent else run.state
    if as_json:
        counts = {name: file.as_json() for name, file in changes.counts.items()} if changes else {}
        write_json(
            {
                "run": run_id,
                "state": state,
                "findings": findings.to_json_rows(found),
                "deliveries": [delivering.as_dict(one) for one in sent],
                "profile": {"name": run.profile_name, "version": run.profile_version},
                "counts": {file.name: file.rows for file in run.files},
                "changes": {"since": changes.base, "told": changes.sentence, "files": counts} if changes else None,
                "approved": run.approved,
                **({"brakes": verdicts_as_json(verdicts)} if dry_run else {}),
            }
        )
    else:
        tell_findings(found)
        if changes:
            click.echo(f"{changes.sentence[0].upper()}{changes.sentence[1:]}.")
        click.echo(f"Run {run_id} of “{run.profile_name}”, version {run.profile_version}: {state}.")
        delivering.tell(sent)
        tell_verdicts(verdicts)
    if any(one.held for one in verdicts):
        return 1
    return delivering.exit_code(sent) or code_of(found.filter(pl.col("file") != guard.FILE) if run.approved else found)
