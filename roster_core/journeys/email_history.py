"""The addresses that a student had: from when to when, by which batch and by whom."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from roster_core.access.rights import User
from roster_core.journeys.districts import require_district
from roster_core.journeys.people import show_person
from roster_core.roster.tables.people import Student
from roster_core.roster.tables.updates import EmailChange
from roster_core.store import Store


@dataclass(frozen=True)
class PastAddress:
    """An address and when it was there; blank = none. An unknown start or end is None, as is the end of today's.

    `batch_id` and `by` are of the batch that brought it; blank if a roster did.
    """

    value: str
    since: datetime | None = None
    until: datetime | None = None
    batch_id: str = ""
    by: str = ""
    current: bool = False


def read_email_history(store: Store, user: User, key: str) -> tuple[PastAddress, ...]:
    """What the student with the district number `key` has and had, the newest first; nothing if it never changed.

    Raises:
        Refusal: The user may not, or nobody in their schools has that ID.
    """
    person = show_person(store, user, "student", key)
    with store.reading(require_district(store).district_id) as session:
        changes = session.exec(
            select(EmailChange).where(EmailChange.person_id == person.person_id).order_by(col(EmailChange.sequence))
        ).all()
        student = session.exec(select(Student).where(Student.person_id == person.person_id)).one()
        now = student.school_email or ""
    if not changes:
        return ()
    found = [PastAddress(changes[0].old or "", until=changes[0].changed_at)]
    for change, after in zip(changes, (*changes[1:], None), strict=True):
        if found[-1].value != (change.old or "") and change is not changes[0]:  # a roster brought another one between
            found.append(PastAddress(change.old or "", until=change.changed_at))
        until = None if after is None else after.changed_at if after.old == change.new else None
        found.append(PastAddress(change.new or "", change.changed_at, until, change.batch_id or "", change.by))
    if found[-1].value != now:
        found.append(PastAddress(now))
    last = found[-1]
    found[-1] = PastAddress(last.value, last.since, None, last.batch_id, last.by, current=True)
    return tuple(reversed(found))
