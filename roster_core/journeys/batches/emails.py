"""What is an e-mail's own in the life of a batch: judging rows, changing addresses all at once, putting them back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, func

from roster_core.batches import kinds as batch_kinds
from roster_core.batches.items import Checked, Look, Manner
from roster_core.batches.links import Key, Link
from roster_core.batches.states import BatchKind, Result, result_applied
from roster_core.batches.tables import Batch
from roster_core.findings import Severity
from roster_core.journeys.batches.carrier import Around, Carrier, Made, Slot, Written
from roster_core.journeys.batches.email_addresses import finder, folded, read_addresses
from roster_core.journeys.batches.rows import ItemRow, finding_of
from roster_core.roster.frames import insert_frame, schema_of, update_rows
from roster_core.roster.tables.organisation import District
from roster_core.roster.tables.updates import EmailChange
from roster_core.store import Store
from roster_core.text import same
from roster_core.updates.email_check import Domains, Role, Told, check_row, check_together
from roster_core.updates.email_file import MAX_ROWS
from roster_core.updates.email_moves import blocked_moves

_HISTORY = SQLModel.metadata.tables[str(EmailChange.__tablename__)]


def domains_of(batch: Batch) -> Domains:
    """The domains that a batch allows, as they were when it was begun."""
    return Domains(tuple(batch.settings["domains"]), only_warns=bool(batch.settings["domains_only_warn"]))


def keys(_batch: Batch, rows: Sequence[ItemRow]) -> list[str]:
    """What each row says."""
    return [row.facts["key"] for row in rows]


def check(batch: Batch, row: ItemRow, plan: str) -> Checked:
    """What the address comes to that was typed in place of the row's (`plan`), or that of the row."""
    # A remark on the address of the row says nothing of another one.
    read = (finding_of(told) for told in row.facts.get("row", ()))
    before = tuple(one for one in read if not plan or one.severity is Severity.ERROR)
    return check_row(row.name, plan or row.facts["new"], domains_of(batch), before=before)


def links(link: Link) -> list[Key]:
    """The student, the address that the row gives, and the one that it frees."""
    shared: list[Key] = [same(address) for address in (link.content, link.current) if address]
    return shared if link.person_id is None else [*shared, link.person_id]


def look(session: Session, batch: Batch, *, whole: bool) -> Around:
    """The rules over rows that depend on one another."""
    find = finder(session, batch.schools, many=whole)

    def around(rows: Sequence[ItemRow]) -> Look:
        told = {
            row.sequence: Told(facts.get("current", ""), facts.get("last", ""), facts.get("first", ""))
            for row in rows
            for facts in [row.facts]
        }
        return lambda items: check_together(items, told, find)

    return around


def make(_store: Store, _batch: Batch, rows: Sequence[ItemRow]) -> list[Made]:
    """Nothing has to be made."""
    return [Made() for _ in rows]


@dataclass(frozen=True)
class _Change:
    """One address to be written: whose, what must be stored now, what then, and for which item."""

    person_id: int
    before: str
    after: str
    sequence: int


def write(session: Session, batch: Batch, made: Sequence[tuple[ItemRow, Made]], now: datetime) -> list[Written]:
    """Change the addresses, all or none of those that depend on one another, if what was previewed is still true."""
    changes = [_Change(row.person_id or 0, row.old_ref, row.content, row.sequence) for row, _ in made]
    held = _held_back(session, changes, batch.schools)
    written = [
        Written(Result.CONFLICT, reason=why)
        if (why := held.get(one.sequence))
        else Written(result_applied(BatchKind.EMAIL, replaced=bool(one.before)), one.after, one.before)
        for one in changes
    ]
    _store(session, batch, [one for one in changes if one.sequence not in held], now)
    return written


def put_back(session: Session, undo: Batch, rows: Sequence[ItemRow], now: datetime) -> list[Written]:
    """Give the older addresses back, or none, to those who still have what the batch wrote, if nobody else has them."""
    changes = [_Change(row.person_id or 0, row.new_ref, row.facts.get("replaced", ""), row.sequence) for row in rows]
    held = _held_back(session, changes, undo.schools)
    _store(session, undo, [one for one in changes if one.sequence not in held], now)
    return [
        Written(Result.CONFLICT, reason=why)
        if (why := held.get(one.sequence))
        else Written(Result.PUT_BACK if one.after else Result.TAKEN_BACK, one.after)
        for one in changes
    ]


