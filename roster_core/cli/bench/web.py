"""The web app as a measurement drives it: a server of its own over a made-up district."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import click

from roster_core.cli.bench.place import Place
from roster_core.project import PROJECT
from roster_core.refusals import Refusal

TOKEN = "measured-on-this-machine-only"  # noqa: S105 - of a server that ends with the measurement
STARTS_WITHIN_S = 60
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


@contextmanager
def served(place: Place, **variables: str) -> Iterator[tuple[str, int]]:
    """The web app over the place, with more `variables`; gives its address and process once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(PROJECT / "streamlit_app.py"), f"--server.port={port}"]
    with (place.folder / "server.log").open("wb") as log:
        server = subprocess.Popen(  # noqa: S603 - our own program
            command,
            cwd=PROJECT,
            env={**os.environ, **place.environment, "ROSTER_SIGN_IN_TOKEN": TOKEN, **variables},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}", server)
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1):  # noqa: S310 - our own server
                return
        except OSError:
            with suppress(subprocess.TimeoutExpired):
                server.wait(0.1)
    raise click.ClickException("The web app did not start.")


@contextmanager
def opened(browser: str) -> Iterator[Any]:
    """A window of Chromium.

    Raises:
        Refusal: What drives it is not installed.
    """
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only who measures or tests has it
    except ImportError as missing:
        raise Refusal(
            "Nothing was measured.",
            why="The browser is driven by Playwright, which is not installed.",
            fix="Install what tests/requirements.txt lists.",
        ) from missing
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=browser, args=list(_FLAGS))
        page = chromium.new_page(viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(STARTS_WITHIN_S * 1000)
        yield page
        chromium.close()
