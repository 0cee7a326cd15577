"""Who of the groups in a batch of photos has none in it: the away and the forgotten (batch-updates §3.3)."""

from collections import defaultdict
from dataclasses import dataclass

from sqlmodel import col, select

from roster_core.access.rights import User
from roster_core.batches.people import Person
from roster_core.batches.states import ItemState
from roster_core.batches.tables import BatchItem
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.people import read_current_photos, with_current
from roster_core.journeys.districts import require_district
from roster_core.store import Store

#: From this share on a group was photographed; below it somebody of it only came along.
_SHARE = 0.5
#: Items in these states bring nobody a photo.
_WITHOUT = (ItemState.REJECTED, ItemState.SKIPPED)


@dataclass(frozen=True)
class Group:
    """A homeroom, a grade where there is none, or a school's staff: how many are in it, and who has no photo here."""

    school: str
    homeroom: str
    grade: str
    size: int
    absent: tuple[Person, ...]


def read_absent(store: Store, user: User, batch_id: str) -> tuple[Group, ...]:
    """The groups that were photographed and of which somebody is missing, by school and name.

    Raises:
        Refusal: There is no such batch, or the user may not see it.
    """
    district = require_district(store)
    with store.reading(drafts.district_of(batch_id)) as session:
        batch = drafts.find_batch(session, user, batch_id)
        people = drafts.people_of(store, district, batch, user)
        here = set(
            session.exec(
                select(BatchItem.person_id).where(
                    BatchItem.batch_id == batch_id,
                    col(BatchItem.person_id).is_not(None),
                    col(BatchItem.state).not_in([state.value for state in _WITHOUT]),
                )
            ).all()
        )
        groups: dict[tuple[str, str, str], list[Person]] = defaultdict(list)
        for person in people.by_id.values():
            if person.active:
                groups[_group(person)].append(person)
        taken = {key: sum(one.person_id in here for one in members) for key, members in groups.items()}
        shown = {key: members for key, members in groups.items() if taken[key] and taken[key] >= len(members) * _SHARE}
        absent = {key: [one for one in members if one.person_id not in here] for key, members in shown.items()}
        current = read_current_photos(session, (one.person_id for members in absent.values() for one in members))
    return tuple(
        Group(*key, len(shown[key]), tuple(with_current(one, current) for one in sorted(absent[key], key=_name)))
        for key in sorted(absent)
        if absent[key]
    )


def _group(person: Person) -> tuple[str, str, str]:
    return (person.school, person.homeroom, "" if person.homeroom else person.grade)


def _name(person: Person) -> tuple[str, str]:
    return person.last_name, person.first_name
