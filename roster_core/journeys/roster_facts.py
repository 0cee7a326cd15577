"""What is known of the district already, for loading files that do not say it."""

from sqlmodel import Session

from roster_core.access.rights import Right, User, require_everywhere
from roster_core.journeys.districts import find_district
from roster_core.roster.formats.choices import Facts
from roster_core.roster.stored import read_table
from roster_core.roster.tables.organisation import District
from roster_core.store import Store


def read_facts(store: Store, user: User, *, district_code: str | None = None) -> Facts | None:
    """The facts of the stored roster; None before the first load.

    Raises:
        Refusal: The user may not, or no district is meant clearly.
    """
    require_everywhere(user, Right.ROSTER_LOAD)
    district = find_district(store, district_code)
    if district is None:
        return None
    with store.reading(district.district_id) as session:
        return stored_facts(session, district.district_id)


def stored_facts(session: Session, district_id: int) -> Facts | None:
    """The facts of the district as stored; None if it is not founded yet."""
    district = session.get(District, district_id)
    if district is None:
        return None
    connection = session.connection()
    years, schools = (read_table(connection, name, district_id) for name in ("school_year", "school"))
    return Facts.of_roster(district.model_dump(), years, schools.sort("school_code"))
