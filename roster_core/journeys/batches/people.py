"""Who a batch can be for: everybody in reach of its user, read once per roster."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, col, select

from roster_core.batches.people import OFFERED, Criterion, People, Person, Target
from roster_core.journeys.districts import DistrictView
from roster_core.roster.keys import read_keys
from roster_core.roster.tables.records import Photo
from roster_core.store import Store

#: The kinds of the roster by what a batch calls them.
KIND_OF = {Target.STUDENTS: "STUDENT", Target.STAFF: "STAFF"}


def read_people(
    store: Store,
    district: DistrictView,
    criterion: Criterion,
    *,
    schools: Iterable[str] | None,
    include_left: bool = False,
) -> People:
    """Everybody whom a batch by `criterion` can be for; `schools` are the codes in reach, `None` = every one.

    What is stored of them now is not in it: see `with_current`.
    """
    within = None if schools is None else frozenset(schools)
    return _people(
        store, district.district_id, district.current_school_year, district.edition, criterion, within, include_left
    )


def with_current(person: Person, current: Mapping[int, str]) -> Person:
    """The person with what is stored now, from `current` by person."""
    return replace(person, current=current.get(person.person_id, ""))


def read_current_photos(session: Session, person_ids: Iterable[int]) -> dict[int, str]:
    """The content of the current photo of each of these people who has one."""
    return dict(_current_photos(session, col(Photo.content), person_ids))


def read_current_versions(session: Session, person_ids: Iterable[int]) -> dict[int, str]:
    """The version of the current photo of each of these people who has one."""
    return {person: str(version) for person, version in _current_photos(session, col(Photo.version), person_ids)}


def _current_photos(session: Session, what: Any, person_ids: Iterable[int]) -> Iterator[tuple[int, Any]]:
    wanted = sorted(set(person_ids))
    for start in range(0, len(wanted), 500):  # SQLite takes 32,766 values, some builds 999
        some = wanted[start : start + 500]
        rows = session.exec(select(Photo.person_id, what).where(Photo.is_current, col(Photo.person_id).in_(some)))
        yield from rows.all()


@lru_cache(maxsize=8)
def _people(
    store: Store,
    district_id: int,
    school_year: str,
    _edition: str,
    criterion: Criterion,
    schools: frozenset[str] | None,
    include_left: bool,  # noqa: FBT001 - the key of a cache is positional
) -> People:
    with store.reading(district_id) as session:
        rows = _rows(session.connection(), district_id, school_year, criterion)
    inside = (
        rows if schools is None else rows.filter(pl.col("schools").list.eval(pl.element().is_in(schools)).list.any())
    )
    outside = rows.join(inside, on="person_id", how="anti")[criterion.value].drop_nulls()
    return People(criterion, tuple(_persons(inside, criterion)), frozenset(outside), include_left)


def _rows(connection: sa.Connection, district_id: int, school_year: str, criterion: Criterion) -> pl.DataFrame:
    return read_keys(connection, district_id, school_year, KIND_OF[criterion.target])


def _persons(rows: pl.DataFrame, criterion: Criterion) -> Iterator[Person]:
    ids = OFFERED[criterion.target]
    names = ("last_name", "first_name", "preferred_first_name", "grade", "homeroom", "school")
    texts = pl.col(*(one.value for one in ids), *names).fill_null("")
    for person_id, active, *cells in rows.select(
        "person_id", pl.col("active").fill_null(value=False), texts
    ).iter_rows():
        keys = {one: key for one, key in zip(ids, cells, strict=False) if key}
        last, first, preferred, grade, homeroom, school = cells[len(ids) :]
        yield Person(person_id, keys, last, first, preferred, grade, homeroom, school, active)
