"""Delivery to a real OpenSSH server."""

import os
import signal
import subprocess
import sys
from dataclasses import replace

import paramiko
import pytest

from roster_core.delivery.faults import Fault, FaultKind
from roster_core.delivery.port import Outcome, Parcel, Verified, items_of
from roster_core.delivery.sftp import link
from roster_core.delivery.sftp.keys import fingerprint_of
from roster_core.delivery.sftp.link import probe_host_keys
from roster_core.delivery.sftp.publish import SftpDelivery
from roster_core.delivery.sftp.target import Patience, SftpTarget
from tests.delivery.conftest import NEW, OLD, PATIENCE, TAG, deliver
from tests.servers.sshd import running_sshd


@pytest.fixture(scope="module")
def plain_server():
    with running_sshd() as server:
        yield server


@pytest.fixture
def server(plain_server):
    filled(plain_server)
    return plain_server


def filled(server):
    for path in server.home.iterdir():
        path.unlink()
    for name, content in OLD.items():
        (server.home / name).write_bytes(content)


def aim(server, **more):
    said = {"patience": PATIENCE, "key": server.key, "host_keys": (server.host_key,), **more}
    return SftpTarget("127.0.0.1", server.user, server.port, **said)


def there(server):
    return {path.name: path.read_bytes() for path in server.home.iterdir()}


def test_a_set_arrives_in_one_connection_and_is_read_back(server):
    receipt = deliver(aim(server))
    assert (receipt.outcome, receipt.mode, receipt.attempts) == (Outcome.DELIVERED, "posix", 1)
    assert {file.verified for file in receipt.files} == {Verified.CONTENT}
    assert there(server) == NEW
    assert receipt.fingerprint == fingerprint_of(server.host_key)
    assert "OpenSSH" in receipt.server
    into_folder = server.home / "in"
    into_folder.mkdir()
    assert deliver(aim(server, folder=str(into_folder))).outcome is Outcome.DELIVERED
    assert {path.name for path in into_folder.iterdir()} == set(NEW)
    for path in into_folder.iterdir():
        path.unlink()
    into_folder.rmdir()


@pytest.mark.parametrize(
    ("sftp", "mode"),
    [
        ("-P posix-rename@openssh.com,posix-rename", "plain"),
        ("-P rename,posix-rename@openssh.com,posix-rename", "direct"),
        ("-P remove,posix-rename@openssh.com,posix-rename", "direct"),
    ],
)
def test_a_server_that_refuses_some_of_it(sftp, mode):
    with running_sshd(sftp=sftp) as server:
        filled(server)
        receipt = deliver(aim(server))
        assert (receipt.outcome, receipt.mode) == (Outcome.DELIVERED, mode)
        assert there(server) == NEW


def test_36_and_37_the_folder_is_missing_and_the_account_may_only_read(server):
    missing = deliver(aim(server, folder="nowhere"))
    assert (missing.outcome, missing.fault) == (Outcome.NOT_DELIVERED, FaultKind.MISSING)
    with running_sshd(sftp="-R") as read_only:
        filled(read_only)
        receipt = deliver(aim(read_only))
        assert (receipt.outcome, receipt.fault) == (Outcome.NOT_DELIVERED, FaultKind.DENIED)
        assert there(read_only) == OLD


def test_30_a_server_that_hides_what_it_has():
    with running_sshd(sftp="-P stat,lstat,opendir") as server:
        filled(server)
        assert deliver(aim(server)).fault is FaultKind.UNVERIFIED
        assert there(server) == OLD
        receipt = deliver(aim(server, verify="none"))
        assert (receipt.outcome, receipt.verifiable) == (Outcome.DELIVERED, False)
        assert there(server) == NEW


def test_17_the_pinned_kind_of_key_is_no_longer_offered():
    other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGGvD1UE6dFm7MBR2Qw1vDe8UZFWtLzTbmWuzIz4UKzF"
    with running_sshd(host_key_kind="ecdsa") as changed:
        filled(changed)
        receipt = deliver(aim(changed, host_keys=(other,)))
        assert (receipt.fault, receipt.attempts) == (FaultKind.HOST_KEY, 1)
        assert fingerprint_of(changed.host_key) in receipt.error
        assert there(changed) == OLD
        assert "Accepted" not in changed.log.read_text()
        # Of several pinned keys any one will do.
        assert deliver(aim(changed, host_keys=(other, changed.host_key))).outcome is Outcome.DELIVERED


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("KexAlgorithms sntrup761x25519-sha512@openssh.com", "kex"),
        ("Ciphers chacha20-poly1305@openssh.com", "cipher"),
        ("MACs umac-64@openssh.com\nCiphers aes128-ctr", "mac"),
    ],
)
def test_18_there_is_no_encryption_in_common(line, part):
    with running_sshd(line) as server:
        filled(server)
        receipt = deliver(aim(server))
        assert (receipt.outcome, receipt.fault, receipt.attempts) == (Outcome.NOT_DELIVERED, FaultKind.CONFIG, 1)
        assert part in receipt.error.lower()
        assert there(server) == OLD


def test_12_a_key_that_the_server_does_not_know_is_tried_once(server):
    receipt = deliver(aim(server, key=None, password="wrong"))
    assert (receipt.fault, receipt.attempts) == (FaultKind.AUTH, 1)
    no_key = deliver(aim(server, key=None))
    assert (no_key.fault, no_key.attempts) == (FaultKind.AUTH, 1)
    assert deliver(aim(server, key="no key")).fault is FaultKind.AUTH


