"""Documents as a ZIP: which and whose, what it would hold, and the link that makes it."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from pages.parts.group_choice import FOLDERS, ask_ids, choose_groups
from pages.parts.people_table import show_people, show_unknown
from pages.parts.zip_link import Zip, show_zip_link
from pages.shell.download_link import in_bytes
from roster_core.access.rights import Right, User
from roster_core.documents.download import NAMES, PRESETS
from roster_core.downloads.holders import Folders
from roster_core.journeys.archives import ASK_OVER
from roster_core.journeys.document_download import DocumentRequest, DownloadView, preview
from roster_core.journeys.document_types import TypeView
from roster_core.journeys.holders import Groups
from roster_core.journeys.photo_download import keep_ids
from roster_core.store import Store

_CUSTOM = "Customize"


def show_download(store: Store, user: User, groups: Groups, types: Sequence[TypeView]) -> None:
    """Draw the choices, the count and the link."""
    halves = st.grid(2, min_column_width=420)
    with halves.container(border=True, height="stretch"):
        st.header("Whose documents")
        chosen = choose_groups(groups, key="documents.zip")
        ids = keep_ids(store, ask_ids(key="documents.zip"))
        left = st.checkbox("Also students who left", key="documents.zip.left")
    with halves.container(border=True, height="stretch"):
        st.header("Which, and in which form")
        request = DocumentRequest(
            schools=chosen.schools,
            grades=chosen.grades,
            homerooms=chosen.homerooms,
            sections=chosen.sections,
            ids_key=ids,
            include_left=left,
        )
        request = _ask_form(user, groups, types, request)
    _show_zip(store, user, request)


def _ask_form(user: User, groups: Groups, types: Sequence[TypeView], request: DocumentRequest) -> DocumentRequest:
    names = {one.code: one.name for one in types if one.documents}
    kinds = st.multiselect(
        "Types", list(names), format_func=lambda code: f"{code} · {names[code]}", key="documents.zip.types",
        placeholder="Every type",
    )  # fmt: skip
    left, right = st.columns(2)
    years = left.multiselect("School years", groups.years, key="documents.zip.years", placeholder="Every school year")
    naming = right.selectbox("File name", [*PRESETS, _CUSTOM], key="documents.zip.naming")
    template = PRESETS.get(naming, "")
    if naming == _CUSTOM:
        template = st.text_input(
            "Customize", key="documents.zip.template", placeholder=f"Empty = {NAMES.blank}",
        )  # fmt: skip
        st.caption(" ".join(f"`{{{token}}}`" for token in NAMES.tokens))
    folders = st.segmented_control(
        "Folders", list(Folders), default=Folders.NONE, format_func=FOLDERS.__getitem__, key="documents.zip.folders",
        required=True,
    )  # fmt: skip
    internal = False
    if user.may_everywhere(Right.ADMIN):
        internal = st.checkbox("Internal use: also students whose record is confidential", key="documents.zip.internal")
    return replace(
        request,
        types=tuple(kinds),
        years=tuple(years),
        template=template or "",
        folders=Folders(folders),
        internal_use=internal,
    )


def _show_zip(store: Store, user: User, request: DocumentRequest) -> None:
    view = preview(store, user, request)
    plan = view.plan
    with st.container(border=True, key="documents-zip-summary"):
        with st.container(horizontal=True, gap="large"):
            st.metric("Documents in the ZIP", f"{len(plan.entries):,}")
            st.metric("Of students", f"{plan.persons:,}")
            st.metric("Without one", f"{len(plan.missing):,}")
            if plan.confidential:
                st.metric("Confidential, left out", f"{len(plan.confidential):,}")
            if request.ids_key:
                st.metric("Unknown IDs", f"{len(view.unknown):,}")
        if not plan.entries:
            st.info("There is no such document that may be handed out.", icon=":material/description:")
        else:
            _show_link(request, view)
    show_people("Without one", plan.missing, ":material/description:", key="documents.zip.missing")
    show_people("Confidential, left out", plan.confidential, ":material/lock:", key="documents.zip.confidential")
    show_unknown(view.unknown)


def _show_link(request: DocumentRequest, view: DownloadView) -> None:
    told = Zip(
        [entry.path for entry in view.plan.entries],
        f"about {in_bytes(view.bytes)}",
        view.needs_reason,
        f"What are they for? Documents of more than {ASK_OVER} people leave the system, so the reason is kept.",
        "Transfer, audit, parents’ evening …",
    )
    show_zip_link(told, "documents_zip", request.claims(), key="documents.zip")
