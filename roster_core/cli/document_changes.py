"""`documents withdraw`, `restore`, `visibility`: what may be changed of a document."""

from collections.abc import Callable

import click

from roster_core.cli.context import Session, json_option, opened, write_json
from roster_core.cli.document_reading import as_told
from roster_core.journeys.document_changes import VISIBILITY, restore_document, show_to, withdraw_document
from roster_core.journeys.documents import read_document


@click.command("withdraw")
@click.argument("document")
@click.option("--reason", required=True, help="Why; kept with the document and in the audit trail.")
@json_option
def withdraw(document: str, reason: str, *, as_json: bool) -> int:
    """Hide a document. It is kept to its last day, and can be restored."""

    def change(session: Session, seen: int) -> None:
        withdraw_document(session.store, session.user, document, seen=seen, reason=reason)

    return _change(document, change, "withdrawn", as_json=as_json)


@click.command("restore")
@click.argument("document")
@click.option("--reason", default="", help="Why; kept in the audit trail.")
@json_option
def restore(document: str, reason: str, *, as_json: bool) -> int:
    """Show a withdrawn document again."""

    def change(session: Session, seen: int) -> None:
        restore_document(session.store, session.user, document, seen=seen, reason=reason)

    return _change(document, change, "restored", as_json=as_json)


@click.command("visibility")
@click.argument("document")
@click.argument("to", type=click.Choice(list(VISIBILITY)))
@click.option("--reason", default="", help="Why; kept in the audit trail.")
@json_option
def visibility(document: str, to: str, reason: str, *, as_json: bool) -> int:
    """Say who sees a document: a new version of the same file."""

    def change(session: Session, seen: int) -> None:
        show_to(session.store, session.user, document, to, seen=seen, reason=reason)

    return _change(document, change, f"shown to {VISIBILITY[to].lower()}", as_json=as_json)


def _change(document: str, change: Callable[[Session, int], None], told: str, *, as_json: bool) -> int:
    with opened() as session:
        change(session, read_document(session.store, session.user, document)[0].version)
        found, _ = read_document(session.store, session.user, document)
    if as_json:
        write_json(as_told(found))
    else:
        click.echo(f"{found.title} of {found.holder.district_number}: {told}")
    return 0
