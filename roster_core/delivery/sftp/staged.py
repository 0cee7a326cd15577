"""Publishing by staging: everything is there and verified under other names before the first name is replaced."""

from contextlib import suppress

from roster_core.delivery.faults import Fault, FaultKind
from roster_core.delivery.port import Item, There, Verified
from roster_core.delivery.sftp.client import DENIED, FAILURE, NO_SUCH_FILE, UNSUPPORTED
from roster_core.delivery.sftp.link import Link
from roster_core.delivery.sftp.reached import Reached
from roster_core.delivery.sftp.verify import verify

#: Answers to a rename that another way of writing may get around.
_REFUSED = frozenset({NO_SUCH_FILE, DENIED, FAILURE, UNSUPPORTED})


def publish_staged(link: Link, reached: Reached) -> bool:
    """Carry on from what was reached; False = the server does not let it be done so, and no final name was replaced."""
    for item in reached.left():
        if item.name not in reached.staged and not _stage(link, reached, item):
            return False
    left = list(reached.left())
    if left and not reached.touched:
        reached.parcel.note("publishing")
    return all(_place(link, reached, item) for item in left)


def remove_parts(link: Link, reached: Reached) -> None:
    """Remove what lies staged."""
    for item in reached.parcel.items:
        if item.name in reached.begun_parts:
            with suppress(Fault):
                link.remove(reached.part(item))
            reached.begun_parts.discard(item.name)
            reached.staged.pop(item.name, None)


def _stage(link: Link, reached: Reached, item: Item) -> bool:
    part, opened = reached.part(item), []
    reached.parcel.note(f"staging {item.name}")
    reached.sending(item)
    reached.begun_parts.add(item.name)
    try:
        link.upload(item, part, lambda: opened.append(part))
    except Fault as fault:
        if opened or fault.code not in (DENIED, UNSUPPORTED) or not _free(reached):
            raise
        reached.begun_parts.discard(item.name)
        return _not_so(link, reached, "The server does not take temporary names")
    reached.staged[item.name] = verify(link, reached, item, part)
    reached.sent(item)
    return True


def _place(link: Link, reached: Reached, item: Item) -> bool:
    part, final = reached.part(item), reached.final(item)
    if reached.replacing == item.name and _was_done(link, reached, item):
        return True
    reached.parcel.note(f"replacing {item.name}")
    reached.replacing = item.name
    try:
        if reached.mode == "posix":
            link.replace(part, final)
        else:
            _remove(link, reached, item)
            link.rename(part, final)
    except Fault as fault:
        if fault.code is None:
            raise
        reached.replacing = ""
        if fault.code in _REFUSED and _free(reached):
            return _not_so(link, reached, f"The server refuses to rename over {item.name}")
        raise
    _placed(reached, item)
    return True


def _remove(link: Link, reached: Reached, item: Item) -> None:
    try:
        link.remove(reached.final(item))
        reached.change(item, There.MISSING)
    except Fault as fault:
        if fault.kind is not FaultKind.MISSING:
            raise


def _was_done(link: Link, reached: Reached, item: Item) -> bool:
    """Whether the rename that the connection broke at had been done. To do it again would delete the new file."""
    if link.exists(reached.part(item)):
        return False
    if reached.target.verify != "none" and link.size(reached.final(item)) != item.size:
        return False
    reached.note(f"{item.name} had been put in place before the connection broke.")
    _placed(reached, item)
    return True


def _placed(reached: Reached, item: Item) -> None:
    reached.replacing = ""
    reached.begun_parts.discard(item.name)
    reached.change(item, There.NEW, reached.staged.get(item.name, Verified.NO))


def _free(reached: Reached) -> bool:
    """Whether another way may be taken: nobody asked for this one, and nothing is in place yet."""
    return reached.target.mode == "auto" and not any(file.there is There.NEW for file in reached.files.values())


def _not_so(link: Link, reached: Reached, why: str) -> bool:
    remove_parts(link, reached)
    reached.note(f"{why}: files were written straight over the old ones.")
    return False
