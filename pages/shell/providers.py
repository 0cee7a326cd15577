"""Sign-in providers as `.streamlit/secrets.toml` names them in its section [auth], which Streamlit reads too."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from roster_core.refusals import Refusal

#: The name by which Streamlit calls a provider that stands in [auth] itself.
DEFAULT = "default"
_NEEDED = ("client_id", "client_secret", "server_metadata_url")
#: Half of what a random hex secret of 256 bits has: nobody finds that by trying.
_SHORTEST_SECRET = 32
_CALLBACK = "/oauth2callback"
_NOT_STARTED = "The server did not start."


@dataclass(frozen=True)
class Provider:
    """One provider: the name for `st.login`, and what it is called on screen."""

    name: str
    title: str


@dataclass(frozen=True)
class Auth:
    """What is set of sign-in: where browsers come back to, and the providers in the order of the file."""

    redirect_uri: str
    providers: tuple[Provider, ...]

    @property
    def host(self) -> str:
        """The host name under which browsers reach the server."""
        return urlsplit(self.redirect_uri).hostname or ""

    @property
    def origin(self) -> str:
        """Scheme, host and port of the same."""
        parts = urlsplit(self.redirect_uri)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def encrypted(self) -> bool:
        """Whether browsers come by https."""
        return self.redirect_uri.startswith("https://")


def read_auth() -> Auth | None:
    """What is set; None without a section [auth]."""
    section = _section()
    if section is None:
        return None
    named = {name: one for name, one in section.items() if isinstance(one, Mapping) and name != "client_kwargs"}
    providers = [Provider(name, name.replace("-", " ").title()) for name in named]
    if section.get("client_id"):
        providers.insert(0, Provider(DEFAULT, urlsplit(str(section.get("server_metadata_url"))).hostname or "provider"))
    port = str(st.get_option("server.port"))
    return Auth(str(section.get("redirect_uri", "")).replace("{port}", port), tuple(providers))


def require_sound(auth: Auth) -> None:
    """Let the server start only with a section [auth] by which people can sign in.

    Raises:
        Refusal: Something is missing or unsafe.
    """
    section = _section() or {}
    parts = urlsplit(auth.redirect_uri)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path != _CALLBACK:
        why = f"redirect_uri in [auth] is “{auth.redirect_uri}”."
        raise Refusal(
            _NOT_STARTED, why=why, fix=f"Write the whole address of this app and {_CALLBACK}: https://…{_CALLBACK}."
        )
    if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise Refusal(
            _NOT_STARTED,
            why=f"People would sign in at {auth.origin} without encryption, for everybody on the way to read.",
            fix="Put a server with a certificate in front of it and write https:// in redirect_uri.",
        )
    if len(str(section.get("cookie_secret", ""))) < _SHORTEST_SECRET:
        raise Refusal(
            _NOT_STARTED,
            why=f"cookie_secret in [auth] is shorter than {_SHORTEST_SECRET} letters: who guesses it is anybody.",
            fix='Make one: python -c "import secrets; print(secrets.token_hex(32))"',
        )
    if not auth.providers:
        raise Refusal(
            _NOT_STARTED, why="[auth] names no provider.", fix="Add a section such as [auth.google] with client_id."
        )
    for provider in auth.providers:
        _require_complete(section, provider)
    if find_spec("authlib") is None:
        raise Refusal(
            _NOT_STARTED, why="The package Authlib is not installed.", fix="Install requirements.txt, then start again."
        )


def _require_complete(section: Mapping[str, Any], provider: Provider) -> None:
    own = section if provider.name == DEFAULT and section.get("client_id") else section[provider.name]
    if missing := [name for name in _NEEDED if not own.get(name)]:
        why = f"The provider “{provider.name}” in [auth] has no {' and no '.join(missing)}."
        raise Refusal(_NOT_STARTED, why=why, fix="Copy it from where the app was registered with the provider.")
    if "_" in provider.name:
        why = f"The provider's name “{provider.name}” has an underscore, which Streamlit cannot read."
        raise Refusal(_NOT_STARTED, why=why, fix="Write a hyphen instead.")


def _section() -> Mapping[str, Any] | None:
    if not st.secrets.load_if_toml_exists() or "auth" not in st.secrets:
        return None
    section: Mapping[str, Any] = st.secrets["auth"].to_dict()
    return section
