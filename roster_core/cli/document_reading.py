"""`documents list`, `show`, `save`: which documents there are, and one of them."""

from pathlib import Path
from typing import Any

import click

from roster_core.cli.context import json_option, opened, write_json
from roster_core.journeys.document_changes import VISIBILITY
from roster_core.journeys.document_search import DocumentFilter, find_documents
from roster_core.journeys.documents import DocumentView, open_version, read_document

#: With `--shown`, which documents are meant.
_SHOWN = {"current": False, "withdrawn": True, "both": None}


@click.command("list")
@click.option("--text", default="", help="Words of names, IDs, titles and types.")
@click.option("--type", "types", multiple=True, help="Only of this type (its code); may be given several times.")
@click.option("--year", "years", multiple=True, help="Only of this school year.")
@click.option("--school", "schools", multiple=True, help="Only of students of this school (its code).")
@click.option("--grade", "grades", multiple=True, help="Only of students of this grade.")
@click.option("--homeroom", "homerooms", multiple=True, help="Only of students of this homeroom.")
@click.option("--shown", type=click.Choice(list(_SHOWN)), default="current", show_default=True,
              help="Those that are shown, those that were withdrawn, or both.")  # fmt: skip
@click.option("--first", default=0, show_default=True, help="Leave out so many.")
@click.option("--limit", default=50, show_default=True, help="At most so many.")
@json_option
def show_list(  # noqa: PLR0917 - click gives them by name
    text: str,
    types: tuple[str, ...],
    years: tuple[str, ...],
    schools: tuple[str, ...],
    grades: tuple[str, ...],
    homerooms: tuple[str, ...],
    shown: str,
    first: int,
    limit: int,
    *,
    as_json: bool,
) -> int:
    """Documents by student, the newest school year first."""
    wanted = DocumentFilter(text, types, years, schools, grades, homerooms, _SHOWN[shown])
    with opened() as session:
        page = find_documents(session.store, session.user, wanted, first=first, limit=limit)
    if as_json:
        write_json({"total": page.total, "documents": [as_told(one) for one in page.documents]})
        return 0
    for one in page.documents:
        name = f"{one.holder.last_name}, {one.holder.first_name}"
        told = f"{one.holder.district_number:10} {name:28} {one.school_year}  {one.type:14} {one.title}"
        click.echo(f"{one.document_id}  {told}{'  withdrawn' if one.withdrawn_at else ''}")
    click.echo(f"{len(page.documents):,} of {page.total:,}.", err=True)
    return 0


@click.command("show")
@click.argument("document")
@json_option
def show(document: str, *, as_json: bool) -> int:
    """One document with its versions."""
    with opened() as session:
        found, versions = read_document(session.store, session.user, document)
    if as_json:
        write_json({**as_told(found), "versions": [vars(one) for one in versions]})
        return 0
    click.echo(f"{found.title} ({found.type_name}, {found.school_year})")
    click.echo(f"  {found.holder.last_name}, {found.holder.first_name} {found.holder.district_number}")
    if found.withdrawn_at:
        click.echo(f"  withdrawn {found.withdrawn_at:%Y-%m-%d} by {found.withdrawn_by}: {found.withdrawn_reason}")
    for one in versions:
        current = " (current)" if one.current else ""
        click.echo(
            f"  version {one.version}{current}: {one.original_name}, {one.media_type}, {one.bytes:,} bytes,"
            f" {VISIBILITY[one.visibility].lower()}, {one.created_at:%Y-%m-%d} by {one.by}"
        )
    return 0


@click.command("save")
@click.argument("document")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file to write.")
@click.option("--version", type=int, help="An earlier version instead of the current one.")
@json_option
def save(document: str, out: Path, version: int | None, *, as_json: bool) -> int:
    """Write the file of one document; that it was taken out is kept in the audit trail."""
    with opened() as session:
        found, _ = read_document(session.store, session.user, document)
        number = found.version if version is None else version
        file = open_version(session.store, session.user, document, number, save=True)
    file.path.copy_to(out)
    size = out.stat().st_size
    if as_json:
        write_json({"file": str(out), "bytes": size, "media_type": file.media_type, "version": number})
    else:
        click.echo(f"{out}: version {number}, {size:,} bytes")
    return 0


def as_told(one: DocumentView) -> dict[str, Any]:
    """A document as JSON; the person by her district number."""
    told = {name: value for name, value in vars(one).items() if name not in {"document_id", "holder"}}
    holder = one.holder
    return {
        "document": one.document_id,
        "person": holder.district_number,
        "last_name": holder.last_name,
        "first_name": holder.first_name,
        "school": holder.school,
        "grade": holder.grade,
        **told,
    }
