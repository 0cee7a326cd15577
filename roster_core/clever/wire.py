"""Messages between two processes over a pipe: a JSON object and tables, each message with its lengths in front."""

import io
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any

import polars as pl

_LENGTH = struct.Struct("!I")


@dataclass(frozen=True)
class Message:
    """What was said, ready for JSON, and tables that go with it."""

    said: Mapping[str, Any]
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)


def send(pipe: IO[bytes], message: Message) -> None:
    """Write a message and see that it leaves; days are written as they stand in a stored profile.

    Raises:
        OSError: Nobody reads at the other end.
    """
    bodies = {name: _arrow(table) for name, table in message.tables.items()}
    sizes = {name: len(body) for name, body in bodies.items()}
    head = json.dumps({"said": message.said, "tables": sizes}, default=str).encode()
    pipe.write(b"".join((_LENGTH.pack(len(head)), head, *bodies.values())))
    pipe.flush()


def receive(pipe: IO[bytes]) -> Message | None:
    """The next message; none if the other end has closed the pipe, even in the middle of one."""
    length = pipe.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        return None
    head = pipe.read(_LENGTH.unpack(length)[0])
    try:
        described = json.loads(head)
    except ValueError:
        return None
    tables = {}
    for name, size in described["tables"].items():
        body = pipe.read(size)
        if len(body) < size:
            return None
        tables[name] = pl.read_ipc_stream(io.BytesIO(body))
    return Message(described["said"], tables)


def _arrow(table: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    table.write_ipc_stream(buffer)
    return buffer.getvalue()
