"""What every command needs: the store, the user of the operating system, and how results are written."""

import getpass
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click
import polars as pl

from roster_core import findings
from roster_core.access.rights import User, require
from roster_core.cli.rules import NEEDS
from roster_core.findings import Severity
from roster_core.settings import Settings

if TYPE_CHECKING:
    from roster_core.store import Store

#: How many findings are told in words before the rest is counted.
TOLD = 40

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")


@dataclass(frozen=True)
class Session:
    """An open store and who acts."""

    store: "Store"
    user: User


@contextmanager
def opened() -> Iterator[Session]:
    """The store that the environment names, brought up to date, and who acts, if they may give this command.

    Raises:
        NotAllowed: The user holds none of the rights that the command declares (`cli.rules`).
        Refusal: There are users, and none of them has the account of the computer.
    """
    from roster_core.store import open_store  # noqa: PLC0415 - commands that work on folders need no database

    store = open_store(Settings())
    try:
        user = find_user(store)
        require(user, *(NEEDS[command_path()] or ()))
        yield Session(store, user)
    finally:
        store.close()


def find_user(store: "Store") -> User:
    """Who acts when a command is typed: the user whose account of the computer this is.

    Raises:
        Refusal: There are users, and none of them has the account.
    """
    from roster_core.journeys.operators import operator, owns  # noqa: PLC0415 - as above

    return operator(store, getpass.getuser(), owner=owns(store.settings.data_dir))


def command_path() -> str:
    """The words of the command that is running, without the program's name: `people find`."""
    words: list[str] = []
    context: click.Context | None = click.get_current_context()
    while context is not None and context.parent is not None:
        words.insert(0, context.command.name or "")
        context = context.parent
    return " ".join(words)


def write_json(document: Any) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))


def tell_findings(frame: pl.DataFrame) -> None:
    """The findings in words on standard error, worst first, and how many of each severity there are."""
    ranked = frame.with_columns(
        rank=pl.col("severity").replace_strict({s.value: s.rank for s in Severity}, return_dtype=pl.Int64)
    )
    for row in ranked.sort("rank", "file", "row_key", "code").head(TOLD).iter_rows(named=True):
        where = " ".join(part for part in (row["file"], row["row_key"], row["column"]) if part)
        click.echo(f"{row['severity']:8}{row['code']:24}{where}: {row['message']}", err=True)
    if frame.height > TOLD:
        click.echo(f"… and {frame.height - TOLD:,} more.", err=True)
    if frame.height:
        counted = [f"{n:,} {severity.value}" for severity, n in findings.counts(frame).items() if n]
        click.echo(f"Findings: {', '.join(counted)}.", err=True)


def worst_code(counts: Mapping[str, int]) -> int:
    """Exit code 1 if anything found is an error or a block, else 0."""
    return int(any(counts.get(severity.value, 0) for severity in (Severity.ERROR, Severity.BLOCK)))


def code_of(found: pl.DataFrame) -> int:
    """The same of a findings frame."""
    return worst_code({severity.value: n for severity, n in findings.counts(found).items()})
