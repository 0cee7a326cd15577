"""Runs over time: which profile's, as charts, and as a table of which one is opened."""

from collections.abc import Callable, Mapping, Sequence
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from pages.parts import history_charts
from pages.parts.findings_view import SEVERITY_LOOK
from pages.parts.links import show_link
from roster_core.access.rights import User
from roster_core.clever.changes.between_runs import FileCounts
from roster_core.findings import Severity
from roster_core.journeys.export_runs import RunView

#: Runs drawn at most: more bars would not be told apart.
_DRAWN = 40
_EVERY, _NONE = "Every profile", "Without a profile"
_OF = ("students", "teachers", "sections", "enrollments", "staff")


def show_nothing(user: User) -> None:
    """What to do before there is any run."""
    with st.container(border=True):
        st.header(":material/history: Nothing has been exported yet")
        st.markdown("Every preview and every delivery is kept here with its files, findings and changes.")
        show_link(user, "clever_export.py", "Clever export")


def show_charts(runs: Sequence[RunView], time_zone: str) -> tuple[RunView, ...]:
    """Choose the profile, draw its runs, and return them."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kept = _of_profile(runs)
        what = st.selectbox("Changes of", _OF, key="history.of", format_func=str.capitalize, width=200)
    _draw(kept, str(what), time_zone)
    return kept


def _of_profile(runs: Sequence[RunView]) -> tuple[RunView, ...]:
    names = sorted({run.profile_name for run in runs if run.profile_name})
    none = [_NONE] if any(run.profile_name is None for run in runs) else []
    chosen = st.selectbox("Profile", [_EVERY, *names, *none], key="history.profile", width=300)
    wanted = None if chosen == _NONE else chosen
    return tuple(run for run in runs if chosen == _EVERY or run.profile_name == wanted)


def _draw(runs: Sequence[RunView], what: str, time_zone: str) -> None:
    drawn = [run for run in reversed(runs) if run.files][-_DRAWN:]
    if len(drawn) < 2:  # noqa: PLR2004 - one point is no line
        st.info("Charts appear with the second run.", icon=":material/show_chart:")
        return
    halves = st.grid(2, min_column_width=380)
    with halves.container(border=True):
        st.markdown(f"**{what.capitalize()} added, changed and removed**")
        frame = changes_frame(drawn, f"{what}.csv", time_zone)
        st.altair_chart(
            history_charts.changes_per_run(frame), key="history.changes", alt="Rows added, changed and removed by run"
        )
    with halves.container(border=True):
        st.markdown("**Findings**")
        frame = findings_frame(drawn, time_zone)
        st.altair_chart(
            history_charts.findings_over_time(frame), key="history.findings", alt="Findings by run and severity"
        )
    st.header("Rows per file")
    frame = rows_frame(drawn, time_zone)
    thirds = st.grid(3, min_column_width=240)
    for name in history_charts.FILE_COLOURS:
        if name in set(frame["file"]):
            with thirds.container(border=True):
                st.markdown(f"**{name}.csv**")
                chart = history_charts.rows_of_file(frame, name)
                st.altair_chart(chart, key=f"history.rows.{name}", alt=f"Rows of {name}.csv by run")


def rows_frame(runs: Sequence[RunView], time_zone: str) -> pd.DataFrame:
    """A line for each file of each run: `run`, `when`, `file`, `rows`."""
    return _frame(
        runs, time_zone, "file", "rows", lambda run: {file.name.removesuffix(".csv"): file.rows for file in run.files}
    )


def findings_frame(runs: Sequence[RunView], time_zone: str) -> pd.DataFrame:
    """A line for each run and severity: `run`, `when`, `severity`, `findings`."""
    return _frame(
        runs,
        time_zone,
        "severity",
        "findings",
        lambda run: {SEVERITY_LOOK[severity][0]: run.finding_counts.get(severity.value, 0) for severity in Severity},
    )


def changes_frame(runs: Sequence[RunView], name: str, time_zone: str) -> pd.DataFrame:
    """A line for each run and kind of change to the file `name`: `run`, `when`, `kind`, `rows`.

    What got another ID counts as removed and added: that is what the receiver does.
    """

    def counted(run: RunView) -> dict[str, int]:
        told = run.change_counts.get(name)
        counts = FileCounts.from_json(told) if told else FileCounts(0, 0)
        return {"Added": counts.added + counts.changed_ids, "Changed": counts.changed, "Removed": counts.gone}

    return _frame(runs, time_zone, "kind", "rows", counted)


def _frame(
    runs: Sequence[RunView],
    time_zone: str,
    what: str,
    count: str,
    counted: Callable[[RunView], Mapping[str, int]],
) -> pd.DataFrame:
    lines = []
    for run, label in zip(runs, labels(runs, time_zone), strict=True):
        when = run.created_at.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None)
        lines += [{"run": label, "when": when, what: name, count: number} for name, number in counted(run).items()]
    return pd.DataFrame(lines, columns=["run", "when", what, count])


def labels(runs: Sequence[RunView], time_zone: str) -> list[str]:
    """What each run is called below a chart: its day, with the time where a day has several runs."""
    moments = [run.created_at.astimezone(ZoneInfo(time_zone)) for run in runs]
    days = [f"{moment:%b} {moment.day}" for moment in moments]
    named = [f"{day} {moment:%H:%M}" if days.count(day) > 1 else day for day, moment in zip(days, moments, strict=True)]
    # Two runs of one minute are still two.
    return [
        f"{name} ({named[:place].count(name) + 1})" if named.count(name) > 1 else name
        for place, name in enumerate(named)
    ]
