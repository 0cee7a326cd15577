"""The fault table (delivery §4), row by row, against a server that fails as it is told."""

import socket
import threading
from dataclasses import replace

import pytest

from roster_core.delivery.faults import FaultKind
from roster_core.delivery.port import Outcome, There, Verified, items_of
from roster_core.delivery.sftp.keys import host_key_line
from tests.delivery.conftest import (
    EARLIER,
    NAMES,
    NEW,
    OLD,
    PATIENCE,
    Time,
    deliver,
    left_of_earlier,
    parcel,
    target,
    there,
)
from tests.servers.scripted_sftp import HOST_KEY, OTHER_KEY, Faults, scripted

#: How a server has to be so that files are put in place in each of the three ways.
WAYS = {"posix": {}, "plain": {"posix_code": 8}, "direct": {"posix_code": 8, "rename_code": 8}}
STAGED, ALL = ("posix", "plain"), tuple(WAYS)


def run(far, way, sent=None, passing=None, aim=None, **faults):
    with scripted(far, Faults(**{**WAYS[way], **faults})) as server:
        receipt = deliver(target(server, **(aim or {})), sent, passing)
        return receipt, server


def assert_delivered(receipt, far, way=None):
    assert (receipt.outcome, receipt.error) == (Outcome.DELIVERED, "")
    assert there(far) == NEW
    assert all(file.there is There.NEW for file in receipt.files)
    if way:
        assert receipt.mode == way


def assert_old(receipt, far, kind):
    assert (receipt.fault, receipt.outcome) == (kind, Outcome.NOT_DELIVERED)
    assert left_of_earlier(far) == OLD
    assert receipt.error


def assert_mixed(receipt, kind):
    assert (receipt.fault, receipt.outcome) == (kind, Outcome.MIXED)


@pytest.mark.parametrize("way", ALL)
def test_1_nothing_goes_wrong(far, way):
    receipt, server = run(far, way)
    assert_delivered(receipt, far, way)
    assert (server.connections, receipt.attempts) == (1, 1)
    assert {file.verified for file in receipt.files} == {Verified.CONTENT}
    assert [file.sent for file in receipt.files] == [1] * 6
    assert receipt.fingerprint == str(server.key.fingerprint)
    assert receipt.server.startswith("SSH-2.0-")


@pytest.mark.parametrize("code", [3, 8])
def test_2_renames_are_refused(far, code):
    receipt, _ = run(far, "posix", posix_code=code, rename_code=code)
    assert_delivered(receipt, far, "direct")
    assert any("refuses renames" in note for note in receipt.notes)


def test_3_removing_is_refused(far):
    (far / f"schools.csv.{EARLIER}.part").unlink()
    receipt, _ = run(far, "plain", remove_code=3)
    assert_delivered(receipt, far, "direct")


@pytest.mark.parametrize("way", STAGED)
def test_4_temporary_names_are_refused(far, way):
    receipt, server = run(far, way, part_code=3)
    assert_delivered(receipt, far, "direct")
    assert any("temporary names" in note for note in receipt.notes)
    assert server.connections == 1


@pytest.mark.parametrize("way", ALL)
@pytest.mark.parametrize("drops", [1, 3])
def test_5_the_line_breaks_in_a_file(far, way, drops):
    receipt, _ = run(far, way, drop_at=200_000, drops=drops)
    assert_delivered(receipt, far, way)
    sent = {file.name: file.sent for file in receipt.files}
    assert sent.pop("students.csv") == drops + 1
    assert set(sent.values()) == {1}


@pytest.mark.parametrize("way", ALL)
def test_6_the_line_breaks_always(far, way):
    passing = Time()
    receipt, server = run(far, way, passing=passing, drop_at=200_000, drops=10**6)
    if way == "direct":
        assert_mixed(receipt, FaultKind.NETWORK)
        assert [file.name for file in receipt.files if file.there is There.PARTIAL] == ["students.csv"]
        assert sum(passing.waited) < 4 * 60 + 4
        return
    assert_old(receipt, far, FaultKind.NETWORK)
    assert server.connections == receipt.attempts == PATIENCE.tries + 1
    assert passing.waited == [2, 4, 8, 16]


