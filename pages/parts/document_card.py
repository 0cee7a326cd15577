"""One document: what it is, who sees it, its versions; opened, taken out, withdrawn and put back."""

from collections.abc import Sequence

import streamlit as st

from pages.parts.document_dialogs import confirm_restore, confirm_visibility, confirm_withdraw, open_here
from pages.parts.document_words import file_word
from pages.parts.links import show_link
from pages.parts.notices import plain
from pages.parts.states import local
from pages.shell.document_frame import document_address
from pages.shell.download_link import save_link
from roster_core.access.rights import Right, User
from roster_core.journeys.document_changes import VISIBILITY
from roster_core.journeys.document_reach import CHANGE_RIGHTS
from roster_core.journeys.documents import SHOWN_TYPES, DocumentView, VersionView, read_document
from roster_core.store import Store


def show_document(store: Store, user: User, document_id: str, time_zone: str, *, person_link: bool) -> None:
    """Draw it; with `person_link` also the way to the student."""
    document, versions = read_document(store, user, document_id)
    with st.container(border=True, key="document-card"):
        _show_heading(document)
        _show_facts(user, document, time_zone, person_link=person_link)
        if document.withdrawn_at is not None:
            st.warning(
                f"Withdrawn {local(document.withdrawn_at, time_zone)} by {plain(document.withdrawn_by)}:"
                f" {plain(document.withdrawn_reason)}",
                icon=":material/visibility_off:",
            )
        with st.container(horizontal=True, gap="small"):
            _show_file(user, document.document_id, versions[0], document.title, primary=True)
            _show_changes(store, user, document)
        _show_versions(user, document, versions, time_zone)


def _show_heading(document: DocumentView) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(plain(document.title), width="content")
        st.badge(plain(document.type), icon=":material/description:", color="blue")
        family = document.visibility == "STAFF_FAMILY"
        icon = ":material/family_restroom:" if family else ":material/badge:"
        st.badge(VISIBILITY[document.visibility], icon=icon, color="green" if family else "gray")
        if document.withdrawn_at is not None:
            st.badge("Withdrawn", icon=":material/visibility_off:", color="orange")
        if document.holder.confidential:
            st.badge("Confidential record", icon=":material/lock:", color="red")


def _show_facts(user: User, document: DocumentView, time_zone: str, *, person_link: bool) -> None:
    holder = document.holder
    if person_link:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            where = " · ".join(one for one in (holder.school, holder.grade and f"Grade {holder.grade}") if one)
            left = "" if holder.active else " · left"
            name = f"**{plain(holder.last_name)}, {plain(holder.first_name)}** · {plain(holder.district_number)}"
            st.markdown(f"{name}{' · ' if where else ''}{plain(where)}{left}", width="content")
            show_link(user, "people.py", "Student’s page", person=holder.reference)
    day = document.assessment_date.isoformat() if document.assessment_date else ""
    facts = {
        "Type": document.type_name,
        "School year": document.school_year,
        "Period": document.period,
        "Assessed on": day,
        "Added": f"{local(document.added_at, time_zone)} by {document.by}".removesuffix(" by "),
        "File": file_word(document.media_type, document.bytes, document.page_count),
        "Kept": f"until {document.dispose_on.isoformat()}" if document.dispose_on else "for ever",
    }
    grid = st.grid(3, min_column_width=230, gap="small")
    for label, value in facts.items():
        if value:
            with grid.container(gap=None):
                st.caption(label)
                st.text(value)


def _show_file(user: User, document_id: str, version: VersionView, title: str, *, primary: bool = False) -> None:
    """The ways to a version's file, for who may open documents."""
    if not user.may(Right.DOCUMENT_VIEW):
        if primary:
            st.caption("To open documents takes the right “document\\_view”.", width="content")
        return
    number = version.version
    if version.media_type in SHOWN_TYPES:
        kind = "primary" if primary else "secondary"
        label = "Open" if primary else f"Open version {number}"
        if st.button(label, icon=":material/visibility:", key=f"document.open.{number}", type=kind):  # type: ignore[arg-type] # one of its words
            open_here(document_id, number, title)
        st.link_button(
            "New tab" if primary else "",
            document_address(document_id, number),
            icon=":material/open_in_new:",
            help="In a tab of its own",
            key=f"document.tab.{number}",
        )
    label = "Download" if primary else f"Version {number}"
    save_link(label, document_address(document_id, number, save=True), key=f"document.save.{number}")


def _show_changes(store: Store, user: User, document: DocumentView) -> None:
    if not user.may(*CHANGE_RIGHTS):
        return
    if document.withdrawn_at is not None:
        if st.button("Restore", icon=":material/undo:", key="document.restore"):
            confirm_restore(store, user, document)
        return
    if st.button("Who sees it", icon=":material/group:", key="document.visibility"):
        confirm_visibility(store, user, document)
    if st.button("Withdraw", icon=":material/visibility_off:", key="document.withdraw"):
        confirm_withdraw(store, user, document)


def _show_versions(user: User, document: DocumentView, versions: Sequence[VersionView], time_zone: str) -> None:
    if len(versions) == 1 and versions[0].batch_id is None:
        return
    label = "1 version" if len(versions) == 1 else f"{len(versions)} versions"
    with st.expander(label, icon=":material/history:", key="document.versions"):
        for one in versions:
            with st.container(horizontal=True, vertical_alignment="center", key=f"document-version-{one.version}"):
                by = f" by {plain(one.by)}" if one.by else ""
                what = "who sees it was changed" if one.same_file else plain(one.original_name)
                seen = VISIBILITY[one.visibility].lower()
                st.markdown(
                    f"**Version {one.version}**{' (current)' if one.current else ''} · "
                    f"{local(one.created_at, time_zone)}{by}  \n"
                    f":small[{what} · {file_word(one.media_type, one.bytes, one.page_count)} · {seen}]"
                )
                if not one.current:
                    _show_file(user, document.document_id, one, document.title)
                if one.batch_id:
                    show_link(user, "upload_status.py", "Batch", batch=one.batch_id)
