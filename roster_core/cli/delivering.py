"""Delivering from the command line: waiting for deliveries, telling of them, and `clever resend`."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from roster_core.access.rights import User
from roster_core.clever.changes.brakes.stored import brakes_as_json
from roster_core.cli.context import json_option, opened, write_json
from roster_core.journeys.deliveries import DeliveryView, read_deliveries
from roster_core.journeys.export_runs import district_of
from roster_core.journeys.sending import resend
from roster_core.store import Store

#: Exit code of what did not arrive, or only half, and of what is held.
_FAILED, _HELD = 3, 1
_WORDS = {
    "delivered": "delivered",
    "unverified": "sent, not verifiable",
    "not_delivered": "not delivered, remote untouched",
    "mixed": "MIXED: new files stand beside old ones",
    "interrupted": "not delivered",
    "held": "held until somebody approves it",
    "discarded": "discarded",
}


def wait_for_all(store: Store, user: User, run_id: str, asked: Sequence[str]) -> tuple[DeliveryView, ...]:
    """The deliveries once they have ended; without a worker this process carries them out."""
    # Only where something is delivered: every kind of work comes with it.
    from roster_core.journeys.waiting import finish  # noqa: PLC0415
    from roster_core.roster.tables.delivery import Delivery  # noqa: PLC0415

    district_id = district_of(run_id)
    with store.reading(district_id) as session:
        jobs = [session.get_one(Delivery, (district_id, one)).job_id for one in asked]
    for job_id in jobs:
        if job_id:
            finish(store, district_id, job_id)
    return tuple(one for one in read_deliveries(store, user, run_id) if one.delivery_id in asked)


def state_of(sent: Sequence[DeliveryView]) -> str:
    """The word for all of them together."""
    states = {one.state for one in sent}
    if "mixed" in states:
        return "mixed"
    if "held" in states:
        return "held"
    return "delivered" if sent and all(one.arrived for one in sent) else "not_delivered"


def exit_code(sent: Sequence[DeliveryView]) -> int:
    """0 if all arrived."""
    missing = [one for one in sent if not one.arrived]
    return 0 if not missing else _HELD if all(one.held for one in missing) else _FAILED


def as_dict(one: DeliveryView) -> Mapping[str, Any]:
    """A delivery as JSON."""
    return {
        "delivery": one.delivery_id,
        "destination": one.name,
        "method": one.method.value,
        "target": one.target,
        "state": one.state,
        "attempts": one.attempts,
        "mode": one.mode,
        "fingerprint": one.fingerprint,
        "files": [{**vars(file), "there": file.there.value, "verified": file.verified.value} for file in one.files],
        "notes": list(one.notes),
        "brakes": brakes_as_json(one.brakes),
        "decision": {**vars(one.decision), "at": one.decision.at.isoformat()} if one.decision else None,
        "error": one.error,
        "fix": one.fix,
    }


def tell(sent: Sequence[DeliveryView]) -> None:
    """Deliveries in words."""
    for one in sent:
        click.echo(f"{one.name} ({one.target}): {_WORDS.get(one.state, one.state)}")
        for text in (*one.notes, one.error, one.fix):
            if text:
                click.echo(f"  {text}")
        for brake in one.brakes if one.held else ():
            click.echo(f"  {brake.what} {brake.fix if brake.holds else ''}".rstrip())


@click.command("resend")
@click.argument("run_id", metavar="RUN")
@click.option("--reason", required=True, help="Why an earlier set is right; it is kept.")
@click.option("--to", "only", multiple=True, help="A destination; again for each. All of the profile's if absent.")
@json_option
def resend_run(run_id: str, reason: str, only: Sequence[str], *, as_json: bool) -> int:
    """Send the files of a run once more that was delivered before: this takes the receiver back to it."""
    with opened() as session:
        asked = resend(session.store, session.user, run_id, reason, only=only or None)
        sent = wait_for_all(session.store, session.user, run_id, asked)
    if as_json:
        write_json({"run": run_id, "state": state_of(sent), "deliveries": [as_dict(one) for one in sent]})
    else:
        tell(sent)
    return exit_code(sent)
