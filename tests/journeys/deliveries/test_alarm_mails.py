"""Mails about alarms, by a real mail server: what they say, once however often tried, and what they never say."""

import logging
import os
from datetime import timedelta
from multiprocessing import get_context

import pytest

from roster_core.journeys import alarm_mails
from roster_core.journeys.alarm_edits import save_alarms, send_again, send_test
from roster_core.journeys.alarm_rounds import go_round
from roster_core.journeys.alarm_settings import Kind, read_alarms
from roster_core.journeys.destination_edits import DestinationDraft, add_destination, delete_destination
from roster_core.journeys.destination_settings import Method
from roster_core.journeys.notices import read_status
from roster_core.refusals import Refusal
from tests.journeys.deliveries.alarm_desk import (
    DANA,
    NOWHERE,
    as_set,
    asked,
    mails,
    notices,
    send_all,
    text_of,
    told,
    told_by,
)
from tests.journeys.deliveries.test_alarms import over, raised
from tests.servers.mail import PASSWORD, USER, mail_server

#: It has imported everything already.
FORKED = get_context("fork")
PING = "https://hc.example/ping/0f3c-secret"


def status(office):
    return read_status(office.store, office.user, clock=office.clock)


@pytest.mark.parametrize("address", ["", "https://roster.district.example/desk/"])
def test_a_mail_says_what_is_wrong_since_when_and_where_to_look(office, tmp_path, address):
    with mail_server(tmp_path) as mailbox:
        told_by(office, mailbox, app_address=address)
        raised(
            office, words="Files are late.\nThe host key changed.", detail="Run 1-a.", place="export_history?run=1-a"
        )
        send_all(office)
        office.now += timedelta(days=1)
        raised(office, words="Files are late.\nThe host key changed.", place="export_history?run=1-b")
        send_all(office)
        over(office)
        send_all(office)
        send_all(office)
    first, again, end = mails(mailbox)
    assert [mail["Subject"] for mail in (first, again, end)] == [
        "Alarm: Files are late.", "Still so: Files are late.", "Over: Files are late.",
    ]  # fmt: skip
    assert (first["To"], first["Auto-Submitted"]) == (DANA, "auto-generated")
    assert len({mail["Message-ID"] for mail in (first, again, end)}) == 3
    text = text_of(first)
    assert "The host key changed.\n\nRun 1-a.\n\nSince 2026-11-25 13:00 (America/New_York)." in text
    link = "https://roster.district.example/desk/export_history?run=1-a" if address else "on the page Export history."
    assert link in text
    assert "It began 2026-11-25 13:00" in text_of(end)
    assert [(row.state, row.attempts, row.error) for row in notices(office)] == [("sent", 1, "")]


def killed_before_noting(store, notice_id):
    """Send a mail, and be gone when the server has taken it."""
    alarm_mails._note = lambda *_given: os._exit(9)
    alarm_mails.advance(store, 1, notice_id)
    os._exit(0)


def test_killed_between_taken_and_noted_it_is_the_same_message_again_and_then_no_more(office, tmp_path):
    with mail_server(tmp_path) as mailbox:
        told_by(office, mailbox)
        raised(office)
        [row] = notices(office)
        office.store.close()
        process = FORKED.Process(target=killed_before_noting, args=(office.store, row.notice_id))
        process.start()
        process.join()
        assert (process.exitcode, len(mailbox.messages), notices(office)[0].state) == (9, 1, "waiting")
        for _ in range(3):
            send_all(office)
    first, second = mails(mailbox)
    assert first["Message-ID"] == second["Message-ID"] == notices(office)[0].message_id
    assert first.get_content() == second.get_content()


def test_while_the_server_is_away_it_is_tried_every_hour_and_the_error_is_kept(either_office, tmp_path):
    office = either_office
    told(office)
    raised(office)
    send_all(office)
    [row] = notices(office)
    assert (row.state, row.fault, row.attempts) == ("failed", "network", 1)
    assert "does not answer on port 9" in status(office).stuck[0].error
    for _hour in range(3):
        go_round(office.store, 1, clock=office.clock)
        send_all(office)
    assert (len(asked(office)), notices(office)[0].attempts, len(status(office).stuck)) == (4, 4, 1)
    office.now += timedelta(days=4)
    go_round(office.store, 1, clock=office.clock)
    assert len(asked(office)) == 4  # by then it waits for somebody
    with mail_server(tmp_path) as mailbox:
        told_by(office, mailbox)  # which tries it again
        send_all(office)
    [mail] = mails(mailbox)
    assert mail["Subject"].startswith("Alarm: ")
    assert status(office).stuck == ()
    assert [row.error for row in notices(office)] == [""]


def test_a_wrong_password_is_tried_once_and_then_left_alone(office, tmp_path):
    with mail_server(tmp_path) as mailbox:
        told_by(office, mailbox, password="no")
        raised(office, words="one")
        send_all(office)
        tried = list(mailbox.told)
        for word in ("two", "three"):
            raised(office, words=word)
            send_all(office)
        go_round(office.store, 1, clock=office.clock)
        send_all(office)
        assert set(tried) == {b"no"}
        assert {row.fault for row in notices(office)} == {"auth"}
        assert send_again(office.store, office.user, clock=office.clock) == 3
        send_all(office)
        assert mailbox.told == tried
        save_alarms(office.store, office.user, as_set(office), {"password": PASSWORD}, clock=office.clock)
        send_all(office)
    assert len(mailbox.messages) == 3
    assert status(office).stuck == ()


