"""A batch before Confirm: begun, decided item by item, left and taken up again, or cleared."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import User, require
from roster_core.batches.items import Choice, accept_kind
from roster_core.batches.items import keep as keep_one
from roster_core.batches.people import Criterion, People
from roster_core.batches.states import OPEN, BatchKind, BatchState, ItemState, step
from roster_core.batches.tables import Batch
from roster_core.clock import Clock, new_id, utc_now
from roster_core.journeys.batches.owners import (
    KINDS,
    OTHERS,
    RIGHTS,
    kind_of,
    reach,
    rights_for,
    sees,
)
from roster_core.journeys.batches.people import read_people
from roster_core.journeys.batches.rows import ITEMS, Draft, of_batch
from roster_core.journeys.batches.settling import Choices, Settled, Settling, counted_anew
from roster_core.journeys.districts import DistrictView, district_in, require_district
from roster_core.refusals import Refusal
from roster_core.store import Store

#: A draft that nobody went on with is given up after this (batch-updates §2.1).
DRAFT_LIFE = timedelta(days=7)
#: The edition of the roster with which all items of a batch were last settled, among its settings.
SEEN = "seen"


@dataclass(frozen=True)
class Decide:
    """What somebody decides: about the items of these sequences, or all that have a code.

    `choices` gets items, those among them, and gives what is chosen by sequence. `moves` says that it may be another
    person, place or content.
    """

    choices: Choices
    sequences: frozenset[int] = frozenset()
    code: str = ""
    moves: bool = True


def start_batch(
    store: Store,
    user: User,
    kind: BatchKind,
    criterion: Criterion,
    *,
    rule_set: str = "",
    settings: Mapping[str, Any] | None = None,
    clock: Clock = utc_now,
) -> str:
    """Begin a batch in the user's schools; returns its ID.

    Raises:
        Refusal: The user may not, or there is no roster.
    """
    rights, people = rights_for(kind, criterion.target), KINDS[criterion.target]
    require(user, *rights, people=people)
    schools = user.schools_for(*rights, people=people)
    district = require_district(store)
    now = clock()
    batch_id = f"{district.district_id}-{new_id(clock)}"
    with store.writing(district.district_id) as session:
        session.add(
            Batch(
                district_id=district.district_id,
                batch_id=batch_id,
                kind=kind.value,
                target=criterion.target.value,
                criterion=criterion.value,
                rule_set=rule_set,
                state=BatchState.DRAFT.value,
                by=user.login,
                schools=None if schools is None else sorted(schools),
                settings=dict(settings or {}),
                created_at=now,
                updated_at=now,
            )
        )
    return batch_id


def find_draft(store: Store, user: User, kind: BatchKind) -> str | None:
    """The user's newest batch of the kind that was not confirmed, so that it can be taken up again."""
    require(user, *RIGHTS[kind])
    district = require_district(store)
    with store.reading(district.district_id) as session:
        return session.exec(
            select(Batch.batch_id)
            .where(Batch.by == user.login, Batch.kind == kind.value, col(Batch.state).in_(OPEN))
            .order_by(col(Batch.batch_id).desc())
        ).first()


def choose(
    store: Store, user: User, batch_id: str, decide: Decide, *, revision: int | None = None, clock: Clock = utc_now
) -> int:
    """Decide about items and settle anew what that can touch; returns in how many something changed.

    If the roster is another one by now, all of them are. `revision` is that of the batch which was looked at.

    Raises:
        Refusal: The user may not, the batch is no draft any more, or somebody else changed it meanwhile.
    """
    return _decided(store, user, batch_id, decide, revision=revision, clock=clock)


def look_again(store: Store, user: User, batch_id: str, *, clock: Clock = utc_now) -> int:
    """Settle all items with what is stored now; returns in how many something changed.

    Raises:
        Refusal: As `choose`.
    """
    return _decided(store, user, batch_id, None, clock=clock)


def _decided(
    store: Store, user: User, batch_id: str, decide: Decide | None, *, revision: int | None = None, clock: Clock
) -> int:
    district = require_district(store)
    with store.writing(district_of(batch_id)) as session:
        batch = open_batch(session, user, batch_id, revision=revision)
        whole = decide is None or batch.settings.get(SEEN) != district.edition
        settling = Settling(session, batch, people_of(store, district, batch, user), whole=whole)
        choices = _nothing if decide is None else decide.choices
        if decide is None or whole:
            done: Iterable[Settled] = settling.every(choices)
        else:
            done = settling.some(_about(session, batch_id, decide), choices, moves=decide.moves)
        now = clock()
        changed, counts = 0, {} if whole else dict(batch.counts)
        picks: list[tuple[str, tuple[str, ...]]] = []
        for one in done:
            changed += settling.write(one, now=now)
            counts = counted_anew(counts, one, whole=whole)
            picks += _picks(one)
        batch.settings, batch.counts = {**batch.settings, SEEN: district.edition}, counts
        if changed:
            batch.revision += 1
            batch.updated_at = now
        if picks:
            persons = tuple(person for _, some in picks for person in some)
            told = {"items": [name for name, _ in picks]}
            deed = Deed(user.login, "person_picked", f"batch:{batch_id}", persons, told)
            record(session, batch.district_id, deed, now=now)
        return changed


def _picks(done: Settled) -> Iterator[tuple[str, tuple[str, ...]]]:
    """For which items another person was picked now, or none any more, with those whom that touches."""
    for before, item in zip(done.before, done.items, strict=True):
        old, new = before.choice.person, item.choice.person
        if old is not new and (old and old.person_id) != (new and new.person_id):
            yield item.name, tuple(one.reference for one in (old, new) if one is not None)


