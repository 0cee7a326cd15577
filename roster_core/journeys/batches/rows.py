"""Items of a batch as rows of the store, and back; plain rows, since objects of the session take long to make."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from roster_core.batches import kinds as batch_kinds
from roster_core.batches.items import Choice, Item, Matched
from roster_core.batches.people import People, Person
from roster_core.batches.states import ItemState
from roster_core.batches.tables import Batch, BatchItem
from roster_core.findings import Finding, Severity
from roster_core.photos import kinds as photo_kinds
from roster_core.roster.frames import insert_frame, schema_of
from roster_core.roster.frames import update_rows as update_frame
from roster_core.updates import document_kinds, email_kinds

#: The table of items, for statements over many of them at once.
ITEMS = SQLModel.metadata.tables[str(BatchItem.__tablename__)]
#: Every kind of finding that an item may have, by code.
KINDS = {
    kind.code: kind for kind in (*batch_kinds.KINDS, *photo_kinds.KINDS, *email_kinds.KINDS, *document_kinds.KINDS)
}
#: Where the findings of an item come from; see `Item`.
_PARTS = ("own", "matching", "settled")
#: SQLite takes 32,766 values, some builds 999.
_AT_ONCE = 500


@dataclass(slots=True)
class ItemRow:
    """An item as its row has it; see `BatchItem` for what the columns hold."""

    sequence: int
    name: str
    key: str = ""
    size: int = 0
    upload_key: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    found_id: int | None = None
    person_id: int | None = None
    matched_by: str | None = None
    choice: dict[str, Any] = field(default_factory=dict)
    findings: list[dict[str, Any]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    state: str = ItemState.NEEDS_PERSON.value
    content: str = ""
    place: str = ""
    old_ref: str = ""
    new_ref: str = ""
    result: str | None = None
    reason: str = ""


_NAMES = tuple(one.name for one in fields(ItemRow))
#: The columns of an `ItemRow`, in its order.
COLUMNS = tuple(ITEMS.c[name] for name in _NAMES)


@dataclass(frozen=True)
class Draft:
    """The items of a batch, as they were last written, with those they can be for."""

    items: tuple[Item, ...]
    people: People
    #: How an item could be made to fit, by sequence, as `Choice.plan` has it.
    offers: Mapping[int, str] = field(default_factory=dict)

    def person(self, person_id: int | None) -> Person | None:
        """Somebody in reach."""
        return None if person_id is None else self.people.by_id.get(person_id)


def of_batch(session: Session, batch_id: str) -> sa.ColumnElement[bool]:
    """The condition under which a row is of that batch, in the session's district."""
    return sa.and_(ITEMS.c.district_id == session.info["district_id"], ITEMS.c.batch_id == batch_id)


def read_rows(
    session: Session,
    batch_id: str,
    wanted: Collection[int] | None = None,
    *,
    where: sa.ColumnElement[bool] | None = None,
    limit: int | None = None,
) -> list[ItemRow]:
    """Rows of a batch in order: all, those of the sequences `wanted`, or those for which `where` holds."""
    asked = sa.select(*COLUMNS).where(of_batch(session, batch_id)).order_by(ITEMS.c.sequence).limit(limit)
    if where is not None:
        asked = asked.where(where)
    connection = session.connection()
    if wanted is None:
        return [ItemRow(*row) for row in connection.execute(asked)]
    return [
        ItemRow(*row)
        for some in cut(sorted(wanted))
        for row in connection.execute(asked.where(ITEMS.c.sequence.in_(some)))
    ]


def cut(values: Sequence[int], length: int = _AT_ONCE) -> Iterable[Sequence[int]]:
    """The values in pieces of at most `length`."""
    return (values[start : start + length] for start in range(0, len(values), length))


def insert_rows(session: Session, batch: Batch, rows: Sequence[ItemRow], *, now: datetime) -> None:
    """Add rows to a batch."""
    if rows:
        told = _frame({name: [getattr(row, name) for row in rows] for name in _NAMES})
        stamps = dict.fromkeys(("checked_at", "created_at", "updated_at"), pl.lit(now))
        of = {"district_id": pl.lit(batch.district_id, pl.Int64), "batch_id": pl.lit(batch.batch_id)}
        insert_frame(session.connection(), ITEMS.name, told.with_columns(**of, **stamps))


def update_rows(
    session: Session, batch_id: str, told: Mapping[int, Mapping[str, Any]], *, now: datetime, applied: bool = False
) -> None:
    """Write columns by sequence, the same ones of every row; `applied` says that they are carried out with that."""
    if not told:
        return
    names = list(next(iter(told.values())))
    stamps = {"updated_at": now} | ({"applied_at": now} if applied else {})
    if len(told) > _AT_ONCE:  # the database takes thousands faster from a table
        columns = {name: [values[name] for values in told.values()] for name in names}
        moments = {name: pl.lit(moment) for name, moment in stamps.items()}
        frame = _frame({"sequence": list(told), **columns}).with_columns(batch_id=pl.lit(batch_id), **moments)
        update_frame(session.connection(), ITEMS.name, session.info["district_id"], frame, ("batch_id", "sequence"))
        return
    update = (
        sa.update(ITEMS)
        .where(of_batch(session, batch_id), ITEMS.c.sequence == sa.bindparam("of_sequence"))
        .values({name: sa.bindparam(f"to_{name}") for name in names} | stamps)
    )
    rows = [
        {"of_sequence": sequence} | {f"to_{name}": value for name, value in values.items()}
        for sequence, values in told.items()
    ]
    session.connection().execute(update, rows)


