"""Batches as if a district had worked for a year: rows made by program, for pages and reads that need many."""

import random
from datetime import datetime, timedelta

from sqlmodel import col, select

from roster_core.batches.people import Criterion, Target
from roster_core.batches.states import BatchKind, BatchState, ItemState, Result, finished
from roster_core.batches.tables import Batch, BatchItem
from roster_core.roster.tables.people import Student
from roster_core.store import Store

#: How often a result occurs in a hundred items.
WEIGHTS = {
    Result.UPLOADED: 60,
    Result.REPLACED: 24,
    Result.UNCHANGED: 4,
    Result.SKIPPED: 3,
    Result.NO_MATCH: 6,
    Result.REJECTED: 3,
}
_REASONS = {Result.NO_MATCH: "Nobody has this ID.", Result.REJECTED: "It is 300 × 300 px.", Result.FAILED: "Disk full."}
_MAKERS = ("dana", "omar", "li", "priya", "local")


def made_history(
    store: Store, batches: int, *, now: datetime, items: int = 20, days: int = 360, seed: int = 7, district_id: int = 1
) -> list[str]:
    """Add `batches` finished batches of `items` each over the last `days`; returns their IDs, oldest first."""
    choice = random.Random(seed)  # noqa: S311 - the same history every time
    made = []
    with store.writing(district_id) as session:
        people = session.exec(select(Student).order_by(col(Student.person_id))).all()
        for number in range(batches):
            when = now - timedelta(days=days * (batches - number) / batches, minutes=choice.randrange(400))
            batch_id = f"{district_id}-{number:06d}"
            failing = number % 29 == 3
            results = choice.choices(list(WEIGHTS), list(WEIGHTS.values()), k=items)
            if failing:
                results[:2] = [Result.FAILED, Result.FAILED][: len(results)]
            session.add(_batch(district_id, batch_id, _MAKERS[choice.randrange(len(_MAKERS))], when, results))
            session.flush()
            picked = choice.sample(range(len(people)), k=min(items, len(people)))
            for sequence, result in enumerate(results):
                student = people[picked[sequence % len(picked)]]
                nobody = result is Result.NO_MATCH
                session.add(
                    BatchItem(
                        district_id=district_id,
                        batch_id=batch_id,
                        sequence=sequence,
                        name=f"{student.district_number}.jpg",
                        key=student.district_number,
                        size=48_000,
                        person_id=None if nobody else student.person_id,
                        state=(ItemState.NEEDS_PERSON if nobody else ItemState.READY).value,
                        result=result.value,
                        reason=_REASONS.get(result, ""),
                        created_at=when,
                        updated_at=when,
                    )
                )
            made.append(batch_id)
    return made


def _batch(district_id: int, batch_id: str, by: str, when: datetime, results: list[Result]) -> Batch:
    counts = {result.value: results.count(result) for result in Result if result in results}
    return Batch(
        district_id=district_id,
        batch_id=batch_id,
        kind=BatchKind.PHOTO.value,
        target=Target.STUDENTS.value,
        criterion=Criterion.DISTRICT_NUMBER.value,
        rule_set="general",
        state=(finished(results) if results else BatchState.DONE).value,
        by=by,
        counts=counts,
        settings={"source": "Maple Studio"},
        confirmed_by=by,
        confirmed_at=when,
        started_at=when,
        finished_at=when + timedelta(seconds=30),
        done=len(results),
        total=len(results),
        created_at=when,
        updated_at=when,
    )
