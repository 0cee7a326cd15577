import pandas as pd
import pytest

from pages.parts import history_charts
from pages.parts.findings_view import SEVERITY_LOOK
from roster_core.journeys.export_runs import FILE_ORDER

#: Of the light and of the dark mode.
BACKGROUNDS = ("#ffffff", "#101716")


def _luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture
def when():
    return pd.to_datetime(["2026-11-24 02:30", "2026-11-25 02:30"])


def _domain(chart, channel="color"):
    return chart.to_dict()["encoding"][channel]["scale"]["domain"]


def test_every_file_has_a_colour_of_its_own():
    assert {f"{name}.csv" for name in history_charts.FILE_COLOURS} == set(FILE_ORDER)
    assert len(set(history_charts.FILE_COLOURS.values())) == len(FILE_ORDER)


def test_every_severity_has_a_colour_of_its_own_the_worst_first():
    assert list(history_charts.SEVERITY_COLOURS) == [name for name, _icon, _colour in SEVERITY_LOOK.values()]


@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize("colour", [*history_charts.FILE_COLOURS.values(), *history_charts.SEVERITY_COLOURS.values()])
def test_every_colour_stands_out_from_the_background(colour, background):
    assert contrast(colour, background) >= 3


def test_the_rows_of_a_file_are_a_line_on_a_scale_of_its_own(when):
    frame = pd.DataFrame(
        {"run": ["Nov 24", "Nov 25"] * 2, "when": [*when, *when], "file": ["students"] * 2 + ["staff"] * 2,
         "rows": [1161, 1150, 148, 148]}
    )  # fmt: skip
    chart = history_charts.rows_of_file(frame, "students").to_dict()
    (rows,) = chart["datasets"].values()
    assert [row["rows"] for row in rows] == [1161, 1150]
    encoding = chart["layer"][0]["encoding"]
    assert encoding["y"]["scale"]["zero"] is False
    assert encoding["color"]["value"] == history_charts.FILE_COLOURS["students"]


def test_findings_are_stacked_from_the_worst_up(when):
    frame = pd.DataFrame(
        {"run": ["Nov 24"] * 2, "when": [when[0]] * 2, "severity": ["Info", "Block"], "findings": [132, 1]}
    )
    chart = history_charts.findings_over_time(frame)
    assert _domain(chart) == ["Block", "Error", "Warning", "Info"]
    (rows,) = chart.to_dict()["datasets"].values()
    assert {row["severity"]: row["order"] for row in rows} == {"Block": 0, "Info": 3}


def test_what_was_removed_stands_below_the_line_and_is_told_as_it_is(when):
    frame = pd.DataFrame(
        {"run": ["Nov 24"] * 3, "when": [when[0]] * 3, "kind": ["Added", "Changed", "Removed"], "rows": [12, 40, 3]}
    )
    chart = history_charts.changes_per_run(frame)
    (rows,) = chart.to_dict()["datasets"].values()
    assert [row["height"] for row in rows] == [12, 40, -3]
    assert [row["rows"] for row in rows] == [12, 40, 3]
    assert chart.to_dict()["encoding"]["y"]["field"] == "height"