def _nothing(_draft: Draft) -> Mapping[int, Choice]:
    return {}


def _about(session: Session, batch_id: str, decide: Decide) -> frozenset[int]:
    """The items that something is decided about."""
    if not decide.code:
        return decide.sequences
    told = sa.cast(ITEMS.c.codes, sa.String).contains(f'"{decide.code}"')
    asked = sa.select(ITEMS.c.sequence).where(
        of_batch(session, batch_id), ITEMS.c.state == ItemState.WARNING.value, told
    )
    return frozenset(session.connection().execute(asked).scalars())


def set_choice(sequence: int, **changes: Any) -> Decide:
    """Change what was chosen for one item: `person_id`, `skip`, `keep`, `accepted`, `plan`."""
    return set_choices([sequence], **changes)


def set_choices(sequences: Iterable[int], **changes: Any) -> Decide:
    """The same for several items."""
    wanted = frozenset(sequences)

    def choices(draft: Draft) -> dict[int, Choice]:
        told = dict(changes)
        if "person_id" in told:
            person = draft.person(told.pop("person_id"))
            if person is None and changes["person_id"] is not None:
                raise Refusal(
                    "Nobody was picked.",
                    why="That person is not in your schools or not in the roster.",
                    fix="Search again and pick somebody from the list.",
                )
            told["person"] = person
        return {item.sequence: replace(item.choice, **told) for item in draft.items if item.sequence in wanted}

    return Decide(choices, wanted, moves=not {"person_id", "plan"}.isdisjoint(changes))


def keep(sequence: int) -> Decide:
    """Of several items for one person use this one."""
    return Decide(lambda draft: keep_one(draft.items, sequence), frozenset({sequence}), moves=False)


def accept(code: str) -> Decide:
    """Accept every warning of a kind."""
    return Decide(lambda draft: accept_kind(draft.items, code), code=code, moves=False)


def clear(store: Store, user: User, batch_id: str, *, clock: Clock = utc_now) -> None:
    """Give a draft up; its files are swept away later.

    Raises:
        Refusal: The user may not, or it is no draft any more.
    """
    with store.writing(district_of(batch_id)) as session:
        batch = open_batch(session, user, batch_id)
        now = clock()
        end_unapplied(batch, user, now)
        deed = Deed(user.login, "batch_cleared", f"batch:{batch_id}", facts={"kind": batch.kind})
        record(session, batch.district_id, deed, now=now)


def end_unapplied(batch: Batch, user: User, now: datetime) -> None:
    """Note that a batch ends before anything of it was carried out, and who wanted that.

    Raises:
        Refusal: It is too late for that.
    """
    batch.state = step(BatchState(batch.state), BatchState.CANCELLED).value
    batch.settings = {**batch.settings, "cancelled_by": user.login}
    batch.finished_at = batch.updated_at = now


def open_batch(session: Session, user: User, batch_id: str, *, revision: int | None = None) -> Batch:
    """The batch if the user may decide about it.

    Raises:
        Refusal: It is unknown, somebody else's, confirmed already, or changed since `revision`.
    """
    batch = find_batch(session, user, batch_id, lock=True)
    if BatchState(batch.state) not in OPEN:
        raise Refusal(
            "Nothing was changed.",
            why=f"The batch is {batch.state.replace('_', ' ')}.",
            fix="Look at it under Upload Status, and begin a new one.",
        )
    if revision is not None and batch.revision != revision:
        raise Refusal(
            "Nothing was changed.",
            why="The batch was changed in another window since this one showed it.",
            fix="Reload the page and decide again.",
        )
    own = reach(user, batch)
    batch.schools = None if own is None else sorted(own)  # a right may have been taken away since it was begun
    return batch


def find_batch(session: Session, user: User, batch_id: str, *, lock: bool = False) -> Batch:
    """The batch if the user may see it; `lock` keeps others from changing it until the transaction ends.

    Raises:
        Refusal: There is none, or the user may not.
    """
    batch = session.get(Batch, (district_of(batch_id), batch_id), with_for_update=True if lock else None)
    if batch is None:
        raise _unknown(batch_id)
    require(user, *RIGHTS[kind_of(batch)], *OTHERS)
    if not sees(user, batch):
        raise _unknown(batch_id)
    return batch


def district_of(batch_id: str) -> int:
    """The district of a batch by its ID.

    Raises:
        Refusal: It is no such ID.
    """
    district_id = district_in(batch_id)
    if district_id is None:
        raise _unknown(batch_id)
    return district_id


def people_of(store: Store, district: DistrictView, batch: Batch, user: User | None = None) -> People:
    """Everybody the batch can be for, as far as `user` sees them; without one, as the work on it does."""
    return read_people(
        store,
        district,
        Criterion(batch.criterion),
        schools=batch.schools if user is None else reach(user, batch),
        include_left=bool(batch.settings.get("include_left", False)),
    )


def read_reachable(store: Store, user: User, batch_id: str) -> People:
    """Everybody the batch can be for, as far as the user sees them.

    Raises:
        Refusal: There is none, or the user may not see it.
    """
    with store.reading(district_of(batch_id)) as session:
        return people_of(store, require_district(store), find_batch(session, user, batch_id), user)


def _unknown(batch_id: str) -> Refusal:
    return Refusal(
        "The batch was not found.", why=f"There is none with the ID {batch_id}.", fix="Choose one under Upload Status."
    )
