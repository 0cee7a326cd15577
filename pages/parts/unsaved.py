"""Changes that are not saved: kept while they are made, found again when the page is loaded anew or another day."""

from collections.abc import Sequence

import streamlit as st

from pages.parts.notices import plain
from pages.parts.workbench import DEFAULT_PRESET, Bench
from roster_core.access.rights import Right, User
from roster_core.clever.profile.options import PRESETS
from roster_core.journeys.export_drafts import UnsavedOptions, drop_unsaved, keep_unsaved, read_unsaved
from roster_core.journeys.export_profiles import ProfileView, read_profile
from roster_core.store import Store

_KEPT = "export.kept"


def begin(store: Store, user: User, bench: Bench, profiles: Sequence[ProfileView], named: str | None) -> None:
    """Open the profile called `named`, else what was changed last and not saved, else the first profile there is."""
    wanted = next((profile for profile in profiles if profile.name == named), None)
    if wanted:
        open_profile(store, user, bench, wanted)
        return
    known = {profile.profile_id: profile for profile in profiles}
    left = next((left for left in read_unsaved(store, user) if left.profile_id in (None, *known)), None)
    if left:
        _resume(store, user, bench, left, known.get(left.profile_id or ""))
    elif profiles:
        open_profile(store, user, bench, profiles[0])


def open_profile(store: Store, user: User, bench: Bench, profile: ProfileView | None) -> None:
    """Open a profile (None: new options), with what was changed of it and not saved."""
    wanted = profile.profile_id if profile else None
    left = next((left for left in read_unsaved(store, user) if left.profile_id == wanted), None)
    if left:
        _resume(store, user, bench, left, profile)
    else:
        bench.open(profile.values if profile else PRESETS[DEFAULT_PRESET], profile)
        _remember(bench)


def _resume(store: Store, user: User, bench: Bench, left: UnsavedOptions, profile: ProfileView | None) -> None:
    if profile and left.version != profile.version:
        profile = read_profile(store, user, profile.name, version=left.version)
    bench.resume(left, profile)
    _remember(bench)


def _remember(bench: Bench) -> None:
    st.session_state[_KEPT] = (bench.unsaved(), bool(bench.changes))


def keep(store: Store, user: User, bench: Bench) -> None:
    """Keep the changes as they are now, or forget them where there are none any more."""
    now = (bench.unsaved(), bool(bench.changes))
    if st.session_state.get(_KEPT) == now or not user.may(Right.EXPORT_EDIT, Right.EXPORT_RUN):
        return
    if bench.changes:
        keep_unsaved(store, user, bench.unsaved())
    else:
        drop_unsaved(store, user, bench.profile_id)
    _remember(bench)


def show_newer(bench: Bench, profiles: Sequence[ProfileView]) -> None:
    """Tell that somebody saved the profile meanwhile, and offer what they saved."""
    newest = next((profile for profile in profiles if profile.profile_id == bench.profile_id), None)
    if newest is None or newest.version == bench.version:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":orange[:material/sync_problem: {plain(newest.by)} saved version {newest.version} of "
            f"“{plain(newest.name)}” since.]",
            width="content",
        )
        st.button(
            f"Bring my changes to version {newest.version}" if bench.changes else f"Open version {newest.version}",
            key="export.rebase",
            type="tertiary",
            icon=":material/merge:" if bench.changes else ":material/folder_open:",
            on_click=bench.rebase,
            args=(newest,),
        )
