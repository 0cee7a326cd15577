"""A district with a profile and a run of it whose files are stored, and destinations to send them to."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from roster_core.access.rights import User, local_administrator
from roster_core.clock import new_id
from roster_core.journeys.deliveries import read_deliveries, read_delivery
from roster_core.journeys.delivering import advance
from roster_core.journeys.destination_edits import DestinationDraft, add_destination
from roster_core.journeys.destination_settings import Method
from roster_core.journeys.destination_trials import look_at_keys, trust_keys
from roster_core.journeys.districts import write_district
from roster_core.journeys.export_approvals import approve
from roster_core.journeys.sending import deliver
from roster_core.roster.tables.profiles import ExportProfile
from roster_core.roster.tables.records import ExportFile, ExportRun
from roster_core.storage.objects import open_objects
from roster_core.store import Store, open_store
from tests.delivery.conftest import NEW
from tests.servers.sshd import running_sshd

NOW = datetime(2026, 11, 25, 18, tzinfo=UTC)
ALL_WAYS = {"deliver_sftp": True, "deliver_email": True, "deliver_local": True}


@dataclass
class Office:
    """A store with a district, and somebody who may do everything."""

    store: Store
    user: User = field(default_factory=local_administrator)
    now: datetime = NOW

    def clock(self):
        self.now += timedelta(seconds=1)
        return self.now

    def found(self):
        fields = {"code": "MH", "name": "Maple Hollow", "state": "NJ", "time_zone": "America/New_York"}
        fields["current_school_year"] = "2026-27"
        with self.store.writing(1) as session:
            write_district(session, 1, fields, now=NOW)
            session.add(
                ExportProfile(
                    district_id=1, profile_id="p1", name="Nightly", name_key="nightly", version=1, by="x",
                    created_at=NOW, updated_at=NOW,
                )
            )  # fmt: skip

    def run(self, files=None, *, guards=(), options=None, profile="p1"):
        files, run_id, objects = files or NEW, f"1-{new_id(self.clock)}", open_objects(self.store.settings)
        same: dict[str, Any] = {"district_id": 1, "run_id": run_id, "created_at": self.now, "updated_at": self.now}
        with self.store.writing(1) as session:
            session.add(
                ExportRun(
                    **same, state="previewed", options=ALL_WAYS if options is None else options, profile_id=profile,
                    profile_name="Nightly" if profile else None, as_of_date=date(2026, 11, 25), by="local",
                    guards=list(guards), finding_counts={"block": len(guards)},
                )
            )  # fmt: skip
            session.flush()
            session.add_all(
                ExportFile(
                    **same, name=name, rows=max(content.count(b"\n") - 1, 0), bytes=len(content),
                    sha256=hashlib.sha256(content).hexdigest(), storage_key=objects.put(1, "export", content, ".csv"),
                )
                for name, content in files.items()
            )  # fmt: skip
        return run_id

    def sftp(self, server, name="Clever", **settings):
        said = {"host": "127.0.0.1", "port": server.port, "user": server.user, **settings}
        add_destination(
            self.store, self.user, name, Method.SFTP, DestinationDraft(said, {"key": server.key}, ["Nightly"]),
            clock=self.clock,
        )  # fmt: skip
        shown = look_at_keys(self.store, self.user, name)
        return trust_keys(self.store, self.user, name, [key.fingerprint for key in shown], clock=self.clock)

    def folder(self, path, name="Share", **settings):
        path.mkdir(exist_ok=True)
        draft = DestinationDraft({"path": str(path), **settings}, profiles=["Nightly"])
        return add_destination(self.store, self.user, name, Method.LOCAL, draft, clock=self.clock)

    def asked(self, run_id, clock=None):
        """Ask for the deliveries of a run; what a brake holds of them is approved. Their IDs."""
        clock = clock or self.clock
        ids = deliver(self.store, self.user, run_id, clock=clock)
        if any(one.held for one in read_deliveries(self.store, self.user, run_id)):
            approve(self.store, self.user, run_id, "as planned", clock=clock)
        return ids

    def sent(self, run_id, asked=None):
        """Deliver and carry it out here; the deliveries as they ended."""
        ids = self.asked(run_id) if asked is None else asked
        for delivery_id in ids:
            advance(self.store, 1, delivery_id, clock=self.clock)
        return [read_delivery(self.store, self.user, run_id, delivery_id) for delivery_id in ids]


@pytest.fixture
def office(sqlite_settings):
    opened = open_store(sqlite_settings)
    office = Office(opened)
    office.found()
    yield office
    opened.close()


@pytest.fixture
def either_office(store):
    """The same on SQLite and on PostgreSQL."""
    office = Office(store)
    office.found()
    return office


@pytest.fixture(scope="module")
def any_server():
    with running_sshd() as server:
        yield server


@pytest.fixture
def server(any_server):
    for path in any_server.home.iterdir():
        path.unlink()
    return any_server


def there(server):
    return {path.name: path.read_bytes() for path in server.home.iterdir()}


def small_set(students=range(100), *, schools=("A", "B"), columns=(), staff=20):
    """A set of files of a small district: students by number, half at each school, in one section there."""
    headers = {
        "schools.csv": "School_id,School_name",
        "students.csv": ",".join(("School_id,Student_id,Last_name,First_name", *columns)),
        "teachers.csv": "School_id,Teacher_id,Last_name,First_name",
        "sections.csv": "School_id,Section_id,Teacher_id,Name,Course_name",
        "enrollments.csv": "School_id,Section_id,Student_id",
        "staff.csv": "School_id,Staff_id,Staff_email,First_name,Last_name",
    }
    at = {n: schools[n % len(schools)] for n in students}
    rows = {
        "schools.csv": [f"{school},School {school}" for school in schools],
        "students.csv": [f"{school},{n},Family{n},Given{',x' * len(columns)}" for n, school in at.items()],
        "teachers.csv": [f"{school},T{school},Doe,Jo" for school in schools],
        "sections.csv": [f"{school},S{school},T{school},Art {school},Art" for school in schools],
        "enrollments.csv": [f"{school},S{school},{n}" for n, school in at.items()],
        "staff.csv": [f"{schools[0]},F{n},f{n}@x.example,Kim,Roe{n}" for n in range(staff)],
    }
    return {name: "\n".join((header, *rows[name], "")).encode() for name, header in headers.items()}
