"""What opens over the preview: a larger look, and picking the person of a file."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from pages.parts.notices import plain, refusals_shown
from pages.shell import session
from pages.shell.routes import PICTURE, picture_url
from roster_core.access.rights import User
from roster_core.batches.people import Target
from roster_core.batches.suggest import Suggestion
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.current_photos import read_current
from roster_core.journeys.batches.reads import BatchView, ItemView
from roster_core.journeys.batches.suggesting import held_by, suggestions
from roster_core.journeys.people import find_people
from roster_core.store import Store
from roster_core.text import listed

_KINDS = {Target.STUDENTS: "STUDENT", Target.STAFF: "STAFF"}
_FACE = "width:48px;height:60px;border-radius:4px;object-fit:cover;display:block;background:rgba(127,147,142,.16)"
_LARGE = "max-width:100%;max-height:70vh;border-radius:6px;display:block"


@st.dialog("Photo", width="large")
def zoom(new: str, old: str, item: ItemView) -> None:
    """The new photo as it would be stored, and the one of now."""
    check = item.facts.get("check", {})
    left, right = st.columns(2)
    with left:
        st.caption("Now" if old else "No photo yet")
        if old:
            st.html(f'<img src="{escape(old)}" alt="Photo now" style="{_LARGE}">')
    with right:
        st.caption(f"New: {check.get('width', 0)} × {check.get('height', 0)} px as it came, {item.size / 1024:,.0f} KB")
        st.html(f'<img src="{escape(new)}" alt="New photo" style="{_LARGE}">')
    st.caption(plain(item.name))


@dataclass(frozen=True)
class _Offer:
    """Somebody who can be picked: IDs, grade and school in words, and why they are offered."""

    person_id: int
    name: str
    words: tuple[str | None, ...]
    why: str = ""


@st.dialog("Whose photo is it?", width="large")
def pick_person(store: Store, user: User, batch: BatchView, item: ItemView, new: str) -> None:
    """The new photo beside suggestions, then anybody who is searched for; nobody is picked without a click."""
    photo, people = st.columns([1, 2], gap="medium")
    with photo:
        if new:
            st.html(f'<img src="{escape(new)}" alt="New photo" style="{_LARGE}">')
        st.caption(plain(item.name))
    with people:
        show_picker(store, user, batch, item)


def show_picker(store: Store, user: User, batch: BatchView, item: ItemView) -> None:
    """Whom an item may be for, then anybody who is searched for; a click picks them and draws the page anew."""
    with refusals_shown():
        offered = [_suggested(one) for one in suggestions(store, user, batch.batch_id, item.sequence)]
        if offered:
            st.markdown("**Suggestions**")
        _show_offers(store, user, batch, item, offered)
        sought = st.text_input(
            "Search anybody", key=f"photos.pick.{item.sequence}", placeholder="Name or any ID", type="search", live=True
        )
        if sought:
            hits = find_people(store, user, sought, limit=12).to_dicts()
            found = [_found(hit) for hit in hits if hit["kind"] == _KINDS[batch.target]]
            if not found:
                st.caption("Nobody was found.")
            _show_offers(store, user, batch, item, found)


def _suggested(one: Suggestion) -> _Offer:
    person = one.person
    words = (person.reference.partition(":")[2], person.grade and f"grade {person.grade}", person.school)
    return _Offer(person.person_id, f"{person.last_name}, {person.first_name}", words, one.why)


def _found(hit: Mapping[str, Any]) -> _Offer:
    words = (hit["person_key"], hit["grade"] and f"grade {hit['grade']}", hit["school_code"])
    return _Offer(hit["person_id"], f"{hit['last_name']}, {hit['first_name'] or ''}", words)


def _show_offers(store: Store, user: User, batch: BatchView, item: ItemView, offers: Sequence[_Offer]) -> None:
    """One row for each: the face of now, who it is, Pick."""
    people = [one.person_id for one in offers]
    now = read_current(store, user, batch.batch_id, people)
    held = held_by(store, user, batch.batch_id, item.sequence, people)
    ticket = session.ticket(PICTURE, kind="current", batch=batch.batch_id)
    for one in offers:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            photo = now.get(one.person_id)
            if photo is None:
                st.html(f'<div role="img" aria-label="no photo yet" style="{_FACE}"></div>', width=48)
            else:
                address = picture_url(ticket, f"{one.person_id}/{zlib.crc32(photo.content.encode()):x}")
                st.html(f'<img src="{escape(address)}" alt="Photo now" style="{_FACE}">', width=48)
            told = " · ".join(plain(word) for word in one.words if word)
            lines = [f"**{plain(one.name)}** {told}", *([f":small[{plain(one.why)}]"] if one.why else [])]
            if names := held.get(one.person_id):
                lines.append(f":small[:orange[:material/warning: Has {plain(listed(names, len(names)))} already]]")
            st.markdown("  \n".join(lines))
            st.space("stretch")
            if st.button("Pick", key=f"photos.pick.{item.sequence}.{one.person_id}.{bool(one.why)}"):
                drafts.choose(store, user, batch.batch_id, drafts.set_choice(item.sequence, person_id=one.person_id))
                st.rerun()
