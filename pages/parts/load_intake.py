"""The files of a roster load: received, told what they are, completed by what they do not say."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts.forms import options_form
from pages.parts.load_mapping import show_mapping
from pages.parts.notices import plain
from pages.shell.staging import Staged
from pages.shell.uploader import forget, uploader
from roster_core.access.rights import Right, User
from roster_core.journeys import roster_load
from roster_core.journeys.roster_facts import read_facts
from roster_core.journeys.roster_load import LoadRequest
from roster_core.refusals import Refusal
from roster_core.roster.archive import Sources, open_sources
from roster_core.roster.formats.choices import Assumptions, Facts
from roster_core.roster.formats.detect import FORMATS, Detected, detect
from roster_core.roster.formats.guess import FileGuess, describe
from roster_core.roster.formats.mapping import ColumnMapping
from roster_core.storage.stored_file import StoredFile
from roster_core.store import Store

_KEY = "load.files"
_ENDINGS = (".zip", ".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls")
#: What the forms are called on screen.
FORMAT_NAMES = {
    "auto": "Found out by itself",
    "roster": "Roster CSV",
    "clever": "Clever CSV",
    "oneroster": "OneRoster CSV",
    "mapped": "Another export, with a column mapping",
}
#: Facts that a coordinator states; schools known before come from the roster.
_ASKED_FACTS = tuple(name for name in Facts.model_fields if name != "schools")


def show_intake(store: Store, user: User) -> str:
    """Take files and what is to be known of them; returns the ID of the load that was begun, blank if none was."""
    files = uploader(
        "Drop the roster files here",
        hint="One ZIP, or all CSV or Excel files together. A load is always the whole roster of the district.",
        rights=[Right.ROSTER_LOAD],
        accept=_ENDINGS,
        key=_KEY,
    )
    if not files:
        return ""
    _show_files(files)
    found = _detected(files)
    with st.container(border=True):
        form = _ask_format(found)
        mapping = show_mapping(store, user, _guesses(files)) if form == "mapped" else None
        assumptions, facts = (None, None) if form == "roster" else _ask_unsaid(store, user)
        stated = form == "roster" or (assumptions is not None and facts is not None)
        with st.container(horizontal=True, vertical_alignment="center"):
            pressed = st.button("Check", key="load.check", type="primary", icon=":material/rule:", disabled=not stated)
            st.caption("Reads every row and compares it with the stored roster. Nothing is changed yet.")
    if not pressed:
        return ""
    load_id = roster_load.begin(
        store,
        user,
        roster_load.collect(store, {file.name: file.file for file in files}),
        LoadRequest(format=form, assumptions=_stated(assumptions), facts=_stated(facts), mapping=_stated(mapping)),
    )
    roster_load.check_in_background(store, load_id)
    forget(_KEY)
    return load_id


def _show_files(files: Sequence[Staged]) -> None:
    frame = pd.DataFrame({"File": [file.name for file in files], "Size": [file.size for file in files]})
    size = st.column_config.NumberColumn(format="bytes", width=110)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.dataframe(
            frame,
            hide_index=True,
            key="load.received",
            alt="Files received",
            width="content",
            column_config={"Size": size},
        )
        st.button("Remove all", key="load.forget", icon=":material/delete:", on_click=forget, args=(_KEY,))


def _detected(files: Sequence[Staged]) -> Detected:
    """What the files are, by their names and beginnings.

    Raises:
        Refusal: Two files have one name, or the ZIP cannot be read.
    """
    names = [file.name for file in files]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise Refusal(
            "These files cannot be loaded together.",
            why=f"There are several files named {', '.join(twice)}.",
            fix="Remove all, and choose each file once.",
        )
    return _detect(tuple((file.name, file.file) for file in files))


def _guesses(files: Sequence[Staged]) -> tuple[FileGuess, ...]:
    return _describe(tuple((file.name, file.file) for file in files))


@st.cache_data(max_entries=8, show_spinner="Looking at the files …")
def _detect(files: tuple[tuple[str, StoredFile], ...]) -> Detected:
    return detect(_sources(files))


@st.cache_data(max_entries=8, show_spinner="Looking at the columns …")
def _describe(files: tuple[tuple[str, StoredFile], ...]) -> tuple[FileGuess, ...]:
    return describe(_sources(files))


def _sources(files: tuple[tuple[str, StoredFile], ...]) -> Sources:
    if len(files) == 1 and files[0][0].lower().endswith(".zip"):
        with files[0][1].lent() as path:
            return open_sources(path)
    return Sources({name: partial(_read, path) for name, path in files})


def _read(file: StoredFile) -> bytes:
    return file.read_bytes()


def _ask_format(found: Detected) -> str:
    form = st.selectbox(
        "What the files are",
        FORMATS,
        index=FORMATS.index(found.format),
        format_func=FORMAT_NAMES.__getitem__,
        key=f"load.format.{found.format}",
        width=420,
        help="Found out from names and headers. Change it if it is wrong.",
    )
    if form == found.format:
        st.caption(f":material/search_check: {plain(found.why)}")
    else:
        st.caption(f":material/edit: By themselves they look like {FORMAT_NAMES[found.format]}.")
    return str(form)


def _ask_unsaid(store: Store, user: User) -> tuple[Assumptions | None, Facts | None]:
    known = read_facts(store, user)
    with st.expander("The district", icon=":material/apartment:", expanded=known is None):
        st.caption("Taken from the stored roster; change what is different now." if known else "Stated once, kept.")
        facts = options_form(Facts, key="load.facts", given=known, only=_ASKED_FACTS, columns=3)
    with st.expander("What holds where the files are silent", icon=":material/help:", expanded=known is None):
        st.caption("Nothing here overrules a file that says it.")
        assumptions = options_form(Assumptions, key="load.assumptions", columns=3)
    return assumptions, facts


def _stated(options: Assumptions | Facts | ColumnMapping | None) -> dict[str, Any] | None:
    return options.model_dump(mode="json") if options is not None else None
