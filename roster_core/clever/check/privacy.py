"""Rule P01: sensitive columns of students.csv with values, once for each; P02 cannot be seen in the files."""

from collections.abc import Iterator

from roster_core.clever.check import kinds
from roster_core.clever.check.findings import is_filled
from roster_core.clever.folders.reading import CsvFile
from roster_core.clever.spec.people import STUDENTS
from roster_core.findings import Finding


def check_privacy(file: CsvFile) -> Iterator[Finding]:
    """A finding for each sensitive column of students.csv in which something stands."""
    if file.spec is not STUDENTS:
        return
    sensitive = [column.name for column in file.spec.columns if column.sensitive and file.has(column.name)]
    if not sensitive:
        return
    counts = file.frame.select(is_filled(name).sum().alias(name) for name in sensitive).row(0)
    for column, count in zip(sensitive, counts, strict=True):
        if count:
            yield Finding(kinds.P01, file.name, "", column, {"column": column, "count": count})
