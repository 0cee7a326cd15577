"""The profile in hand: which one, in which version, what was changed since, and what can be done with it."""

from collections import Counter
from collections.abc import Callable, Sequence

import streamlit as st

from pages.parts import profile_dialogs, unsaved
from pages.parts.notices import plain
from pages.parts.workbench import DEFAULT_PRESET, PRESET_NAMES, Bench
from roster_core.access.rights import Right, User
from roster_core.clever.profile.options import PRESETS
from roster_core.journeys.export_profiles import ProfileView
from roster_core.store import Store

NEW = "New profile"
_PROFILE, _PRESET = "profile", "preset"
#: By what a box chooses: how often it gave way to another one.
_EDITIONS = "export.boxes"


def show_bar(
    store: Store, user: User, bench: Bench, profiles: Sequence[ProfileView], preview: Callable[[], None] | None
) -> None:
    """Draw the bar; `preview` is called when Preview is pressed, and without it there is no such button."""
    with st.container(border=True), st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(horizontal=True, vertical_alignment="bottom", width="stretch"):
            _choose(store, user, bench, profiles)
            if bench.is_new:
                _choose_preset(bench)
            _show_state(bench)
            _show_mark(bench, profiles)
        with st.container(horizontal=True, width="content"):
            if user.may(Right.EXPORT_EDIT):
                _show_edits(store, user, bench)
            if preview and st.button(
                "Preview",
                key="export.preview",
                type="primary",
                icon=":material/play_arrow:",
                help="Builds every file, checks it, and compares it with the last one. Nothing is sent anywhere.",
            ):
                preview()


def _key_showing(box: str, value: str) -> str:
    """The key of a box that has to show `value`: another one whenever it shows something else.

    A value set behind a box's back reaches the browser late: a click made meanwhile would send the old one as if
    somebody had chosen it. What a box with an earlier key says is not listened to.
    """
    if st.session_state.get(box_key(box), value) != value:
        editions = st.session_state.setdefault(_EDITIONS, Counter())
        editions[box] += 1
    return box_key(box)


def box_key(box: str) -> str:
    """The key of the box that is on the page now, the only one listened to: "profile" or "preset"."""
    return f"export.{box}.{st.session_state.get(_EDITIONS, Counter())[box]}"


def _choose(store: Store, user: User, bench: Bench, profiles: Sequence[ProfileView]) -> None:
    names = [NEW, *(profile.name for profile in profiles)]
    shown = bench.name if bench.name in names else NEW
    key = _key_showing(_PROFILE, shown)
    st.selectbox(
        "Profile",
        names,
        index=names.index(shown),
        key=key,
        width=240,
        on_change=_open,
        args=(store, user, bench, profiles, key),
        help="A profile is a named set of options. Every save makes a new version; old runs keep the one they used.",
    )


def _open(store: Store, user: User, bench: Bench, profiles: Sequence[ProfileView], key: str) -> None:
    if key == box_key(_PROFILE):
        chosen = next((profile for profile in profiles if profile.name == st.session_state[key]), None)
        unsaved.open_profile(store, user, bench, chosen)


def _choose_preset(bench: Bench) -> None:
    names, shown = list(PRESET_NAMES), bench.start or DEFAULT_PRESET
    key = _key_showing(_PRESET, shown)
    st.selectbox(
        "Start from",
        names,
        index=names.index(shown),
        format_func=PRESET_NAMES.__getitem__,
        key=key,
        width=210,
        on_change=_begin,
        args=(bench, key),
    )


def _begin(bench: Bench, key: str) -> None:
    if bench.is_new and key == box_key(_PRESET):
        bench.open(PRESETS[st.session_state[key]])


def _show_state(bench: Bench) -> None:
    changes = bench.changes
    many = f"{len(changes)} change{'' if len(changes) == 1 else 's'}"
    if bench.is_new and not changes:
        st.badge("Not saved", icon=":material/edit:", color="gray")
        return
    if not changes:
        st.badge(f"Version {bench.version}", icon=":material/check:", color="green")
        return
    since = "Since the start" if bench.is_new else f"Since version {bench.version}"
    with st.popover(many, icon=":material/edit:", type="tertiary", key="export.changes"):
        st.markdown(
            "\n".join(f"- {plain(change.title)}: {plain(change.old)} → **{plain(change.new)}**" for change in changes)
        )
        st.caption(f"{since}; kept for you until you save or discard them.")
        st.button("Discard", key="export.discard", icon=":material/undo:", on_click=bench.revert)


def _show_mark(bench: Bench, profiles: Sequence[ProfileView]) -> None:
    why = next((profile.not_to_schedule for profile in profiles if profile.name == bench.name), "")
    if why:
        st.badge("Not to be scheduled", icon=":material/event_busy:", color="orange", help=plain(why))


def _show_edits(store: Store, user: User, bench: Bench) -> None:
    if bench.changed and st.button("Save", key="export.save", icon=":material/save:"):
        profile_dialogs.save(store, user, bench)
    profile_dialogs.show_menu(store, user, bench)
