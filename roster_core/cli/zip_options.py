"""What the commands that write a ZIP have in common: whose files, how they lie in it, and how it is told of."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from roster_core.cli.context import TOLD, write_json
from roster_core.cli.going_on import Options, with_options
from roster_core.cli.id_file import read_id_file
from roster_core.downloads.holders import Folders, Holder


def group_options(people: str) -> Options:
    """The options that choose groups of `people`; `chosen_groups` takes what they give."""
    return with_options(
        click.option(
            "--school", "schools", multiple=True, help="Only of this school (its code); may be given several times."
        ),
        click.option("--grade", "grades", multiple=True, help="Only of students of this grade."),
        click.option("--homeroom", "homerooms", multiple=True, help="Only of students of this homeroom."),
        click.option(
            "--section", "sections", multiple=True, help="Only of students of this section: SCHOOL/COURSE/SECTION."
        ),
        click.option(
            "--ids",
            type=click.Path(path_type=Path, exists=True, dir_okay=False),
            help=f"Only of {people} on this list of IDs.",
        ),
    )


def form_options(files: str, blank: str) -> Options:
    """The options that tell how `files` are called and sorted; `blank` is what an empty name stands for."""
    return with_options(
        click.option(
            "--name",
            "template",
            default="",
            metavar="TEMPLATE",
            help=f"File names, such as {{last}}_{{first}}_{{grade}}; empty: {blank}.",
        ),
        click.option(
            "--folders",
            type=click.Choice([one.value for one in Folders]),
            default="none",
            show_default=True,
            help=f"What the {files} are sorted by.",
        ),
    )


def chosen(*, ids: Path | None, folders: str, reason: str | None, **told: Any) -> dict[str, Any]:
    """What the options give, as a request for a download has it."""
    return {
        "ids": "" if ids is None else read_id_file(ids),
        "folders": Folders(folders),
        "reason": reason if reason is not None else "on the command line",
        **told,
    }


def tell_zip(
    out: Path, facts: Mapping[str, Any], lines: Sequence[str], unknown: Sequence[str], *, lost: bool, as_json: bool
) -> int:
    """Write what is in the ZIP, as JSON (`facts`) or in words (`lines`, the first beside its name).

    Returns the exit code: 1 if an ID was nobody's or a file is lost.
    """
    if as_json:
        write_json({"file": str(out), "bytes": out.stat().st_size, **facts, "unknown_ids": list(unknown)})
    else:
        click.echo("\n  ".join([f"{out}: {lines[0]}", *lines[1:]]))
    for one in unknown[:TOLD]:
        click.echo(f"  {one} is nobody’s ID", err=True)
    if len(unknown) > TOLD:
        click.echo(f"  … and {len(unknown) - TOLD:,} more", err=True)
    return int(bool(unknown or lost))


def numbers(holders: Sequence[Holder]) -> list[str]:
    """The IDs of people."""
    return [one.district_number for one in holders]
