"""Files of a folder delivery: written so that they are on the disk, read back, and forgotten in time."""

import errno
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from roster_core.delivery.faults import Fault, FaultKind
from roster_core.delivery.port import Item, Parcel, Tally, blocks_of, digest_of

MANIFEST = "manifest.json"
#: How a set's folder tells when it was made, in UTC.
STAMP = "%Y%m%d-%H%M%S"
_RUN = re.compile(r"^\d{8}-\d{6}-[0-9a-f]{8}$")
_BLOCK = 1 << 20


@contextmanager
def told() -> Iterator[None]:
    """Turn errors of the file system into faults."""
    try:
        yield
    except PermissionError as exc:
        text = f"{Path(str(exc.filename)).name or 'The folder'} may not be written."
        raise Fault(FaultKind.DENIED, text, "Give this server's account the right to write there.") from exc
    except OSError as exc:
        space = exc.errno in (errno.ENOSPC, errno.EDQUOT)
        text = "There is no more room." if space else f"The folder could not be written ({exc.strerror})."
        raise Fault(FaultKind.SPACE if space else FaultKind.SERVER, text, "Look at that drive.") from exc


def write(item: Item, path: Path) -> None:
    """Write a file, have it on the disk, and read it back."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file, item.opened() as source, Tally(source) as tally:
        while block := tally.read(_BLOCK):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    tally.require(item)
    with path.open("rb") as written:
        if digest_of(blocks_of(written)) != item.sha256:
            raise Fault(FaultKind.VERIFY, f"{item.name} is not in the folder what was written.", "Look at that drive.")


def write_manifest(folder: Path, parcel: Parcel) -> None:
    """Write down which files are in the folder, with their digests."""
    listed = [{"name": item.name, "bytes": item.size, "sha256": item.sha256} for item in parcel.items]
    content = json.dumps({"delivery": parcel.tag, "files": listed}, indent=2).encode()
    (folder / MANIFEST).unlink(missing_ok=True)
    write(Item(MANIFEST, content, len(content), digest(content)), folder / MANIFEST)


def digest(content: bytes) -> str:
    """The SHA-256 of bytes, in hex."""
    return digest_of(iter([content]))


def stamp_before(stamp: str, days: int) -> str:
    """The stamp `days` before another one (`20260908-140500`); blank, before all others, for no days."""
    if not days:
        return ""
    return (datetime.strptime(stamp, STAMP).replace(tzinfo=UTC) - timedelta(days=days)).strftime(STAMP)


def forget_old(runs: Path, current: Path, keep: int, since: str = "") -> int:
    """Remove sets of ours beyond the newest `keep` (0 = any number), and those made before the stamp `since`.

    How many went. The `current` one always stays; no link is followed, nothing else is touched.
    """
    ours = sorted(
        path
        for path in runs.iterdir()
        if _RUN.match(path.name) and path.is_dir() and not path.is_symlink() and (path / MANIFEST).is_file()
    )
    beyond = ours[:-keep] if keep else []
    gone = [old for old in ours if old != current and (old in beyond or old.name[: len(since)] < since)]
    for old in gone:
        shutil.rmtree(old)
    return len(gone)


def sync(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    if os.name == "nt":  # Windows cannot open a folder for that
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
