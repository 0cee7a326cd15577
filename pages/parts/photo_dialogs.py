"""What opens over the preview: a larger look, and picking the person of a file."""

from collections.abc import Iterable
from html import escape

import streamlit as st

from pages.parts.notices import plain, refusals_shown
from roster_core.access.rights import User
from roster_core.batches.people import Target
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.reads import BatchView, ItemView, suggestions
from roster_core.journeys.people import find_people
from roster_core.store import Store

_KINDS = {Target.STUDENTS: "STUDENT", Target.STAFF: "STAFF"}
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


@st.dialog("Whose photo is it?", width="large")
def pick_person(store: Store, user: User, batch: BatchView, item: ItemView) -> None:
    """Suggestions first, then anybody who is searched for; nobody is picked without a click."""
    st.caption(plain(item.name))
    with refusals_shown():
        offered = suggestions(store, user, batch.batch_id, item.sequence)
        if offered:
            st.markdown("**Suggestions**")
        for one in offered:
            person = one.person
            words = [person.reference.partition(":")[2], person.grade and f"grade {person.grade}", person.school]
            _offer(
                store, user, batch, item, person.person_id, f"{person.last_name}, {person.first_name}", words, one.why
            )
        sought = st.text_input(
            "Search anybody", key=f"photos.pick.{item.sequence}", placeholder="Name or any ID", type="search", live=True
        )
        if sought:
            hits = find_people(store, user, sought, limit=12).to_dicts()
            mine = [hit for hit in hits if hit["kind"] == _KINDS[batch.target]]
            if not mine:
                st.caption("Nobody was found.")
            for hit in mine:
                words = [hit["person_key"], hit["grade"] and f"grade {hit['grade']}", hit["school_code"]]
                name = f"{hit['last_name']}, {hit['first_name'] or ''}"
                _offer(store, user, batch, item, hit["person_id"], name, words, "")


def _offer(
    store: Store,
    user: User,
    batch: BatchView,
    item: ItemView,
    person_id: int,
    name: str,
    words: Iterable[str | None],
    why: str,
) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        told = " · ".join(plain(word) for word in words if word)
        st.markdown(f"**{plain(name)}** {told}" + (f"  \n:small[{plain(why)}]" if why else ""))
        st.space("stretch")
        if st.button("Pick", key=f"photos.pick.{item.sequence}.{person_id}.{bool(why)}"):
            drafts.choose(store, user, batch.batch_id, drafts.set_choice(item.sequence, person_id=person_id))
            st.rerun()
