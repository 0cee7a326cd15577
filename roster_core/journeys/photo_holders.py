"""Who may have a photo, in which groups, and which photos are stored: what downloads and completeness are about."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

import polars as pl
import sqlalchemy as sa
from sqlmodel import SQLModel

from roster_core.access.rights import Right, User, require
from roster_core.journeys.districts import DistrictView, require_district
from roster_core.photos.download import Holder, Version, newest_of_year
from roster_core.roster.frames import read_frame
from roster_core.roster.keys import read_keys
from roster_core.roster.tables.organisation import School
from roster_core.roster.tables.records import Photo
from roster_core.roster.tables.scheduling import Course, Section, SectionEnrollment
from roster_core.store import Store

_KINDS = {"student": "STUDENT", "staff": "STAFF"}
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
    #: School years of stored photos, the newest first.
    years: tuple[str, ...]


def read_holders(
    store: Store, user: User, *, district_code: str | None = None
) -> tuple[DistrictView, tuple[Holder, ...]]:
    """The active students and staff of the user's schools.

    Raises:
        Refusal: The user may not take photos out, or there is no roster.
    """
    require(user, Right.PHOTO_DOWNLOAD)
    district = require_district(store, district_code)
    holders = _holders(store, district.district_id, district.current_school_year, district.load_id)
    if user.schools is not None:
        holders = tuple(one for one in holders if one.schools & user.schools)
    return district, holders


def read_photos(store: Store, district: DistrictView, school_year: str = "") -> dict[int, Version]:
    """By person, the current photo, or the newest of `school_year`."""
    zone = ZoneInfo(district.time_zone)
    table = _table(Photo)
    same = ("person_id", "version", "sha256", "media_type", "width", "height", "crc32", "school_year")
    others = (table.c.storage_key.label("key"), table.c.bytes.label("size"), table.c.created_at.label("taken"))
    asked = sa.select(*(table.c[name] for name in same), *others).where(table.c.district_id == district.district_id)
    if school_year:
        asked = asked.where(table.c.school_year == school_year, table.c.withdrawn_at.is_(None))
    else:
        asked = asked.where(table.c.is_current)
    with store.reading(district.district_id) as session:
        found = [
            Version(**{**row, "taken": row["taken"].astimezone(zone), "school_year": row["school_year"] or ""})
            for row in session.connection().execute(asked).mappings()
        ]
    return newest_of_year(found, school_year) if school_year else {photo.person_id: photo for photo in found}


def read_groups(store: Store, user: User) -> Groups:
    """The schools, grades, homerooms, sections and school years that the user can choose from.

    Raises:
        Refusal: As `read_holders`.
    """
    district, holders = read_holders(store, user)
    students = [one for one in holders if one.kind == "student"]
    sections = {label for one in students for label in one.sections}
    with store.reading(district.district_id) as session:
        names = read_frame(session.connection(), _table(School), district.district_id, ("school_code", "name"))
        photo = _table(Photo)
        asked = sa.select(photo.c.school_year).where(photo.c.district_id == district.district_id).distinct()
        years = [row[0] for row in session.connection().execute(asked) if row[0]]
    seen = {code for one in holders for code in one.schools if user.schools is None or code in user.schools}
    titles = _titles(store, district.district_id, district.current_school_year, district.load_id)
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
def _holders(store: Store, district_id: int, school_year: str, _load_id: str | None) -> tuple[Holder, ...]:
    with store.reading(district_id) as session:
        connection = session.connection()
        attended = _read_sections(connection, district_id, school_year)
        return tuple(
            _holder(row, kind, attended.get(row["person_id"], frozenset()))
            for kind, stored in _KINDS.items()
            for row in read_keys(connection, district_id, school_year, stored).filter("active").iter_rows(named=True)
        )


def _holder(row: Mapping[str, object], kind: str, sections: frozenset[str]) -> Holder:
    def text(name: str) -> str:
        return str(row[name] or "")

    number, login, state = (text(name) for name in _IDS[kind])
    return Holder(
        person_id=int(str(row["person_id"])), kind=kind, district_number=number, weblogin_id=login, state_id=state,
        last_name=text("last_name"), first_name=text("first_name"), grade=text("grade"), homeroom=text("homeroom"),
        school=text("school"), schools=frozenset(row["schools"]),  # type: ignore[call-overload] # a list of texts
        sections=sections, restricted=bool(row["photo_restricted"]),
    )  # fmt: skip


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


def _table(of: type[SQLModel]) -> sa.Table:
    return SQLModel.metadata.tables[str(of.__tablename__)]


@lru_cache(maxsize=4)
def _titles(store: Store, district_id: int, school_year: str, _load_id: str | None) -> dict[str, str]:
    with store.reading(district_id) as session:
        frame = _section_frame(session.connection(), district_id, school_year)
    return dict(frame.select("label", "title").iter_rows())
