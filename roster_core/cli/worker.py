"""`worker`: carries out jobs until it is stopped."""

import signal
import sys
import threading

import click

from roster_core.jobs.fence import NameTakenError, alive
from roster_core.journeys.handlers import HANDLERS, ask_daily
from roster_core.journeys.scheduling import due
from roster_core.journeys.waiting import NAME
from roster_core.refusals import Refusal
from roster_core.settings import Settings
from roster_core.store import Store, open_store

#: Seconds between two tries at a name that another worker has, where one stands by for it.
_STANDS_BY_S = 2.0


@click.command()
@click.option(
    "--name",
    default=NAME,
    show_default=True,
    help="One worker of a name runs at a time; it takes up what the last one left.",
)
@click.option(
    "--while-stdin",
    is_flag=True,
    help="End when standard input is closed; stand by while another worker has the name. The web app starts one so.",
)
def worker(name: str, *, while_stdin: bool) -> int:
    """Carry out jobs until stopped.

    Jobs that were begun are taken up again by the next worker of the same name, or by one of another name if there is
    none. Give each of several workers a name of its own, the same whenever it is started again.
    """
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if while_stdin:
        threading.Thread(target=_until_closed, args=(stop,), daemon=True).start()
    store = open_store(Settings())
    try:
        return _carry_out(store, name, stop, stands_by=while_stdin)
    finally:
        store.close()


def _carry_out(store: Store, name: str, stop: threading.Event, *, stands_by: bool) -> int:
    from roster_core.jobs.worker import Worker  # noqa: PLC0415 - no other command needs the engine

    while True:
        try:
            with Worker(store, HANDLERS, name=name, hourly=ask_daily, minutely=due) as worker:
                click.echo(f"Worker “{name}” carries out jobs.", err=True)
                while not stop.wait(1):  # Windows hears signals only between two waits
                    if worker.broken:
                        raise Refusal(
                            "The worker ended.", why=worker.broken, fix="Start it again; jobs go on where they were."
                        )
        except NameTakenError:
            if not stands_by:
                raise
            while alive(store, name) and not stop.wait(_STANDS_BY_S):
                pass
        if stop.is_set():
            return 0


def _until_closed(stop: threading.Event) -> None:
    sys.stdin.buffer.read()
    stop.set()
