"""How far a delivery has come, over all its connections."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from roster_core.delivery.faults import Fault
from roster_core.delivery.port import Arrival, Item, Outcome, Parcel, Receipt, There, Verified
from roster_core.delivery.sftp.target import Mode, SftpTarget


@dataclass
class Reached:
    """What is known of the far side; the one thing here that changes."""

    target: SftpTarget
    parcel: Parcel
    clock: Callable[[], float] = time.monotonic
    mode: Mode | None = None
    files: dict[str, Arrival] = field(default_factory=dict)
    #: Files that lie verified beside the old ones, and those of which a part may lie there.
    staged: dict[str, Verified] = field(default_factory=dict)
    begun_parts: set[str] = field(default_factory=set)
    #: The name at which the last connection broke while it was being replaced.
    replacing: str = ""
    notes: list[str] = field(default_factory=list)
    connections: int = 0
    fingerprint: str = ""
    server: str = ""
    _seconds: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for item in self.parcel.items:
            self.files[item.name] = Arrival(item.name, self.target.path(item.name), item.size, item.sha256)

    @property
    def touched(self) -> bool:
        """Whether a final name is not what it was before."""
        return any(file.there is not There.OLD for file in self.files.values())

    def part(self, item: Item) -> str:
        """Where a file is staged: not ending in `.csv`, which receivers look for."""
        return self.target.path(part_name(item.name, self.parcel.tag))

    def final(self, item: Item) -> str:
        """Where it has to be in the end."""
        return self.target.path(item.name)

    def left(self) -> Iterator[Item]:
        """Files that are not in place yet, in the order given."""
        return (item for item in self.parcel.items if self.files[item.name].there is not There.NEW)

    def change(self, item: Item, there: There, verified: Verified | None = None) -> None:
        """Note what stands under a final name."""
        file = self.files[item.name]
        self.files[item.name] = replace(file, there=there, verified=verified or file.verified)

    def sending(self, item: Item) -> None:
        """Note that a file is being sent."""
        self._seconds[item.name] = self.clock()
        file = self.files[item.name]
        self.files[item.name] = replace(file, sent=file.sent + 1)

    def sent(self, item: Item) -> None:
        """Note how long that took."""
        file = self.files[item.name]
        self.files[item.name] = replace(file, seconds=round(self.clock() - self._seconds[item.name], 3))

    def note(self, text: str) -> None:
        """Something worth knowing, once."""
        if text not in self.notes:
            self.notes.append(text)

    def receipt(self, fault: Fault | None = None) -> Receipt:
        """What has become of it."""
        good = Receipt(
            Outcome.DELIVERED,
            self.target.label,
            tuple(self.files.values()),
            self.connections,
            self.mode or "",
            tuple(self.notes),
            fingerprint=self.fingerprint,
            server=self.server,
        )
        if fault is None:
            return good
        return good.failed(fault, Outcome.MIXED if self.touched else Outcome.NOT_DELIVERED)


def part_name(name: str, tag: str) -> str:
    """What a file is called until all of them are there."""
    return f"{name}.{tag}.part"
