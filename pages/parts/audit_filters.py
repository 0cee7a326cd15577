"""Which events of the audit trail are listed: asked for by kind, time, person and words."""

from collections.abc import Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from roster_core.access.actions import Kind, told
from roster_core.clock import utc_now
from roster_core.journeys.audit_trail import AuditFilter, AuditWords

#: Days back, with today; `None` = as far as there are events. The last one asks for two dates.
BETWEEN = "Between two dates"
TIMES: Mapping[str, int | None] = {
    "Last 30 days": 30, "Today": 1, "Last 7 days": 7, "Last 365 days": 365, "Any time": None
}  # fmt: skip
#: Kinds on screen, each with its icon.
KINDS: Mapping[Kind, str] = {
    Kind.SAW: ":material/visibility: Saw",
    Kind.CHANGED: ":material/edit: Changed",
    Kind.DOWNLOADED: ":material/download: Downloaded",
    Kind.SENT: ":material/send: Sent",
    Kind.APPROVED: ":material/verified: Approved",
    Kind.SIGNED_IN: ":material/login: Signed in",
    Kind.SETTINGS: ":material/settings: Settings",
}


def ask(words: AuditWords, time_zone: str) -> AuditFilter:
    """Draw the filters; only people and actions that occur are offered."""
    kinds = st.pills(
        "Kind",
        list(KINDS),
        selection_mode="multi",
        format_func=KINDS.__getitem__,
        key="audit.kinds",
        label_visibility="collapsed",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        about = st.text_input(
            "About whom",
            placeholder="Any ID of a person",
            help="District number, state ID, weblogin ID, staff ID, state staff ID or logon. Files that name people"
            " themselves are found, too: who is in an export stands in the file only.",
            key="audit.about",
            bind="query-params",
            width=210,
        )
        text = st.text_input("Search", placeholder="Any word in it", type="search", key="audit.text", width=210)
        login = st.selectbox(
            "Who", ["", *words.logins], format_func=lambda one: one or "Everybody", key="audit.who", width=170
        )
        first, last = _days(time_zone)
        with st.popover("More", icon=":material/tune:", key="audit.more"):
            actions = st.multiselect("What", sorted(words.actions, key=told), format_func=told, key="audit.actions")
            subject = st.text_input(
                "Done to", placeholder="batch:…, run:…, document:…", key="audit.subject", help="As the list names it."
            )
            files = st.toggle(
                "With files that name people themselves",
                value=True,
                key="audit.files",
                help="Counts where you ask for a person: exports and rosters are about all who are in them.",
            )
    return AuditFilter(
        first=first, last=last, login=login, kinds=frozenset(kinds), actions=tuple(actions), about=about or "",
        files=files, subject=subject or "", text=text or "",
    )  # fmt: skip


def _days(time_zone: str) -> tuple[date | None, date | None]:
    today = utc_now().astimezone(ZoneInfo(time_zone)).date()
    when = st.selectbox("When", [*TIMES, BETWEEN], key="audit.when", width=180)
    if when == BETWEEN:
        month = (today - timedelta(days=30), today)
        days = st.date_input("From and to", month, key="audit.days", format="YYYY-MM-DD", width=230)
        return (days[0], days[-1]) if isinstance(days, tuple) and days else (None, None)
    back = TIMES[when]
    return (None if back is None else today - timedelta(days=back - 1)), None
