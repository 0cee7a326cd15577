"""The form of alarms: who is told, of what, by which mail server, the digest and the watching service."""

from collections.abc import Mapping
from datetime import time
from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from pages.parts.notices import plain, refusals_shown
from pages.parts.setting_fields import secret_fields, setting_fields, sign_in_secrets
from roster_core.access.rights import User
from roster_core.journeys.alarm_edits import save_alarms
from roster_core.journeys.alarm_settings import ALARM_SECRETS, ALARMS, PING, AlarmOptions, AlarmsView, Kind
from roster_core.journeys.destination_settings import Method
from roster_core.journeys.destinations import read_destinations
from roster_core.store import Store

_OPEN, _EDITION = "alarms.open", "alarms.edition"
_OWN = "A mail server of its own"
_ACCOUNT = ("host", "port", "encryption", "sign_in", "user", "token_url", "client_id", "scope", "sender")


def is_open() -> bool:
    """Whether the settings are being changed."""
    return _OPEN in st.session_state


def open_form() -> None:
    """Show the form from now on."""
    # Another edition: what was typed the last time, secrets among it, is forgotten with its fields.
    st.session_state[_EDITION] = st.session_state.get(_EDITION, 0) + 1
    st.session_state[_OPEN] = True


def _close() -> None:
    del st.session_state[_OPEN]


def show_form(store: Store, user: User, found: AlarmsView, time_zone: str) -> None:
    """The form, with Save and Cancel; the journey that saves it says what does not go together."""
    key = f"alarms.{st.session_state[_EDITION]}"
    start = found.settings or AlarmOptions.model_construct()
    given: dict[str, Any] = dict(start)
    with st.container(border=True):
        st.header(":material/group: Who is told", anchor=False)
        given |= setting_fields(AlarmOptions, start, ("recipients", "app_address"), key)
        given["kinds"] = _kinds(start, key)
        given |= setting_fields(AlarmOptions, start, ("outcomes",), key)
        if Kind.MISSED in given["kinds"]:
            given |= setting_fields(AlarmOptions, start, ("missed_hours",), key)
    with st.container(border=True):
        st.header(":material/outgoing_mail: How mails are sent", anchor=False)
        account, secrets = _account(store, user, found, start, key)
        given |= account
    with st.container(border=True):
        st.header(":material/today: Daily digest", anchor=False)
        given |= _digest(start, time_zone, key)
    with st.container(border=True):
        st.header(":material/monitor_heart: Watching service", anchor=False)
        secrets |= _ping(found, key)
    with st.container(horizontal=True):
        saved = st.button("Save", key=f"{key}.save", type="primary")
        st.button("Cancel", key=f"{key}.cancel", on_click=_close)
    if saved:
        with refusals_shown():
            save_alarms(store, user, given, secrets)
            _close()
            st.rerun()


def _kinds(start: AlarmOptions, key: str) -> tuple[Kind, ...]:
    info = AlarmOptions.model_fields["kinds"]
    chosen = st.pills(
        info.title or "",
        list(ALARMS),
        default=list(start.kinds),
        selection_mode="multi",
        format_func=ALARMS.__getitem__,
        key=f"{key}.kinds",
        help=info.description,
    )
    return tuple(chosen)


def _account(
    store: Store, user: User, found: AlarmsView, start: AlarmOptions, key: str
) -> tuple[Mapping[str, Any], dict[str, str]]:
    mailing = [one.name for one in read_destinations(store, user) if one.method is Method.EMAIL]
    through = _OWN
    if mailing or start.through:
        ways = list(dict.fromkeys([_OWN, *mailing, *([start.through] if start.through else [])]))
        through = st.selectbox(
            "Sent through",
            ways,
            index=ways.index(start.through or _OWN),
            format_func=lambda way: way if way == _OWN else f"The mail server of the destination “{way}”",
            key=f"{key}.through",
            width=420,
        )
    if through != _OWN:
        st.caption(f"Server, sender and password are those of “{plain(through)}”; recipients are the ones above.")
        return {"through": through}, {}
    account = setting_fields(AlarmOptions, start, _ACCOUNT, key)
    wanted = sign_in_secrets(account["sign_in"])
    is_set = {note.name for note in found.secrets}
    return {"through": "", **account}, secret_fields(ALARM_SECRETS, is_set, wanted, key)


def _digest(start: AlarmOptions, time_zone: str, key: str) -> Mapping[str, Any]:
    shown = setting_fields(AlarmOptions, start, ("digest",), key)
    if not shown["digest"]:
        return shown
    zones = sorted(available_timezones())
    with st.grid(2, min_column_width=300, vertical_alignment="bottom"):
        at = st.time_input(
            "At",
            value=time.fromisoformat(start.digest_at),
            step=900,
            key=f"{key}.digest_at",
            help="It comes within the hour after it.",
        )
        zone = st.selectbox(
            "Time zone",
            zones,
            index=zones.index(start.zone) if start.zone in zones else None,
            placeholder=f"The district's own, {time_zone}",
            key=f"{key}.zone",
        )
    return {**shown, "digest_at": f"{at:%H:%M}" if at else start.digest_at, "zone": zone or ""}


def _ping(found: AlarmsView, key: str) -> dict[str, str]:
    st.caption(
        "Services such as Healthchecks call you when they hear nothing: the one alarm that also works when this server "
        "does not. Nothing about the run is sent, and a service that is away stops no run."
    )
    written = secret_fields(ALARM_SECRETS, {PING} if found.heartbeat else (), (PING,), key)
    if found.heartbeat and st.toggle("Ping it no longer", key=f"{key}.no_ping"):
        return {PING: ""}
    return written
