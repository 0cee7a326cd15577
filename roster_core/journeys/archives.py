"""What every ZIP that is handed out has in common: its lists, its tag, and that a file on disk has it whole."""

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from roster_core.access.audit import Deed, record
from roster_core.downloads.file_names import clean_name
from roster_core.journeys.districts import DistrictView
from roster_core.refusals import Refusal
from roster_core.storage.objects import Objects
from roster_core.storage.sealed_files import sealed_size
from roster_core.store import Store
from roster_core.stored_zip import Member, StoredZip, member_of

_LISTS_MOMENT = datetime(1980, 1, 1)  # noqa: DTZ001 - wall-clock time of a ZIP; always the same one


def with_lists(members: Sequence[Member], lists: Mapping[str, Callable[[], bytes]]) -> StoredZip:
    """A ZIP of `members` and, behind them, `lists` by name.

    Where only the bytes of a member tell whether it can be read, the lists are made when it is known.
    """
    known = all(member.known for member in members)
    made = [
        member_of(name, make(), _LISTS_MOMENT) if known else Member(name, make, _LISTS_MOMENT)
        for name, make in lists.items()
    ]
    return StoredZip([*members, *made])


def is_there(objects: Objects, key: str, size: int) -> bool:
    """Whether a stored file has its size; in an object store it is believed until it is read."""
    if objects.root is None:
        return True
    try:
        kept = os.stat(f"{objects.root}/{key}").st_size  # noqa: PTH116 - thousands of them
    except FileNotFoundError:
        return False
    return kept in {size, sealed_size(size)}


def etag_of(archive: StoredZip) -> str:
    """What changes with the bytes of an archive, in quotation marks."""
    told = hashlib.sha256()
    for member in archive.members:
        told.update(f"{member.name}\0{member.size}\0{member.crc32}\0{member.moment}\0".encode())
    return f'"{told.hexdigest()[:32]}"'


def zip_name(what: str, district: DistrictView, group: str, now: datetime) -> str:
    """What a ZIP is called: what is in it, of whom, and when it was made by the district's clock."""
    at = now.astimezone(ZoneInfo(district.time_zone)).strftime("%Y%m%d-%H%M")
    told = clean_name(f"{what}_{district.code}_{group}".replace(" ", "-"), 100)
    return f"{told}_{at}.zip"


def write_whole(archive: StoredZip, path: Path, written_down: Callable[[], None]) -> None:
    """Write an archive to `path`, which has it whole or not at all; that it was taken out is written down before.

    Raises:
        Refusal: It cannot be written there.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            archive.write(file)
        written_down()
        part.replace(path)
    except OSError as error:
        why = f"{path} cannot be written ({error.strerror or error})."
        raise Refusal("No ZIP was made.", why=why, fix="Give a file in a folder that is there and has room.") from error
    finally:
        with suppress(OSError):  # the folder may not be there at all
            part.unlink(missing_ok=True)


#: More than this is handed out only for a reason that is written down.
ASK_OVER = 50


def refuse_without_reason(leaving: str, reason: str, *, needed: bool) -> None:
    """Raise where a reason is needed and none given; `leaving` tells what leaves the system.

    Raises:
        Refusal: There is none.
    """
    if needed and not reason.strip():
        raise Refusal(
            "No ZIP was made.",
            why=f"{leaving} leave the system; for more than {ASK_OVER} a reason is kept.",
            fix="Say what they are for.",
        )


class Asked(Protocol):
    """What a request for a download has, whatever it is for."""

    @property
    def reason(self) -> str:
        """What the download is for."""

    def claims(self) -> dict[str, Any]:
        """What was chosen."""


@dataclass(frozen=True)
class Taken:
    """What is written down of a download: the deed, on what, whose data it touches, and how much that is."""

    action: str
    subject: str
    persons: tuple[str, ...]
    facts: Mapping[str, Any]


def record_taken(store: Store, district_id: int, login: str, request: Asked, taken: Taken, *, now: datetime) -> None:
    """Write down that something is taken out, with what was chosen."""
    chosen = {name: value for name, value in request.claims().items() if name not in {"ids", "ids_key", "reason"}}
    deed = Deed(login, taken.action, taken.subject, taken.persons, {**chosen, **taken.facts}, request.reason.strip())
    with store.writing(district_id) as session:
        record(session, district_id, deed, now=now)
