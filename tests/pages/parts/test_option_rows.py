"""What the fields of the options do to the options in hand."""

import pytest

from pages.parts import option_rows
from pages.parts.workbench import Bench
from roster_core.clever.profile.options import PRESETS

RECOMMENDED, OFF = PRESETS["clever_recommended"], PRESETS["source_defaults"]


@pytest.fixture
def bench():
    return Bench(base=RECOMMENDED, options=RECOMMENDED)


@pytest.fixture
def said(monkeypatch):
    """What the fields say, by their keys."""
    values: dict[str, object] = {}
    monkeypatch.setattr("pages.parts.option_rows.st.session_state", values)
    return values


def test_a_field_changes_its_option(bench, said):
    key = bench.key_of("iep_yes_no")
    said[key] = False
    option_rows._changed(bench, "iep_yes_no", key)
    assert [change.name for change in bench.changes] == ["iep_yes_no"]


def test_a_field_of_options_that_were_closed_changes_nothing(bench, said):
    key = bench.key_of("iep_yes_no")
    bench.open(OFF)
    said[key] = True
    option_rows._changed(bench, "iep_yes_no", key)
    assert bench.options == OFF


def test_a_confirmation_of_options_that_were_closed_confirms_nothing(bench, said):
    key = bench.key_of("confirm.CODE")
    said[key] = True
    option_rows._confirm(bench, "CODE", key)
    assert bench.acknowledged == {"CODE": ""}
    bench.open(OFF)
    option_rows._confirm(bench, "CODE", key)
    assert bench.acknowledged == {}
