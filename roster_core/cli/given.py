"""Settings and secrets as they are given to a command, and how a trial is told."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from roster_core.cli.context import write_json
from roster_core.delivery.port import Tried
from roster_core.options import Options


def settings_given(kind: type[Options], given: Sequence[str], *, listed_by: str) -> dict[str, Any]:
    """What `NAME=VALUE` says of the options of `kind`; a list is given by naming it again."""
    fields = kind.model_fields
    told: dict[str, Any] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or name not in fields:
            raise click.UsageError(f"“{name}” is no setting; “{listed_by}” lists them.")
        if isinstance(fields[name].default, tuple):
            told.setdefault(name, []).extend([value] if value else [])
        else:
            told[name] = value
    return told


def secrets_given(known: Mapping[str, str], given: Sequence[str]) -> dict[str, str]:
    """What `NAME` or `NAME=FILE` says of the secrets in `known` (name → title): asked for, or read from the file."""
    told = {}
    for one in given:
        name, equals, path = one.partition("=")
        if name not in known:
            raise click.UsageError(f"“{name}” is no secret of it; there are {', '.join(known) or 'none'}.")
        if equals:
            told[name] = Path(path).read_text(encoding="utf-8").strip("\r\n")
        elif sys.stdin.isatty():
            told[name] = click.prompt(known[name], hide_input=True, err=True)
        else:
            told[name] = sys.stdin.readline().rstrip("\r\n")
    return told


def tell_tried(tried: Sequence[Tried], *, as_json: bool) -> None:
    """What a trial says, step by step."""
    if as_json:
        write_json([vars(one) for one in tried])
        return
    for one in tried:
        click.echo(f"{'✓' if one.good else '✗'} {one.what}")
        if one.fix:
            click.echo(f"  {one.fix}")
