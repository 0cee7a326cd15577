"""What would be removed: days of each kind, how much is past them, and what stays all the same."""

import pandas as pd
import streamlit as st

from pages.parts.notices import plain, refusals_shown
from pages.parts.privacy_words import day
from pages.parts.setting_fields import setting_fields
from pages.parts.tables import harmless
from pages.shell.download_link import in_bytes
from roster_core.access.rights import User
from roster_core.journeys.batches.sweeping import sweep
from roster_core.journeys.privacy.retention import RetentionPreview, read_retention_preview
from roster_core.journeys.privacy.retention_plan import Fact
from roster_core.journeys.privacy.retention_settings import RetentionOptions, read_retention, save_retention
from roster_core.options import each_option
from roster_core.store import Store

_TITLES = {name: info.title or name for name, info in each_option(RetentionOptions)}
#: Rows of the list at most.
_LISTED = 500


def show_retention(store: Store, user: User, time_zone: str) -> None:
    """Draw what is due, the days in force with a form to change them, and the button that removes what is due."""
    found = read_retention_preview(store, user)
    st.caption(
        "Once a day what is past its days is removed for good. Rows, counts and digests of export runs stay, and the"
        " audit is kept for ever."
    )
    due = found.plan.due
    with st.container(horizontal=True, gap="large"):
        st.metric("Past their days", f"{sum(fact.things for fact in due) + found.documents.total:,}")
        st.metric("Space", in_bytes(sum(fact.bytes for fact in due) + found.documents.bytes))
        st.metric("Stay all the same", f"{len(found.plan.kept):,}")
    _show_kinds(found)
    with st.container(horizontal=True):
        if st.button("Change the days", icon=":material/edit_calendar:", key="privacy.days"):
            _change(store, user, found.options)
        if (due or found.documents.total) and st.button(
            "Remove it now", icon=":material/delete_forever:", key="privacy.run"
        ):
            _confirm(store, user)
    _show_list("What goes", [(fact, "") for fact in due], "privacy.due", time_zone)
    _show_list("Past its days, but stays", [(one.fact, one.why) for one in found.plan.kept], "privacy.kept", time_zone)
    _show_versions(store, user, time_zone)


def _show_kinds(found: RetentionPreview) -> None:
    counts, kept = found.plan.counts(), [one.fact.kind for one in found.plan.kept]
    rows = [
        (_TITLES[name], f"{days:,} days" if days else "For ever", f"{counts.get(name, 0):,}", f"{kept.count(name):,}")
        for name, days in found.options
        if name != "batch_files"
    ]
    files = found.options.batch_files
    rows.insert(1, (_TITLES["batch_files"], f"{files:,} days" if files else "For ever", "Daily", ""))
    rows.append(("Assessment documents", "By type", f"{found.documents.total:,}", ""))
    rows.append(("Audit", "For ever", "0", ""))
    frame = pd.DataFrame(rows, columns=["What", "Kept for", "Past it", "Stays all the same"])
    st.dataframe(frame, hide_index=True, key="privacy.kinds", alt="What is kept for how long")


def _show_list(title: str, facts: list[tuple[Fact, str]], key: str, time_zone: str) -> None:
    if not facts:
        return
    st.subheader(title)
    frame = pd.DataFrame(
        {
            "Kind": [_TITLES[fact.kind] for fact, _ in facts[:_LISTED]],
            "What": [fact.label for fact, _ in facts[:_LISTED]],
            "Since": [day(fact.since, time_zone) for fact, _ in facts[:_LISTED]],
            "Things": [f"{fact.things:,}" for fact, _ in facts[:_LISTED]],
            "Why": [why for _, why in facts[:_LISTED]],
        }
    ).map(harmless)
    shown = frame if any(why for _, why in facts) else frame.drop(columns="Why")
    st.dataframe(shown, hide_index=True, key=key, alt=title)
    if len(facts) > _LISTED:
        st.caption(f"The first {_LISTED:,} of {len(facts):,}.")


def _show_versions(store: Store, user: User, time_zone: str) -> None:
    versions = [one for one in read_retention(store, user) if one.version]
    if not versions:
        return
    with st.expander(f"Who changed the days · {len(versions)}", icon=":material/history:"):
        for one in versions:
            reason = f": {plain(one.reason)}" if one.reason else ""
            st.markdown(f"Version {one.version}, {day(one.at, time_zone)}, {plain(one.by)}{reason}")


@st.dialog("Days that things are kept", icon=":material/edit_calendar:", width="large")
def _change(store: Store, user: User, options: RetentionOptions) -> None:
    st.caption("0 = for ever. Assessment documents go by the years of their types.")
    given = setting_fields(RetentionOptions, options, list(_TITLES), "privacy.set")
    reason = st.text_input("Why", key="privacy.set.reason", placeholder="Such as the board’s policy", max_chars=300)
    if st.button("Save", type="primary", key="privacy.set.save"):
        with refusals_shown():
            save_retention(store, user, given, reason or "")
            st.rerun()


@st.dialog("Remove what is past its days for good?", icon=":material/delete_forever:")
def _confirm(store: Store, user: User) -> None:
    st.markdown("Everything on the list goes, documents past their last day too. This cannot be undone.")
    sure = st.checkbox("I have looked at the list", key="privacy.sure")
    if st.button("Remove it", type="primary", key="privacy.yes", disabled=not sure):
        with refusals_shown():
            gone = sweep(store, user)
            st.toast(f"{gone.past + gone.documents + gone.drafts + gone.records:,} things removed.")
            st.rerun()
