"""`photos`: upload pictures of students and staff, and take them out."""

from pathlib import Path

import click

from roster_core.batches.people import OFFERED, Criterion, Target
from roster_core.cli.batch_files import files_in, is_checked, pick_people
from roster_core.cli.batch_output import tell_batch
from roster_core.cli.context import json_option, opened
from roster_core.cli.download_output import tell_download
from roster_core.cli.id_file import read_id_file
from roster_core.downloads.holders import Folders
from roster_core.journeys.batches import confirming, drafts
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
@click.option("--accept-warnings", is_flag=True, help="Go on with every warning.")
@click.option("--leave-out-unresolved", is_flag=True, help="Go on without what is undecided.")
@click.option("--confirm", "confirmed", is_flag=True, help="Carry it out; without it this is a preview.")
@click.option("--no-wait", is_flag=True, help="Do not wait until it is carried out.")
@json_option
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
    accept_warnings: bool,
    leave_out_unresolved: bool,
    confirmed: bool,
    no_wait: bool,
    as_json: bool,
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
            return tell_batch(session, batch_id, as_json=as_json)
        pick_people(session, batch_id, picks)
        if fit:
            drafts.choose(store, user, batch_id, follow_plans(read_open(store, user, batch_id)[1]))
        if accept_warnings:
            for one in read_open(store, user, batch_id)[0]:
                drafts.choose(store, user, batch_id, drafts.accept(one.kind.code))
        if confirmed:
            job_id = confirming.confirm(store, user, batch_id, leave_out=leave_out_unresolved)
            if not no_wait:
                finish(store, drafts.district_of(batch_id), job_id)
        return tell_batch(session, batch_id, as_json=as_json)


@photos.command("download")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The ZIP to write.")
@click.option("--school", "schools", multiple=True, help="Only of this school (its code); may be given several times.")
@click.option("--grade", "grades", multiple=True, help="Only students of this grade.")
@click.option("--homeroom", "homerooms", multiple=True, help="Only students of this homeroom.")
@click.option("--section", "sections", multiple=True, help="Only students of this section: SCHOOL/COURSE/SECTION.")
@click.option(
    "--ids", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Only people on this list of IDs."
)
@click.option("--staff", is_flag=True, help="Photos of staff instead of students.")
@click.option("--students", is_flag=True, help="With --staff: of students too.")
@click.option(
    "--size",
    type=click.Choice([one.value for one in Size]),
    default="original",
    show_default=True,
    help="The most that width and height may be.",
)
@click.option(
    "--name", default="", metavar="TEMPLATE", help="File names, such as {last}_{first}_{grade}; empty: weblogin ID."
)
@click.option(
    "--folders",
    type=click.Choice([one.value for one in Folders]),
    default="none",
    show_default=True,
    help="What the photos are sorted by.",
)
@click.option("--school-year", default="", help="The newest photo of that year instead of the current one.")
@click.option("--internal-use", is_flag=True, help="Also people whose photo must not leave the district.")
@click.option("--since-last", is_flag=True, help="Only what came in since your last download.")
@click.option("--pspa", is_flag=True, help="With INDEX.TXT, the index of yearbook programs.")
@click.option("--reason", help="What the photos are for; kept with the record of the download.")
@json_option
def download(  # noqa: PLR0917 - click gives them by name
    out: Path,
    schools: tuple[str, ...],
    grades: tuple[str, ...],
    homerooms: tuple[str, ...],
    sections: tuple[str, ...],
    ids: Path | None,
    size: str,
    name: str,
    folders: str,
    school_year: str,
    reason: str | None,
    *,
    staff: bool,
    students: bool,
    internal_use: bool,
    since_last: bool,
    pspa: bool,
    as_json: bool,
) -> int:
    """Write photos into a ZIP, with index.csv and, for people without one, missing.csv."""
    with opened() as session:
        store, user = session.store, session.user
        since = last_download(store, user) if since_last else None
        request = DownloadRequest(
            students=students or not staff,
            staff=staff,
            schools=schools,
            grades=grades,
            homerooms=homerooms,
            sections=sections,
            ids="" if ids is None else read_id_file(ids),
            school_year=school_year,
            size=Size(size),
            template=name,
            folders=Folders(folders),
            internal_use=internal_use,
            pspa=pspa,
            since=since.isoformat() if since else "",
            reason=reason if reason is not None else "on the command line",
        )
        view, plan = write_download(store, user, request, out)
        return tell_download(view, plan, out, as_json=as_json)
