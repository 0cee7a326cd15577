import io
import zipfile

import pytest

from pages.shell import session
from pages.shell.downloads import RESOLVERS
from pages.shell.routes import Download, Stream
from roster_core.access.rights import Right, granted, local_administrator
from roster_core.journeys import clever_export
from roster_core.journeys.export_runs import read_run
from roster_core.journeys.work import carry_out
from roster_core.refusals import Refusal

ADMIN = local_administrator()
NOBODY = granted("nobody", "Nobody", frozenset(set(Right) - {Right.EXPORT_VIEW, Right.ROSTER_VIEW}))


@pytest.fixture
def run(with_sample):  # noqa: ARG001 - what the run is of
    store = session.store()
    run_id = clever_export.begin(store, ADMIN, {})
    carry_out(store, "export-run", run_id)
    return read_run(store, ADMIN, run_id)


def _bytes(found: Download) -> bytes:
    assert not isinstance(found.content, bytes | Stream)
    return found.content.read_bytes() if hasattr(found.content, "read_bytes") else b"".join(found.content)


def test_a_file_of_a_run_is_opened_by_its_name(run):
    found = RESOLVERS["clever_file"](ADMIN, {"run": run.run_id, "name": "students.csv"})
    assert (found.name, found.inline) == ("students.csv", False)
    assert _bytes(found).startswith(b"School_id,")


@pytest.mark.parametrize("name", ["../../roster.sqlite3", "/etc/passwd", "nothing.csv", ""])
def test_a_name_is_no_path(run, name):
    with pytest.raises(Refusal):
        RESOLVERS["clever_file"](ADMIN, {"run": run.run_id, "name": name})


def test_the_zip_holds_every_file_of_the_run(run):
    found = RESOLVERS["clever_zip"](ADMIN, {"run": run.run_id})
    with zipfile.ZipFile(io.BytesIO(_bytes(found))) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == sorted(file.name for file in run.files)


@pytest.mark.usefixtures("with_sample")
def test_a_photo_is_shown_and_not_saved():
    with session.store().engine.connect() as connection:
        number = connection.exec_driver_sql(
            "select s.district_number from photo p join student s using (person_id, district_id) where p.is_current"
        ).scalar()
    found = RESOLVERS["photo"](ADMIN, {"person": f"student:{number}"})
    assert found.inline
    assert isinstance(found.content, bytes)
    assert found.content.startswith(b"\xff\xd8")


@pytest.mark.usefixtures("with_sample")
def test_a_person_without_a_photo_is_answered_in_words():
    with session.store().engine.connect() as connection:
        number = connection.exec_driver_sql(
            "select district_number from student where person_id not in (select person_id from photo)"
        ).scalar()
    with pytest.raises(Refusal, match="no photo"):
        RESOLVERS["photo"](ADMIN, {"person": f"student:{number}"})


@pytest.mark.usefixtures("with_sample")
def test_a_zip_of_photos_is_sent_with_its_size_and_one_of_small_photos_the_second_time():
    claims = {"ids": "", "schools": ["MMS"], "reason": "for the tests"}
    found = RESOLVERS["photos_zip"](ADMIN, claims)
    assert isinstance(found.content, Stream)
    data = b"".join(found.content.pieces(0, found.content.size))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist()[-2:] == ["index.csv", "missing.csv"]
    small = {**claims, "size": "120x150", "grades": ["07"]}
    first = _bytes(RESOLVERS["photos_zip"](ADMIN, small))
    again = RESOLVERS["photos_zip"](ADMIN, small).content
    assert isinstance(again, Stream)
    assert b"".join(again.pieces(0, again.size)) == first


@pytest.mark.parametrize(
    ("kind", "claims"),
    [("clever_file", {"name": "students.csv"}), ("clever_zip", {}), ("photo", {"person": "student:0104233"})],
)
def test_who_lacks_the_right_opens_nothing(run, kind, claims):
    with pytest.raises(Refusal):
        RESOLVERS[kind](NOBODY, {"run": run.run_id, **claims})
