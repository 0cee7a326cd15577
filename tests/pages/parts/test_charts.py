import pandas as pd
import pytest

from pages.parts import charts

SCHOOLS = pd.DataFrame(
    {
        "school": ["Elementary", "Pre-K", "High"],
        "students": [200, 0, 50],
        "with_photo": [150, 0, 50],
        "staff": [20, 1, 9],
    }
)


def _drawn(chart):
    spec = chart.to_dict()
    return spec, next(iter(spec["datasets"].values()))


def _colours(spec):
    scale = spec["encoding"]["color"]["scale"]
    return dict(zip(scale["domain"], scale["range"], strict=True))


def test_coverage_is_drawn_as_shares_and_told_in_counts():
    spec, data = _drawn(charts.photo_coverage(SCHOOLS))
    elementary = {row["kind"]: (row["count"], row["share"]) for row in data if row["school"] == "Elementary"}
    assert elementary == {"With photo": (150, 0.75), "Without photo": (50, 0.25)}
    assert spec["encoding"]["x"]["field"] == "share"


def test_a_school_without_students_is_no_division_by_zero():
    _spec, data = _drawn(charts.photo_coverage(SCHOOLS))
    assert {row["share"] for row in data if row["school"] == "Pre-K"} == {0}


def test_schools_stay_in_the_order_given():
    spec, data = _drawn(charts.people_by_school(SCHOOLS))
    assert spec["encoding"]["y"]["sort"] is None
    assert list(dict.fromkeys(row["school"] for row in data)) == ["Elementary", "Pre-K", "High"]


@pytest.mark.parametrize("counts", [(1, 0, 0), (0, 2, 3), (1, 1, 1)])
def test_a_change_has_its_colour_whatever_else_occurs(counts):
    frame = pd.DataFrame([("students", *counts)], columns=["file", "added", "changed", "gone"])
    colours = _colours(charts.changes_by_file(frame).to_dict())
    assert colours == {word: charts.COLOURS[word] for word in ("Added", "Changed", "Gone")}


def test_files_in_which_nothing_changes_are_not_drawn():
    frame = pd.DataFrame({"file": ["students", "terms"], "added": [1, 0], "changed": [2, 0], "gone": [0, 0]})
    _spec, data = _drawn(charts.changes_by_file(frame))
    assert {row["file"] for row in data} == {"students"}


def _luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", sorted(set(charts.COLOURS.values())))
@pytest.mark.parametrize("background", ["#ffffff", "#101716"])
def test_every_colour_stands_out_from_light_and_dark(colour, background):
    light, dark = sorted((_luminance(colour), _luminance(background)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3
