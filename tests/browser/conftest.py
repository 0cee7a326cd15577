import os
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.conftest import copied
from tests.servers import forking

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "token-of-the-browser-tests"  # noqa: S105 - of the tests
#: An expectation waits as long as a click does: CI's machine is shared and slow.
expect.set_options(timeout=30_000)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(folder, *, script=ROOT / "streamlit_app.py", typed=False, **environment):
    """A real server over a data folder of its own; gives its address once it answers.

    With `typed` it starts as the command does, and so does all that it starts.
    """
    url = f"http://127.0.0.1:{free_port()}"
    settings = {"ROSTER_DATA_DIR": str(folder), "ROSTER_SIGN_IN_TOKEN": TOKEN, "PYTHONPATH": str(ROOT), **environment}
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={url.rpartition(':')[2]}"]
    folder.mkdir(parents=True, exist_ok=True)
    start = forking.Forked if forking.POSSIBLE and not typed else subprocess.Popen
    with (folder / "server.log").open("wb") as log:  # a file: a pipe that nobody reads would block the server
        server = start(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, env=os.environ | settings)
    try:
        _wait_for(url, server, folder / "server.log")
        yield url
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(url, server, log):
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1) as answer:  # noqa: S310 - our own server
                if answer.read() == b"ok":
                    return
        except OSError:
            assert not _ended_within(server, seconds=0.25), log.read_text()
    pytest.fail(f"the server did not answer: {log.read_text()}")


def _ended_within(server, *, seconds):
    try:
        server.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


@pytest.fixture(scope="session")
def base_url(tmp_path_factory):
    with served(tmp_path_factory.mktemp("installation")) as url:
        yield url


@pytest.fixture(scope="module")
def sample_folder(sample_district, tmp_path_factory):
    """The installation of the sample district, as a copy for the tests of one module."""
    return copied(sample_district, tmp_path_factory.mktemp("module") / "installation")


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as playing:
        yield playing


@pytest.fixture(scope="session")
def chromium(playwright):
    """The browser without what it draws around a page: a fifth less work."""
    browser = playwright.chromium.launch(
        executable_path=os.environ.get("CHROMIUM_SHELL", "/usr/bin/chromium-headless-shell"), args=FLAGS
    )
    yield browser
    browser.close()


@pytest.fixture
def new_page(chromium):
    """Opens pages in browser contexts of their own; fails if one of them broke the content policy."""
    contexts, broken = [], []

    def opened(url, **options):
        context = chromium.new_context(
            base_url=url, **{"viewport": {"width": 1400, "height": 1000}, "accept_downloads": True, **options}
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda said: broken.append(said.text) if "Content Security Policy" in said.text else None)
        page.on("pageerror", lambda error: broken.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not broken, broken


@pytest.fixture
def sign_in(new_page):
    """A page of a browser that opened the sign-in link."""

    def signed_in(url, path="/", **options):
        page = new_page(url, **options)
        page.goto(f"{path}{'&' if '?' in path else '?'}token={TOKEN}")
        return page

    return signed_in
