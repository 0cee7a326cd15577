"""Photos made smaller for a download: made while they are sent, kept for a day by what they are made from."""

import os
import secrets
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from roster_core.photos import fit
from roster_core.photos.download import Size, Version, fitted_size
from roster_core.photos.jpeg import BrokenPicture
from roster_core.photos.limits import Stopped
from roster_core.photos.pool import decoding
from roster_core.settings import Settings
from roster_core.storage.objects import Objects, open_objects
from roster_core.storage.sealed_files import KeyLacking, SealBroken
from roster_core.stored_zip import LeftOut

#: How long a small copy is kept after it was last used.
KEPT = timedelta(days=1)
#: Behind the picture stands its CRC, so that a ZIP needs not read it to know.
_CRC = struct.Struct("<L")


@dataclass(frozen=True)
class SizedPhotos:
    """The small copies of an installation."""

    folder: Path
    objects: Objects

    def told(self, photo: Version, size: Size) -> tuple[int, int] | None:
        """Bytes and CRC of a copy that is kept; `None` if it has to be made."""
        try:
            with self.objects.box.opened(self._path(photo, size).open("rb"), self._context(photo, size)) as file:
                length = file.seek(-_CRC.size, os.SEEK_END)
                crc32: int = _CRC.unpack(file.read(_CRC.size))[0]
                return length, crc32
        except (FileNotFoundError, SealBroken, KeyLacking):  # made anew
            return None

    def get(self, photo: Version, size: Size) -> bytes:
        """The copy, made now if it is not kept.

        Raises:
            LeftOut: The photo cannot be read any more.
        """
        path = self._path(photo, size)
        try:
            kept = self.objects.box.read(path.read_bytes(), self._context(photo, size))
            os.utime(path)
        except (FileNotFoundError, SealBroken, KeyLacking):
            return self._make(photo, size, path)
        return kept[: -_CRC.size]

    def _make(self, photo: Version, size: Size, path: Path) -> bytes:
        limits = size.limits
        if limits is None:
            raise ValueError("an original is not made")
        plan = fit.Plan(*fitted_size(photo.width, photo.height, limits))
        try:
            with decoding() as decoder:
                data = decoder.fit(self.objects.get(photo.key), plan).data
        except (BrokenPicture, Stopped, FileNotFoundError, SealBroken) as broken:
            raise LeftOut(photo.key) from broken
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{secrets.token_hex(8)}.part")
        kept = self.objects.box.keep(data + _CRC.pack(zlib.crc32(data)), self._context(photo, size))
        part.write_bytes(kept)
        part.replace(path)
        return data

    @staticmethod
    def _context(photo: Version, size: Size) -> str:
        return f"sized/{size.value}/{photo.sha256}"

    def _path(self, photo: Version, size: Size) -> Path:
        return self.folder / size.value / photo.sha256[:2] / photo.sha256


def sweep_cache(settings: Settings, now: datetime) -> None:
    """Forget copies, and files fetched from an object store, that were not used for a day; also what is half made."""
    open_objects(settings).forget_fetched(now - KEPT)
    before = (now - KEPT).timestamp()
    # In the scratch folder lies only what a process that was killed left there, perhaps plain.
    for path in (*_folder(settings).rglob("*"), *(settings.data_dir / "scratch").rglob("*")):
        if path.is_file() and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


def open_sized(settings: Settings, objects: Objects) -> SizedPhotos:
    """The small copies of the installation with these settings."""
    return SizedPhotos(_folder(settings), objects)


def _folder(settings: Settings) -> Path:
    return settings.data_dir / "cache" / "sized"
