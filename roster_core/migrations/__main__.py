"""Write the next revision from what the tables say: `python -m roster_core.migrations "what changes"`."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlmodel import SQLModel

import roster_core.access.tables
import roster_core.access.user_tables
import roster_core.batches.tables
import roster_core.jobs.tables
import roster_core.roster.tables  # noqa: F401 - they fill the metadata
from roster_core.settings import Settings
from roster_core.store import migration_config, open_store

with tempfile.TemporaryDirectory() as folder:
    store = open_store(Settings(data_dir=Path(folder)))
    with store.engine.begin() as connection:
        command.revision(migration_config(connection, SQLModel.metadata), sys.argv[1], autogenerate=True)
    store.close()
