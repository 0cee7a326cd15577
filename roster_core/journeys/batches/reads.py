"""Batches and their items as pages and commands show them, a page at a time."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Session, SQLModel, col, select

from roster_core.access.rights import User, require
from roster_core.batches.items import open_warnings
from roster_core.batches.people import Criterion, Person, Target
from roster_core.batches.states import OPEN, BatchKind, BatchState, ItemState
from roster_core.batches.tables import Batch
from roster_core.findings import Finding
from roster_core.jobs.tables import Job
from roster_core.journeys.batches import drafts, owners
from roster_core.journeys.batches.carrier import Slot
from roster_core.journeys.batches.carriers import CARRIERS
from roster_core.journeys.batches.rows import COLUMNS, ITEMS, ItemRow, finding_of, of_batch
from roster_core.journeys.districts import require_district
from roster_core.roster.tables.people import Person as PersonRow
from roster_core.store import Store

_PEOPLE = SQLModel.metadata.tables[str(PersonRow.__tablename__)]


@dataclass(frozen=True)
class BatchView:
    """A batch as it stands; `counts` is what Submit shows before Confirm, and results by word after it."""

    batch_id: str
    kind: BatchKind
    target: Target
    criterion: Criterion
    rule_set: str
    state: BatchState
    by: str
    created_at: datetime
    confirmed_by: str | None
    confirmed_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    settings: Mapping[str, Any]
    sources: Sequence[Mapping[str, Any]]
    counts: Mapping[str, int]
    revision: int
    leaves_out: bool
    undo_of: str | None
    job_id: str | None
    step: str
    done: int
    total: int
    error: str | None
    #: The state of its last job; blank if it had none.
    job_state: str = ""

    @property
    def at_work(self) -> bool:
        """Whether a job of it is still to do something."""
        return self.job_state in {"queued", "running"}

    @property
    def cancelled_by(self) -> str:
        """Who ended it before anything was carried out; blank if nobody did."""
        return str(self.settings.get("cancelled_by", ""))

    @property
    def notices(self) -> tuple[Mapping[str, Any], ...]:
        """What is told of all of it: when it came in, and from Confirm on what it brings about elsewhere.

        Each has `severity`, `code`, `message` and mostly `fix`.
        """
        came = (told for source in self.sources for told in source.get("notices", ()))
        return (*came, *self.settings.get("notices", ()))

    @property
    def given_up(self) -> bool:
        """Whether it ended without anything of it being carried out."""
        return self.state in {BatchState.CANCELLED, BatchState.EXPIRED}

    @property
    def open(self) -> bool:
        """Whether it can still be decided about."""
        return self.state in OPEN


@dataclass(frozen=True)
class ItemView:
    """An item as it stands: the file, who it is for, what was found, what became of it."""

    sequence: int
    name: str
    key: str
    size: int
    state: ItemState
    person: Person | None
    matched_by: str | None
    findings: tuple[Finding, ...]
    accepted: frozenset[str]
    skip: bool
    keep: bool
    plan: str
    content: str
    upload_key: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    result: str | None = None
    reason: str = ""
    #: What the preview saw stored.
    old: str = ""

    @property
    def open_warnings(self) -> tuple[Finding, ...]:
        """Warnings that nobody accepted yet, or that nobody can accept since they wait for something."""
        still = open_warnings(self.findings, self.accepted)
        return tuple(one for one in self.findings if one.kind.code in still)


@dataclass(frozen=True)
class ItemFilter:
    """Which items to show: by preview state, by finding code, by result, by text in the file's or person's name."""

    states: frozenset[ItemState] = frozenset()
    code: str = ""
    results: frozenset[str] = frozenset()
    text: str = ""
    #: True = those that replace something, False = those that do not.
    replaces: bool | None = None


def read_batch(store: Store, user: User, batch_id: str) -> BatchView:
    """The batch.

    Raises:
        Refusal: There is none, or the user may not see it.
    """
    with store.reading(drafts.district_of(batch_id)) as session:
        batch = drafts.find_batch(session, user, batch_id)
        job = session.get(Job, (batch.district_id, batch.job_id)) if batch.job_id else None
        return _view(batch, job.state if job else "")


def read_batches(
    store: Store, user: User, *, kinds: frozenset[BatchKind] = frozenset(), limit: int = 200
) -> tuple[BatchView, ...]:
    """The newest batches that the user may see, newest first, without what came in (`sources`).

    Raises:
        Refusal: The user may not work with batches, or there is no roster.
    """
    require(user, *owners.ANY)
    district = require_district(store)
    own = [] if user.may(*owners.OTHERS) else [Batch.by == user.login]
    with store.reading(district.district_id) as session:
        newest = session.exec(
            select(Batch)
            .where(*([col(Batch.kind).in_(kinds)] if kinds else []), *own)
            .order_by(col(Batch.batch_id).desc())
            .limit(limit if user.may_everywhere(*owners.OTHERS) else None)
            .options(defer(Batch.sources))  # type: ignore[arg-type] # an archive's index names thousands
        )
        rows = [row for row in newest if owners.sees(user, row)][:limit]
        ids = [row.job_id for row in rows if row.job_id]
        states = dict(session.exec(select(Job.job_id, Job.state).where(col(Job.job_id).in_(ids))).all())
        return tuple(_view(row, states.get(row.job_id or "", ""), sources=()) for row in rows)


def count_items(store: Store, user: User, batch_id: str) -> dict[str, int]:
    """How many items are in each preview state."""
    with store.reading(drafts.district_of(batch_id)) as session:
        drafts.find_batch(session, user, batch_id)
        asked = sa.select(ITEMS.c.state, sa.func.count()).where(of_batch(session, batch_id)).group_by(ITEMS.c.state)
        return {str(state): int(count) for state, count in session.connection().execute(asked)}


def count_outcomes(store: Store, user: User, batch_id: str) -> dict[tuple[str, str | None], int]:
    """How many items are in each preview state with each result, or none."""
    with store.reading(drafts.district_of(batch_id)) as session:
        drafts.find_batch(session, user, batch_id)
        both = (ITEMS.c.state, ITEMS.c.result)
        asked = sa.select(*both, sa.func.count()).where(of_batch(session, batch_id)).group_by(*both)
        return {(state, result): int(count) for state, result, count in session.connection().execute(asked)}


def read_items(
    store: Store,
    user: User,
    batch_id: str,
    wanted: ItemFilter | None = None,
    *,
    by_person: bool = False,
    start: int = 0,
    limit: int | None = None,
) -> tuple[tuple[ItemView, ...], int]:
    """Some items, in the order of the files or by the person's name, and how many there are in all."""
    district = require_district(store)
    with store.reading(drafts.district_of(batch_id)) as session:
        batch = drafts.find_batch(session, user, batch_id)
        connection, chosen = (
            session.connection(),
            _filtered(session, batch_id, wanted or ItemFilter(), by_person=by_person),
        )
        total = connection.execute(chosen.with_only_columns(sa.func.count())).scalar_one()
        if limit == 0:
            return (), total
        by = (_PEOPLE.c.last_name, _PEOPLE.c.first_name) if by_person else ()
        ordered = chosen.order_by(*by, ITEMS.c.sequence).offset(start).limit(limit)
        rows = [ItemRow(*row) for row in connection.execute(ordered)]
        people = drafts.people_of(store, district, batch, user).by_id
        narrowed = owners.reach(user, batch) != (None if batch.schools is None else frozenset(batch.schools))
        slots = {(row.person_id, row.place) for row in rows if row.person_id is not None}
        kind = BatchKind(batch.settings.get("kind", batch.kind))
        current = CARRIERS[kind].read_current(session, slots)
        told = (_without_person(row) if narrowed and row.person_id not in people else row for row in rows)
        return tuple(_item(row, people, current) for row in told), total


