import pytest
import streamlit as st

from pages.shell import providers
from pages.shell.providers import Provider, read_auth, require_sound
from roster_core.refusals import Refusal

_OWN = {"client_id": "a", "client_secret": "b", "server_metadata_url": "https://id.maple.example/.well-known/x"}
SOUND = {"redirect_uri": "https://desk.maple.example/oauth2callback", "cookie_secret": "x" * 32, "google": _OWN}


@pytest.fixture
def written(monkeypatch):
    """Puts a section [auth] in place of the one in the file."""

    def put(**section):
        monkeypatch.setattr(providers, "_section", lambda: section)
        found = read_auth()
        assert found is not None
        return found

    return put


def test_without_a_file_nobody_signs_in():
    assert read_auth() is None


def test_one_provider_or_several_are_known_by_name(written):
    several = written(**SOUND, **{"maple-hollow": _OWN})
    assert several.providers == (Provider("google", "Google"), Provider("maple-hollow", "Maple Hollow"))
    assert (several.host, several.origin, several.encrypted) == (
        "desk.maple.example", "https://desk.maple.example", True,
    )  # fmt: skip
    require_sound(several)
    alone = written(**{**SOUND, "google": None}, **_OWN, client_kwargs={"prompt": "login"})
    assert alone.providers == (Provider("default", "id.maple.example"),)
    require_sound(alone)
    local = written(**{**SOUND, "redirect_uri": "http://localhost:{port}/oauth2callback"})
    assert local.origin == f"http://localhost:{st.get_option('server.port')}"
    require_sound(local)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"redirect_uri": ""}, "redirect_uri"),
        ({"redirect_uri": "https://desk.maple.example/"}, "redirect_uri"),
        ({"redirect_uri": "http://desk.maple.example/oauth2callback"}, "without encryption"),
        ({"cookie_secret": "short"}, "cookie_secret"),
        ({"google": None}, "no provider"),
        ({"google": {**_OWN, "client_secret": ""}}, "no client_secret"),
        ({"my_idp": _OWN}, "underscore"),
    ],
)
def test_a_server_does_not_start_with_less(written, change, why):
    with pytest.raises(Refusal, match=why):
        require_sound(written(**{**SOUND, **change}))