def _frame(columns: Mapping[str, Sequence[Any]]) -> pl.DataFrame:
    """Columns of the table as a frame: what it keeps as JSON is text."""
    told = {
        name: [json.dumps(value) if value else empty for value in values]
        if (empty := _EMPTY.get(name)) is not None
        else values
        for name, values in columns.items()
    }
    return pl.DataFrame(told, schema=schema_of(ITEMS, columns))


#: What is kept as JSON, with what most rows have.
_EMPTY = {"facts": "{}", "choice": "{}", "findings": "[]", "codes": "[]"}


def draft_of(rows: Sequence[ItemRow], people: People) -> Draft:
    """The items that rows hold, with what was stored when they were written."""
    bare = Draft((), people, {row.sequence: row.facts["offer"] for row in rows if row.facts.get("offer")})
    return replace(bare, items=tuple(_item(row, bare) for row in rows))


def changed_rows(rows: Iterable[ItemRow], items: Iterable[Item], known: Iterable[Item]) -> dict[int, dict[str, Any]]:
    """What of rows is to be written so that they hold `items`, by sequence; nothing of those that hold them already.

    All are in the same order. `known` are the items that the rows hold: those that are equal still are passed over.
    """
    found: dict[int, dict[str, Any]] = {}
    for row, item, before in zip(rows, items, known, strict=True):
        if item == before and row.old_ref == current_of(item) and row.state == item.state:
            continue
        told = told_of(item)
        if any(getattr(row, name) != value for name, value in told.items()):
            found[row.sequence] = told
    return found


def as_json(finding: Finding) -> dict[str, Any]:
    """A finding of a batch as it is stored with an item."""
    return {
        "code": finding.kind.code,
        "severity": finding.severity.value,
        "file": finding.file,
        "row_key": finding.row_key,
        "facts": dict(finding.facts),
        "person": finding.person,
    }


def finding_of(told: Mapping[str, Any]) -> Finding:
    """A finding from its JSON."""
    kind = KINDS[told["code"]]
    severity = Severity(told["severity"])
    return Finding(
        kind,
        told["file"],
        told["row_key"],
        facts=told["facts"],
        graded=None if severity is kind.severity else severity,
        person=told["person"],
    )


def told_of(item: Item) -> dict[str, Any]:
    """The columns that hold an item."""
    person, choice = item.person, item.choice
    findings = item.findings
    return {
        "key": item.key,
        "found_id": None if item.found is None else item.found.person_id,
        "person_id": None if person is None else person.person_id,
        "matched_by": item.matched_by and item.matched_by.value,
        "choice": {} if choice == _NOTHING else _choice_told(choice),
        "findings": [
            {"part": part, **as_json(one)}
            for part, some in (("own", item.own), ("matching", item.matching), ("settled", item.settled))
            for one in some
        ],
        "codes": list(dict.fromkeys(one.kind.code for one in findings)),
        "state": item.state.value,
        "content": item.content,
        "place": item.place,
        "old_ref": current_of(item),
    }


def current_of(item: Item) -> str:
    """What the preview saw stored."""
    return "" if item.person is None else item.person.current


_NOTHING = Choice()


def _choice_told(choice: Choice) -> dict[str, Any]:
    told = {
        "person": None if choice.person is None else choice.person.person_id,
        "skip": choice.skip,
        "keep": choice.keep,
        "accepted": sorted(choice.accepted),
        "plan": choice.plan,
    }
    return {name: value for name, value in told.items() if value}


def _item(row: ItemRow, draft: Draft) -> Item:
    found: dict[str, list[Finding]] = {part: [] for part in _PARTS}
    for told in row.findings:
        found[told["part"]].append(finding_of(told))
    matching = tuple(found["matching"])
    return Item(
        row.sequence,
        row.name,
        row.key,
        draft.person(row.found_id),
        _found_by(row, matching),
        row.content,
        row.place,
        _choice(row.choice, draft) if row.choice else _NOTHING,
        tuple(found["own"]),
        matching,
        tuple(found["settled"]),
    ).with_current(row.old_ref)


def _found_by(row: ItemRow, matching: Iterable[Finding]) -> Matched | None:
    if row.found_id is None:
        return None
    zeros = any(one.kind is batch_kinds.LEADING_ZEROS for one in matching)
    return Matched.ZEROS if zeros else Matched.EXACT


def _choice(told: Mapping[str, Any], draft: Draft) -> Choice:
    return Choice(
        person=draft.person(told.get("person")),
        skip=told.get("skip", False),
        keep=told.get("keep", False),
        accepted=frozenset(told.get("accepted", ())),
        plan=told.get("plan", ""),
    )
