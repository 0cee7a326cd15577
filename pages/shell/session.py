"""Who is at the screen, and what the installation gives to every page."""

import time
from functools import cache
from typing import Any

import streamlit as st
from pydantic import SecretStr

from pages.parts.notices import show_refusal
from pages.shell import tickets
from pages.shell.guard import BROWSER_COOKIE
from pages.shell.routes import TICKET_LIFE_S
from pages.shell.secret_files import read_or_create
from pages.shell.staging import Staging
from roster_core.access import rights
from roster_core.access.rights import Right, User
from roster_core.file_box import open_file_box
from roster_core.refusals import Refusal
from roster_core.settings import Settings
from roster_core.store import Store, open_store

_TICKETS = "shell.tickets"


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
    return value or read_or_create(settings().data_dir / "keys" / name)


def find_user(login: str) -> User | None:
    """The user with this login and the rights held now; None if there is none."""
    local = rights.local_administrator()
    return local if login == local.login else None


def current_user() -> User:
    """The user in whose browser the script runs."""
    return rights.local_administrator()


def require(*needed: Right) -> User:
    """The user, if any of the `needed` rights is held; else the page says so and ends here.

    Every page begins with this call. Hiding a page in the menu protects nothing: its address still works.
    """
    user = current_user()
    try:
        rights.require(user, *needed)
    except Refusal:
        wanted = " or ".join(f"“{right.value}”" for right in needed)
        show_refusal(
            Refusal(
                "This page is not open to you.",
                why=f"It needs the right {wanted}.",
                fix="Ask an administrator of the district for it.",
            )
        )
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
