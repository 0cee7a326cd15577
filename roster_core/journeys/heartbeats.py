"""What watching services hear of nightly runs, and when a run last succeeded, in a file for the site's own watch."""

import logging
import secrets
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from roster_core.clock import Clock, utc_now
from roster_core.delivery.faults import Fault
from roster_core.delivery.heartbeat import TIMEOUT_S, Moment, ping
from roster_core.journeys.alarm_settings import PING, PING_OWNER
from roster_core.journeys.secret_store import open_secrets
from roster_core.refusals import Refusal
from roster_core.roster.tables.alarms import AlarmSetup
from roster_core.roster.tables.organisation import District
from roster_core.store import Store

LOG = logging.getLogger(__name__)
#: The file in the data folder: for each district a line with its code and the moment, in UTC.
LAST_SUCCESS = "last_success"


def heartbeat(
    store: Store, district_id: int, moment: Moment, *, clock: Clock = utc_now, timeout_s: float = TIMEOUT_S
) -> str:
    """Tell that a nightly run began, succeeded or failed; returns what went wrong with telling, blank if nothing did.

    It raises nothing: a run does not fail because somebody could not be told of it.
    """
    try:
        if moment == "success":
            _note_success(store, district_id, clock())
        return _ping(store, district_id, moment, clock, timeout_s)
    except (Refusal, OSError, sa.exc.DBAPIError) as exc:
        error = str(exc) if isinstance(exc, Refusal) else f"Telling of a run met an error ({type(exc).__name__})."
        LOG.warning("%s", error)
        return error


def last_success(store: Store, code: str) -> datetime | None:
    """When a nightly run of the district with that code last succeeded, as the file says."""
    return _read(store.settings.data_dir / LAST_SUCCESS).get(code)


def _ping(store: Store, district_id: int, moment: Moment, clock: Clock, timeout_s: float) -> str:
    with store.reading(district_id) as session:
        url = open_secrets(store, session, district_id, PING_OWNER).get(PING)
    if not url:
        return ""
    error = ""
    try:
        ping(url, moment, ca_file=store.settings.ca_file, timeout_s=timeout_s)
    except Fault as fault:
        error = f"{fault.message} {fault.fix}"
        LOG.warning("the watching service was not told: %s", fault.message)
    with store.writing(district_id) as session:
        row = session.get(AlarmSetup, district_id)
        if row is not None:
            row.pinged, row.pinged_at, row.ping_error = moment, clock(), error
    return error


def _note_success(store: Store, district_id: int, now: datetime) -> None:
    with store.reading() as session:
        code = session.get_one(District, district_id).code
    path = store.settings.data_dir / LAST_SUCCESS
    path.parent.mkdir(parents=True, exist_ok=True)  # where the database is a server's, nothing may have made it yet
    with store.lock("last-success", wait_s=5):
        known = {**_read(path), code: now}
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        draft.write_text("".join(f"{name} {at.isoformat()}\n" for name, at in sorted(known.items())), encoding="utf-8")
        draft.replace(path)  # whoever watches never reads half of it


def _read(path: Path) -> dict[str, datetime]:
    """By district's code; a line that is no such line is left out."""
    if not path.exists():
        return {}
    known = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, at = line.rpartition(" ")
        try:
            known[name] = datetime.fromisoformat(at)
        except ValueError:
            continue
    return known
