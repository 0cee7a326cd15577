"""One user: roles and where they come from, what can be done, and the program as the user would see it."""

from collections.abc import Mapping

import streamlit as st

from pages.parts import see_as, user_dialogs
from pages.parts.notices import plain, refusals_shown
from pages.parts.role_words import verbatim, where
from roster_core.access.rights import User
from roster_core.journeys.role_grants import leave_to_claims, withdraw_role
from roster_core.journeys.user_edits import enable_user
from roster_core.journeys.users import Origin, RoleView, UserView
from roster_core.store import Store


def show_card(store: Store, user: User, chosen: UserView, schools: Mapping[str, str]) -> None:
    """Draw it, with its buttons."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.header(f":material/person: {plain(chosen.name)}", anchor=False, width="content")
            st.badge("Active" if chosen.active else "Disabled", color="green" if chosen.active else "red")
        st.markdown(_facts(chosen))
        if not chosen.roles:
            st.markdown("No role yet: this user can sign in and sees the start page only.")
        for role in chosen.roles:
            _show_role(store, user, chosen, role)
        _show_tools(store, user, chosen, schools)
    if st.session_state.get(f"access.see.{chosen.login}"):
        see_as.show(chosen, schools)


def _facts(chosen: UserView) -> str:
    seen = f"last sign-in {chosen.signed_in_at:%Y-%m-%d %H:%M} UTC" if chosen.signed_in_at else "never signed in"
    account = f" · commands of the account {plain(chosen.os_account)}" if chosen.os_account else ""
    return f"{verbatim(chosen.login)} :small[· {seen}{account}]"


def _show_role(store: Store, user: User, chosen: UserView, role: RoleView) -> None:
    key = f"access.role.{chosen.login}.{role.key}.{role.origin}.{role.whose}"
    with st.container(horizontal=True, vertical_alignment="center"):
        if role.origin is Origin.WITHHELD:
            st.markdown(f":material/block: **{plain(role.title)}**: withheld, whatever claims say", width="content")
            take, label = leave_to_claims, "Leave it to claims"
        else:
            told = ":small[brought by claims]" if role.origin is Origin.CLAIMS else ""
            place = plain(where(role.schools, role.whose))
            st.markdown(f":material/key: **{plain(role.title)}**: {place} {told}", width="content")
            take, label = withdraw_role, "Withdraw"
        if st.button(label, key=key, type="tertiary", icon=":material/close:"):
            with refusals_shown():
                take(store, user, chosen.login, role.key)
                st.rerun()


def _show_tools(store: Store, user: User, chosen: UserView, schools: Mapping[str, str]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Give a role", icon=":material/add:", key="access.grant", type="primary"):
            user_dialogs.grant(store, user, chosen, schools)
        if st.button("Change", icon=":material/edit:", key="access.change"):
            user_dialogs.change(store, user, chosen)
        if chosen.active and st.button("Disable", icon=":material/person_off:", key="access.disable"):
            user_dialogs.disable(store, user, chosen)
        if not chosen.active and st.button("Enable", icon=":material/person_check:", key="access.enable"):
            with refusals_shown():
                enable_user(store, user, chosen.login)
                st.rerun()
        if chosen.known and st.button("Sign-ins", icon=":material/logout:", key="access.sign_ins"):
            user_dialogs.end_sign_ins(store, user, chosen)
        st.toggle("See as this user", key=f"access.see.{chosen.login}")
