"""Who is at the screen, and what the installation gives to every page."""

import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from functools import cache
from typing import Any

import streamlit as st
from pydantic import SecretStr

from pages.parts.notices import show_refusal
from pages.shell import providers, tickets
from pages.shell.guard import BROWSER_COOKIE
from pages.shell.providers import Auth
from pages.shell.routes import TICKET_LIFE_S
from pages.shell.secret_files import read_or_create
from pages.shell.staging import Staging
from roster_core.access import rights
from roster_core.access.rights import Right, User
from roster_core.journeys import signing_in, users
from roster_core.refusals import Refusal
from roster_core.settings import Settings
from roster_core.storage.file_box import open_file_box
from roster_core.store import Store, open_store

_TICKETS, _LEAVING = "shell.tickets", "shell.leaving"


@cache
def settings() -> Settings:
    """The settings of this server, read once."""
    return Settings()


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The roster's store, opened once for all users; opening brings the schema up to date."""
    return open_store(settings())


@cache
def staging() -> Staging:
    """The folder in which uploads arrive."""
    return Staging(settings().data_dir / "staged", box=open_file_box(settings()))


@cache
def ticket_key() -> str:
    """The key that signs tickets: set by the environment where several servers share it, else kept in a file."""
    return _secret(settings().ticket_key, "tickets")


@cache
def sign_in_token() -> str:
    """The token of the sign-in link; kept in a file, so that a restart leaves browsers signed in."""
    return _secret(settings().sign_in_token, "sign_in")


def _secret(given: SecretStr | None, name: str) -> str:
    # A variable that is set to nothing is no secret: with it, everybody would know the token.
    value = given.get_secret_value() if given else ""
    settings().make_data_dir()
    return value or read_or_create(settings().data_dir / "keys" / name)


@cache
def auth() -> Auth | None:
    """How people sign in; None where the local administrator is alone, on this machine."""
    return providers.read_auth()


def sign_in_providers() -> tuple[str, ...]:
    """What the providers are called on screen."""
    found = auth()
    return tuple(provider.title for provider in found.providers) if found else ()


def find_user(login: str) -> User | None:
    """The user with this login and the rights held now; None if there is none, or who is disabled."""
    if auth() is not None:
        return users.find_user(store(), login)
    local = rights.local_administrator()
    return local if login == local.login else None


def arrive() -> User | None:
    """The user at the start of a run, which counts as use of the sign-in; None of a browser that is not signed in.

    Raises:
        Refusal: The person may not sign in, or the sign-in has ended.
    """
    if auth() is None:
        return current_user()
    if _LEAVING in st.session_state:
        st.logout()
        return None
    told = _claims()
    return None if told is None else signing_in.enter(store(), told, _limits())


def current_user() -> User:
    """The user in whose browser the script runs; asked anew each time, since rights may end at any moment."""
    if auth() is None:
        return rights.local_administrator()
    told = _claims()
    user = None if told is None else _still_in(told)
    if user is None:
        st.rerun()  # the router says why, and offers to sign in
    return user


def is_open(told: Mapping[str, Any], used: bool) -> bool:  # noqa: FBT001 - called by the door as it is
    """Whether the sign-in that a cookie tells of is open; if it was `used`, that keeps it open."""
    ask = signing_in.use if used else signing_in.check
    try:
        ask(store(), told, _limits())
    except Refusal:
        return False
    return True


def sign_out() -> None:
    """End the sign-in here at once; with the next run the browser goes to the provider, to end it there too."""
    told = _claims()
    if told is not None:
        with suppress(Refusal):  # who was never let in has nothing to end here
            signing_in.leave(store(), told)
    # A run may be cut off by the next one, and with it the way to the provider: it is begun anew then.
    st.session_state[_LEAVING] = True


@st.fragment(run_every=60)
def watch() -> None:
    """Clear the screen of who was idle for too long, or was shut out, though nobody touches it."""
    current_user()


def _claims() -> Mapping[str, Any] | None:
    return dict(st.user) if st.user.get("is_logged_in") else None


def _still_in(told: Mapping[str, Any]) -> User | None:
    try:
        return signing_in.check(store(), told, _limits())
    except Refusal:
        return None


def _limits() -> signing_in.Limits:
    return signing_in.Limits(
        idle=timedelta(minutes=settings().idle_minutes), longest=timedelta(hours=settings().sign_in_hours)
    )


def require(*needed: Right) -> User:
    """The user, if any of the `needed` rights is held; else the page says so and ends here.

    Every page begins with this call. Hiding a page in the menu protects nothing: its address still works.
    """
    user = current_user()
    try:
        rights.require(user, *needed)
    except Refusal as refusal:
        show_refusal(Refusal("This page is not open to you.", why=refusal.why, fix=refusal.fix))
        st.stop()
    return user


def browser_cookie() -> str:
    """The cookie that names this browser; blank outside of one."""
    return st.context.cookies.to_dict().get(BROWSER_COOKIE, "")


def ticket(operation: str, **claims: Any) -> str:
    """A ticket for the current user and browser.

    The same ticket is handed out until half its life is over: a new one at every rerun would make the browser load
    tables and components anew.
    """
    held: dict[str, tuple[float, str]] = st.session_state.setdefault(_TICKETS, {})
    name = repr((operation, sorted(claims.items())))
    made, value = held.get(name, (0.0, ""))
    if time.monotonic() - made > TICKET_LIFE_S / 2 or not value:
        value = tickets.issue(ticket_key(), operation, current_user().login, browser_cookie(), **claims)
        held[name] = (time.monotonic(), value)
    return value
