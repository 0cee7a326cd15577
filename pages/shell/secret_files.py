"""Secrets of this installation that nobody chooses: made once, kept in files that only their owner can read."""

import contextlib
import os
import secrets
import stat
from pathlib import Path


def read_or_create(path: Path) -> str:
    """The secret in the file at `path`; a new one of 256 bits if there is no file or others could read it.

    Two processes that start at once end up with the same secret: only one of them can create the file.

    Raises:
        OSError: The folder cannot be written.
    """
    if path.exists() and _open_to_others(path):
        path.unlink()  # what others may have read is no secret any more
    if not path.exists():
        _create(path)
    return path.read_text(encoding="ascii").strip()


def _create(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Written aside, then linked into place: nobody ever reads half a secret, and the first process wins.
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(32))
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()


def _open_to_others(path: Path) -> bool:
    # Windows keeps access lists instead of these bits.
    return os.name == "posix" and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
