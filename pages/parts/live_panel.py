"""What the options do, beside them: an example of the coordinator's own, the effect on the counts, the first rows."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import pandas as pd
import polars as pl
import streamlit as st

from pages.parts.links import show_link
from pages.parts.live_effect import show_effect
from pages.parts.notices import plain, refusals_shown
from pages.parts.soon import Asked, ask_soon, show_soon
from pages.parts.tables import masked
from pages.parts.workbench import Bench
from roster_core.access.rights import User
from roster_core.clever.preview.example import Example
from roster_core.clever.profile.acting import acts_on
from roster_core.clever.profile.changes import in_words
from roster_core.clever.profile.options import FIELDS, ExportOptions
from roster_core.journeys.export_preview import PreviewTable, example, preview
from roster_core.journeys.export_runs import FILE_ORDER
from roster_core.options import meta
from roster_core.store import Store

#: Rows of the file shown beside the options.
ROWS = 60
_MARK = "background-color: rgba(201, 130, 10, 0.22)"
_FILE_KEY = "export.live.file"
_FIRST_FILE = "students.csv"
#: What the rows of a file are about: one of them, several.
_THINGS = {
    "schools.csv": ("school", "schools"),
    "students.csv": ("student", "students"),
    "teachers.csv": ("teacher", "teachers"),
    "sections.csv": ("section", "sections"),
    "enrollments.csv": ("enrollment", "enrollments"),
    "staff.csv": ("member of the staff", "members of the staff"),
    "admins.csv": ("administrator", "administrators"),
}
#: The page waits so long for rows, then for an example: until both are there, buttons answer more slowly.
_WAIT_S = 1.0


@dataclass(frozen=True)
class FirstRows:
    """The first rows of `file` as they were asked for; the columns `marked` (lower case) are those of the option."""

    file: str
    marked: frozenset[str]
    asked: Asked[PreviewTable]


def ask_rows(store: Store, user: User, bench: Bench) -> FirstRows:
    """Begin to ask for the first rows, before anything is drawn: they are there sooner."""
    file, options = _file(bench), _plain(bench.options)
    places = acts_on(bench.focus) if bench.focus else ()
    marked = frozenset(column.lower() for place in places if place.file == file for column in place.columns)
    asked = ask_soon(
        "export.live.asked.rows",
        (file, bench.options),
        lambda: preview(store, user, options, file=file, rows=ROWS),
    )
    return FirstRows(file, marked, asked)


def show_panel(store: Store, user: User, bench: Bench, first: FirstRows) -> None:
    """The option in focus before and after, what it changes in the counts, and the first rows of its file."""
    with st.container(border=True, height=730, key="export.live"):
        # The rows come first: they must not wait for the example above them.
        above, rows, counts = st.container(), st.container(key="export.live.rows"), st.container()
        with rows, refusals_shown():
            _show_rows(bench, first)
        with above, refusals_shown():
            if bench.focus:
                _show_focus(store, user, bench, bench.focus)
            else:
                st.markdown(":material/compare_arrows: **Change an option, or press Example**")
                st.caption("You will see a row of yours before and after, and what changes in the files.")
        if bench.changes:
            with counts, refusals_shown():
                since = "the start" if bench.is_new else f"version {bench.version}"
                show_effect(store, user, _plain(bench.base), _plain(bench.options), since=since)


def _show_focus(store: Store, user: User, bench: Bench, name: str) -> None:
    info = FIELDS[name]
    st.markdown(f"**{plain(str(info.title))}** · {meta(info)['source']}")
    before = bench.before or bench.options
    changed = bench.before is not None and getattr(bench.before, name) != getattr(bench.options, name)
    options = _plain(before)
    value = bench.options.model_dump(mode="json")[name] if changed else None
    asked = ask_soon(
        "export.live.asked.example",
        (before, name, bench.options if changed else None),
        lambda: example(store, user, options, name, value=value),
    )
    show_soon(asked, lambda told: _show_example(user, told), key="export.live.example.soon", wait_s=_WAIT_S, height=120)


def _show_example(user: User, told: Example) -> None:
    words = (in_words(told.name, _kept(told.value_before)), in_words(told.name, _kept(told.value_after)))
    st.caption(f"From {plain(words[0])} to **{plain(words[1])}**{_assumed(told)}")
    if not told.found:
        st.info(plain(told.why), icon=":material/person_off:")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/person: {plain(told.who)} · {plain(told.file)}", width="content")
        if told.person:
            show_link(user, "people.py", "Open", person=told.person)
    if told.what in ("added", "removed"):
        sentence = "comes into the file" if told.what == "added" else "is left out of the file"
        icon, colour = (
            (":material/add_circle:", "green") if told.what == "added" else (":material/remove_circle:", "red")
        )
        st.markdown(f":{colour}[{icon}] {plain(told.who)} {sentence}.")
    else:
        st.dataframe(before_after(told), hide_index=True, key="export.live.example", alt="Before and after")
    st.caption(how_many(told))


def how_many(told: Example) -> str:
    """How many others change besides the one shown, in people and sections, and in rows where these are more."""
    one, many = _THINGS[told.file]
    if not told.more:
        said = f"No other {one} changes"
    else:
        rows = f", in {told.more_rows:,} rows" if told.more_rows > told.more else ""
        said = f"{told.more:,} more {many if told.more > 1 else one} change{'s' if told.more == 1 else ''}{rows}"
    return f"{said}. Looked at: {plain(told.looked_at)}." if told.looked_at else f"{said}."


def before_after(told: Example) -> pd.DataFrame:
    """The cells of the row that differ, the one that the option is about first; passwords are masked."""
    cells = sorted(told.cells, key=lambda cell: cell.column != told.column)
    return pd.DataFrame(
        {
            "Column": [cell.column for cell in cells],
            "Before": [_cell(cell.column, cell.before) for cell in cells],
            "After": [_cell(cell.column, cell.after) for cell in cells],
        }
    )


def _cell(column: str, value: str | None) -> str:
    return masked(column, [value])[0] if value else "(empty)"


def _assumed(told: Example) -> str:
    return f" (assuming {plain('; '.join(told.assuming))})" if told.assuming else ""


def _kept(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _file(bench: Bench) -> str:
    """The file to show: that which the option acts on, until another one is chosen."""
    places = acts_on(bench.focus) if bench.focus else ()
    chosen: str = st.session_state.get(_FILE_KEY) or _FIRST_FILE
    if st.session_state.get(f"{_FILE_KEY}.of") != (bench.focus, bench.options):
        # Another option: its own file, whatever was looked at before.
        chosen = places[0].file if places else chosen
        st.session_state[f"{_FILE_KEY}.of"], st.session_state[_FILE_KEY] = (bench.focus, bench.options), chosen
    return chosen if chosen in _files(bench) else _FIRST_FILE


def _show_rows(bench: Bench, first: FirstRows) -> None:
    """The first rows of the file that the option acts on, the columns that it decides marked."""
    st.selectbox("First rows of", _files(bench), key=_FILE_KEY, width=220)
    height = 215 if bench.focus else 520
    show_soon(
        first.asked, lambda table: _show_table(table, first, height), key="export.live.rows.soon",
        wait_s=_WAIT_S, height=height,
    )  # fmt: skip


def _show_table(table: PreviewTable, first: FirstRows, height: int) -> None:
    if table.forbidden:
        st.warning("No file can be made with these options: see what is said of them.", icon=":material/block:")
        return
    st.dataframe(
        styled(table.frame, first.marked),
        hide_index=True,
        key=f"export.live.rows.{first.file}",
        alt=f"First rows of {first.file}",
        height=height,
    )
    total = f" of {table.total:,}" if table.total is not None else ""
    st.caption(f"First {table.frame.height:,} rows{total}, as the run would write them · {table.took_ms} ms")


def _files(bench: Bench) -> list[str]:
    return [name for name in FILE_ORDER if name != "admins.csv" or bench.options.write_admins_file]


def styled(frame: pl.DataFrame, marked: AbstractSet[str]) -> Any:
    """The rows as the screen shows them: harmless, passwords masked, the marked columns first and coloured."""
    names = sorted(frame.columns, key=lambda name: name.lower() not in marked)
    keys = [name for name in frame.columns[:2] if name.lower() not in marked]
    names = [*keys, *(name for name in names if name not in keys)]
    cells = {name: masked(name, frame[name].fill_null("")) for name in names}
    shown = pd.DataFrame(cells)
    return shown.style.apply(lambda column: [_MARK if column.name.lower() in marked else ""] * len(column), axis=0)


def _plain(options: ExportOptions) -> Mapping[str, Any]:
    return options.model_dump(mode="json")
