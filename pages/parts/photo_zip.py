"""What a download would hold, told before it is made, and the link that makes it."""

import streamlit as st

from pages.parts.people_table import show_people, show_unknown
from pages.parts.zip_link import Zip, show_zip_link
from pages.shell.download_link import in_bytes
from roster_core.access.rights import User
from roster_core.journeys.archives import ASK_OVER
from roster_core.journeys.photo_download import DownloadRequest, DownloadView, preview
from roster_core.store import Store


def show_zip(store: Store, user: User, request: DownloadRequest) -> None:
    """Draw the count, who is left out, and the link."""
    view = preview(store, user, request)
    plan = view.plan
    with st.container(border=True, key="download-summary"):
        with st.container(horizontal=True, gap="large"):
            st.metric("Photos in the ZIP", f"{len(plan.entries):,}")
            st.metric("Without a photo", f"{len(plan.missing):,}")
            st.metric("Restricted, left out", f"{len(plan.restricted):,}")
            if request.since:
                st.metric("Came in before", f"{plan.unchanged:,}")
            if request.ids_key:
                st.metric("Unknown IDs", f"{len(view.unknown):,}")
        if not plan.persons:
            st.info("Nobody is in all of the chosen groups.", icon=":material/person_search:")
        elif not plan.entries:
            st.info("None of these people has a photo that may be handed out.", icon=":material/no_photography:")
        else:
            _show_link(request, view)
    show_people("Without a photo", plan.missing, ":material/no_photography:", key="download.table.missing")
    show_people(
        "Restricted or confidential, left out", plan.restricted, ":material/lock:", key="download.table.restricted"
    )
    show_unknown(view.unknown)


def _show_link(request: DownloadRequest, view: DownloadView) -> None:
    # To know it before, every photo would have to be made smaller twice: the first byte would come minutes later.
    size = in_bytes(view.bytes) if view.bytes is not None else "size is known after the first pass"
    told = Zip(
        [entry.path for entry in view.plan.entries],
        size,
        view.needs_reason,
        f"What are they for? More than {ASK_OVER} photos leave the system, so the reason is kept.",
        "Yearbook, ID cards, class lists …",
    )
    show_zip_link(told, "photos_zip", request.claims(), key="download")
    if view.bytes is None:
        st.caption(
            "The photos are made smaller while they are sent, so the browser cannot say how long it takes. They are"
            " kept for a day: the same download again has a size, and goes on where it broke off."
        )
