"""What is asked before a user is added or changed, gets a role, or is shut out."""

from collections.abc import Mapping

import streamlit as st

from pages.parts.notices import plain, refusals_shown
from pages.parts.role_words import GRANTABLE, role_fields
from roster_core.access.rights import User
from roster_core.journeys.role_grants import grant_role
from roster_core.journeys.user_edits import add_user, change_user, disable_user, forget_account, sign_out_user
from roster_core.journeys.users import UserView
from roster_core.store import Store


@st.dialog("Add a user", icon=":material/person_add:")
def add(
    store: Store, user: User, schools: Mapping[str, str], *, login: str = "", name: str = "", role: str = ""
) -> None:
    """Ask for the address, the name and a first role."""
    key = f"access.add.{login}"
    address = st.text_input(
        "E-mail address", value=login, key=f"{key}.login", help="The verified one that the sign-in provider knows."
    )
    called = st.text_input("Name", value=name, key=f"{key}.name", placeholder="First and last name")
    given = role_fields(schools, key, index=GRANTABLE.index(role) if role else None)
    if st.button("Add", type="primary", key=f"{key}.yes"):
        with refusals_shown():
            made = add_user(store, user, address or "", called or "", [given] if given else [])
            st.session_state["access.chosen"] = made.login
            st.toast(f"{made.name} can sign in now.", icon=":material/check_circle:")
            st.rerun()


@st.dialog("Change a user", icon=":material/edit:")
def change(store: Store, user: User, chosen: UserView) -> None:
    """Ask for name, address and account."""
    key = f"access.change.{chosen.login}"
    name = st.text_input("Name", value=chosen.name, key=f"{key}.name")
    address = st.text_input(
        "E-mail address",
        value=chosen.login,
        key=f"{key}.login",
        help="The audit trail keeps the old one where it was written down.",
    )
    account = st.text_input(
        "Account of the server's computer",
        value=chosen.os_account or "",
        key=f"{key}.account",
        placeholder="None",
        help="Commands that are typed with this account act as the user.",
    )
    if st.button("Save", type="primary", key=f"{key}.yes"):
        with refusals_shown():
            made = change_user(store, user, chosen.login, name=name or "", new_login=address, os_account=account or "")
            st.session_state["access.chosen"] = made.login
            st.rerun()


@st.dialog("Give a role", icon=":material/key:")
def grant(store: Store, user: User, chosen: UserView, schools: Mapping[str, str]) -> None:
    """Ask for the role; it counts at once."""
    st.markdown(f"**{plain(chosen.name)}** gets the role at once. What was held of the same role is replaced.")
    given = role_fields(schools, f"access.grant.{chosen.login}")
    if st.button("Give it", type="primary", key="access.grant.yes", disabled=given is None) and given:
        with refusals_shown():
            grant_role(store, user, chosen.login, given)
            st.rerun()


@st.dialog("Disable this user?", icon=":material/person_off:")
def disable(store: Store, user: User, chosen: UserView) -> None:
    """Ask once more."""
    st.markdown(f"**{plain(chosen.name)}** is shut out at once, in every browser. What was done stays on record.")
    if st.button("Disable", type="primary", key="access.disable.yes"):
        with refusals_shown():
            disable_user(store, user, chosen.login)
            st.rerun()


@st.dialog("End sign-ins", icon=":material/logout:")
def end_sign_ins(store: Store, user: User, chosen: UserView) -> None:
    """Ask which of two ways."""
    st.markdown(
        f"**Sign out everywhere** ends what {plain(chosen.name)} has open in any browser. **Forget the account** also "
        "lets another account of the provider take the address: for one that was made anew there. Until then an "
        "address that changed hands lets nobody in."
    )
    with st.container(horizontal=True), refusals_shown():
        if st.button("Sign out everywhere", type="primary", key="access.sign_ins.end"):
            sign_out_user(store, user, chosen.login)
            st.rerun()
        if st.button("Forget the account", key="access.sign_ins.forget"):
            forget_account(store, user, chosen.login)
            st.rerun()
