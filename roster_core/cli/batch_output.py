"""How commands tell of a batch: as JSON, or in words."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from roster_core.batches.states import ERRORS, BatchKind, ItemState, Result
from roster_core.cli.context import TOLD, Session, write_json
from roster_core.journeys.batches.reads import BatchView, ItemView, read_batch, read_items
from roster_core.journeys.batches.results import addresses

#: Results after which something was left out.
_LEFT_OUT = {*ERRORS, Result.NO_MATCH, Result.REJECTED}
_UNRESOLVED = {ItemState.NEEDS_PERSON, ItemState.AMBIGUOUS, ItemState.REJECTED}


def tell_batch(session: Session, batch_id: str, *, as_json: bool, notices: Sequence[Mapping[str, Any]] = ()) -> int:
    """Write the batch with its items; returns the exit code: 1 if something was or would be left out.

    `notices` are told of all of it, beside those of the files that came in.
    """
    batch = read_batch(session.store, session.user, batch_id)
    items, _ = read_items(session.store, session.user, batch_id)
    if as_json:
        write_json(batch_as_json(batch, items, notices))
    else:
        _tell(batch, items, notices)
    done = [Result(item.result) for item in items if item.result]
    if done:
        return int(any(result in _LEFT_OUT for result in done))
    return int(any(item.state in _UNRESOLVED for item in items))


def batch_as_json(
    batch: BatchView, items: tuple[ItemView, ...], notices: Sequence[Mapping[str, Any]] = ()
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
            }
            for item in items
        ],
    }


def _notices(batch: BatchView, more: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [*(one for source in batch.sources for one in source.get("notices", ())), *more]


def _values(batch: BatchView, item: ItemView) -> dict[str, str]:
    """What an e-mail batch changes, old and new."""
    if batch.settings.get("kind", batch.kind) != BatchKind.EMAIL:
        return {}
    old, new = addresses(item, undone=batch.kind is BatchKind.UNDO)
    return {"old": old, "new": new}


def _tell(batch: BatchView, items: tuple[ItemView, ...], notices: Sequence[Mapping[str, Any]]) -> None:
    click.echo(f"Batch {batch.batch_id}: {batch.kind} {batch.target} by {batch.criterion.label}, {batch.state}")
    for source in batch.sources:
        if source.get("refused"):
            click.echo(f"  {source['name']}: {source['refused']}", err=True)
        elif source.get("litter"):
            click.echo(f"  {source['name']}: {source['litter']} side files passed over", err=True)
    for one in _notices(batch, notices):
        click.echo(f"  {one['severity']}: {one['message']}", err=True)
    for item in items[:TOLD]:
        person = f"{item.person.last_name}, {item.person.first_name}" if item.person else "nobody"
        why = item.reason or " ".join(one.message for one in item.findings)
        values = _values(batch, item)
        change = f"  {values['old'] or 'none'} → {values['new'] or 'none'}" if values else ""
        click.echo(f"  {item.result or item.state:20}{item.name}  → {person}{change}{'  ' if why else ''}{why}")
    if len(items) > TOLD:
        click.echo(f"  … and {len(items) - TOLD:,} more (--json has all).")
    click.echo("  " + ", ".join(f"{word} {number:,}" for word, number in batch.counts.items() if number))