def _held_back(session: Session, changes: Sequence[_Change], schools: Sequence[str] | None) -> dict[int, str]:
    """Why some changes are not made, by sequence: another value is stored by now, or somebody else has the new one."""
    # Whoever else writes addresses or loads a roster waits here, so that what is read now stays true.
    session.get_one(District, session.info["district_id"], with_for_update=True)
    stored = read_addresses(session, [one.person_id for one in changes])
    held = {
        one.sequence: "The address was changed meanwhile; it was left as it is."
        for one in changes
        if stored.get(one.person_id) != one.before
    }
    going = {one.person_id: one for one in changes if one.sequence not in held}
    found = finder(session, schools)(same(one.after) for one in going.values() if one.after)
    of_staff = {address for address, holders in found.items() if any(one.role is Role.STAFF for one in holders)}
    for one in going.values():
        if same(one.after) in of_staff:
            held[one.sequence] = f"{one.after} belongs to a member of the staff by now; nothing was changed."
    moves = {one.person_id: same(one.after) for one in going.values() if one.sequence not in held}
    students = {
        address: {one.person_id for one in holders if one.role is Role.STUDENT} for address, holders in found.items()
    }
    for person in blocked_moves(moves, folded(stored), students):
        held[going[person].sequence] = f"{going[person].after} belongs to another student by now; nothing was changed."
    return held


def _store(session: Session, batch: Batch, changes: Sequence[_Change], now: datetime) -> None:
    """Write addresses and their history, whatever their number in a few statements."""
    if not changes:
        return
    connection, district_id = session.connection(), batch.district_id
    last = _last_numbers(session, district_id)
    told = pl.DataFrame(
        {
            "person_id": [one.person_id for one in changes],
            "sequence": [last.get(one.person_id, 0) + 1 for one in changes],
            "old": [one.before or None for one in changes],
            "new": [one.after or None for one in changes],
            "batch_sequence": [one.sequence for one in changes],
        },
        schema=schema_of(_HISTORY, ("person_id", "sequence", "old", "new", "batch_sequence")),
    )
    addresses = told.select("person_id", school_email="new", updated_at=pl.lit(now))
    update_rows(connection, "student", district_id, addresses, ("person_id",))
    of = {
        "district_id": pl.lit(district_id, pl.Int64),
        "by": pl.lit(batch.confirmed_by or batch.by),
        "batch_id": pl.lit(batch.batch_id),
    }
    stamps = dict.fromkeys(("changed_at", "created_at", "updated_at"), pl.lit(now))
    insert_frame(connection, _HISTORY.name, told.with_columns(**of, **stamps))
    district = session.get_one(District, district_id)
    district.updated_at = now


def _last_numbers(session: Session, district_id: int) -> dict[int, int]:
    asked = (
        sa.select(_HISTORY.c.person_id, func.max(_HISTORY.c.sequence))
        .where(_HISTORY.c.district_id == district_id)
        .group_by(_HISTORY.c.person_id)
    )
    return {row[0]: row[1] for row in session.connection().execute(asked)}


def read_current(session: Session, slots: Iterable[Slot]) -> dict[Slot, str]:
    """The addresses stored; every slot has one, blank for none."""
    wanted = set(slots)
    stored = read_addresses(session, (person for person, _ in wanted))
    return {slot: stored.get(slot[0], "") for slot in wanted}


def prepare(_store: Store, _district_id: int, _batch_id: str) -> Mapping[int, Mapping[str, Any]]:
    """Nothing has to be found out beforehand."""
    return {}


CARRIER = Carrier(
    keys=keys,
    prepare=prepare,
    read_current=read_current,
    read_refs=read_current,
    links=links,
    look=look,
    check=check,
    make=make,
    write=write,
    put_back=put_back,
    # One piece: addresses change hands within a batch.
    piece=MAX_ROWS,
    by_current=True,
    manner=Manner(same=batch_kinds.NO_CHANGE, one_each=False, graded={batch_kinds.OUT_OF_SCOPE.code: Severity.ERROR}),
)
