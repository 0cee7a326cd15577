"""Sending a run: where it may go, the button, and what became of every delivery of it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.parts.brake_view import show_brakes
from pages.parts.links import show_link
from pages.parts.notices import plain, refusals_shown
from pages.parts.progress import show_progress
from pages.parts.states import local, show_state
from roster_core.access.rights import Right, User
from roster_core.delivery.port import There
from roster_core.journeys.brakes import read_verdicts
from roster_core.journeys.deliveries import DeliveryView, Way, read_deliveries, read_ways
from roster_core.journeys.destination_settings import Method
from roster_core.journeys.export_runs import RunView
from roster_core.journeys.sending import deliver, finish_mixed, resend
from roster_core.store import Store

_MODES = {
    "posix": "each file replaced in one step, after all had arrived",
    "plain": "old files removed and new ones renamed, after all had arrived",
    "direct": "written straight over the old files",
    "dated": "a folder of its own, then “current” turned to it",
    "flat": "files replaced one by one, after all had been written",
    "notice": "a notice without data",
    "zip": "an encrypted ZIP",
}


class _Sending:
    """Open deliveries as the progress bar asks for them."""

    done = total = 0

    def __init__(self, sent: Sequence[DeliveryView]) -> None:
        going = [one for one in sent if one.open]
        self.active = bool(going)
        self.text = "; ".join(f"{one.name}: {one.step or 'waiting'}" for one in going)


def show_delivery(store: Store, user: User, run: RunView, time_zone: str) -> None:
    """Where the run may go and what was sent; nothing for a run that is of no profile or has no files."""
    if not run.files or run.profile_name is None:
        return
    ways, sent = read_ways(store, user, run.run_id), read_deliveries(store, user, run.run_id)
    with st.container(border=True, key=f"run.{run.run_id}.delivery"):
        st.markdown(":material/send: **Delivery**")
        if show_progress(lambda: _Sending(read_deliveries(store, user, run.run_id)), key=f"run.{run.run_id}.sending"):
            return
        for one in sent:
            _show_sent(store, user, one, time_zone)
        _show_ways(store, user, run, ways, sent)


def _show_ways(store: Store, user: User, run: RunView, ways: Sequence[Way], sent: Sequence[DeliveryView]) -> None:
    if not ways:
        st.caption(f"No destination is set up for “{plain(run.profile_name or '')}”.")
        show_link(user, "destinations.py", "Destinations")
        return
    reached = {one.destination_id for one in sent if one.arrived or one.held}
    for way in ways:
        if way.destination.destination_id in reached and not way.hindrance:
            continue  # it stands above
        told = f":orange[{plain(way.hindrance)}]" if way.hindrance else plain(way.destination.label)
        st.markdown(f"- **{plain(way.destination.name)}** · {told}")
    ready = [way.destination for way in ways if not way.hindrance]
    data = run.delivered_at is not None or any(one.arrived and one.method is not Method.EMAIL for one in sent)
    arrived = {one.destination_id for one in sent if one.arrived} if data else set()  # a notice may be sent again
    left = [one.name for one in ready if one.destination_id not in arrived]
    if data:
        _show_resend(store, user, run, ready=bool(ready))
    elif run.held:
        st.caption("It can be delivered as soon as somebody has approved it.")
    if run.deliverable and user.may(Right.EXPORT_RUN) and (left or not data):
        with refusals_shown():
            _show_deliver(store, user, run, left, held=any(one.held for one in sent))


def _show_deliver(store: Store, user: User, run: RunView, to: Sequence[str], *, held: bool) -> None:
    """The way to send it to the destinations that it has not arrived at; without any it is shown that there is none."""
    key = f"run.{run.run_id}"
    with st.container(horizontal=True):
        asked = st.button(
            "Look again" if held else "Deliver",
            key=f"{key}.deliver",
            icon=":material/refresh:" if held else ":material/send:",
            type="secondary" if held else "primary",
            disabled=not to,
            help="After the destination or its limits were changed." if held else None,
        )
        tried = not held and st.button(
            "Check without sending",
            key=f"{key}.dry",
            icon=":material/rule:",
            disabled=not to,
            help="What would be held, and why.",
        )
    if asked:
        with st.spinner("Comparing with what was delivered last"):
            deliver(store, user, run.run_id, only=to)
        st.rerun()
    if tried:
        with st.spinner("Comparing with what was delivered last"):
            verdicts = read_verdicts(store, user, run.run_id)
        for one in (verdict for verdict in verdicts if verdict.name in to):
            standing = "would be held" if one.held else "would be sent"
            st.markdown(f"**{plain(one.name)}: {standing}.**")
            show_brakes(one.brakes, key=f"{key}.dry.{one.destination_id}")


def _show_resend(store: Store, user: User, run: RunView, *, ready: bool) -> None:
    if not user.may(Right.EXPORT_APPROVE):
        return
    with st.popover("Send this set again", icon=":material/replay:", disabled=not ready, key=f"run.{run.run_id}.again"):
        st.markdown("The receiver goes back to this set. Later runs are compared with it.")
        reason = st.text_input("Reason", key=f"run.{run.run_id}.again.reason", live=True, placeholder="It is kept")
        if st.button(
            "Send again", key=f"run.{run.run_id}.again.do", type="primary", disabled=not (reason or "").strip()
        ):
            with refusals_shown():
                resend(store, user, run.run_id, reason or "")
                st.rerun()


def _show_sent(store: Store, user: User, one: DeliveryView, time_zone: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        show_state(one.state)
        when = local(one.finished_at or one.asked_at, time_zone)
        again = f" · once more: {plain(one.reason)}" if one.resent else ""
        st.markdown(f"**{plain(one.name)}** · {when} by {plain(one.by)}{again}")
    if one.decision:
        word = ":material/verified: Approved" if one.decision.what == "approved" else ":material/delete: Discarded"
        why = f": {plain(one.decision.reason)}" if one.decision.reason else ""
        st.caption(f"{word} by {plain(one.decision.by)}, {local(one.decision.at, time_zone)}{why}")
    if one.held:
        st.caption("It is not sent until somebody approves it; the receiver keeps what it has.")
    if one.state == "mixed":
        _show_mixed(store, user, one)
    elif one.error:
        fix = f"\n\n:material/build: {plain(one.fix)}" if one.fix else ""
        st.error(f"{plain(one.error)}{fix}")
    if one.held or one.discarded:
        return
    with st.expander("What was sent", key=f"delivery.{one.delivery_id}.more"):
        _show_facts(one)


def _show_mixed(store: Store, user: User, one: DeliveryView) -> None:
    now = {there: [file.name for file in one.files if file.there is there] for there in There}
    listed = "; ".join(f"{there.value}: {', '.join(names)}" for there, names in now.items() if names)
    st.error(
        f"**New files stand beside old ones at the receiver.** {plain(listed)}\n\n{plain(one.error)}\n\n"
        ":material/build: Finish it now, or send the last delivered set again; the receiver may begin any minute."
    )
    if user.may(Right.EXPORT_RUN) and st.button(
        "Finish", key=f"delivery.{one.delivery_id}.finish", icon=":material/play_arrow:", type="primary"
    ):
        with refusals_shown():
            finish_mixed(store, user, one.run_id, one.delivery_id)
            st.rerun()


def _show_facts(one: DeliveryView) -> None:
    facts = {
        "To": one.target,
        "How": _MODES.get(one.mode, one.mode),
        "Connections": str(one.attempts) if one.attempts else "",
        "Server's key": one.fingerprint,
        "Server": one.server,
        "Message": one.message_id,
    }
    st.markdown("  \n".join(f"{name}: {plain(value)}" for name, value in facts.items() if value))
    for note in one.notes:
        st.caption(f":material/info: {plain(note)}")
    if one.files:
        st.dataframe(
            files_frame(one),
            hide_index=True,
            key=f"delivery.{one.delivery_id}.files",
            alt="Files delivered",
            column_config={"Bytes": st.column_config.NumberColumn(format="localized")},
        )


def files_frame(one: DeliveryView) -> pd.DataFrame:
    """The files of a delivery as a table."""
    return pd.DataFrame(
        {
            "File": [file.name for file in one.files],
            "Name there": [file.remote_name for file in one.files],
            "Stands there": [file.there.value for file in one.files],
            "Verified": [file.verified.value for file in one.files],
            "Bytes": [file.size for file in one.files],
            "Times sent": [file.sent for file in one.files],
            "Seconds": [file.seconds for file in one.files],
            "SHA-256": [file.sha256 for file in one.files],
        }
    )
