"""A roster of text rows put into a database as a load would."""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import SQLModel

from roster_core.roster.stored import read_tables
from roster_core.roster.switch import apply_switch, district_row, plan_switch
from roster_core.store import Store
from tests.roster.golden_roster import Roster, load

NOW = datetime(2026, 9, 1, 6, tzinfo=UTC)


def keep(store: Store, roster: Roster, *, district_id: int = 1, code: str = "MHSD") -> None:
    """Found the district `code` and switch it to the roster."""
    tables = load({**roster, "district": [{**roster["district"][0], "code": code}]}, code=None).tables
    with store.engine.execution_options(writes=True).begin() as connection:
        before = read_tables(connection, district_id)
        row = {"district_id": district_id, "created_at": NOW, "updated_at": NOW, **district_row(tables)}
        connection.execute(sa.insert(SQLModel.metadata.tables["district"]), row)
        apply_switch(connection, district_id, plan_switch(before, tables, now=NOW), now=NOW)
