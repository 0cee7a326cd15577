"""The items of a batch that was carried out: who, what became of it and why, the old picture beside the new."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.parts.batch_words import ITEM_WORDS, RESULTS, kind_of, result_column
from pages.parts.links import show_link
from pages.parts.notices import plain
from pages.parts.photo_cards import picture
from pages.parts.tables import harmless
from roster_core.access.rights import User
from roster_core.batches.states import BatchKind
from roster_core.journeys.batches.pictures import Shown
from roster_core.journeys.batches.reads import BatchView, ItemFilter, ItemView, read_items
from roster_core.journeys.batches.results import addresses
from roster_core.store import Store

#: Rows of the table at a time: a ZIP may hold thousands.
PER_PAGE = 50
_ROW, _HEADER, _HEIGHT = 64, 38, 560


def show_items(store: Store, user: User, batch: BatchView) -> None:
    """The table with its filters; a row that is clicked leads to the person."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        results = [result for result in RESULTS if batch.counts.get(result)]
        chosen = st.selectbox(
            "Result",
            [None, *results],
            format_func=lambda one: f"{one} ({batch.counts[one]:,})" if one else "Every result",
            key="status.result",
            width=240,
        )
        text = st.text_input(
            "Find", key="status.find", placeholder="Name, ID or person", type="search", live=True, width=280
        )
    wanted = ItemFilter(results=frozenset({chosen.value}) if chosen else frozenset(), text=text or "")
    below = st.container()
    _, total = read_items(store, user, batch.batch_id, wanted, limit=0)
    if not total:
        below.info(
            f"No {ITEM_WORDS[kind_of(batch)]} fits. Choose another result or look for another name.",
            icon=":material/filter_alt_off:",
        )
        return
    pages = -(-total // PER_PAGE)
    page = min(st.pagination(pages, key="status.page"), pages) if pages > 1 else 1
    start = (page - 1) * PER_PAGE
    items, _ = read_items(store, user, batch.batch_id, wanted, start=start, limit=PER_PAGE)
    with below:
        frame = items_frame(batch, items)
        pictured = kind_of(batch) is BatchKind.PHOTO and "Before" in frame
        row = _ROW if pictured else 35
        event = st.dataframe(
            frame,
            hide_index=True,
            # A key for each page of each choice: a click is not to stay on whoever stands in that row next.
            key=f"status.items.{chosen}.{text}.{page}",
            row_height=row,
            height=min(len(items) * row + _HEADER, _HEIGHT),
            on_select="rerun",
            selection_mode="single-row",
            alt="Files of the batch",
            column_config={
                **({name: st.column_config.ImageColumn(width=70) for name in ("Before", "New")} if pictured else {}),
                "Result": result_column(),
                "Reason": st.column_config.TextColumn(width="large"),
            },
        )
        shown = f"{ITEM_WORDS[kind_of(batch)].capitalize()}s {start + 1:,} to {start + len(items):,} of {total:,}"
        st.caption(f"{shown} · click a row for the person")
        for place in event.selection.rows:
            if place < len(items):
                _show_person(user, items[place])


def items_frame(batch: BatchView, items: Sequence[ItemView]) -> pd.DataFrame:
    """One row an item, in order; with pictures if photos are what the batch is about."""
    people = [item.person for item in items]
    told: dict[str, list[object]] = {}
    kind = kind_of(batch)
    if kind is BatchKind.PHOTO and not batch.given_up:
        pairs = [_pair(batch, item) for item in items]
        if any(old or new for old, new in pairs):  # of batches that are long ago the files may be gone
            told = {"Before": [old for old, _ in pairs], "New": [new for _, new in pairs]}
    told |= {
        "Person": [harmless(f"{one.last_name}, {one.first_name}") if one else "" for one in people],
        "ID": [
            harmless(one.reference.partition(":")[2] if one else item.key)
            for one, item in zip(people, items, strict=True)
        ],
        "School": [one.school if one else "" for one in people],
        ITEM_WORDS[kind].capitalize(): [harmless(item.name) for item in items],
        **(_addresses(batch, items) if kind is BatchKind.EMAIL else {}),
        "Result": [[item.result] if item.result else [] for item in items],
        "Reason": [harmless(item.reason) for item in items],
    }
    return pd.DataFrame(told)


def _addresses(batch: BatchView, items: Sequence[ItemView]) -> dict[str, list[object]]:
    pairs = [addresses(item, undone=batch.kind is BatchKind.UNDO) for item in items]
    return {"Before": [harmless(old) for old, _ in pairs], "New": [harmless(new) for _, new in pairs]}


def _pair(batch: BatchView, item: ItemView) -> tuple[str, str]:
    """The picture from before and the one from after, blank for none; an undo shows them the other way round."""
    old = picture(batch, item, Shown.BEFORE) if item.facts.get("replaced") else ""
    new = picture(batch, item, Shown.NEW) if item.upload_key else ""
    return (new, old) if batch.kind is BatchKind.UNDO else (old, new)


def _show_person(user: User, item: ItemView) -> None:
    if item.person is None:
        st.caption(f"{plain(item.name)} is nobody’s.")
        return
    name = f"{item.person.first_name} {item.person.last_name}"
    show_link(user, "people.py", f"Open {plain(name)}", person=item.person.reference)
