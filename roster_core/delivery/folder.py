"""Delivery into a folder of this machine or of a network drive: whoever reads it sees one whole set or the other."""

import contextlib
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from roster_core.delivery.faults import Fault, FaultKind
from roster_core.delivery.folder_files import (
    MANIFEST,
    STAMP,
    digest,
    forget_old,
    stamp_before,
    sync,
    told,
    write,
    write_manifest,
)
from roster_core.delivery.port import (
    Arrival,
    Item,
    Outcome,
    Parcel,
    Receipt,
    There,
    Tried,
    Verified,
)

#: Says whose folder it is: a share that is not mounted has none, and nobody writes below its mount point.
MARKER = ".clever-export-folder"
_RUNS, _CURRENT = "runs", "current"
#: How much more has to be free than the set is large.
_FREE = 1.2
#: Tries at a file that another program has open, and the first pause in seconds.
_TRIES, _PAUSE_S = 5, 0.2


@dataclass(frozen=True)
class FolderTarget:
    """A folder; `owner` is the ID that its marker carries.

    `dated` makes a folder for each set below `runs` and turns the link `current` to it; `flat` replaces the files in
    the folder itself, one by one, and then the manifest: for drives without links and programs that want it so.
    """

    path: Path
    owner: str
    layout: Literal["dated", "flat"] = "dated"
    #: An empty file that is written last, for programs that wait for one.
    done_file: str = ""
    #: Sets that are kept at most, and for how many days at most (0 = as long as they are among those).
    keep: int = 30
    keep_days: int = 90


