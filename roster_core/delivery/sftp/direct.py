"""Publishing straight onto the final names, where a server allows nothing better."""

from functools import partial

from roster_core.delivery.port import There
from roster_core.delivery.sftp.link import Link
from roster_core.delivery.sftp.reached import Reached
from roster_core.delivery.sftp.verify import verify


def publish_direct(link: Link, reached: Reached) -> None:
    """Carry on from what was reached, the largest file first: what is likely to break does so early."""
    if not reached.touched:
        for item in reached.parcel.items:  # a name that is write-protected is found before anything is emptied
            link.writable(reached.final(item))
        reached.parcel.note("publishing")
    for item in sorted(reached.left(), key=lambda item: -item.size):
        final = reached.final(item)
        reached.parcel.note(f"replacing {item.name}")
        reached.sending(item)
        link.upload(item, final, partial(reached.change, item, There.PARTIAL))
        verified = verify(link, reached, item, final, cut=True)
        reached.sent(item)
        reached.change(item, There.NEW, verified)
