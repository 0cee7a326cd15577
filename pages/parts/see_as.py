"""The program as another user would see it: which pages open, and whose data of which schools. Nothing acts as them."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from pages.parts.notices import plain
from pages.parts.tables import harmless
from pages.shell import catalog
from roster_core.access.rights import EVERYBODY, People, User
from roster_core.journeys.users import UserView


def open_pages(user: User | None) -> Sequence[tuple[str, bool]]:
    """Every page by its title, in the order of the menu, with whether it opens; none does for nobody."""
    return [(entry.title, user is not None and user.may(*entry.rights)) for entry in catalog.PAGES]


def reach(user: User, schools: Mapping[str, str]) -> pd.DataFrame:
    """What each right of the user is good for: one row a right and kind of people."""
    held = sorted(user.grants, key=lambda grant: (grant.right, sorted(grant.people)))
    return pd.DataFrame(
        {
            "Right": [grant.right.value for grant in held],
            "Schools": [
                "Every school"
                if grant.schools is None
                else harmless(", ".join(f"{code} {schools.get(code, '')}".strip() for code in sorted(grant.schools)))
                for grant in held
            ],
            "People": [_people(grant.people) for grant in held],
        }
    )


def show(chosen: UserView, schools: Mapping[str, str]) -> None:
    """Draw the preview below a banner that cannot be overlooked."""
    acting = chosen.acting
    with st.container(border=True, key="access.preview"):
        st.warning(
            f"**This is a preview of what {plain(chosen.name)} sees.** You are still yourself: nothing here acts as "
            "that user, and no data of theirs is shown.",
            icon=":material/visibility:",
        )
        if not chosen.active:
            st.error("The user is disabled: nothing opens at all.", icon=":material/person_off:")
        left, right = st.columns([2, 3])
        with left:
            st.subheader("Menu", anchor=False)
            lines = [
                f":material/check: {title}" if opens else f":gray[:material/block: {title}]"
                for title, opens in open_pages(acting if chosen.active else None)
            ]
            st.markdown("  \n".join(lines))
        with right:
            st.subheader("Whose data, of which schools", anchor=False)
            frame = reach(acting, schools)
            if frame.empty:
                st.markdown("No right, so nobody's data.")
            else:
                st.table(frame.set_index("Right"))


def _people(people: frozenset[People]) -> str:
    return "Students and staff" if people == EVERYBODY else ", ".join(sorted(one.value for one in people)).capitalize()
