"""Charts: frames in, Altair charts out. A colour always means the same, whatever occurs in the data."""

import altair as alt
import pandas as pd

#: What each word is drawn in. All stand out from the light and from the dark background (3:1 and more).
COLOURS = {
    "With photo": "#1f8f7f",
    "Without photo": "#84908d",
    "Students": "#1f8f7f",
    "Staff": "#3b7dd8",
    "Added": "#1f8f7f",
    "Changed": "#3b7dd8",
    "Gone": "#d0453b",
}
_BAR_HEIGHT = 26


def photo_coverage(frame: pd.DataFrame) -> alt.Chart:
    """Students with and without a photo at each school, as one bar of 100 % a school.

    `frame` has the columns `school`, `with_photo` and `students` (counts); schools are drawn in its order.
    """
    long = pd.concat(
        [
            _counted(frame, "With photo", frame["with_photo"]),
            _counted(frame, "Without photo", frame["students"] - frame["with_photo"]),
        ]
    )
    long["share"] = long["count"] / long["students"].clip(lower=1)
    share = alt.X("share:Q", title=None, axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1]))
    return _stacked(long, ["With photo", "Without photo"], what="school", of="Students", x=share)


def people_by_school(frame: pd.DataFrame) -> alt.Chart:
    """Students and staff at each school; `frame` has the columns `school`, `students` and `staff`."""
    long = pd.concat([_counted(frame, "Students", frame["students"]), _counted(frame, "Staff", frame["staff"])])
    return _stacked(long, ["Students", "Staff"], what="school", of="People")


def changes_by_file(frame: pd.DataFrame) -> alt.Chart:
    """Rows added, changed and gone in each file; `frame` has the columns `file`, `added`, `changed` and `gone`.

    Files in which nothing changes are not drawn.
    """
    kinds = ["Added", "Changed", "Gone"]
    touched = frame[frame[[kind.lower() for kind in kinds]].sum(axis=1) > 0]
    long = pd.concat([_counted(touched, kind, touched[kind.lower()], by="file") for kind in kinds])
    return _stacked(long, kinds, what="file", of="Rows")


def _counted(frame: pd.DataFrame, kind: str, count: pd.Series, by: str = "school") -> pd.DataFrame:
    return frame.assign(kind=kind, count=count)[[by, "kind", "count", *_totals(frame)]]


def _totals(frame: pd.DataFrame) -> list[str]:
    return ["students"] if "students" in frame else []


def _stacked(long: pd.DataFrame, kinds: list[str], *, what: str, of: str, x: alt.X | None = None) -> alt.Chart:
    """Horizontal bars: names of schools and files are long, and there may be twenty of them."""
    order = {kind: place for place, kind in enumerate(kinds)}
    drawn = long.assign(order=long["kind"].map(order))
    chart: alt.Chart = (
        alt.Chart(drawn)
        .mark_bar(height={"band": 0.72})
        .encode(
            y=alt.Y(f"{what}:N", title=None, sort=None, axis=alt.Axis(labelLimit=220)),
            x=x or alt.X("count:Q", title=None, axis=alt.Axis(format=",d", tickMinStep=1)),
            color=alt.Color(
                "kind:N",
                title=None,
                scale=alt.Scale(domain=kinds, range=[COLOURS[kind] for kind in kinds]),
                legend=alt.Legend(orient="top", symbolType="square"),
            ),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip(f"{what}:N", title=what.capitalize()),
                alt.Tooltip("kind:N", title="Kind"),
                alt.Tooltip("count:Q", title=of, format=","),
            ],
        )
        .properties(height=alt.Step(_BAR_HEIGHT))
    )
    return chart
