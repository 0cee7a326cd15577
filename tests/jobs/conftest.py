"""Workers in the process of the tests, over databases in which a worker has been already."""

import asyncio
import shutil

import pytest
from pydantic import SecretStr

from roster_core.jobs.worker import Worker
from roster_core.settings import Settings
from roster_core.store import open_store


@pytest.fixture(scope="session")
def sqlite_template(sqlite_template, made_once):
    """A database with the tables of the engine too: making these takes longer than most jobs."""

    def fill(folder):
        shutil.copy(sqlite_template, folder)
        _let_in(Settings(data_dir=folder))

    return made_once("jobs-template", fill) / sqlite_template.name


@pytest.fixture(scope="session")
def postgres_template(postgres_template, postgres, tmp_path_factory):
    """The same on the server."""
    name = "roster_jobs_template"
    url = postgres.database(name, postgres_template)
    _let_in(Settings(data_dir=tmp_path_factory.mktemp("jobs-template"), database_url=SecretStr(url)))
    return name


def _let_in(settings):
    """Let a worker in that finds nothing to do."""
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)  # that of a browser which is open
    store = open_store(settings)
    with Worker(store, {}):
        pass
    store.close()
    asyncio._set_running_loop(loop)