class FolderDelivery:
    """A way out into one folder; `wait` is time's, `stamp` names a new set (`20260908-140500`)."""

    def __init__(
        self,
        target: FolderTarget,
        *,
        wait: Callable[[float], None] = time.sleep,
        stamp: Callable[[], str] = lambda: time.strftime(STAMP, time.gmtime()),
    ) -> None:
        self._target, self._wait, self._stamp = target, wait, stamp

    def deliver(self, parcel: Parcel) -> Receipt:
        """Put the files there; see `port.Delivery`."""
        arrived: dict[str, Arrival] = {
            item.name: Arrival(item.name, item.name, item.size, item.sha256) for item in parcel.items
        }
        receipt = Receipt(Outcome.DELIVERED, str(self._target.path), mode=self._target.layout)
        try:
            with told():
                self._require(parcel.size)
                (self._dated if self._target.layout == "dated" else self._flat)(parcel, arrived)
        except Fault as fault:
            self._clear(parcel)
            mixed = any(file.there is not There.OLD for file in arrived.values())
            receipt = receipt.failed(fault, Outcome.MIXED if mixed else Outcome.NOT_DELIVERED)
        return replace(receipt, files=tuple(arrived.values()))

    def _clear(self, parcel: Parcel) -> None:
        for draft in (self._target.path / _RUNS / f".{parcel.tag}.tmp", self._target.path / f".staging-{parcel.tag}"):
            shutil.rmtree(draft, ignore_errors=True)

    def test(self) -> tuple[Tried, ...]:
        """Try what a delivery needs; see `port.Delivery`."""
        tried: list[Tried] = []
        try:
            with told():
                self._require(0)
                tried.append(Tried(good=True, what=f"The folder {self._target.path} is there, and is ours."))
                trial = self._target.path / f".try-{os.getpid()}"
                try:
                    write(Item("try", b"try", 3, digest(b"try")), trial)
                    tried.append(Tried(good=True, what="A file was written and read back."))
                finally:
                    trial.unlink(missing_ok=True)
                if self._target.layout == "dated":
                    tried.append(self._try_link())
        except Fault as fault:
            tried.append(Tried(good=False, what=fault.message, fix=fault.fix))
        return tuple(tried)

    def claim(self) -> None:
        """Make the folder ours.

        Raises:
            Fault: It is not there, cannot be written, or is another destination's.
        """
        marker = self._target.path / MARKER
        with told():
            self._require_there()
            if marker.exists() and marker.read_text(encoding="utf-8").strip() != self._target.owner:
                raise Fault(FaultKind.CONFIG, "The folder is another destination's.", "Choose a folder of its own.")
            marker.write_text(f"{self._target.owner}\n", encoding="utf-8")

    def tidy(self) -> int:
        """Remove sets whose time is over, also when nothing is delivered any more; how many went.

        Raises:
            Fault: The folder is not there, is not ours, or cannot be written.
        """
        current = self._target.path / _CURRENT
        with told():
            self._require(0)
            if self._target.layout != "dated" or not current.is_symlink():
                return 0
            newest = self._target.path / _RUNS / current.readlink().name
            since = stamp_before(self._stamp(), self._target.keep_days)
            return forget_old(newest.parent, newest, self._target.keep, since)

    def release(self) -> None:
        """Take the marker away if it is ours; what was delivered stays."""
        marker = self._target.path / MARKER
        with contextlib.suppress(OSError):
            if marker.read_text(encoding="utf-8").strip() == self._target.owner:
                marker.unlink()

    def _require_there(self) -> None:
        if not self._target.path.is_dir():
            raise Fault(FaultKind.MISSING, f"There is no folder {self._target.path}.", "Make it, or mount the drive.")

    def _require(self, size: int) -> None:
        self._require_there()
        marker = self._target.path / MARKER
        if not marker.exists() or marker.read_text(encoding="utf-8").strip() != self._target.owner:
            text = f"{self._target.path} is not the folder that was set up: its marker {MARKER} is missing."
            raise Fault(FaultKind.MISSING, text, "Mount the drive, or save the destination anew if the folder moved.")
        if shutil.disk_usage(self._target.path).free < size * _FREE:
            raise Fault(FaultKind.SPACE, "There is not enough room for the files.", "Make room on that drive.")

    def _try_link(self) -> Tried:
        link = self._target.path / f".try-link-{os.getpid()}"
        try:
            link.symlink_to(_RUNS)
            link.unlink()
        except OSError:
            return Tried(good=False, what="The drive knows no links.", fix="Choose the layout “files in the folder”.")
        return Tried(good=True, what="The link “current” can be turned from one set to the next in one step.")

    def _dated(self, parcel: Parcel, arrived: dict[str, Arrival]) -> None:
        runs = self._target.path / _RUNS
        runs.mkdir(mode=0o700, exist_ok=True)
        for left in runs.glob(".*.tmp"):
            shutil.rmtree(left)
        folder = next(iter(runs.glob(f"*-{parcel.tag}")), None)  # an earlier process had come so far
        if folder is None:
            draft = runs / f".{parcel.tag}.tmp"
            draft.mkdir(mode=0o700)
            for item in parcel.items:
                parcel.note(f"staging {item.name}")
                write(item, draft / item.name)
            write_manifest(draft, parcel)
            sync(draft)
            folder = runs / f"{self._stamp()}-{parcel.tag}"
            draft.rename(folder)
            sync(runs)
        parcel.note("publishing")
        link = self._target.path / f".{_CURRENT}-{parcel.tag}"
        link.unlink(missing_ok=True)
        link.symlink_to(Path(_RUNS) / folder.name)
        link.replace(self._target.path / _CURRENT)
        for item in parcel.items:
            _arrived(arrived, item, f"{_CURRENT}/{item.name}")
        self._done()
        sync(self._target.path)
        forget_old(runs, folder, self._target.keep, stamp_before(self._stamp(), self._target.keep_days))

    def _flat(self, parcel: Parcel, arrived: dict[str, Arrival]) -> None:
        root = self._target.path
        for left in root.glob(".staging-*"):
            if left.name != f".staging-{parcel.tag}":
                shutil.rmtree(left)
        draft = root / f".staging-{parcel.tag}"
        draft.mkdir(mode=0o700, exist_ok=True)
        for item in parcel.items:
            parcel.note(f"staging {item.name}")
            (draft / item.name).unlink(missing_ok=True)
            write(item, draft / item.name)
        if self._target.done_file:
            (root / self._target.done_file).unlink(missing_ok=True)
        parcel.note("publishing")
        for item in parcel.items:
            parcel.note(f"replacing {item.name}")
            self._replace(draft / item.name, root / item.name)
            _arrived(arrived, item, item.name)
        write_manifest(draft, parcel)
        self._replace(draft / MANIFEST, root / MANIFEST)
        draft.rmdir()
        self._done()
        sync(root)

    def _replace(self, old: Path, new: Path) -> None:
        pause = _PAUSE_S
        for _ in range(_TRIES - 1):
            try:
                old.replace(new)
            except PermissionError:  # a program on the network has it open
                self._wait(pause)
                pause *= 2
            else:
                return
        old.replace(new)

    def _done(self) -> None:
        if self._target.done_file:
            (self._target.path / self._target.done_file).write_bytes(b"")


def _arrived(arrived: dict[str, Arrival], item: Item, name: str) -> None:
    arrived[item.name] = Arrival(item.name, name, item.size, item.sha256, There.NEW, Verified.CONTENT, 1)
