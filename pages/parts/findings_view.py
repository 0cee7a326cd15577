"""Findings on screen: how many of which severity, filtered and searched, and the one that was clicked."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts.tables import harmless
from roster_core.findings import Severity, counts

PAGE_SIZE = 100
#: What a severity is called, its icon and its colour in Streamlit's words; the worst first.
SEVERITY_LOOK: dict[Severity, tuple[str, str, str]] = {
    Severity.BLOCK: ("Block", ":material/block:", "red"),
    Severity.ERROR: ("Error", ":material/error:", "red"),
    Severity.WARNING: ("Warning", ":material/warning:", "orange"),
    Severity.INFO: ("Info", ":material/info:", "blue"),
}
#: Columns of the table, with what they are called on screen.
_TITLES = {
    "severity": "Severity",
    "file": "Where",
    "row_key": "Row",
    "column": "Column",
    "message": "What",
    "code": "Code",
}
_TEXTS = ("code", "file", "row_key", "column", "message", "person")


def filtered(frame: pl.DataFrame, *, severities: frozenset[str], code: str | None, sought: str) -> pl.DataFrame:
    """The findings with one of `severities` (none = all), of the code if given, with `sought` in any text.

    Sorted by severity, the worst first, then as they came.
    """
    kept = frame
    if severities:
        kept = kept.filter(pl.col("severity").is_in(list(severities)))
    if code:
        kept = kept.filter(pl.col("code") == code)
    if sought:
        texts = (pl.col(name).str.to_lowercase() for name in _TEXTS)
        kept = kept.filter(pl.any_horizontal(text.str.contains(sought.lower(), literal=True) for text in texts))
    rank = pl.col("severity").replace_strict({severity.value: severity.rank for severity in Severity})
    return kept.sort(rank, maintain_order=True)


#: Draws what there is to say about the finding that was clicked; None before a click.
Aside = Callable[[dict[str, str] | None], None]


def show_findings(frame: pl.DataFrame, *, key: str, aside: Aside | None = None) -> dict[str, str] | None:
    """The findings with filters and search; returns the row of the frame that was clicked, or None.

    `aside` draws beside the table, or under it where there is no room.
    """
    if frame.is_empty():
        st.success("No findings: nothing was left out and nothing needs a look.", icon=":material/verified:")
        return None
    asked = _filters(frame, key)
    kept = filtered(frame, **asked)
    if kept.is_empty():
        st.info("No finding fits these filters.", icon=":material/search_off:")
        return None
    place, beside = _places(split=aside is not None)
    table, below = place.container(), place.container(horizontal=True, vertical_alignment="center")
    pages = -(-kept.height // PAGE_SIZE)
    page = min(below.pagination(pages, key=f"{key}.page"), pages) if pages > 1 else 1
    first = (page - 1) * PAGE_SIZE
    part = kept.slice(first, PAGE_SIZE)
    event = table.dataframe(
        _shown(part),
        hide_index=True,
        # A click is kept as a position: other rows need another table, or another finding would seem clicked.
        key=".".join([f"{key}.table", *_in_words(**asked), *([str(page)] if page > 1 else [])]),
        on_select="rerun",
        selection_mode="single-row",
        alt="Findings",
        column_order=["Severity", "Where", "What", "Row", "Column", "Code"] if aside else None,
        column_config={
            "Severity": st.column_config.MultiselectColumn(
                width=95,
                options=[name for name, _icon, _color in SEVERITY_LOOK.values()],
                color=[color for _name, _icon, color in SEVERITY_LOOK.values()],
            ),
            "What": st.column_config.TextColumn(width="large"),
        },
    )
    below.caption(f"{first + 1:,} to {first + part.height:,} of {kept.height:,} · click a row for what to do")
    chosen = [row for row in event.selection.rows if row < part.height]
    finding = part.row(chosen[0], named=True) if chosen else None
    if aside:
        with beside:
            aside(finding)
    return finding


def _places(*, split: bool) -> tuple[DeltaGenerator, DeltaGenerator]:
    if not split:
        return st.container(), st.container()
    grid = st.grid(5, min_column_width=175)
    return grid.cell(column_span=3), grid.cell(column_span=2)


def _filters(frame: pl.DataFrame, key: str) -> dict[str, Any]:
    found = counts(frame)
    by_code = frame.group_by("code").len().sort("len", "code", descending=[True, False])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        severities = st.pills(
            "Severity",
            [severity for severity in Severity if found[severity]],
            selection_mode="multi",
            format_func=lambda severity: (
                f"{SEVERITY_LOOK[severity][1]} {SEVERITY_LOOK[severity][0]} · {found[severity]:,}"
            ),
            key=f"{key}.severity",
            persist_state="page",
        )
        code = st.selectbox(
            "Kind",
            by_code["code"].to_list(),
            index=None,
            placeholder="Every kind",
            format_func=dict(zip(by_code["code"], _with_counts(by_code), strict=True)).__getitem__,
            key=f"{key}.code",
            width=300,
            persist_state="page",
        )
        sought = st.text_input(
            "Search",
            key=f"{key}.search",
            type="search",
            live=True,
            placeholder="Name, key, text",
            width=260,
            persist_state="page",
        )
    return {
        "severities": frozenset(severity.value for severity in severities),
        "code": code,
        "sought": (sought or "").strip(),
    }


def _in_words(*, severities: frozenset[str], code: str | None, sought: str) -> list[str]:
    return [*sorted(severities), *([code] if code else []), *([sought] if sought else [])]


def _with_counts(by_code: pl.DataFrame) -> list[str]:
    return [f"{code} · {count:,}" for code, count in by_code.iter_rows()]


def _shown(part: pl.DataFrame) -> pd.DataFrame:
    columns: dict[str, list[Any]] = {
        title: [harmless(cell) for cell in part[name]] for name, title in _TITLES.items() if name != "severity"
    }
    # A list in a cell is drawn as a label in the severity's colour.
    severities = [[SEVERITY_LOOK[Severity(cell)][0]] for cell in part["severity"]]
    return pd.DataFrame({_TITLES["severity"]: severities, **columns})
