"""`storage`: whether the stored files are encrypted, and with which key."""

import click

from roster_core.cli.context import json_option, opened, write_json
from roster_core.journeys.stored_files import Form, Rewritten, read_status, rewrite
from roster_core.journeys.stored_pictures import PLAIN
from roster_core.storage.file_box import open_file_box

_TOLD_EVERY = 1000


@click.group("storage")
def storage() -> None:
    """Encryption of photos, documents, exports and staged uploads; keep its key apart from copies of them."""


@storage.command("status")
@json_option
def status(*, as_json: bool) -> int:
    """How many files are encrypted, with which key, and whether that key is at hand (exit code 1 if one is not)."""
    with opened() as session:
        told = read_status(session.store, session.user)
        path = open_file_box(session.store.settings).path
    if as_json:
        write_json(
            {"on": told.on, "files": told.files, "bytes": told.bytes, "keys": told.keys, "lacking": told.lacking}
        )
        return int(bool(told.lacking))
    click.echo(f"New files are {'encrypted' if told.on else 'kept plain'}.")
    for form, count in sorted(told.files.items()):
        how = "plain" if form == PLAIN else f"encrypted with the key {form}"
        lacking = ": THE KEY IS LACKING" if form in told.lacking else ""
        click.echo(f"{count:>9,} {'file' if count == 1 else 'files'}, {told.bytes[form]:,} bytes, {how}{lacking}")
    click.echo(f"Keys at hand: {', '.join(told.keys) or 'none'} ({path}).")
    return int(bool(told.lacking))


@storage.command("encrypt")
def encrypt() -> int:
    """Encrypt every file that lies plain; the same again if it was cut off."""
    return _tell(Form.ENCRYPTED)


@storage.command("decrypt")
def decrypt() -> int:
    """Put every file back plain, once encryption is switched off; the same again if it was cut off."""
    return _tell(Form.DECRYPTED)


@storage.command("rotate")
def rotate() -> int:
    """Make a new key, seal every encrypted file under it, and forget the old one; the same again if it was cut off."""
    return _tell(Form.ROTATED)


def _tell(form: Form) -> int:
    def told(done: int) -> None:
        if done % _TOLD_EVERY == 0:
            click.echo(f"{done:,} …", err=True)

    with opened() as session:
        result = rewrite(session.store, session.user, form, told=told)
        path = open_file_box(session.store.settings).path
    how = "sealed anew" if form is Form.ROTATED else form.value
    click.echo(f"{result.done:,} {'file' if result.done == 1 else 'files'} {how}, {result.right:,} lay right.")
    _warn(result)
    if form is not Form.DECRYPTED:
        click.echo(f"Back {path} up, apart from the files: nothing else opens them.")
    return int(bool(result.damaged))


def _warn(result: Rewritten) -> None:
    for key in result.damaged:
        click.echo(f"{key} is damaged and was left as it is; restore it from a backup.", err=True)
    if result.kept:
        click.echo(f"The old keys stay in the key file: {result.kept}.", err=True)
