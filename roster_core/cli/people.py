"""`people`: find and show."""

from dataclasses import asdict

import click

from roster_core.cli.context import json_option, opened, write_json
from roster_core.journeys.people import KINDS, find_people, open_person

_district = click.option("--district", help="Code of the district, where there are several.")


@click.group()
def people() -> None:
    """Students and staff."""


@people.command("find")
@click.argument("text")
@click.option("--limit", default=20, show_default=True, help="At most so many.")
@_district
@json_option
def find(text: str, limit: int, district: str | None, *, as_json: bool) -> int:
    """Find people by name, typing mistakes forgiven, or by any of their IDs."""
    with opened() as session:
        hits = find_people(session.store, session.user, text, limit=limit, district_code=district)
    if as_json:
        write_json([{"kind": row["kind"].lower(), "key": row["person_key"], **row} for row in hits.to_dicts()])
        return 0
    for row in hits.iter_rows(named=True):
        name = f"{row['last_name']}, {row['first_name']}"
        click.echo(
            f"{row['kind'].lower():8}{row['person_key']:12}{name:34}{row['school_code'] or '':8}{row['grade'] or ''}"
        )
    click.echo(f"{hits.height} found.", err=True)
    return 0


@people.command("show")
@click.argument("kind", type=click.Choice(sorted(KINDS)))
@click.argument("key")
@_district
@json_option
def show(kind: str, key: str, district: str | None, *, as_json: bool) -> int:
    """Show one person by any ID: district number, state ID, weblogin ID; staff ID, state staff ID, logon."""
    with opened() as session:
        person = open_person(session.store, session.user, kind, key, district_code=district)
    if as_json:
        write_json(asdict(person))
        return 0
    click.echo(f"{person.last_name}, {person.first_name} ({'active' if person.active else 'inactive'})")
    for label, value in person.facts.items():
        click.echo(f"  {label:18}{value}")
    for title, rows in (("Schools", person.schools), ("Sections", person.sections), ("Contacts", person.contacts)):
        if rows:
            click.echo(title)
        for row in rows:
            click.echo("  " + " · ".join(f"{value}" for value in row.values() if value not in (None, "")))
    return 0
