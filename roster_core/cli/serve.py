"""`serve`: the web app on this machine."""

import os
import subprocess
import sys

import click

from roster_core.access.rights import local_administrator
from roster_core.jobs.child import environment
from roster_core.journeys.districts import read_districts
from roster_core.journeys.sample import load_sample
from roster_core.project import PROJECT
from roster_core.settings import Settings
from roster_core.store import open_store


@click.command()
@click.option("--sample", "with_sample", is_flag=True, help="Load the sample district first if the database is empty.")
@click.option("--host", help="Address to listen on; 127.0.0.1 if absent.")
@click.option("--port", type=int, help="Port to listen on; 8501 if absent.")
def serve(host: str | None, port: int | None, *, with_sample: bool) -> int:
    """Start the web app and print the link that signs this machine's browsers in."""
    settings = Settings()
    if with_sample:
        _ensure_sample(settings)
    command = [
        *(sys.executable, "-m", "streamlit", "run", str(PROJECT / "streamlit_app.py")),
        *(f"--server.address={host or settings.host}", f"--server.port={port or settings.port}"),
        *("--server.headless=true", "--server.fileWatcherType=none"),
    ]
    variables = environment(settings)
    if os.name != "nt":
        os.chdir(PROJECT)
        os.execve(sys.executable, command, variables)  # noqa: S606 - the server takes this process's place
    return subprocess.run(command, check=False, cwd=PROJECT, env=variables).returncode  # noqa: S603 - our own program


def _ensure_sample(settings: Settings) -> None:
    store = open_store(settings)
    try:
        if not read_districts(store):
            click.echo("Loading the sample district …", err=True)
            load_sample(store, local_administrator())
    finally:
        store.close()
