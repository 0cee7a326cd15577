"""`emails`: change the addresses of students by a list, get such a list to fill in, have addresses proposed."""

from pathlib import Path

import click

from roster_core.batches.people import OFFERED, Criterion, Target
from roster_core.cli.context import json_option, opened, write_json
from roster_core.cli.going_on import go_on, going_on_options, with_options
from roster_core.journeys.batches.email_intake import EmailRequest, begin_from_file
from roster_core.journeys.batches.email_propose import ProposalRequest, begin_proposal
from roster_core.journeys.batches.results import as_csv, as_xlsx
from roster_core.journeys.email_template import TemplateRequest, build_template
from roster_core.journeys.student_groups import StudentGroup
from roster_core.refusals import Refusal
from roster_core.updates.email_file import MAX_BYTES

_CRITERIA = [one.value for one in OFFERED[Target.STUDENTS]]
_match = click.option(
    "--match",
    type=click.Choice(_CRITERIA),
    default=Criterion.DISTRICT_NUMBER.value,
    show_default=True,
    help="Which ID student_key is; a header that names one counts more.",
)


_groups = with_options(
    click.option("--school", "schools", multiple=True, help="Only of this school (its code); may be repeated."),
    click.option("--grade", "grades", multiple=True, help="Only of this grade."),
    click.option("--homeroom", "homerooms", multiple=True, help="Only of this homeroom."),
)


@click.group()
def emails() -> None:
    """E-mail addresses of students."""


@emails.command("update")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_match
@click.option("--include-left", is_flag=True, help="Also students who left.")
@going_on_options()
def update(file: Path, match: str, *, include_left: bool, **asked: bool) -> int:
    """Check a list of new addresses (CSV or XLSX) against the roster, and with --confirm store them."""
    with file.open("rb") as source:
        content = source.read(MAX_BYTES + 1)
    with opened() as session:
        request = EmailRequest(Criterion(match), include_left=include_left)
        batch_id = begin_from_file(session.store, session.user, request, file.name, content)
        return go_on(session, batch_id, **asked)


@emails.command("template")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file to write: .csv or .xlsx."
)
@_match
@click.option("--empty", is_flag=True, help="Only the header.")
@_groups
@click.option("--reason", default="on the command line", help="What the list is for; kept with the record.")
@json_option
def template(
    out: Path,
    match: str,
    schools: tuple[str, ...],
    grades: tuple[str, ...],
    homerooms: tuple[str, ...],
    reason: str,
    *,
    empty: bool,
    as_json: bool,
) -> int:
    """Write a list to fill in: students with the addresses of now, or with --empty the header alone."""
    forms = {".csv": as_csv, ".xlsx": as_xlsx}
    form = forms.get(out.suffix.lower())
    if form is None:
        raise Refusal("No list was written.", why=f"{out.name} is neither .csv nor .xlsx.", fix="Name it so.")
    group = None if empty else StudentGroup(schools, grades, homerooms)
    with opened() as session:
        table = build_template(session.store, session.user, TemplateRequest(Criterion(match), group, reason))
    out.write_bytes(form(table))
    if as_json:
        write_json({"file": str(out), "students": table.height})
    else:
        click.echo(f"{out}: {table.height:,} students")
    return 0


@emails.command("propose")
@click.option(
    "--pattern", required=True, metavar="PATTERN", help="What stands before the @, such as {first1}{last}{yy}."
)
@click.option("--domain", default="", help="What stands after it; by default the district's first domain.")
@_groups
@going_on_options()
def propose(
    pattern: str,
    domain: str,
    schools: tuple[str, ...],
    grades: tuple[str, ...],
    homerooms: tuple[str, ...],
    **asked: bool,
) -> int:
    """Propose addresses for students who have none; what is taken gets a number."""
    with opened() as session:
        request = ProposalRequest(pattern, domain, StudentGroup(schools, grades, homerooms))
        batch_id = begin_proposal(session.store, session.user, request)
        return go_on(session, batch_id, **asked)
