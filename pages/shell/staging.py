"""Staged files: what browsers upload, written to disk as it arrives and kept until a journey takes it.

Beside each `<id>.bin` lies `<id>.json` with the client's name for the file, who sent it, size and digest. A file that
was not received to its last byte leaves nothing behind.
"""

import hashlib
import json
import re
import secrets
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import anyio
from anyio import to_thread

from roster_core.refusals import Refusal
from roster_core.storage.file_box import FileBox
from roster_core.storage.stored_file import StoredFile

_ID = re.compile(r"[0-9a-f]{32}")
_BLOCK = 1 << 20
#: What must stay free on the disk, for the database that lies on it.
KEEP_FREE_BYTES = 512 << 20
#: How long the next piece of a file may take to arrive.
STALL_S = 60.0
#: An upload that has not grown for this long was cut off with the server.
PART_LIFE = timedelta(hours=1)
#: A file that no journey took; as long as a draft lives (batch-updates §2.1).
FILE_LIFE = timedelta(days=7)


class UploadRefused(Refusal):
    """One file was not taken; `status` is the HTTP status to answer with."""

    def __init__(self, status: int, what: str, *, why: str, fix: str = "") -> None:
        super().__init__(what, why=why, fix=fix)
        self.status = status


@dataclass(frozen=True)
class Staged:
    """A file received whole. `name` is what the client called it: data to show, never a path to use."""

    id: str
    name: str
    login: str
    size: int
    sha256: str
    file: StoredFile

    @property
    def path(self) -> Path:
        """Where it lies, encrypted or not."""
        return self.file.path


class Staging:
    """The folder of staged files."""

    def __init__(
        self, folder: Path, *, box: FileBox | None = None, keep_free: int = KEEP_FREE_BYTES, stall_s: float = STALL_S
    ) -> None:
        self.folder = folder
        self.box = box or FileBox(on=False, path=folder / "none", used=folder / "none")
        self.keep_free = keep_free
        self.stall_s = stall_s

    async def receive(
        self, stream: AsyncIterator[bytes], *, name: str, login: str, limit: int, declared: int | None = None
    ) -> Staged:
        """Write a stream to disk and return the staged file; memory use does not grow with its size.

        `limit` and `declared` (the length the client announced, if it did) are bytes.

        Raises:
            UploadRefused: Too large, no room on the disk, or the stream stopped.
        """
        _check_limit(name, declared or 0, limit)
        self._check_room(name, declared or 0)
        self.folder.mkdir(parents=True, exist_ok=True)
        file_id = secrets.token_hex(16)
        part = self.folder / f"{file_id}.part"
        try:
            size, digest = await self._write(stream, part, name=name, limit=limit)
            staged = Staged(file_id, name, login, size, digest, self._file(file_id))
            facts = {"name": name, "login": login, "size": size, "sha256": digest}
            (self.folder / f"{file_id}.json").write_text(json.dumps(facts), encoding="utf-8")
            part.replace(staged.path)
        finally:
            part.unlink(missing_ok=True)
        return staged

    def read(self, file_id: str, login: str) -> Staged:
        """The staged file with this id, if `login` sent it.

        Raises:
            Refusal: There is none.
        """
        path = self.folder / f"{file_id}.bin"
        known = self._known(file_id, login)
        if known and path.exists():
            return Staged(file_id, known["name"], login, known["size"], known["sha256"], self._file(file_id))
        raise Refusal(
            "The uploaded file was not found.",
            why="It was taken already, or it was removed because nobody used it for a week.",
            fix="Upload it again.",
        )

    def _file(self, file_id: str) -> StoredFile:
        return StoredFile(
            self.folder / f"{file_id}.bin", f"staged/{file_id}", self.box, self.folder.with_name("scratch")
        )

    def discard(self, file_id: str, login: str) -> None:
        """Remove what is left of a file that `login` sent; a journey may have taken the content already."""
        if self._known(file_id, login):
            for suffix in ("bin", "json"):
                (self.folder / f"{file_id}.{suffix}").unlink(missing_ok=True)

    def _known(self, file_id: str, login: str) -> dict[str, Any] | None:
        facts = self.folder / f"{file_id}.json"
        if not _ID.fullmatch(file_id) or not facts.exists():
            return None
        known: dict[str, Any] = json.loads(facts.read_text(encoding="utf-8"))
        return known if known["login"] == login else None

    def sweep(self, now: datetime) -> int:
        """Remove what was left behind, judged by the time of the last write; returns how many files went."""
        gone = 0
        lives = {".part": PART_LIFE, ".bin": FILE_LIFE, ".json": FILE_LIFE}
        for path in self.folder.glob("*.*"):
            life = lives.get(path.suffix)
            if life and path.stat().st_mtime < (now - life).timestamp():
                path.unlink(missing_ok=True)
                gone += 1
        return gone

    async def _write(self, stream: AsyncIterator[bytes], part: Path, *, name: str, limit: int) -> tuple[int, str]:
        size, digest, block = 0, hashlib.sha256(), bytearray()
        sealing = self.box.sealing(f"staged/{part.stem}")
        async with await anyio.open_file(part, "wb") as file:
            while chunk := await self._next(stream, name):
                size += len(chunk)
                _check_limit(name, size, limit)
                block += chunk
                if len(block) >= _BLOCK:
                    self._check_room(name, len(block))
                    await to_thread.run_sync(digest.update, bytes(block))
                    await file.write(await to_thread.run_sync(sealing.add, bytes(block)))
                    block.clear()
            digest.update(block)
            await file.write(await to_thread.run_sync(sealing.end, bytes(block)))
        return size, digest.hexdigest()

    async def _next(self, stream: AsyncIterator[bytes], name: str) -> bytes:
        try:
            with anyio.fail_after(self.stall_s):
                # A request may send empty pieces before its end; only the end itself stops the loop.
                while (chunk := await anext(stream, None)) is not None:
                    if chunk:
                        return chunk
        except TimeoutError as stalled:
            raise UploadRefused(
                408,
                f"“{name}” was not received.",
                why=f"Nothing arrived for {self.stall_s:.0f} seconds.",
                fix="Check the connection and upload it again.",
            ) from stalled
        return b""

    def _check_room(self, name: str, size: int) -> None:
        existing = next(folder for folder in (self.folder, *self.folder.parents) if folder.exists())
        if shutil.disk_usage(existing).free - size < self.keep_free:
            raise UploadRefused(
                507,
                f"“{name}” was not taken.",
                why="The disk on which this installation keeps its data is nearly full.",
                fix="Ask whoever runs the server to make room.",
            )


def _check_limit(name: str, size: int, limit: int) -> None:
    if size > limit:
        raise UploadRefused(
            413,
            f"“{name}” was not taken.",
            why=f"It is larger than the {limit / 1e6:,.0f} MB that one file may have here.",
            fix="Leave out what is not needed, or split it.",
        )
