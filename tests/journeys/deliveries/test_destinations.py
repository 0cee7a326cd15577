"""Destinations: what is set, what is secret, the server's key, trials, and who may."""

import os
import stat
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from roster_core.access.audit import check_chain
from roster_core.access.rights import Right, granted
from roster_core.access.tables import AuditEvent
from roster_core.delivery.sftp.keys import fingerprint_of, make_key
from roster_core.journeys.destination_edits import (
    DestinationDraft,
    add_destination,
    change_destination,
    delete_destination,
    make_key_pair,
    switch,
)
from roster_core.journeys.destination_settings import Method, parse_settings
from roster_core.journeys.destination_trials import look_at_keys, trust_keys, try_destination
from roster_core.journeys.destinations import lock_of, read_destination, read_destinations
from roster_core.journeys.secret_store import check_keys, open_secrets, rotate
from roster_core.refusals import Refusal
from roster_core.roster.tables.delivery import Destination, SealedSecret
from roster_core.sealing import add_key, key_file, open_box
from tests.journeys.deliveries.conftest import there
from tests.servers.sshd import running_sshd

ACCOUNT = {"host": "sftp.example", "user": "maple"}
MAIL = {"host": "m", "sender": "a@b.example", "recipients": ["a@b.example"]}
SEALED = "pass word — ünïque 7f3a"


def add(office, name="Clever", **more):
    draft = DestinationDraft({**ACCOUNT, **more}, {"password": SEALED}, ["Nightly"])
    return add_destination(office.store, office.user, name, Method.SFTP, draft, clock=office.clock)


def opened(office, owner):
    with office.store.reading(1) as session:
        return open_secrets(office.store, session, 1, owner)


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        (" sftp.example ", ("sftp.example", 22, "", "")),
        ("sftp://sftp.example/", ("sftp.example", 22, "", "")),
        ("sftp.example:2222", ("sftp.example", 2222, "", "")),
        ("sftp://maple@sftp.example:2222/in/", ("sftp.example", 2222, "maple", "/in/")),
    ],
)
def test_a_pasted_address_is_taken_apart(pasted, meant):
    found: Any = parse_settings(Method.SFTP, {"host": pasted, **({} if meant[2] else {"user": "u"})})
    assert (found.host, found.port, found.user if meant[2] else "", found.folder) == meant


@pytest.mark.parametrize(
    ("method", "given", "why"),
    [
        (Method.SFTP, {}, "host is needed"),
        (Method.SFTP, {"host": "a b", "user": "u"}, "name alone"),
        (Method.SFTP, {"host": "a"}, "user name is needed"),
        (Method.SFTP, {"host": "a", "user": "u", "port": 0}, "65535"),
        (Method.EMAIL, {**MAIL, "sender": "x"}, "no e-mail address"),
        (Method.EMAIL, {**MAIL, "recipients": []}, "recipient is needed"),
        (Method.EMAIL, {**MAIL, "content": "zip"}, "agreed"),
        (Method.EMAIL, {**MAIL, "encryption": "plain", "sign_in": "password", "user": "u"}, "encryption"),
        (Method.LOCAL, {}, "folder is needed"),
        (Method.LOCAL, {"path": "/nowhere/at/all"}, "no folder"),
    ],
)
def test_what_does_not_go_together_is_refused(office, method, given, why):
    with pytest.raises(Refusal, match=why):
        add_destination(office.store, office.user, "X", method, DestinationDraft(given))
    assert read_destinations(office.store, office.user) == ()


def test_a_secret_is_sealed_and_another_host_forgets_it(office):
    made = add(office)
    owner = f"destination:{made.destination_id}"
    assert [(note.name, note.by) for note in made.secrets] == [("password", office.user.login)]
    assert opened(office, owner) == {"password": SEALED}
    kept = change_destination(office.store, office.user, "clever", DestinationDraft({**ACCOUNT, "folder": "in"}))
    assert (kept.label, [note.name for note in kept.secrets], kept.profiles) == (
        "maple@sftp.example/in", ["password"], ("Nightly",),
    )  # fmt: skip
    gone = change_destination(office.store, office.user, "Clever", DestinationDraft({**ACCOUNT, "port": 2222}))
    assert gone.secrets == ()
    assert opened(office, owner) == {}
    blank = add(office, "Other")
    draft = DestinationDraft(ACCOUNT, {"password": ""})
    assert change_destination(office.store, office.user, "Other", draft).secrets == ()
    assert blank.hindrance == "Nobody has confirmed the server's key yet."


