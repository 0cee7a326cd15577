"""Files with keys of 256 bits, one a line behind its ID: the first is in force, the others still open things."""

import base64
import binascii
import hashlib
import os
import secrets
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from roster_core.refusals import Refusal

#: Bytes of a key.
KEY = 32


def read_keys(path: Path, refused: str) -> dict[str, bytes]:
    """The keys of a file by ID, in its order; `refused` is what a refusal says was not done.

    Raises:
        Refusal: The file can be read by others, or holds no key.
        FileNotFoundError: There is none.
    """
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise Refusal(
            refused, why=f"Others can read {path.name}.", fix="Take their rights away (chmod 600), then rotate."
        )
    keys = keys_of(path.read_text(encoding="ascii").split(), refused)
    if not keys:
        raise Refusal(refused, why=f"{path.name} holds none.", fix="Bring the file back from where it was kept.")
    return keys


def keys_of(lines: Iterable[str], refused: str) -> dict[str, bytes]:
    """The keys that lines `ID:key` tell, by ID.

    Raises:
        Refusal: One is damaged.
    """
    keys = {}
    for line in lines:
        key_id, _, body = line.partition(":")
        keys[key_id] = _checked(key_id, body, refused)
    return keys


def write_keys(path: Path, keys: Iterable[bytes], *, anew: bool = False) -> None:
    """Write the file so that nobody ever reads half of it; of two processes that make it anew, the first wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.writelines(f"{line_of(key)}\n" for key in keys)
        file.flush()
        os.fsync(file.fileno())
    if anew:
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    else:
        draft.replace(path)


def new_key() -> bytes:
    """A key that nobody had before."""
    return secrets.token_bytes(KEY)


def id_of(key: bytes) -> str:
    """What a key is known by, which tells nothing of it."""
    return hashlib.sha256(b"roster-desk key " + key).hexdigest()[:8]


def line_of(key: bytes) -> str:
    """A key as it stands in a file."""
    return f"{id_of(key)}:{base64.urlsafe_b64encode(key).decode()}"


def _checked(key_id: str, body: str, refused: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(body)
    except binascii.Error:
        key = b""
    if len(key) != KEY or len(set(key)) == 1 or id_of(key) != key_id:
        raise Refusal(refused, why=f"The line {key_id} is damaged.", fix="Bring the file back from where it was kept.")
    return key