def test_39_new_keys_are_agreed_on_within_a_file():
    large = os.urandom(20 << 20)
    with running_sshd("RekeyLimit 8M") as server:
        receipt = deliver(aim(server), Parcel(items_of({"students.csv": large}), TAG))
        assert receipt.outcome is Outcome.DELIVERED
        assert there(server) == {"students.csv": large}


def test_a_set_too_large_to_be_read_back_is_compared_by_size(server, monkeypatch):
    monkeypatch.setattr("roster_core.delivery.sftp.verify.READ_BACK_BYTES", 1000)
    receipt = deliver(aim(server))
    assert {file.verified for file in receipt.files} == {Verified.SIZE}
    assert there(server) == NEW


def test_40_what_a_killed_process_left_is_cleared_away_or_taken_up(server):
    (server.home / f"schools.csv.{TAG}.part").write_bytes(NEW["schools.csv"])
    (server.home / f"students.csv.{TAG}.part").write_bytes(NEW["students.csv"][:1000])
    (server.home / "schools.csv.00112233.part").write_bytes(b"of a delivery before")
    receipt = deliver(aim(server))
    assert {file.name: file.sent for file in receipt.files if file.sent != 1} == {"schools.csv": 0}
    assert there(server) == NEW


_FROZEN = """
import socket, sys, threading
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
def pump(one, other):
    try:
        while data := one.recv(65536): other.sendall(data)
    except OSError: pass
    one.close(); other.close()
while True:
    near, _ = listening.accept()
    far = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
    for pair in ((near, far), (far, near)): threading.Thread(target=pump, args=pair, daemon=True).start()
"""


@pytest.mark.parametrize("huge_window", [False, True])
def test_10_the_peer_is_frozen(server, huge_window, monkeypatch):
    """With a window that takes the whole file the library's own time-out does not see that nobody reads."""
    if huge_window:
        monkeypatch.setattr(link, "_tune", lambda _sock, _stall_s: None)  # as where the system has no such option
        monkeypatch.setattr("roster_core.delivery.sftp.client.IN_FLIGHT", 10**6)
    proxy = subprocess.Popen([sys.executable, "-c", _FROZEN, str(server.port)], stdout=subprocess.PIPE, text=True)
    assert proxy.stdout is not None
    try:
        port = int(proxy.stdout.readline())

        def note(step):
            if step == "staging students.csv":
                proxy.send_signal(signal.SIGSTOP)

        patience = replace(PATIENCE, connect_s=1, stall_s=0.4, tries=1)
        large = items_of({**NEW, "students.csv": bytes(40 << 20)})
        receipt = deliver(replace(aim(server, patience=patience), port=port), Parcel(large, TAG, note=note))
        assert (receipt.outcome, receipt.fault) == (Outcome.NOT_DELIVERED, FaultKind.NETWORK)
        assert any("left on the server" in text for text in receipt.notes)
    finally:
        proxy.kill()
        proxy.wait()
        proxy.stdout.close()


def test_host_keys_are_shown_before_anything_is_told(server):
    assert probe_host_keys("127.0.0.1", server.port) == (server.host_key,)
    with running_sshd("HostKeyAlgorithms rsa-sha2-512", host_key_kind="rsa") as other:
        assert probe_host_keys("127.0.0.1", other.port) == (other.host_key,)
    with pytest.raises(Fault, match="Nothing answers"):
        probe_host_keys("127.0.0.1", 1)


@pytest.mark.parametrize("sftp", ["", "-P posix-rename@openssh.com,posix-rename", "-R", "-P remove"])
def test_a_trial_tells_what_works_and_leaves_nothing_behind(sftp):
    with running_sshd(sftp=sftp) as server:
        filled(server)
        tried = SftpDelivery(aim(server)).test()
        assert there(server) == OLD
        told = " ".join(one.what for one in tried)
        assert all(one.good for one in tried) == (sftp != "-R")
        assert "may sign in" in told
        expected = {
            "": "in one step each",
            "-R": "may only read",
            "-P remove": "was not tried",
        }
        assert expected.get(sftp, "removed and the new one renamed") in told
        wrong = SftpDelivery(aim(server, folder="x")).test()
        assert [one.good for one in wrong] == [True, True, False]
        assert "no folder" in wrong[-1].what


def test_the_librarys_own_put_still_hides_a_refused_write(tmp_path):
    """Why there is a client of our own: when this fails, the library was mended."""
    from tests.delivery.conftest import target  # noqa: PLC0415
    from tests.servers.scripted_sftp import PASSWORD, USER, Faults, scripted  # noqa: PLC0415

    content = os.urandom(1_000_000)
    (tmp_path / "new").write_bytes(content)
    far = tmp_path / "far"
    far.mkdir()
    with scripted(far, Faults(refuse_write=3)) as server, paramiko.SSHClient() as client:
        client.get_host_keys().add(target(server).known_name, server.key.get_name(), server.key)
        client.connect("127.0.0.1", server.port, USER, PASSWORD, allow_agent=False, look_for_keys=False)
        with client.open_sftp() as sftp:
            assert sftp.put(str(tmp_path / "new"), "put").st_size == len(content)
    assert (far / "put").read_bytes() != content


@pytest.mark.parametrize("name", ["_send_version", "_convert_status", "_async_request", "_read_response", "_request"])
def test_the_library_still_has_what_is_overridden(name):
    assert callable(getattr(paramiko.SFTPClient, name))


def test_patience_is_shorter_than_the_receivers_quiet_time():
    assert Patience().stall_s < 5 * 60