def test_a_sealed_secret_is_bound_to_its_row(office):
    one, two = add(office, "One"), add(office, "Two")
    with office.store.writing(1) as session:
        rows = {row.owner: row for row in session.exec(select(SealedSecret)).all()}
        first, second = (rows[f"destination:{made.destination_id}"] for made in (one, two))
        first.token, second.token = second.token, first.token
    with pytest.raises(Refusal, match="belongs elsewhere"):
        opened(office, f"destination:{one.destination_id}")


def test_a_new_key_seals_every_secret_anew_wherever_it_is_cut_off(either_office):
    made = add(either_office)
    owner, settings = f"destination:{made.destination_id}", either_office.store.settings
    before = open_box(settings).current
    assert rotate(either_office.store, either_office.user) == 1
    after = open_box(settings)
    assert list(after.keys) == [after.current] != [before]
    assert opened(either_office, owner) == {"password": SEALED}
    add_key(settings)  # as far as a rotation that was cut off came
    assert opened(either_office, owner) == {"password": SEALED}
    assert rotate(either_office.store, either_office.user) == 1
    assert opened(either_office, owner) == {"password": SEALED}
    assert len(open_box(settings).keys) == 1
    if os.name == "posix":
        assert stat.S_IMODE(key_file(settings).stat().st_mode) == 0o600
    with pytest.raises(Refusal, match="admin"):
        rotate(either_office.store, granted("e", "E", frozenset(Right) - {Right.ADMIN}))


def test_a_missing_or_open_key_file_is_told(office):
    made = add(office)
    check_keys(office.store)
    path = key_file(office.store.settings)
    kept = path.read_text()
    path.unlink()
    with pytest.raises(Refusal, match=r"sealed with the key [0-9a-f]{8}, which is not in the key file"):
        check_keys(office.store)
    with pytest.raises(Refusal, match="not in the key file"):
        rotate(office.store, office.user)
    path.write_text(kept)
    path.chmod(0o644)
    with pytest.raises(Refusal, match="Others can read"):
        opened(office, f"destination:{made.destination_id}")
    path.chmod(0o600)
    for damaged in ("", kept.replace(":", ":AA", 1), "0badcafe:" + "A" * 43 + "=\n"):
        path.write_text(damaged)
        with pytest.raises(Refusal, match="key for stored secrets was not taken"):
            opened(office, f"destination:{made.destination_id}")


def test_a_key_pair_is_made_and_only_its_public_half_is_shown(office, server):
    add_destination(
        office.store, office.user, "Clever", Method.SFTP,
        DestinationDraft({"host": "127.0.0.1", "port": server.port, "user": server.user}),
    )  # fmt: skip
    line = make_key_pair(office.store, office.user, "Clever")
    assert line.startswith("ssh-ed25519 AAAA")
    made = read_destination(office.store, office.user, "Clever")
    assert (made.public_key, [note.name for note in made.secrets]) == (line, ["key"])
    with running_sshd() as other:
        (other.log.parent / "authorized").write_text(line + "\n")
        draft = DestinationDraft({"host": "127.0.0.1", "port": other.port, "user": other.user})
        change_destination(office.store, office.user, "Clever", draft)
        assert read_destination(office.store, office.user, "Clever").public_key == ""
        (other.log.parent / "authorized").write_text(make_key_pair(office.store, office.user, "Clever") + "\n")
        [shown] = look_at_keys(office.store, office.user, "Clever")
        trust_keys(office.store, office.user, "Clever", [shown.fingerprint])
        assert all(one.good for one in try_destination(office.store, office.user, "Clever"))


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("ssh-ed25519 AAAAC3Nza me", "public half"),
        ("PuTTY-User-Key-File-3: ssh-ed25519", "PuTTY"),
        ("hello", "no private key"),
    ],
)
def test_a_key_that_is_none_is_refused_with_what_to_do(office, key, why):
    with pytest.raises(Refusal, match=why):
        add_destination(office.store, office.user, "X", Method.SFTP, DestinationDraft(ACCOUNT, {"key": key}))


