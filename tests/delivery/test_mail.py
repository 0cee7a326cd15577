"""Delivery by e-mail to a real server, with and without trust in it."""

import email
import email.policy
import http.server
import io
import json
import socket
import ssl
import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import pyzipper

from roster_core.delivery.faults import FaultKind
from roster_core.delivery.mail import MailDelivery, MailTarget
from roster_core.delivery.mail_server import MailServer, OAuth
from roster_core.delivery.port import Outcome
from tests.delivery.conftest import NEW, parcel
from tests.servers.mail import PASSWORD, TOKEN, USER, certificate, mail_server

DANA = "dana@district.example"
NOW = datetime(2026, 11, 25, 18, tzinfo=UTC)


def server(mailbox, mode="starttls", **more):
    said = {"user": USER, "password": PASSWORD, "ca_file": mailbox.ca_file, "timeout_s": 5, **more}
    return MailServer("127.0.0.1", mailbox.port, mode, **said)


def send(aim, subject="Clever files are ready", **more):
    target = MailTarget(aim, USER, **{"recipients": (DANA,), **more})
    return MailDelivery(target, subject, "6 files, 1,161 students.", now=lambda: NOW).deliver(parcel())


@pytest.mark.parametrize("mode", ["starttls", "tls"])
def test_a_notice_carries_no_data(tmp_path, mode):
    with mail_server(tmp_path, mode) as mailbox:
        receipt = send(server(mailbox, mode))
    assert (receipt.outcome, receipt.files, receipt.error) == (Outcome.DELIVERED, (), "")
    [raw] = mailbox.messages
    message = email.message_from_bytes(raw)
    assert (message["To"], message["Subject"]) == (DANA, "Clever files are ready")
    assert message["Message-ID"] == receipt.message_id
    assert message["Date"] == "Wed, 25 Nov 2026 18:00:00 +0000"
    assert not message.is_multipart()
    assert not any(name.encode() in raw for name in NEW)


def test_data_goes_in_a_zip_that_only_the_passphrase_opens(tmp_path):
    with mail_server(tmp_path) as mailbox:
        receipt = send(
            server(mailbox), content="zip", domains=("district.example",), passphrase="five words are enough here"
        )
    assert receipt.outcome is Outcome.DELIVERED
    assert [file.name for file in receipt.files] == list(NEW)
    message = email.message_from_bytes(mailbox.messages[0], policy=email.policy.default)
    text, attached = message.iter_parts()
    assert "7-Zip" in text.get_content()
    assert b"five words" not in mailbox.messages[0]
    with pyzipper.AESZipFile(io.BytesIO(attached.get_content())) as archive:
        with pytest.raises(RuntimeError, match=r"password|encrypted"):
            archive.read("students.csv")
        archive.setpassword(b"five words are enough here")
        assert {name: archive.read(name) for name in archive.namelist()} == NEW
        assert {entry.wz_aes_strength for entry in archive.infolist()} == {3}  # 256 bits


@pytest.mark.parametrize("recipient", ["dana@elsewhere.example", "dana@xdistrict.example", "dana@district.example.com"])
def test_data_goes_to_the_named_domains_only(tmp_path, recipient):
    with mail_server(tmp_path) as mailbox:
        receipt = send(
            server(mailbox), content="zip", domains=("district.example",), passphrase="x", recipients=(DANA, recipient)
        )
    assert (receipt.outcome, receipt.fault) == (Outcome.NOT_DELIVERED, FaultKind.DENIED)
    assert mailbox.messages == mailbox.told == []


@pytest.mark.parametrize("mode", ["starttls", "tls"])
def test_nothing_is_told_to_a_server_that_cannot_be_trusted(tmp_path, mode):
    with mail_server(tmp_path, mode) as mailbox:
        receipt = send(server(mailbox, mode, ca_file=None))
    assert (receipt.outcome, receipt.fault) == (Outcome.NOT_DELIVERED, FaultKind.CONFIG)
    assert "cannot be trusted" in receipt.error
    assert mailbox.messages == mailbox.told == []


def test_nothing_is_told_without_encryption(tmp_path):
    with mail_server(tmp_path, "plain") as mailbox:
        assert send(server(mailbox)).fault is FaultKind.CONFIG
        assert "not encrypted" in send(server(mailbox, "plain")).error
        relayed = send(server(mailbox, "plain", user="", password=None))
    assert relayed.outcome is Outcome.DELIVERED
    assert mailbox.told == []


