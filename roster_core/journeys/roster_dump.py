"""The stored roster back out as roster CSV."""

from pathlib import Path

import polars as pl

from roster_core.access.audit import STAFF_OF_A_FILE, STUDENTS_OF_A_FILE, Deed
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clock import Clock, utc_now
from roster_core.journeys.districts import require_district
from roster_core.journeys.seeing import note_taken
from roster_core.roster.dump import write_roster
from roster_core.roster.layout import FILE_BY_NAME
from roster_core.roster.stored import as_files, read_tables
from roster_core.roster.tables.organisation import District
from roster_core.store import Store


def dump_roster(
    store: Store, user: User, folder: Path, *, district_code: str | None = None, clock: Clock = utc_now
) -> None:
    """Write every file of roster-csv §4 into `folder`, which is made if need be.

    Raises:
        Refusal: The user may not see the whole roster, or there is none.
    """
    require_everywhere(user, Right.ROSTER_LOAD)
    district = require_district(store, district_code)
    with store.reading(district.district_id) as session:
        files = as_files(read_tables(session.connection(), district.district_id))
        row = session.get_one(District, district.district_id)
        columns = FILE_BY_NAME["district"].columns
        values = {column.name: [getattr(row, column.name)] for column in columns}
    files["district"] = pl.DataFrame(values, schema={column.name: column.type.dtype for column in columns})
    everybody = (STAFF_OF_A_FILE, STUDENTS_OF_A_FILE)
    deed = Deed(user.login, "roster_dumped", f"load:{district.load_id}", everybody)
    note_taken(store, district.district_id, deed, clock=clock)
    write_roster(files, folder)
