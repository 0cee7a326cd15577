"""What is asked before a document changes, and the document itself, shown over the page."""

import streamlit as st

from pages.parts.notices import refusals_shown
from pages.shell.document_frame import document_address, document_frame
from pages.shell.download_link import save_link
from roster_core.access.rights import User
from roster_core.journeys.document_changes import VISIBILITY, restore_document, show_to, withdraw_document
from roster_core.journeys.documents import DocumentView
from roster_core.store import Store


@st.dialog("Document", width="large", icon=":material/description:")
def open_here(document_id: str, version: int, title: str) -> None:
    """The document in the browser's own viewer."""
    document_frame(document_id, version, name=title, key=f"document.frame.{document_id}.{version}")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("That you opened it is in the audit trail.")
        st.space("stretch")
        st.link_button("New tab", document_address(document_id, version), icon=":material/open_in_new:")
        save_link("Download", document_address(document_id, version, save=True), key="document.frame.save")


@st.dialog("Withdraw this document?", icon=":material/visibility_off:")
def confirm_withdraw(store: Store, user: User, document: DocumentView) -> None:
    """Ask for a reason, and hide it."""
    kept = f"until {document.dispose_on.isoformat()}" if document.dispose_on else "for ever"
    st.markdown(f"Nobody sees it then, in no list and in no download. It is kept {kept}, and can be put back.")
    reason = st.text_input("Why (for the record)", key="document.withdraw.reason", max_chars=500)
    if st.button("Withdraw it", type="primary", key="document.withdraw.yes"):
        with refusals_shown():
            withdraw_document(store, user, document.document_id, seen=document.version, reason=reason)
            st.toast("The document was withdrawn.", icon=":material/check_circle:")
            st.rerun()


@st.dialog("Restore this document?", icon=":material/undo:")
def confirm_restore(store: Store, user: User, document: DocumentView) -> None:
    """Ask for a reason, and show it again."""
    st.markdown(f"It is shown again to: {VISIBILITY[document.visibility].lower()}.")
    reason = st.text_input("Why (for the record)", key="document.restore.reason", max_chars=500)
    if st.button("Restore it", type="primary", key="document.restore.yes"):
        with refusals_shown():
            restore_document(store, user, document.document_id, seen=document.version, reason=reason)
            st.toast("The document was restored.", icon=":material/check_circle:")
            st.rerun()


@st.dialog("Who sees this document?", icon=":material/group:")
def confirm_visibility(store: Store, user: User, document: DocumentView) -> None:
    """Ask who is to see it, and make that a new version of the same file."""
    chosen = st.radio(
        "Shown to",
        list(VISIBILITY),
        index=list(VISIBILITY).index(document.visibility),
        format_func=VISIBILITY.__getitem__,
        key="document.visibility.chosen",
    )
    reason = st.text_input("Why (for the record)", key="document.visibility.reason", max_chars=500)
    st.caption("It becomes a new version of the same file; the earlier ones stay as they were.")
    if st.button("Change it", type="primary", key="document.visibility.yes", disabled=chosen == document.visibility):
        with refusals_shown():
            show_to(store, user, document.document_id, chosen, seen=document.version, reason=reason)
            st.toast("Changed.", icon=":material/check_circle:")
            st.rerun()
