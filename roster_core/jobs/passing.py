"""Errors: which of them pass by themselves, so that work waits for that, and what is told of the others."""

import errno
import shutil
import sqlite3
from pathlib import Path

import sqlalchemy as sa

#: What has to be free where our files lie, so that a piece of work is begun.
LEAST_FREE_BYTES = 64 << 20
STORE_AWAY = "The object store cannot be reached; the work goes on when it is back."
AWAY = "The database cannot be reached; the work goes on when it is back."
BUSY = "The database is busy with other work; this goes on after it."
FULL = "The disk is full; the work goes on when there is space again."
#: By the beginning of PostgreSQL's codes: connection errors and shutting down; deadlock and the like; a full disk.
_ON_SERVER = {"08": AWAY, "57P": AWAY, "40001": BUSY, "40P01": BUSY, "55P03": BUSY, "53100": FULL}
_ON_SQLITE = {sqlite3.SQLITE_FULL: FULL, sqlite3.SQLITE_BUSY: BUSY, sqlite3.SQLITE_LOCKED: BUSY}
#: What the object-store library says when its server cannot be reached, breaks off, or is not well.
_AWAY_SIGNS = ("error sending request", "response body error", "error decoding response", "status code: 5")
_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})


def passing(error: BaseException) -> str:
    """Why work that met `error` should wait and be tried again, for whoever asked for it; blank = it failed."""
    if isinstance(error, sa.exc.DBAPIError) and isinstance(error.orig, sqlite3.Error):
        return _ON_SQLITE.get(getattr(error.orig, "sqlite_errorcode", 0) & 0xFF, "")
    if isinstance(error, sa.exc.DBAPIError):
        return _on_server(error)
    if isinstance(error, OSError) and error.errno in _NO_SPACE:
        return FULL
    return _in_objects(str(error)) if type(error).__module__.startswith("obstore") else ""


def _in_objects(told: str) -> str:
    """The object store has no error classes of its own for these."""
    if "No space left on device" in told:
        return FULL
    return STORE_AWAY if any(sign in told for sign in _AWAY_SIGNS) else ""


def _on_server(error: sa.exc.DBAPIError) -> str:
    code = str(getattr(error.orig, "sqlstate", None) or "")
    if error.connection_invalidated:
        return AWAY
    if not code:  # a connection that could not be made has none
        return AWAY if isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError) else ""
    return next((why for start, why in _ON_SERVER.items() if code.startswith(start)), "")


def require_space(folder: Path) -> None:
    """Raise the error of a full disk while little is left, before something is half written."""
    if shutil.disk_usage(folder).free < LEAST_FREE_BYTES:
        raise OSError(errno.ENOSPC, "little space is left", str(folder))
