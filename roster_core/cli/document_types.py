"""`documents types`, `retention`: what documents are of, and how long they are kept."""

from dataclasses import asdict, replace

import click

from roster_core.cli.context import json_option, opened, write_json
from roster_core.journeys.document_changes import VISIBILITY
from roster_core.journeys.document_retention import dispose, read_due
from roster_core.journeys.document_types import (
    TypeSettings,
    TypeView,
    add_type,
    change_type,
    delete_type,
    order_types,
    read_types,
    set_active,
)
from roster_core.refusals import Refusal
from roster_core.text import same

_visibility = click.option("--visibility", type=click.Choice(list(VISIBILITY)), help="Who sees new documents.")
_once = click.option("--one-per-year/--several-per-year", default=None, help="How many a student has in a school year.")
_years = click.option("--retention", help="Years kept after the end of the school year, or “ever”.")


@click.group("types", invoke_without_command=True)
@click.pass_context
@json_option
def types(context: click.Context, *, as_json: bool) -> int:
    """The assessment types of the district; without a further command, the list."""
    return 0 if context.invoked_subcommand else _tell(as_json=as_json)


@types.command("add")
@click.argument("code")
@click.option("--name", required=True, help="What it is called.")
@_visibility
@_once
@_years
@json_option
def add(
    code: str, name: str, visibility: str | None, retention: str | None, *, one_per_year: bool | None, as_json: bool
) -> int:
    """Add a type at the end of the list."""
    settings = _settings(TypeSettings(name), visibility, retention, one_per_year=one_per_year)
    with opened() as session:
        add_type(session.store, session.user, code, settings)
    return _tell(as_json=as_json)


@types.command("change")
@click.argument("code")
@click.option("--name", help="What it is called from now on.")
@_visibility
@_once
@_years
@json_option
def change(
    code: str,
    name: str | None,
    visibility: str | None,
    retention: str | None,
    *,
    one_per_year: bool | None,
    as_json: bool,
) -> int:
    """Change a type; other years of retention change the last day of its documents too."""
    with opened() as session:
        known = read_types(session.store, session.user)
        found = next((one for one in known if same(one.code) == same(code)), None)
        old = found.settings if found else TypeSettings(name or "")
        settings = _settings(replace(old, name=name or old.name), visibility, retention, one_per_year=one_per_year)
        change_type(session.store, session.user, code, settings)
    return _tell(as_json=as_json)


@types.command("off")
@click.argument("code")
@json_option
def off(code: str, *, as_json: bool) -> int:
    """Switch a type off: nothing more is uploaded of it, its documents stay."""
    with opened() as session:
        set_active(session.store, session.user, code, active=False)
    return _tell(as_json=as_json)


@types.command("on")
@click.argument("code")
@json_option
def on(code: str, *, as_json: bool) -> int:
    """Switch a type on again."""
    with opened() as session:
        set_active(session.store, session.user, code, active=True)
    return _tell(as_json=as_json)


@types.command("remove")
@click.argument("code")
@json_option
def remove(code: str, *, as_json: bool) -> int:
    """Remove a type that no document is of."""
    with opened() as session:
        delete_type(session.store, session.user, code)
    return _tell(as_json=as_json)


@types.command("order")
@click.argument("codes", nargs=-1, required=True)
@json_option
def order(codes: tuple[str, ...], *, as_json: bool) -> int:
    """Put the types into this order; those that are not named follow as they were."""
    with opened() as session:
        known = {same(one.code): one.code for one in read_types(session.store, session.user)}
        named = [known.get(same(code), code) for code in codes]
        order_types(session.store, session.user, [*named, *(one for one in known.values() if one not in named)])
    return _tell(as_json=as_json)


@click.command("retention")
@click.option("--confirm", "confirmed", is_flag=True, help="Remove them; without it this is a preview.")
@json_option
def retention(*, confirmed: bool, as_json: bool) -> int:
    """Documents past their last day: what would be removed for good and, with --confirm, removing it."""
    with opened() as session:
        due = read_due(session.store, session.user)
        gone = dispose(session.store, session.user) if confirmed else None
    if as_json:
        told = {name: value for name, value in vars(due).items() if name != "documents"}
        listed = [
            {"person": one.holder.district_number, **{k: v for k, v in vars(one).items() if k != "holder"}}
            for one in due.documents
        ]
        write_json({**told, "documents": listed, "removed": None if gone is None else asdict(gone)})
        return 0
    for one in due.documents:
        click.echo(f"{one.dispose_on}  {one.holder.district_number:10} {one.school_year}  {one.type:14} {one.title}")
    if gone is None:
        click.echo(f"{due.total:,} documents are past their last day; with --confirm they are removed.", err=True)
    else:
        click.echo(f"{gone.documents:,} documents, {gone.versions:,} versions and {gone.files:,} files were removed.")
    return 0


def _settings(
    old: TypeSettings, visibility: str | None, retention: str | None, *, one_per_year: bool | None
) -> TypeSettings:
    told = replace(old, default_visibility=visibility or old.default_visibility)
    if one_per_year is not None:
        told = replace(told, one_per_year=one_per_year)
    return told if retention is None else replace(told, retention_years=_years_of(retention))


def _years_of(text: str) -> int | None:
    if text == "ever":
        return None
    if not text.isdecimal():
        raise Refusal("Nothing was changed.", why=f"“{text}” is no number of years.", fix="Give a number, or “ever”.")
    return int(text)


def _tell(*, as_json: bool) -> int:
    with opened() as session:
        found = read_types(session.store, session.user)
    if as_json:
        write_json([vars(one) for one in found])
        return 0
    for one in found:
        click.echo(_line(one))
    return 0


def _line(one: TypeView) -> str:
    kept = "for ever" if one.retention_years is None else f"{one.retention_years} years"
    once = ", one a year" if one.one_per_year else ""
    off = "" if one.active else "  (switched off)"
    shown = VISIBILITY[one.default_visibility].lower()
    return f"{one.code:16} {one.name:40} {shown}, kept {kept}{once}, {one.documents:,} documents{off}"
