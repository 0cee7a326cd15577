import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.shell import catalog, session

CACHED = (session.settings, session.staging, session.ticket_key, session.sign_in_token)


@pytest.fixture(autouse=True)
def data_dir(tmp_path, monkeypatch):
    """An installation of its own for every test: data folder, settings, store."""
    monkeypatch.chdir(tmp_path)  # a developer's .env stays out
    monkeypatch.setenv("ROSTER_DATA_DIR", str(tmp_path / "data"))
    _forget()
    yield tmp_path / "data"
    if session.settings.cache_info().currsize:
        session.store().close()
    _forget()


def _forget():
    for known in CACHED:
        known.cache_clear()
    st.cache_resource.clear()


@pytest.fixture
def open_page():
    """Opens a page through the router, as a browser does."""

    def opened(file: str, **query: str) -> AppTest:
        at = AppTest.from_file(str(catalog.PAGES_FOLDER / "shell" / "router.py"), default_timeout=60)
        at.query_params.update(query)
        at.run()
        return at if file == catalog.PAGES[0].file else at.switch_page(str(catalog.PAGES_FOLDER / file)).run()

    return opened
