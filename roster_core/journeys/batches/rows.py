"""Items of a batch as rows of the store, and back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from roster_core.batches import kinds as batch_kinds
from roster_core.batches.items import Choice, Item, Matched
from roster_core.batches.people import People, Person
from roster_core.batches.tables import BatchItem
from roster_core.findings import Finding, Severity
from roster_core.photos import kinds as photo_kinds
from roster_core.updates import document_kinds, email_kinds

#: Every kind of finding that an item may have, by code.
KINDS = {
    kind.code: kind for kind in (*batch_kinds.KINDS, *photo_kinds.KINDS, *email_kinds.KINDS, *document_kinds.KINDS)
}
#: Where the findings of an item come from; see `Item`.
_PARTS = ("own", "matching", "settled")


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


def read_rows(session: Session, batch_id: str) -> list[BatchItem]:
    """The rows of a batch in order."""
    return list(
        session.exec(select(BatchItem).where(BatchItem.batch_id == batch_id).order_by(col(BatchItem.sequence))).all()
    )


def draft_of(rows: Sequence[BatchItem], people: People) -> Draft:
    """The items that rows hold, with what was stored when they were written."""
    bare = Draft((), people, {row.sequence: row.facts["offer"] for row in rows if row.facts.get("offer")})
    return replace(bare, items=tuple(_item(row, bare) for row in rows))


def write_items(rows: Iterable[BatchItem], items: Iterable[Item], *, now: datetime, known: Iterable[Item] = ()) -> int:
    """Put what changed of `items` into their rows; returns in how many something did.

    `known` are the items that the rows hold, if they were read: those that are equal still are passed over.
    """
    changed = 0
    by_sequence = {item.sequence: item for item in items}
    before = {item.sequence: item for item in known}
    for row in rows:
        item = by_sequence[row.sequence]
        if item == before.get(row.sequence) and row.old_ref == _current(item) and row.state == item.state:
            continue
        told = {name: value for name, value in _told(item).items() if getattr(row, name) != value}
        if told:
            for name, value in told.items():
                setattr(row, name, value)
            row.updated_at = now
            changed += 1
    return changed


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


def _item(row: BatchItem, draft: Draft) -> Item:
    found: dict[str, list[Finding]] = {part: [] for part in _PARTS}
    for told in row.findings:
        found[told["part"]].append(finding_of(told))
    return Item(
        row.sequence,
        row.name,
        row.key,
        draft.person(row.found_id),
        _found_by(row, found["matching"]),
        row.content,
        row.place,
        _choice(row.choice, draft),
        tuple(found["own"]),
        tuple(found["matching"]),
        tuple(found["settled"]),
    ).with_current(row.old_ref)


def _found_by(row: BatchItem, matching: Iterable[Finding]) -> Matched | None:
    if row.found_id is None:
        return None
    zeros = batch_kinds.LEADING_ZEROS in [one.kind for one in matching]
    return Matched.ZEROS if zeros else Matched.EXACT


def _choice(told: Mapping[str, Any], draft: Draft) -> Choice:
    return Choice(
        person=draft.person(told.get("person")),
        skip=told.get("skip", False),
        keep=told.get("keep", False),
        accepted=frozenset(told.get("accepted", ())),
        plan=told.get("plan", ""),
    )


def _told(item: Item) -> dict[str, Any]:
    choice = asdict(item.choice) | {
        "person": None if item.choice.person is None else item.choice.person.person_id,
        "accepted": sorted(item.choice.accepted),
    }
    return {
        "key": item.key,
        "found_id": None if item.found is None else item.found.person_id,
        "person_id": None if item.person is None else item.person.person_id,
        "matched_by": item.matched_by and item.matched_by.value,
        "choice": {name: value for name, value in choice.items() if value},
        "findings": [
            {"part": part, **as_json(one)}
            for part, findings in (("own", item.own), ("matching", item.matching), ("settled", item.settled))
            for one in findings
        ],
        "codes": list(dict.fromkeys(one.kind.code for one in item.findings)),
        "state": item.state.value,
        "content": item.content,
        "place": item.place,
        "old_ref": _current(item),
    }


def _current(item: Item) -> str:
    """What the preview saw stored."""
    return "" if item.person is None else item.person.current
