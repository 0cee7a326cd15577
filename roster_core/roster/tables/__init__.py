"""The roster's tables (roster-model §2–4 and §6): every key starts with the district, IDs of the SIS are text."""

# All of them, whichever is imported first: they refer to each other by name, and rows are read by the names of tables.
from roster_core.roster.tables import (  # noqa: F401
    additions,
    alarms,
    contacts,
    delivery,
    organisation,
    people,
    privacy,
    profiles,
    records,
    scheduling,
    updates,
)
