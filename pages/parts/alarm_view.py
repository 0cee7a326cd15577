"""Alarms on screen: who is told, what is open, what could not be told, and what was told lately."""

from collections.abc import Sequence
from datetime import datetime

import pandas as pd
import streamlit as st

from pages.parts.alarm_form import open_form
from pages.parts.links import show_link
from pages.parts.notices import plain, refusals_shown
from pages.parts.states import ago, local
from pages.parts.tried import show_tried
from pages.shell import catalog
from roster_core.access.rights import User
from roster_core.journeys.alarm_edits import close_alarm, send_again, send_test
from roster_core.journeys.alarm_settings import ALARMS, REPORTS, AlarmOptions, AlarmsView
from roster_core.journeys.alarm_words import page_of
from roster_core.journeys.notices import AlarmStatus, NoticeView
from roster_core.store import Store

_MAILS = {"untold": "", "waiting": "to be sent", "sent": "sent", "failed": "not sent"}


def show_setup(store: Store, user: User, found: AlarmsView, time_zone: str) -> None:
    """Who is told of what and how, with a mail to try it out."""
    with st.container(border=True, key="alarms.setup"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.header(":material/group: Who is told", width="content", anchor=False)
            if found.settings is None:
                st.badge("Nobody yet", icon=":material/notifications_off:", color="orange")
        if found.settings is None:
            st.markdown(
                "When files do not arrive, when new ones stand beside old ones, when a run waits for an approval or "
                "nothing arrived for a day, somebody should know before the receiver does."
            )
            st.button(
                "Say who is told", key="alarms.change", type="primary", icon=":material/mail:", on_click=open_form
            )
            return
        _show_settings(found.settings, found, time_zone)
        show_tried(found.tested, found.tested_at, time_zone)
        with st.container(horizontal=True):
            tested = st.button("Send a test mail", key="alarms.test", icon=":material/outgoing_mail:")
            st.button("Change", key="alarms.change", icon=":material/edit:", on_click=open_form)
    if tested:
        with refusals_shown():
            with st.spinner("Sending"):
                send_test(store, user)
            st.rerun()


def show_stuck(store: Store, user: User, status: AlarmStatus) -> None:
    """That people could not be told, with why."""
    if not status.stuck:
        return
    for error, fix in dict.fromkeys((one.error, one.fix) for one in status.stuck):
        st.error(
            f"**A mail could not be sent.** {plain(error)}  \n:material/build: {plain(fix)}", icon=":material/error:"
        )
    if st.button("Send again", key="alarms.again", icon=":material/replay:"):
        with refusals_shown():
            send_again(store, user)
            st.rerun()


def show_open(store: Store, user: User, status: AlarmStatus, time_zone: str, now: datetime) -> None:
    """What is wrong now, each with the page where it is settled, and when what arrived last."""
    with st.container(border=True, key="alarms.open_now"):
        st.header(":material/notifications_active: Open now", anchor=False)
        if not status.open:
            st.markdown(":green[:material/check_circle:] Nothing.")
        for one in status.open:
            _show_alarm(store, user, one, time_zone)
        for last in status.arrived:
            st.caption(
                f":material/local_shipping: “{plain(last.profile)}” last arrived at “{plain(last.destination)}” "
                f"{local(last.at, time_zone)}, {ago(last.at, now)}."
            )


def show_past(notices: Sequence[NoticeView], time_zone: str) -> None:
    """What people were told of lately."""
    if not notices:
        return
    st.header("Lately", anchor=False)
    frame = pd.DataFrame(
        {
            "Since": [local(one.first_at, time_zone) for one in notices],
            "What": [{**ALARMS, **REPORTS}[one.kind] for one in notices],
            "In words": [one.headline for one in notices],
            "Over": ["" if one.kind in REPORTS else local(one.recovered_at, time_zone) or "open" for one in notices],
            "Last mail": [_mail_of(one, time_zone) for one in notices],
        }
    )
    st.dataframe(
        frame,
        hide_index=True,
        key="alarms.past",
        alt="What people were told of lately",
        column_config={"In words": st.column_config.TextColumn(width="large")},
    )


def _show_settings(settings: AlarmOptions, found: AlarmsView, time_zone: str) -> None:
    st.text(", ".join(settings.recipients))  # as Markdown they would become links
    through = f"the mail server of the destination “{settings.through}”" if settings.through else settings.host
    st.caption(f":material/outgoing_mail: Sent through {plain(through)}")
    told = [ALARMS[kind] for kind in settings.kinds]
    st.caption(f":material/notifications: {plain(' · '.join(told)) if told else 'Of nothing but the digest'}")
    if settings.outcomes:
        st.caption(":material/task_alt: Also of scheduled runs whose files arrived")
    if settings.digest:
        st.caption(f":material/today: A digest every day at {settings.digest_at} ({plain(settings.zone or time_zone)})")
    if found.heartbeat:
        last = f"; last told of “{found.pinged}” {local(found.pinged_at, time_zone)}" if found.pinged else ""
        st.caption(f":material/monitor_heart: A watching service hears of nightly runs{plain(last)}")
    if found.ping_error:
        st.warning(f"The watching service was not told. {plain(found.ping_error)}", icon=":material/monitor_heart:")


def _show_alarm(store: Store, user: User, one: NoticeView, time_zone: str) -> None:
    page, query = page_of(one.place)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":red[:material/error:] {plain(one.headline)}", width="stretch")
        if f"{page}.py" in {entry.file for entry in catalog.PAGES}:
            show_link(user, f"{page}.py", "Look at it", icon=":material/arrow_forward:", **query)
        closed = st.button(
            "Close",
            key=f"alarms.close.{one.notice_id}",
            icon=":material/done:",
            type="tertiary",
            help="Most alarms end by themselves when files arrive again. Close one that nothing will end.",
        )
    why = " ".join(part for part in (one.why, one.detail) if part).replace("\n", " ")
    told = f"told {one.told} times" if one.told > 1 else _mail_of(one, time_zone) or "nobody was told"
    st.caption(f"Since {local(one.first_at, time_zone)}; {plain(told)}. {plain(why)}")
    if closed:
        with refusals_shown():
            close_alarm(store, user, one.notice_id)
            st.rerun()


def _mail_of(one: NoticeView, time_zone: str) -> str:
    word = _MAILS[one.state]
    return f"{word} {local(one.sent_at, time_zone)}".strip() if one.state == "sent" else word
