"""The audit trail as CSV, made on the way: what was asked for, from the newest to the oldest."""

import csv
import io
import json
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from roster_core.access.rights import User
from roster_core.access.trail import Wanted
from roster_core.clock import Clock, utc_now
from roster_core.downloads.lists import harmless
from roster_core.journeys.audit_trail import AuditFilter, EventView, page_of, reading_deed, require_trail, resolve
from roster_core.journeys.districts import DistrictView
from roster_core.journeys.seeing import note_taken
from roster_core.refusals import Refusal
from roster_core.store import Store

COLUMNS = (
    "event", "at", "login", "kind", "what", "action", "subject", "persons", "about", "reason", "facts", "job",
    "previous_hash", "hash",
)  # fmt: skip
#: A spreadsheet's cell holds 32,767 characters: of more people than this the number is told, and the first of them.
_LISTED = 500
_AT_ONCE = 2_000


def export_csv(
    store: Store, user: User, wanted: AuditFilter, *, clock: Clock = utc_now
) -> tuple[str, Generator[bytes]]:
    """The name of the file and its bytes in pieces; that it is taken out is written down first.

    It is UTF-8 with its mark, lines end with CRLF, and no cell is run by a spreadsheet program. Each event has its
    line, with the moment by the district's clock, and how many persons it is about before who they are.

    Raises:
        Refusal: The user may not, or there is no roster.
    """
    district = require_trail(store, user)
    with store.reading(district.district_id) as session:
        rows = resolve(session, wanted, district)
    note_taken(store, district.district_id, reading_deed(user, "audit_exported", wanted, rows), clock=clock)
    return f"audit_{district.code}_{clock():%Y%m%d-%H%M}.csv", _pieces(store, district, rows)


def write_csv(store: Store, user: User, wanted: AuditFilter, path: Path, *, clock: Clock = utc_now) -> None:
    """Write the same to `path`.

    Raises:
        Refusal: As `export_csv`; also if it cannot be written there.
    """
    _, pieces = export_csv(store, user, wanted, clock=clock)
    try:
        with path.open("wb") as file:
            file.writelines(pieces)
    except OSError as error:
        why = f"{path} cannot be written ({error.strerror or error})."
        raise Refusal(
            "No file was made.", why=why, fix="Give a file in a folder that is there and has room."
        ) from error


def _pieces(store: Store, district: DistrictView, wanted: Wanted) -> Generator[bytes]:
    zone, after = ZoneInfo(district.time_zone), None
    yield b"\xef\xbb\xbf" + _lines([COLUMNS])
    while True:
        with store.reading(district.district_id) as session:  # a session for each: nobody is kept from writing
            page = page_of(session, wanted, after=after, limit=_AT_ONCE)
        yield _lines(_row(one, zone) for one in page.events)
        if (after := page.following) is None:
            return


def _row(one: EventView, zone: ZoneInfo) -> tuple[str, ...]:
    more = len(one.persons) - _LISTED
    about = " ".join(one.persons[:_LISTED]) + (f" and {more} more" if more > 0 else "")
    return (
        str(one.event), one.at.astimezone(zone).isoformat(timespec="seconds"), one.login, one.kind.value, one.told,
        one.action, one.subject, str(len(one.persons)), about, one.reason, _json(one.facts), one.job_id or "",
        one.previous_hash, one.hash,
    )  # fmt: skip


def _json(facts: Any) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True) if facts else ""


def _lines(rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode()
