"""A batch that is being checked or carried out, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import streamlit as st

from pages.parts.batch_notices import show_notices
from pages.parts.batch_words import APPLIED, ITEM_WORDS, RESULTS, STATE_WORDS, count_of, kind_of
from pages.parts.notices import plain
from pages.parts.progress import show_progress
from pages.parts.states import local
from roster_core.access.rights import User
from roster_core.batches.states import BatchState, Result
from roster_core.clock import utc_now
from roster_core.jobs.fence import any_alive
from roster_core.journeys.batches.drafts import DRAFT_LIFE
from roster_core.journeys.batches.reads import BatchView, read_batch
from roster_core.store import Store

#: A job that has waited for so long without any worker is told of: one that starts takes a moment.
_PATIENCE = timedelta(seconds=20)


@dataclass(frozen=True)
class _Progress:
    done: int
    total: int
    text: str
    active: bool


def show_checking(store: Store, user: User, batch: BatchView) -> bool:
    """How far the check of a draft's files is; True while it goes on."""
    return show_progress(lambda: _read(store, user, batch.batch_id, "Checking files"), key="batch.checking")


def show_work_of(store: Store, user: User, batch: BatchView, what: str) -> None:
    """How far a batch is that a job is at, in a line of its own."""
    show_progress(lambda: _read(store, user, batch.batch_id, f"{what}, by {batch.by}"), key=f"work.{batch.batch_id}")


def show_outcome(store: Store, user: User, batch: BatchView, time_zone: str) -> None:
    """How far a confirmed batch is, then what became of it."""
    if show_progress(lambda: _read(store, user, batch.batch_id, "Storing"), key="batch.applying"):
        return
    applied = count_of(batch, APPLIED)
    match batch.state:
        case BatchState.DONE:
            items = f"{ITEM_WORDS[kind_of(batch)]}s"
            st.success(f"Done: {applied:,} of {sum(batch.counts.values()):,} {items}.", icon=":material/check_circle:")
        case BatchState.DONE_WITH_ERRORS | BatchState.FAILED:
            st.error(
                plain(batch.error or _not_all(batch, applied)),
                icon=":material/error:",
            )
        case BatchState.CANCELLED | BatchState.EXPIRED:
            st.warning(nothing_changed(batch, time_zone), icon=":material/cancel:")
            return
        case state:
            st.info(f"The batch is {STATE_WORDS[state][0].lower()}.", icon=":material/info:")
    show_results(batch.counts)
    show_notices(batch.settings.get("notices", ()))


def nothing_changed(batch: BatchView, time_zone: str) -> str:
    """That a batch ended before anything was carried out: by whom, when, and what can be done."""
    when = local(batch.finished_at, time_zone)
    if batch.state is BatchState.EXPIRED:
        why = f"Nobody went on with it for {DRAFT_LIFE.days} days, so it was given up on {when}."
    else:
        who = f" by {plain(batch.cancelled_by)}" if batch.cancelled_by else ""
        before = "after it was confirmed and before it began" if batch.confirmed_at else "before it was confirmed"
        why = f"It was cancelled{who} on {when}, {before}."
    return f"**Nothing was changed by this batch.** {why} To have it done, upload the files again."


def _not_all(batch: BatchView, applied: int) -> str:
    told = f"{applied:,} were done; some could not be."
    return f"{told} They can be tried again." if batch.counts.get(Result.FAILED) else f"{told} See why below."


def show_results(counts: Mapping[str, int]) -> None:
    """How many items had which result, as badges."""
    with st.container(horizontal=True):
        for result, (colour, icon) in RESULTS.items():
            if counts.get(result):
                st.badge(f"{result} {counts[result]:,}", icon=icon, color=colour)


def show_idle(store: Store, batches: Sequence[BatchView]) -> None:
    """That nothing of what waits is going to be done, if no worker runs."""
    since = [one.confirmed_at for one in batches if one.at_work and one.confirmed_at]
    if since and idle(store, min(since)):
        st.warning(
            "**Work is waiting, but nothing carries it out.** No worker runs. It goes on by itself, from where it was,"
            " as soon as one does.\n\n:material/build: Start Roster Desk again, or have `python -m roster_core worker`"
            " started on the server.",
            icon=":material/power_off:",
        )


def idle(store: Store, since: datetime) -> bool:
    """Whether what was asked for at `since` waits although no worker runs."""
    return utc_now() - since > _PATIENCE and not any_alive(store)


def _read(store: Store, user: User, batch_id: str, text: str) -> _Progress:
    batch = read_batch(store, user, batch_id)
    told = text
    if batch.job_state == "queued":
        told = "Waiting for its turn"
    if batch.at_work and batch.confirmed_at and idle(store, batch.confirmed_at):
        told = "Waiting: no worker runs"
    return _Progress(batch.done, batch.total, told, batch.at_work)
