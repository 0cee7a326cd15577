"""A run that is held: what would vanish, and letting it through with a reason."""

import polars as pl
import streamlit as st

from pages.parts.notices import plain, refusals_shown
from pages.parts.states import local
from roster_core.access.rights import Right, User
from roster_core.clever.explanations.catalog import EXPLANATIONS
from roster_core.journeys.export_approvals import approve
from roster_core.journeys.export_changes import RunChanges
from roster_core.journeys.export_runs import RunView
from roster_core.store import Store


def show_approval(
    store: Store, user: User, run: RunView, changes: RunChanges | None, findings: pl.DataFrame, time_zone: str
) -> None:
    """Why the run is held and the way to approve it; afterwards, who approved it and why."""
    if run.held:
        with st.container(border=True):
            st.markdown(":orange[:material/front_hand:] **These files wait for an approval before they are sent.**")
            for code, message in (
                findings.filter(pl.col("code").is_in(run.guards)).select("code", "message").iter_rows()
            ):
                why = f" {plain(EXPLANATIONS[code].why)}" if code in EXPLANATIONS else ""
                st.markdown(f"- **{plain(message)}**{why}")
            _show_losses(changes)
            if user.may(Right.EXPORT_APPROVE):
                _show_form(store, user, run)
            else:
                st.caption(f"Approving needs the right “{plain(Right.EXPORT_APPROVE.value)}”.")
    for given in run.approvals if run.approved else ():
        st.caption(
            f":material/verified: Approved by {plain(given.by)}, {local(given.at, time_zone)}: {plain(given.reason)}"
        )


def _show_losses(changes: RunChanges | None) -> None:
    if changes is None:
        return
    lost = {name: counts.removed + counts.changed_ids for name, counts in changes.counts.items()}
    told = [f"{count:,} of {changes.counts[name].before:,} in {name}" for name, count in lost.items() if count]
    if told:
        st.markdown(f"**Clever would delete:** {plain(', '.join(told))}. They are listed under “What changed”.")


def _show_form(store: Store, user: User, run: RunView) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reason = st.text_input(
            "Reason",
            key=f"run.{run.run_id}.reason",
            placeholder="Why the changes are right; it is kept",
            width=420,
            live=True,
        )
        pressed = st.button(
            "Approve",
            key=f"run.{run.run_id}.approve",
            icon=":material/verified:",
            type="primary",
            disabled=not (reason or "").strip(),
        )
    if pressed:
        with refusals_shown():
            approve(store, user, run.run_id, reason or "")
            st.rerun()  # the whole page: the run stands in more than one place of it