@pytest.mark.parametrize("way", STAGED)
def test_7_and_8_the_line_breaks_after_a_rename_was_done(far, way):
    receipt, _ = run(far, way, drop_after_renames=(1, 4))
    assert_delivered(receipt, far, way)
    assert [note for note in receipt.notes if "had been put in place" in note] == [
        f"{name} had been put in place before the connection broke." for name in ("schools.csv", "students.csv")
    ]


@pytest.mark.parametrize("way", ALL)
def test_9_the_server_stops_answering(far, way):
    aim = {"patience": replace(PATIENCE, stall_s=0.3, tries=2), "quiet_minutes": 1}
    receipt, _ = run(far, way, aim=aim, stall_at=200_000)
    if way == "direct":
        assert_mixed(receipt, FaultKind.NETWORK)
    else:
        assert_old(receipt, far, FaultKind.NETWORK)
    assert "stopped answering" in receipt.error


def test_11_no_version_is_ever_sent(far):
    receipt, server = run(far, "posix", aim={"patience": replace(PATIENCE, stall_s=0.3, tries=2)}, silent=True)
    assert_old(receipt, far, FaultKind.NETWORK)
    assert server.connections == 2


@pytest.mark.parametrize("methods", ["password", "publickey"])
def test_12_signing_in_is_refused(far, methods):
    receipt, server = run(far, "posix", aim={"password": "wrong"}, methods=methods)
    assert_old(receipt, far, FaultKind.AUTH)
    assert server.connections == 1


def test_13_signing_in_is_slower_than_the_limit(far):
    aim = {"patience": replace(PATIENCE, sign_in_s=0.3, tries=2)}
    receipt, server = run(far, "posix", aim=aim, sign_in_delays_s=(1, 1))
    assert_old(receipt, far, FaultKind.NETWORK)
    assert server.connections == 2


def test_14_only_keyboard_interactive_is_offered(far):
    receipt, _ = run(far, "posix", methods="keyboard-interactive")
    assert_delivered(receipt, far)


def test_15_the_host_key_is_another_one(far):
    with scripted(far, key=OTHER_KEY) as server:
        receipt = deliver(target(server, host_keys=(host_key_line(HOST_KEY),)))
    assert_old(receipt, far, FaultKind.HOST_KEY)
    assert (server.connections, server.asked) == (1, 0)
    assert str(OTHER_KEY.fingerprint) in receipt.error


def test_16_the_host_key_is_unknown_and_is_never_learnt(far):
    with scripted(far) as server:
        for _ in range(2):
            receipt = deliver(target(server, host_keys=()))
            assert_old(receipt, far, FaultKind.HOST_KEY)
            assert str(server.key.fingerprint) in receipt.error
        assert (server.connections, server.asked) == (2, 0)


def test_19_nothing_listens_and_no_such_name(far):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with scripted(far) as server:
        closed = replace(target(server), port=port)
        nowhere = replace(target(server), host="nowhere.invalid")
    for aim in (closed, nowhere):
        passing = Time()
        receipt = deliver(aim, passing=passing)
        assert_old(receipt, far, FaultKind.NETWORK)
        assert len(passing.waited) == PATIENCE.tries - 1


@pytest.mark.parametrize("said", [b"", b"Exceeded MaxStartups\r\n", b"220 files.example FTP ready\r\n"])
def test_20_and_21_it_is_closed_at_once_or_is_no_ssh_server(far, said):
    with socket.create_server(("127.0.0.1", 0)) as listening, scripted(far) as server:
        port, count = listening.getsockname()[1], []

        def answer():
            while True:
                try:
                    sock, _ = listening.accept()
                except OSError:
                    return
                count.append(1)
                with sock:
                    sock.sendall(said)

        thread = threading.Thread(target=answer)
        thread.start()
        receipt = deliver(replace(target(server), port=port))
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()
    assert_old(receipt, far, FaultKind.NETWORK)
    assert len(count) == PATIENCE.tries
    assert "Is it the SFTP port?" in receipt.fix


