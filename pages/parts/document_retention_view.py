"""Documents whose time is over: what the daily run will remove, and removing it now."""

import pandas as pd
import streamlit as st

from pages.parts.notices import refusals_shown
from pages.parts.tables import harmless
from pages.shell.download_link import in_bytes
from roster_core.access.rights import User
from roster_core.journeys.document_retention import Due, dispose, read_due
from roster_core.store import Store


def show_retention(store: Store, user: User) -> None:
    """Draw what is due, and the button that removes it."""
    due = read_due(store, user)
    st.caption(
        "A document is kept to the end of its school year and as many years more as its type says, withdrawn or not."
        " Once a day those past their last day are removed for good, with all versions and files."
        " What was removed is in the audit trail."
    )
    with st.container(horizontal=True, gap="large"):
        st.metric("Past their last day", f"{due.total:,}")
        st.metric("Of students", f"{due.persons:,}")
        st.metric("Files that go", f"{due.files:,}")
        st.metric("Space", in_bytes(due.bytes))
    if not due.total:
        nearest = f" The next one is due after {due.next_day.isoformat()}." if due.next_day else ""
        st.success(f"Nothing is due.{nearest}", icon=":material/check_circle:")
        return
    if st.button("Remove them now", icon=":material/delete_forever:", key="retention.run"):
        _confirm(store, user, due)
    st.dataframe(_frame(due), hide_index=True, key="retention.list", alt="Documents past their last day")
    if due.total > len(due.documents):
        st.caption(f"The first {len(due.documents):,} of {due.total:,}.")


@st.dialog("Remove these documents for good?", icon=":material/delete_forever:")
def _confirm(store: Store, user: User, due: Due) -> None:
    documents = "1 document" if due.total == 1 else f"{due.total:,} documents"
    students = "1 student" if due.persons == 1 else f"{due.persons:,} students"
    st.markdown(f"**{documents}** of {students}, with every version. This cannot be undone.")
    sure = st.checkbox("I have looked at the list", key="retention.sure")
    if st.button("Remove them", type="primary", key="retention.yes", disabled=not sure):
        with refusals_shown():
            gone = dispose(store, user)
            st.toast(f"{gone.documents:,} removed, {in_bytes(gone.bytes)} freed.", icon=":material/check_circle:")
            st.rerun()


def _frame(due: Due) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "Last day": [one.dispose_on.isoformat() for one in due.documents],
            "Student": [f"{one.holder.last_name}, {one.holder.first_name}" for one in due.documents],
            "ID": [one.holder.district_number for one in due.documents],
            "Title": [one.title for one in due.documents],
            "Type": [one.type for one in due.documents],
            "School year": [one.school_year for one in due.documents],
            "Versions": [str(one.versions) for one in due.documents],
            "Standing": ["Withdrawn" if one.withdrawn else "" for one in due.documents],
        }
    )
    return frame.map(harmless)
