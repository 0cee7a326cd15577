"""What a run changed against the one before: first in a sentence, then thing by thing, old beside new."""

from collections.abc import Mapping, Sequence

import pandas as pd
import polars as pl
import streamlit as st

from pages.parts import charts
from pages.parts.notices import plain
from pages.parts.states import local
from pages.parts.tables import PAGE_SIZE, harmless, is_secret
from roster_core.journeys.export_changes import RunChanges

#: What happened to a thing: the stored word, what it is called, its icon and colour; the one to look at first on top.
WHAT: dict[str, tuple[str, str, str]] = {
    "changed_id": ("Changed ID", ":material/key_vertical:", "red"),
    "removed": ("Removed", ":material/person_remove:", "red"),
    "added": ("Added", ":material/person_add:", "green"),
    "changed": ("Changed", ":material/edit:", "blue"),
}
_COUNTED = {"changed_id": "changed_ids", "removed": "removed", "added": "added", "changed": "changed"}


def show_sentence(changes: RunChanges | None, time_zone: str) -> None:
    """What changed, in one sentence, above everything else."""
    if changes is None:
        st.info(
            "**This is the first run to look at.** There is nothing to compare it with yet; the next one will begin "
            "with what changed.",
            icon=":material/flag:",
        )
        return
    sentence = changes.sentence[:1].upper() + changes.sentence[1:]
    icon = ":material/check_circle:" if changes.is_empty else ":material/difference:"
    with st.container(border=True, gap="xxsmall"):
        st.markdown(f"### {icon} {plain(sentence)}")
        base = "the last delivery" if changes.since_delivery else "the run before"
        st.caption(f"Compared with {base}, made {local(changes.base_at, time_zone)}.")


def show_changed_ids(changes: RunChanges | None) -> None:
    """A warning where the same people or sections come back under other IDs."""
    moved = {name: counts.changed_ids for name, counts in changes.counts.items()} if changes else {}
    told = [f"{count:,} in {name}" for name, count in moved.items() if count and name != "enrollments.csv"]
    if told:
        st.error(
            f"**Changed IDs: {plain(', '.join(told))}.** They look like the same people or sections under new IDs. "
            "Clever would delete the old ones and create new ones, and their work in applications would be lost.",
            icon=":material/key_vertical:",
        )


def deltas(changes: RunChanges | None) -> dict[str, int]:
    """File → how many more things than before; negative for fewer."""
    return {name: counts.after - counts.before for name, counts in changes.counts.items()} if changes else {}


def show_changes(changes: RunChanges, rows: pl.DataFrame, *, key: str) -> None:
    """Everything that changed: counts by file and school above, the things themselves below."""
    if changes.is_empty:
        st.success("Nothing changed: these files say the same as the last ones.", icon=":material/check_circle:")
        return
    halves = st.grid(2, min_column_width=380)
    with halves.container(border=True):
        st.markdown("**By file**")
        st.altair_chart(charts.changes_by_file(_by_file(changes)), key=f"{key}.chart", alt="Changes by file")
    with halves.container(border=True):
        st.markdown("**By school**")
        st.dataframe(
            _by_school(changes), hide_index=True, key=f"{key}.schools", alt="Changes by school", height=_height(changes)
        )
    _show_things(changes, rows, key)


def _height(changes: RunChanges) -> int:
    return max(180, min(320, 26 * sum(not counts.is_empty for counts in changes.counts.values()) + 90))


def _by_file(changes: RunChanges) -> pd.DataFrame:
    counts = changes.counts
    return pd.DataFrame(
        {
            "file": list(counts),
            "added": [file.added + file.changed_ids for file in counts.values()],
            "changed": [file.changed for file in counts.values()],
            "gone": [file.removed + file.changed_ids for file in counts.values()],
        }
    )


def _by_school(changes: RunChanges) -> pd.DataFrame:
    lines = [
        {
            "School": school,
            "File": name.removesuffix(".csv"),
            **{WHAT[what][0]: told.get(counted, 0) for what, counted in _COUNTED.items()},
        }
        for name, counts in changes.counts.items()
        for school, told in counts.schools.items()
    ]
    frame = pd.DataFrame(lines, columns=["School", "File", *(title for title, _icon, _colour in WHAT.values())])
    kept = [name for name in frame if name in ("School", "File") or frame[name].any()]
    return frame[kept].sort_values(["School", "File"], kind="stable")


