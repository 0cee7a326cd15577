"""One batch: what became of it, trying again, undo, and the results to take away."""

from datetime import datetime

import streamlit as st

from pages.parts.batch_items import show_items
from pages.parts.batch_progress import show_idle, show_outcome
from pages.parts.batch_words import APPLIED, PAGE_OF, VALUE_WORDS, called, count_of, show_state, undo_lines
from pages.parts.links import show_link
from pages.parts.notices import plain, refusals_shown
from pages.parts.states import local
from pages.shell.download_link import download_link
from roster_core.access.rights import User
from roster_core.batches.states import BatchKind, BatchState, Result
from roster_core.clock import utc_now
from roster_core.journeys.batches.confirming import call_off
from roster_core.journeys.batches.owners import OTHERS
from roster_core.journeys.batches.reads import BatchView, read_batches
from roster_core.journeys.batches.undoing import UNDO_WITHIN, plan_undo, retry, undo
from roster_core.refusals import Refusal
from roster_core.store import Store


def show_batch(store: Store, user: User, batch: BatchView, time_zone: str) -> None:
    """Draw it; what is asked for is done at once and the page drawn anew."""
    with st.container(horizontal=True, vertical_alignment="center"):
        when = local(batch.confirmed_at or batch.created_at, time_zone)
        st.header(f"{called(batch)}, {when}", width="content")
        show_state(batch.state)
    st.caption(" · ".join(_told(batch)))
    if batch.open:
        st.markdown("It was not confirmed: nobody’s data was changed by it.")
        if batch.kind in PAGE_OF:
            show_link(user, PAGE_OF[batch.kind], "Go on with it", batch=batch.batch_id)
        return
    show_idle(store, [batch])
    show_outcome(store, user, batch, time_zone)
    _show_relatives(store, user, batch)
    if batch.at_work:
        _show_call_off(store, user, batch)
        return
    if batch.given_up:
        show_items(store, user, batch)
        return
    _show_actions(store, user, batch, time_zone)
    show_items(store, user, batch)


def undo_note(user: User, batch: BatchView, time_zone: str, now: datetime) -> tuple[bool, str]:
    """Whether the user may take the batch back now, and a line on until when or why not; blank if nothing was done."""
    if batch.kind is BatchKind.UNDO or batch.finished_at is None or not count_of(batch, APPLIED):
        return False, ""
    until = batch.finished_at + UNDO_WITHIN
    if now > until:
        older = VALUE_WORDS[batch.kind].older
        return False, f"It could be undone until {local(until, time_zone)}. {older} are on each person’s page."
    if batch.by != user.login and not user.may(*OTHERS):
        return False, f"{batch.by} or an administrator can undo it until {local(until, time_zone)}."
    return True, f"Can be undone until {local(until, time_zone)}."


def _told(batch: BatchView) -> list[str]:
    lines = [f"By {plain(batch.confirmed_by or batch.by)}"]
    if batch.kind is not BatchKind.UNDO:
        lines.append(f"matched by {plain(batch.criterion.label)}")
    if batch.rule_set:
        lines.append(f"rules “{plain(batch.rule_set)}”")
    if source := batch.settings.get("source"):
        lines.append(f"taken by {plain(str(source))}")
    if batch.started_at and batch.finished_at:
        seconds = (batch.finished_at - batch.started_at).total_seconds()
        lines.append(f"done in {seconds:,.0f} s" if seconds >= 1 else "done within a second")
    return lines


def _show_relatives(store: Store, user: User, batch: BatchView) -> None:
    if batch.undo_of:
        show_link(user, "upload_status.py", "The batch that it took back", batch=batch.undo_of)
    elif batch.finished_at:
        undone_by = [
            one for one in read_batches(store, user, kinds=frozenset({BatchKind.UNDO})) if one.undo_of == batch.batch_id
        ]
        for one in undone_by:
            show_link(user, "upload_status.py", "The undo of it", batch=one.batch_id)


def _show_call_off(store: Store, user: User, batch: BatchView) -> None:
    if batch.state is not BatchState.QUEUED or batch.started_at or not (batch.by == user.login or user.may(*OTHERS)):
        return
    if st.button("Cancel", icon=":material/cancel:", key="status.cancel", help="As long as it waits for its turn."):
        with refusals_shown():
            call_off(store, user, batch.batch_id)
            st.rerun()


def _show_actions(store: Store, user: User, batch: BatchView, time_zone: str) -> None:
    may, note = undo_note(user, batch, time_zone, utc_now())
    undone = batch.state.value.endswith("undone")
    with st.container(horizontal=True, vertical_alignment="center"):
        failed = batch.counts.get(Result.FAILED, 0)
        if (
            failed
            and not undone
            and st.button(f"Try {failed:,} again", icon=":material/refresh:", key="status.retry", type="primary")
        ):
            with refusals_shown():
                retry(store, user, batch.batch_id)
                st.rerun()
        if may and not undone and st.button("Undo", icon=":material/undo:", key="status.undo", help=note):
            _confirm_undo(store, user, batch)
        for form in ("csv", "xlsx"):
            download_link(
                f"Results as {form.upper()}", key=f"status.{form}", kind="results", batch=batch.batch_id, form=form
            )
    if note and not undone:
        st.caption(plain(note))


@st.dialog("Undo this batch?")
def _confirm_undo(store: Store, user: User, batch: BatchView) -> None:
    try:
        plan = plan_undo(store, user, batch.batch_id)
    except Refusal as refusal:
        st.warning(plain(str(refusal)))
        return
    st.markdown("  \n".join(undo_lines(batch.kind, plan)))
    reason = st.text_input("Why (for the record)", key="status.undo.reason")
    if st.button("Undo it", type="primary", key="status.undo.yes", disabled=not plan.put_back + plan.taken_back):
        with refusals_shown():
            st.query_params["batch"] = undo(store, user, batch.batch_id, reason=reason)
            st.rerun()
