"""Whom files may be stored of: everybody of the roster with IDs, groups and what restricts their record."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import polars as pl
import sqlalchemy as sa
from sqlmodel import SQLModel

from roster_core.access.rights import People, Right, User
from roster_core.downloads.holders import Holder
from roster_core.journeys.districts import DistrictView
from roster_core.roster.frames import read_frame
from roster_core.roster.keys import read_keys
from roster_core.roster.tables.named import table_named
from roster_core.roster.tables.organisation import School
from roster_core.roster.tables.people import Person, StudentEnrollment
from roster_core.roster.tables.scheduling import Course, Section, SectionEnrollment
from roster_core.store import Store
from roster_core.text import fold

_KINDS = {"student": "STUDENT", "staff": "STAFF"}
#: What rights call the kinds.
PEOPLE = {"student": People.STUDENTS, "staff": People.STAFF}
#: By kind the codes of the schools in reach; `None` = every school.
Scope = Mapping[str, frozenset[str] | None]
#: What each kind calls its IDs: the district's number, the login, the government's.
_IDS = {"student": ("district_number", "weblogin_id", "state_id"), "staff": ("staff_id", "logon_id", "state_staff_id")}


@dataclass(frozen=True)
class Groups:
    """What a user can choose from; sections are `school/course/section` with their title."""

    district: DistrictView
    schools: Mapping[str, str]
    grades: tuple[str, ...]
    homerooms: tuple[str, ...]
    sections: Mapping[str, str]
    #: School years of what is stored, the newest first.
    years: tuple[str, ...]


def read_everybody(store: Store, district: DistrictView) -> tuple[Holder, ...]:
    """The students and staff of a district, those who left too; read once per roster."""
    return _everybody(store, district.district_id, district.current_school_year, district.edition)


def search_texts(store: Store, district: DistrictView) -> dict[int, str]:
    """By person, names and IDs in the form in which they are searched; read once per roster."""
    return _search_texts(store, district.district_id, district.current_school_year, district.edition)


def scope_of(user: User, *rights: Right) -> Scope:
    """Where the user holds any of `rights`, for students and for staff."""
    return {kind: user.schools_for(*rights, people=people) for kind, people in PEOPLE.items()}


def in_reach(scope: Scope, holder: Holder) -> bool:
    """Whether somebody is in the user's schools: those of this school year, of who left those of the last one."""
    schools = scope[holder.kind]
    return schools is None or not schools.isdisjoint(holder.schools)


def groups_of(
    store: Store, scope: Scope, district: DistrictView, holders: Iterable[Holder], years: Iterable[str]
) -> Groups:
    """The schools, grades, homerooms and sections of `holders`, within the user's schools."""
    everybody = tuple(holders)
    students = [one for one in everybody if one.kind == "student"]
    sections = {label for one in students for label in one.sections}
    with store.reading(district.district_id) as session:
        names = read_frame(session.connection(), _table(School), district.district_id, ("school_code", "name"))
    seen = {code for one in everybody for code in one.schools if (own := scope[one.kind]) is None or code in own}
    titles = _titles(store, district.district_id, district.current_school_year, district.edition) if sections else {}
    return Groups(
        district,
        {code: name for code, name in sorted(names.iter_rows()) if code in seen},
        tuple(sorted({one.grade for one in students if one.grade})),
        tuple(sorted({one.homeroom for one in students if one.homeroom})),
        {label: titles.get(label, "") for label in sorted(sections)},
        tuple(sorted(years, reverse=True)),
    )


def keys_of(holders: tuple[Holder, ...]) -> dict[str, list[int]]:
    """Everybody by any ID, in lower case."""
    keys: dict[str, list[int]] = defaultdict(list)
    for one in holders:
        for key in dict.fromkeys((one.district_number, one.weblogin_id, one.state_id)):
            if key:
                keys[key.lower()].append(one.person_id)
    return keys


@lru_cache(maxsize=4)
def _search_texts(store: Store, district_id: int, school_year: str, edition: str) -> dict[int, str]:
    return {
        one.person_id: fold(f"{one.first_name} {one.last_name} {one.district_number} {one.weblogin_id} {one.state_id}")
        for one in _everybody(store, district_id, school_year, edition)
    }


@lru_cache(maxsize=4)
def _everybody(store: Store, district_id: int, school_year: str, _edition: str) -> tuple[Holder, ...]:
    with store.reading(district_id) as session:
        connection = session.connection()
        attended = _read_sections(connection, district_id, school_year)
        closed = read_frame(connection, table_named("person"), district_id, ("person_id",), "record_confidential")
        confidential = set(closed["person_id"])
        last = _last_places(connection, district_id)
        held = tuple(
            _holder(row, kind, attended, confidential, last)
            for kind, stored in _KINDS.items()
            for row in read_keys(connection, district_id, school_year, stored).iter_rows(named=True)
        )
        return held + _gone(connection, district_id, {one.person_id for one in held}, confidential)


