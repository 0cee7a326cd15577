"""Deliveries: brakes, what is recorded, sets sent once more, and no secret anywhere but sealed."""

import io
import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from roster_core.access.rights import Right, granted
from roster_core.access.tables import AuditEvent
from roster_core.delivery.port import There, Verified
from roster_core.delivery.sftp.keys import fingerprint_of
from roster_core.jobs.tables import Job
from roster_core.journeys.deliveries import read_deliveries, read_ways
from roster_core.journeys.delivering import advance, fail
from roster_core.journeys.destination_edits import DestinationDraft, add_destination, change_destination, switch
from roster_core.journeys.destination_settings import Method
from roster_core.journeys.destinations import lock_of, read_destination
from roster_core.journeys.export_approvals import approve
from roster_core.journeys.export_people import people_in
from roster_core.journeys.export_runs import read_run, run_file
from roster_core.journeys.export_taking import see_run, take_file, take_zip
from roster_core.journeys.run_comparison import _base
from roster_core.journeys.sending import deliver, finish_mixed, resend
from roster_core.refusals import Refusal
from roster_core.roster.tables.delivery import Delivery
from roster_core.roster.tables.records import ExportRun
from tests.delivery.conftest import NEW, OLD
from tests.journeys.deliveries.conftest import there
from tests.servers.mail import PASSWORD, USER, mail_server


def base_of(office, run_id):
    with office.store.reading(1) as session:
        found = _base(session, session.get_one(ExportRun, (1, run_id)))
        return None if found is None else found.run_id


def test_a_run_arrives_and_later_ones_are_compared_with_it(either_office, server):
    office = either_office
    office.sftp(server)
    run_id = office.run()
    [sent] = office.sent(run_id)
    assert (sent.state, sent.method, sent.name, sent.attempts, sent.mode) == (
        "delivered",
        Method.SFTP,
        "Clever",
        1,
        "posix",
    )
    assert {(file.there, file.verified, file.sent) for file in sent.files} == {(There.NEW, Verified.CONTENT, 1)}
    assert sent.fingerprint == fingerprint_of(server.host_key)
    assert there(server) == NEW
    assert read_run(office.store, office.user, run_id).delivered_at == sent.finished_at
    office.run()
    assert base_of(office, office.run()) == run_id
    with office.store.reading(1) as session:
        [job] = session.exec(select(Job)).all()
        assert (job.handler, job.lane.startswith("destination:"), job.subject) == ("delivery", True, sent.delivery_id)
        assert [event.action for event in session.exec(select(AuditEvent))][-1] == "export_sent"


def test_files_of_a_run_that_are_looked_at_or_taken_out_are_written_down(office):
    run_id, user, everybody = office.run(), office.user, list(people_in(NEW))
    for _ in range(2):
        see_run(office.store, user, run_id, clock=office.clock)
    take_file(office.store, user, run_id, "students.csv")
    take_zip(office.store, user, run_id, io.BytesIO())
    with office.store.reading(1) as session:
        told = [(one.action, one.subject, one.persons) for one in session.exec(select(AuditEvent))]
    assert told == [
        (action, f"run:{run_id}", persons)
        for action, persons in (
            ("export_seen", everybody),
            ("export_file_downloaded", ["student:*"]),
            ("export_zip_downloaded", everybody),
        )
    ]


def test_an_encrypted_run_arrives_plain_and_later_ones_are_compared_with_it(office, tmp_path):
    sealed = office.store.settings.model_copy(update={"encrypt_files": True})
    office = replace(office, store=replace(office.store, settings=sealed))
    office.folder(tmp_path / "share")
    office.sent(office.run())
    assert {path.name: path.read_bytes() for path in (tmp_path / "share").rglob("*.csv")} == NEW
    run_id = office.run({**NEW, "students.csv": NEW["students.csv"].replace(b"\n", b"\r\n", 1)})
    [sent] = office.sent(run_id)
    assert (sent.state, not list((sealed.data_dir / "scratch").iterdir())) == ("delivered", True)
    with run_file(office.store, office.user, run_id, "students.csv").open() as file:
        assert file.read(5) == NEW["students.csv"][:5]
    stored = list((sealed.data_dir / "objects").rglob("*.csv"))
    assert stored
    assert not [path for path in stored if any(data[:40] in path.read_bytes() for data in NEW.values())]


