"""Photos: give the files, look at old beside new, decide what is unclear, submit and confirm."""

import streamlit as st

from pages.parts import batch_confirm, batch_progress, photo_preview, photo_setup
from pages.parts.links import show_link
from pages.parts.no_roster import district_or_stop
from pages.parts.notices import refusals_shown
from pages.shell import session
from roster_core.access.rights import Right
from roster_core.batches.states import BatchKind
from roster_core.journeys.batches.drafts import find_draft
from roster_core.journeys.batches.reads import read_batch

user = session.require(Right.BULK_IMAGE_UPLOAD, Right.BATCH_STUDENT_MANAGE)
st.title("Upload photos")

store = session.store()
with refusals_shown():
    district = district_or_stop(
        store,
        user,
        ":material/group_off: There is nobody yet whose photos these could be",
        "Photos are matched by the IDs of the roster: its students and staff. Load one, then drop the photographer’s "
        "ZIP here.",
    )
    shown = st.query_params.get("batch", "") or find_draft(store, user, BatchKind.PHOTO) or ""
    if not shown:
        if begun := photo_setup.show_setup(store, user):
            st.query_params["batch"] = begun
            st.rerun()
    else:
        st.query_params["batch"] = shown
        batch = read_batch(store, user, shown)
        photo_setup.show_heading(store, user, batch)
        if not batch.open:
            batch_progress.show_outcome(store, user, batch, district.time_zone)
            show_link(user, "upload_status.py", "See every file under Upload Status", batch=batch.batch_id)
        elif batch_progress.show_checking(store, user, batch):
            pass
        elif batch.total:
            photo_preview.show_preview(store, user, batch)
            batch_confirm.show_submit(store, user, batch)
        else:
            photo_setup.show_more(store, user, batch)
