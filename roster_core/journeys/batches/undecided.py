"""What is still to be decided in a batch and can be for many items at once."""

import json
from dataclasses import dataclass
from functools import lru_cache

import sqlalchemy as sa

from roster_core.access.rights import User
from roster_core.batches.states import ItemState
from roster_core.findings import Kind, Severity
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.rows import ITEMS, KINDS, of_batch
from roster_core.store import Store

#: The plan that a check offers.
_OFFER = ITEMS.c.facts["offer"].as_string()


@dataclass(frozen=True)
class Open:
    """What can be decided for many items at once: a kind of warning to accept, or photos that can be made to fit."""

    kind: Kind
    sequences: tuple[int, ...]


def read_open(store: Store, user: User, batch_id: str) -> tuple[tuple[Open, ...], tuple[int, ...]]:
    """Warnings that nobody accepted yet, by kind, and the items that could be made to fit and are not."""
    texts = (sa.cast(ITEMS.c.codes, sa.String), sa.cast(ITEMS.c.choice, sa.String))
    with store.reading(drafts.district_of(batch_id)) as session:
        drafts.find_batch(session, user, batch_id)
        rows = (
            session.connection()
            .execute(
                sa.select(ITEMS.c.sequence, ITEMS.c.state, *texts, _OFFER)
                .where(
                    of_batch(session, batch_id),
                    ITEMS.c.state.in_([ItemState.WARNING.value, ItemState.REJECTED.value]),
                )
                .order_by(ITEMS.c.sequence)
            )
            .all()
        )
    warned: dict[str, list[int]] = {}
    offers: list[int] = []
    for sequence, state, codes, choice, offer in rows:
        if state == ItemState.WARNING:
            for code in _open_codes(codes, choice):
                warned.setdefault(code, []).append(sequence)
        elif offer and not json.loads(choice).get("plan"):
            offers.append(sequence)
    return tuple(Open(KINDS[code], tuple(found)) for code, found in sorted(warned.items())), tuple(offers)


def is_open(codes: str, choice: str) -> bool:
    """Whether a row that is ready or warns, with these codes and this choice (as JSON), has a warning left open."""
    return bool(_open_codes(codes, choice))


@lru_cache(maxsize=256)
def _open_codes(codes: str, choice: str) -> tuple[str, ...]:  # of thousands of rows most are alike
    accepted = json.loads(choice).get("accepted", ())
    # Nothing is wrong with a row that only warns: what else would be an error is graded down to a warning.
    kinds = (KINDS[code] for code in json.loads(codes) if KINDS[code].severity is not Severity.INFO)
    return tuple(one.code for one in kinds if one.waits or one.code not in accepted)
