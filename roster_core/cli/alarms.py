"""`alarms`: who is told when something goes wrong, whether mails arrive, and how things stand."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from roster_core.cli.context import Session, json_option, opened, write_json
from roster_core.cli.given import secrets_given, settings_given, tell_tried
from roster_core.journeys import alarm_edits
from roster_core.journeys.alarm_settings import ALARM_SECRETS, AlarmOptions, read_alarms, stored
from roster_core.journeys.districts import find_district
from roster_core.journeys.heartbeats import last_success
from roster_core.journeys.notices import AlarmStatus, NoticeView, read_status
from roster_core.options import each_option

#: Exit codes: somebody should look; people could not be told.
_OPEN, _UNTOLD = 1, 3


@click.group()
def alarms() -> None:
    """Who is told when something goes wrong, and how things stand."""


@alarms.command("show")
@json_option
def show(*, as_json: bool) -> None:
    """All that is set; of secrets only that they are set."""
    with opened() as session:
        found = read_alarms(session.store, session.user)
    secrets = [note.name for note in (*found.secrets, *([found.heartbeat] if found.heartbeat else []))]
    if as_json:
        settings = stored(found.settings) if found.settings else None
        write_json({"settings": settings, "secrets": secrets, "pinged": found.pinged, "ping_error": found.ping_error})
        return
    if found.settings is None:
        click.echo("Nobody is told of anything yet; “alarms save” sets who is.")
        return
    for name, value in stored(found.settings).items():
        click.echo(f"{name} = {value!r}")
    for name in secrets:
        click.echo(f"{ALARM_SECRETS[name]} is set")


@alarms.command("settings")
def show_settings() -> None:
    """What can be set, and which secrets there may be."""
    for name, info in each_option(AlarmOptions):
        click.echo(f"{name} (default {info.default!r}): {info.description}")
    for name, title in ALARM_SECRETS.items():
        click.echo(f"secret {name}: {title}")


@alarms.command("save")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE",
              help="A setting such as recipients=dana@district.example; what is not set keeps its value.")  # fmt: skip
@click.option("--secret", "secrets", multiple=True, metavar="NAME[=FILE]",
              help="A secret such as password or heartbeat: from a file, or asked for.")  # fmt: skip
def save(settings: Sequence[str], secrets: Sequence[str]) -> None:
    """Set who is told of what, and by which mail server."""
    given = settings_given(AlarmOptions, settings, listed_by="alarms settings")
    known = secrets_given(ALARM_SECRETS, secrets)
    with opened() as session:
        before = read_alarms(session.store, session.user).settings
        kept = stored(before) if before else {}
        made = alarm_edits.save_alarms(session.store, session.user, {**kept, **given}, known).settings
    click.echo(f"{', '.join(made.recipients if made else ())} are told from now on. Try it: alarms test")


@alarms.command("test")
@json_option
def test(*, as_json: bool) -> int:
    """Send a mail to everybody who would be told, and say what works."""
    with opened() as session:
        tried = alarm_edits.send_test(session.store, session.user)
    tell_tried(tried, as_json=as_json)
    return int(not all(one.good for one in tried))


@alarms.command("status")
@json_option
def status(*, as_json: bool) -> int:
    """How things stand, for a site's own watch; changes nothing.

    Ends with 1 if an alarm is open, 3 if a mail could not be sent.
    """
    with opened() as session:
        return _tell_status(session, as_json=as_json)


@alarms.command("check")
@json_option
def check(*, as_json: bool) -> int:
    """Look now whether deliveries are overdue, send what waits, and say how things stand; for a timer of your own.

    Ends with 1 if an alarm is open, 3 if a mail could not be sent.
    """
    with opened() as session:
        _look(session)
        return _tell_status(session, as_json=as_json)


@alarms.command("close")
@click.argument("notice_id", metavar="NOTICE")
def close(notice_id: str) -> None:
    """Close an alarm that somebody has seen to and that nothing will end by itself; NOTICE as “alarms status” shows."""
    with opened() as session:
        alarm_edits.close_alarm(session.store, session.user, notice_id)
    click.echo("It is closed.")


def _look(session: Session) -> None:
    from roster_core.jobs.queue import read_waiting  # noqa: PLC0415 - only here every kind of work comes along
    from roster_core.journeys.alarm_rounds import go_round  # noqa: PLC0415
    from roster_core.journeys.alarms import NOTICE  # noqa: PLC0415
    from roster_core.journeys.waiting import finish  # noqa: PLC0415

    district = find_district(session.store)
    if district is None:
        return
    go_round(session.store, district.district_id)
    for job in read_waiting(session.store, district.district_id):
        if job.handler == NOTICE:
            finish(session.store, district.district_id, job.job_id)


def _tell_status(session: Session, *, as_json: bool) -> int:
    found, district = read_status(session.store, session.user), find_district(session.store)
    ran = last_success(session.store, district.code) if district else None
    code = _UNTOLD if found.stuck else _OPEN if found.open else 0
    if as_json:
        write_json({**_as_json(found), "last_success": ran.isoformat() if ran else None})
        return code
    for one in found.open:
        click.echo(f"{one.kind.value}: {one.headline} Since {one.first_at:%Y-%m-%d %H:%M} UTC ({one.notice_id}).")
    for one in found.stuck:
        click.echo(f"A mail could not be sent: {one.error} {one.fix}".rstrip())
    for last in found.arrived:
        click.echo(
            f"{last.profile} arrived at {last.destination} {last.hours:.1f} hours ago ({last.at:%Y-%m-%d %H:%M} UTC)."
        )
    if ran:
        click.echo(f"The last nightly run that succeeded ended {ran:%Y-%m-%d %H:%M} UTC.")
    if code == 0:
        click.echo("No alarm is open.")
    return code


def _as_json(found: AlarmStatus) -> Mapping[str, Any]:
    return {
        "open": [_notice(one) for one in found.open],
        "stuck": [_notice(one) for one in found.stuck],
        "arrived": [
            {
                "destination": one.destination,
                "profile": one.profile,
                "at": one.at.isoformat(),
                "hours": round(one.hours, 2),
            }
            for one in found.arrived
        ],
    }


def _notice(one: NoticeView) -> Mapping[str, Any]:
    return {
        "notice": one.notice_id,
        "kind": one.kind.value,
        "about": one.about,
        "headline": one.headline,
        "since": one.first_at.isoformat(),
        "mail": one.state,
        "mails": one.told,
        "error": one.error,
    }
