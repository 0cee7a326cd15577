import pytest

from pages.parts.live_panel import how_many
from roster_core.clever.preview.example import Example
from roster_core.journeys.export_runs import FILE_ORDER


@pytest.mark.parametrize(
    ("file", "more", "rows", "said"),
    [
        ("students.csv", 0, 0, "No other student changes. Looked at: 300 students."),
        ("students.csv", 1, 1, "1 more student changes. Looked at: 300 students."),
        ("students.csv", 236, 236, "236 more students change. Looked at: 300 students."),
        ("students.csv", 1236, 2001, "1,236 more students change, in 2,001 rows. Looked at: 300 students."),
        ("staff.csv", 2, 3, "2 more members of the staff change, in 3 rows. Looked at: 300 students."),
    ],
)
def test_others_are_counted_as_people_and_as_rows_where_these_are_more(file, more, rows, said):
    assert how_many(Example("x", file=file, more=more, more_rows=rows, looked_at="300 students")) == said


@pytest.mark.parametrize("file", FILE_ORDER)
def test_every_file_has_a_word_for_what_its_rows_are_about(file):
    assert how_many(Example("x", file=file)).startswith("No other ")