def test_only_a_key_that_somebody_compared_is_pinned(office, server):
    office.sftp(server)
    [key] = read_destination(office.store, office.user, "Clever").host_keys
    assert (key.line, key.by) == (server.host_key, office.user.login)
    [shown] = look_at_keys(office.store, office.user, "Clever")
    assert shown.confirmed
    assert shown.fingerprint == fingerprint_of(server.host_key)
    with pytest.raises(Refusal, match="does not show a key"):
        trust_keys(office.store, office.user, "Clever", ["SHA256:other"])
    with pytest.raises(Refusal, match="does not show a key"):
        trust_keys(office.store, office.user, "Clever", [])
    assert read_destination(office.store, office.user, "Clever").host_keys == (key,)


def test_a_trial_is_kept_and_waits_for_nobody(office, server):
    office.sftp(server)
    tried = try_destination(office.store, office.user, "Clever", clock=office.clock)
    assert all(one.good for one in tried)
    made = read_destination(office.store, office.user, "Clever")
    assert (made.tested, made.tested_at, made.hindrance) == (tried, office.now, "")
    assert there(server) == {}
    with office.store.lock(lock_of(made.destination_id)), pytest.raises(Refusal, match="at the same work"):
        try_destination(office.store, office.user, "Clever")


def test_it_is_switched_off_and_deleted_only_when_no_profile_uses_it(office, tmp_path):
    made = office.folder(tmp_path / "share")
    off = switch(office.store, office.user, "Share", on=False, clock=office.clock)
    assert "switched off" in off.hindrance
    assert switch(office.store, office.user, "share", on=True).hindrance == ""
    with pytest.raises(Refusal, match="used by “Nightly”"):
        delete_destination(office.store, office.user, "Share")
    change_destination(
        office.store, office.user, "Share", DestinationDraft(made.settings.model_dump(), profiles=())
    )  # fmt: skip
    delete_destination(office.store, office.user, "Share", clock=office.clock)
    assert read_destinations(office.store, office.user) == ()
    assert list((tmp_path / "share").iterdir()) == []
    office.folder(tmp_path / "share")
    with office.store.reading(1) as session:
        assert len(session.exec(select(Destination)).all()) == 2
        actions = [event.action for event in session.exec(select(AuditEvent).order_by(sa.text("event")))]
        assert list(check_chain(session, 1)) == []
    assert actions == [
        "destination_added", "destination_switched_off", "destination_switched_on", "destination_changed",
        "destination_deleted", "destination_added",
    ]  # fmt: skip


def test_a_name_is_given_once_and_who_may_not_edit_changes_nothing(office):
    add(office)
    with pytest.raises(Refusal, match="is taken"):
        add(office, " CLEVER ")
    viewer = granted("v", "Viewer", frozenset({Right.EXPORT_VIEW}))
    guest = replace(office, user=viewer)
    for deed in (
        lambda: add(guest, "Y"),
        lambda: change_destination(guest.store, viewer, "Clever", DestinationDraft(ACCOUNT)),
        lambda: switch(guest.store, viewer, "Clever", on=False),
        lambda: delete_destination(guest.store, viewer, "Clever"),
        lambda: make_key_pair(guest.store, viewer, "Clever"),
        lambda: look_at_keys(guest.store, viewer, "Clever"),
        lambda: try_destination(guest.store, viewer, "Clever"),
    ):
        with pytest.raises(Refusal, match="export_edit"):
            deed()
    assert [one.name for one in read_destinations(office.store, viewer)] == ["Clever"]
    assert make_key() != make_key()
