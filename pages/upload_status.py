"""Upload Status: every batch with its progress and results, trying again, undo, and uploads over time."""

import streamlit as st

from pages.parts import batch_filters, batch_history, batch_list, batch_progress, batch_view
from pages.parts.no_roster import district_or_stop
from pages.parts.notices import refusals_shown
from pages.shell import session
from roster_core.access.rights import Right
from roster_core.journeys.batches.reads import read_batches
from roster_core.journeys.batches.seeing import see_batch

user = session.require(Right.BULK_IMAGE_UPLOAD, Right.BATCH_STUDENT_MANAGE, Right.BATCH_ADMIN)
st.title("Upload Status")
store = session.store()
#: As many as are kept of a busy district's 400 days.
_LIMIT = 5_000

with refusals_shown():
    district = district_or_stop(
        store,
        user,
        ":material/upload: Nothing was uploaded yet",
        "Every batch is kept here with its results, and can be taken back for 30 days. It begins with a roster.",
    )
    asked = st.query_params.get("batch")
    if asked and st.button("All batches", icon=":material/arrow_back:", key="status.back"):
        batch_list.back_to_list()
        st.rerun()
    if asked:
        batch_view.show_batch(store, user, see_batch(store, user, asked), district.time_zone)
        st.stop()
    batches = read_batches(store, user, limit=_LIMIT)
    if not batches:
        batch_list.show_nothing(user)
        st.stop()
    batch_progress.show_idle(store, batches)
    batch_list.show_work(store, user, batches)
    wanted = batch_filters.ask(batches, district.time_zone)
    found = batch_filters.kept(batches, wanted, district.time_zone)
    batch_list.show_numbers(found)
    if chosen := batch_list.show_list(
        batch_history.show_charts(store, user, found, district.time_zone), district.time_zone
    ):
        st.query_params["batch"] = chosen
        st.rerun()
