"""Events of the audit trail over time, by kind."""

from collections.abc import Mapping
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
#: From so many days on, a bar is a week.
_WEEKS_FROM = 100


def show_chart(store: Store, user: User, wanted: AuditFilter) -> int:
    """Draw it; returns how many events there are."""
    counts = _counts(store, user, wanted, user.login)
    if counts:
        frame, step = per_step(counts)
        st.altair_chart(events_over_time(frame, step), key="audit.chart", alt="Events over time by kind")
    return sum(counts.values())


@st.cache_data(ttl="30s", max_entries=64, show_spinner=False)
def _counts(_store: Store, _user: User, wanted: AuditFilter, login: str) -> dict[tuple[date, Kind], int]:  # noqa: ARG001 - the login is part of the key
    # Counting is the slowest thing on the page, and each click draws it anew.
    return count_by_day(_store, _user, wanted)


def per_step(counts: Mapping[tuple[date, Kind], int]) -> tuple[pd.DataFrame, str]:
    """One row for each day and kind, `day` (ISO), `kind`, `events`, and “Day”; of a long time for each week."""
    days = sorted(day for day, _ in counts)
    weekly = (days[-1] - days[0]).days >= _WEEKS_FROM
    rows = [
        (day - timedelta(days=day.weekday() if weekly else 0), kind.value, number)
        for (day, kind), number in counts.items()
    ]
    frame = pd.DataFrame(rows, columns=["day", "kind", "events"]).groupby(["day", "kind"], as_index=False).sum()
    frame["day"] = [day.isoformat() for day in frame["day"]]
    return frame, "Week of" if weekly else "Day"


def events_over_time(frame: pd.DataFrame, step: str) -> alt.Chart:
    """A bar for each day or week of `frame` (see `per_step`), stacked by kind; those without events are left free."""
    kinds = [kind for kind in Kind if (frame["kind"] == kind.value).any()]
    order = {kind.value: place for place, kind in enumerate(kinds)}
    every = pd.date_range(frame["day"].min(), frame["day"].max(), freq="7D" if step == "Week of" else "1D")
    axis = alt.Axis(labelAngle=0, labelOverlap=True, labelExpr="utcFormat(toDate(datum.value), '%b %-d')")
    chart: alt.Chart = (
        alt.Chart(frame.assign(order=frame["kind"].map(order)))
        .mark_bar()
        .encode(
            x=alt.X("day:O", title=None, axis=axis, scale=alt.Scale(domain=[day.date().isoformat() for day in every])),
            y=alt.Y("events:Q", title=None, axis=alt.Axis(format=",d", tickMinStep=1, tickCount=4)),
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=[kind.value for kind in kinds], range=[COLOURS[kind] for kind in kinds]),
                legend=alt.Legend(orient="top", title=None, symbolType="square", offset=6, columns=4),
            ),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("day:N", title=step),
                alt.Tooltip("kind:N", title="Kind"),
                alt.Tooltip("events:Q", title="Events", format=","),
            ],
        )
        .properties(height=_HEIGHT)
    )
    return chart
