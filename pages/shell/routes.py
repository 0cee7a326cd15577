"""Our own HTTP routes: files come in and go out as streams, so that neither is ever held in memory.

A route acts only for a ticket, and asks again whether its user may do it: the ticket may be older than the right.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from pages.shell import tickets
from pages.shell.guard import BROWSER_COOKIE, FOREIGN_PATH
from pages.shell.staging import Staging, UploadRefused
from roster_core.access.rights import Right, User
from roster_core.journeys.batches.pictures import Picture
from roster_core.refusals import Refusal
from roster_core.storage.stored_file import StoredFile

#: The operations of tickets.
UPLOAD, DOWNLOAD, PICTURE, DOCUMENT = "upload", "download", "picture", "document"
UPLOAD_PATH = "/api/upload"
#: Seconds for which a ticket is good; pages renew theirs at half of it.
TICKET_LIFE_S = 3600
#: Downloads that are made while they are sent hold a thread of the server; more at once get 429.
STREAMS_AT_ONCE = 6
#: Bytes of a document that are in memory at a time.
_PIECE = 1 << 18
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


@dataclass(frozen=True)
class Stream:
    """Pieces made on the way, of a size that is known before, so that any part can be had by itself.

    `pieces(start, stop)` gives the bytes from `start` up to `stop`; `etag` is in quotation marks and differs whenever
    they do.
    """

    size: int
    etag: str
    pieces: Callable[[int, int], Generator[bytes]]


@dataclass(frozen=True)
class Download:
    """What a download sends: a finished file, a few bytes, or pieces made on the way, with or without a known size.

    `name` is what the browser calls it; `inline` is for what a page shows instead of saving it.
    """

    name: str
    media_type: str
    content: StoredFile | Path | bytes | Generator[bytes] | Stream
    inline: bool = False


#: Opens what the claims of a ticket name, for a user; checks the right itself and raises `Refusal`.
Resolver = Callable[[User, Mapping[str, Any]], Download]
#: The same for a picture, with the rest of its address.
PictureResolver = Callable[[User, Mapping[str, Any], str], Picture]
#: The user with a login, with the rights held now; None if there is none any more.
FindUser = Callable[[str], User | None]


def upload_url() -> str:
    """Where the uploader sends files."""
    return UPLOAD_PATH


def picture_url(ticket: str, rest: str) -> str:
    """Where the picture `rest` is that a ticket is good for; one ticket may be good for many."""
    return f"/api/picture/{ticket}/{quote(rest)}"


def download_url(ticket: str) -> str:
    """Where a ticket for a download is taken."""
    return f"/api/download/{ticket}"


def document_url(ticket: str) -> str:
    """Where the document is that a ticket is good for."""
    return f"{FOREIGN_PATH}{ticket}"


class Desk:
    """The routes over one installation: its ticket key, its staging folder, and what downloads can open.

    `resolvers` are found by the claim `kind` of a download's ticket, `pictures` by that of a picture's; `document`
    opens the file that somebody uploaded, in whole.
    """

    def __init__(
        self,
        *,
        key: str,
        staging: Staging,
        find_user: FindUser,
        resolvers: Mapping[str, Resolver],
        pictures: Mapping[str, PictureResolver] | None = None,
        document: Resolver | None = None,
    ) -> None:
        self.key = key
        self.staging = staging
        self.find_user = find_user
        self.resolvers = resolvers
        self.pictures = pictures or {}
        self.documents = {} if document is None else {DOCUMENT: document}
        self._streams = asyncio.Semaphore(STREAMS_AT_ONCE)

    def routes(self) -> list[Route]:
        """The routes for the app."""
        return [
            Route(UPLOAD_PATH, self.upload, methods=["PUT"]),
            Route("/api/download/{ticket}", self.download, methods=["GET"]),
            Route("/api/picture/{ticket}/{rest:path}", self.picture, methods=["GET"]),
            Route(document_url("{ticket}"), self.document, methods=["GET"]),
        ]

    async def upload(self, request: Request) -> Response:
        """Receive one file; answers with its id, size and digest, or with `error`, a sentence for the user."""
        held = await run_in_threadpool(self._bearer, request, UPLOAD, request.headers.get("x-ticket", ""))
        if held is None or not held[0].may(*(Right(right) for right in held[1]["rights"])):
            return _refused(403, "This page may not upload any more. Reload it and try again.")
        user, claims = held
        declared = request.headers.get("content-length", "")
        try:
            staged = await self.staging.receive(
                request.stream(),
                name=unquote(request.headers.get("x-name", "")) or "unnamed",
                login=user.login,
                limit=claims["max_bytes"],
                declared=int(declared) if declared.isdecimal() else None,
            )
        except UploadRefused as refusal:
            return _refused(refusal.status, str(refusal))
        except ClientDisconnect:
            return _refused(400, "The upload was interrupted.")
        return JSONResponse({"id": staged.id, "size": staged.size, "sha256": staged.sha256})

    async def download(self, request: Request) -> Response:
        """Send what the ticket names."""
        held = await run_in_threadpool(self._bearer, request, DOWNLOAD, request.path_params["ticket"])
        if held is None:
            return PlainTextResponse("This link has expired. Go back to the page and use it again.", status_code=403)
        user, claims = held
        try:
            found = await run_in_threadpool(self.resolvers[claims["kind"]], user, claims)
        except Refusal as refusal:
            return PlainTextResponse(str(refusal), status_code=404)
        shown = "inline" if found.inline else "attachment"
        content = await run_in_threadpool(_sent, found.content)
        if isinstance(content, Path):
            return FileResponse(
                content, media_type=found.media_type, filename=found.name, content_disposition_type=shown
            )
        if isinstance(content, bytes):
            return Response(content, media_type=found.media_type, headers=_called(found.name, shown))
        if self._streams.locked():
            return PlainTextResponse("Too many downloads are being made. Try again in a minute.", status_code=429)
        return await self._stream(request, found, content, shown)

    async def _stream(
        self, request: Request, found: Download, stream: Stream | Generator[bytes], shown: str
    ) -> Response:
        """The whole, or of a stream the part that a client asks for whose download broke off."""
        if not isinstance(stream, Stream):
            pieces = _counted(stream, self._streams)
            return StreamingResponse(pieces, media_type=found.media_type, headers=_called(found.name, shown))
        headers = {**_called(found.name, shown), "Accept-Ranges": "bytes", "ETag": stream.etag}
        wanted = range_of(request.headers, stream)
        if wanted is None:
            return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{stream.size}"})
        start, stop = wanted
        headers["Content-Length"] = str(stop - start)
        partly = (start, stop) != (0, stream.size)
        if partly:
            headers["Content-Range"] = f"bytes {start}-{stop - 1}/{stream.size}"
        if request.method == "HEAD":
            return Response(status_code=200, headers=headers, media_type=found.media_type)
        return StreamingResponse(
            _counted(await run_in_threadpool(stream.pieces, start, stop), self._streams),
            status_code=206 if partly else 200,
            media_type=found.media_type,
            headers=headers,
        )

    async def picture(self, request: Request) -> Response:
        """Show a picture that the ticket is good for; browsers keep it, for what an address shows never changes."""
        held = await run_in_threadpool(self._bearer, request, PICTURE, request.path_params["ticket"])
        if held is None:
            return PlainTextResponse("This page is too old. Reload it.", status_code=403)
        user, claims = held
        try:
            found = await run_in_threadpool(self.pictures[claims["kind"]], user, claims, request.path_params["rest"])
        except Refusal as refusal:
            return PlainTextResponse(str(refusal), status_code=404)
        headers = {"Cache-Control": f"private, max-age={TICKET_LIFE_S}, immutable", "X-Content-Type-Options": "nosniff"}
        return Response(found.data, media_type=found.media_type, headers=headers)

    async def document(self, request: Request) -> Response:
        """Show or save a document that somebody uploaded; each time it is opened anew, which is written down."""
        if request.method == "HEAD":  # nobody has seen anything then
            return Response(status_code=405, headers={"Allow": "GET"})
        held = await run_in_threadpool(self._bearer, request, DOCUMENT, request.path_params["ticket"])
        if held is None:
            return PlainTextResponse("This link has expired. Go back to the page and open it again.", status_code=403)
        try:
            found = await run_in_threadpool(self.documents[DOCUMENT], *held)
        except Refusal as refusal:
            return PlainTextResponse(str(refusal), status_code=404)
        headers = _called(found.name, "inline" if found.inline else "attachment")
        # In one go: a browser that asked for parts would open it many times, and each time is written down.
        file = cast("StoredFile", found.content)
        headers["Content-Length"] = str(await run_in_threadpool(lambda: file.size))
        return StreamingResponse(file.pieces(), media_type=found.media_type, headers=headers)

    def _bearer(self, request: Request, operation: str, ticket: str) -> tuple[User, Mapping[str, Any]] | None:
        cookie = request.cookies.get(BROWSER_COOKIE, "")
        claims = tickets.verify(self.key, operation, ticket, cookie, max_age_s=TICKET_LIFE_S)
        user = self.find_user(claims[tickets.LOGIN]) if claims else None
        return (user, claims) if user and claims else None


def range_of(headers: Mapping[str, str], stream: Stream) -> tuple[int, int] | None:
    """The part that is asked for, as start and stop; `None` if there is no such part.

    It is the whole if none is asked for, if several are, or if the client holds the beginning of something else.
    """
    asked = _RANGE.fullmatch(headers.get("range", "").strip())
    whole = 0, stream.size
    if asked is None or not any(asked.groups()) or headers.get("if-range", stream.etag) != stream.etag:
        return whole
    first, last = asked.groups()
    if not first:  # the last so many bytes
        return (max(0, stream.size - int(last)), stream.size) if int(last) else None
    start, stop = int(first), min(int(last) + 1, stream.size) if last else stream.size
    if last and int(last) < int(first):
        return whole
    return (start, stop) if start < stream.size else None


async def _counted(pieces: Generator[bytes], streams: asyncio.Semaphore) -> AsyncIterator[bytes]:
    async with streams:
        with closing(pieces):  # an aborted download frees what the pieces are made from
            while (piece := await run_in_threadpool(next, pieces, None)) is not None:
                yield piece


def _called(name: str, shown: str) -> dict[str, str]:
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    return {"Content-Disposition": f"{shown}; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"}


def _refused(status: int, error: str) -> JSONResponse:
    return JSONResponse({"error": error}, status_code=status)


def _sent(content: StoredFile | Path | bytes | Generator[bytes] | Stream) -> Path | bytes | Generator[bytes] | Stream:
    """How it is sent: a plain file by the system, an encrypted one opened piece by piece, any part by itself."""
    if not isinstance(content, StoredFile):
        return content
    if not content.sealed:
        return content.path
    return Stream(content.size, f'"{content.etag}"', content.pieces)
