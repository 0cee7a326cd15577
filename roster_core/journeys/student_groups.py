"""Groups of active students, by school, grade and homeroom, for lists that are made for somebody to fill in."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import select

from roster_core.access.rights import People, Right, User, require
from roster_core.batches.people import Criterion, Person
from roster_core.journeys.batches.people import read_people
from roster_core.journeys.districts import require_district
from roster_core.refusals import Refusal
from roster_core.roster.tables.organisation import School
from roster_core.store import Store

_SOME = 8


@dataclass(frozen=True)
class StudentGroup:
    """Who is meant: those in one of the schools, one of the grades and one of the homerooms; none chosen = every."""

    schools: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    homerooms: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the group is called in a file name."""
        return "_".join((*self.schools, *self.grades, *self.homerooms)).replace("/", "-") or "all"


@dataclass(frozen=True)
class GroupChoices:
    """What can be chosen from: schools by code with their names, grades, homerooms."""

    schools: Mapping[str, str]
    grades: tuple[str, ...]
    homerooms: tuple[str, ...]


def read_choices(store: Store, user: User) -> GroupChoices:
    """The groups of the user's schools that have active students.

    Raises:
        Refusal: The user may not, or there is no roster.
    """
    students = _students(store, user)
    with store.reading(require_district(store).district_id) as session:
        names = dict(session.exec(select(School.school_code, School.name)).all())
    own = _own(user)
    here = sorted({one.school for one in students if one.school and (own is None or one.school in own)})
    return GroupChoices(
        {code: names[code] for code in here},
        tuple(sorted({one.grade for one in students if one.grade})),
        tuple(sorted({one.homeroom for one in students if one.homeroom})),
    )


def read_group(store: Store, user: User, group: StudentGroup) -> tuple[Person, ...]:
    """The active students of a group, by school, grade, homeroom and name.

    Raises:
        Refusal: The user may not, there is no roster, or no such group in the user's schools.
    """
    students = _students(store, user)
    schools = _known("school", group.schools, {one.school for one in students})
    grades = _known("grade", group.grades, {one.grade for one in students}, lambda told: told.lower().lstrip("0"))
    homerooms = _known("homeroom", group.homerooms, {one.homeroom for one in students})
    found = [
        one
        for one in students
        if (not schools or one.school in schools)
        and (not grades or one.grade in grades)
        and (not homerooms or one.homeroom in homerooms)
    ]
    return tuple(
        sorted(
            found, key=lambda one: (one.school, one.grade, one.homeroom, one.last_name, one.first_name, one.person_id)
        )
    )


def _students(store: Store, user: User) -> tuple[Person, ...]:
    require(user, Right.BATCH_STUDENT_MANAGE, people=People.STUDENTS)
    people = read_people(store, require_district(store), Criterion.DISTRICT_NUMBER, schools=_own(user))
    return tuple(one for one in people.persons if one.active)


def _own(user: User) -> frozenset[str] | None:
    return user.schools_for(Right.BATCH_STUDENT_MANAGE, people=People.STUDENTS)


def _known(
    what: str, typed: Iterable[str], there: Collection[str], key: Callable[[str], str] = str.lower
) -> frozenset[str]:
    by_key: dict[str, set[str]] = defaultdict(set)
    for one in sorted(there):
        by_key[key(one)].add(one)
    by_key.pop("", None)
    found: set[str] = set()
    for one in typed:
        if key(one.strip()) not in by_key:
            some = ", ".join(sorted(set().union(*by_key.values()))[:_SOME])
            raise Refusal(
                "Nobody was chosen.",
                why=f"There is no {what} “{one}” with active students in your schools.",
                fix=f"There are {some}." if some else "",
            )
        found |= by_key[key(one.strip())]
    return frozenset(found)
