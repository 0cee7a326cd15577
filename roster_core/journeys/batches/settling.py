"""Items settled anew: what follows from what was chosen, from one another and from what is stored now."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlmodel import Session

from roster_core.batches.items import Choice, Item, note_checks, pick
from roster_core.batches.match import match_names
from roster_core.batches.states import BatchKind
from roster_core.batches.tables import Batch, BatchItem
from roster_core.journeys.batches.carriers import CARRIERS
from roster_core.journeys.batches.rows import Draft


def settled(
    session: Session,
    batch: Batch,
    rows: Sequence[BatchItem],
    draft: Draft,
    choices: Mapping[int, Choice],
) -> tuple[Item, ...]:
    """All items with `choices` (by sequence) in place of what was chosen for those before."""
    carrier = CARRIERS[BatchKind(batch.kind)]
    look = carrier.look(session, batch, rows)
    refreshed = [_now(item, draft) for item in draft.items]
    fresh = {sequence: _with_now(choice, draft) for sequence, choice in choices.items()}
    items = pick(refreshed, fresh, look)
    planned = {
        row.sequence: carrier.check(row, items[at].choice.plan)
        for at, row in enumerate(rows)
        if items[at].choice.plan != row.choice.get("plan", "")
    }
    return note_checks(items, planned, look) if planned else items


def _now(item: Item, draft: Draft) -> Item:
    found = None if item.found is None else draft.person(item.found.person_id)
    choice = _with_now(item.choice, draft)
    return item if found == item.found and choice is item.choice else replace(item, found=found, choice=choice)


def _with_now(choice: Choice, draft: Draft) -> Choice:
    return choice if choice.person is None else replace(choice, person=draft.person(choice.person.person_id))


def matched(rows: Sequence[BatchItem], draft: Draft, index: Mapping[str, str]) -> tuple[Item, ...]:
    """The items of `rows` matched by their names, or by the key that `index` has for one; choices stay."""
    found = match_names([row.name for row in rows], draft.people, index=index)
    return tuple(
        replace(
            item,
            sequence=old.sequence,
            found=None if item.found is None else draft.person(item.found.person_id),
            content=old.content,
            choice=old.choice,
            own=old.own,
            settled=(),
        )
        for item, old in zip(found, draft.items, strict=True)
    )
