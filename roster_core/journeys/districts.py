"""Which district a user works in, and what is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from roster_core.clock import known_zone
from roster_core.refusals import Refusal
from roster_core.roster.code_seeding import seed
from roster_core.roster.tables.organisation import District
from roster_core.store import Store

#: Districts have small numbers; anything longer was typed by somebody and would not fit into the database.
_LONGEST_NUMBER = 9


@dataclass(frozen=True)
class DistrictView:
    """A district as screens and other journeys need it; `time_zone` is always one that there is."""

    district_id: int
    code: str
    name: str
    time_zone: str
    current_school_year: str
    #: The load that the roster shows.
    load_id: str | None
    #: Another one whenever what the roster says is: after a load, and after a batch that writes into it.
    edition: str = ""


def read_districts(store: Store) -> tuple[DistrictView, ...]:
    """All districts of the installation, by code."""
    with store.reading() as session:
        rows = session.exec(select(District).order_by(District.code)).all()
        return tuple(_view(row) for row in rows)


def find_district(store: Store, code: str | None = None) -> DistrictView | None:
    """The district with `code`, or the only one if no code is given; `None` if there is none.

    Raises:
        Refusal: No code was given though there are several districts.
    """
    districts = read_districts(store)
    if code is not None:
        return next((district for district in districts if district.code.lower() == code.lower()), None)
    if len(districts) > 1:
        raise Refusal(
            "It is not clear which district is meant.",
            why=f"This installation has {len(districts)}: {', '.join(d.code for d in districts)}.",
            fix="Name one of them (--district CODE).",
        )
    return districts[0] if districts else None


def require_district(store: Store, code: str | None = None) -> DistrictView:
    """The same, where nothing can be done without a district.

    Raises:
        Refusal: There is none yet, or none with that code.
    """
    district = find_district(store, code)
    if district is None:
        raise Refusal(
            "There is no roster to work on.",
            why=f"No district {code} is stored." if code else "No roster has been loaded yet.",
            fix="Load a roster first: on the page Load a roster, or with “roster load PATH”; “sample load” shows one.",
        )
    return district


def find_time_zone(store: Store, district_id: int) -> str:
    """The time zone of a district that is stored."""
    return next(district.time_zone for district in read_districts(store) if district.district_id == district_id)


def district_in(work_id: str) -> int | None:
    """The district that a load or run belongs to: the number before the hyphen of its ID; None if it is no such ID."""
    number, hyphen, _ = work_id.partition("-")
    if not hyphen or not number.isdecimal() or len(number) > _LONGEST_NUMBER:
        return None
    return int(number)


def next_district_id(store: Store) -> int:
    """The number of a district that is founded next."""
    return max((district.district_id for district in read_districts(store)), default=0) + 1


def write_district(session: Session, district_id: int, fields: Mapping[str, Any], *, now: datetime) -> None:
    """Found the district, with the codes that every one starts with, or bring its fields up to date.

    All of it in the caller's session.
    """
    row = session.get(District, district_id)
    if row is None:
        session.add(District(district_id=district_id, created_at=now, updated_at=now, **fields))
        session.flush()
        seed(session, district_id, now)
    elif any(getattr(row, name) != value for name, value in fields.items()):
        for name, value in fields.items():
            setattr(row, name, value)
        row.updated_at = now
    session.flush()


def _view(row: District) -> DistrictView:
    return DistrictView(
        district_id=row.district_id,
        code=row.code,
        name=row.name,
        time_zone=known_zone(row.time_zone),
        current_school_year=row.current_school_year,
        load_id=row.current_load_id,
        edition=f"{row.current_load_id or ''}@{row.updated_at.isoformat()}",
    )
