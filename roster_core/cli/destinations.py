"""`destinations`: where export files go. Secrets are asked for or read from a file, never typed as an argument."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from roster_core.cli.brake_limits import limits
from roster_core.cli.context import json_option, opened, write_json
from roster_core.cli.given import secrets_given, settings_given, tell_tried
from roster_core.journeys import destination_edits, destination_trials
from roster_core.journeys.destination_edits import DestinationDraft
from roster_core.journeys.destination_settings import KINDS, SECRETS, Method
from roster_core.journeys.destinations import DestinationView, read_destination, read_destinations
from roster_core.options import each_option

_name = click.argument("name")
_METHODS = {method.value.lower().replace("local", "folder"): method for method in Method}


@click.group()
def destinations() -> None:
    """Where export files go: SFTP servers, folders, e-mail."""


@destinations.command("list")
@json_option
def show_list(*, as_json: bool) -> None:
    """Every destination, and whether files can be sent there."""
    with opened() as session:
        found = read_destinations(session.store, session.user)
    if as_json:
        write_json([_as_json(one) for one in found])
        return
    for one in found:
        click.echo(f"{one.name}  {one.method.value}  {one.label}  {one.hindrance or 'ready'}")
    if not found:
        click.echo("There is no destination yet.")


@destinations.command("show")
@_name
@json_option
def show(name: str, *, as_json: bool) -> None:
    """All that is set of a destination; of secrets only that they are set."""
    with opened() as session:
        one = read_destination(session.store, session.user, name)
    if as_json:
        write_json(_as_json(one))
        return
    click.echo(f"{one.name}: {one.hindrance or 'ready'}")
    for option, value in one.settings.model_dump(mode="json").items():
        click.echo(f"  {option} = {value!r}")
    for note in one.secrets:
        click.echo(f"  {note.name} set {note.at:%Y-%m-%d} by {note.by}")
    for key in one.host_keys:
        click.echo(f"  server's key {destination_trials.fingerprint(key)} confirmed {key.at:%Y-%m-%d} by {key.by}")
    if one.public_key:
        click.echo(f"  {one.public_key}")
    click.echo(f"  profiles: {', '.join(one.profiles) or 'none'}")


@destinations.command("add")
@_name
@click.option("--method", type=click.Choice(list(_METHODS)), required=True, help="How files get there.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE",
              help="A setting such as host=sftp.example; “destinations settings METHOD” lists them.")  # fmt: skip
@click.option("--secret", "secrets", multiple=True, metavar="NAME[=FILE]",
              help="A secret such as password or key: from a file, or asked for.")  # fmt: skip
@click.option("--new-key", is_flag=True, help="Make a key to sign in with, and print its public half for the receiver.")
@click.option("--profile", "profiles", multiple=True, help="A profile whose runs go there; again for each.")
@click.option("--change", is_flag=True, help="Change one that is there; what is not set keeps its value.")
@json_option
def add(name: str, method: str, settings: Sequence[str], secrets: Sequence[str], profiles: Sequence[str], *,
        new_key: bool, change: bool, as_json: bool) -> None:  # fmt: skip
    """Set a destination up."""
    kind = _METHODS[method]
    given = settings_given(KINDS[kind], settings, listed_by="destinations settings")
    known = secrets_given(SECRETS[kind], secrets)
    with opened() as session:
        store, user = session.store, session.user
        if change:
            kept = read_destination(store, user, name).settings.model_dump(mode="json")
            draft = DestinationDraft({**kept, **given}, known, profiles or None)
            made = destination_edits.change_destination(store, user, name, draft)
        else:
            draft = DestinationDraft(given, known, profiles)
            made = destination_edits.add_destination(store, user, name, kind, draft)
        if new_key:
            destination_edits.make_key_pair(store, user, name)
            made = read_destination(store, user, name)
    if as_json:
        write_json(_as_json(made))
        return
    click.echo(f"“{made.name}” is saved. {made.hindrance}".strip())
    if made.public_key:
        click.echo(made.public_key)


@destinations.command("settings")
@click.argument("method", type=click.Choice(list(_METHODS)))
def show_settings(method: str) -> None:
    """What can be set of a destination, and which secrets it may have."""
    kind = _METHODS[method]
    for option, info in each_option(KINDS[kind]):
        click.echo(f"{option} (default {info.default!r}): {info.description}")
    for secret, title in SECRETS[kind].items():
        click.echo(f"secret {secret}: {title}")


destinations.add_command(limits)


@destinations.command("test")
@_name
@json_option
def test(name: str, *, as_json: bool) -> int:
    """Try everything that a delivery needs, and leave nothing behind."""
    with opened() as session:
        tried = destination_trials.try_destination(session.store, session.user, name)
    tell_tried(tried, as_json=as_json)
    return int(not all(one.good for one in tried))


@destinations.command("trust")
@_name
@click.option("--fingerprint", "fingerprints", multiple=True,
              help="A key to confirm, as the receiver told it; without any, the keys are shown.")  # fmt: skip
@json_option
def trust(name: str, fingerprints: Sequence[str], *, as_json: bool) -> None:
    """Show the server's keys, or confirm those whose fingerprints you compared."""
    with opened() as session:
        if fingerprints:
            destination_trials.trust_keys(session.store, session.user, name, fingerprints)
        shown = destination_trials.look_at_keys(session.store, session.user, name)
    if as_json:
        write_json([{"kind": k.kind, "fingerprint": k.fingerprint, "confirmed": k.confirmed} for k in shown])
        return
    for key in shown:
        click.echo(f"{key.fingerprint}  {key.kind}  {'confirmed' if key.confirmed else 'not confirmed'}")


def _switch(word: str, *, on: bool) -> Callable[[str], None]:
    def switch(name: str) -> None:
        with opened() as session:
            destination_edits.switch(session.store, session.user, name, on=on)
        click.echo(f"“{name}” is switched {word}.")

    switch.__doc__ = f"Switch a destination {word}."
    return switch


for _word in ("on", "off"):
    destinations.command(_word)(_name(_switch(_word, on=_word == "on")))


@destinations.command("delete")
@_name
def delete(name: str) -> None:
    """Delete a destination that no profile uses, with its secrets; its deliveries stay in the history."""
    with opened() as session:
        destination_edits.delete_destination(session.store, session.user, name)
    click.echo(f"“{name}” is deleted.")


def _as_json(one: DestinationView) -> Mapping[str, Any]:
    return {
        "name": one.name,
        "method": one.method.value,
        "target": one.label,
        "settings": one.settings.model_dump(mode="json"),
        "secrets": [note.name for note in one.secrets],
        "host_keys": [destination_trials.fingerprint(key) for key in one.host_keys],
        "public_key": one.public_key,
        "profiles": list(one.profiles),
        "hindrance": one.hindrance,
    }
