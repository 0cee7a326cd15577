"""What each run changed against the one that it was compared with when it ended."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl

from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clever.changes.between_runs import CHANGE_SCHEMA, LISTED, FileCounts
from roster_core.clever.changes.words import change_sentence
from roster_core.journeys.districts import find_time_zone
from roster_core.journeys.export_runs import FILE_ORDER, district_of, run_row
from roster_core.storage.objects import open_objects
from roster_core.store import Store


@dataclass(frozen=True)
class RunChanges:
    """What a run changed against the run `base`, which was delivered or else only previewed, at `base_at`."""

    base: str
    base_at: datetime
    since_delivery: bool
    #: By file, in the order of `FILE_ORDER`.
    counts: Mapping[str, FileCounts]
    sentence: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return all(counts.is_empty for counts in self.counts.values())

    def count(self, what: str) -> int:
        """How many things were `added`, `removed`, `changed` or got another ID (`changed_id`)."""
        return sum(counts.of(what) for counts in self.counts.values())

    def cut(self, what: str) -> int:
        """After how many of each file the list of these things ends; 0 if all are in it."""
        return LISTED if any(counts.of(what) > LISTED for counts in self.counts.values()) else 0


def read_changes(store: Store, user: User, run_id: str) -> RunChanges | None:
    """What the run changed; None while it is running, and for a run that had none before it.

    Raises:
        Refusal: The user may not, or there is no such run.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    district_id = district_of(run_id)
    with store.reading(district_id) as session:
        row = run_row(session, run_id)
        if row.compared_with is None or row.changes_key is None:
            return None
        base = run_row(session, row.compared_with)
        finished, delivered, counted = row.finished_at, base.delivered_at, row.change_counts
        # A delivery of it since then is not what this run was compared with.
        since_delivery = delivered is not None and finished is not None and delivered <= finished
        at = delivered if delivered is not None and since_delivery else base.created_at
    counts = {name: FileCounts.from_json(counted[name]) for name in FILE_ORDER if name in counted}
    day = at.astimezone(ZoneInfo(find_time_zone(store, district_id))).date()
    sentence = change_sentence(counts, day=day, since_delivery=since_delivery)
    return RunChanges(base.run_id, at, since_delivery, counts, sentence)


def read_changed_rows(store: Store, user: User, run_id: str, file: str | None = None) -> pl.DataFrame:
    """The changes of a run one by one (`clever.changes.CHANGE_SCHEMA`), of one file or of all.

    Raises:
        Refusal: The user may not, or there is no such run.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    with store.reading(district_of(run_id)) as session:
        key = run_row(session, run_id).changes_key
    if key is None:
        return pl.DataFrame(schema=CHANGE_SCHEMA)
    rows = pl.read_parquet(io.BytesIO(open_objects(store.settings).get(key)))
    return rows if file is None else rows.filter(pl.col("file") == file)
