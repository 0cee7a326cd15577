"""Brakes on screen: what is too much, at which schools, and who would vanish."""

from collections.abc import Iterable, Sequence

import pandas as pd
import streamlit as st

from pages.parts.notices import plain
from pages.parts.tables import harmless
from roster_core.clever.changes.brakes.judge import Brake, Code
from roster_core.clever.changes.brakes.measure import Vanishing

_HELD, _TOLD = ":orange[:material/front_hand:]", ":gray[:material/info:]"


def show_brakes(brakes: Sequence[Brake], *, key: str) -> None:
    """Every brake in a sentence with its reason; tables of schools and of people below."""
    for brake in brakes:
        if brake.code is not Code.ONE_SCHOOL:
            st.markdown(f"{_HELD if brake.holds else _TOLD} **{plain(brake.what)}** {plain(brake.why)}")
    if schools := [brake for brake in brakes if brake.code is Code.ONE_SCHOOL]:
        _show_schools(schools, key)
    for about, told in _by_file(brakes).items():
        _show_vanishing(about, told, key)
    for fix in dict.fromkeys(brake.fix for brake in brakes if brake.holds):
        st.caption(f":material/build: {plain(fix)}")


def _show_schools(brakes: Sequence[Brake], key: str) -> None:
    held = any(brake.holds for brake in brakes)
    count = len({brake.about.partition(" ")[2] for brake in brakes})
    many = "1 school loses" if count == 1 else f"{count:,} schools lose"
    st.markdown(f"{_HELD if held else _TOLD} **{many} much at once.** {plain(brakes[0].why)}")
    frame = pd.DataFrame(
        {
            "School": [harmless(brake.about.partition(" ")[2]) for brake in brakes],
            "File": [brake.about.partition(" ")[0] for brake in brakes],
            "Would lose": [brake.count for brake in brakes],
            "Of": [brake.whole for brake in brakes],
            "Percent": [brake.percent for brake in brakes],
            "Held": [brake.holds for brake in brakes],
        }
    )
    st.dataframe(frame, hide_index=True, key=f"{key}.schools", alt="What schools would lose")


def _by_file(brakes: Iterable[Brake]) -> dict[str, Brake]:
    """One brake a file that names who would vanish, or which rows are wrong."""
    named: dict[str, Brake] = {}
    for brake in brakes:
        if brake.named and brake.code is not Code.ONE_SCHOOL:
            named.setdefault(brake.about, brake)
    return named


def _show_vanishing(about: str, brake: Brake, key: str) -> None:
    wrong = brake.code is Code.INVALID
    few = f"the first {len(brake.named):,} of " if len(brake.named) < brake.count else ""
    label = f"Which rows: {about}" if wrong else f"Who would vanish: {few}{brake.count:,} in {about}"
    with st.expander(label, icon=":material/person_remove:", key=f"{key}.{about}"):
        if brake.schools:
            listed = ", ".join(f"{plain(school or 'no school')} {n:,}" for school, n in brake.schools.items())
            st.caption(f"By school: {listed}")
        st.dataframe(vanishing_frame(brake.named), hide_index=True, key=f"{key}.{about}.table", alt=label)


def vanishing_frame(named: Sequence[Vanishing]) -> pd.DataFrame:
    """Those who would vanish as a table; columns that say nothing are left out."""
    frame = pd.DataFrame(
        {
            "School": [harmless(one.school) for one in named],
            "ID": [harmless(one.key) for one in named],
            "Name": [harmless(one.name) for one in named],
            "Why": [harmless(one.why) for one in named],
        }
    )
    return frame[[name for name in frame if name == "ID" or frame[name].any()]]
