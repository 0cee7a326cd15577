"""Databases of earlier versions are brought up to date with what is in them."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from alembic import command
from pydantic import SecretStr
from sqlmodel import select

from roster_core.access.audit import Deed, record
from roster_core.access.tables import AuditEvent, AuditPerson
from roster_core.clock import utc_now
from roster_core.roster.tables.records import CodeValue, ExportRun, Photo
from roster_core.roster.tables.updates import AssessmentType
from roster_core.settings import Settings
from roster_core.store import make_engine, migration_config, open_store

#: What a database of the first version held: a district, a photo and a run.
ROWS = (
    """insert into district (district_id, code, name, state, time_zone, student_email_domains, staff_email_domains,
    sso_only, current_school_year, created_at, updated_at) values (1, 'D', 'D', 'NJ', 'America/New_York', '', '', false,
    '2026-27', '2026-09-01 06:00:00', '2026-09-01 06:00:00')""",
    """insert into person (district_id, person_id, kind, person_key, last_name, status, photo_restricted,
    record_confidential, created_at, updated_at) values (1, 7, 'STUDENT', '7', 'Ortega', 'ACTIVE', false, false,
    '2026-09-01 06:00:00', '2026-09-01 06:00:00')""",
    """insert into photo (district_id, person_id, version, sha256, bytes, media_type, width, height, original_name,
    storage_key, is_current, created_at, updated_at) values (1, 7, 1, 'ab', 3, 'image/jpeg', 480, 600, '7.jpg',
    'd/1/photo/ab/ab.jpg', true, '2026-09-01 06:00:00', '2026-09-01 06:00:00')""",
    """insert into export_run (district_id, run_id, state, options, as_of_date, counts, finding_counts, by, step, done,
    total, created_at, updated_at) values (1, '1-a', 'previewed', '{}', '2026-09-01', '{}', '{}', 'dana', '', 1, 1,
    '2026-09-01 06:00:00', '2026-09-01 06:00:00')""",
    """insert into code_value (district_id, code_set, code, label, clever_value, sequence, created_at, updated_at)
    values (1, 'ASSESSMENT_TYPE', 'SAT', 'The SAT', null, 10, '2026-09-01 06:00:00', '2026-09-01 06:00:00')""",
)
#: What was done before events could be found by person.
EVENT = """insert into audit_event (district_id, event, at, login, action, subject, persons, facts, reason,
previous_hash, hash, created_at, updated_at) values (2, 1, '2026-09-01 06:00:00', 'dana', 'batch_confirmed', 'batch:1',
'["staff:E1", "student:7"]', '{}', '', '', '', '2026-09-01 06:00:00', '2026-09-01 06:00:00')"""
CHANGES = (
    "update audit_event set login = 'x'",
    "delete from audit_event",
    "update audit_person set person = 'student:8'",
    "delete from audit_person",
)
ONLY_ON = {
    "sqlite": ("insert or replace into audit_event select * from audit_event",),
    "postgresql": (
        "truncate audit_event",
        "truncate audit_person",
        "set session_replication_role = replica; delete from audit_event",
    ),
}


@pytest.fixture(params=["sqlite", "postgresql"])
def brought_up(request, tmp_path):
    """A database of the first version, opened by this one."""
    settings = Settings(data_dir=tmp_path)
    server = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    if server:
        settings = Settings(data_dir=tmp_path, database_url=SecretStr(server.database("roster_before")))
    before = make_engine(settings.url)
    with before.execution_options(writes=True).begin() as connection:
        command.upgrade(migration_config(connection), "0001")
        for statement in ROWS:
            connection.execute(sa.text(statement))
        command.upgrade(migration_config(connection), "0008")
        connection.exec_driver_sql(EVENT)
    before.dispose()
    store = open_store(settings)
    yield store
    store.close()
    if server:
        server.drop("roster_before")


def test_runs_from_before_profiles_are_of_none_and_held_by_nothing(brought_up):
    with brought_up.reading(1) as session:
        run = session.get(ExportRun, (1, "1-a"))
        assert run is not None
        assert (run.as_of_date, run.profile_name, run.guards, run.approvals) == (date(2026, 9, 1), None, [], [])
        assert run.change_counts == {}


def test_photos_from_before_batches_came_as_they_are_stored(brought_up):
    with brought_up.reading(1) as session:
        photo = session.get(Photo, (1, 7, 1))
        assert photo is not None
        assert (photo.content, photo.source_key) == (photo.sha256, photo.storage_key)
        assert (photo.batch_id, photo.crc32, photo.source) == (None, None, "")


def test_assessment_types_that_were_plain_codes_are_types(brought_up):
    with brought_up.reading(1) as session:
        assert [(row.code, row.name, row.active) for row in session.exec(select(AssessmentType))] == [
            ("SAT", "The SAT", True)
        ]
        assert session.exec(select(CodeValue)).all() == []


def test_what_was_done_is_never_changed_nor_removed(brought_up):
    with brought_up.writing(1) as session:
        record(session, 1, Deed("dana", "roster_loaded", "load:1", ("student:7",)), now=utc_now())
    for change in (*CHANGES, *ONLY_ON[brought_up.engine.dialect.name]):
        with pytest.raises(sa.exc.DBAPIError, match="stays as it was written"), brought_up.writing(1) as session:
            session.connection().execute(sa.text(change))
    with brought_up.reading(1) as session:
        assert [row.login for row in session.exec(select(AuditEvent))] == ["dana"]
        assert [row.person for row in session.exec(select(AuditPerson))] == ["student:7"]


def test_whom_earlier_events_are_about_is_found(brought_up):
    with brought_up.reading(2) as session:
        told = [
            (row.person, row.event, row.at) for row in session.exec(select(AuditPerson).order_by(AuditPerson.person))
        ]
        assert told == [(person, 1, datetime(2026, 9, 1, 6, tzinfo=UTC)) for person in ("staff:E1", "student:7")]
