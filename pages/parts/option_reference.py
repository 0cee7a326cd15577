"""Every option of the export explained: what it does, where, what may be chosen, and what it is at first."""

from collections.abc import Sequence

import streamlit as st

from pages.parts.notices import plain
from roster_core.clever.reference import OptionEntry, option_entries

_HEAD = "| | Option | What it does | Acts on | May be | At first |\n|---|---|---|---|---|---|"


def show_options() -> None:
    """The options by group, narrowed by what is typed."""
    sought = st.text_input(
        "Search", key="options.search", type="search", live=True, placeholder="G14, Frl_status, guardian …", width=320
    )
    found = [entry for entry in option_entries() if entry.says(sought or "")]
    if not found:
        st.info("No option fits. Try another word.", icon=":material/search_off:")
    for group in dict.fromkeys(_home(entry) for entry in found):
        st.header(group)
        st.markdown(table([entry for entry in found if _home(entry) == group]))
    if found:
        many = "" if len(found) == 1 else "s"
        st.caption(f"{len(found)} option{many} · Gnn is the number in the list of the Genesis export.")


def table(entries: Sequence[OptionEntry]) -> str:
    """The options as a Markdown table; no text brings formatting of its own."""
    return "\n".join([_HEAD, *map(_row, entries)])


def _home(entry: OptionEntry) -> str:
    return entry.group.partition(",")[0]


def _row(entry: OptionEntry) -> str:
    places = "; ".join(entry.places) or "–"
    cells = (entry.source, entry.title, entry.help, places, entry.allowed, entry.default)
    mark, title, *rest = map(plain, cells)
    return f"| :gray[{mark}] | **{title}** | {' | '.join(rest)} |"
