"""`documents upload` and `documents split`."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from roster_core.batches.people import OFFERED, Criterion, Target
from roster_core.cli.batch_files import files_in, find_item, is_checked, pick_people
from roster_core.cli.batch_output import tell_batch
from roster_core.cli.context import Session, json_option, opened, write_json
from roster_core.cli.going_on import go_on, going_on_options, with_options
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.document_split import PartChoice, SplitView, propose_split
from roster_core.journeys.batches.document_split import split as cut
from roster_core.journeys.batches.document_start import DocumentRequest, start_documents
from roster_core.journeys.batches.intake import add_files
from roster_core.journeys.batches.reads import read_batch
from roster_core.journeys.waiting import finish
from roster_core.refusals import Refusal
from roster_core.updates.document_rules import OnExisting, Visibility

_CRITERIA = [one.value for one in OFFERED[Target.STUDENTS]]


#: The options that say what the documents are.
_about = with_options(
    click.option("--type", "kind", required=True, metavar="CODE", help="The assessment type."),
    click.option("--year", default="", metavar="Y", help="The school year; by default the current one."),
    click.option("--title", default="", help="For files whose name gives none; by default the type's name."),
    click.option("--period", default="", help="Fall, Winter, Spring, Summer, or other words."),
    click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="When the assessment was held."),
    click.option("--visibility", type=click.Choice([one.value for one in Visibility]), help="By default the type's."),
    click.option(
        "--match",
        type=click.Choice(_CRITERIA),
        default=Criterion.DISTRICT_NUMBER.value,
        show_default=True,
        help="Which ID the file names are.",
    ),
    click.option(
        "--on-existing",
        type=click.Choice([one.value for one in OnExisting]),
        default=OnExisting.NEW_VERSION.value,
        show_default=True,
        help="What becomes of a file whose student has a document of that type, year and title.",
    ),
    click.option("--include-left", is_flag=True, help="Also students who left."),
)


@click.command("upload")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@_about
@click.option("--folders", is_flag=True, help="The first folder of a file is its assessment type.")
@click.option("--pick", "picks", multiple=True, metavar="FILE=KEY", help="This file is of the student with that ID.")
@click.option("--accept", "accepted", multiple=True, metavar="FILE", help="Go on with every warning of this file.")
@going_on_options("Go on with every warning, but for those that want a look at each file.")
def upload(
    paths: tuple[Path, ...],
    picks: tuple[str, ...],
    accepted: tuple[str, ...],
    *,
    folders: bool,
    accept_warnings: bool,
    leave_out_unresolved: bool,
    confirmed: bool,
    no_wait: bool,
    as_json: bool,
    **about: Any,
) -> int:
    """Check documents (files, folders or ZIPs) against the roster, and with --confirm store them."""
    with opened() as session:
        store, user = session.store, session.user
        batch_id = start_documents(store, user, replace(_request(**about), folders=folders))
        try:
            job_id = add_files(store, user, batch_id, list(files_in(paths)))
        except Refusal:
            drafts.clear(store, user, batch_id)
            raise
        finish(store, drafts.district_of(batch_id), job_id)
        if not is_checked(session, batch_id):
            return tell_batch(session, batch_id, as_json=as_json)
        pick_people(session, batch_id, picks)
        for file in accepted:
            _accept(session, batch_id, file)
        return go_on(
            session,
            batch_id,
            accept_warnings=accept_warnings,
            leave_out_unresolved=leave_out_unresolved,
            confirmed=confirmed,
            no_wait=no_wait,
            as_json=as_json,
        )


def _request(
    kind: str, *, year: str, day: datetime | None, visibility: str | None, match: str, **told: Any
) -> DocumentRequest:
    """What `_about` says."""
    return DocumentRequest(
        type=kind,
        criterion=Criterion(match),
        school_year=year,
        assessment_date=day.date() if day else None,
        visibility=visibility or "",
        **told,
    )


@click.command("split")
@click.argument("pdf", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_about
@click.option("--cut", "wanted", is_flag=True, help="Cut it so; the draft then waits on the page for your look.")
@json_option
def split(pdf: Path, *, wanted: bool, as_json: bool, **about: Any) -> int:
    """Tell which pages of one long PDF are whose; it is never stored without a look at it."""
    with opened() as session:
        store, user = session.store, session.user
        batch_id = start_documents(store, user, _request(**about))
        view = propose_split(store, user, batch_id, pdf.name, pdf)
        if not wanted:
            drafts.clear(store, user, batch_id)
            return _tell_parts(view, as_json=as_json)
        cut(store, user, batch_id, view.source, [PartChoice(one.first, one.last, one.key) for one in view.parts])
        job_id = read_batch(store, user, batch_id).job_id
        if job_id:
            finish(store, drafts.district_of(batch_id), job_id)
        return tell_batch(session, batch_id, as_json=as_json)


def _accept(session: Session, batch_id: str, file: str) -> None:
    item = find_item(session, batch_id, file)
    codes = item.accepted | {finding.kind.code for finding in item.open_warnings}
    drafts.choose(session.store, session.user, batch_id, drafts.set_choice(item.sequence, accepted=codes))


def _tell_parts(view: SplitView, *, as_json: bool) -> int:
    """Which pages are whose; 1 if some are nobody's."""
    if as_json:
        write_json(
            {
                "name": view.name,
                "pages": view.pages,
                "parts": [
                    {
                        "first": one.first,
                        "last": one.last,
                        "key": one.key,
                        "name": one.name,
                        "unnamed": list(one.unnamed),
                        "several": list(one.several),
                    }
                    for one in view.parts
                ],
            }
        )
    else:
        for one in view.parts:
            doubts = [f"without a name: {one.unnamed}"] if one.unnamed else []
            doubts += [f"with several: {one.several}"] if one.several else []
            whose = f"{one.key} {one.name}".strip() or "nobody"
            click.echo(f"  {one.first}-{one.last}  {whose}{'  ' if doubts else ''}{'; '.join(doubts)}")
    return int(not all(one.name for one in view.parts))
