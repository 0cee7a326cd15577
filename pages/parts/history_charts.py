"""Charts of the runs over time: frames in, Altair charts out."""

import altair as alt
import pandas as pd

from pages.parts.charts import COLOURS

_HEIGHT, _LOW = 220, 130
_WHEN = alt.Tooltip("when:T", title="When", format="%Y-%m-%d %H:%M")
#: One colour for each file; all stand out from the light and from the dark background (3:1 and more).
FILE_COLOURS = {
    "schools": "#84908d",
    "students": "#1f8f7f",
    "teachers": "#b7791f",
    "sections": "#8b6fd0",
    "enrollments": "#3b7dd8",
    "staff": "#d0453b",
    "admins": "#7c8a2a",
}
#: Worst first, as everywhere.
SEVERITY_COLOURS = {"Block": "#c0392b", "Error": "#e5675d", "Warning": "#c9820a", "Info": "#3b7dd8"}
_KINDS = {"Added": COLOURS["Added"], "Changed": COLOURS["Changed"], "Removed": COLOURS["Gone"]}


def rows_of_file(frame: pd.DataFrame, name: str) -> alt.LayerChart:
    """Rows of one file at each run, a scale of its own; `frame` has the columns `when`, `run`, `file`, `rows`.

    The scale does not begin with zero: what matters is that a file does not lose rows unseen.
    """
    base = alt.Chart(frame[frame["file"] == name]).encode(
        x=_runs(),
        y=alt.Y(
            "rows:Q",
            title=None,
            scale=alt.Scale(zero=False, nice=True),
            axis=alt.Axis(format=",d", tickCount=3, tickMinStep=1),
        ),
        color=alt.value(FILE_COLOURS[name]),
        tooltip=[_WHEN, alt.Tooltip("rows:Q", title="Rows", format=",")],
    )
    chart: alt.LayerChart = (base.mark_line(strokeWidth=2) + base.mark_circle(size=40, opacity=1)).properties(
        height=_LOW
    )
    return chart


def findings_over_time(frame: pd.DataFrame) -> alt.Chart:
    """Findings of each run by severity, stacked; `frame` has the columns `when`, `run`, `severity`, `findings`."""
    order = {name: place for place, name in enumerate(SEVERITY_COLOURS)}
    drawn = frame.assign(order=frame["severity"].map(order))
    return _bars(drawn, "severity", "findings", "Findings", SEVERITY_COLOURS)


def changes_per_run(frame: pd.DataFrame) -> alt.Chart:
    """Rows added, changed and removed at each run, removed ones below the line.

    `frame` has the columns `when`, `run`, `kind` (Added, Changed, Removed) and `rows`.
    """
    order = {name: place for place, name in enumerate(_KINDS)}
    drawn = frame.assign(
        order=frame["kind"].map(order), height=frame["rows"].where(frame["kind"] != "Removed", -frame["rows"])
    )
    return _bars(drawn, "kind", "rows", "Rows", _KINDS, height="height")


def _bars(
    drawn: pd.DataFrame, what: str, count: str, title: str, colours: dict[str, str], *, height: str = ""
) -> alt.Chart:
    names = list(colours)
    chart: alt.Chart = (
        alt.Chart(drawn)
        .mark_bar()
        .encode(
            x=_runs(),
            y=alt.Y(f"{height or count}:Q", title=None, axis=alt.Axis(format="~s", tickMinStep=1)),
            color=_coloured(f"{what}:N", names, [colours[name] for name in names]),
            order=alt.Order("order:Q"),
            tooltip=[
                _WHEN,
                alt.Tooltip(f"{what}:N", title=what.capitalize()),
                alt.Tooltip(f"{count}:Q", title=title, format=","),
            ],
        )
        .properties(height=_HEIGHT)
    )
    return chart


def _runs() -> alt.X:
    # A place a run, however far apart they are: several runs of one morning would lie on one another.
    return alt.X("run:O", title=None, sort=None, axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False))


def _coloured(field: str, names: list[str], colours: list[str]) -> alt.Color:
    return alt.Color(
        field,
        title=None,
        sort=names,
        scale=alt.Scale(domain=names, range=colours),
        legend=alt.Legend(orient="top", symbolType="square"),
    )
