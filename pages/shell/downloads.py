"""What the download route can open: each kind of ticket with the journey that finds its bytes."""

from collections.abc import Mapping
from typing import IO, Any

import polars as pl

from pages.shell import session
from pages.shell.routes import Download, PictureResolver, Resolver, Stream
from pages.shell.streaming import pieces_of
from roster_core.access.rights import User
from roster_core.journeys import document_download
from roster_core.journeys.audit_export import export_csv
from roster_core.journeys.audit_trail import AuditFilter
from roster_core.journeys.batches.current_photos import read_current_picture
from roster_core.journeys.batches.document_pictures import read_page
from roster_core.journeys.batches.document_split import read_source_page
from roster_core.journeys.batches.pictures import Picture, Shown, read_item_picture
from roster_core.journeys.batches.results import as_csv, as_xlsx, read_findings, read_results
from roster_core.journeys.document_gaps import lacking_csv, lacking_page, take_lacking
from roster_core.journeys.documents import SHOWN_TYPES, open_version
from roster_core.journeys.email_template import TemplateRequest, build_template
from roster_core.journeys.export_runs import read_run, require_kept
from roster_core.journeys.export_taking import take_file, take_zip
from roster_core.journeys.people import read_photo
from roster_core.journeys.photo_download import DownloadRequest, open_download
from roster_core.journeys.photo_gaps import gaps_csv, gaps_page, take_gaps
from roster_core.journeys.photo_versions import read_version_picture
from roster_core.journeys.privacy.request import open_record
from roster_core.refusals import Refusal

#: Whether a word in an address stands for the small picture.
_SIZES = {"small": True, "large": False}
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _clever_file(user: User, claims: Mapping[str, Any]) -> Download:
    kept = take_file(session.store(), user, claims["run"], claims["name"])
    return Download(claims["name"], "text/csv; charset=utf-8", kept)


def _clever_zip(user: User, claims: Mapping[str, Any]) -> Download:
    run = read_run(session.store(), user, claims["run"])
    require_kept(run.files_removed_at)  # an answer that has begun cannot be refused any more

    def write(to: IO[bytes]) -> None:
        take_zip(session.store(), user, run.run_id, to)

    return Download(f"clever-{run.as_of_date.isoformat()}.zip", "application/zip", pieces_of(write))


def _photo(user: User, claims: Mapping[str, Any]) -> Download:
    kind, _, key = claims["person"].partition(":")
    photo = read_photo(session.store(), user, kind, key)
    if photo is None:
        raise Refusal("There is no photo.", why="It was removed meanwhile.", fix="Reload the page.")
    return Download("photo.jpg", "image/jpeg", photo, inline=True)


def _version_picture(user: User, claims: Mapping[str, Any], rest: str) -> Picture:
    kind, _, key = claims["person"].partition(":")
    version, _, told = rest.partition("/")
    shown = told.partition("/")[0]
    if not version.isdecimal() or shown not in _SIZES:
        raise _foreign()
    return read_version_picture(session.store(), user, kind, key, int(version), small=_SIZES[shown])


def _item_picture(user: User, claims: Mapping[str, Any], rest: str) -> Picture:
    sequence, _, told = rest.partition("/")
    shown = told.partition("/")[0]  # what comes after it only makes the address of another picture another one
    if not sequence.isdecimal() or shown not in set(Shown):
        raise _foreign()
    return read_item_picture(session.store(), user, claims["batch"], int(sequence), Shown(shown))


def _page_picture(user: User, claims: Mapping[str, Any], rest: str) -> Picture:
    sequence, _, told = rest.partition("/")
    page, _, told = told.partition("/")
    shown = told.partition("/")[0]
    if not sequence.isdecimal() or not page.isdecimal() or shown not in _SIZES:
        raise _foreign()
    return read_page(session.store(), user, claims["batch"], int(sequence), int(page), small=_SIZES[shown])


def _source_page(user: User, claims: Mapping[str, Any], rest: str) -> Picture:
    source, _, page = rest.partition("/")
    if not source.isdecimal() or not page.isdecimal():
        raise _foreign()
    return read_source_page(session.store(), user, claims["batch"], int(source), int(page))


def _current_picture(user: User, claims: Mapping[str, Any], rest: str) -> Picture:
    person = rest.partition("/")[0]
    if not person.isdecimal():
        raise _foreign()
    return read_current_picture(session.store(), user, claims["batch"], int(person))


