"""One roster load on screen: how far it is, what it would change, what was found, and the decision."""

from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from pages.parts.findings_view import show_findings
from pages.parts.links import show_link
from pages.parts.load_changes import show_changes, untouched
from pages.parts.load_finding import show_finding
from pages.parts.load_intake import FORMAT_NAMES
from pages.parts.notices import plain, show_refusal
from pages.parts.progress import show_progress
from pages.parts.states import local, show_state
from roster_core.access.rights import User
from roster_core.journeys import roster_load
from roster_core.journeys.roster_load import OPEN_STATES
from roster_core.journeys.roster_loads import LoadView, read_findings, read_load
from roster_core.refusals import Refusal
from roster_core.store import Store


@dataclass(frozen=True)
class LoadProgress:
    """A load as the progress bar asks for it."""

    done: int
    total: int
    text: str
    active: bool


def show_load(store: Store, user: User, load: LoadView, time_zone: str) -> None:
    """The load as it stands; while it is being worked on, its progress instead."""
    _show_heading(load, time_zone)
    if show_progress(lambda: _progress(read_load(store, user, load.load_id)), key=f"load.{load.load_id}"):
        return
    _show_end(store, load)
    if load.current:
        with st.container(horizontal=True):
            show_link(user, "overview.py", "Overview of the district")
            show_link(user, "clever_export.py", "Preview a Clever export")
    if load.state in OPEN_STATES:
        _show_decision(store, user, load)
    findings = read_findings(store, user, load.load_id)
    told = "What changed" if load.state == "loaded" else "What would change"
    changes, found, files = st.tabs([told, f"Findings · {findings.height:,}", f"Files · {len(load.sources)}"])
    with changes:
        show_changes(store, user, load)
    with found:
        show_findings(findings, key=f"load.{load.load_id}.findings", aside=partial(show_finding, user))
    with files:
        _show_sources(load)


def _progress(load: LoadView) -> LoadProgress:
    return LoadProgress(load.done, load.total, load.step or "Starting", load.running)


def _show_heading(load: LoadView, time_zone: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        show_state("interrupted" if load.interrupted else load.state)
        said = [FORMAT_NAMES[load.format], local(load.created_at, time_zone), f"by {plain(load.by)}"]
        if load.current:
            said.append("the roster in use")
        st.caption(" · ".join(said), width="stretch")
        st.button("Load other files", key="load.other", icon=":material/upload_file:", on_click=st.query_params.clear)


def _show_end(store: Store, load: LoadView) -> None:
    if load.interrupted:
        show_refusal(
            Refusal(
                "The work was cut off before it was done.",
                why="The process that did it is gone; the roster is as it was.",
                fix="Press Go on.",
            )
        )
        again = roster_load.check_in_background if load.state == "checking" else roster_load.switch_in_background
        st.button("Go on", key="load.again", type="primary", on_click=again, args=(store, load.load_id))
    elif load.state == "failed":
        show_refusal(Refusal("The roster was not loaded; it is as it was.", why=load.error or ""))
    elif load.state == "refused":
        st.error(
            "**The roster was refused; the stored one is as it was.** The findings of severity “block” say what to "
            "correct.",
            icon=":material/block:",
        )
    elif load.state == "discarded":
        st.info("This load was set aside. Nothing of it is in the roster.", icon=":material/delete:")
    elif load.approved_by:
        st.info(
            f"Approved by {plain(load.approved_by)}: {plain(load.approval_reason or '')}", icon=":material/front_hand:"
        )


def _show_decision(store: Store, user: User, load: LoadView) -> None:
    with st.container(border=True):
        reason = ""
        if load.state == "held":
            holds = "\n".join(f"- {plain(hold)}" for hold in load.holds)
            st.warning(
                f"**This load is held.** It would lose more than is usual:\n\n{holds}", icon=":material/front_hand:"
            )
            reason = st.text_input(
                "Why is this right?",
                key=f"load.reason.{load.load_id}",
                placeholder="Such as: the eighth grade has moved to the high school",
                help="Kept with the load and shown to whoever looks at it later.",
            )
        elif untouched(load):
            st.markdown(":material/check_circle: The stored roster is the same already. There is nothing to load.")
        else:
            st.markdown("Look at what would change and what was found. Then make it the roster, or set it aside.")
        with st.container(horizontal=True):
            label = "Approve and load" if load.state == "held" else "Confirm"
            if st.button(
                label, key="load.confirm", type="primary", disabled=load.state == "held" and not reason.strip()
            ):
                roster_load.confirm(store, user, load.load_id, approve=load.state == "held", reason=reason)
                roster_load.switch_in_background(store, load.load_id)
                st.rerun()
            if st.button("Set aside", key="load.discard", icon=":material/delete:"):
                roster_load.discard(store, user, load.load_id)
                st.rerun()


def _show_sources(load: LoadView) -> None:
    frame = pd.DataFrame(
        {
            "File": [source["name"] for source in load.sources],
            "Size": [source["size"] for source in load.sources],
            "SHA-256": [source["sha256"] for source in load.sources],
        }
    )
    size = st.column_config.NumberColumn(format="bytes")
    st.dataframe(frame, hide_index=True, key=f"load.{load.load_id}.sources", alt="Files", column_config={"Size": size})
