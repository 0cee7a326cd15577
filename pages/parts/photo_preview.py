"""The preview of a batch of photos: sections, filters, pages of cards, and what can be decided for many at once."""

from collections.abc import Sequence

import streamlit as st

from pages.parts import photo_absent, photo_cards
from pages.parts.batch_warned import show_warned, these, words_of
from pages.parts.notices import plain, refusals_shown
from pages.parts.states import day
from roster_core.access.rights import User
from roster_core.batches.states import ItemState
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.current_photos import read_current
from roster_core.journeys.batches.photo_absent import Group, read_absent
from roster_core.journeys.batches.photo_start import follow_plans
from roster_core.journeys.batches.reads import BatchView, ItemFilter, read_items
from roster_core.journeys.batches.undecided import Open, read_open
from roster_core.journeys.districts import require_district
from roster_core.store import Store

#: Cards on a page.
PER_PAGE = 24
_COLUMNS = 3
#: The sections in their order (batch-updates §3.3), with the preview states in each.
SECTIONS: dict[str, tuple[ItemState, ...]] = {
    "Matched": (ItemState.READY, ItemState.WARNING, ItemState.UNCHANGED),
    "Need a person": (ItemState.NEEDS_PERSON, ItemState.AMBIGUOUS),
    "Rejected": (ItemState.REJECTED,),
    "Set aside": (ItemState.SKIPPED,),
}
_SHOWN = {"All": None, "New": False, "Replaces one": True}
_WARNINGS, _UNCHANGED = "With warnings", "Unchanged"
#: The side list in the row of sections.
ABSENT = "Not in it"


def show_preview(store: Store, user: User, batch: BatchView) -> None:
    """Draw it; what is decided is stored at once and the page drawn anew."""
    warned, offers = read_open(store, user, batch.batch_id)
    _show_many(store, user, batch, warned, offers)
    groups = read_absent(store, user, batch.batch_id)
    section = _section(batch, groups)
    if section == ABSENT:
        photo_absent.show_absent(groups)
        return
    wanted, by_person = _asked(section, [one.kind.code for one in warned])
    page = st.session_state.get("photos.page", 1)
    items, total = read_items(
        store, user, batch.batch_id, wanted, by_person=by_person, start=(page - 1) * PER_PAGE, limit=PER_PAGE
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
    if total > PER_PAGE:
        with st.container(horizontal=True, horizontal_alignment="center"):
            st.pagination(-(-total // PER_PAGE), key="photos.page")


def _tell_none(wanted: ItemFilter) -> None:
    if wanted.text:
        found = f"No file here is named “{plain(wanted.text)}” or is for anybody of that name."
        st.info(f"{found} Clear the search to see them all.", icon=":material/filter_alt_off:")
    else:
        st.caption("No file here.")


def _section(batch: BatchView, groups: Sequence[Group]) -> str:
    counts = {name: sum(batch.counts.get(state, 0) for state in states) for name, states in SECTIONS.items()}
    counts[ABSENT] = sum(len(group.absent) for group in groups)
    offered = [name for name, number in counts.items() if number or name == "Matched"]
    first = next((name for name in ("Need a person",) if counts[name] and not counts["Matched"]), "Matched")
    chosen = st.segmented_control(
        "Section",
        offered,
        default=first,
        format_func=lambda name: f"{name} {counts[name]:,}",
        key="photos.section",
        label_visibility="collapsed",
        required=True,
        on_change=_first_page,
    )
    return str(chosen)


def _asked(section: str, codes: Sequence[str]) -> tuple[ItemFilter, bool]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            "Find",
            key="photos.find",
            placeholder="File or person",
            type="search",
            live=True,
            width=260,
            on_change=_first_page,
        )
        states, replaces, code = SECTIONS[section], None, ""
        if section == "Matched":
            shown = st.selectbox(
                "Show",
                [*_SHOWN, _WARNINGS, _UNCHANGED, *codes],
                format_func=lambda one: f"Warned: {words_of(one)}" if one in codes else one,
                key="photos.show",
                width=220,
                on_change=_first_page,
            )
            replaces = _SHOWN.get(shown)
            code = shown if shown in codes else ""
            states = {_WARNINGS: (ItemState.WARNING,), _UNCHANGED: (ItemState.UNCHANGED,)}.get(shown, states)
        by = st.selectbox("Sort by", ["File name", "Person"], key="photos.sort", width=150, on_change=_first_page)
    return ItemFilter(frozenset(states), text=text or "", replaces=replaces, code=code), by == "Person"


def _first_page() -> None:
    st.session_state["photos.page"] = 1


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
    show_warned(store, user, batch, warned, key="photos", show=_show_code)


def _show_code(code: str) -> None:
    st.session_state.update({"photos.section": "Matched", "photos.show": code, "photos.page": 1})
