"""`privacy`: what is kept for how long, a record to hand out, holds, erasing somebody who left."""

from dataclasses import asdict
from pathlib import Path

import click

from roster_core.cli.context import json_option, opened, write_json
from roster_core.journeys.districts import require_district
from roster_core.journeys.privacy.erasure import ask_erasure, preview_erasure, read_erasures
from roster_core.journeys.privacy.erasure_plan import ErasurePlan
from roster_core.journeys.privacy.holds import lift_hold, place_hold, read_holds
from roster_core.journeys.privacy.request import open_record
from roster_core.journeys.privacy.retention import read_retention_preview
from roster_core.journeys.privacy.retention_settings import RetentionOptions, save_retention
from roster_core.journeys.privacy.subjects import KINDS
from roster_core.options import each_option
from roster_core.refusals import Refusal

_kind = click.argument("kind", type=click.Choice(sorted(KINDS)))
_KINDS = [name for name, _ in each_option(RetentionOptions)]


@click.group()
def privacy() -> None:
    """What is kept of people: for how long, all of one person, holds, and erasing somebody who left."""


@privacy.command("retention")
@click.option("--dry-run", is_flag=True, help="Only say what would be removed now.")
@click.option("--set", "given", nargs=2, multiple=True, metavar="KIND DAYS", help="Set days first; 0 = for ever.")
@click.option("--reason", default="", help="Why the days are changed.")
@json_option
def retention(given: tuple[tuple[str, str], ...], reason: str, *, dry_run: bool, as_json: bool) -> int:
    """What is past its days, removed now as the worker does each day; with --dry-run a preview."""
    with opened() as session:
        if given:
            save_retention(session.store, session.user, {kind: _days(kind, days) for kind, days in given}, reason)
        found = read_retention_preview(session.store, session.user)
        if not dry_run:
            from roster_core.journeys.batches.sweeping import sweep  # noqa: PLC0415 - a preview needs none of it

            sweep(session.store, session.user)
    told = {**found.plan.counts(), "documents": found.documents.total}
    if as_json:
        kept = [{"kind": one.fact.kind, "ref": one.fact.ref, "why": one.why} for one in found.plan.kept]
        write_json({"days": dict(found.options), "due": told, "kept": kept, "removed": not dry_run})
        return 0
    titles = {name: info.title or name for name, info in each_option(RetentionOptions)}
    for name, days in found.options:
        kept_for = f"{days} days" if days else "for ever"
        click.echo(f"{name:15}{kept_for:>10}{told.get(name, 0):>9,}  {titles[name]}")
    click.echo(f"{'documents':15}{'by type':>10}{told['documents']:>9,}  Documents past their last day")
    for one in found.plan.kept:
        click.echo(f"  stays: {one.fact.kind} {one.fact.ref}: {one.why}", err=True)
    click.echo("Nothing was removed." if dry_run else "What is due was removed.", err=True)
    return 0


@privacy.command("request")
@_kind
@click.argument("key")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The ZIP to write.")
@click.option("--reason", required=True, help="Who asked for it; it is kept in the audit.")
@json_option
def request(kind: str, key: str, out: Path, reason: str, *, as_json: bool) -> int:
    """Everything that is stored of one person, as a ZIP to hand out."""
    with opened() as session:
        found = open_record(session.store, session.user, kind, key, reason)
        with out.open("wb") as file:
            found.write(file)
    told = {name: len(rows) for name, rows in found.tables.items()}
    if as_json:
        write_json({"file": str(out), "person": found.who.reference, "tables": told, "files": len(found.files)})
        return 0
    listed = ", ".join(f"{name} {number:,}" for name, number in told.items())
    click.echo(f"{out}: {found.who.reference}, {len(found.files):,} files; {listed}")
    return 0


@privacy.command("erase")
@_kind
@click.argument("key")
@click.option("--reason", default="", help="Which law or request asks for it, without a name.")
@click.option("--confirm", default="", metavar="KEY", help="The ID once more: erase now. Without it, a preview.")
@json_option
def erase(kind: str, key: str, reason: str, confirm: str, *, as_json: bool) -> int:
    """Erase somebody who left the roster: what would go, and with --confirm erasing it."""
    with opened() as session:
        plan = preview_erasure(session.store, session.user, kind, key)
        if confirm:
            from roster_core.journeys.waiting import finish  # noqa: PLC0415 - a preview waits for nothing

            done, job_id = ask_erasure(session.store, session.user, kind, key, reason=reason, typed=confirm)
            ended = finish(session.store, require_district(session.store).district_id, job_id)
            if ended.error:
                raise Refusal("Nothing was erased.", why=ended.error, fix="Try again.")
            stub = next(one for one in read_erasures(session.store, session.user) if one.erasure_id == done)
            return _tell(plan, stub.counts, stub.left, erased=stub.erasure_id, as_json=as_json)
    return _tell(plan, dict(plan.counts), plan.left, erased="", as_json=as_json)


def _tell(plan: ErasurePlan, counts: dict[str, int], left: tuple[str, ...], *, erased: str, as_json: bool) -> int:
    if as_json:
        write_json({"erasure": erased or None, "counts": counts, "left": list(left), "runs": list(plan.runs)})
        return 0
    for name, number in counts.items():
        click.echo(f"{number:>7,}  {name}")
    for one in left:
        click.echo(f"  stays: {one}", err=True)
    click.echo(f"Erased ({erased})." if erased else f"A preview; --confirm {plan.who.key} erases it.", err=True)
    return 0


@privacy.group("hold")
def hold() -> None:
    """Legal holds: nothing of a person is removed until they are lifted."""


@hold.command("place")
@_kind
@click.argument("key")
@click.option("--reason", required=True, help="Why, such as a case number.")
def place(kind: str, key: str, reason: str) -> int:
    """Keep everything of a person from now on; prints the number of the hold."""
    with opened() as session:
        click.echo(place_hold(session.store, session.user, kind, key, reason))
    return 0


@hold.command("lift")
@click.argument("hold_id")
@click.option("--reason", required=True, help="Why it is over.")
def lift(hold_id: str, reason: str) -> int:
    """Lift a hold by its number."""
    with opened() as session:
        lift_hold(session.store, session.user, hold_id, reason)
    return 0


@hold.command("list")
@json_option
def list_holds(*, as_json: bool) -> int:
    """All holds, those in force first."""
    with opened() as session:
        found = read_holds(session.store, session.user)
    if as_json:
        write_json([asdict(one) for one in found])
        return 0
    for one in found:
        over = f", lifted {one.lifted_at:%Y-%m-%d} by {one.lifted_by}" if one.lifted_at else ""
        click.echo(f"{one.hold_id}  {one.kind} {one.key}  {one.name}: {one.reason} ({one.by} {one.at:%Y-%m-%d}{over})")
    return 0


def _days(kind: str, days: str) -> int:
    if kind not in _KINDS or not days.isdecimal():
        raise Refusal(
            "The days were not saved.",
            why=f"“{kind} {days}” is no kind with a number.",
            fix=f"Kinds: {', '.join(_KINDS)}.",
        )
    return int(days)
