"""`batches`: what was uploaded and what became of it."""

from dataclasses import asdict

import click

from roster_core.cli.batch_output import tell_batch
from roster_core.cli.context import json_option, opened, write_json
from roster_core.journeys.batches import confirming, drafts, sweeping, undoing
from roster_core.journeys.batches.reads import BatchView, read_batch, read_batches
from roster_core.journeys.waiting import finish


@click.group()
def batches() -> None:
    """Batches of photos, e-mails and documents."""


@batches.command("list")
@click.option("--limit", default=50, show_default=True, help="How many, newest first.")
@json_option
def show_list(limit: int, *, as_json: bool) -> None:
    """The newest batches."""
    with opened() as session:
        found = read_batches(session.store, session.user, limit=limit)
    if as_json:
        write_json([_summary(batch) for batch in found])
        return
    for batch in found:
        counts = ", ".join(f"{word} {number:,}" for word, number in batch.counts.items() if number)
        click.echo(
            f"{batch.batch_id}  {batch.created_at:%Y-%m-%d %H:%M}  {batch.kind:9}{batch.state:18}{batch.by}  {counts}"
        )
    if not found:
        click.echo("Nothing was uploaded yet.")


@batches.command("show")
@click.argument("batch_id")
@json_option
def show(batch_id: str, *, as_json: bool) -> int:
    """A batch with its items."""
    with opened() as session:
        return tell_batch(session, batch_id, as_json=as_json)


@batches.command("confirm")
@click.argument("batch_id")
@click.option("--leave-out-unresolved", is_flag=True, help="Go on without what is undecided.")
@json_option
def confirm(batch_id: str, *, leave_out_unresolved: bool, as_json: bool) -> int:
    """Carry out a batch that was previewed."""
    with opened() as session:
        job_id = confirming.confirm(session.store, session.user, batch_id, leave_out=leave_out_unresolved)
        finish(session.store, drafts.district_of(batch_id), job_id)
        return tell_batch(session, batch_id, as_json=as_json)


@batches.command("undo")
@click.argument("batch_id")
@click.option("--reason", default="", help="Why, for the record.")
@json_option
def undo(batch_id: str, reason: str, *, as_json: bool) -> int:
    """Put back what a batch changed, where nothing changed since."""
    with opened() as session:
        undo_id = undoing.undo(session.store, session.user, batch_id, reason=reason)
        made = read_batch(session.store, session.user, undo_id)
        finish(session.store, drafts.district_of(undo_id), made.job_id or "")
        return tell_batch(session, undo_id, as_json=as_json)


@batches.command("retry")
@click.argument("batch_id")
@json_option
def retry(batch_id: str, *, as_json: bool) -> int:
    """Try again the items that failed."""
    with opened() as session:
        job_id = undoing.retry(session.store, session.user, batch_id)
        finish(session.store, drafts.district_of(batch_id), job_id)
        return tell_batch(session, batch_id, as_json=as_json)


@batches.command("sweep")
@json_option
def sweep(*, as_json: bool) -> None:
    """Do away with drafts left alone, files nobody needs and records too old to show. Workers do it daily."""
    with opened() as session:
        swept = asdict(sweeping.sweep(session.store, session.user))
    if as_json:
        write_json(swept)
    else:
        click.echo(", ".join(f"{number:,} {word}" for word, number in swept.items() if number) or "Nothing to do.")


def _summary(batch: BatchView) -> dict[str, object]:
    return {
        "batch": batch.batch_id,
        "kind": batch.kind.value,
        "state": batch.state.value,
        "by": batch.by,
        "created_at": batch.created_at.isoformat(),
        "counts": dict(batch.counts),
        "undo_of": batch.undo_of,
    }
