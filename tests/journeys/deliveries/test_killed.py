"""A delivery whose process is killed between any two steps: the next start finishes it, or says what stands there."""

import os
import threading
from multiprocessing import get_context

import pytest

from roster_core.clock import utc_now
from roster_core.journeys import delivering
from roster_core.journeys.deliveries import read_delivery
from roster_core.journeys.handlers import HANDLERS
from roster_core.settings import Settings
from roster_core.store import open_store
from tests.delivery.conftest import NEW, OLD
from tests.jobs import faults
from tests.journeys.deliveries.conftest import there

#: It has imported everything already, and no thread of its own is at work.
FORKED = get_context("fork")


def until_note(data_dir, delivery_id, last, now):
    """Carry a delivery out in this process, which is gone right after it has noted its `last` step."""
    store, noting, seen = open_store(Settings(data_dir=data_dir), upgrade=False), delivering._noting, []

    def counted(*given):
        note = noting(*given)

        def counting(step):
            seen.append(step)
            note(step)
            if len(seen) == last:
                os._exit(9)

        return counting

    delivering._noting = counted
    delivering.advance(store, 1, delivery_id, clock=lambda: now)
    os._exit(0)


@pytest.mark.parametrize("mode", ["posix", "plain", "direct"])
def test_it_is_killed_at_every_step(office, server, mode):
    office.sftp(server, mode=mode)
    step, ended = 0, None
    while ended != 0:
        step += 1 if mode == "posix" else 2  # every one in the usual way
        for name, content in OLD.items():
            (server.home / name).write_bytes(content)
        run_id = office.run(NEW)
        [delivery_id] = office.asked(run_id)
        process = FORKED.Process(
            target=until_note, args=(office.store.settings.data_dir, delivery_id, step, office.clock())
        )
        process.start()
        process.join()
        ended = process.exitcode
        assert ended in (0, 9)
        found = {name: content for name, content in there(server).items() if not name.endswith(".part")}
        if mode == "posix":
            assert set(found) == set(NEW)
            assert all(content in (OLD[name], NEW[name]) for name, content in found.items())
        if ended and not read_delivery(office.store, office.user, run_id, delivery_id).step.startswith("replacing"):
            assert found == OLD
        [done] = office.sent(run_id, (delivery_id,))
        assert (done.state, done.error) == ("delivered", "")
        assert there(server) == NEW
    assert step > len(NEW)


def test_a_worker_that_is_killed_is_followed_by_one_that_finishes(office, server, monkeypatch):
    monkeypatch.delenv("ROSTER_DATA_DIR", raising=False)
    office.sftp(server)
    run_id = office.run({**NEW, "students.csv": os.urandom(30 << 20)})
    [delivery_id] = office.asked(run_id, utc_now)

    def now():
        return read_delivery(office.store, office.user, run_id, delivery_id)

    with faults.worker(office.store.settings, handlers=HANDLERS):
        faults.until(lambda: now().step == "staging students.csv")
        threading.Event().wait(0.05)
    assert now().state == "running"
    with faults.worker(office.store.settings, handlers=HANDLERS):
        faults.until(lambda: now().state == "delivered")
    assert len(there(server)) == len(NEW)
