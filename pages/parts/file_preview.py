"""The preview of a batch of files: its sections, what is looked for in them, and pages of cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from pages.parts.batch_warned import words_of
from roster_core.batches.states import ItemState
from roster_core.journeys.batches.reads import BatchView, ItemFilter

#: Cards on a page.
PER_PAGE = 24
MATCHED = "Matched"
_WARNINGS, _UNCHANGED = "With warnings", "Unchanged"
_BY_NAME = "File name"


@dataclass(frozen=True)
class Layout:
    """What differs between kinds of files.

    `prefix` begins the keys of the widgets. `sections` are the preview states of each, in order; `undecided` is the one
    that is shown first as long as nothing is matched. `person` is what somebody is called whom a file is for, and
    `replaces` what is said of files that take another one's place.
    """

    prefix: str
    sections: Mapping[str, tuple[ItemState, ...]]
    undecided: str
    person: str
    replaces: str

    def key(self, name: str) -> str:
        """The key of a widget."""
        return f"{self.prefix}.{name}"

    def first_page(self) -> None:
        """Show the first page: others are looked at from now on."""
        st.session_state[self.key("page")] = 1

    def show_code(self, code: str) -> None:
        """Show the files that have a code."""
        st.session_state.update({self.key("section"): MATCHED, self.key("show"): code, self.key("page"): 1})

    @property
    def page(self) -> int:
        """The page shown, from 1."""
        return int(st.session_state.get(self.key("page"), 1))


def choose_section(layout: Layout, batch: BatchView, others: Mapping[str, int] | None = None) -> str:
    """Offer the sections that hold something, and `others` with so many in each; returns the one chosen."""
    counts = {name: sum(batch.counts.get(state, 0) for state in states) for name, states in layout.sections.items()}
    counts |= others or {}
    chosen = st.segmented_control(
        "Section",
        [name for name, number in counts.items() if number or name == MATCHED],
        default=layout.undecided if counts[layout.undecided] and not counts[MATCHED] else MATCHED,
        format_func=lambda name: f"{name} {counts[name]:,}",
        key=layout.key("section"),
        label_visibility="collapsed",
        required=True,
        on_change=layout.first_page,
    )
    return str(chosen)


def ask_filter(layout: Layout, section: str, codes: Sequence[str]) -> tuple[ItemFilter, bool]:
    """Ask what to show of a section, of which some files have the `codes`; also whether it is sorted by person."""
    shown_words = {"All": None, "New": False, layout.replaces: True}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            "Find",
            key=layout.key("find"),
            placeholder=f"File or {layout.person.lower()}",
            type="search",
            live=True,
            width=260,
            on_change=layout.first_page,
        )
        states, replaces, code = layout.sections[section], None, ""
        if section == MATCHED:
            shown = st.selectbox(
                "Show",
                [*shown_words, _WARNINGS, _UNCHANGED, *codes],
                format_func=lambda one: f"Warned: {words_of(one)}" if one in codes else one,
                key=layout.key("show"),
                width=260,
                on_change=layout.first_page,
            )
            replaces = shown_words.get(shown)
            code = shown if shown in codes else ""
            states = {_WARNINGS: (ItemState.WARNING,), _UNCHANGED: (ItemState.UNCHANGED,)}.get(shown, states)
        by = st.selectbox(
            "Sort by", [_BY_NAME, layout.person], key=layout.key("sort"), width=150, on_change=layout.first_page
        )
    return ItemFilter(frozenset(states), text=text or "", replaces=replaces, code=code), by == layout.person


def show_pages(layout: Layout, total: int) -> None:
    """The pages, if there are several."""
    if total > PER_PAGE:
        with st.container(horizontal=True, horizontal_alignment="center"):
            st.pagination(-(-total // PER_PAGE), key=layout.key("page"))
