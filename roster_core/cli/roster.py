"""`roster`: load and dump."""

import json
from pathlib import Path
from typing import Any

import click

from roster_core import findings
from roster_core.cli.context import Session, json_option, opened, tell_findings, worst_code, write_json
from roster_core.journeys.column_mappings import find_mapping
from roster_core.journeys.roster_dump import dump_roster
from roster_core.journeys.roster_load import LoadRequest, begin, confirm
from roster_core.journeys.roster_loads import LoadView, read_findings, read_load
from roster_core.journeys.work import carry_out
from roster_core.refusals import Refusal

_REFUSED = 2
FORMATS = ("auto", "roster", "clever", "oneroster", "mapped")


@click.group()
def roster() -> None:
    """The roster of the district: load it, write it back out."""


@roster.command("load")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="auto",
              help="What the files are; found out by default.")  # fmt: skip
@click.option("--district", help="Code of the district to load into, where there are several.")
@click.option("--dry-run", is_flag=True, help="Check and compare only; change nothing.")
@click.option("--approve", is_flag=True, help="Switch even if the load is held for losing too much.")
@click.option("--reason", default="Approved on the command line.", help="Why a held load is approved.")
@click.option("--assume", multiple=True, metavar="NAME=VALUE",
              help="What the files do not say, such as custody_issue=false; may be given several times.")  # fmt: skip
@click.option("--fact", multiple=True, metavar="NAME=VALUE",
              help="A fact of the district that the files do not hold, such as school_year=2026-27.")  # fmt: skip
@click.option("--mapping", metavar="NAME|FILE",
              help="For the SIS's own exports: a saved column mapping, or a JSON file with one.")  # fmt: skip
@json_option
def load(path: Path, form: str, district: str | None, *, dry_run: bool, approve: bool, reason: str,
         assume: tuple[str, ...], fact: tuple[str, ...], mapping: str | None, as_json: bool) -> int:  # fmt: skip
    """Load the roster in PATH, a folder or ZIP, as the whole roster of the district."""
    with opened() as session:
        request = LoadRequest(
            format=form,
            assumptions=_pairs(assume),
            facts=_pairs(fact),
            mapping=_mapping(session, mapping, district) if mapping else None,
            district_code=district,
        )
        load_id = begin(session.store, session.user, path, request)
        carry_out(session.store, "roster-check", load_id)
        view = read_load(session.store, session.user, load_id)
        if not dry_run and (view.state == "previewed" or (view.state == "held" and approve)):
            confirm(session.store, session.user, load_id, approve=approve, reason=reason)
            carry_out(session.store, "roster-switch", load_id)
            view = read_load(session.store, session.user, load_id)
        return _tell(session, view, as_json=as_json)


@roster.command("dump")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--district", help="Code of the district, where there are several.")
def dump(folder: Path, district: str | None) -> int:
    """Write the stored roster into FOLDER as roster CSV, the same bytes whenever the roster is the same."""
    with opened() as session:
        dump_roster(session.store, session.user, folder, district_code=district)
    click.echo(f"Written to {folder}.")
    return 0


def _tell(session: Session, view: LoadView, *, as_json: bool) -> int:
    found = read_findings(session.store, session.user, view.load_id)
    if as_json:
        rows = findings.to_json_rows(found)
        write_json({"load": view.load_id, "state": view.state, "counts": view.counts, "findings": rows})
    else:
        tell_findings(found)
        for entity, count in view.counts.items():
            changes = ", ".join(f"{count[what]:,} {what}" for what in ("added", "changed", "gone") if count[what])
            click.echo(f"{entity:26}{count['rows']:>10,} rows   {changes or 'nothing new'}")
        for hold in view.holds:
            click.echo(f"Held: {hold}", err=True)
        click.echo(f"Load {view.load_id}: {view.state}.")
    if view.state in ("held", "refused"):
        return _REFUSED
    return worst_code(view.finding_counts)


def _mapping(session: Session, name: str, district: str | None) -> dict[str, Any]:
    path = Path(name)
    if not path.is_file():
        return find_mapping(session.store, session.user, name, district_code=district)
    try:
        return dict(json.loads(path.read_text(encoding="utf-8-sig")))
    except (OSError, ValueError, TypeError) as exc:
        raise Refusal("The roster was not loaded.", why=f"{name} is not a JSON object.", fix="Check the file.") from exc


def _pairs(given: tuple[str, ...]) -> dict[str, Any] | None:
    pairs: dict[str, Any] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals:
            raise Refusal(
                "The roster was not loaded.", why=f"“{pair}” is not NAME=VALUE.", fix="Write e.g. custody_issue=false."
            )
        pairs[name] = {"true": True, "false": False}.get(value.lower(), value)
    return pairs or None
