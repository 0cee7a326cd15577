"""The photographer's index in a ZIP of photos, as it is kept with the ZIP (photos §5)."""

from collections.abc import Sequence
from typing import Any

from roster_core.batches.archive import Archive, MemberRefused
from roster_core.batches.index_file import Index, compare, keys_by_file, read_index
from roster_core.batches.names import folded
from roster_core.batches.people import Criterion
from roster_core.journeys.batches.rows import as_json


def read_side(archive: Archive) -> dict[str, Any]:
    """What the photographer's index says, if there is one that can be read."""
    for entry in archive.indexes:
        try:
            index = read_index(entry.name, archive.read(entry))
        except MemberRefused:
            continue
        if not index.rows or (entry.is_letter and not any(row.key or row.last_name for row in index.rows)):
            continue
        told = index_told(index, [one.name for one in archive.entries if not one.is_index])
        passed = [one.path for one in archive.entries if one.is_passed_over or one.number == entry.number]
        return told | {"passed": passed}
    return {}


def index_told(index: Index, names: Sequence[str]) -> dict[str, Any]:
    """What an index says, as it is kept with its ZIP, whose pictures have these names."""
    keys, clashes = keys_by_file(index)
    by_criterion = {one.value: keys_by_file(index, one)[0] for one in Criterion}
    people = {
        folded(row.file): [row.last_name, row.first_name, row.grade]
        for row in index.rows
        if row.last_name and folded(row.file) not in keys
    }
    return {
        "index": index.name,
        "keys": keys,
        "keys_by": {name: found for name, found in by_criterion.items() if found},
        "names": people,
        "index_findings": [as_json(one) for one in (*index.findings, *clashes, *compare(index, names))],
        "roles": [str(role) for role in index.roles],
        "header": list(index.header),
        "preview": [list(cells) for cells in index.preview],
    }
