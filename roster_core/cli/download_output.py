"""How the command tells of a download: as JSON, or in words."""

from pathlib import Path

import click

from roster_core.cli.context import TOLD, write_json
from roster_core.downloads.holders import Holder
from roster_core.journeys.photo_download import DownloadView
from roster_core.photos.download import Plan


def tell_download(view: DownloadView, plan: Plan, out: Path, *, as_json: bool) -> int:
    """Write what is in the ZIP; returns the exit code: 1 if an ID was nobody's or a photo could not be read."""
    if as_json:
        write_json(
            {
                "file": str(out),
                "bytes": out.stat().st_size,
                "photos": [{"file": one.path, "person": one.holder.district_number} for one in plan.entries],
                "missing": _numbers(plan.missing),
                "restricted": _numbers(plan.restricted),
                "lost": _numbers(plan.lost),
                "unchanged": plan.unchanged,
                "unknown_ids": list(view.unknown),
            }
        )
    else:
        click.echo(
            f"{out}: {len(plan.entries):,} photos, {len(plan.missing):,} people without one,"
            f" {len(plan.restricted):,} restricted left out"
        )
        for told, count in (("came in before", plan.unchanged), ("cannot be read any more", len(plan.lost))):
            if count:
                click.echo(f"  {count:,} {told}")
    for one in view.unknown[:TOLD]:
        click.echo(f"  {one} is nobody’s ID", err=True)
    if len(view.unknown) > TOLD:
        click.echo(f"  … and {len(view.unknown) - TOLD:,} more", err=True)
    return int(bool(view.unknown or plan.lost))


def _numbers(holders: tuple[Holder, ...]) -> list[str]:
    return [one.district_number for one in holders]
