"""The list of users, who asked to be let in, and what there is to do with the one that is chosen."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from pages.parts import user_dialogs
from pages.parts.notices import plain, refusals_shown
from pages.parts.role_words import summary, verbatim
from pages.parts.tables import harmless
from pages.parts.user_card import show_card
from roster_core.access.rights import User
from roster_core.journeys.user_edits import dismiss_request
from roster_core.journeys.users import RequestView, UserView
from roster_core.store import Store
from roster_core.text import fold

_CHOSEN = "access.chosen"
#: Rows that are seen without scrolling.
_HEIGHT = 430


def show_requests(store: Store, user: User, requests: Sequence[RequestView], schools: Mapping[str, str]) -> None:
    """Who was turned away at sign-in because nobody made them a user."""
    for one in requests:
        with st.container(border=True):
            st.markdown(
                f":material/front_hand: **{plain(one.name)}** {verbatim(one.login)} wanted to sign in and is no user. "
                f":small[{one.last_at:%Y-%m-%d %H:%M} UTC, from] {verbatim(one.issuer)}"
            )
            with st.container(horizontal=True):
                if st.button("Add", key=f"access.request.add.{one.login}", icon=":material/person_add:"):
                    user_dialogs.add(store, user, schools, login=one.login, name=one.name)
                if st.button("Put aside", key=f"access.request.aside.{one.login}"):
                    with refusals_shown():
                        dismiss_request(store, user, one.login)
                        st.rerun()


def show_users(
    store: Store, user: User, users: Sequence[UserView], schools: Mapping[str, str], providers: Sequence[str]
) -> None:
    """The list, and below it the user that is chosen."""
    if not providers:
        st.info(
            "No sign-in provider is set up: whoever opens the link that the server prints works as the local "
            "administrator, on this computer only. Users can be prepared here; the README says how they get in.",
            icon=":material/lock_person:",
        )
    if not users:
        with st.container(border=True):
            st.header(":material/group: There are no users yet", anchor=False)
            st.markdown("The first one has to be an administrator of the whole district.")
            if st.button("Add the first user", type="primary", icon=":material/person_add:", key="access.first"):
                user_dialogs.add(store, user, schools, role="administrator")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sought = st.text_input(
            "Find", key="access.find", placeholder="Name, address, role or school", icon=":material/search:", width=340
        )
        if st.button("Add a user", icon=":material/person_add:", key="access.add"):
            user_dialogs.add(store, user, schools)
    hits = [one for one in users if fold(sought or "") in fold(f"{one.name} {one.login} {summary(one.roles)}")]
    disabled = sum(not one.active for one in users)
    st.caption(f"{len(hits):,} of {len(users):,} users{f', {disabled:,} disabled' if disabled else ''}")
    if not hits:
        st.markdown("Nobody fits. Look for a part of a name, an address, a role or a school code.")
        return
    _choose(hits)
    chosen = next((one for one in hits if one.login == st.session_state.get(_CHOSEN)), None)
    if chosen is None:
        st.caption("Click a row to see a user's roles, change them, or see the program as that user would.")
    else:
        show_card(store, user, chosen, schools)


def _choose(hits: Sequence[UserView]) -> None:
    event = st.dataframe(
        _frame(hits),
        hide_index=True,
        # A key for each list: a click is not to choose the user who now stands in that row.
        key=f"access.list.{hash(tuple(one.login for one in hits))}",
        on_select="rerun",
        selection_mode="single-row",
        height=min(_HEIGHT, 38 + 35 * len(hits)),
        alt="Users",
    )
    if rows := event.selection.rows:
        st.session_state[_CHOSEN] = hits[rows[0]].login


def _frame(users: Sequence[UserView]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Name": [harmless(one.name) for one in users],
            "E-mail": [harmless(one.login) for one in users],
            "Roles": [harmless(summary(one.roles)) or "None" for one in users],
            "Last sign-in (UTC)": [
                f"{one.signed_in_at:%Y-%m-%d %H:%M}" if one.signed_in_at else "Never" for one in users
            ],
            "State": ["Active" if one.active else "Disabled" for one in users],
        }
    )
