"""Whether the audit trail is what was written: its last check, a new one, and the anchor to keep outside."""

import streamlit as st

from pages.parts.notices import plain, refusals_shown
from pages.parts.states import local
from roster_core.access.rights import User
from roster_core.journeys.audit_chain import Checked, check_trail, make_anchor, read_last_check
from roster_core.store import Store

_CHECKED = "audit.checked"


def show_chain(store: Store, user: User, time_zone: str) -> None:
    """The state of the chain in a box of its own."""
    with st.container(border=True, key="audit.chain"), refusals_shown():
        st.header("Is it what was written?", anchor=False)
        last = read_last_check(store, user)
        if last is None:
            st.markdown("The trail was not checked yet.")
        elif last.wrong:
            found = f"{last.wrong:,} things were wrong" if last.wrong > 1 else "something was wrong"
            told = f"When {plain(last.login)} checked it, {local(last.at, time_zone)}, {found}."
            st.error(told, icon=":material/error:")
        else:
            st.markdown(
                f":material/verified: Verified to event **{last.event:,}**, {local(last.at, time_zone)}"
                f" by {plain(last.login)}."
            )
        with st.container(horizontal=True):
            if st.button("Check every event", icon=":material/fact_check:", key="audit.check"):
                st.session_state[_CHECKED] = _check(store, user)
                st.rerun()
            with st.popover("Anchor", icon=":material/anchor:", key="audit.anchor"):
                st.markdown(
                    "Whether events at the end were cut off shows only against a line that is kept elsewhere. Copy this"
                    " one to where nobody who can write to the database can write; `audit verify --anchor FILE`"
                    " holds the trail against it."
                )
                st.code(make_anchor(store, user).line(), language=None, wrap_lines=True)
        if checked := st.session_state.pop(_CHECKED, None):
            _show_checked(checked)


def _check(store: Store, user: User) -> Checked:
    bar = st.progress(0.0, text="Checking …")

    def tell(done: int, total: int) -> None:
        bar.progress(min(1.0, done / max(1, total)), text=f"{done:,} of {total:,} events")

    return check_trail(store, user, progress=tell)


def _show_checked(checked: Checked) -> None:
    if not checked.count:
        st.success(f"Every event from 1 to {checked.end.event:,} is what was written.", icon=":material/verified:")
        return
    more = [f"And {checked.count - len(checked.wrong):,} more."] if checked.count > len(checked.wrong) else []
    st.error("\n".join(f"- {plain(one)}" for one in (*checked.wrong, *more)), icon=":material/error:")
