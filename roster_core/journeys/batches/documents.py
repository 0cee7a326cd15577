"""What is a document's own in the life of a batch: where it belongs, whom it names, versions, taking one back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from roster_core.batches.items import Checked, Item, Look, Manner
from roster_core.batches.kinds import SAME_TARGET_TWICE
from roster_core.batches.links import Key, Link
from roster_core.batches.names import folded
from roster_core.batches.people import Criterion
from roster_core.batches.tables import Batch
from roster_core.journeys.batches.carrier import Around, Carrier, Made, Slot
from roster_core.journeys.batches.document_writing import put_back, write
from roster_core.journeys.batches.people import read_people
from roster_core.journeys.batches.rows import ITEMS, ItemRow, finding_of, of_batch
from roster_core.journeys.batches.stored_documents import read_contents, read_documents, read_owners
from roster_core.journeys.districts import read_districts
from roster_core.journeys.document_retention import STORED
from roster_core.storage.objects import open_objects
from roster_core.storage.sealed_files import SealBroken
from roster_core.store import Store
from roster_core.updates.document_exchange import check_from
from roster_core.updates.document_index import ListedFile
from roster_core.updates.document_look import StoredDocument, Surroundings, look_around
from roster_core.updates.document_rules import Terms, terms_of
from roster_core.updates.document_target import DocumentTarget, hand_of, target_of
from roster_core.updates.document_text import Roll, said_of, said_told

_Sources = Sequence[Mapping[str, Any]]


def target_in(terms: Terms, sources: _Sources, name: str, plan: str, *, today: date) -> DocumentTarget:
    """Where the file of that name belongs in a batch of `terms` and `sources`, after what `plan` sets by hand."""
    return target_of(name, terms, _listed(sources, name), hand_of(plan), today=today)


def target_of_row(batch: Batch, row: ItemRow, plan: str | None = None) -> DocumentTarget:
    """The same for a row, by default with what was set by hand for it."""
    told = row.choice.get("plan", "") if plan is None else plan
    return target_in(terms_of(batch.settings["terms"]), batch.sources, row.name, told, today=batch.created_at.date())


def keys(batch: Batch, rows: Sequence[ItemRow]) -> list[str]:
    """What an index says of a file, else what its name does."""
    return [target_of_row(batch, row).key for row in rows]


def find_named(store: Store, district_id: int, batch_id: str) -> dict[int, dict[str, Any]]:
    """Whom the text of each item names, by sequence; the text itself is not kept any longer than that."""
    with store.reading(district_id) as session:
        batch = session.get_one(Batch, (district_id, batch_id))
        district = next(one for one in read_districts(store) if one.district_id == district_id)
        include_left = bool(batch.settings.get("include_left", False))
        people = read_people(
            store, district, Criterion(batch.criterion), schools=batch.schools, include_left=include_left
        )
        roll: Roll | None = None
        said: dict[int, dict[str, Any]] = {}
        asked = sa.select(ITEMS.c.sequence, ITEMS.c.facts).where(of_batch(session, batch_id))
        found = session.connection().execute(asked.execution_options(yield_per=100))
        for sequence, facts in found:
            if (text := facts.get("text")) is not None:
                roll = roll or Roll(people.persons)
                said[sequence] = {"text": None, "said": said_told(roll.read(text)) if text.strip() else None}
        return said


def links(link: Link) -> list[Key]:
    """The student and the file."""
    shared: list[Key] = [link.content] if link.content else []
    return shared if link.person_id is None else [*shared, link.person_id]


def look(session: Session, batch: Batch, *, whole: bool) -> Around:  # noqa: ARG001 - it asks for as many as there are
    """What exists already, what two students share, and whom the text names."""
    return partial(_around, session, batch)


def _around(session: Session, batch: Batch, rows: Sequence[ItemRow]) -> Look:
    terms = terms_of(batch.settings["terms"])
    today = batch.created_at.date()

    def target(item: Item) -> DocumentTarget:
        return target_in(terms, batch.sources, item.name, item.choice.plan, today=today)

    def stored(person_ids: Iterable[int]) -> dict[int, list[StoredDocument]]:
        return {
            person: [
                StoredDocument(one.assessment_type, one.school_year, one.title, version.version, version.sha256)
                for one, version in found
            ]
            for person, found in read_documents(session, person_ids).items()
        }

    said = {row.sequence: row.facts["said"] for row in rows if "said" in row.facts}
    return look_around(
        Surroundings(
            target,
            stored,
            frozenset(code for code, one in terms.types.items() if one.one_per_year),
            read_owners(session, {row.content for row in rows if row.content}),
            {sequence: None if told is None else said_of(told) for sequence, told in said.items()},
        )
    )


def check(batch: Batch, row: ItemRow, plan: str) -> Checked:
    """What the file's own check comes to with what `plan` sets by hand."""
    entry = tuple(finding_of(told) for told in row.facts.get("entry", ()))
    if "check" not in row.facts:
        return Checked("", entry)
    own = check_from(row.facts["check"])
    if not own.usable:
        return Checked("", (*entry, *own.findings))
    target = target_of_row(batch, row, plan)
    # Two files that lack something are not for one place yet.
    place = target.place if target.type else f"?{row.sequence}"
    return Checked(own.sha256, (*entry, *own.findings, *target.findings), place)


def make(store: Store, batch: Batch, rows: Sequence[ItemRow]) -> list[Made]:
    """Keep the files by content."""
    objects = open_objects(store.settings)
    made: list[Made | bytes] = []
    for row in rows:
        try:
            made.append(objects.get(row.upload_key))
        except (FileNotFoundError, SealBroken):
            made.append(Made(failed="The file is not kept any more: upload it again."))
    kinds = [check_from(row.facts["check"]).type for row in rows]
    whole = [(one, kind) for one, kind in zip(made, kinds, strict=True) if isinstance(one, bytes) and kind is not None]
    stored = iter(objects.put_all(batch.district_id, STORED, [(data, kind.suffix) for data, kind in whole]))
    return [one if isinstance(one, Made) else Made({"key": next(stored)}) for one in made]


def read_current(session: Session, slots: Iterable[Slot]) -> dict[Slot, str]:
    """The content of the current versions; what is stored beside another has none yet."""
    wanted = set(slots)
    found = read_contents(session, (person for person, _ in wanted))
    return {slot: content for slot, (content, _) in found.items() if slot in wanted}


def read_refs(session: Session, slots: Iterable[Slot]) -> dict[Slot, str]:
    """The documents with their current versions, as `write` names them."""
    wanted = set(slots)
    found = read_contents(session, (person for person, _ in wanted))
    return {slot: ref for slot, (_, ref) in found.items() if slot in wanted}


def _listed(sources: _Sources, name: str) -> ListedFile | None:
    """What an index says of a file: by its whole path, else by its last part."""
    whole = folded(name)
    for source in sources:
        files: Mapping[str, Mapping[str, str]] = source.get("listed", {})
        if told := files.get(whole) or files.get(whole.rpartition("/")[2]):
            return ListedFile(**told)
    return None


CARRIER = Carrier(
    keys=keys,
    prepare=find_named,
    read_current=read_current,
    read_refs=read_refs,
    links=links,
    look=look,
    check=check,
    make=make,
    write=partial(write, target_of_row),
    put_back=put_back,
    manner=Manner(clash=SAME_TARGET_TWICE),
)
