"""Uploads over time as charts, each of which filters the list when a bar is clicked."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

import altair as alt
import pandas as pd
import streamlit as st

from pages.parts.batch_words import APPLIED, TROUBLE
from roster_core.access.rights import User
from roster_core.journeys.batches.reads import BatchView
from roster_core.journeys.batches.results import read_results_by_school
from roster_core.store import Store

#: Outcomes with their colours; all stand out from the light and the dark background (3:1 and more).
OUTCOMES = {"Done": "#1f8f7f", "Not done": "#d0453b", "As it was": "#84908d"}
_HEIGHT, _BAR, _AROUND = 230, 22, 60


def show_charts(store: Store, user: User, batches: Sequence[BatchView], time_zone: str) -> tuple[BatchView, ...]:
    """Draw them; returns the batches of the week, person or school that was clicked, else all."""
    frame = outcome_frame(batches, time_zone)
    if frame.empty:
        return tuple(batches)
    by_batch = school_frame(read_results_by_school(store, user, batches).to_pandas())
    thirds = st.grid(3, min_column_width=280)
    with thirds.container(border=True, height="stretch"):
        st.markdown("**Files per week**")
        week = _clicked(uploads_per_week(frame), "week", "Files per week, by outcome")
    with thirds.container(border=True, height="stretch"):
        st.markdown("**By person who uploaded**")
        who = _clicked(uploads_by(frame, "by"), "by", "Files by person, by outcome")
    with thirds.container(border=True, height="stretch"):
        st.markdown("**By school**")
        school = _clicked(uploads_by(by_batch, "school"), "school", "Files by school, by outcome")
    weeks = set(frame.loc[frame["week"] == week, "batch"]) if week else None
    schools = set(by_batch.loc[by_batch["school"] == school, "batch"]) if school else None
    kept = tuple(
        one
        for one in batches
        if (weeks is None or one.batch_id in weeks)
        and (who is None or (one.confirmed_by or one.by) == who)
        and (schools is None or one.batch_id in schools)
    )
    if len(kept) < len(batches):
        st.caption(
            f":material/filter_alt: {len(kept):,} of {len(batches):,} batches, as chosen in the charts; click beside a"
            " bar for all."
        )
    return kept


def outcome_frame(batches: Sequence[BatchView], time_zone: str) -> pd.DataFrame:
    """One row per batch and outcome: `batch`, `week` (its Monday), `by`, `outcome`, `files`."""
    rows = []
    for batch in batches:
        if batch.confirmed_at is None:
            continue
        day = batch.confirmed_at.astimezone(ZoneInfo(time_zone)).date()
        week = (day - timedelta(days=day.weekday())).isoformat()
        for outcome, files in _outcomes(batch.counts).items():
            if files:
                rows.append((batch.batch_id, week, batch.confirmed_by or batch.by, outcome, files))
    return pd.DataFrame(rows, columns=["batch", "week", "by", "outcome", "files"])


def school_frame(results: pd.DataFrame) -> pd.DataFrame:
    """`batch`, `school`, `outcome`, `files` from results by school; nobody's items stand under “no match”."""
    words = {result.value: "Done" for result in APPLIED} | {result.value: "Not done" for result in TROUBLE}
    told = results.assign(
        batch=results["batch_id"],
        outcome=results["result"].map(words).fillna("As it was"),
        school=results["school"].replace("", "no match"),
        files=results["items"],
    )
    summed: pd.DataFrame = told.groupby(["batch", "school", "outcome"])["files"].sum().reset_index()
    return summed


def uploads_per_week(frame: pd.DataFrame) -> alt.Chart:
    """Files of each week by outcome, stacked; weeks without any are left free, and a week can be clicked."""
    chosen = alt.selection_point(name="chosen", fields=["week"])
    axis = alt.Axis(labelAngle=0, labelOverlap=True, labelExpr="utcFormat(toDate(datum.value), '%b %-d')")
    chart: alt.Chart = (
        alt.Chart(_summed(frame, "week"))
        .mark_bar()
        .encode(
            x=alt.X("week:O", title=None, scale=alt.Scale(domain=_weeks(frame["week"])), axis=axis),
            y=alt.Y("files:Q", title=None, axis=alt.Axis(format=",d", tickMinStep=1, tickCount=5)),
            color=_coloured(),
            order=alt.Order("order:Q"),
            opacity=alt.condition(chosen, alt.value(1), alt.value(0.35)),
            tooltip=_told("week", "Week of"),
        )
        .add_params(chosen)
        .properties(height=_HEIGHT)
    )
    return chart


def uploads_by(frame: pd.DataFrame, what: str) -> alt.Chart:
    """Files by outcome, a bar for each value of the column `what`, the most files first; a bar can be clicked."""
    chosen = alt.selection_point(name="chosen", fields=[what])
    most = frame.groupby(what)["files"].sum().sort_values(ascending=False, kind="stable")
    chart: alt.Chart = (
        alt.Chart(_summed(frame, what))
        .mark_bar(height={"band": 0.72})
        .encode(
            y=alt.Y(f"{what}:N", title=None, sort=list(most.index), axis=alt.Axis(labelLimit=110, labelOverlap=False)),
            x=alt.X("files:Q", title=None, axis=alt.Axis(format=",d", tickMinStep=1, tickCount=4)),
            color=_coloured(),
            order=alt.Order("order:Q"),
            opacity=alt.condition(chosen, alt.value(1), alt.value(0.35)),
            tooltip=_told(what, what.capitalize()),
        )
        .add_params(chosen)
        .properties(height=max(_HEIGHT, len(most) * _BAR + _AROUND))
    )
    return chart


def _summed(frame: pd.DataFrame, what: str) -> pd.DataFrame:
    order = {outcome: place for place, outcome in enumerate(OUTCOMES)}
    summed = frame.groupby([what, "outcome"])["files"].sum().reset_index()
    return summed.assign(order=summed["outcome"].map(order))


def _weeks(weeks: pd.Series) -> list[str]:
    """Every Monday from the first to the last, so that quiet weeks are seen."""
    mondays = pd.date_range(weeks.min(), weeks.max(), freq="7D")
    return [monday.date().isoformat() for monday in mondays]


def _told(what: str, title: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip(f"{what}:N", title=title),
        alt.Tooltip("outcome:N", title="Outcome"),
        alt.Tooltip("files:Q", title="Files", format=","),
    ]


def _coloured() -> alt.Color:
    scale = alt.Scale(domain=list(OUTCOMES), range=list(OUTCOMES.values()))
    return alt.Color(
        "outcome:N", scale=scale, legend=alt.Legend(orient="top", title=None, symbolType="square", offset=6)
    )


def _outcomes(counts: Mapping[str, int]) -> dict[str, int]:
    done = sum(counts.get(result, 0) for result in APPLIED)
    trouble = sum(counts.get(result, 0) for result in TROUBLE)
    rest = sum(number for word, number in counts.items() if word in {"Unchanged", "Skipped"})
    return {"Done": done, "Not done": trouble, "As it was": rest}


def _clicked(chart: alt.Chart, field: str, alt_text: str) -> str | None:
    event = st.altair_chart(
        chart, key=f"status.chart.{field}", on_select="rerun", selection_mode="chosen", alt=alt_text
    )
    points = event["selection"].get("chosen", []) if event else []
    return str(points[0][field]) if points and field in points[0] else None
