"""The form of a destination: what is set, what is secret, and whose runs go there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from pages.parts.notices import plain, refusals_shown
from pages.parts.setting_fields import secret_fields, setting_fields, sign_in_secrets
from roster_core.access.rights import User
from roster_core.journeys.destination_edits import (
    DestinationDraft,
    add_destination,
    change_destination,
    make_key_pair,
)
from roster_core.journeys.destination_settings import KINDS, SECRETS, Method
from roster_core.journeys.destinations import DestinationView
from roster_core.journeys.export_profiles import read_profiles
from roster_core.store import Store

_OPEN, _EDITION = "destinations.open", "destinations.edition"
#: By method: icon, name, and what it is for.
METHODS = {
    Method.SFTP: (":material/dns:", "SFTP server", "Files are uploaded, such as to Clever's server."),
    Method.LOCAL: (":material/folder:", "Folder", "Files are put into a folder of this server or of a network drive."),
    Method.EMAIL: (":material/mail:", "E-mail", "Somebody is told that files are ready."),
}
_NAMES = {Method.SFTP: "Clever", Method.LOCAL: "Shared folder", Method.EMAIL: "Data office"}
_OWN, _MADE, _PASSWORD, _KEPT = "A key of your own", "A new key, made here", "Password", "As it is"
_EASY = {
    Method.SFTP: ("host", "user", "folder", "port"),
    Method.EMAIL: ("host", "port", "encryption", "sign_in", "user", "token_url", "client_id", "scope", "sender",
                   "recipients", "content", "domains", "consent"),
    Method.LOCAL: ("path", "layout", "done_file", "keep", "keep_days"),
}  # fmt: skip


@dataclass(frozen=True)
class _Secrets:
    given: Mapping[str, str]
    make_key: bool = False


def is_open() -> bool:
    """Whether a destination is being added or changed."""
    return _OPEN in st.session_state


def open_form(name: str | Method) -> None:
    """Show the form from now on: of a destination, or of a new one."""
    # Another edition: what was typed the last time, secrets among it, is forgotten with its fields.
    st.session_state[_EDITION] = st.session_state.get(_EDITION, 0) + 1
    st.session_state[_OPEN] = name


def _close() -> None:
    del st.session_state[_OPEN]


def show_add(*, first: bool) -> None:
    """Buttons to add a destination; where there is none yet, with what each is for."""
    if first:
        st.markdown("Say where the files of a profile go. They are sent when you press **Deliver** on a run.")
    for method, cell in zip(METHODS, st.columns(len(METHODS)), strict=True):
        icon, name, told = METHODS[method]
        cell.button(
            name if first else f"Add: {name}",
            key=f"destinations.add.{method}",
            icon=icon,
            on_click=open_form,
            args=(method,),
            width="stretch",
            help=None if first else told,
        )
        if first:
            cell.caption(told)


def show_form(store: Store, user: User, found: Sequence[DestinationView]) -> None:
    """The form that is open, with Save and Cancel."""
    opened = st.session_state[_OPEN]
    given = next((one for one in found if one.name == opened), None)
    method = given.method if given else Method(opened)
    key = f"destination.{st.session_state[_EDITION]}"
    with st.container(border=True):
        icon, word, _ = METHODS[method]
        st.header(f"{icon} {word}{f' · {plain(given.name)}' if given else ''}", anchor=False)
        name = given.name if given else st.text_input("Name", key=f"{key}.name", placeholder=_NAMES[method], width=420)
        settings = _show_settings(method, given, key)
        secrets = _show_secrets(method, settings, given, key)
        names = [profile.name for profile in read_profiles(store, user)]
        profiles = st.multiselect(
            "Profiles whose files go there",
            names,
            default=[one for one in given.profiles if one in names] if given else names[:1],
            key=f"{key}.profiles",
            placeholder="None yet",
        )
        with st.container(horizontal=True):
            saved = st.button("Save", key=f"{key}.save", type="primary", disabled=settings is None)
            st.button("Cancel", key=f"{key}.cancel", on_click=_close)
    if saved and settings is not None:
        with refusals_shown():
            draft = DestinationDraft(settings, secrets.given, profiles)
            made = (
                change_destination(store, user, given.name, draft)
                if given
                else add_destination(store, user, name or "", method, draft)
            )
            if secrets.make_key:
                make_key_pair(store, user, made.name)
            _close()
            st.rerun()


def _show_settings(method: Method, given: DestinationView | None, key: str) -> Mapping[str, object] | None:
    """What the fields say; the journey that saves it says what does not go together."""
    kind = KINDS[method]
    start = given.settings if given else kind.model_construct()
    shown = setting_fields(kind, start, _EASY[method], key)
    more = [name for name in kind.model_fields if name not in _EASY[method]]
    if more:
        with st.expander("More settings"):
            shown |= setting_fields(kind, start, more, f"{key}.more")
    return shown


def _show_secrets(
    method: Method, settings: Mapping[str, object] | None, given: DestinationView | None, key: str
) -> _Secrets:
    """Fields to write into; what is stored is never put into them."""
    if method is Method.SFTP:
        return _sftp_secrets(given, key)
    if method is Method.EMAIL and settings:
        wanted = sign_in_secrets(settings["sign_in"])
        if settings["content"] == "zip":
            wanted = [*wanted, "zip_passphrase"]
        return _Secrets(_written(method, wanted, given, key))
    return _Secrets({})


def _sftp_secrets(given: DestinationView | None, key: str) -> _Secrets:
    has = {note.name for note in given.secrets} if given else set()
    ways = [*([_KEPT] if has else []), _MADE, _PASSWORD, _OWN]
    way = st.segmented_control("Signs in with", ways, default=ways[0], key=f"{key}.way", required=True)
    if way == _MADE:
        st.caption("After Save you get a line to hand to the receiver. The private half never leaves this server.")
        return _Secrets({"password": ""}, make_key=True)
    if way == _PASSWORD:
        given_now = _written(Method.SFTP, ["password"], given, key)
        return _Secrets({**given_now, "key": "", "passphrase": ""} if given_now else {})
    if way == _OWN:
        text = st.text_area(
            "Private key", key=f"{key}.key", placeholder="-----BEGIN OPENSSH PRIVATE KEY-----", height=140
        )
        phrase = st.text_input("Passphrase of the key", type="password", key=f"{key}.passphrase", width=420)
        return _Secrets({"key": text, "passphrase": phrase, "password": ""} if text else {})
    return _Secrets({})


def _written(method: Method, names: Sequence[str], given: DestinationView | None, key: str) -> dict[str, str]:
    return secret_fields(SECRETS[method], {note.name for note in given.secrets} if given else set(), names, key)
