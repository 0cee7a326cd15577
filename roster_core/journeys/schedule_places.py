"""The place that a schedule picks the roster up from, opened with its secrets."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from roster_core.clock import Clock, utc_now
from roster_core.delivery.faults import Fault
from roster_core.delivery.pickup import FolderPlace, Place, sftp_place
from roster_core.delivery.sftp.publish import SftpDelivery
from roster_core.journeys.destinations import lock_of
from roster_core.journeys.schedule_sources import Source, source_hindrance
from roster_core.journeys.ways import way_out
from roster_core.refusals import Refusal
from roster_core.roster.tables.delivery import Destination
from roster_core.store import Store

_NOT_PICKED = "The roster was not picked up."
#: Seconds that another talk with the same account is waited for.
_TURN_S = 300


@contextmanager
def opened_place(store: Store, district_id: int, source: Source, *, clock: Clock = utc_now) -> Iterator[Place]:
    """The place to pick files up from.

    Raises:
        Refusal: Nothing can be picked up there.
        Fault: It cannot be reached.
    """
    with store.reading(district_id) as session:
        if hindrance := source_hindrance(session, district_id, source):
            raise Refusal(_NOT_PICKED, why=hindrance, fix="Settle that on the page Destinations or in the schedule.")
        if source.kind == "folder":
            way = None
        else:
            way = way_out(store, session, session.get_one(Destination, (district_id, source.account)), clock=clock)
    if way is None:
        yield FolderPlace(Path(source.path))
        return
    if not isinstance(way, SftpDelivery):
        raise Refusal(_NOT_PICKED, why="It is no SFTP server.", fix="Choose another one in the schedule.")
    with store.lock(lock_of(source.account), wait_s=_TURN_S), sftp_place(way.target) as place:
        yield place


def not_picked(fault: Fault) -> Refusal:
    """The refusal that a fault of the place is."""
    return Refusal(_NOT_PICKED, why=fault.message, fix=fault.fix)
