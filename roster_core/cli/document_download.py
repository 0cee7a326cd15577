"""`documents download`, `lacking`: documents as a ZIP, and who has none."""

from pathlib import Path
from typing import Any

import click

from roster_core.cli.context import json_option, opened, write_json
from roster_core.cli.zip_options import chosen, form_options, group_options, numbers, tell_zip
from roster_core.documents.download import NAMES
from roster_core.downloads.holders import grade_word
from roster_core.journeys.districts import require_district
from roster_core.journeys.document_download import DocumentRequest, write_download
from roster_core.journeys.document_gaps import lacking_csv, read_lacking, take_lacking


@click.command("download")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The ZIP to write.")
@click.option("--type", "types", multiple=True, help="Only of this type (its code); may be given several times.")
@click.option("--year", "years", multiple=True, help="Only of this school year.")
@group_options("students")
@form_options("documents", NAMES.blank)
@click.option("--include-left", is_flag=True, help="Also of students who left.")
@click.option("--internal-use", is_flag=True, help="Also of students whose record is confidential.")
@click.option("--reason", help="What the documents are for; kept with the record of the download.")
@json_option
def download(out: Path, *, as_json: bool, **asked: Any) -> int:
    """Write documents into a ZIP, with index.csv and, for students without one, missing.csv."""
    with opened() as session:
        view, plan = write_download(session.store, session.user, DocumentRequest(**chosen(**asked)), out)
    facts = {
        "documents": [
            {"file": one.path, "person": one.holder.district_number, "document": one.document.document_id}
            for one in plan.entries
        ],
        "missing": numbers(plan.missing),
        "confidential": numbers(plan.confidential),
        "lost": [one.path for one in plan.lost],
    }
    held = (
        f"{len(plan.entries):,} documents of {plan.persons:,} students, {len(plan.missing):,} without one,"
        f" {len(plan.confidential):,} confidential left out"
    )
    more = [f"{len(plan.lost):,} cannot be read any more"] if plan.lost else []
    return tell_zip(out, facts, [held, *more], view.unknown, lost=bool(plan.lost), as_json=as_json)


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
        if path is None:
            told = read_lacking(session.store, session.user, code, year)
        else:
            told = take_lacking(session.store, session.user, code, year, school, grade)
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
