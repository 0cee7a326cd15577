"""How commands tell of a batch: as JSON, or in words."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from roster_core.batches.states import ERRORS, BatchKind, ItemState, Result
from roster_core.batches.suggest import Suggestion
from roster_core.cli.context import TOLD, Session, write_json
from roster_core.findings import Severity
from roster_core.journeys.batches.reads import BatchView, ItemView, count_outcomes, read_batch, read_items
from roster_core.journeys.batches.results import addresses
from roster_core.journeys.batches.suggesting import suggestions

#: Results after which something was left out.
_LEFT_OUT = {*ERRORS, Result.NO_MATCH, Result.REJECTED}
_NOBODYS = {ItemState.NEEDS_PERSON, ItemState.AMBIGUOUS}
_UNRESOLVED = {ItemState.NEEDS_PERSON, ItemState.AMBIGUOUS, ItemState.REJECTED}
#: States in which an item was skipped because nobody decided about it.
_UNDECIDED = {ItemState.AMBIGUOUS, ItemState.WARNING}


def tell_batch(session: Session, batch_id: str, *, as_json: bool, notices: Sequence[Mapping[str, Any]] = ()) -> int:
    """Write the batch with its items; returns the exit code.

    1 if something was or would be left out, 2 if nothing came in, 3 if it was not checked or carried out to its end.
    `notices` are told of all of it, beside those of the files that came in.
    """
    store, user = session.store, session.user
    batch = read_batch(store, user, batch_id)
    items, total = read_items(store, user, batch_id, limit=None if as_json else TOLD)
    offered = _suggested(session, batch, items)
    if as_json:
        write_json(batch_as_json(batch, items, notices, offered))
    else:
        _tell(batch, items, total, notices, offered)
    for source in batch.sources:
        if source.get("refused"):
            click.echo(f"{source['name']}: {source['refused']}", err=True)
    if batch.error:
        click.echo(f"It was not done to its end: {batch.error}", err=True)
        return 3
    if batch.open and not total:
        click.echo("Nothing came in.", err=True)
        return 2
    told = [*_notices(batch, notices), *(one for source in batch.sources for one in source.get("index_findings", ()))]
    wrong = any(one["severity"] in {Severity.ERROR, Severity.BLOCK} for one in told)
    refused = any(source.get("refused") for source in batch.sources)
    return int(wrong or refused or any(_is_left_out(*one) for one in count_outcomes(store, user, batch_id)))


def _is_left_out(state: str, result: str | None) -> bool:
    """Whether items were not applied, or would not be, though nobody set them aside."""
    if result is None:
        return state in _UNRESOLVED
    return result in _LEFT_OUT or (result == Result.SKIPPED and state in _UNDECIDED)


#: Who undecided items may be for, by sequence.
_Offered = Mapping[int, Sequence[Suggestion]]


def _suggested(session: Session, batch: BatchView, items: tuple[ItemView, ...]) -> _Offered:
    """Who the first of the items that are nobody's yet may be for; of thousands nobody reads it, and it takes long."""
    lost = [item for item in items if item.person is None and item.state in _NOBODYS] if batch.open else []
    return {
        item.sequence: suggestions(session.store, session.user, batch.batch_id, item.sequence) for item in lost[:TOLD]
    }


def batch_as_json(
    batch: BatchView, items: tuple[ItemView, ...], notices: Sequence[Mapping[str, Any]], offered: _Offered
) -> dict[str, Any]:
    """The batch in the shape that design §5 gives."""
    return {
        "batch": batch.batch_id,
        "kind": batch.kind.value,
        "state": batch.state.value,
        "counts": dict(batch.counts),
        "sources": [dict(source) for source in batch.sources if source.get("archive")],
        "notices": [{name: one[name] for name in ("severity", "code", "message")} for one in _notices(batch, notices)],
        "items": [
            {
                "name": item.name,
                "key": item.key,
                "person": item.person.reference.partition(":")[2] if item.person else None,
                "state": item.state.value,
                "result": item.result,
                "codes": [one.kind.code for one in item.findings],
                "reason": item.reason or " ".join(one.message for one in item.findings),
                **_values(batch, item),
                **_as_told(offered.get(item.sequence, ())),
            }
            for item in items
        ],
    }


def _as_told(offered: Sequence[Suggestion]) -> dict[str, list[dict[str, str]]]:
    found = [{"person": one.person.reference.partition(":")[2], "why": one.why} for one in offered]
    return {"suggestions": found} if found else {}


def _notices(batch: BatchView, more: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [*batch.notices, *more]


def _values(batch: BatchView, item: ItemView) -> dict[str, str]:
    """What an e-mail batch changes, old and new."""
    if batch.settings.get("kind", batch.kind) != BatchKind.EMAIL:
        return {}
    old, new = addresses(item, undone=batch.kind is BatchKind.UNDO)
    return {"old": old, "new": new}


def _tell(
    batch: BatchView, items: tuple[ItemView, ...], total: int, notices: Sequence[Mapping[str, Any]], offered: _Offered
) -> None:
    click.echo(f"Batch {batch.batch_id}: {batch.kind} {batch.target} by {batch.criterion.label}, {batch.state}")
    for source in batch.sources:
        if source.get("litter"):
            click.echo(f"  {source['name']}: {source['litter']} side files passed over", err=True)
    for one in _notices(batch, notices):
        click.echo(f"  {one['severity']}: {one['message']}", err=True)
    for item in items:
        person = f"{item.person.last_name}, {item.person.first_name}" if item.person else "nobody"
        why = item.reason or " ".join(one.message for one in item.findings)
        values = _values(batch, item)
        change = f"  {values['old'] or 'none'} → {values['new'] or 'none'}" if values else ""
        click.echo(f"  {item.result or item.state:20}{item.name}  → {person}{change}{'  ' if why else ''}{why}")
        for other in offered.get(item.sequence, ())[:3]:
            click.echo(f"    perhaps {other.person.last_name}, {other.person.first_name}: {other.why}")
    if total > len(items):
        click.echo(f"  … and {total - len(items):,} more (--json has all).")
    click.echo("  " + ", ".join(f"{word} {number:,}" for word, number in batch.counts.items() if number))
