"""What all changed options together do to the counts: rows and findings before and after, exact as soon as counted."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts.notices import plain
from roster_core.access.rights import User
from roster_core.clever.explanations.catalog import EXPLANATIONS
from roster_core.clever.preview.effect import Effect
from roster_core.journeys.export_preview import effect
from roster_core.journeys.export_runs import FILE_ORDER
from roster_core.store import Store

_POLL = "0.7s"


def show_effect(store: Store, user: User, before: Mapping[str, Any], after: Mapping[str, Any], *, since: str) -> None:
    """The counts before and after; asked for again until they are exact."""
    st.markdown(f"**What all changes since {plain(since)} do**")
    first = effect(store, user, before, after)

    # Decided anew at each run of the page: an exact answer is not asked for again.
    @st.fragment(run_every=None if _is_settled(first) else _POLL, key="export.live.effect")
    def panel() -> None:
        now = first if _is_settled(first) else effect(store, user, before, after, wait_s=0)
        _draw(now)
        if _is_settled(now) and not _is_settled(first):
            st.rerun()

    panel()


def _is_settled(told: Effect) -> bool:
    return told.exact or bool(told.error)


def _draw(told: Effect) -> None:
    if told.error:
        st.warning(plain(told.error), icon=":material/error:")
        return
    if not told.exact:
        share = min(1.0, told.done / told.total) if told.total else 0.0
        st.progress(share, text=f"Counting everything: {plain(told.step or 'starting')}")
    files = files_frame(told)
    if files.empty and told.exact:
        st.caption(":material/check_circle: The files stay as they are.")
    elif not files.empty:
        st.dataframe(files, hide_index=True, key="export.live.counts", alt="Rows before and after")
    if told.looked_at:
        st.caption(f"So far counted: {plain(told.looked_at)}.")
    if told.findings:
        st.dataframe(findings_frame(told), hide_index=True, key="export.live.findings", alt="Findings before and after")
    elif told.exact:
        st.caption("No finding comes or goes.")


def files_frame(told: Effect) -> pd.DataFrame:
    """Rows of each file before and after, and how many come, go and change; files where nothing does are left out."""
    files = {name: told.files[name] for name in FILE_ORDER if name in told.files}
    touched = {
        name: file
        for name, file in files.items()
        if file.added or file.removed or file.changed or file.before != file.after
    }
    return pd.DataFrame(
        {
            "File": list(touched),
            "Before": [file.before for file in touched.values()],
            "After": [file.after for file in touched.values()],
            "Added": [file.added for file in touched.values()],
            "Removed": [file.removed for file in touched.values()],
            "Changed": [file.changed for file in touched.values()],
        }
    )


def findings_frame(told: Effect) -> pd.DataFrame:
    """How often each finding is met before and after, where that differs; what is new comes first."""
    codes = sorted(told.findings, key=lambda code: (told.findings[code][0] - told.findings[code][1], code))
    return pd.DataFrame(
        {
            "Finding": [EXPLANATIONS[code].what if code in EXPLANATIONS else code for code in codes],
            "Before": [told.findings[code][0] for code in codes],
            "After": [told.findings[code][1] for code in codes],
        }
    )