def count_codes(store: Store, user: User, batch_id: str) -> dict[str, int]:
    """How many items each code is told of, by code."""
    with store.reading(drafts.district_of(batch_id)) as session:
        drafts.find_batch(session, user, batch_id)
        # Of thousands of items few have other codes than all others: those are counted by the database.
        codes = sa.cast(ITEMS.c.codes, sa.String)
        asked = sa.select(codes, sa.func.count()).where(of_batch(session, batch_id)).group_by(codes)
        told: Counter[str] = Counter()
        for text, count in session.connection().execute(asked):
            told.update(dict.fromkeys(json.loads(text), count))
    return dict(sorted(told.items()))


def _view(batch: Batch, job_state: str, **instead: Any) -> BatchView:
    left = {"job_state", *instead}
    told = {name: getattr(batch, name) for name in BatchView.__dataclass_fields__ if name not in left}
    return BatchView(
        **told
        | instead
        | {
            "kind": BatchKind(batch.kind),
            "state": BatchState(batch.state),
            "target": Target(batch.target),
            "criterion": Criterion(batch.criterion),
            "job_state": job_state,
        }
    )


def _filtered(session: Session, batch_id: str, wanted: ItemFilter, *, by_person: bool) -> sa.Select[Any]:
    items, people = ITEMS.c, _PEOPLE.c
    rows = sa.select(*COLUMNS).select_from(ITEMS).where(of_batch(session, batch_id))
    if by_person or wanted.text.split():
        of_person = (people.district_id == items.district_id) & (people.person_id == items.person_id)
        rows = rows.outerjoin(_PEOPLE, of_person)
    if wanted.states:
        rows = rows.where(items.state.in_([state.value for state in wanted.states]))
    if wanted.results:
        rows = rows.where(items.result.in_(wanted.results))
    if wanted.code:
        rows = rows.where(sa.cast(items.codes, sa.String).contains(f'"{wanted.code}"'))
    if wanted.replaces is not None:
        rows = rows.where((items.old_ref != "") == wanted.replaces)
    for word in wanted.text.split():
        like = f"%{word}%"
        rows = rows.where(
            items.name.ilike(like)
            | people.last_name.ilike(like)
            | people.first_name.ilike(like)
            | items.key.ilike(like)
            | (items.content.contains("@") & items.content.ilike(like))
            | (items.old_ref.contains("@") & items.old_ref.ilike(like))
        )
    return rows


def _without_person(row: ItemRow) -> ItemRow:
    """A row of which nothing is told but the file that came in: it may be about somebody out of the user's reach."""
    return replace(row, person_id=None, findings=[], old_ref="", reason="")


def _item(row: ItemRow, people: Mapping[int, Person], current: Mapping[Slot, str]) -> ItemView:
    person = None if row.person_id is None else people.get(row.person_id)
    return ItemView(
        sequence=row.sequence,
        name=row.name,
        key=row.key,
        size=row.size,
        state=ItemState(row.state),
        person=None if person is None else replace(person, current=current.get((person.person_id, row.place), "")),
        matched_by=row.matched_by,
        findings=tuple(
            finding_of(told) for told in row.findings if told["part"] != "matching" or not row.choice.get("person")
        ),
        accepted=frozenset(row.choice.get("accepted", ())),
        skip=row.choice.get("skip", False),
        keep=row.choice.get("keep", False),
        plan=row.choice.get("plan", ""),
        content=row.content,
        upload_key=row.upload_key,
        facts=row.facts,
        result=row.result,
        reason=row.reason,
        old=row.old_ref,
    )
