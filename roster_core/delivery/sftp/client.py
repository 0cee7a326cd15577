"""An SFTP client whose upload believes nothing that the server did not answer.

The library's own `put` reports success for a file with a hole where one write was refused, and does not look at how
closing ended. This client overrides private methods of the library, whose range is pinned for that reason.
"""

import errno
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ClassVar, Protocol

import paramiko
from paramiko.message import Message
from paramiko.sftp import (
    CMD_CLOSE,
    CMD_EXTENDED,
    CMD_EXTENDED_REPLY,
    CMD_HANDLE,
    CMD_INIT,
    CMD_OPEN,
    CMD_STATUS,
    CMD_VERSION,
    CMD_WRITE,
    SFTP_EOF,
    SFTP_FLAG_CREATE,
    SFTP_FLAG_TRUNC,
    SFTP_FLAG_WRITE,
    SFTPError,
    int64,
)

#: Status codes of the protocol, its later versions included.
NO_SUCH_FILE, DENIED, FAILURE, UNSUPPORTED, NO_SPACE, QUOTA = 2, 3, 4, 8, 14, 15
#: Writes that may be under way at a time, and bytes in each: one packet of the transport holds so many.
IN_FLIGHT, CHUNK = 64, 32_000
#: Bytes in each where the server says that it takes so many: less work for both sides.
LARGE_CHUNK = 128_000
#: Larger than anything that a write takes on its way. The C library gives freed memory back to the system and fetches
#: it again for the next write, which takes as long as sending does, until a block of that size was freed once.
_LEARNT_FROM = 4 << 20
_VERSION = 3
_FSYNC, _LIMITS = "fsync@openssh.com", "limits@openssh.com"


class StatusError(OSError):
    """The server answered with a status that is no success; `code` is the protocol's."""

    ERRNO: ClassVar = {
        NO_SUCH_FILE: errno.ENOENT,
        DENIED: errno.EACCES,
        UNSUPPORTED: errno.EOPNOTSUPP,
        NO_SPACE: errno.ENOSPC,
        QUOTA: errno.EDQUOT,
    }

    def __init__(self, code: int, text: str) -> None:
        super().__init__(self.ERRNO.get(code), text or f"status {code}")
        self.code = code


class Source(Protocol):
    """What is uploaded."""

    def read(self, size: int, /) -> bytes:
        """The next bytes; none at the end."""


class SafeClient(paramiko.SFTPClient):  # type: ignore[misc] # the library has no types
    """The client; `extensions` are those that the server offers, `moved` is called whenever bytes have moved."""

    def __init__(self, channel: paramiko.Channel, moved: Callable[[], None] = lambda: None) -> None:
        self.extensions: dict[str, bytes] = {}
        self.moved = moved
        self._chunk = 0
        super().__init__(channel)

    def _send_version(self) -> int:
        hello = Message()
        hello.add_int(_VERSION)
        self._send_packet(CMD_INIT, hello)
        kind, data = self._read_packet()
        if kind != CMD_VERSION:
            raise SFTPError("The answer is no SFTP version.")
        answer = Message(data)
        version: int = answer.get_int()
        while len(answer.get_remainder()) >= 4:  # noqa: PLR2004 - the length in front of a text
            name = answer.get_text()
            self.extensions[name] = answer.get_binary()
        return version

    def _convert_status(self, msg: Message) -> None:
        code, text = msg.get_int(), msg.get_text()
        if code == SFTP_EOF:
            raise EOFError(text)
        if code:
            raise StatusError(code, text)

    def upload(self, source: Source, remote: str, opened: Callable[[], None] = lambda: None) -> int:
        """Write `remote` anew from `source` and return the number of bytes, every one of which the server accepted.

        `opened` is called once the server has opened, and so emptied, the file.

        Raises:
            OSError, EOFError, paramiko.SSHException, SFTPError: Anything was refused or the connection broke.
        """
        bytes(_LEARNT_FROM)
        flags = SFTP_FLAG_WRITE | SFTP_FLAG_CREATE | SFTP_FLAG_TRUNC
        kind, answer = self._request(CMD_OPEN, self._adjust_cwd(remote), flags, paramiko.SFTPAttributes())
        if kind != CMD_HANDLE:
            raise SFTPError("The answer is no handle.")
        opened()
        handle, answers, total = answer.get_binary(), _Answers(self), 0
        try:
            chunk = self._chunk = self._chunk or self._ask_chunk()
            while data := source.read(chunk):
                number = self._async_request(answers, CMD_WRITE, handle, int64(total), data)
                answers.pending.add(number)
                total += len(data)
                while len(answers.pending) >= IN_FLIGHT or (answers.pending and self.sock.recv_ready()):
                    self._read_response()
                answers.check()
                self.moved()
            while answers.pending:
                self._read_response()
                self.moved()
            answers.check()
            if _FSYNC in self.extensions:
                self._request(CMD_EXTENDED, _FSYNC, handle)
        except BaseException:
            with suppress(OSError, EOFError, paramiko.SSHException):
                self._async_request(type(None), CMD_CLOSE, handle)
            raise
        self._request(CMD_CLOSE, handle)  # some servers store the file only now: how that ends counts
        return total

    def _ask_chunk(self) -> int:
        """How many bytes to write at a time."""
        if _LIMITS not in self.extensions:
            return CHUNK
        kind, answer = self._request(CMD_EXTENDED, _LIMITS)
        if kind != CMD_EXTENDED_REPLY:
            return CHUNK
        _packet, _read, write = (answer.get_int64() for _ in range(3))
        return min(LARGE_CHUNK, write) if write > CHUNK else CHUNK


class _Answers:
    """Takes the answers to writes, in whatever order they come."""

    def __init__(self, client: SafeClient) -> None:
        self.client = client
        self.pending: set[int] = set()
        self.error: Exception | None = None

    def _async_response(self, kind: int, msg: Any, number: int) -> None:  # the name is the library's
        self.pending.discard(number)
        if kind != CMD_STATUS:
            self.error = self.error or SFTPError("The answer is no status.")
            return
        try:
            self.client._convert_status(msg)  # noqa: SLF001 - it is our own
        except (OSError, EOFError) as exc:
            self.error = self.error or exc

    def check(self) -> None:
        if self.error:
            raise self.error
