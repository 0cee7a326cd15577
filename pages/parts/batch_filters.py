"""Which batches are listed: asked for by kind, person, stage and time, and found in those that were read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from pages.parts.batch_words import KIND_WORDS
from roster_core.batches.states import BatchKind, BatchState
from roster_core.clock import utc_now
from roster_core.journeys.batches.reads import BatchView

#: How far a batch is, in words that somebody looks for; the first holds whatever was confirmed.
CONFIRMED, _NOT_CONFIRMED = "Every confirmed one", "Not confirmed"
STAGES: Mapping[str, frozenset[BatchState]] = {
    CONFIRMED: frozenset(BatchState) - {BatchState.DRAFT, BatchState.CHECKED, BatchState.EXPIRED},
    "At work": frozenset({BatchState.CONFIRMED, BatchState.QUEUED, BatchState.RUNNING}),
    "Done": frozenset({BatchState.DONE}),
    "Done with errors, or failed": frozenset({BatchState.DONE_WITH_ERRORS, BatchState.FAILED}),
    "Undone": frozenset({BatchState.UNDONE, BatchState.PARTLY_UNDONE}),
    _NOT_CONFIRMED: frozenset({BatchState.DRAFT, BatchState.CHECKED, BatchState.CANCELLED, BatchState.EXPIRED}),
}
#: Days back; `None` = as far as there are batches. The last one asks for two dates.
BETWEEN = "Between two dates"
TIMES: Mapping[str, int | None] = {"Any time": None, "Last 7 days": 7, "Last 30 days": 30, "Last 90 days": 90}


@dataclass(frozen=True)
class Wanted:
    """What is asked for; `since` and `until` are days of the district's clock, both inclusive."""

    kind: BatchKind | None = None
    by: str | None = None
    stage: str = CONFIRMED
    since: date | None = None
    until: date | None = None


def ask(batches: Sequence[BatchView], time_zone: str) -> Wanted:
    """Draw the filters; only kinds and people that occur are offered."""
    today = utc_now().astimezone(ZoneInfo(time_zone)).date()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kinds = [kind for kind in KIND_WORDS if any(batch.kind is kind for batch in batches)]
        kind = st.selectbox(
            "Kind",
            [None, *kinds],
            format_func=lambda one: KIND_WORDS[one] if one else "Every kind",
            key="status.kind",
            width=160,
        )
        people = sorted({_who(batch) for batch in batches})
        by = st.selectbox(
            "Who", [None, *people], format_func=lambda one: one or "Everybody", key="status.who", width=190
        )
        # Where nothing was confirmed yet, the drafts are what there is to see.
        confirmed = any(batch.confirmed_at for batch in batches)
        usual = CONFIRMED if confirmed else _NOT_CONFIRMED
        stage = st.selectbox("State", list(STAGES), index=list(STAGES).index(usual), key="status.stage", width=250)
        when = st.selectbox("When", [*TIMES, BETWEEN], key="status.when", width=200)
        if when == BETWEEN:
            month = (today - timedelta(days=30), today)
            days = st.date_input("From and to", month, key="status.days", format="YYYY-MM-DD", width=230)
            first, last = (days[0], days[-1]) if isinstance(days, tuple) and days else (None, None)
            return Wanted(kind, by, stage, first, last)
    back = TIMES[when]
    return Wanted(kind, by, stage, None if back is None else today - timedelta(days=back))


def kept(batches: Sequence[BatchView], wanted: Wanted, time_zone: str) -> tuple[BatchView, ...]:
    """Those that are asked for, in the same order."""
    zone, states = ZoneInfo(time_zone), STAGES[wanted.stage]

    def fits(batch: BatchView) -> bool:
        day = (batch.confirmed_at or batch.created_at).astimezone(zone).date()
        return (
            (wanted.kind is None or batch.kind is wanted.kind)
            and (wanted.by is None or _who(batch) == wanted.by)
            and batch.state in states
            and (wanted.stage != CONFIRMED or batch.confirmed_at is not None or _ended_by_another(batch))
            and (wanted.since is None or day >= wanted.since)
            and (wanted.until is None or day <= wanted.until)
        )

    return tuple(batch for batch in batches if fits(batch))


def _ended_by_another(batch: BatchView) -> bool:
    """Whoever began it is to see that, though it was never confirmed."""
    return batch.cancelled_by not in {"", batch.by}


def _who(batch: BatchView) -> str:
    return batch.confirmed_by or batch.by
