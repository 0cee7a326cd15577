"""A photographer's index read anew, once somebody said what its columns hold (photos §5)."""

from collections.abc import Mapping, Sequence
from typing import Any

from roster_core.access.rights import User
from roster_core.batches.archive import Archive
from roster_core.batches.index_file import Role, read_index
from roster_core.clock import Clock, utc_now
from roster_core.findings import Finding
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.matching import match_items
from roster_core.journeys.batches.photo_side import index_told
from roster_core.journeys.batches.rows import finding_of
from roster_core.refusals import Refusal
from roster_core.storage.objects import open_objects
from roster_core.store import Store


def read_remarks(source: Mapping[str, Any]) -> tuple[Finding, ...]:
    """What was found about the index of a source of a batch (`BatchView.sources`)."""
    return tuple(finding_of(told) for told in source.get("index_findings", ()))


def relabel_index(
    store: Store, user: User, batch_id: str, source: int, roles: Sequence[Role], *, clock: Clock = utc_now
) -> None:
    """Read the index of a ZIP (by its place among the sources) with these columns, and match all files by it.

    What was chosen by hand stays.

    Raises:
        Refusal: The batch is no draft of the user's, the ZIP has no index, or no column holds the file names.
    """
    district_id = drafts.district_of(batch_id)
    with store.reading(district_id) as session:
        sources = drafts.open_batch(session, user, batch_id).sources
    told = sources[source] if source < len(sources) else {}
    if not told.get("index"):
        raise Refusal("The index was not read.", why="There is none in that ZIP.", fix="Reload the page.")
    if Role.FILE not in roles or not {Role.ID, Role.LAST} & set(roles):
        raise Refusal(
            "The index was not read.",
            why="One column has to hold the image file, and one an ID or a last name.",
            fix="Say which columns those are.",
        )
    archive = Archive(open_objects(store.settings).file(told["key"]))
    entry = next(one for one in archive.indexes if one.name == told["index"])
    index = read_index(entry.name, archive.read(entry), roles)
    read = index_told(index, [one.name for one in archive.entries if not one.is_index])
    with store.writing(district_id) as session:
        batch = drafts.open_batch(session, user, batch_id)
        batch.sources = [{**one, **read} if at == source else one for at, one in enumerate(batch.sources)]
        batch.updated_at = clock()
    match_items(store, district_id, batch_id)