def _holder(
    row: Mapping[str, object],
    kind: str,
    attended: Mapping[int, frozenset[str]],
    confidential: set[int],
    last: Mapping[int, tuple[str, str, str]],
) -> Holder:
    def text(name: str) -> str:
        return str(row[name] or "")

    number, login, state = (text(name) for name in _IDS[kind])
    person_id, active = int(str(row["person_id"])), bool(row["active"])
    schools = frozenset(str(one) for one in row["schools"])  # type: ignore[attr-defined] # a list of texts
    school, grade, homeroom = text("school"), text("grade"), text("homeroom")
    if not active and not schools and person_id in last:
        school, grade, homeroom = last[person_id]
        schools = frozenset({school})
    return Holder(
        person_id=person_id, kind=kind, district_number=number, weblogin_id=login, state_id=state,
        last_name=text("last_name"), first_name=text("first_name"), grade=grade, homeroom=homeroom,
        school=school, schools=schools, sections=attended.get(person_id, frozenset()),
        restricted=bool(row["photo_restricted"]), confidential=person_id in confidential, active=active,
    )  # fmt: skip


def _gone(connection: sa.Connection, district_id: int, known: set[int], confidential: set[int]) -> tuple[Holder, ...]:
    """Those whom the roster does not have any more: of them a name and a number are left, and no school."""
    names = {stored: kind for kind, stored in _KINDS.items()}
    persons = read_frame(
        connection, _table(Person), district_id, ("person_id", "kind", "person_key", "last_name", "first_name")
    )
    gone = persons.filter(pl.col("kind").is_in(list(names)) & ~pl.col("person_id").is_in(list(known)))
    return tuple(
        Holder(
            person_id, names[kind], number, last_name=last, first_name=first or "",
            confidential=person_id in confidential, active=False,
        )
        for person_id, kind, number, last, first in gone.iter_rows()
    )  # fmt: skip


def _last_places(connection: sa.Connection, district_id: int) -> dict[int, tuple[str, str, str]]:
    """School, grade and homeroom of each student in the last year of any."""
    columns = (
        "person_id", "school_id", "school_year", "entry_date", "is_primary", "state_grade_code", "homeroom_code",
    )  # fmt: skip
    places = (
        read_frame(connection, _table(StudentEnrollment), district_id, columns)
        .join(read_frame(connection, _table(School), district_id, ("school_id", "school_code")), on="school_id")
        .sort("school_year", "is_primary", "entry_date")
        .group_by("person_id")
        .agg(pl.col("school_code", "state_grade_code", "homeroom_code").last())
    )
    return {person: (school, grade or "", homeroom or "") for person, school, grade, homeroom in places.iter_rows()}


def _section_frame(connection: sa.Connection, district_id: int, school_year: str) -> pl.DataFrame:
    def read(of: type[SQLModel], *columns: str) -> pl.DataFrame:
        return read_frame(connection, _table(of), district_id, columns)

    of_year = (pl.col("school_year") == school_year) & (pl.col("status") == "ACTIVE")
    return (
        read(Section, "section_id", "course_id", "school_id", "school_year", "section_code", "title_override", "status")
        .filter(of_year)
        .join(read(Course, "course_id", "course_code", "title"), on="course_id")
        .join(read(School, "school_id", "school_code"), on="school_id")
        .select(
            "section_id",
            label=pl.concat_str("school_code", "course_code", "section_code", separator="/"),
            title=pl.coalesce("title_override", "title"),
        )
    )


def _read_sections(connection: sa.Connection, district_id: int, school_year: str) -> dict[int, frozenset[str]]:
    enrolled = read_frame(
        connection, _table(SectionEnrollment), district_id, ("section_id", "person_id", "status")
    ).filter(pl.col("status") == "ACTIVE")
    joined = enrolled.join(_section_frame(connection, district_id, school_year), on="section_id")
    return {person: frozenset(labels) for person, labels in joined.group_by("person_id").agg("label").iter_rows()}


@lru_cache(maxsize=4)
def _titles(store: Store, district_id: int, school_year: str, _edition: str) -> dict[str, str]:
    with store.reading(district_id) as session:
        frame = _section_frame(session.connection(), district_id, school_year)
    return dict(frame.select("label", "title").iter_rows())


def _table(of: type[SQLModel]) -> sa.Table:
    return table_named(str(of.__tablename__))
