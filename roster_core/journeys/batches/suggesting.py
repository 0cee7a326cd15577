"""Who an item of a batch may be for: offered, never picked by that."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa

from roster_core.access.rights import User
from roster_core.batches.names import folded
from roster_core.batches.states import ItemState
from roster_core.batches.suggest import Suggestion, suggest, suggest_named
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.rows import ITEMS, of_batch, read_rows
from roster_core.journeys.districts import require_district
from roster_core.store import Store

#: How many people are suggested for a file.
_SUGGESTED = 6
#: How sure somebody is of whom the text of a file names, of 100.
_NAMED_IN_TEXT = 90.0


def suggestions(store: Store, user: User, batch_id: str, sequence: int) -> tuple[Suggestion, ...]:
    """Who an item may be for, surest first; nobody is picked by that."""
    district = require_district(store)
    with store.reading(drafts.district_of(batch_id)) as session:
        batch = drafts.find_batch(session, user, batch_id)
        row = next(iter(read_rows(session, batch_id, [sequence])), None)
        if row is None:
            return ()
        people = drafts.people_of(store, district, batch, user)
        file = folded(row.name).rpartition("/")[2]
        named = [source["names"][file] for source in batch.sources if file in source.get("names", {})]
    text: Mapping[str, Any] = row.facts.get("said") or {}
    read = [
        Suggestion(people.by_id[one], "named on its first pages", _NAMED_IN_TEXT)
        for one in text.get("named", ())
        if one in people.by_id and people.reachable(people.by_id[one])
    ]
    listed = [one for last, first, grade in named for one in suggest_named(last, first, people, grade=grade)]
    told = row.facts
    if told.get("last") or told.get("first"):  # a row of a list says names beside the ID
        listed += suggest_named(told.get("last", ""), told.get("first", ""), people)
    found = [*read, *listed, *suggest(told.get("key", row.name), people)]
    best = {one.person.person_id: one for one in sorted(found, key=lambda one: one.score)}
    return tuple(sorted(best.values(), key=lambda one: -one.score)[:_SUGGESTED])


def held_by(
    store: Store, user: User, batch_id: str, sequence: int, person_ids: Collection[int]
) -> dict[int, tuple[str, ...]]:
    """Those of some people who have other items of the batch than `sequence` already, with the names of these."""
    idle = (ItemState.SKIPPED.value, ItemState.REJECTED.value)
    held: dict[int, list[str]] = defaultdict(list)
    with store.reading(drafts.district_of(batch_id)) as session:
        drafts.find_batch(session, user, batch_id)
        asked = sa.select(ITEMS.c.person_id, ITEMS.c.name).where(
            of_batch(session, batch_id),
            ITEMS.c.person_id.in_(person_ids),
            ITEMS.c.sequence != sequence,
            ITEMS.c.state.not_in(idle),
        )
        for person_id, name in session.connection().execute(asked.order_by(ITEMS.c.sequence)):
            held[person_id].append(name)
    return {person_id: tuple(names) for person_id, names in held.items()}
