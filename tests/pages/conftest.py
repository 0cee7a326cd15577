import shutil
from concurrent.futures import ThreadPoolExecutor

import anyio
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.shell import catalog, session
from roster_core.access.rights import granted
from roster_core.journeys import clever_export, roster_load
from roster_core.journeys.work import carry_out
from tests.conftest import copied

CACHED = (session.settings, session.staging, session.ticket_key, session.sign_in_token, session.auth)


@pytest.fixture(autouse=True)
def data_dir(tmp_path, monkeypatch, sqlite_template):
    """An installation of its own for every test: data folder, settings, store."""
    monkeypatch.chdir(tmp_path)  # a developer's .env stays out
    folder = tmp_path / "data"
    monkeypatch.setenv("ROSTER_DATA_DIR", str(folder))
    folder.mkdir()
    shutil.copy(sqlite_template, folder / "roster.sqlite3")
    _forget()
    yield folder
    if session.settings.cache_info().currsize:
        session.store().close()
    _forget()


def _forget():
    for known in CACHED:
        known.cache_clear()
    st.cache_resource.clear()


@pytest.fixture
def open_page():
    """Opens a page through the router, as a browser does that is given its address."""

    def opened(file: str, **query: str) -> AppTest:
        at = AppTest.from_file(str(catalog.PAGES_FOLDER / "shell" / "router.py"), default_timeout=60)
        at.query_params.update(query)
        if file != catalog.PAGES[0].file:
            # Before a first run a page is known by its file's name, which is its address here.
            at.switch_page(str(catalog.PAGES_FOLDER / file))
        return at.run()

    return opened


@pytest.fixture
def with_sample(sample_district, data_dir):
    """The sample district is loaded."""
    copied(sample_district, data_dir)


@pytest.fixture
def as_holder_of(monkeypatch):
    """Makes the user hold these rights only."""

    def held(*rights, schools=None):
        user = granted("holder", "Holder", frozenset(rights), schools)
        monkeypatch.setattr(session, "current_user", lambda: user)
        return user

    return held


@pytest.fixture
def at_once(monkeypatch):
    """Work is done before the page goes on, in place of a process beside it."""
    for journey, name, work in (
        (roster_load, "check_in_background", "roster-check"),
        (roster_load, "switch_in_background", "roster-switch"),
        (clever_export, "preview_in_background", "export-run"),
    ):
        monkeypatch.setattr(journey, name, lambda store, work_id, work=work: carry_out(store, work, work_id))


@pytest.fixture
def upload():
    """Stages files as the upload route does, and tells the page of them as the uploader does."""

    def uploaded(at: AppTest, key: str, files: dict[str, bytes]) -> AppTest:
        at.session_state[f"{key}.received"] = [_staged(name, content).id for name, content in files.items()]
        return at.run()

    return uploaded


def asked(at: AppTest, name: str) -> str:
    """A parameter of the page's address; AppTest gives a list if the test set it, a text if the page did."""
    value = at.query_params[name]
    return value if isinstance(value, str) else str(value[0])


def _staged(name, content):
    async def pieces():
        yield content

    async def receive():
        login = session.current_user().login
        return await session.staging().receive(pieces(), name=name, login=login, limit=len(content) + 1)

    with ThreadPoolExecutor(1) as pool:  # in a thread: the browser tests leave a loop running in this one
        return pool.submit(anyio.run, receive).result()
