"""What a run left out or merged: withheld rows, staff excluded by role or department, inclusion sections combined."""

import pandas as pd
import polars as pl
import streamlit as st

from pages.parts.notices import plain
from pages.parts.rows import FrameRows
from pages.parts.tables import harmless, show_rows
from roster_core.clever.kinds import KINDS
from roster_core.clever.profile.options import FIELDS
from roster_core.clever.withheld import withheld_rows
from roster_core.journeys.export_runs import RunView
from roster_core.options import meta

#: Columns of the frames, with what they are called.
COMBINED = {
    "school": "School",
    "regular": "Regular section",
    "special_ed": "Special-education section",
    "pupils": "Students moved",
}
EXCLUDED = {
    "staff_id": "Staff ID",
    "name": "Name",
    "reason": "Left out by",
    "roles_excluded": "Role that caused it",
    "other_roles": "Other roles held",
}


def show_left_out(run: RunView, findings: pl.DataFrame, exclusions: pl.DataFrame, combinations: pl.DataFrame) -> None:
    """The three tables, each with what it means where it is empty."""
    withheld = withheld_rows(findings)
    st.subheader(f"Rows withheld · {withheld.height:,}", anchor=False)
    st.caption("Left out because Clever would refuse them. Each has a finding of severity error.")
    if withheld.is_empty():
        st.success("No row had to be left out.", icon=":material/check_circle:")
    else:
        st.dataframe(_withheld(withheld), hide_index=True, key=f"run.{run.run_id}.withheld", alt="Rows withheld")
    st.subheader(f"Staff left out · {exclusions.height:,}", anchor=False)
    st.caption("Not in staff.csv because of the options G29 to G31: with the role that caused it and the others held.")
    _show(
        in_words(exclusions),
        EXCLUDED,
        f"run.{run.run_id}.excluded",
        "Staff left out",
        "Nobody was left out by these options.",
    )
    st.subheader(f"Inclusion sections combined · {combinations.height:,}", anchor=False)
    st.caption("Special-education sections merged into the regular section that they meet with (G45).")
    _show(combinations, COMBINED, f"run.{run.run_id}.combined", "Inclusion sections combined", "Nothing was combined.")


def count_left_out(findings: pl.DataFrame, exclusions: pl.DataFrame, combinations: pl.DataFrame) -> int:
    """How many lines the three tables have."""
    return withheld_rows(findings).height + exclusions.height + combinations.height


def in_words(exclusions: pl.DataFrame) -> pl.DataFrame:
    """The exclusions with the option that caused each by its title."""
    if "reason" not in exclusions.columns:
        return exclusions
    titles = {name: f"{info.title} ({meta(info)['source']})" for name, info in FIELDS.items()}
    return exclusions.with_columns(pl.col("reason").replace(titles))


def _withheld(findings: pl.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "File": findings["file"].to_list(),
            "Row": [harmless(cell) for cell in findings["row_key"]],
            "What": [harmless(cell) for cell in findings["message"]],
            "What to do": [KINDS[code].fix for code in findings["code"]],
            "Code": findings["code"].to_list(),
        }
    )


def _show(frame: pl.DataFrame, titles: dict[str, str], key: str, name: str, nothing: str) -> None:
    if frame.is_empty():
        st.success(plain(nothing), icon=":material/check_circle:")
        return
    called = {column: titles.get(column, column.replace("_", " ").capitalize()) for column in frame.columns}
    ordered = [
        *(column for column in titles if column in called),
        *(column for column in called if column not in titles),
    ]
    show_rows(FrameRows(frame.select(ordered).rename(called)), key=key, name=name, numbered=False)