def test_a_wrong_password_is_told_without_it(tmp_path):
    with mail_server(tmp_path) as mailbox:
        receipt = send(server(mailbox, password="wr0ng"))
    assert (receipt.fault, receipt.outcome) == (FaultKind.AUTH, Outcome.NOT_DELIVERED)
    assert "wr0ng" not in repr(receipt)


def test_what_is_too_large_or_for_nobody_is_not_sent(tmp_path):
    with mail_server(tmp_path, limit=20_000, refuse={"gone@district.example"}) as mailbox:
        aim = server(mailbox)
        more = {"content": "zip", "domains": ("district.example",), "passphrase": "x"}
        assert send(aim, **more).fault is FaultKind.TOO_BIG
        assert mailbox.messages == []
        partly = send(aim, recipients=(DANA, "gone@district.example"))
    assert (partly.fault, partly.outcome) == (FaultKind.DENIED, Outcome.NOT_DELIVERED)
    assert "gone@district.example" in partly.error


def test_a_line_break_in_a_subject_brings_no_header(tmp_path):
    with mail_server(tmp_path) as mailbox:
        assert send(server(mailbox), subject="Ready\nBcc: x@y.example").fault is FaultKind.CONFIG
    assert mailbox.messages == []


def test_nobody_listens_and_somebody_is_silent():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        receipt = send(MailServer("127.0.0.1", port, timeout_s=0.3))
        assert (receipt.fault, receipt.outcome) == (FaultKind.NETWORK, Outcome.NOT_DELIVERED)
    assert send(MailServer("127.0.0.1", port, timeout_s=1)).fault is FaultKind.NETWORK


def test_the_same_delivery_has_the_same_message_id(tmp_path):
    with mail_server(tmp_path) as mailbox:
        assert send(server(mailbox)).message_id == send(server(mailbox)).message_id
        assert send(server(mailbox), recipients=("x@district.example",)).message_id != send(server(mailbox)).message_id


def test_a_trial_signs_in_and_sends_nothing(tmp_path):
    with mail_server(tmp_path) as mailbox:
        good = MailDelivery(MailTarget(server(mailbox), USER, (DANA,)), "", "", now=lambda: NOW).test()
        wrong = replace(server(mailbox), password="no")
        bad = MailDelivery(MailTarget(wrong, USER, (DANA,)), "", "", now=lambda: NOW).test()
    assert [one.good for one in good] == [True, True, True]
    assert "can be trusted" in good[0].what
    assert [one.good for one in bad] == [False]
    assert mailbox.messages == []


class _Provider(http.server.BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012 - one test's
    answer = (200, {"access_token": TOKEN})

    def do_POST(self):
        self.asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(self.answer[0])
        self.end_headers()
        self.wfile.write(json.dumps(self.answer[1]).encode())

    def log_message(self, *_told):
        pass


@pytest.fixture
def provider(tmp_path):
    """Hands tokens out over TLS; the certificate is the one that the mail server of the same folder has."""
    folder = tmp_path / "provider"
    folder.mkdir()
    paths = certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*paths)
    _Provider.asked, _Provider.answer = [], (200, {"access_token": TOKEN})
    with http.server.HTTPServer(("127.0.0.1", 0), _Provider) as serving:
        serving.socket = context.wrap_socket(serving.socket, server_side=True)
        thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"https://127.0.0.1:{serving.server_port}/token", paths[0]
        serving.shutdown()
        thread.join()


def test_oauth2_signs_in_with_a_fresh_token(tmp_path, provider):
    url, trusted = provider
    with mail_server(tmp_path) as mailbox:
        both = tmp_path / "both.pem"
        both.write_bytes(trusted.read_bytes() + mailbox.ca_file.read_bytes())
        oauth = OAuth(url, "client", "client secret", "refresh me", "send")
        aim = server(mailbox, password=None, oauth=oauth, ca_file=both)
        assert send(aim).outcome is Outcome.DELIVERED
        assert "refresh_token=refresh+me" in _Provider.asked[0]
        _Provider.answer = (400, {"error": "invalid_grant", "told": "refresh me"})
        refused = send(aim)
        assert (refused.fault, refused.outcome) == (FaultKind.AUTH, Outcome.NOT_DELIVERED)
        assert "refresh me" not in repr(refused)
        _Provider.answer = (200, {"access_token": "another"})
        assert send(aim).fault is FaultKind.AUTH
        plain = send(replace(aim, oauth=replace(oauth, token_url=url.replace("https", "http"))))
        assert plain.fault is FaultKind.CONFIG