def test_22_text_stands_before_the_protocol(far):
    receipt, server = run(far, "posix", greeting=b"Welcome to the district\r\n")
    assert_old(receipt, far, FaultKind.CONFIG)
    assert server.connections == 1


def test_23_there_is_no_sftp(far):
    receipt, _ = run(far, "posix", no_subsystem=True)
    assert_old(receipt, far, FaultKind.CONFIG)


@pytest.mark.parametrize("way", ALL)
@pytest.mark.parametrize(("code", "kind"), [(14, FaultKind.SPACE), (15, FaultKind.SPACE), (4, FaultKind.SERVER)])
def test_24_and_25_the_disk_is_full(far, way, code, kind):
    receipt, server = run(far, way, aim={"quiet_minutes": 1}, full_at=100_000, full_code=code)
    if way == "direct":
        assert_mixed(receipt, kind)
        return
    assert_old(receipt, far, kind)
    tries = 1 if kind is FaultKind.SPACE else PATIENCE.tries
    assert server.connections == tries + 1  # and once more to clear away


@pytest.mark.parametrize("way", ALL)
def test_26_one_write_is_refused_once(far, way):
    receipt, _ = run(far, way, refuse_write=5)
    assert_delivered(receipt, far, way)
    assert sorted(file.sent for file in receipt.files) == [1] * 5 + [2]


@pytest.mark.parametrize("way", ALL)
def test_27_a_write_is_accepted_and_lost(far, way):
    receipt, _ = run(far, way, lose_write=5)
    assert_delivered(receipt, far, way)
    assert sorted(file.sent for file in receipt.files) == [1] * 5 + [2]


def test_27_where_nothing_can_be_read_back_only_sizes_are_claimed(far):
    receipt, _ = run(far, "posix", no_reading=True)
    assert_delivered(receipt, far, "posix")
    assert {file.verified for file in receipt.files} == {Verified.SIZE}
    assert any("read back" in note for note in receipt.notes)


@pytest.mark.parametrize("way", ALL)
def test_28_closing_is_refused(far, way):
    receipt, _ = run(far, way, aim={"quiet_minutes": 1}, close_code=4, no_reading=True)
    if way == "direct":
        assert_mixed(receipt, FaultKind.SERVER)
    else:
        assert_old(receipt, far, FaultKind.SERVER)


@pytest.mark.parametrize("way", ALL)
def test_29_answers_come_in_another_order(far, way):
    receipt, _ = run(far, way, reorder=True)
    assert_delivered(receipt, far, way)


@pytest.mark.parametrize("way", ALL)
@pytest.mark.parametrize("stat", ["hidden", "no size"])
def test_30_and_31_what_arrived_cannot_be_looked_at(far, way, stat):
    receipt, server = run(far, way, stat=stat)
    if way == "direct":
        assert_mixed(receipt, FaultKind.UNVERIFIED)
        assert sum(file.there is not There.OLD for file in receipt.files) == 1
    else:
        assert_old(receipt, far, FaultKind.UNVERIFIED)
    assert server.connections == (1 if way == "direct" else 2)
    assert "instead of" not in receipt.error


@pytest.mark.parametrize("way", ALL)
@pytest.mark.parametrize("stat", ["hidden", "no size"])
def test_30_where_that_is_said_beforehand_it_is_sent_unverified(far, way, stat):
    receipt, _ = run(far, way, aim={"verify": "none"}, stat=stat)
    assert_delivered(receipt, far, way)
    assert not receipt.verifiable


