"""Whose data the items of a batch are about, as the audit trail names people."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from roster_core.batches.states import Result
from roster_core.journeys.batches.rows import ITEMS, of_batch

#: Results of items that changed somebody's data.
APPLIED = frozenset({Result.UPLOADED, Result.UPDATED, Result.REPLACED, Result.NEW_VERSION})


def touched(session: Session, batch_id: str, results: Iterable[Result] | None = None) -> tuple[str, ...]:
    """Those whom items of the batch are for; with `results`, only items with one of them."""
    people = SQLModel.metadata.tables["person"]
    of_person = (people.c.district_id == ITEMS.c.district_id) & (people.c.person_id == ITEMS.c.person_id)
    asked = sa.select(people.c.kind, people.c.person_key).join_from(ITEMS, people, of_person).distinct()
    asked = asked.where(of_batch(session, batch_id))
    if results is not None:
        asked = asked.where(ITEMS.c.result.in_([result.value for result in results]))
    return tuple(f"{kind.lower()}:{key}" for kind, key in session.connection().execute(asked))
