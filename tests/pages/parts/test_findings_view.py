# ruff: noqa: PLC0415 - AppTest runs the body of a function as a script of its own
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.findings_view import filtered
from roster_core.findings import Finding, Kind, Severity, to_frame

BAD = Kind("EMAIL_INVALID", Severity.ERROR, "{cell} is no e-mail address.", fix="Correct it in the SIS.")
LOOK = Kind("SECTION_EMPTY", Severity.WARNING, "Section has no students.")
STOP = Kind("SCOPE_EMPTY", Severity.BLOCK, "No school is left.")


@pytest.fixture
def frame():
    return to_frame(
        [
            Finding(LOOK, "sections.csv", "MHE-101-1"),
            Finding(BAD, "students.csv", "0104233", "Student_email", {"cell": "=ana"}, person="student:0104233"),
            Finding(STOP, "profile"),
            Finding(BAD, "teachers.csv", "2001", "Teacher_email", {"cell": "x"}),
        ]
    )


def _codes(frame, *, severities=(), code=None, sought=""):
    return filtered(frame, severities=frozenset(severities), code=code, sought=sought)["code"].to_list()


def test_the_worst_findings_come_first_and_else_the_order_stays(frame):
    kept = filtered(frame, severities=frozenset(), code=None, sought="")
    assert kept["file"].to_list() == ["profile", "students.csv", "teachers.csv", "sections.csv"]


def test_findings_are_filtered_by_severity_kind_and_text(frame):
    assert _codes(frame, severities=["warning", "block"]) == ["SCOPE_EMPTY", "SECTION_EMPTY"]
    assert _codes(frame, code="EMAIL_INVALID", sought="TEACH") == ["EMAIL_INVALID"]
    assert _codes(frame, sought="student:0104233") == ["EMAIL_INVALID"]
    assert _codes(frame, sought="(") == []


def test_no_findings_are_filtered_to_no_findings():
    assert _codes(to_frame([]), severities=["error"], sought="x") == []


def _page():
    import streamlit as st

    from pages.parts.findings_view import show_findings

    frame = st.session_state["frame"]
    told = st.container()
    chosen = show_findings(frame, key="f", aside=lambda finding: told.write(f"aside: {bool(finding)}"))
    st.write(f"chosen: {chosen['row_key'] if chosen else None}")


def _shown(frame):
    at = AppTest.from_function(_page, default_timeout=20)
    at.session_state["frame"] = frame
    return at.run()


def test_the_table_speaks_words_and_is_harmless_in_a_spreadsheet(frame):
    table = _shown(frame).dataframe[0].value
    assert [cell[0] for cell in table["Severity"]] == ["Block", "Error", "Error", "Warning"]
    assert table["What"][1] == "'=ana is no e-mail address."


def test_a_severity_that_does_not_occur_is_not_offered(frame):
    at = _shown(frame.filter(pl.col("severity") == "error"))
    assert at.button_group(key="f.severity").options == ["Error · 2"]


def test_the_finding_clicked_is_returned_and_given_to_who_draws_beside(frame):
    at = _shown(frame)
    assert at.markdown[-1].value == "chosen: None"
    at.session_state["f.table"] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    at.run()
    assert at.markdown[-1].value == "chosen: 0104233"
    assert at.markdown[0].value == "aside: True"


def test_many_findings_are_paged(frame):
    at = _shown(pl.concat([frame] * 60))
    assert len(at.dataframe[0].value) == 100
    at.pagination(key="f.page").set_value(3).run()
    assert len(at.dataframe[0].value) == 40


def test_no_findings_are_good_news():
    at = _shown(to_frame([]))
    assert not at.exception
    assert "No findings" in at.success[0].value
