"""What is being edited on the export page: a profile's options as this tab has changed them, kept from run to run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from roster_core.clever.profile.changes import OptionChange, option_changes
from roster_core.clever.profile.confirmations import still_confirmed
from roster_core.clever.profile.options import FIELDS, PRESETS, ExportOptions, default_of
from roster_core.journeys.export_drafts import UnsavedOptions
from roster_core.journeys.export_profiles import ProfileView

_KEY = "export.bench"
#: What the presets are called (export-options §2.6), the one offered first at the top.
PRESET_NAMES = {"clever_recommended": "Recommended by Clever", "source_defaults": "Everything off"}
DEFAULT_PRESET = next(iter(PRESETS))


@dataclass
class Bench:
    """The options in hand. `name` and `version` are those of the profile they came from; without, they are new.

    `base` are the options before anything was changed here. `edition` counts up whenever the fields must show other
    values than those that somebody typed. `focus` is the option that the preview is about.
    """

    base: ExportOptions
    options: ExportOptions
    name: str | None = None
    version: int | None = None
    #: Code of what was confirmed → what was said.
    acknowledged: dict[str, str] = field(default_factory=dict)
    held: Mapping[str, str] = field(default_factory=dict)
    edition: int = 0
    focus: str | None = None
    #: The options before the last change, to show what it did.
    before: ExportOptions | None = None
    #: ID of the profile in hand, whatever it is called.
    profile_id: str | None = None
    #: The preset that new options began with.
    start: str | None = None

    @property
    def is_new(self) -> bool:
        """Whether no saved profile stands behind the options."""
        return self.name is None

    @property
    def changes(self) -> tuple[OptionChange, ...]:
        """What differs from the saved version, or from the preset that a new one began with."""
        return option_changes(self.base, self.options)

    @property
    def changed(self) -> bool:
        """Whether there is anything to save."""
        return self.is_new or self.options != self.base

    def key_of(self, name: str) -> str:
        """The key of the widget of an option, or of a confirmation."""
        return f"export.{self.edition}.{name}"

    def hears(self, key: str) -> bool:
        """Whether what the widget with this key says counts.

        A browser sends what the fields of an earlier edition said once more if the next click comes before they have
        gone from the page.
        """
        return key.startswith(self.key_of(""))

    def set(self, **values: Any) -> None:
        """Give options other values (None = the default); from now on the preview is about the last of them."""
        given = {name: default_of(name) if value is None else value for name, value in values.items()}
        options = ExportOptions.model_validate({**dict(self.options), **given})
        if options == self.options:
            return
        self.before, self.options, self.focus = self.options, options, next(reversed(given))
        confirmed = {**self.held, **self.acknowledged}
        self.acknowledged = still_confirmed(options, self.before, confirmed)

    def open(self, options: ExportOptions, profile: ProfileView | None = None) -> None:
        """Begin anew with other options, those of `profile` if given."""
        self.base = profile.values if profile else options
        self.options, self.before, self.focus = options, None, None
        self.name, self.version = (profile.name, profile.version) if profile else (None, None)
        self.profile_id, self.start = (profile.profile_id, None) if profile else (None, preset_of(options))
        self.acknowledged, self.held = {}, dict(profile.acknowledged) if profile else {}
        if profile and options == self.base:
            self.acknowledged = dict(profile.acknowledged)
        self.edition += 1

    def resume(self, unsaved: UnsavedOptions, profile: ProfileView | None = None) -> None:
        """Go on with what was left unsaved: of `profile`, which is in the version changed, or of new options."""
        self.open(profile.values if profile else PRESETS[unsaved.start or DEFAULT_PRESET], profile)
        self.options, self.acknowledged = unsaved.options, dict(unsaved.acknowledged)

    def rebase(self, newest: ProfileView) -> None:
        """Bring the changes to a newer version of the profile."""
        changed = {change.name: getattr(self.options, change.name) for change in self.changes}
        self.open(newest.values, newest)
        if changed:
            self.set(**changed)

    def unsaved(self) -> UnsavedOptions:
        """What is to be kept of the changes."""
        return UnsavedOptions(self.options, self.profile_id, self.version, self.start, self.acknowledged)

    def revert(self) -> None:
        """Take back every change that was not saved."""
        self.options, self.before, self.focus = self.base, None, None
        self.acknowledged = dict(self.held)
        self.edition += 1


def preset_of(options: ExportOptions) -> str:
    """The preset that the options are; if they are none, the one offered first."""
    return next((name for name, preset in PRESETS.items() if preset == options), DEFAULT_PRESET)


def bench() -> Bench:
    """The bench of this tab; a new one begins with what is recommended."""
    if _KEY not in st.session_state:
        start = PRESETS[DEFAULT_PRESET]
        st.session_state[_KEY] = Bench(base=start, options=start, start=DEFAULT_PRESET)
    held: Bench = st.session_state[_KEY]
    return held


def is_begun() -> bool:
    """Whether this tab has a bench already."""
    return _KEY in st.session_state


def asked(options: ExportOptions) -> dict[str, Any]:
    """What a run is asked for: only what differs from the defaults, so that it follows the roster in all else."""
    return {name: getattr(options, name) for name in FIELDS if getattr(options, name) != default_of(name)}
