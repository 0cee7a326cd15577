"""A small district with somebody who left: Dan, of whom photos, documents and e-mails are stored."""

import shutil
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from roster_core.access.rights import local_administrator
from roster_core.access.tables import AuditEvent
from roster_core.batches.tables import Batch, BatchItem
from roster_core.journeys.batches.sweeping import sweep
from roster_core.roster.tables.people import Person, Student, StudentEnrollment
from roster_core.roster.tables.records import ExportFile, ExportRun, Photo, RosterLoad
from roster_core.roster.tables.updates import Document, EmailChange
from roster_core.settings import Settings
from roster_core.storage.objects import open_objects
from roster_core.store import open_store
from tests.documents.made import Made, put_in
from tests.documents.small import ANA, DAN, small_district

ADMIN = local_administrator("ada")
LEFT = datetime(2026, 1, 10, tzinfo=UTC)
#: Two years after Dan left: whatever has days is past them.
LATER = LEFT + timedelta(days=730)
NUMBERS = {ANA: 1, DAN: 4}


class Desk:
    def __init__(self, store):
        self.store, self.user = store, ADMIN
        self.objects = open_objects(store.settings)

    def all(self, table):
        with self.store.reading(1) as session:
            return session.exec(select(table)).all()

    def events(self, action):
        return [one for one in self.all(AuditEvent) if one.action == action]

    def sweep(self, now=LATER):
        return sweep(self.store, self.user, clock=lambda: now)

    def files(self):
        assert self.objects.root is not None
        return sorted(path.read_bytes() for path in self.objects.root.rglob("*") if path.is_file())

    def add_run(self, number, keys, *, at=LEFT, **more):
        """A run whose students.csv has these."""
        data = ("Student_id,First_name\n" + "".join(f"{key},X{number}\n" for key in keys)).encode()
        stored = self.objects.put(1, "export", data, ".csv")
        told: dict[str, Any] = {"district_id": 1, "run_id": f"1-{number:04d}", "created_at": at, "updated_at": at}
        with self.store.writing(1) as session:
            session.add(ExportRun(**told, state="previewed", as_of_date=at.date(), by="ada", finished_at=at, **more))
            session.flush()
            digest = stored.rpartition("/")[2].removesuffix(".csv")
            session.add(
                ExportFile(
                    **told, name="students.csv", rows=len(keys), bytes=len(data), sha256=digest, storage_key=stored
                )
            )
        return told["run_id"]


def with_dan_gone(store):
    """Put the district into a store."""
    small_district(store)
    objects = open_objects(store.settings)
    at: dict[str, Any] = {"created_at": LEFT, "updated_at": LEFT}
    put_in(store, Made(DAN, "Report of Dan"), Made(ANA, "Report of Ana"))
    with store.writing(1) as session:
        for row in session.exec(select(StudentEnrollment).where(StudentEnrollment.person_id == NUMBERS[DAN])).all():
            session.delete(row)
        session.flush()
        session.delete(session.get_one(Student, (1, NUMBERS[DAN])))
        session.get_one(Person, (1, NUMBERS[DAN])).left_at = LEFT
        session.add(
            Person(district_id=1, person_id=9, kind="GUARDIAN", person_key="g9", last_name="Efe", left_at=LEFT, **at)
        )
        session.add(RosterLoad(district_id=1, load_id="1-old", state="loaded", format="roster", by="ada", **at,
                               objects={"changes": objects.put(1, "load", b"changes", ".parquet")}))  # fmt: skip
        for key, number in NUMBERS.items():
            for version in (1, 2):
                session.add(_photo(objects, key, number, version))
            session.add(
                EmailChange(district_id=1, person_id=number, sequence=1, old=None, new=f"{key}@x.example",
                            changed_at=LEFT, by="ada", **at)
            )  # fmt: skip
        session.add(Batch(district_id=1, batch_id="1-b", kind="PHOTO", target="students", criterion="district_number",
                          state="done", by="ada", finished_at=LEFT, **at))  # fmt: skip
        session.flush()
        for sequence, (key, number) in enumerate(NUMBERS.items()):
            session.add(BatchItem(district_id=1, batch_id="1-b", sequence=sequence, name=f"{key}.jpg", key=key,
                                  person_id=number, state="ready", result="Uploaded",
                                  upload_key=objects.put(1, "upload", f"raw {key}".encode()), **at))  # fmt: skip


def _photo(objects, key, number, version):
    stored = objects.put(1, "photo", f"photo {key} {version}".encode(), ".jpg")
    return Photo(
        district_id=1, person_id=number, version=version, sha256="ab", bytes=11, media_type="image/jpeg", width=480,
        height=600, original_name=f"{key}.jpg", storage_key=stored, is_current=version == 2, content=f"{key}{version}",
        source_key=stored, created_at=LEFT, updated_at=LEFT,
    )  # fmt: skip


@pytest.fixture(scope="session")
def district_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("privacy")
    store = open_store(Settings(data_dir=folder))
    with_dan_gone(store)
    store.close()
    return folder


@pytest.fixture
def desk(district_folder, tmp_path):
    store = open_store(Settings(data_dir=shutil.copytree(district_folder, tmp_path / "data")))
    yield Desk(store)
    store.close()


def documents(desk):
    return [one.title for one in desk.all(Document)]
