"""What is known of the district already, for loading files that do not say it."""

import polars as pl
from sqlmodel import select

from roster_core.access.rights import Right, User, require
from roster_core.journeys.districts import find_district
from roster_core.roster.formats.choices import Facts
from roster_core.roster.tables.organisation import District, School, SchoolYear
from roster_core.store import Store


def read_facts(store: Store, user: User, *, district_code: str | None = None) -> Facts | None:
    """The facts of the stored roster; None before the first load.

    Raises:
        Refusal: The user may not, or no district is meant clearly.
    """
    require(user, Right.ROSTER_LOAD)
    district = find_district(store, district_code)
    if district is None:
        return None
    with store.reading(district.district_id) as session:
        row = session.get_one(District, district.district_id)
        years = [(year.school_year, year.start_date, year.end_date) for year in session.exec(select(SchoolYear))]
        schools = [(school.school_code, school.name, school.school_type) for school in session.exec(select(School))]
        return Facts.of_roster(
            row.model_dump(),
            pl.DataFrame(
                years, schema={"school_year": pl.String, "start_date": pl.Date, "end_date": pl.Date}, orient="row"
            ),
            pl.DataFrame(
                sorted(schools), schema=dict.fromkeys(("school_code", "name", "school_type"), pl.String), orient="row"
            ),
        )
