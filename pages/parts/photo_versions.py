"""The photos of one person, the newest first: where each came from, and making an older one current again."""

import zlib
from collections.abc import Sequence
from html import escape

import streamlit as st

from pages.parts.links import show_link
from pages.parts.notices import plain, refusals_shown
from pages.parts.states import local
from pages.shell import session
from pages.shell.download_link import in_bytes
from pages.shell.routes import PICTURE, picture_url
from roster_core.access.rights import User
from roster_core.journeys.photo_versions import PhotoVersion, may_change, restore_version, withdraw_photo
from roster_core.store import Store

_FRAME = (
    "width:100%;aspect-ratio:4/5;border-radius:7px;object-fit:contain;background:rgba(127,147,142,.16);display:block"
)
_CARD = 210


def show_versions(
    store: Store, user: User, who: str, versions: Sequence[PhotoVersion], *, time_zone: str, active: bool
) -> None:
    """Draw them; `who` is the person as `student:0104233`."""
    if not versions:
        st.caption("There never was a photo of this person.")
        if active:
            show_link(user, "photo_upload.py", "Upload photos")
        return
    current = next((one.version for one in versions if one.current), None)
    may = may_change(user, who.partition(":")[0])
    cards = st.grid(4, min_column_width=_CARD)
    for one in versions:
        with cards.container(border=True, key=f"photo-version-{one.version}", height="stretch"):
            address = _picture(who, one, "small")
            st.html(f'<img loading="lazy" src="{escape(address)}" alt="{_called(one)}" style="{_FRAME}">')
            _show_standing(one)
            st.markdown("  \n".join(_told(one, time_zone)))
            with st.container(horizontal=True, gap="small"):
                _show_actions(store, user, who, one, current=current, may=may)


def caption(versions: Sequence[PhotoVersion], time_zone: str) -> str:
    """One line on the current photo; blank if there is none."""
    current = next((one for one in versions if one.current), None)
    if current is None:
        return "No current photo; older ones are kept below." if versions else ""
    since = local(current.created_at, time_zone).partition(" ")[0]
    return f"Photo of {since}"


def _show_standing(one: PhotoVersion) -> None:
    if one.current:
        st.badge(f"Version {one.version}, current", icon=":material/check_circle:", color="green")
    elif one.withdrawn:
        st.badge(f"Version {one.version}, taken back", icon=":material/undo:", color="orange")
    else:
        st.badge(f"Version {one.version}", icon=":material/history:", color="gray")


def _told(one: PhotoVersion, time_zone: str) -> list[str]:
    size = f"{one.width} × {one.height} px, {in_bytes(one.bytes)}"
    lines = [
        f"**{local(one.created_at, time_zone)}**" + (f" by {plain(one.by)}" if one.by else ""),
        f":small[Taken by {plain(one.source)}]" if one.source else "",
        f":small[School year {plain(one.school_year)}]" if one.school_year else "",
        f":small[{plain(one.original_name)}]",
        f":small[{size}]",
    ]
    return [line for line in lines if line]


def _show_actions(store: Store, user: User, who: str, one: PhotoVersion, *, current: int | None, may: bool) -> None:
    if (
        may
        and not one.current
        and st.button("Use this one", icon=":material/history:", key=f"person.use.{one.version}")
    ):
        _confirm_restore(store, user, who, one, current)
    if may and one.current and st.button("Withdraw", icon=":material/hide_image:", key="person.withdraw"):
        _confirm_withdraw(store, user, who, one)
    if st.button("", icon=":material/zoom_in:", key=f"person.zoom.{one.version}", help="Look at it larger"):
        _zoom(who, one)
    if one.batch_id:
        show_link(user, "upload_status.py", "Batch", batch=one.batch_id)


@st.dialog("Use an older photo?")
def _confirm_restore(store: Store, user: User, who: str, one: PhotoVersion, current: int | None) -> None:
    left, right = st.columns(2)
    with left:
        st.caption("Now" if current else "No photo now")
        if current:
            ticket = session.ticket(PICTURE, kind="version", person=who)
            st.html(f'<img src="{escape(picture_url(ticket, f"{current}/small"))}" alt="Photo now" style="{_FRAME}">')
    with right:
        st.caption("From now on")
        st.html(f'<img src="{escape(_picture(who, one, "small"))}" alt="{_called(one)}" style="{_FRAME}">')
    st.caption("It becomes a new version; the others stay where they are.")
    reason = st.text_input("Why (for the record)", key="person.restore.reason")
    if st.button("Use it", type="primary", key="person.restore.yes"):
        with refusals_shown():
            kind, _, key = who.partition(":")
            restore_version(store, user, kind, key, one.version, seen=current, reason=reason)
            st.toast("The photo was changed.", icon=":material/check_circle:")
            st.rerun()


@st.dialog("Withdraw this photo?")
def _confirm_withdraw(store: Store, user: User, who: str, one: PhotoVersion) -> None:
    st.markdown(
        "The person has no photo then, on every page and in every download. It stays here and can be used again."
    )
    reason = st.text_input("Why (for the record)", key="person.withdraw.reason")
    if st.button("Withdraw it", type="primary", key="person.withdraw.yes"):
        with refusals_shown():
            kind, _, key = who.partition(":")
            withdraw_photo(store, user, kind, key, seen=one.version, reason=reason)
            st.toast("The photo was withdrawn.", icon=":material/check_circle:")
            st.rerun()


@st.dialog("Photo", width="large")
def _zoom(who: str, one: PhotoVersion) -> None:
    style = "max-width:100%;max-height:72vh;border-radius:7px;display:block;margin:auto"
    st.html(f'<img src="{escape(_picture(who, one, "large"))}" alt="{_called(one)}" style="{style}">')


def _picture(who: str, one: PhotoVersion, size: str) -> str:
    """Its address; another one for another picture, so that browsers may keep each."""
    ticket = session.ticket(PICTURE, kind="version", person=who)
    return picture_url(ticket, f"{one.version}/{size}/{zlib.crc32(one.content.encode()):x}")


def _called(one: PhotoVersion) -> str:
    return f"Photo, version {one.version}"
