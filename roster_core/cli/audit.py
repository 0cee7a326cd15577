"""`audit`: who did what, to look through, to take out, and to check."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from roster_core.access.actions import Kind
from roster_core.cli.context import json_option, opened, write_json
from roster_core.journeys.audit_chain import check_trail, make_anchor, read_anchors
from roster_core.journeys.audit_export import write_csv
from roster_core.journeys.audit_trail import AuditFilter, EventView, read_page
from roster_core.journeys.districts import require_district
from roster_core.refusals import Refusal

_day = click.DateTime(["%Y-%m-%d"])
_FILTERS = (
    click.option("--since", type=_day, help="The first day."),
    click.option("--until", type=_day, help="The last day."),
    click.option("--who", default="", help="Only what this login did."),
    click.option("--kind", "kinds", multiple=True, type=click.Choice([kind.value for kind in Kind]),
                 help="Only deeds of this kind; may be given several times."),
    click.option("--action", "actions", multiple=True, help="Only this action (its word); may be given several times."),
    click.option("--about", default="", help="Only what is about the person with this ID, whichever of theirs it is."),
    click.option("--subject", default="", help="Only what was done to this, such as batch:ID; batch for all of them."),
    click.option("--text", default="", help="Only what has this anywhere in it."),
)  # fmt: skip


@click.group()
def audit() -> None:
    """Who saw, changed, downloaded, sent or approved what and when, about whom. Nothing in it can be changed."""


def _filtered(command: Any) -> Any:
    for option in reversed(_FILTERS):
        command = option(command)
    return command


@audit.command("list")
@_filtered
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), help="At most so many.")
@json_option
def show_list(limit: int, *, as_json: bool, **asked: Any) -> int:
    """Events, the newest first; that somebody looked is an event, too."""
    with opened() as session:
        page = read_page(session.store, session.user, _wanted(**asked), limit=limit)
        zone = ZoneInfo(require_district(session.store).time_zone)
    if as_json:
        write_json([_as_dict(one) for one in page.events])
        return 0
    for one in page.events:
        about = ", ".join(one.named.values())
        more = len(one.persons) - len(one.named)
        told = f"{about} and {more:,} more" if more > 0 else about
        what = " · ".join(part for part in (one.told, one.subject, told, one.reason) if part)
        click.echo(f"{one.event:>7}  {one.at.astimezone(zone):%Y-%m-%d %H:%M:%S}  {one.login:16}{what}")
    click.echo(f"{len(page.events):,} events{', and there are older ones' if page.following else ''}.", err=True)
    return 0


@audit.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_filtered
def export(file: Path, **asked: Any) -> int:
    """Write the events into FILE as CSV; that they were taken out is an event, too."""
    with opened() as session:
        write_csv(session.store, session.user, _wanted(**asked), file)
    click.echo(f"Written to {file}.", err=True)
    return 0


@audit.command("anchor")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
def anchor(file: Path | None) -> int:
    """Tell the number and the hash of the last event, as a line of JSON; with FILE, add the line to it.

    Keep it where nobody who can write to the database can write: it shows whether the end of the trail was cut off.
    """
    with opened() as session:
        line = make_anchor(session.store, session.user).line()
    if file is None:
        click.echo(line)
        return 0
    try:
        with file.open("a", encoding="utf-8", newline="\n") as anchors:
            anchors.write(f"{line}\n")
    except OSError as error:
        why = f"{file} cannot be written ({error.strerror or error})."
        raise Refusal("No anchor was kept.", why=why, fix="Give a file in a folder that is there.") from error
    click.echo(f"Added to {file}: {line}", err=True)
    return 0


@audit.command("verify")
@click.option("--anchor", "anchors", type=click.Path(path_type=Path, dir_okay=False),
              help="A file with anchors: the trail must still have what they know.")  # fmt: skip
@json_option
def verify(anchors: Path | None, *, as_json: bool) -> int:
    """Check that every event is what was written and that none is missing; exit code 1 with what is wrong if not.

    Without an anchor nobody can tell whether events at the end were cut off.
    """
    known = read_anchors(anchors) if anchors else ()
    with opened() as session:
        checked = check_trail(session.store, session.user, known)
    if as_json:
        end = {"event": checked.end.event, "hash": checked.end.hash}
        write_json({**end, "anchors": len(known), "wrong": checked.count, "sentences": list(checked.wrong)})
        return int(checked.count > 0)
    for sentence in checked.wrong:
        click.echo(sentence)
    if untold := checked.count - len(checked.wrong):
        click.echo(f"And {untold:,} more.")
    if not checked.count:
        held = "1 anchor knows" if len(known) == 1 else f"{len(known):,} anchors know"
        more = f", and has what {held}" if known else ""
        click.echo(f"Every event from 1 to {checked.end.event:,} is what was written{more}.")
    return int(checked.count > 0)


def _wanted(
    *, since: datetime | None, until: datetime | None, who: str, kinds: tuple[str, ...], actions: tuple[str, ...],
    about: str, subject: str, text: str,
) -> AuditFilter:  # fmt: skip
    return AuditFilter(
        first=since.date() if since else None,
        last=until.date() if until else None,
        login=who,
        kinds=frozenset(map(Kind, kinds)),
        actions=actions,
        about=about,
        subject=subject,
        text=text,
    )


def _as_dict(one: EventView) -> dict[str, Any]:
    return {
        "event": one.event,
        "at": one.at.isoformat(),
        "login": one.login,
        "kind": one.kind.value,
        "action": one.action,
        "told": one.told,
        "subject": one.subject,
        "persons": list(one.persons),
        "reason": one.reason,
        "facts": one.facts,
        "job": one.job_id,
        "previous_hash": one.previous_hash,
        "hash": one.hash,
    }
