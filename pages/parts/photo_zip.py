"""What a download would hold, told before it is made, and the link that makes it."""

from dataclasses import replace

import streamlit as st

from pages.parts.notices import plain
from pages.parts.people_table import show_people, show_unknown
from pages.shell.download_link import download_link, in_bytes
from roster_core.access.rights import User
from roster_core.journeys.photo_download import ASK_OVER, DownloadRequest, DownloadView, preview
from roster_core.store import Store

#: Names of files shown as an example.
_EXAMPLES = 4


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
    show_people("Restricted, left out", plan.restricted, ":material/lock:", key="download.table.restricted")
    show_unknown(view.unknown)


def _show_link(request: DownloadRequest, view: DownloadView) -> None:
    entries = view.plan.entries
    some = "  ·  ".join(plain(entry.path.partition("/")[2]) for entry in entries[:_EXAMPLES])
    more = f"  ·  and {len(entries) - _EXAMPLES:,} more" if len(entries) > _EXAMPLES else ""
    st.caption(f"{some}{more}")
    reason = ""
    if view.needs_reason:
        reason = st.text_input(
            f"What are they for? More than {ASK_OVER} photos leave the system, so the reason is kept.",
            key="download.reason", placeholder="Yearbook, ID cards, class lists …", max_chars=500,
        )  # fmt: skip
    if view.needs_reason and not (reason or "").strip():
        st.button("Download ZIP", icon=":material/download:", key="download.wait", disabled=True)
        return
    asked = replace(request, reason=(reason or "").strip())
    # To know it before, every photo would have to be made smaller twice: the first byte would come minutes later.
    note = in_bytes(view.bytes) if view.bytes is not None else "size is known after the first pass"
    download_link("Download ZIP", key="download.zip", note=note, primary=True, kind="photos_zip", **asked.claims())
    if view.bytes is None:
        st.caption(
            "The photos are made smaller while they are sent, so the browser cannot say how long it takes. They are"
            " kept for a day: the same download again has a size, and goes on where it broke off."
        )