def _foreign() -> Refusal:
    return Refusal("There is no picture.", why="The address is not one of this program's.", fix="Reload the page.")


def _results(user: User, claims: Mapping[str, Any]) -> Download:
    table = read_results(session.store(), user, claims["batch"])
    return _table(table, f"results-{claims['batch']}", claims["form"])


def _photos_zip(user: User, claims: Mapping[str, Any]) -> Download:
    opened = open_download(session.store(), user, DownloadRequest.of(claims))
    # What is made smaller on the way has no size before; a second time it has.
    whole = opened.pieces() if opened.size is None else Stream(opened.size, opened.etag, opened.pieces)
    return Download(opened.name, "application/zip", whole)


def _photo_gaps(user: User, claims: Mapping[str, Any]) -> Download:
    of = (claims.get("school", ""), claims.get("grade", ""))
    gaps = take_gaps(session.store(), user, claims["form"], *of)
    name = f"without_photo_{gaps.district.code}_{gaps.school_year}"
    if claims["form"] == "html":
        page = gaps_page(gaps, *of)
        return Download(f"{name}.html", "text/html; charset=utf-8", page, inline=True)
    return Download(f"{name}.csv", "text/csv; charset=utf-8", gaps_csv(gaps))


def _table(table: pl.DataFrame, name: str, form: str) -> Download:
    if form == "xlsx":
        return Download(f"{name}.xlsx", _WORKBOOK, as_xlsx(table))
    return Download(f"{name}.csv", "text/csv; charset=utf-8", as_csv(table))


def _email_list(user: User, claims: Mapping[str, Any]) -> Download:
    request = TemplateRequest.of(claims)
    return _table(build_template(session.store(), user, request), request.name, claims["form"])


def _email_findings(user: User, claims: Mapping[str, Any]) -> Download:
    return _table(read_findings(session.store(), user, claims["batch"]), f"findings-{claims['batch']}", "csv")


def _documents_zip(user: User, claims: Mapping[str, Any]) -> Download:
    request = document_download.DocumentRequest.of(claims)
    opened = document_download.open_download(session.store(), user, request)
    return Download(opened.name, "application/zip", opened.pieces())


def _lacking(user: User, claims: Mapping[str, Any]) -> Download:
    of = (claims.get("school", ""), claims.get("grade", ""))
    told = take_lacking(session.store(), user, claims["type"], claims["year"], *of)
    name = f"without_{told.type}_{told.school_year}_{told.district.code}"
    if claims["form"] == "html":
        return Download(f"{name}.html", "text/html; charset=utf-8", lacking_page(told, *of), inline=True)
    return Download(f"{name}.csv", "text/csv; charset=utf-8", lacking_csv(told, *of))


def _audit(user: User, claims: Mapping[str, Any]) -> Download:
    name, pieces = export_csv(session.store(), user, AuditFilter.of(claims["wanted"]))
    return Download(name, "text/csv; charset=utf-8", pieces)


def _record(user: User, claims: Mapping[str, Any]) -> Download:
    found = open_record(session.store(), user, claims["of"], claims["id"], claims["reason"])
    return Download(found.name, "application/zip", pieces_of(found.write))


def open_document(user: User, claims: Mapping[str, Any]) -> Download:
    """What a ticket for a document is good for: PDF and pictures are shown unless they are to be saved."""
    save = bool(claims.get("save"))
    opened = open_version(session.store(), user, claims["document"], claims["version"], save=save)
    inline = opened.media_type in SHOWN_TYPES and not save
    return Download(opened.name, opened.media_type, opened.path, inline=inline)


#: By the claim `kind`. The journeys check the right.
RESOLVERS: dict[str, Resolver] = {
    "clever_file": _clever_file,
    "clever_zip": _clever_zip,
    "photo": _photo,
    "photos_zip": _photos_zip,
    "photo_gaps": _photo_gaps,
    "documents_zip": _documents_zip,
    "documents_lacking": _lacking,
    "record": _record,
    "results": _results,
    "email_list": _email_list,
    "email_findings": _email_findings,
    "audit": _audit,
}

#: The same for pictures that pages show.
PICTURES: dict[str, PictureResolver] = {
    "item": _item_picture,
    "version": _version_picture,
    "current": _current_picture,
    "page": _page_picture,
    "source_page": _source_page,
}