def test_a_held_run_is_not_sent_until_it_is_approved(office, tmp_path):
    office.folder(tmp_path / "share")
    run_id = office.run(guards=("GUARD_REMOVED",))
    with pytest.raises(Refusal, match="held until somebody approves"):
        deliver(office.store, office.user, run_id, clock=office.clock)
    approve(office.store, office.user, run_id, "as planned", clock=office.clock)
    assert [one.state for one in office.sent(run_id)] == ["delivered"]


def test_an_approval_that_runs_out_on_the_way_holds_it_unless_it_has_begun(office, tmp_path):
    office.folder(tmp_path / "share")
    run_id = office.run(guards=("GUARD_REMOVED",))
    approve(office.store, office.user, run_id, "as planned", clock=office.clock)
    asked = deliver(office.store, office.user, run_id, clock=office.clock)
    office.now += timedelta(days=2)
    advance(office.store, 1, asked[0], clock=office.clock)
    with office.store.writing(1) as session:
        row = session.get_one(Delivery, (1, asked[0]))
        assert row.state == "held"
        row.state, row.begun = "running", True
    assert [one.state for one in office.sent(run_id, asked)] == ["delivered"]


@pytest.mark.parametrize(
    ("run", "why"),
    [
        ({"profile": None}, "no saved profile"),
        ({"options": {}}, "option “Save to a folder” was off"),
    ],
)
def test_a_run_that_may_not_go_is_refused_with_why(office, tmp_path, run, why):
    office.folder(tmp_path / "share")
    with pytest.raises(Refusal, match=why):
        deliver(office.store, office.user, office.run(**run), clock=office.clock)


def test_without_a_destination_and_with_one_switched_off_nothing_goes(office, tmp_path):
    run_id = office.run()
    with pytest.raises(Refusal, match="No destination is set up for the profile “Nightly”"):
        deliver(office.store, office.user, run_id, clock=office.clock)
    office.folder(tmp_path / "share")
    asked = office.asked(run_id)
    assert deliver(office.store, office.user, run_id, clock=office.clock) == asked  # on its way already
    switch(office.store, office.user, "Share", on=False)
    with pytest.raises(Refusal, match="switched off"):
        advance(office.store, 1, asked[0])
    fail(office.store, 1, asked[0], "It is switched off.")
    assert [one.state for one in read_deliveries(office.store, office.user, run_id)] == ["interrupted"]
    [way] = read_ways(office.store, office.user, run_id)
    assert "switched off" in way.hindrance
    viewer = granted("v", "V", frozenset({Right.EXPORT_VIEW}))
    with pytest.raises(Refusal, match="export_run"):
        deliver(office.store, viewer, run_id)


def test_an_earlier_set_is_sent_once_more_with_a_reason(office, server):
    office.sftp(server)
    first, second = office.run(OLD), office.run(NEW)
    office.sent(first)
    with pytest.raises(Refusal, match="never delivered"):
        resend(office.store, office.user, second, "x")
    office.sent(second)
    assert there(server) == NEW
    with pytest.raises(Refusal, match="No reason"):
        resend(office.store, office.user, first, " ")
    with pytest.raises(Refusal, match="export_approve"):
        resend(office.store, granted("r", "R", frozenset({Right.EXPORT_RUN, Right.EXPORT_VIEW})), first, "x")
    [again] = office.sent(first, resend(office.store, office.user, first, "wrong term", clock=office.clock))
    assert (again.state, again.resent, again.reason) == ("delivered", True, "wrong term")
    assert there(server) == OLD
    assert len(read_deliveries(office.store, office.user, first)) == 2
    assert base_of(office, office.run()) == first


def test_what_went_wrong_is_recorded_and_leaves_the_run_undelivered(office, server):
    office.sftp(server, folder="nowhere")
    run_id = office.run()
    [sent] = office.sent(run_id)
    assert (sent.state, sent.fault) == ("not_delivered", "missing")
    assert "no folder “nowhere”" in sent.error
    assert sent.fix
    assert read_run(office.store, office.user, run_id).delivered_at is None


def test_a_file_that_is_gone_from_the_store_stops_it(office, tmp_path):
    office.folder(tmp_path / "share")
    run_id = office.run()
    asked = office.asked(run_id)
    for path in (office.store.settings.data_dir / "objects" / "d").rglob("*.csv"):
        path.unlink()
    with pytest.raises(Refusal, match="no longer stored"):
        advance(office.store, 1, asked[0], clock=office.clock)
    assert not (tmp_path / "share" / "current").exists()


