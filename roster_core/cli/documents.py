"""`documents`: assessment documents of students."""

import click

from roster_core.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    lazy={
        "upload": "roster_core.cli.document_upload:upload",
        "split": "roster_core.cli.document_upload:split",
    },
)
def documents() -> None:
    """Assessment documents: uploaded, and one long PDF split by student."""
