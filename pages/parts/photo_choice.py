"""Whose photos are wanted and in which form: the choices of a download."""

from dataclasses import replace

import streamlit as st

from pages.parts.group_choice import FOLDERS, ask_ids, choose_groups
from pages.parts.notices import plain
from pages.parts.states import local
from roster_core.access.rights import User
from roster_core.downloads.file_names import PRESETS, TOKENS
from roster_core.downloads.holders import Folders
from roster_core.journeys.holders import Groups
from roster_core.journeys.photo_download import DownloadRequest, keep_ids, last_download
from roster_core.photos.download import Size
from roster_core.store import Store

_CUSTOM = "Customize"
_SIZES = {
    Size.ORIGINAL: "Original",
    Size.LARGE: "480 × 600",
    Size.MEDIUM: "240 × 300",
    Size.SMALL: "120 × 150",
}


def show_choice(store: Store, user: User, groups: Groups) -> DownloadRequest:
    """Draw the choices; returns what was chosen, without a reason."""
    halves = st.grid(2, min_column_width=420)
    with halves.container(border=True, height="stretch"):
        st.header("Whose photos")
        chosen = _groups(store, groups)
    with halves.container(border=True, height="stretch"):
        st.header("In which form")
        return _form(store, user, groups, chosen)


def _groups(store: Store, groups: Groups) -> DownloadRequest:
    kinds = st.pills(
        "People", ["Students", "Staff"], selection_mode="multi", default=["Students"], key="download.kinds",
        label_visibility="collapsed",
    )  # fmt: skip
    students = "Students" in kinds
    chosen = choose_groups(groups, key="download", students=students)
    return DownloadRequest(
        students=students,
        staff="Staff" in kinds,
        schools=chosen.schools,
        grades=chosen.grades,
        homerooms=chosen.homerooms,
        sections=chosen.sections,
        ids_key=keep_ids(store, ask_ids(key="download")),
    )


def _form(store: Store, user: User, groups: Groups, chosen: DownloadRequest) -> DownloadRequest:
    size = st.segmented_control(
        "Size", list(Size), default=Size.ORIGINAL, format_func=_SIZES.__getitem__, key="download.size", required=True,
        help="Fitted inside, never enlarged. Originals are as they are shown here: upright and without metadata.",
    )  # fmt: skip
    left, right = st.columns(2)
    naming = left.selectbox("File name", [*PRESETS, _CUSTOM], key="download.naming")
    year = right.selectbox(
        "Which photo", ["", *groups.years], format_func=lambda one: f"Newest of {one}" if one else "Current photo",
        key="download.year",
    )  # fmt: skip
    template = PRESETS.get(naming, "")
    if naming == _CUSTOM:
        template = st.text_input(
            "Customize", key="download.template", placeholder="Empty = weblogin ID",
            help="Tokens: " + ", ".join(f"{{{token}}}" for token in TOKENS),
        )  # fmt: skip
        st.caption(" ".join(f"`{{{token}}}`" for token in TOKENS))
    folders = st.segmented_control(
        "Folders", list(Folders), default=Folders.NONE, format_func=FOLDERS.__getitem__, key="download.folders",
        required=True,
    )  # fmt: skip
    internal = st.checkbox(
        "Internal use: also restricted photos and confidential records", key="download.internal",
        help="Without it, nobody whose photo or record must not leave the district is in the ZIP.",
    )  # fmt: skip
    since = _since(store, user, groups)
    pspa = st.checkbox("INDEX.TXT for yearbook programs (PSPA)", key="download.pspa")
    return replace(
        chosen,
        size=Size(size),
        template=template,
        folders=Folders(folders),
        school_year=year,
        internal_use=internal,
        pspa=pspa,
        since=since,
    )


def _since(store: Store, user: User, groups: Groups) -> str:
    last = last_download(store, user)
    if last is None:
        return ""
    when = plain(local(last, groups.district.time_zone))
    only = st.checkbox(f"Only photos that came in since your last download ({when})", key="download.since")
    return last.isoformat() if only else ""
