"""What is shown in place of a page to who is not signed in: the providers, or why the person is not let in."""

from collections.abc import Callable

import streamlit as st

from pages.parts.notices import plain, show_refusal
from pages.shell.providers import Auth
from roster_core.journeys.signing_in import SignInOver
from roster_core.refusals import Refusal


def show_sign_in(auth: Auth | None, refusal: Refusal | None, sign_out: Callable[[], None]) -> None:
    """Draw it; `refusal` says why a person whom the provider let in is not let in here."""
    _left, middle, _right = st.columns([1, 2, 1])
    with middle, st.container(border=True):
        st.title("Sign in to Roster Desk", anchor=False)
        _say(refusal)
        for provider in auth.providers if auth else ():
            if st.button(
                f"Sign in with {plain(provider.title)}",
                key=f"sign_in.{provider.name}",
                type="primary",
                icon=":material/login:",
                width="stretch",
            ):
                st.login(provider.name)
        if refusal is not None and not isinstance(refusal, SignInOver):
            st.caption("To come as somebody else, sign out first.")
            st.button("Sign out", key="sign_in.out", icon=":material/logout:", on_click=sign_out)
        else:
            st.caption("You come back to the page that you asked for.")


def _say(refusal: Refusal | None) -> None:
    if refusal is None:
        st.markdown("Your district's account opens it. What you see is what your roles are for.")
    elif isinstance(refusal, SignInOver):
        st.info(f"**{plain(refusal.what)}** {plain(refusal.why)}", icon=":material/lock_clock:")
    else:
        show_refusal(refusal)