def test_a_mixed_set_is_finished(office, server, monkeypatch):
    monkeypatch.setattr("roster_core.delivery.sftp.publish._RESERVE_MINUTES", 5)  # of 5: it is tried once more, at once
    office.sftp(server)
    office.sent(office.run(OLD))
    (server.home / "students.csv").unlink()
    (server.home / "students.csv").mkdir()  # cannot be renamed over
    run_id = office.run(NEW)
    with pytest.raises(Refusal, match="nothing to finish"):
        finish_mixed(office.store, office.user, run_id, "x")
    [sent] = office.sent(run_id)
    assert (sent.state, sent.fault) == ("mixed", "server")
    assert [file.name for file in sent.files if file.there is There.NEW] == ["schools.csv", "staff.csv", "teachers.csv"]
    (server.home / "students.csv").rmdir()
    finish_mixed(office.store, office.user, run_id, sent.delivery_id, clock=office.clock)
    [done] = office.sent(run_id, (sent.delivery_id,))
    assert (done.state, there(server)) == ("delivered", NEW)


def test_five_refused_sign_ins_switch_a_destination_off(office, server):
    made = office.sftp(server)
    change_destination(
        office.store, office.user, "Clever", DestinationDraft(made.settings.model_dump(), {"key": "", "password": "no"})
    )
    for _ in range(5):
        assert read_destination(office.store, office.user, "Clever").hindrance == ""
        [sent] = office.sent(office.run())
        assert (sent.state, sent.fault, sent.attempts) == ("not_delivered", "auth", 1)
    assert "5 times in a row" in read_destination(office.store, office.user, "Clever").hindrance


def test_two_never_talk_to_one_destination_at_once(office, tmp_path, monkeypatch):
    made = office.folder(tmp_path / "share")
    asked = office.asked(office.run())
    monkeypatch.setattr("roster_core.journeys.delivering._TURN_S", 0.2)
    with office.store.lock(lock_of(made.destination_id)), pytest.raises(Refusal, match="at the same work"):
        advance(office.store, 1, asked[0])


def test_a_notice_is_no_delivery_of_the_data(office, tmp_path):
    with mail_server(tmp_path) as mailbox:
        store = replace(office.store, settings=office.store.settings.model_copy(update={"ca_file": mailbox.ca_file}))
        office.store = store
        settings = {"host": "127.0.0.1", "port": mailbox.port, "sign_in": "password", "user": USER, "sender": USER,
                    "recipients": ["dana@district.example"]}  # fmt: skip
        draft = DestinationDraft(settings, {"password": PASSWORD}, ["Nightly"])
        add_destination(store, office.user, "Dana", Method.EMAIL, draft, clock=office.clock)
        run_id = office.run()
        [sent] = office.sent(run_id)
    assert (sent.state, sent.files, sent.error) == ("delivered", (), "")
    assert b"students.csv" in mailbox.messages[0]
    assert sent.message_id.encode() in mailbox.messages[0]
    assert read_run(office.store, office.user, run_id).delivered_at is None


def test_no_secret_stands_in_database_logs_or_records(office, server, caplog):
    """Every secret used, in whatever form it was given, is looked for in every file that was written."""
    caplog.set_level(logging.DEBUG)
    office.sftp(server)
    office.sent(office.run())
    secrets = {"password": "pa55-wörd-x7", "passphrase": "phrase-x8"}
    kept = read_destination(office.store, office.user, "Clever").settings.model_dump()
    change_destination(office.store, office.user, "Clever", DestinationDraft(kept, {**secrets, "key": ""}))
    assert [one.fault for one in office.sent(office.run())] == ["auth"]
    mail = {"password": "mail-pa55-x9", "client_secret": "client-x10", "refresh_token": "refresh-x11",
            "zip_passphrase": "zip-x12"}  # fmt: skip
    settings = {"host": "127.0.0.1", "port": 1, "sign_in": "oauth2", "user": "u", "token_url": "https://127.0.0.1:1/",
                "client_id": "c", "sender": USER, "recipients": [USER]}  # fmt: skip
    add_destination(
        office.store,
        office.user,
        "Mail",
        Method.EMAIL,
        DestinationDraft(settings, mail, ["Nightly"]),
        clock=office.clock,
    )
    assert "not_delivered" in [one.state for one in office.sent(office.run())]
    body = "".join(server.key.splitlines()[1:-1])
    wanted = [*secrets.values(), *mail.values(), server.key.splitlines()[1], body]
    office.store.close()
    written = b"".join(path.read_bytes() for path in office.store.settings.data_dir.rglob("*") if path.is_file())
    assert b"sealed_secret" in written
    for secret in wanted:
        for form in (secret.encode(), secret.encode("unicode_escape"), secret.encode("utf-16-le")):
            assert form not in written
        assert secret not in caplog.text
