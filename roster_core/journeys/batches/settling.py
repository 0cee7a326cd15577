"""Items settled anew: what follows from what was chosen, from one another and from what is stored now."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlmodel import Session

from roster_core.batches.items import Choice, Item, Manner, settle
from roster_core.batches.match import match_keys
from roster_core.batches.states import BatchKind
from roster_core.batches.tables import Batch, BatchItem
from roster_core.findings import Finding
from roster_core.journeys.batches.carrier import Carrier
from roster_core.journeys.batches.carriers import CARRIERS
from roster_core.journeys.batches.rows import Draft


def settled(
    session: Session,
    batch: Batch,
    rows: Sequence[BatchItem],
    items: Sequence[Item],
    choices: Mapping[int, Choice],
) -> tuple[Item, ...]:
    """The items of `rows` with `choices` (by sequence) in place of what was chosen for those before."""
    carrier = CARRIERS[BatchKind(batch.kind)]
    chosen = [
        _planned(batch, row, item if choice is None else replace(item, choice=choice), carrier)
        for row, item in zip(rows, items, strict=True)
        for choice in [choices.get(item.sequence)]
    ]
    current = carrier.read_current(session, {item.slot for item in chosen if item.slot is not None})
    refreshed = [item if item.slot is None else item.with_current(current.get(item.slot, "")) for item in chosen]
    return settle(refreshed, carrier.look(session, batch, rows), carrier.manner)


def _planned(batch: Batch, row: BatchItem, item: Item, carrier: Carrier) -> Item:
    """The item with what its own check comes to, if another plan was chosen than the row knows."""
    if item.choice.plan == row.choice.get("plan", ""):
        return item
    checked = carrier.check(batch, row, item.choice.plan)
    return replace(item, content=checked.content, place=checked.place, own=checked.findings)


def matched(rows: Sequence[BatchItem], draft: Draft, keys: Sequence[str], manner: Manner) -> tuple[Item, ...]:
    """The items of `rows` matched anew by their `keys`; choices stay."""
    found = match_keys([(row.name, key) for row, key in zip(rows, keys, strict=True)], draft.people)
    return tuple(
        replace(
            item,
            sequence=old.sequence,
            content=old.content,
            place=old.place,
            choice=old.choice,
            own=old.own,
            matching=tuple(_graded(one, manner) for one in item.matching),
            settled=(),
        )
        for item, old in zip(found, draft.items, strict=True)
    )


def _graded(finding: Finding, manner: Manner) -> Finding:
    severity = manner.graded.get(finding.kind.code)
    return finding if severity is None else replace(finding, graded=severity)
