"""Trying an SFTP account out: what works and what does not, in words, with nothing left behind."""

import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress

from roster_core.delivery.faults import Fault, FaultKind
from roster_core.delivery.port import Item, Tried, items_of
from roster_core.delivery.sftp.capability import best_mode
from roster_core.delivery.sftp.client import DENIED, UNSUPPORTED
from roster_core.delivery.sftp.link import Link, connected
from roster_core.delivery.sftp.target import SftpTarget

_WORDS = {
    "posix": "Files are put in place in one step each, after all of them have arrived.",
    "plain": "Each old file is removed and the new one renamed, after all of them have arrived.",
    "direct": "The server refuses renames: files are written straight over the old ones, so a broken connection can "
    "leave new files beside old ones.",
}


def try_out(target: SftpTarget) -> tuple[Tried, ...]:
    """Everything that a delivery needs, in order; it ends with the first thing that stops one."""
    return _tried(target, _in_folder)


def try_reading(target: SftpTarget) -> tuple[Tried, ...]:
    """The same of what picking files up needs; nothing is written, so that an account that may only read will do."""
    return _tried(target, _read_from)


def _tried(target: SftpTarget, further: Callable[[Link, SftpTarget], Iterator[Tried]]) -> tuple[Tried, ...]:
    tried: list[Tried] = []
    try:
        with connected(target) as link:
            tried.append(Tried(good=True, what=f"The server ({link.server}) has the key that was confirmed."))
            tried.append(Tried(good=True, what=f"{target.user} may sign in."))
            link.require_folder(target.folder)
            where = f"The folder “{target.folder}”" if target.folder else "The folder that the account begins in"
            tried.append(Tried(good=True, what=f"{where} is there."))
            tried.extend(further(link, target))
    except Fault as fault:
        tried.append(Tried(good=False, what=fault.message, fix=fault.fix))
    return tuple(tried)


def _read_from(link: Link, target: SftpTarget) -> Iterator[Tried]:
    inside = link.attributes(target.folder)
    files = [one for one in inside if stat.S_ISREG(one.st_mode or 0)]
    yield Tried(good=True, what=f"It can be looked into: {len(files):,} files, {len(inside) - len(files):,} folders.")
    if not files:
        yield Tried(good=True, what="No file lies there now, so reading one was not tried.")
        return
    smallest = min(files, key=lambda one: (one.st_size or 0, one.filename))
    if link.digest(target.path(smallest.filename), smallest.st_size or 0) is None:
        text = f"{smallest.filename} may not be read."
        yield Tried(good=False, what=text, fix="Ask for the right to read files for this account.")
    else:
        yield Tried(
            good=True, what=f"{smallest.filename} was read. Nothing was written: files are only picked up here."
        )


def _in_folder(link: Link, target: SftpTarget) -> Iterator[Tried]:
    sample = items_of({f"test.{secrets.token_hex(4)}.part": b"Roster Desk tries whether it may write here.\n"})[0]
    if not _may_remove(link, target):
        yield _written_over(link, target)
        return
    mode = best_mode(link, target) if target.mode == "auto" else target.mode
    path = target.path(sample.name)
    try:
        link.upload(sample, path)
        yield Tried(good=True, what="A file was written.")
        yield from _looked_at(link, target, sample, path)
    except Fault as fault:
        if fault.code is None:
            raise
        yield Tried(good=False, what=f"A file could not be written: {fault.message}", fix=fault.fix)
        return
    finally:
        with suppress(Fault):
            link.remove(path)
    if link.exists(path):
        yield Tried(good=False, what=f"{sample.name} could not be removed again.", fix="Have it removed.")
    yield Tried(good=True, what=_WORDS[mode])


def _written_over(link: Link, target: SftpTarget) -> Tried:
    """What can be told where nothing can be removed: a file written to try would stay there for ever."""
    present = next((name for name in link.names(target.folder) if name.endswith(".csv")), None)
    if present is not None:
        try:
            link.writable(target.path(present))
        except Fault as fault:
            return Tried(good=False, what=f"The account may only read: {fault.message}", fix=fault.fix)
    what = "The account may not remove files, so writing was not tried: the file would stay there."
    return Tried(good=True, what=what, fix="The first delivery will show it.")


def _looked_at(link: Link, target: SftpTarget, sample: Item, path: str) -> Iterator[Tried]:
    if target.verify == "none":
        yield Tried(good=True, what="What arrives is not looked at, as the destination says.")
        return
    try:
        size = link.size(path)
    except Fault as fault:
        if fault.code is None:
            raise
        size = None
    if size is None:
        yield Tried(good=False, what="The server hides files once they were written.", fix="Choose “not verifiable”.")
    elif size != sample.size:
        yield Tried(
            good=False, what=f"The file has {size} bytes there instead of {sample.size}.", fix="Tell the receiver."
        )
    elif (found := link.digest(path, size)) is None:
        yield Tried(good=True, what="Files cannot be read back; their sizes will be compared.")
    else:
        same = found == sample.sha256
        yield Tried(good=same, what="It was read back, the same." if same else "It came back as something else.")


def _may_remove(link: Link, target: SftpTarget) -> bool:
    try:
        link.remove(target.path(f".{secrets.token_hex(8)}.none"))
    except Fault as fault:
        if fault.code is None:
            raise
        return fault.code not in (DENIED, UNSUPPORTED) and fault.kind is not FaultKind.AUTH
    return True
