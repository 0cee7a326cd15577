import time

import pytest

from pages.shell import session, tickets
from pages.shell.routes import TICKET_LIFE_S
from roster_core.access.rights import Right


@pytest.fixture
def browser(monkeypatch):
    state: dict[str, object] = {}
    monkeypatch.setattr(session, "browser_cookie", lambda: "cookie")
    monkeypatch.setattr("streamlit.session_state", state)
    return state


def test_without_a_provider_the_user_is_the_local_administrator():
    user = session.current_user()
    assert user.rights == frozenset(Right)
    assert session.find_user(user.login) == user


def test_an_unknown_login_is_nobody():
    assert session.find_user("somebody") is None


def test_the_sign_in_token_survives_a_restart(data_dir):
    token = session.sign_in_token()
    session.sign_in_token.cache_clear()
    assert session.sign_in_token() == token
    assert (data_dir / "keys" / "sign_in").read_text() == token


def test_the_environment_overrides_token_and_key(data_dir, monkeypatch):
    monkeypatch.setenv("ROSTER_SIGN_IN_TOKEN", "given")
    monkeypatch.setenv("ROSTER_TICKET_KEY", "given too")
    assert (session.sign_in_token(), session.ticket_key()) == ("given", "given too")
    assert not (data_dir / "keys").exists()


def test_a_variable_set_to_nothing_is_no_secret(monkeypatch):
    monkeypatch.setenv("ROSTER_SIGN_IN_TOKEN", "")
    monkeypatch.setenv("ROSTER_TICKET_KEY", "")
    assert len(session.sign_in_token()) == len(session.ticket_key()) == 43


@pytest.mark.usefixtures("browser")
def test_the_same_ticket_is_handed_out_again():
    first = session.ticket("download", kind="x", run=1)
    assert session.ticket("download", run=1, kind="x") == first
    assert session.ticket("download", kind="x", run=2) != first
    claims = tickets.verify(session.ticket_key(), "download", first, "cookie", max_age_s=60)
    assert claims is not None
    assert (claims["kind"], claims["run"], claims["login"]) == ("x", 1, "local")


@pytest.mark.usefixtures("browser")
def test_a_ticket_is_renewed_at_half_its_life(monkeypatch):
    now = time.monotonic()
    monkeypatch.setattr("time.monotonic", lambda: now)
    first = session.ticket("download", kind="x")
    monkeypatch.setattr("time.monotonic", lambda: now + TICKET_LIFE_S / 2 + 1)
    monkeypatch.setattr("itsdangerous.timed.TimestampSigner.get_timestamp", lambda _self: int(time.time()) + 1801)
    assert session.ticket("download", kind="x") != first