def _show_things(changes: RunChanges, rows: pl.DataFrame, key: str) -> None:
    counted = {what: changes.count(what) for what in WHAT}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        what = st.segmented_control(
            "What happened",
            [name for name in WHAT if counted[name]],
            default=next((name for name in WHAT if counted[name]), None),
            required=True,
            format_func=lambda name: f"{WHAT[name][1]} {WHAT[name][0]} · {counted[name]:,}",
            key=f"{key}.what",
        )
        files = rows.filter(pl.col("what") == what)["file"].unique(maintain_order=True).to_list()
        file = st.selectbox("File", files, index=None, placeholder="Every file", key=f"{key}.file.{what}", width=200)
        sought = st.text_input(
            "Search", key=f"{key}.search", type="search", live=True, placeholder="Name, ID, school, value", width=260
        )
    kept = narrowed(rows, what=what, file=file, sought=(sought or "").strip())
    if kept.is_empty():
        st.info("Nothing fits.", icon=":material/search_off:")
        return
    if what == "changed_id":
        st.caption("Clever will delete the old ID and create the new one.")
    table, below = st.container(), st.container(horizontal=True, vertical_alignment="center")
    pages = -(-kept.height // PAGE_SIZE)
    page = min(below.pagination(pages, key=f"{key}.page.{what}.{file}"), pages) if pages > 1 else 1
    first = (page - 1) * PAGE_SIZE
    part = kept.slice(first, PAGE_SIZE)
    table.dataframe(
        shown(part, str(what)),
        hide_index=True,
        key=f"{key}.table.{what}",
        alt="What changed",
        column_config={"Name": st.column_config.TextColumn(width="medium")},
    )
    if listed := changes.cut(str(what)):
        below.caption(f"Of each file the first {listed:,} are listed; the counts are of all.")
    unit = "changed cells" if what == "changed" else "rows"
    below.caption(f"{first + 1:,} to {first + part.height:,} of {kept.height:,} {unit}")


def narrowed(rows: pl.DataFrame, *, what: str | None, file: str | None, sought: str) -> pl.DataFrame:
    """The changes of one kind and file, if given, with `sought` in a text."""
    kept = rows.filter(pl.col("what") == what) if what else rows
    if file:
        kept = kept.filter(pl.col("file") == file)
    if sought:
        texts = (pl.col(name).str.to_lowercase() for name in ("file", "key", "name", "school", "column", "old", "new"))
        kept = kept.filter(pl.any_horizontal(text.str.contains(sought.lower(), literal=True) for text in texts))
    return kept


#: The columns of the table of each kind, as in the frame and as they are called.
_COLUMNS: Mapping[str, Sequence[tuple[str, str]]] = {
    "added": (("file", "File"), ("school", "School"), ("key", "ID"), ("name", "Name")),
    "removed": (("file", "File"), ("school", "School"), ("key", "ID"), ("name", "Name")),
    "changed": (
        ("file", "File"),
        ("school", "School"),
        ("key", "ID"),
        ("name", "Name"),
        ("column", "Column"),
        ("old", "Old"),
        ("new", "New"),
    ),
    "changed_id": (
        ("file", "File"),
        ("school", "School"),
        ("name", "Name"),
        ("old", "Old ID"),
        ("new", "New ID"),
        ("why", "Why it looks the same"),
    ),
}


def shown(rows: pl.DataFrame, what: str) -> pd.DataFrame:
    """The changes as a table; of a password only that it changed."""
    secret = [is_secret(column) for column in rows["column"]]
    frame = {}
    for name, title in _COLUMNS[what]:
        cells = [harmless(cell) for cell in rows[name]]
        if name in ("old", "new"):
            hidden = "changed" if name == "new" else ""
            cells = [hidden if is_password else cell for cell, is_password in zip(cells, secret, strict=True)]
        frame[title] = cells
    return pd.DataFrame(frame)
