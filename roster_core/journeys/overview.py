"""What the first page shows: counts per school, photo coverage, the last loads."""

from dataclasses import dataclass

import polars as pl

from roster_core.access.rights import People, User
from roster_core.journeys.districts import DistrictView, find_district
from roster_core.roster.summary import read_school_counts
from roster_core.store import Store


@dataclass(frozen=True)
class Overview:
    """A district at a glance; `schools` as `roster.summary.read_school_counts` gives it."""

    district: DistrictView
    schools: pl.DataFrame


def read_overview(store: Store, user: User) -> Overview | None:
    """The district of the installation and its schools, those for which something was granted.

    `None` before the first load.
    """
    district = find_district(store)
    if district is None or district.load_id is None:
        return None
    with store.reading(district.district_id) as session:
        schools = read_school_counts(session.connection(), district.district_id, district.current_school_year)
    held = [user.schools_for(*user.rights, people=people) for people in People]
    if None not in held:
        schools = schools.filter(pl.col("school_code").is_in(frozenset().union(*(one or () for one in held))))
    return Overview(district, schools)