@pytest.mark.parametrize("way", ALL)
def test_32_the_size_there_is_another_one(far, way):
    receipt, _ = run(far, way, aim={"quiet_minutes": 1}, stat="wrong size")
    if way == "direct":
        assert_mixed(receipt, FaultKind.VERIFY)
    else:
        assert_old(receipt, far, FaultKind.VERIFY)
    again, _ = run(far, way, stat="wrong size", lies=1)
    assert_delivered(again, far, way)


@pytest.mark.parametrize("way", ALL)
def test_33_the_server_keeps_what_was_longer(far, way):
    (far / "schools.csv").write_bytes(b"x" * 5000)
    receipt, _ = run(far, way, append=True)
    assert_delivered(receipt, far, way)
    assert any("cut off" in note for note in receipt.notes) == (way == "direct")


@pytest.mark.parametrize("way", STAGED)
def test_34_the_first_name_cannot_be_replaced(far, way):
    receipt, _ = run(far, way, replace_codes={"schools.csv": 3})
    assert_delivered(receipt, far, "direct")
    assert any("rename over schools.csv" in note for note in receipt.notes)


@pytest.mark.parametrize("way", ["posix", "direct"])
def test_34_and_35_a_name_is_write_protected(far, way):
    receipt, _ = run(far, way, replace_codes={"schools.csv": 3}, write_codes={"sections.csv": 3})
    assert_old(receipt, far, FaultKind.DENIED)


@pytest.mark.parametrize("way", STAGED)
def test_35_a_later_name_cannot_be_replaced(far, way):
    receipt, _ = run(far, way, replace_codes={"students.csv": 3})
    assert_mixed(receipt, FaultKind.DENIED)
    now = {file.name: file.there for file in receipt.files}
    assert [name for name in NAMES if now[name] is There.NEW] == list(NAMES[:3])
    assert now["students.csv"] is (There.OLD if way == "posix" else There.MISSING)
    assert len(list(far.glob("*.0badcafe.part"))) == 3  # for the rest to follow
    finished, _ = run(far, way, sent=parcel(begun=True, replacing="students.csv"))
    assert_delivered(finished, far, way)
    assert [file.sent for file in finished.files] == [0] * 6


@pytest.mark.parametrize("way", ALL)
def test_36_the_folder_is_missing(far, way):
    receipt, _ = run(far, way, aim={"folder": "DailyImport"})
    assert_old(receipt, far, FaultKind.MISSING)
    assert "DailyImport" in receipt.error


@pytest.mark.parametrize("way", ALL)
def test_37_the_account_may_only_read(far, way):
    receipt, _ = run(far, way, read_only=True)
    assert_old(receipt, far, FaultKind.DENIED)


@pytest.mark.parametrize("way", ALL)
def test_38_a_slow_server_is_no_fault(far, way):
    receipt, server = run(far, way, write_delay_s=0.005, aim={"patience": replace(PATIENCE, stall_s=0.3)})
    assert_delivered(receipt, far, way)
    assert server.connections == 1


def test_42_a_name_in_other_capitals_is_there(far):
    (far / "Students.csv").write_bytes(b"twin")
    receipt, server = run(far, "posix")
    assert receipt.fault is FaultKind.TWINS
    assert left_of_earlier(far) == {**OLD, "Students.csv": b"twin"}
    assert "Students.csv beside students.csv" in receipt.error
    assert server.connections == 1


@pytest.mark.parametrize("way", ALL)
@pytest.mark.parametrize("gone", [False, True])
def test_43_a_file_changes_or_disappears_meanwhile(far, way, gone, tmp_path):
    local = tmp_path / "students.csv"
    local.write_bytes(NEW["students.csv"])
    items = items_of({**NEW, "students.csv": local})
    if gone:
        local.unlink()
    else:
        local.write_bytes(NEW["students.csv"][:-1] + b"!")
    receipt, server = run(far, way, sent=parcel(items))
    if way == "direct" and not gone:
        assert_mixed(receipt, FaultKind.LOCAL)
    else:
        assert_old(receipt, far, FaultKind.LOCAL)
    assert server.connections <= 2
