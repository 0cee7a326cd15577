"""Tables on screen: paged, searched, with chosen columns; harmless to copy into a spreadsheet, without passwords."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from pages.parts.notices import plain
from pages.parts.rows import MAX_HITS, CsvRows, Rows
from roster_core.storage.stored_file import StoredFile

PAGE_SIZE = 50
#: The first column shown: the number that a spreadsheet gives to the row, its header being 1.
ROW = "Row"
_MASK = "••••••"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """The cell as it may be copied from the screen into a spreadsheet (export-options §3).

    What a spreadsheet would run as a formula gets an apostrophe in front. Only for the screen: files keep their data.
    """
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell


def is_secret(column: str) -> bool:
    """Whether the column holds passwords, which are never shown (export-options §4.2)."""
    return "password" in column.lower()


def masked(column: str, cells: Iterable[str]) -> list[str]:
    """A column's cells as they are shown. The mask's length is fixed: it tells only whether there is a password."""
    if is_secret(column):
        return [_MASK if cell else "" for cell in cells]
    return [harmless(cell) for cell in cells]


def shown_frame(
    rows: Sequence[Sequence[str]], numbers: Sequence[int], columns: Sequence[str], chosen: Sequence[str]
) -> pd.DataFrame:
    """The rows as the browser gets them: chosen columns only, since hidden ones would be sent all the same.

    `numbers` are the rows' numbers, counted from 0.
    """
    data = {ROW: [number + 2 for number in numbers]}
    for place, name in enumerate(columns):
        if name in chosen:
            data[name] = masked(name, (row[place] for row in rows))  # type: ignore[assignment]
    return pd.DataFrame(data)


@st.cache_resource(max_entries=32, show_spinner="Reading the file …")
def csv_rows(path: Path | StoredFile, sha256: str) -> CsvRows:  # noqa: ARG001 - the digest keeps the cache honest
    """The rows of a CSV file; the index is made once for all users."""
    return CsvRows(path)


@st.fragment
def show_rows(
    rows: Rows, *, key: str, name: str, version: str = "", start_with: str = "", numbered: bool = True
) -> None:
    """A paged table with search and a choice of columns.

    `name` is what screen readers call it; `version` changes when the content does, so that an old search is not shown
    for new rows; `start_with` is searched for at first. `numbered` shows the rows' numbers, which mean something only
    for rows of a file.
    """
    tools = st.container(horizontal=True, vertical_alignment="bottom")
    sought = tools.text_input(
        "Search",
        value=start_with,
        key=f"{key}.search",
        type="search",
        live=True,
        placeholder="Any column",
        width=320,
        persist_state="page",  # a table in a tab is not drawn while another tab is open
    )
    with tools.popover("Columns", icon=":material/view_column:", key=f"{key}.columns_box"):
        chosen = st.multiselect(
            "Columns shown", rows.columns, default=rows.columns, key=f"{key}.columns", persist_state="page"
        )
    hits = _hits(rows, (sought or "").strip(), key, version)
    total = rows.count if hits is None else len(hits)
    # The control stands below the table, but says what the table shows.
    table, below = st.container(), st.container(horizontal=True, vertical_alignment="center")
    page = below.pagination(max(1, -(-total // PAGE_SIZE)), key=f"{key}.page") if total > PAGE_SIZE else 1
    first = (min(page, max(1, -(-total // PAGE_SIZE))) - 1) * PAGE_SIZE
    if hits is None:
        numbers: Sequence[int] = range(first, min(first + PAGE_SIZE, total))
        cells = rows.page(first, PAGE_SIZE)
    else:
        numbers = hits[first : first + PAGE_SIZE]
        cells = [rows.page(number, 1)[0] for number in numbers]
    if not total:
        table.info(_nothing(sought or ""), icon=":material/search_off:")
        return
    table.dataframe(
        shown_frame(cells, numbers, rows.columns, chosen),
        hide_index=True,
        column_order=[*([ROW] if numbered else []), *chosen],
        key=f"{key}.table",
        alt=name,
        column_config={ROW: st.column_config.NumberColumn(ROW, pinned=True, width="small", format="%d")},
    )
    below.caption(_caption(first, len(numbers), total, rows.count, found=hits is not None))


def show_csv(path: Path | StoredFile, sha256: str, *, key: str, name: str, start_with: str = "") -> None:
    """A CSV file as a paged table, read from the file that will be sent."""
    show_rows(csv_rows(path, sha256), key=key, name=name, version=sha256, start_with=start_with)


def _hits(rows: Rows, sought: str, key: str, version: str) -> list[int] | None:
    """The rows found, or None if nothing is sought. Kept until the search changes: paging must not search again."""
    if not sought:
        return None
    asked = (version, sought)
    known: tuple[tuple[str, str], list[int]] | None = st.session_state.get(f"{key}.hits")
    if known is None or known[0] != asked:
        known = (asked, rows.find(sought, [name for name in rows.columns if not is_secret(name)]))
        st.session_state[f"{key}.hits"] = known
    return known[1]


def _nothing(sought: str) -> str:
    return f"No row contains “{plain(sought)}”." if sought else "This file has a header and no rows."


def _caption(first: int, shown: int, total: int, count: int, *, found: bool) -> str:
    span = f"{first + 1:,} to {first + shown:,} of {total:,}"
    if not found:
        return f"Rows {span}"
    more = " (only the first are listed)" if total == MAX_HITS else ""
    return f"Hits {span}{more}, in {count:,} rows"
