"""A run that is held, by its findings or by the brakes of a destination: what would vanish, and deciding about it."""

from collections.abc import Mapping, Sequence

import polars as pl
import streamlit as st

from pages.parts.brake_view import show_brakes
from pages.parts.notices import plain, refusals_shown
from pages.parts.states import local
from roster_core.access.rights import Right, User
from roster_core.clever.changes.brakes.judge import Brake
from roster_core.clever.explanations.catalog import EXPLANATIONS
from roster_core.journeys.brakes import read_verdicts
from roster_core.journeys.deliveries import DeliveryView, read_deliveries
from roster_core.journeys.export_approvals import approve, discard
from roster_core.journeys.export_changes import RunChanges
from roster_core.journeys.export_runs import RunView
from roster_core.store import Store


def show_approval(
    store: Store, user: User, run: RunView, changes: RunChanges | None, findings: pl.DataFrame, time_zone: str
) -> None:
    """Why the run is held and the way to approve it; afterwards, who approved it and why."""
    held = [one for one in read_deliveries(store, user, run.run_id) if one.held] if run.approvable else []
    if run.held or held:
        with st.container(border=True, key=f"run.{run.run_id}.held"):
            st.markdown(":orange[:material/front_hand:] **These files wait for an approval before they are sent.**")
            if run.held:
                _show_findings(run, findings)
                _show_losses(changes)
            for name, brakes in _brakes(store, user, run, held).items():
                st.markdown(f":material/send: **{plain(name)}**")
                show_brakes(brakes, key=f"run.{run.run_id}.brakes.{name}")
            if user.may(Right.EXPORT_APPROVE):
                _show_form(store, user, run, held)
            else:
                st.caption(f"Approving needs the right “{plain(Right.EXPORT_APPROVE.value)}”.")
    for given in run.approvals if run.approved and not held else ():
        st.caption(
            f":material/verified: Approved by {plain(given.by)}, {local(given.at, time_zone)}: {plain(given.reason)}"
        )


def _show_findings(run: RunView, findings: pl.DataFrame) -> None:
    for code, message in findings.filter(pl.col("code").is_in(run.guards)).select("code", "message").iter_rows():
        why = f" {plain(EXPLANATIONS[code].why)}" if code in EXPLANATIONS else ""
        st.markdown(f"- **{plain(message)}**{why}")


def _brakes(
    store: Store, user: User, run: RunView, held: Sequence[DeliveryView]
) -> Mapping[str, Sequence[Brake]]:  # fmt: skip
    """The brakes by destination: of what is held there, or else of what would be."""
    if not run.held:
        return {one.name: one.brakes for one in held if one.brakes}
    if run.profile_name is None:
        return {}
    with st.spinner("Comparing with what was delivered last"):
        verdicts = read_verdicts(store, user, run.run_id)
    return {one.name: one.brakes for one in verdicts if one.brakes}


def _show_losses(changes: RunChanges | None) -> None:
    if changes is None:
        return
    lost = {name: counts.removed + counts.changed_ids for name, counts in changes.counts.items()}
    told = [f"{count:,} of {changes.counts[name].before:,} in {name}" for name, count in lost.items() if count]
    if told:
        st.markdown(f"**Clever would delete:** {plain(', '.join(told))}. They are listed under “What changed”.")


def _show_form(store: Store, user: User, run: RunView, held: Sequence[DeliveryView]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reason = st.text_input(
            "Reason",
            key=f"run.{run.run_id}.reason",
            placeholder="Why the changes are right; it is kept",
            width=420,
            live=True,
        )
        approved = st.button(
            "Approve and send" if held else "Approve",
            key=f"run.{run.run_id}.approve",
            icon=":material/verified:",
            type="primary",
            disabled=not (reason or "").strip(),
        )
        discarded = held and st.button(
            "Discard", key=f"run.{run.run_id}.discard", icon=":material/delete:", help="The receiver keeps what it has."
        )
    if held:
        st.caption("An approval is for these files and these destinations, within a day. Tomorrow's set needs its own.")
    with refusals_shown():
        if approved:
            approve(store, user, run.run_id, reason or "")
            st.rerun()  # the whole page: the run stands in more than one place of it
        if discarded:
            discard(store, user, run.run_id, reason or "")
            st.rerun()
