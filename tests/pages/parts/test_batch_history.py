"""Charts of uploads: frames from batches, and what a bar says."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pandas as pd

from pages.parts.batch_history import OUTCOMES, outcome_frame, school_frame, uploads_by, uploads_per_week

COUNTS = {"Uploaded": 3, "Uploaded (replaced)": 2, "No Match": 1, "Failed": 1, "Skipped": 4}


def _batch(batch_id, moment, counts):
    return SimpleNamespace(batch_id=batch_id, confirmed_at=moment, confirmed_by="dana", by="dana", counts=counts)


def test_files_count_in_the_week_of_the_districts_clock():
    late_sunday = datetime(2026, 11, 23, 3, tzinfo=UTC)  # still Sunday the 22nd in New York
    frame = outcome_frame([_batch("a", late_sunday, COUNTS)], "America/New_York")
    assert set(frame["week"]) == {"2026-11-16"}
    assert dict(zip(frame["outcome"], frame["files"], strict=True)) == {"Done": 5, "Not done": 2, "As it was": 4}


def test_drafts_are_in_no_chart():
    assert outcome_frame([_batch("a", None, {"new": 3})], "America/New_York").empty


def test_schools_are_told_by_outcome_and_nobodys_files_apart():
    told = school_frame(
        pd.DataFrame(
            {
                "batch_id": ["a", "a", "b", "b"],
                "school": ["MMS", "MMS", "", "MMS"],
                "result": ["Uploaded", "Put back", "No Match", "Unchanged"],
                "items": [3, 2, 1, 4],
            }
        )
    )
    assert [tuple(row) for row in told.itertuples(index=False)] == [
        ("a", "MMS", "Done", 5),
        ("b", "MMS", "As it was", 4),
        ("b", "no match", "Not done", 1),
    ]


def test_bars_are_stacked_by_outcome_in_fixed_colours_and_can_be_clicked():
    frame = outcome_frame([_batch("a", datetime(2026, 11, 24, tzinfo=UTC), COUNTS)], "UTC")
    for chart, field in ((uploads_per_week(frame), "week"), (uploads_by(frame, "by"), "by")):
        told = chart.to_dict()
        assert told["params"][0]["select"] == {"type": "point", "fields": [field]}
        assert told["encoding"]["color"]["scale"] == {"domain": list(OUTCOMES), "range": list(OUTCOMES.values())}


def test_weeks_without_uploads_keep_their_place():
    batches = [_batch(day, datetime(2026, 11, day, tzinfo=UTC), COUNTS) for day in (3, 25)]
    told = uploads_per_week(outcome_frame(batches, "UTC")).to_dict()
    assert told["encoding"]["x"]["scale"]["domain"] == ["2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23"]


def test_files_of_several_batches_are_one_bar_and_the_longest_stands_first():
    moment = datetime(2026, 11, 24, tzinfo=UTC)
    batches = [_batch("a", moment, {"Uploaded": 2}), _batch("b", moment, {"Uploaded": 3, "Failed": 1})]
    frame = outcome_frame(batches, "UTC").assign(by=["omar", "dana", "dana"])
    told = uploads_by(frame, "by").to_dict()
    assert told["encoding"]["y"]["sort"] == ["dana", "omar"]
    (rows,) = told["datasets"].values()
    assert [(row["by"], row["outcome"], row["files"], row["order"]) for row in rows] == [
        ("dana", "Done", 3, 0),
        ("dana", "Not done", 1, 1),
        ("omar", "Done", 2, 0),
    ]
