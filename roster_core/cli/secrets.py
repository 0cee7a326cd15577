"""`secrets`: the key under which passwords and keys of destinations are sealed."""

import click

from roster_core.cli.context import opened
from roster_core.journeys.secret_store import check_keys, rotate
from roster_core.sealing import key_file


@click.group("secrets")
def secrets() -> None:
    """The key that seals passwords; keep its file apart from copies of the database."""


@secrets.command("rotate")
def rotate_key() -> None:
    """Make a new key, seal every secret under it, and forget the old one; the same again if it was cut off."""
    with opened() as session:
        count = rotate(session.store, session.user)
        path = key_file(session.store.settings)
    click.echo(f"{count} secret{'' if count == 1 else 's'} sealed anew. Back {path} up: nothing else opens them.")


@secrets.command("check")
def check() -> None:
    """Whether the key file opens what is stored."""
    with opened() as session:
        check_keys(session.store)
        click.echo(f"Every secret can be opened with {key_file(session.store.settings)}.")
