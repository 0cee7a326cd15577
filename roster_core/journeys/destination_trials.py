"""Confirming a server's key, and trying a destination out."""

from collections.abc import Collection
from dataclasses import dataclass

from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clock import Clock, utc_now
from roster_core.delivery.faults import Fault
from roster_core.delivery.port import Tried
from roster_core.delivery.sftp.keys import fingerprint_of
from roster_core.delivery.sftp.link import probe_host_keys
from roster_core.delivery.sftp.publish import SftpDelivery
from roster_core.journeys.destination_edits import note_deed
from roster_core.journeys.destination_settings import SftpSettings
from roster_core.journeys.destinations import (
    DestinationView,
    PinnedKey,
    destination_row,
    lock_of,
    profiles_of,
    schedules_of,
    settings_of,
    view,
)
from roster_core.journeys.districts import require_district
from roster_core.journeys.ways import way_out
from roster_core.refusals import Refusal
from roster_core.store import Store

_NOT_CONFIRMED = "The server's key was not confirmed."


@dataclass(frozen=True)
class ShownKey:
    """A key that the server shows now: its kind, what people compare, and whether it was confirmed."""

    line: str
    kind: str
    fingerprint: str
    confirmed: bool


def look_at_keys(store: Store, user: User, name: str) -> tuple[ShownKey, ...]:
    """The keys that the server shows; nothing is told to it.

    Raises:
        Refusal: The user may not, it is no SFTP destination, or the server does not answer.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    with store.reading(require_district(store).district_id) as session:
        row = destination_row(session, name)
        settings, known = settings_of(row), {key["line"] for key in row.host_keys}
    if not isinstance(settings, SftpSettings):
        raise Refusal(_NOT_CONFIRMED, why="Only SFTP servers have such keys.", fix="Press Test connection.")
    try:
        lines = probe_host_keys(settings.host, settings.port)
    except Fault as fault:
        raise Refusal("The server's key could not be looked at.", why=fault.message, fix=fault.fix) from fault
    return tuple(ShownKey(line, line.partition(" ")[0], fingerprint_of(line), line in known) for line in lines)


def trust_keys(
    store: Store, user: User, name: str, fingerprints: Collection[str], *, clock: Clock = utc_now
) -> DestinationView:
    """Pin those of the keys that the server shows now whose fingerprints somebody compared; others are forgotten.

    Raises:
        Refusal: The user may not, or the server does not show such a key.
    """
    shown = [key for key in look_at_keys(store, user, name) if key.fingerprint in set(fingerprints)]
    if not shown or {key.fingerprint for key in shown} != set(fingerprints):
        raise Refusal(
            _NOT_CONFIRMED,
            why="The server does not show a key with that fingerprint.",
            fix="Look at the keys again, and compare them with what the receiver says.",
        )
    district_id, now = require_district(store).district_id, clock()
    with store.writing(district_id) as session:
        row = destination_row(session, name)
        row.host_keys = [{"line": key.line, "by": user.login, "at": now.isoformat()} for key in shown]
        row.updated_at = now
        note_deed(session, row, user, "destination_key_confirmed", now)
        return view(session, row)


def try_destination(store: Store, user: User, name: str, *, clock: Clock = utc_now) -> tuple[Tried, ...]:
    """Try everything that a delivery needs, or what picking files up needs where that is all it is for.

    Nothing is left behind.

    Raises:
        Refusal: The user may not, or a delivery to it is under way.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    district_id = require_district(store).district_id
    with store.reading(district_id) as session:
        row = destination_row(session, name)
        destination_id, way = row.destination_id, way_out(store, session, row, clock=clock)
        only_read = schedules_of(session, row) and not profiles_of(session, row)
    with store.lock(lock_of(destination_id), wait_s=0.5):
        tried = way.test_reading() if only_read and isinstance(way, SftpDelivery) else way.test()
    with store.writing(district_id) as session:
        row = destination_row(session, name)
        row.tested_at, row.tested = clock(), [vars(one) for one in tried]
    return tried


def fingerprint(key: PinnedKey) -> str:
    """What people compare, of a key that was confirmed."""
    return fingerprint_of(key.line)
