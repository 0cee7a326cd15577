"""How commands that begin a batch go on with it: warnings accepted, confirmed, waited for, told of."""

from collections.abc import Callable
from typing import Any

import click

from roster_core.cli.batch_output import tell_batch
from roster_core.cli.context import Session, json_option
from roster_core.journeys.batches import confirming, drafts
from roster_core.journeys.batches.foreseeing import foresee
from roster_core.journeys.batches.undecided import read_open
from roster_core.journeys.waiting import finish

#: Gives a command options.
Options = Callable[[Any], Any]


def with_options(*options: Options) -> Options:
    """All these options, in their order."""

    def decorated(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorated


def going_on_options(accepted: str = "Go on with every warning.") -> Options:
    """The options that `go_on` takes; `accepted` is the help of that which accepts warnings."""
    return with_options(
        click.option("--accept-warnings", is_flag=True, help=accepted),
        click.option("--leave-out-unresolved", is_flag=True, help="Go on without what is undecided."),
        click.option("--confirm", "confirmed", is_flag=True, help="Carry it out; without it this is a preview."),
        click.option("--no-wait", is_flag=True, help="Do not wait until it is carried out."),
        json_option,
    )


def go_on(
    session: Session,
    batch_id: str,
    *,
    accept_warnings: bool,
    leave_out_unresolved: bool,
    confirmed: bool,
    no_wait: bool,
    as_json: bool,
) -> int:
    """Go on with a batch that was checked, and write what it is then; returns the exit code."""
    store, user = session.store, session.user
    if accept_warnings:
        for one in read_open(store, user, batch_id)[0]:
            drafts.choose(store, user, batch_id, drafts.accept(one.kind.code))
    if confirmed:
        job_id = confirming.confirm(store, user, batch_id, leave_out=leave_out_unresolved)
        if not no_wait:
            finish(store, drafts.district_of(batch_id), job_id)
    # Of a confirmed batch they are kept with it.
    notices = [] if confirmed else foresee(store, user, batch_id)
    return tell_batch(session, batch_id, as_json=as_json, notices=notices)
