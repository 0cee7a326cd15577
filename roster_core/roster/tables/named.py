"""Any table of the roster by its name."""

import sqlalchemy as sa
from sqlmodel import SQLModel

from roster_core.roster.tables import (
    additions,
    contacts,
    organisation,
    people,
    privacy,
    profiles,
    records,
    scheduling,
    updates,
)

#: A table is known once its module was loaded, and what asks for one by name may be all that a process has loaded.
MODULES = (additions, contacts, organisation, people, privacy, profiles, records, scheduling, updates)


def table_named(name: str) -> sa.Table:
    """The table.

    Raises:
        KeyError: There is none of that name.
    """
    return SQLModel.metadata.tables[name]
