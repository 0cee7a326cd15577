"""Which boxes of the bar are listened to."""

from typing import Any

import pytest

from pages.parts import profile_bar
from pages.parts.workbench import Bench
from roster_core.clever.profile.options import PRESETS

RECOMMENDED, OFF = PRESETS["clever_recommended"], PRESETS["source_defaults"]


@pytest.fixture
def said(monkeypatch):
    """What the boxes say, by their keys."""
    values: dict[str, object] = {}
    monkeypatch.setattr("pages.parts.profile_bar.st.session_state", values)
    return values


@pytest.fixture
def bench():
    return Bench(base=RECOMMENDED, options=RECOMMENDED, start="clever_recommended")


def test_a_box_keeps_its_key_while_it_shows_what_is_in_hand(said):
    key = profile_bar._key_showing("profile", "Nightly")
    assert profile_bar._key_showing("profile", "Nightly") == key  # drawn, nothing said yet
    said[key] = "Weekly"
    assert profile_bar._key_showing("profile", "Weekly") == key  # chosen in the box


def test_a_box_that_has_to_show_something_else_gets_another_key(said):
    key = profile_bar._key_showing("profile", "New profile")
    said[key] = "New profile"
    saved = profile_bar._key_showing("profile", "Nightly")
    assert saved != key
    assert profile_bar.box_key("profile") == saved


@pytest.mark.parametrize("heard", [True, False])
def test_only_the_box_on_the_page_opens_a_profile(monkeypatch, said, bench, heard):
    opened = []
    monkeypatch.setattr("pages.parts.unsaved.open_profile", lambda *_: opened.append(bench))
    key = profile_bar._key_showing("profile", "New profile")
    said[key] = "New profile"
    if not heard:
        profile_bar._key_showing("profile", "Nightly")
    nobody: Any = None
    profile_bar._open(nobody, nobody, bench, (), key)
    assert bool(opened) is heard


def test_a_preset_is_what_new_options_begin_with(said, bench):
    key = profile_bar._key_showing("preset", "clever_recommended")
    said[key] = "source_defaults"
    profile_bar._begin(bench, key)
    assert bench.options == OFF


def test_a_preset_says_nothing_once_the_options_are_saved(said, bench):
    key = profile_bar._key_showing("preset", "clever_recommended")
    said[key] = "source_defaults"
    bench.name = "Nightly"
    profile_bar._begin(bench, key)
    assert bench.options == RECOMMENDED
