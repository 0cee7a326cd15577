"""Looking at what has arrived."""

from roster_core.delivery.faults import Fault, FaultKind
from roster_core.delivery.port import Item, Verified
from roster_core.delivery.sftp.link import Link
from roster_core.delivery.sftp.reached import Reached

#: Sets up to so many bytes are read back whole.
READ_BACK_BYTES = 64 << 20
_ASK = "Ask the receiver. If uploaded files are hidden or moved away there, choose “not verifiable” in the destination."


def verify(link: Link, reached: Reached, item: Item, path: str, *, cut: bool = False) -> Verified:
    """How far `path` was found to be the item; `cut` cuts off what an older, longer file left behind.

    Raises:
        Fault: It is not the item, or cannot be looked at.
    """
    how = reached.target.verify
    if how == "none":
        return Verified.NO
    size = _size(link, item, path)
    if cut and size > item.size:
        reached.note(f"The server kept the end of the old {item.name}, which was cut off.")
        link.truncate(path, item.size)
        size = _size(link, item, path)
    if size != item.size:
        raise Fault(FaultKind.VERIFY, f"{item.name} has {size:,} bytes on the server instead of {item.size:,}.")
    if how == "size" or reached.parcel.size > READ_BACK_BYTES:
        return Verified.SIZE
    found = link.digest(path, size)
    if found is None:
        reached.note("The server does not let files be read back; their sizes were compared.")
        return Verified.SIZE
    if found != item.sha256:
        raise Fault(FaultKind.VERIFY, f"{item.name} is not on the server what was sent.")
    return Verified.CONTENT


def matches(link: Link, reached: Reached, item: Item, path: str) -> Verified | None:
    """How far `path` was found to be the item already; None if it is not."""
    try:
        return verify(link, reached, item, path)
    except Fault as fault:
        if fault.kind in (FaultKind.VERIFY, FaultKind.UNVERIFIED):
            return None
        raise


def _size(link: Link, item: Item, path: str) -> int:
    try:
        size = link.size(path)
    except Fault as fault:
        if fault.code is None:
            raise
        text = f"The server does not show {item.name} after it was sent ({fault.message.rstrip('.')})."
        raise Fault(FaultKind.UNVERIFIED, text, _ASK) from fault
    if size is None:
        raise Fault(FaultKind.UNVERIFIED, f"The server does not say how large {item.name} is.", _ASK)
    return size
