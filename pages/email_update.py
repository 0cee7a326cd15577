"""Student e-mails: give a list, look at old and new, decide what is unclear, submit and confirm."""

import streamlit as st

from pages.parts import batch_confirm, batch_progress, email_preview, email_setup
from pages.parts.links import show_link
from pages.parts.no_roster import district_or_stop
from pages.parts.notices import refusals_shown
from pages.shell import session
from roster_core.access.rights import Right
from roster_core.batches.states import BatchKind
from roster_core.journeys.batches.drafts import find_draft
from roster_core.journeys.batches.foreseeing import foresee
from roster_core.journeys.batches.reads import read_batch

user = session.require(Right.BATCH_STUDENT_MANAGE)
st.title("Student e-mails")

store = session.store()
with refusals_shown():
    district = district_or_stop(
        store,
        user,
        ":material/group_off: There is nobody yet whose addresses these could be",
        "Addresses belong to the students of the roster. Load one, then give the list of new addresses.",
    )
    shown = st.query_params.get("batch", "") or find_draft(store, user, BatchKind.EMAIL) or ""
    if not shown:
        if begun := email_setup.show_setup(store, user):
            st.query_params["batch"] = begun
            st.rerun()
    else:
        st.query_params["batch"] = shown
        batch = read_batch(store, user, shown)
        email_setup.show_heading(store, user, batch)
        if batch.open:
            email_preview.show_preview(store, user, batch, foresee(store, user, shown))
            batch_confirm.show_submit(store, user, batch)
        else:
            batch_progress.show_outcome(store, user, batch, district.time_zone)
            show_link(user, "upload_status.py", "See every row under Upload Status", batch=batch.batch_id)
