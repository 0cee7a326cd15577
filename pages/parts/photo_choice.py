"""Whose photos are wanted and in which form: the choices of a download."""

from dataclasses import replace

import streamlit as st

from pages.parts.notices import plain
from pages.parts.states import local
from roster_core.access.rights import User
from roster_core.journeys.photo_download import DownloadRequest, keep_ids, last_download
from roster_core.journeys.photo_holders import Groups
from roster_core.photos.download import Folders, Size
from roster_core.photos.file_names import PRESETS, TOKENS
from roster_core.store import Store

_CUSTOM = "Customize"
_SIZES = {
    Size.ORIGINAL: "Original",
    Size.LARGE: "480 × 600",
    Size.MEDIUM: "240 × 300",
    Size.SMALL: "120 × 150",
}
_FOLDERS = {
    Folders.NONE: "None",
    Folders.SCHOOL: "By school",
    Folders.GRADE: "By grade",
    Folders.HOMEROOM: "By homeroom",
}
_LIST_BYTES = 2_000_000


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
    schools = st.multiselect(
        "Schools", list(groups.schools), format_func=lambda code: f"{code} · {groups.schools[code]}",
        placeholder="Every school", key="download.schools",
    )  # fmt: skip
    inside = [label for label in groups.sections if not schools or label.partition("/")[0] in schools]
    left, right = st.columns(2)
    grades = left.multiselect(
        "Grades", groups.grades, placeholder="Every grade", key="download.grades", disabled=not students
    )
    homerooms = right.multiselect(
        "Homerooms", groups.homerooms, placeholder="Every homeroom", key="download.homerooms", disabled=not students
    )
    sections = st.multiselect(
        "Sections", inside, format_func=lambda label: f"{label} · {groups.sections[label]}",
        placeholder="Every section", key="download.sections", disabled=not students,
    )  # fmt: skip
    return DownloadRequest(
        students=students,
        staff="Staff" in kinds,
        schools=tuple(schools),
        grades=tuple(grades) if students else (),
        homerooms=tuple(homerooms) if students else (),
        sections=tuple(sections) if students else (),
        ids_key=keep_ids(store, _ids()),
    )


def _ids() -> str:
    with st.expander("Only people on a list of IDs", icon=":material/list_alt:", key="download.list"):
        pasted = st.text_area(
            "IDs, in any order", key="download.ids", height=110,
            placeholder="One a line, or separated by commas; any ID of a person will do",
        )  # fmt: skip
        given = st.file_uploader(
            "Or a file with them", type=["csv", "txt", "tsv"], key="download.ids_file", max_upload_size=2
        )
        uploaded = ""
        if given is not None and given.size <= _LIST_BYTES:
            data = given.getvalue()
            try:
                uploaded = data.decode("utf-8-sig")
            except UnicodeDecodeError:
                uploaded = data.decode("cp1252", "replace")
    return uploaded if uploaded.strip() else pasted or ""


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
        "Folders", list(Folders), default=Folders.NONE, format_func=_FOLDERS.__getitem__, key="download.folders",
        required=True,
    )  # fmt: skip
    internal = st.checkbox(
        "Internal use: also people whose photo is restricted", key="download.internal",
        help="Without it, nobody whose photo must not leave the district is in the ZIP.",
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
