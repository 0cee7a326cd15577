"""The column mapping of a SIS's own export: guessed, shown with samples, corrected and saved."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from pages.parts.notices import plain, refusals_shown
from roster_core.access.rights import User
from roster_core.journeys.column_mappings import read_mappings, save_mapping
from roster_core.roster.formats.dates import DateOrder
from roster_core.roster.formats.guess import FileGuess, with_saved
from roster_core.roster.formats.mapped_entities import contact_part, entity, entity_words, label
from roster_core.roster.formats.mapping import ColumnMapping, NameOrder, SheetMapping, read_mapping
from roster_core.store import Store

_GUESSED = "Guessed from the headers"
_UNUSED = "Not used"
_DATES = {
    DateOrder.AUTO: "Found out",
    DateOrder.MONTH_FIRST: "Month first (8/1/15)",
    DateOrder.DAY_FIRST: "Day first (1/8/15)",
}
_NAMES = {NameOrder.FIRST_LAST: "First name first", NameOrder.LAST_FIRST: "Last name first"}


def show_mapping(store: Store, user: User, guesses: Sequence[FileGuess]) -> ColumnMapping:
    """Ask which file and column becomes what; the mapping as it stands now."""
    saved = read_mappings(store, user)
    st.markdown("**What each file and column is**")
    chosen = st.selectbox(
        "Begin with",
        (_GUESSED, *saved),
        key="load.mapping.saved",
        width=420,
        help="A mapping that was saved before, or what the headers and values say by themselves.",
    )
    known = read_mapping(saved[chosen]) if chosen in saved else None
    sheets: list[SheetMapping] = []
    for guess in with_saved(guesses, known) if known else guesses:
        sheets += _ask_file(guess, key=f"load.mapping.{chosen}.{guess.file}")
    mapping = ColumnMapping(sheets=tuple(sheets))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            "Save this mapping as", value=chosen if known else "", key=f"load.mapping.name.{chosen}",
            placeholder="Such as: PowerSchool students", width=420,
        )  # fmt: skip
        if st.button("Save mapping", key="load.mapping.save", icon=":material/save:", disabled=not name.strip()):
            with refusals_shown():
                save_mapping(store, user, name, mapping.as_json())
                st.toast(f"Saved as {plain(name.strip())}.")
    return mapping


def _ask_file(guess: FileGuess, *, key: str) -> list[SheetMapping]:
    words = entity_words()
    titles = {word: fed.title for word in words if (fed := entity(word))}
    told = ", ".join(titles[one.feeds] for one in guess.mappings) or _UNUSED
    with st.expander(
        f"{plain(guess.file)} — {told}", icon=":material/table:", expanded=not guess.mappings or bool(guess.gone)
    ):
        feeds = st.multiselect(
            "This file holds",
            words,
            default=[one.feeds for one in guess.mappings],
            format_func=titles.__getitem__,
            key=f"{key}.feeds",
            placeholder=_UNUSED,
        )
        by_word = {one.feeds: one for one in guess.mappings}
        if guess.gone:
            gone = ", ".join(plain(header) for header in guess.gone)
            st.warning(f"The file no longer has: {gone}. Say below which column it is now.", icon=":material/rule:")
        asked = [by_word.get(word, SheetMapping(file=guess.file, feeds=word)) for word in feeds]
        return [_ask_columns(guess, sheet, key=f"{key}.{sheet.feeds}") for sheet in asked]


def _ask_columns(guess: FileGuess, sheet: SheetMapping, *, key: str) -> SheetMapping:
    """The columns of a file beside samples of their values, each with what it becomes."""
    targets = _targets(sheet)
    becomes = {header: label(target) for target, header in sheet.columns.items()}
    samples = [" · ".join(cell for row in guess.samples if (cell := row[at])) for at in range(len(guess.headers))]
    frame = pd.DataFrame(
        {"Column": guess.headers, "Becomes": [becomes.get(header) for header in guess.headers], "Samples": samples}
    )
    edited = st.data_editor(
        frame,
        key=f"{key}.columns",
        hide_index=True,
        disabled=["Column", "Samples"],
        column_config={"Becomes": st.column_config.SelectboxColumn(options=sorted(targets))},
    )
    with st.container(horizontal=True):
        dates = st.selectbox(
            "Dates",
            list(_DATES),
            index=list(_DATES).index(sheet.dates),
            format_func=_DATES.__getitem__,
            key=f"{key}.dates",
        )
        names = st.selectbox(
            "Whole names", list(_NAMES), index=list(_NAMES).index(sheet.names), format_func=_NAMES.__getitem__,
            key=f"{key}.names", help="For names in one cell without a comma.",
        )  # fmt: skip
    chosen = {targets[row["Becomes"]]: row["Column"] for row in edited.to_dict("records") if row["Becomes"] in targets}
    missing = [group for group in _needed(sheet) if not {*chosen, *sheet.constants} & set(group)]
    for group in missing:
        st.warning(f"Nothing becomes {' or '.join(label(target) for target in group)} yet.", icon=":material/rule:")
    # A header may become two things, as a whole name does; what the editor cannot show is kept unless it was changed.
    kept = {to: of for to, of in sheet.columns.items() if becomes.get(of) != label(to) and of in chosen.values()}
    return sheet.model_copy(update={"columns": {**kept, **chosen}, "dates": dates, "names": names})


def _targets(sheet: SheetMapping) -> Mapping[str, str]:
    fed = entity(sheet.feeds)
    offered = (*(fed.targets if fed else ()), *(to for to in sheet.columns if contact_part(to)))
    return {label(target): target for target in offered}


def _needed(sheet: SheetMapping) -> tuple[tuple[str, ...], ...]:
    fed = entity(sheet.feeds)
    return fed.needed if fed else ()
