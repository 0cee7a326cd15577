"""What a draft shows above its preview, whatever it carries: refused archives, another ID that fits, a failed check."""

from collections.abc import Mapping

import streamlit as st

from pages.parts.notices import plain, refusals_shown
from roster_core.access.rights import User
from roster_core.batches.people import Criterion
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.intake import add_files
from roster_core.journeys.batches.matching import match_by
from roster_core.journeys.batches.reads import BatchView
from roster_core.store import Store


def show_refused(batch: BatchView) -> None:
    """Archives that were refused whole, with the reason."""
    for source in batch.sources:
        if source.get("refused"):
            st.error(f"**{plain(source['name'])}**: {plain(source['refused'])}", icon=":material/folder_zip:")


def offer_criteria(store: Store, user: User, batch: BatchView, prefix: str) -> None:
    """Files that would match by another ID: most likely the wrong one was chosen. `prefix` begins the widgets' keys."""
    others: Mapping[str, int] = batch.settings.get("others", {}) if batch.open else {}
    for name, number in others.items():
        criterion = Criterion(name)
        lost = "file that matched nobody is" if number == 1 else "files that matched nobody are"
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/lightbulb: **{number:,} {lost} named by the {plain(criterion.label)}.**")
            st.space("stretch")
            if st.button(f"Match by {criterion.label}", key=f"{prefix}.match.{name}"):
                with refusals_shown():
                    match_by(store, user, batch.batch_id, criterion)
                    st.rerun()


def show_error(store: Store, user: User, batch: BatchView, prefix: str) -> None:
    """That the files could not all be checked, and a way to have it tried again."""
    if batch.error and batch.open:
        st.error(f"The files could not all be checked. {plain(batch.error)}", icon=":material/error:")
        if st.button("Check again", icon=":material/refresh:", key=f"{prefix}.again"):
            with refusals_shown():
                add_files(store, user, batch.batch_id, [])
                st.rerun()


@st.dialog("Clear this batch?")
def confirm_clear(store: Store, user: User, batch: BatchView, prefix: str) -> None:
    """Ask whether the draft is to be given up."""
    st.write("Its files are removed. Nobody’s record was changed by it.")
    if st.button("Clear it", type="primary", key=f"{prefix}.clear.yes"):
        with refusals_shown():
            drafts.clear(store, user, batch.batch_id)
            st.query_params.pop("batch", None)
            st.rerun()
