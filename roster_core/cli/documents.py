"""`documents`: assessment documents of students."""

import click

from roster_core.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    lazy={
        "upload": "roster_core.cli.document_upload:upload",
        "split": "roster_core.cli.document_upload:split",
        "list": "roster_core.cli.document_reading:show_list",
        "show": "roster_core.cli.document_reading:show",
        "save": "roster_core.cli.document_reading:save",
        "download": "roster_core.cli.document_download:download",
        "lacking": "roster_core.cli.document_download:lacking",
        "withdraw": "roster_core.cli.document_changes:withdraw",
        "restore": "roster_core.cli.document_changes:restore",
        "visibility": "roster_core.cli.document_changes:visibility",
        "types": "roster_core.cli.document_types:types",
        "retention": "roster_core.cli.document_types:retention",
    },
)
def documents() -> None:
    """Assessment documents: uploaded, found, taken out, withdrawn, restored; their types, and how long they stay."""
