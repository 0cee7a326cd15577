"""Encrypted files: a short header, then pieces of AES-256-GCM that can be read from anywhere.

    magic 8 | version 1 | log2 of the piece 1 | key ID 4 | salt 32 || piece + tag 16 | piece + tag 16 | …

Each file has a key of its own: HKDF-SHA256 of the installation's key, salted with what is random in the header and
bound to the whole header and to the file's place (`context`), so that a file under another's name is not opened. A
piece is bound to its number and to whether it is the last (the STREAM construction of Hoang, Reyhanitabar, Rogaway and
Vizár, 2015), so pieces that were cut off, left out or moved are found. The last is read first, for the same reason.
"""

import io
import os
import struct
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from roster_core.refusals import Refusal

#: No kind of file that is uploaded or made begins so.
MAGIC = b"\x89RDSEAL\n"
_VERSION, _LOG2, _SALT, _TAG = 1, 18, 32, 16
_HEADER = struct.Struct(f"<{len(MAGIC)}sBB4s{_SALT}s")
#: Bytes of a header, and of a piece before it is sealed.
HEADER, PIECE = _HEADER.size, 1 << _LOG2
_SMALLEST, _LARGEST = 12, 24


class SealBroken(Refusal):
    """A file is not what was sealed under its name."""

    def __init__(self) -> None:
        super().__init__(
            "A stored file was not opened.",
            why="Its encrypted bytes were damaged, cut off, or belong to another file.",
            fix="Restore the folder of files from a backup.",
        )


class KeyLacking(Refusal):
    """A file was sealed with a key that is not at hand."""

    def __init__(self, key_id: str) -> None:
        super().__init__(
            "A stored file was not opened.",
            why=f"It is encrypted with the storage key {key_id}, which is not in the key file.",
            fix="Bring that key file back (ROSTER_STORAGE_KEY_FILE, or keys/storage in the data folder).",
        )


def sealed_size(size: int) -> int:
    """Bytes of a file once it is sealed."""
    return HEADER + size + _TAG * max(1, -(-size // PIECE))


def key_id_of(start: bytes) -> str | None:
    """The ID of the key that a file was sealed with which begins so; None if it is a plain one."""
    return start[10:14].hex() if start.startswith(MAGIC) and len(start) >= HEADER else None


class Sealing:
    """A sealed file in the making: what `add` and, once, `end` return is to be written one after the other."""

    def __init__(self, key_id: str, key: bytes, context: str) -> None:
        """Draw what makes this file's key its own."""
        self._ready = _HEADER.pack(MAGIC, _VERSION, _LOG2, bytes.fromhex(key_id), os.urandom(_SALT))
        self._cipher = _cipher(key, self._ready, context)
        self._waiting, self._number = bytearray(), 0

    def add(self, block: bytes) -> bytes:
        """What is ready once `block` was added; one piece is always kept back, since it may be the last."""
        self._waiting += block
        at, ready = 0, [self._ready]
        with memoryview(self._waiting) as view:
            while len(view) - at > PIECE:
                ready.append(self._cipher.encrypt(_nonce(self._number, last=False), view[at : at + PIECE], None))
                at, self._number = at + PIECE, self._number + 1
        del self._waiting[:at]
        self._ready = b""
        return b"".join(ready)

    def end(self, block: bytes = b"") -> bytes:
        """The rest."""
        ready = self.add(block)
        return ready + self._cipher.encrypt(_nonce(self._number, last=True), self._waiting, None)


def seal(blocks: Iterable[bytes], key_id: str, key: bytes, context: str) -> Iterator[bytes]:
    """The sealed file of what `blocks` are together, piece by piece; never in memory as a whole."""
    sealing = Sealing(key_id, key, context)
    for block in blocks:
        yield sealing.add(block)
    yield sealing.end()


def _cipher(key: bytes, header: bytes, context: str) -> AESGCM:
    info = b"roster-desk file\0" + header + context.encode()
    return AESGCM(HKDF(SHA256(), 32, salt=header[-_SALT:], info=info).derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\1" if last else b"\0")


class SealedReader(io.RawIOBase):
    """The plain bytes of a sealed file that is open at `file`; closing it closes that one. `size` is theirs."""

    def __init__(self, file: BinaryIO, keys: Mapping[str, bytes], context: str) -> None:
        """Read the header and the last piece.

        Raises:
            SealBroken: It is not what was sealed for `context`.
            KeyLacking: It was sealed with another key.
        """
        header = file.read(HEADER)
        key_id = key_id_of(header)
        if key_id is None:
            raise SealBroken
        _, version, log2, _, _ = _HEADER.unpack(header)
        if version != _VERSION or not _SMALLEST <= log2 <= _LARGEST:
            raise SealBroken
        if key_id not in keys:
            raise KeyLacking(key_id)
        self._file, self._cipher = file, _cipher(keys[key_id], header, context)
        self._piece = 1 << log2
        body = file.seek(0, os.SEEK_END) - HEADER
        self._pieces = max(1, -(-body // (self._piece + _TAG)))
        self.size = body - self._pieces * _TAG
        if self.size < 0 or (self._pieces > 1 and self.size <= (self._pieces - 1) * self._piece):
            raise SealBroken
        self._at, self._number = 0, -1
        self._opened = b""
        self._open(self._pieces - 1)

    def _open(self, number: int) -> bytes:
        if number != self._number:
            self._file.seek(HEADER + number * (self._piece + _TAG))
            sealed = self._file.read(self._piece + _TAG)
            try:
                self._opened = self._cipher.decrypt(_nonce(number, last=number == self._pieces - 1), sealed, None)
            except InvalidTag as broken:
                raise SealBroken from broken
            self._number = number
        return self._opened

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override] # bytes-like as it comes
        """Fill `buffer` from where it stands, at most up to the end of a piece."""
        if self._at >= self.size:
            return 0
        number, start = divmod(self._at, self._piece)
        with memoryview(self._open(number)) as opened:
            some = opened[start : start + len(buffer)]
            buffer[: len(some)] = some
            self._at += len(some)
            return len(some)

    def read(self, size: int = -1) -> bytes:
        """As every file does; all that is left is put together in one go."""
        if size >= 0:
            return super().read(size) or b""
        parts = []
        while self._at < self.size:
            number, start = divmod(self._at, self._piece)
            part = self._open(number)
            parts.append(part[start:] if start else part)
            self._at += len(parts[-1])
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Where it stands in the plain bytes."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go elsewhere; returns where."""
        self._at = max(0, offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence])
        return self._at

    def close(self) -> None:
        """Close it and the file beneath."""
        if not self.closed:
            self._file.close()
        super().close()
