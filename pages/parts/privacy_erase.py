"""Erasing somebody who left: what would go, what cannot be cut, and the ID typed once more."""

import pandas as pd
import streamlit as st

from pages.parts.notices import plain, refusals_shown
from pages.parts.privacy_words import day, who_fields
from roster_core.access.rights import User
from roster_core.journeys.privacy.erasure import ErasureView, ask_erasure, preview_erasure, read_erasures
from roster_core.store import Store

_EDITION = "erase.edition"
_STATES = {"asked": "Waits for the worker", "cut": "Rows are gone, files follow", "done": "Done"}


def show_erasure(store: Store, user: User, time_zone: str) -> None:
    """Draw the fields for the person, the preview with its confirmation, and the erasures that were."""
    st.subheader("Erase a person", anchor=False)
    st.caption(
        "Only of somebody who is no longer in the roster: the SIS would bring everybody else back. Photos, documents,"
        " e-mail history, items of uploads, the person’s row, and files of exports and loads that name the person go."
    )
    kind, key = who_fields(f"erase.{st.session_state.get(_EDITION, 0)}")
    if key:
        with refusals_shown():
            _show_plan(store, user, kind, key)
    _show_past(read_erasures(store, user), time_zone)


def _show_plan(store: Store, user: User, kind: str, key: str) -> None:
    plan = preview_erasure(store, user, kind, key)
    with st.container(border=True):
        st.markdown(f"**{plain(plan.who.name)}** · {plain(plan.who.key)}")
        goes, stays = st.columns(2, gap="large")
        with goes:
            st.markdown("**What goes**")
            st.markdown("  \n".join(f"{name.capitalize()}: {number:,}" for name, number in plan.counts.items()))
            if not plan.counts:
                st.caption("Nothing that is stored names the person any more.")
        with stays:
            st.markdown("**What cannot be cut**")
            for one in plan.left:
                st.caption(plain(one))
        reason = st.text_input(
            "Which law or request asks for it",
            key="erase.reason",
            max_chars=300,
            placeholder="Without a name: it stays",
        )
        typed = st.text_input("Type the ID to confirm", key="erase.typed", width=240)
        same = (typed or "").strip().lower() == plan.who.key.lower()
        ready = same and bool((reason or "").strip()) and bool(plan.counts)
        if st.button("Erase for good", type="primary", icon=":material/delete_forever:", key="erase.yes",
                     disabled=not ready):  # fmt: skip
            ask_erasure(store, user, kind, key, reason=reason or "", typed=typed or "")
            # Other fields from now on: nothing of what was typed stays in them.
            st.session_state[_EDITION] = st.session_state.get(_EDITION, 0) + 1
            st.toast("The worker erases it now.", icon=":material/delete_forever:")
            st.rerun()


def _show_past(found: tuple[ErasureView, ...], time_zone: str) -> None:
    if not found:
        return
    st.markdown("**Erasures**")
    frame = pd.DataFrame(
        {
            "Day": [day(one.at, time_zone) for one in found],
            "State": [_STATES[one.state] for one in found],
            "By": [one.by for one in found],
            "Why": [one.reason for one in found],
            "What went": [", ".join(f"{name} {number:,}" for name, number in one.counts.items()) for one in found],
            "Could not be cut": [len(one.left) for one in found],
            "Digest of the ID": [one.digest[:16] for one in found],
        }
    )
    st.dataframe(frame, hide_index=True, key="erase.past", alt="Erasures")
    if any(one.state == "asked" for one in found):
        st.button("Look again", icon=":material/refresh:", key="erase.again")
