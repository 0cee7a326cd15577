"""The preview of a batch of photos: sections, filters, pages of cards, and what can be decided for many at once."""

from collections.abc import Sequence

import streamlit as st

from pages.parts import photo_absent, photo_cards
from pages.parts.batch_warned import show_warned, these
from pages.parts.file_preview import MATCHED, PER_PAGE, Layout, ask_filter, choose_section, show_pages
from pages.parts.notices import plain, refusals_shown
from pages.parts.states import day
from roster_core.access.rights import User
from roster_core.batches.states import ItemState
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.current_photos import read_current
from roster_core.journeys.batches.photo_absent import read_absent
from roster_core.journeys.batches.photo_start import follow_plans
from roster_core.journeys.batches.reads import BatchView, ItemFilter, read_items
from roster_core.journeys.batches.undecided import Open, read_open
from roster_core.journeys.districts import require_district
from roster_core.store import Store

_COLUMNS = 3
#: The sections in their order (batch-updates §3.3).
_LAYOUT = Layout(
    "photos",
    {
        MATCHED: (ItemState.READY, ItemState.WARNING, ItemState.UNCHANGED),
        "Need a person": (ItemState.NEEDS_PERSON, ItemState.AMBIGUOUS),
        "Rejected": (ItemState.REJECTED,),
        "Set aside": (ItemState.SKIPPED,),
    },
    undecided="Need a person",
    person="Person",
    replaces="Replaces one",
)
#: The side list in the row of sections.
ABSENT = "Not in it"


def show_preview(store: Store, user: User, batch: BatchView) -> None:
    """Draw it; what is decided is stored at once and the page drawn anew."""
    warned, offers = read_open(store, user, batch.batch_id)
    _show_many(store, user, batch, warned, offers)
    groups = read_absent(store, user, batch.batch_id)
    section = choose_section(_LAYOUT, batch, {ABSENT: sum(len(group.absent) for group in groups)})
    if section == ABSENT:
        photo_absent.show_absent(groups)
        return
    wanted, by_person = ask_filter(_LAYOUT, section, [one.kind.code for one in warned])
    items, total = read_items(
        store, user, batch.batch_id, wanted, by_person=by_person, start=(_LAYOUT.page - 1) * PER_PAGE, limit=PER_PAGE
    )
    if not total:
        _tell_none(wanted)
        return
    zone = require_district(store).time_zone
    now = read_current(store, user, batch.batch_id, [item.person.person_id for item in items if item.person])
    with st.grid(_COLUMNS, min_column_width=260, gap="small"):
        for item in items:
            photo = now.get(item.person.person_id) if item.person else None
            photo_cards.show_card(store, user, batch, item, day(photo.since, zone) if photo else "")
    show_pages(_LAYOUT, total)


def _tell_none(wanted: ItemFilter) -> None:
    if wanted.text:
        found = f"No file here is named “{plain(wanted.text)}” or is for anybody of that name."
        st.info(f"{found} Clear the search to see them all.", icon=":material/filter_alt_off:")
    else:
        st.caption("No file here.")


def _show_many(store: Store, user: User, batch: BatchView, warned: Sequence[Open], offers: Sequence[int]) -> None:
    """What can be decided for many files in one click."""
    if offers:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            have = "photo has" if len(offers) == 1 else "photos have"
            st.markdown(
                f":material/crop: **{len(offers):,} {have} another size than the rules ask for** and can be made to"
                " fit: cropped around the head and reduced. The originals are kept."
            )
            st.space("stretch")
            if st.button(f"Make {these(len(offers))} fit", key="photos.fit.all"):
                with refusals_shown():
                    drafts.choose(store, user, batch.batch_id, follow_plans(offers))
                    st.rerun()
    show_warned(store, user, batch, warned, key=_LAYOUT.prefix, show=_LAYOUT.show_code)
