"""Events of the audit trail over time, by kind."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import altair as alt
import pandas as pd
import streamlit as st

from roster_core.access.actions import Kind
from roster_core.access.rights import User
from roster_core.journeys.audit_trail import AuditFilter, count_by_day
from roster_core.store import Store

#: What each kind is drawn in; all stand out from the light and the dark background (3:1 and more).
COLOURS: Mapping[Kind, str] = {
    Kind.SAW: "#3b7dd8",
    Kind.CHANGED: "#1f8f7f",
    Kind.DOWNLOADED: "#c4741a",
    Kind.SENT: "#8b66d6",
    Kind.APPROVED: "#6a8f2f",
    Kind.SIGNED_IN: "#84908d",
    Kind.SETTINGS: "#c4568f",
}
_HEIGHT = 190
#: From so many days on, a bar is a week; fewer days than these are not drawn: one bar would fill the page.
_WEEKS_FROM, _FEWEST = 100, 14


def show_chart(store: Store, user: User, wanted: AuditFilter) -> int:
    """Draw it; returns how many events there are."""
    counts = _counts(store, user, wanted, user.login)
    if counts:
        chart = events_over_time(*per_step(counts, wanted.first))
        st.altair_chart(chart, key="audit.chart", alt="Events over time by kind")
    return sum(counts.values())


@st.cache_data(ttl="30s", max_entries=64, show_spinner=False)
def _counts(_store: Store, _user: User, wanted: AuditFilter, login: str) -> dict[tuple[date, Kind], int]:  # noqa: ARG001 - the login is part of the key
    # Counting is the slowest thing on the page, and each click draws it anew.
    return count_by_day(_store, _user, wanted)


def per_step(counts: Mapping[tuple[date, Kind], int], first: date | None) -> tuple[pd.DataFrame, list[str]]:
    """One row for each day and kind, `day` (ISO), `kind`, `events`, and all days from `first` on, or from their own.

    Of a long time it is weeks, each by its Monday.
    """
    last = max(day for day, _ in counts)
    first = min(first or min(day for day, _ in counts), last - timedelta(days=_FEWEST - 1))
    step = 7 if (last - first).days >= _WEEKS_FROM else 1
    rows = [(_begun(day, step), kind.value, number) for (day, kind), number in counts.items()]
    frame = pd.DataFrame(rows, columns=["day", "kind", "events"]).groupby(["day", "kind"], as_index=False).sum()
    begin = date.fromisoformat(_begun(first, step))
    return frame, [f"{begin + timedelta(days=days)}" for days in range(0, (last - begin).days + 1, step)]


def _begun(day: date, step: int) -> str:
    return (day - timedelta(days=day.weekday() if step > 1 else 0)).isoformat()


def events_over_time(frame: pd.DataFrame, days: Sequence[str]) -> alt.Chart:
    """A bar for each day or week of `frame` (see `per_step`), stacked by kind; those without events are left free."""
    kinds = [kind for kind in Kind if (frame["kind"] == kind.value).any()]
    order = {kind.value: place for place, kind in enumerate(kinds)}
    axis = alt.Axis(labelAngle=0, labelOverlap=True, labelExpr="utcFormat(toDate(datum.value), '%b %-d')")
    chart: alt.Chart = (
        alt.Chart(frame.assign(order=frame["kind"].map(order)))
        .mark_bar()
        .encode(
            x=alt.X("day:O", title=None, axis=axis, scale=alt.Scale(domain=list(days))),
            y=alt.Y("events:Q", title=None, axis=alt.Axis(format=",d", tickMinStep=1, tickCount=4)),
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=[kind.value for kind in kinds], range=[COLOURS[kind] for kind in kinds]),
                legend=alt.Legend(orient="top", title=None, symbolType="square", offset=6, columns=4),
            ),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("day:N", title="From"),
                alt.Tooltip("kind:N", title="Kind"),
                alt.Tooltip("events:Q", title="Events", format=","),
            ],
        )
        .properties(height=_HEIGHT)
    )
    return chart
