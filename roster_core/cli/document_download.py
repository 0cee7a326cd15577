"""`documents download`, `lacking`: documents as a ZIP, and who has none."""

from pathlib import Path

import click

from roster_core.cli.context import TOLD, json_option, opened, write_json
from roster_core.cli.id_file import read_id_file
from roster_core.documents.download import NAMES, Plan
from roster_core.downloads.holders import Folders, grade_word
from roster_core.journeys.districts import require_district
from roster_core.journeys.document_download import DocumentRequest, DownloadView, write_download
from roster_core.journeys.document_gaps import lacking_csv, read_lacking


@click.command("download")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The ZIP to write.")
@click.option("--type", "types", multiple=True, help="Only of this type (its code); may be given several times.")
@click.option("--year", "years", multiple=True, help="Only of this school year.")
@click.option("--school", "schools", multiple=True, help="Only of students of this school (its code).")
@click.option("--grade", "grades", multiple=True, help="Only of students of this grade.")
@click.option("--homeroom", "homerooms", multiple=True, help="Only of students of this homeroom.")
@click.option("--section", "sections", multiple=True, help="Only of students of this section: SCHOOL/COURSE/SECTION.")
@click.option(
    "--ids", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Only of students on this list of IDs."
)
@click.option("--name", default="", metavar="TEMPLATE", help=f"File names; empty: {NAMES.blank}.")
@click.option(
    "--folders",
    type=click.Choice([one.value for one in Folders]),
    default="none",
    show_default=True,
    help="What the documents are sorted by.",
)
@click.option("--include-left", is_flag=True, help="Also of students who left.")
@click.option("--internal-use", is_flag=True, help="Also of students whose record is confidential.")
@click.option("--reason", help="What the documents are for; kept with the record of the download.")
@json_option
def download(  # noqa: PLR0917 - click gives them by name
    out: Path,
    types: tuple[str, ...],
    years: tuple[str, ...],
    schools: tuple[str, ...],
    grades: tuple[str, ...],
    homerooms: tuple[str, ...],
    sections: tuple[str, ...],
    ids: Path | None,
    name: str,
    folders: str,
    reason: str | None,
    *,
    include_left: bool,
    internal_use: bool,
    as_json: bool,
) -> int:
    """Write documents into a ZIP, with index.csv and, for students without one, missing.csv."""
    request = DocumentRequest(
        types=types,
        years=years,
        schools=schools,
        grades=grades,
        homerooms=homerooms,
        sections=sections,
        ids="" if ids is None else read_id_file(ids),
        template=name,
        folders=Folders(folders),
        include_left=include_left,
        internal_use=internal_use,
        reason=reason if reason is not None else "on the command line",
    )
    with opened() as session:
        view, plan = write_download(session.store, session.user, request, out)
    return _tell(view, plan, out, as_json=as_json)


def _tell(view: DownloadView, plan: Plan, out: Path, *, as_json: bool) -> int:
    """Write what is in the ZIP; returns the exit code: 1 if an ID was nobody's or a file could not be read."""
    if as_json:
        write_json(
            {
                "file": str(out),
                "bytes": out.stat().st_size,
                "documents": [
                    {"file": one.path, "person": one.holder.district_number, "document": one.document.document_id}
                    for one in plan.entries
                ],
                "missing": [one.district_number for one in plan.missing],
                "confidential": [one.district_number for one in plan.confidential],
                "lost": [one.path for one in plan.lost],
                "unknown_ids": list(view.unknown),
            }
        )
    else:
        click.echo(
            f"{out}: {len(plan.entries):,} documents of {plan.persons:,} students, {len(plan.missing):,} without one,"
            f" {len(plan.confidential):,} confidential left out"
        )
        if plan.lost:
            click.echo(f"  {len(plan.lost):,} cannot be read any more")
    for one in view.unknown[:TOLD]:
        click.echo(f"  {one} is nobody’s ID", err=True)
    if len(view.unknown) > TOLD:
        click.echo(f"  … and {len(view.unknown) - TOLD:,} more", err=True)
    return int(bool(view.unknown or plan.lost))


@click.command("lacking")
@click.option("--type", "code", required=True, help="The type of document (its code).")
@click.option("--year", help="The school year; the current one if absent.")
@click.option("--school", default="", help="Only students of this school.")
@click.option("--grade", default="", help="Only students of this grade.")
@click.option("--csv", "path", type=click.Path(path_type=Path, dir_okay=False), help="Write the list into this file.")
@json_option
def lacking(code: str, year: str | None, school: str, grade: str, path: Path | None, *, as_json: bool) -> int:
    """Who lacks a document of a type and school year, by school and grade."""
    with opened() as session:
        year = year or require_district(session.store).current_school_year
        told = read_lacking(session.store, session.user, code, year)
    kept = told.of(school, grade)
    if path is not None:
        path.write_bytes(lacking_csv(told, school, grade))
    if as_json:
        write_json(
            {
                "type": told.type,
                "school_year": told.school_year,
                "coverage": [{**vars(one), "lack": one.lack} for one in told.coverage],
                "lacking": [
                    {"person": one.district_number, "school": one.school, "grade": grade_word(one)} for one in kept
                ],
            }
        )
        return 0
    for one in told.coverage:
        click.echo(f"{one.school:10} {one.grade:10} {one.have:6,} of {one.students:6,} have one")
    click.echo(f"{len(kept):,} lack one.")
    return 0
