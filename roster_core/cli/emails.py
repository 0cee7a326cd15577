"""`emails`: change the addresses of students by a list, get such a list to fill in, have addresses proposed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from roster_core.batches.people import OFFERED, Criterion, Target
from roster_core.cli.batch_output import tell_batch
from roster_core.cli.context import Session, json_option, opened, write_json
from roster_core.journeys.batches import confirming, drafts
from roster_core.journeys.batches.email_feeds import read_feed
from roster_core.journeys.batches.email_intake import EmailRequest, begin_from_file
from roster_core.journeys.batches.email_propose import ProposalRequest, begin_proposal
from roster_core.journeys.batches.results import as_csv, as_xlsx
from roster_core.journeys.batches.undecided import read_open
from roster_core.journeys.email_template import TemplateRequest, build_template
from roster_core.journeys.student_groups import StudentGroup
from roster_core.journeys.waiting import finish
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


def _with(*options: Callable[..., Any]) -> Callable[..., Any]:
    def decorated(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorated


_groups = _with(
    click.option("--school", "schools", multiple=True, help="Only of this school (its code); may be repeated."),
    click.option("--grade", "grades", multiple=True, help="Only of this grade."),
    click.option("--homeroom", "homerooms", multiple=True, help="Only of this homeroom."),
)
_carry_out = _with(
    click.option("--accept-warnings", is_flag=True, help="Go on with every warning."),
    click.option("--leave-out-unresolved", is_flag=True, help="Go on without what is undecided."),
    click.option("--confirm", "confirmed", is_flag=True, help="Carry it out; without it this is a preview."),
    click.option("--no-wait", is_flag=True, help="Do not wait until it is carried out."),
    json_option,
)


@click.group()
def emails() -> None:
    """E-mail addresses of students."""


@emails.command("update")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_match
@click.option("--include-left", is_flag=True, help="Also students who left.")
@_carry_out
def update(
    file: Path,
    match: str,
    *,
    include_left: bool,
    accept_warnings: bool,
    leave_out_unresolved: bool,
    confirmed: bool,
    no_wait: bool,
    as_json: bool,
) -> int:
    """Check a list of new addresses (CSV or XLSX) against the roster, and with --confirm store them."""
    with file.open("rb") as source:
        content = source.read(MAX_BYTES + 1)
    with opened() as session:
        request = EmailRequest(Criterion(match), include_left=include_left)
        batch_id = begin_from_file(session.store, session.user, request, file.name, content)
        return _go_on(session, batch_id, accept_warnings, leave_out_unresolved, confirmed, no_wait, as_json)


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
@_carry_out
def propose(
    pattern: str,
    domain: str,
    schools: tuple[str, ...],
    grades: tuple[str, ...],
    homerooms: tuple[str, ...],
    *,
    accept_warnings: bool,
    leave_out_unresolved: bool,
    confirmed: bool,
    no_wait: bool,
    as_json: bool,
) -> int:
    """Propose addresses for students who have none; what is taken gets a number."""
    with opened() as session:
        request = ProposalRequest(pattern, domain, StudentGroup(schools, grades, homerooms))
        batch_id = begin_proposal(session.store, session.user, request)
        return _go_on(session, batch_id, accept_warnings, leave_out_unresolved, confirmed, no_wait, as_json)


def _go_on(
    session: Session,
    batch_id: str,
    accept_warnings: bool,  # noqa: FBT001
    leave_out: bool,  # noqa: FBT001
    confirmed: bool,  # noqa: FBT001
    no_wait: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> int:
    store, user = session.store, session.user
    if accept_warnings:
        for one in read_open(store, user, batch_id)[0]:
            drafts.choose(store, user, batch_id, drafts.accept(one.kind.code))
    feed = read_feed(store, user, batch_id)
    if confirmed:
        job_id = confirming.confirm(store, user, batch_id, leave_out=leave_out)
        if not no_wait:
            finish(store, drafts.district_of(batch_id), job_id)
    notices = [feed.as_notice()] if feed else []
    return tell_batch(session, batch_id, as_json=as_json, notices=notices)
