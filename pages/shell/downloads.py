"""What the download route can open: each kind of ticket with the journey that finds its bytes."""

from collections.abc import Mapping
from typing import IO, Any

from pages.shell import session
from pages.shell.routes import Download, Resolver
from pages.shell.streaming import pieces_of
from roster_core.access.rights import User
from roster_core.journeys import clever_export
from roster_core.journeys.export_runs import read_run, run_file_path
from roster_core.journeys.people import read_photo
from roster_core.refusals import Refusal


def _clever_file(user: User, claims: Mapping[str, Any]) -> Download:
    path = run_file_path(session.store(), user, claims["run"], claims["name"])
    return Download(claims["name"], "text/csv; charset=utf-8", path)


def _clever_zip(user: User, claims: Mapping[str, Any]) -> Download:
    run = read_run(session.store(), user, claims["run"])

    def write(to: IO[bytes]) -> None:
        clever_export.write_zip(session.store(), user, run.run_id, to)

    return Download(f"clever-{run.as_of_date.isoformat()}.zip", "application/zip", pieces_of(write))


def _photo(user: User, claims: Mapping[str, Any]) -> Download:
    kind, _, key = claims["person"].partition(":")
    photo = read_photo(session.store(), user, kind, key)
    if photo is None:
        raise Refusal("There is no photo.", why="It was removed meanwhile.", fix="Reload the page.")
    return Download("photo.jpg", "image/jpeg", photo, inline=True)


#: By the claim `kind`. The journeys check the right.
RESOLVERS: dict[str, Resolver] = {"clever_file": _clever_file, "clever_zip": _clever_zip, "photo": _photo}
