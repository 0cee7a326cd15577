"""H rules: the header row against the specification."""

from collections.abc import Iterator

from roster_core.clever.check import kinds
from roster_core.clever.folders.reading import CsvFile, Header
from roster_core.clever.spec.model import EXTENSION_PREFIX, Required
from roster_core.findings import Finding


def check_headers(file: CsvFile) -> Iterator[Finding]:
    """Findings about the header row; their row key is blank, their column the header they are about."""
    there = {header.column.name for header in file.headers if header.column}
    for column in file.spec.columns:
        if column.required is Required.YES and column.name not in there:
            yield Finding(kinds.H01, file.name, "", column.name, {"column": column.name})
    first: dict[str, Header] = {}
    for header in file.headers:
        before = first.setdefault(header.key, header)
        if before is not header and header.text:
            facts = {"column": header.text, "first": before.position, "again": header.position}
            yield Finding(kinds.H02, file.name, "", header.text, facts)
        else:
            yield from _check_spelling(file, header)


def _check_spelling(file: CsvFile, header: Header) -> Iterator[Finding]:
    if header.column:
        wanted = header.column.name
    elif header.is_extension and file.spec.extensible:
        wanted = EXTENSION_PREFIX + header.text[len(EXTENSION_PREFIX) :]
    else:
        why = "; this file takes no columns of your own" if header.is_extension else ""
        why = why if header.text else "; the header is blank, as after a comma too many"
        facts = {"text": header.text, "file": file.name, "position": header.position, "why": why}
        yield Finding(kinds.H04, file.name, "", header.text, facts)
        return
    if header.text != wanted:
        yield Finding(kinds.H03, file.name, "", wanted, {"text": header.text, "column": wanted})
