"""Workers in processes of their own that count, are killed, and must neither lose nor double anything."""

import multiprocessing
import os
import signal
import threading
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from roster_core.jobs.handlers import Handler, Progress
from roster_core.jobs.queue import Work, submit
from roster_core.jobs.worker import Worker
from roster_core.storage.objects import open_objects
from roster_core.store import open_store

#: Forked from a process that has imported everything and has no threads: a worker starts in a tenth of a second.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([__name__])
#: By the beginnings of their names: threads that carry jobs out, and those that jobs pass on the way there.
IN_JOBS, ON_THE_WAY = ("dbos-executor",), ("handing-over", "queue-worker-jobs")
LEDGER = sa.table("ledger", sa.column("subject"), sa.column("n"), sa.column("content"))
TALLY = sa.table("tally", sa.column("n"))
ITEMS, PIECE = 6, 4


def prepare(store):
    """Tables without any constraint that would hide what is done twice."""
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("create table ledger (subject text, n integer, content text)")
        connection.exec_driver_sql("create table tally (n integer)")
        connection.execute(sa.insert(TALLY).values(n=0))


def advance(store, district_id, subject):
    """The next few items of `subject`: a file each, then their rows and a counter in one transaction."""
    with store.engine.connect() as connection:
        start = _count(connection, subject)
    numbers = range(start, min(start + PIECE, ITEMS))
    objects = open_objects(store.settings)
    kept = objects.put_all(district_id, "item", [(f"{subject}/{n}".encode(), ".txt") for n in numbers])
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.execute(sa.update(TALLY).values(n=TALLY.c.n + len(kept)))  # holds off whoever is at the same
        if _count(connection, subject) == start and kept:
            rows = [{"subject": subject, "n": n, "content": key} for n, key in zip(numbers, kept, strict=True)]
            connection.execute(sa.insert(LEDGER), rows)
        else:
            connection.rollback()
    done = start + len(kept)
    return Progress(done, ITEMS, "counting", finished=not kept)


def poison(store, district_id, subject):
    """Counts, but stops the program in the middle of the second piece."""
    if subject == "poison" and advance(store, district_id, subject).done > PIECE:
        os._exit(1)
    return advance(store, district_id, subject)


def fail(store, _district_id, subject, why):
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.execute(sa.insert(LEDGER).values(subject=f"failed {subject}", n=-1, content=why))


def faster(store, district_id, subject):
    """What the next version does in place of `advance`: everything that is left, at once."""
    while not (progress := advance(store, district_id, subject)).finished:
        pass
    return progress


HANDLERS = {name: Handler(work, fail) for name, work in (("count", advance), ("poison", poison))}
NEXT_VERSION = {"count": Handler(faster, fail)}


def _count(connection, subject):
    return connection.scalar(sa.select(sa.func.count()).select_from(LEDGER).where(LEDGER.c.subject == subject))


def ask(store, subjects, *, handler="count", lane=""):
    with store.writing(1) as session:
        return [submit(session, 1, Work(handler, one, "dana", lane=lane or one)) for one in subjects]


def work(settings, name="local", handlers=None, threads=IN_JOBS, die_at=None, counted=None):
    """Be a worker until killed; before the `die_at`-th transaction begins or commits in such threads, be gone."""
    os.setpgrp()
    store = open_store(settings, upgrade=False)
    _count_steps(threads, die_at, counted)
    with Worker(store, handlers or HANDLERS, name=name, wait_s=20, poll_s=0.02, tend_s=0.2) as worker:
        while not worker.broken:
            threading.Event().wait(1)


def _count_steps(threads, die_at, counted):
    steps, lock = [], threading.Lock()

    def step(_connection):
        if not threading.current_thread().name.startswith(threads):
            return
        with lock:
            steps.append(1)
        if len(steps) == die_at:
            os._exit(9)
        if counted is not None:
            counted.value = len(steps)

    for happening in ("begin", "commit"):
        sa.event.listen(sa.Engine, happening, step)


@contextmanager
def worker(settings, name="local", **said):
    """Within, a worker runs in a process of its own, which is then killed with all that it started."""
    process = PROCESSES.Process(target=work, args=(settings, name), kwargs=said)
    process.start()
    try:
        yield process
    finally:
        kill(process)


def kill(process):
    if process.is_alive():
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:  # it has not come as far as to have a group
            process.kill()
    process.join()


def until(claim, *, within_s=60.0):
    pause = threading.Event()
    for _ in range(int(within_s / 0.05)):
        if claim():
            return
        pause.wait(0.05)
    pytest.fail("it did not come about")


def check_ledger(store, subjects):
    """Every item once, the counter exact, and every row's file is there with that content."""
    with store.engine.connect() as connection:
        rows = connection.execute(sa.select(LEDGER).order_by(LEDGER.c.subject, LEDGER.c.n)).all()
        tally = connection.scalar(sa.select(TALLY.c.n))
    assert [(row.subject, row.n) for row in rows] == [(one, n) for one in sorted(subjects) for n in range(ITEMS)]
    assert tally == len(rows)
    objects = open_objects(store.settings)
    assert [objects.get(row.content).decode() for row in rows] == [f"{row.subject}/{row.n}" for row in rows]
