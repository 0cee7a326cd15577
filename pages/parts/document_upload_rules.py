"""Which files a batch of documents takes, changed by an administrator of the district."""

import streamlit as st

from pages.parts.forms import options_form
from pages.parts.notices import refusals_shown
from roster_core.access.rights import User
from roster_core.journeys.batches.document_rules import save_rules
from roster_core.store import Store
from roster_core.updates.document_rules import DocumentRules
from roster_core.updates.document_types import DocumentType

_NUMBERS = ("max_bytes", "max_files", "max_archive_files", "max_total_bytes")


@st.dialog("Rules for documents", width="large")
def change_rules(store: Store, user: User, rules: DocumentRules) -> None:
    """Types and numbers; what is saved holds for batches begun from now on."""
    st.caption("For everybody in the district. Batches that are already begun keep theirs.")
    more = st.multiselect(
        "Types besides PDF",
        [kind for kind in DocumentType if kind is not DocumentType.PDF],
        default=list(rules.more_types),
        help="Decided by a file’s content, not by its extension.",
        key="documents.rules.types",
    )
    numbers = options_form(DocumentRules, key="documents.rules", given=rules, only=_NUMBERS, columns=2)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Save", type="primary", key="documents.rules.save", disabled=numbers is None) and numbers:
            with refusals_shown():
                save_rules(store, user, numbers.model_copy(update={"more_types": tuple(more)}))
                st.rerun()
        if rules != DocumentRules() and st.button("Back to the usual rules", key="documents.rules.usual"):
            with refusals_shown():
                save_rules(store, user, DocumentRules())
                st.rerun()
