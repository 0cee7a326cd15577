"""A set of files on its way, an old set at the far side, and time that passes when it is waited for."""

import random
import time

import pytest

from roster_core.delivery.port import Parcel, items_of
from roster_core.delivery.sftp.publish import SftpDelivery
from roster_core.delivery.sftp.target import Patience, SftpTarget
from tests.servers.scripted_sftp import PASSWORD, USER

NAMES = ("schools.csv", "staff.csv", "teachers.csv", "students.csv", "sections.csv", "enrollments.csv")
_chance = random.Random(7)  # noqa: S311 - a fixed seed, not a secret
SIZES = (900, 40_000, 70_000, 400_000, 90_000, 150_000)
NEW = {name: _chance.randbytes(size) for name, size in zip(NAMES, SIZES, strict=True)}
OLD = {name: f"old {name}\n".encode() * 500 for name in NAMES}
TAG, EARLIER = "0badcafe", "00112233"
PATIENCE = Patience(connect_s=5, sign_in_s=1, stall_s=1.0)


class Time:
    """Waiting takes no time, but the clock says that it did."""

    def __init__(self):
        self.waited = []

    def wait(self, seconds):
        self.waited.append(seconds)

    def clock(self):
        return time.monotonic() + sum(self.waited)


@pytest.fixture
def far(tmp_path):
    """The far side, with the old set and what an earlier delivery of ours, and somebody else, left there."""
    folder = tmp_path / "far"
    folder.mkdir()
    for name, content in OLD.items():
        (folder / name).write_bytes(content)
    (folder / f"schools.csv.{EARLIER}.part").write_bytes(b"left")
    (folder / "schools.csv.ffffffff.part").write_bytes(b"somebody else's")
    return folder


def parcel(items=None, **more):
    return Parcel(items_of(NEW) if items is None else items, TAG, frozenset({EARLIER}), **more)


def target(server, **more):
    said = {"patience": PATIENCE, "password": PASSWORD, "host_keys": (server.host_key,), **more}
    return SftpTarget("127.0.0.1", USER, server.port, **said)


def deliver(aim, sent=None, passing=None):
    passing = passing or Time()
    way = SftpDelivery(aim, wait=passing.wait, clock=passing.clock, chance=lambda: 0.5)
    return way.deliver(sent or parcel())


def there(folder):
    """What lies at the far side, without what was somebody else's."""
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert found.pop("schools.csv.ffffffff.part") == b"somebody else's"
    return found


def left_of_earlier(folder):
    """The old set as it was, with the earlier leavings if nobody came so far as to look."""
    return {name: content for name, content in there(folder).items() if EARLIER not in name}
