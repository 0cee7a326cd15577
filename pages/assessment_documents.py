"""Assessment documents: give the files, look at whose they are, decide what is unclear, confirm; and what is stored."""

import streamlit as st

from pages.parts import batch_confirm, batch_progress, document_split, document_upload_preview, document_upload_setup
from pages.parts.document_library import show_documents
from pages.parts.links import show_link
from pages.parts.no_roster import district_or_stop
from pages.parts.notices import refusals_shown
from pages.shell import session
from roster_core.access.rights import Right
from roster_core.batches.states import BatchKind
from roster_core.journeys.batches.document_split import waiting_split
from roster_core.journeys.batches.drafts import find_draft
from roster_core.journeys.batches.reads import read_batch

user = session.require(Right.BATCH_STUDENT_MANAGE, Right.DOCUMENT_VIEW)
st.title("Assessment documents")

store = session.store()
_UPLOAD, _STORED = "Upload", "Documents"
with refusals_shown():
    district = district_or_stop(
        store,
        user,
        ":material/group_off: There is nobody yet whose documents these could be",
        "Documents are matched by the IDs of the roster’s students. Load one, then drop the reports here.",
    )
    offered = [_UPLOAD, _STORED] if user.may(Right.BATCH_STUDENT_MANAGE) else [_STORED]
    section = st.segmented_control(
        "Section",
        offered,
        default=_STORED if "document" in st.query_params else offered[0],
        key="part",
        bind="query-params",
        label_visibility="collapsed",
        required=True,
    )
    if section == _STORED:
        show_documents(store, user)
        st.stop()
    shown = st.query_params.get("batch", "") or find_draft(store, user, BatchKind.DOCUMENT) or ""
    if not shown:
        if begun := document_upload_setup.show_setup(store, user):
            st.query_params["batch"] = begun
            st.rerun()
    else:
        st.query_params["batch"] = shown
        batch = read_batch(store, user, shown)
        document_upload_setup.show_heading(store, user, batch)
        if not batch.open:
            batch_progress.show_outcome(store, user, batch, district.time_zone)
            show_link(user, "upload_status.py", "See every file under Upload Status", batch=batch.batch_id)
        elif batch_progress.show_checking(store, user, batch):
            pass
        elif long := waiting_split(batch.sources):
            document_split.show_parts(store, user, batch, long)
        elif batch.total:
            document_upload_preview.show_preview(store, user, batch)
            batch_confirm.show_submit(store, user, batch)
        else:
            document_upload_setup.show_more(store, user, batch)
