"""What is still to be decided in a batch and can be for many items at once."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import SQLModel

from roster_core.access.rights import User
from roster_core.batches.states import ItemState
from roster_core.batches.tables import BatchItem
from roster_core.findings import Kind, Severity
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.rows import KINDS
from roster_core.store import Store

_ITEMS = SQLModel.metadata.tables[str(BatchItem.__tablename__)]
#: The plan that a check offers.
_OFFER = _ITEMS.c.facts["offer"].as_string()


@dataclass(frozen=True)
class Open:
    """What can be decided for many items at once: a kind of warning to accept, or photos that can be made to fit."""

    kind: Kind
    sequences: tuple[int, ...]


def read_open(store: Store, user: User, batch_id: str) -> tuple[tuple[Open, ...], tuple[int, ...]]:
    """Warnings that nobody accepted yet, by kind, and the items that could be made to fit and are not."""
    with store.reading(drafts.district_of(batch_id)) as session:
        drafts.find_batch(session, user, batch_id)
        rows = (
            session.connection()
            .execute(
                sa.select(_ITEMS.c.sequence, _ITEMS.c.state, _ITEMS.c.codes, _ITEMS.c.choice, _OFFER)
                .where(
                    _ITEMS.c.district_id == drafts.district_of(batch_id),
                    _ITEMS.c.batch_id == batch_id,
                    _ITEMS.c.state.in_([ItemState.WARNING.value, ItemState.REJECTED.value]),
                )
                .order_by(_ITEMS.c.sequence)
            )
            .all()
        )
    warned: dict[str, list[int]] = {}
    offers: list[int] = []
    for sequence, state, codes, choice, offer in rows:
        if state == ItemState.WARNING:
            for code in codes:
                # An error in an item that only warns is one that a setting of the district made a warning.
                if KINDS[code].severity is not Severity.INFO and code not in choice.get("accepted", ()):
                    warned.setdefault(code, []).append(sequence)
        elif offer and not choice.get("plan"):
            offers.append(sequence)
    return tuple(Open(KINDS[code], tuple(found)) for code, found in sorted(warned.items())), tuple(offers)
