"""`photos`: upload pictures of students and staff, and take them out."""

from pathlib import Path
from typing import Any

import click

from roster_core.batches.people import OFFERED, Criterion, Target
from roster_core.cli.batch_files import files_in, is_checked, pick_people
from roster_core.cli.batch_output import tell_batch
from roster_core.cli.context import json_option, opened
from roster_core.cli.going_on import go_on, going_on_options
from roster_core.cli.zip_options import chosen, form_options, group_options, numbers, tell_zip
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.intake import add_files
from roster_core.journeys.batches.photo_start import PhotoRequest, follow_plans, start_photos
from roster_core.journeys.batches.undecided import read_open
from roster_core.journeys.photo_download import DownloadRequest, last_download, write_download
from roster_core.journeys.waiting import finish
from roster_core.photos.download import Size
from roster_core.photos.rules import RuleSet, default_criterion
from roster_core.refusals import Refusal

_CRITERIA = [one.value for one in Criterion]


@click.group()
def photos() -> None:
    """Photos of students and staff."""


@photos.command("upload")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--target",
    type=click.Choice(["students", "staff"]),
    default="students",
    show_default=True,
    help="Whose photos they are.",
)
@click.option(
    "--match", type=click.Choice(_CRITERIA), help="Which ID the file names are; by default that of the rules."
)
@click.option(
    "--rules",
    type=click.Choice([one.value for one in RuleSet]),
    default="general",
    show_default=True,
    help="What a photo must be.",
)
@click.option("--pick", "picks", multiple=True, metavar="FILE=KEY", help="This file is of the person with that ID.")
@click.option("--fit", is_flag=True, help="Make photos of another size fit: turned, cropped, reduced.")
@click.option("--include-left", is_flag=True, help="Also people who left.")
@click.option("--source", default="", help="Who took the photos.")
@going_on_options()
def upload(
    paths: tuple[Path, ...],
    target: str,
    match: str | None,
    rules: str,
    picks: tuple[str, ...],
    source: str,
    *,
    fit: bool,
    include_left: bool,
    **asked: bool,
) -> int:
    """Check photos (files, folders or ZIPs) against the roster, and with --confirm make them current."""
    rule_set, whose = RuleSet(rules), Target.STUDENTS if target == "students" else Target.STAFF
    criterion = Criterion(match) if match else default_criterion(rule_set, whose)
    if criterion not in OFFERED[whose]:
        raise Refusal(
            "Nothing was uploaded.",
            why=f"{criterion.value} is no ID of {target}.",
            fix=f"Use one of {', '.join(OFFERED[whose])}.",
        )
    with opened() as session:
        store, user = session.store, session.user
        request = PhotoRequest(criterion, rule_set, include_left=include_left, source=source)
        batch_id = start_photos(store, user, request)
        finish(store, drafts.district_of(batch_id), add_files(store, user, batch_id, list(files_in(paths))))
        if not is_checked(session, batch_id):
            return tell_batch(session, batch_id, as_json=asked["as_json"])
        pick_people(session, batch_id, picks)
        if fit:
            drafts.choose(store, user, batch_id, follow_plans(read_open(store, user, batch_id)[1]))
        return go_on(session, batch_id, **asked)


@photos.command("download")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The ZIP to write.")
@group_options("people")
@click.option("--staff", is_flag=True, help="Photos of staff instead of students.")
@click.option("--students", is_flag=True, help="With --staff: of students too.")
@click.option(
    "--size",
    type=click.Choice([one.value for one in Size]),
    default="original",
    show_default=True,
    help="The most that width and height may be.",
)
@form_options("photos", "weblogin ID")
@click.option("--school-year", default="", help="The newest photo of that year instead of the current one.")
@click.option("--internal-use", is_flag=True, help="Also people whose photo must not leave the district.")
@click.option("--since-last", is_flag=True, help="Only what came in since your last download.")
@click.option("--pspa", is_flag=True, help="With INDEX.TXT, the index of yearbook programs.")
@click.option("--reason", help="What the photos are for; kept with the record of the download.")
@json_option
def download(
    out: Path, size: str, *, staff: bool, students: bool, since_last: bool, as_json: bool, **asked: Any
) -> int:
    """Write photos into a ZIP, with index.csv and, for people without one, missing.csv."""
    with opened() as session:
        store, user = session.store, session.user
        since = last_download(store, user) if since_last else None
        request = DownloadRequest(
            students=students or not staff,
            staff=staff,
            size=Size(size),
            since=since.isoformat() if since else "",
            **chosen(**asked),
        )
        view, plan = write_download(store, user, request, out)
    facts = {
        "photos": [{"file": one.path, "person": one.holder.district_number} for one in plan.entries],
        "missing": numbers(plan.missing),
        "restricted": numbers(plan.restricted),
        "lost": numbers(plan.lost),
        "unchanged": plan.unchanged,
    }
    held = (
        f"{len(plan.entries):,} photos, {len(plan.missing):,} people without one,"
        f" {len(plan.restricted):,} restricted left out"
    )
    told = (("came in before", plan.unchanged), ("cannot be read any more", len(plan.lost)))
    more = [f"{count:,} {words}" for words, count in told if count]
    return tell_zip(out, facts, [held, *more], view.unknown, lost=bool(plan.lost), as_json=as_json)