def test_who_is_refused_is_told_of_and_the_others_get_it_once(office, tmp_path):
    with mail_server(tmp_path, refuse={"gone@district.example"}) as mailbox:
        told_by(office, mailbox, recipients=[DANA, "gone@district.example"])
        raised(office)
        for _hour in range(3):
            send_all(office)
            go_round(office.store, 1, clock=office.clock)
            raised(office)
    assert len(mailbox.messages) == 1
    assert "gone@district.example" in status(office).stuck[0].error


def test_an_e_mail_destination_lends_its_server_and_is_kept_while_it_does(office, tmp_path):
    with mail_server(tmp_path) as mailbox:
        told_by(office, mailbox)
        account = {"host": "127.0.0.1", "port": mailbox.port, "sign_in": "password", "user": USER, "sender": USER}
        draft = DestinationDraft({**account, "recipients": ["boss@district.example"]}, {"password": PASSWORD}, [])
        add_destination(office.store, office.user, "Office", Method.EMAIL, draft, clock=office.clock)
        office.folder(tmp_path / "share")
        with pytest.raises(Refusal, match="sends no e-mails"):
            told(office, {"recipients": [DANA], "through": "Share"})
        told(office, {"recipients": [DANA], "through": "office"})
        assert read_alarms(office.store, office.user).secrets == ()  # another server: its password is forgotten
        raised(office)
        send_all(office)
        with pytest.raises(Refusal, match="Alarms are sent through"):
            delete_destination(office.store, office.user, "Office")
    [mail] = mails(mailbox)
    assert mail["To"] == DANA


def test_a_test_mail_says_step_by_step_what_works(office, tmp_path):
    with mail_server(tmp_path) as mailbox:
        told_by(office, mailbox)
        good = send_test(office.store, office.user, clock=office.clock)
        told_by(office, mailbox, password="no")
        bad = send_test(office.store, office.user, clock=office.clock)
    assert [one.good for one in good] == [True] * 4
    assert f"It took a mail for {DANA}." in good[-1].what
    assert [one.good for one in bad] == [False]
    assert "refused to sign in" in bad[0].what
    [mail] = mails(mailbox)
    assert mail["Subject"] == "Test: alarms of Roster Desk arrive here"
    assert read_alarms(office.store, office.user).tested == bad


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"recipients": []}, "A recipient is needed"),
        ({"recipients": ["dana"]}, "“dana” is no e-mail address"),
        ({"host": ""}, "A host is needed"),
        ({"through": "Nobody"}, "None is called “Nobody”"),
        ({"digest_at": "7"}, "“7” is no time"),
        ({"digest_at": "25:00"}, "“25:00” is no time"),
        ({"zone": "Mars/Olympus"}, "is no time zone"),
        ({"zone": "../etc"}, "is no time zone"),
        ({"app_address": "roster.example"}, "begins with https"),
        ({"app_address": "https://a.example/?token=x"}, "begins with https"),
        ({"missed_hours": 0}, "hours without a delivery"),
        ({"kinds": ["digest"]}, "switch of its own"),
    ],
)
def test_what_does_not_go_together_is_refused(office, given, why):
    with pytest.raises(Refusal, match=why):
        told(office, **given)
    assert read_alarms(office.store, office.user).settings is None


@pytest.mark.parametrize(
    "url",
    ["http://hc.example/x", "hc.example/x", "https:///x", "https://u:p@hc.example/x", "https://[", "https://a b/x"],
)
def test_only_a_safe_address_is_pinged(office, url):
    with pytest.raises(Refusal) as refused:
        told(office, secrets={"heartbeat": url})
    assert url not in str(refused.value)


def test_no_secret_stands_in_database_logs_or_records(office, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    with mail_server(tmp_path) as mailbox:
        told_by(office, mailbox)
        told(office, as_set(office), {"heartbeat": PING})
        raised(office)
        send_all(office)
        told_by(office, mailbox, password="wr0ng-x7")
        raised(office, Kind.OFF)
        send_all(office)
    shown = repr(read_alarms(office.store, office.user)) + repr(status(office))
    office.store.close()
    written = b"".join(path.read_bytes() for path in office.store.settings.data_dir.rglob("*") if path.is_file())
    assert b"sealed_secret" in written
    for secret in (PASSWORD, "wr0ng-x7", PING, "0f3c-secret"):
        assert secret.encode() not in written
        assert secret not in caplog.text + shown


def test_nobody_is_told_by_a_password_that_was_given_for_another_server(office):
    told(office, {**NOWHERE, "encryption": "starttls", "sign_in": "password", "user": "u"}, {"password": "x"})
    assert [note.name for note in read_alarms(office.store, office.user).secrets] == ["password"]
    told(office, {**NOWHERE, "encryption": "starttls", "sign_in": "password", "user": "u", "host": "evil.example"})
    assert read_alarms(office.store, office.user).secrets == ()
