# ruff: noqa: PLC0415 - AppTest runs the body of a function as a script of its own
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.tables import harmless, masked, shown_frame


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x")'])
def test_what_a_spreadsheet_would_run_is_shown_with_an_apostrophe(cell):
    assert harmless(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "Ana", "0104233", "a=b", " x", "(201) 555-0100"])
def test_other_cells_are_shown_as_they_are(cell):
    assert harmless(cell) == cell


@pytest.mark.parametrize("column", ["Password", "password", "Initial_password"])
def test_a_password_is_never_shown_and_its_length_neither(column):
    assert masked(column, ["Olea0917", "", "x"]) == ["••••••", "", "••••••"]


def test_the_browser_gets_chosen_columns_only_and_the_row_numbers_of_a_spreadsheet():
    frame = shown_frame([["1", "2"], ["3", "=4"]], [50, 51], ["a", "b"], ["b"])
    assert frame.to_dict("list") == {"Row": [52, 53], "b": ["2", "'=4"]}


def _page():
    import polars as pl

    from pages.parts.rows import FrameRows
    from pages.parts.tables import show_rows

    names = [f"student {number}" for number in range(120)]
    frame = pl.DataFrame({"Name": names, "Password": [f"secret{number}" for number in range(120)]})
    show_rows(FrameRows(frame), key="t", name="Students")


def _shown(at):
    return at.dataframe[0].value


def test_a_long_table_is_shown_fifty_rows_at_a_time():
    at = AppTest.from_function(_page).run()
    assert len(_shown(at)) == 50
    assert at.caption[0].value == "Rows 1 to 50 of 120"
    at.pagination(key="t.page").set_value(3).run()
    assert list(_shown(at)["Name"])[-1] == "student 119"
    assert at.caption[0].value == "Rows 101 to 120 of 120"


def test_a_search_shows_the_rows_found_under_their_own_numbers():
    at = AppTest.from_function(_page).run()
    at.text_input(key="t.search").set_value("student 11").run()
    assert list(_shown(at)["Row"]) == [13, *range(112, 122)]
    at.text_input(key="t.search").set_value("nobody*").run()
    assert not at.dataframe
    assert "nobody\\*" in at.info[0].value


def test_a_search_on_a_later_page_begins_at_the_first_hit():
    at = AppTest.from_function(_page).run()
    at.pagination(key="t.page").set_value(3).run()
    at.text_input(key="t.search").set_value("student 5").run()
    assert next(iter(_shown(at)["Name"])) == "student 5"


def test_passwords_cannot_be_found_out_by_searching():
    at = AppTest.from_function(_page).run()
    at.text_input(key="t.search").set_value("secret5").run()
    assert not at.dataframe


def test_a_column_left_out_does_not_reach_the_browser():
    at = AppTest.from_function(_page).run()
    at.multiselect(key="t.columns").set_value(["Name"]).run()
    assert list(_shown(at).columns) == ["Row", "Name"]
