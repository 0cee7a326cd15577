"""Roles in words: what each is for, where it counts, and the fields by which one is given."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from roster_core.access.rights import Right
from roster_core.access.roles import BY_KEY, ROLES, Whose, title_of
from roster_core.journeys.role_giving import Granted
from roster_core.journeys.users import Origin, RoleView

WHOSE: Mapping[Whose, str] = {
    Whose.BOTH: "Students and staff",
    Whose.STUDENTS: "Students",
    Whose.STAFF: "Staff",
}
#: Every role, then the single rights that are no role by themselves.
GRANTABLE: tuple[str, ...] = (*BY_KEY, *(right.value for right in Right if right.value not in BY_KEY))


def where(schools: Sequence[str], whose: Whose) -> str:
    """For which schools and whose data a role counts, in a few words."""
    told = ", ".join(schools) if schools else "every school"
    return told if whose is Whose.BOTH else f"{told}; {WHOSE[whose].lower()} only"


def told(role: RoleView) -> str:
    """A role of a user in one line."""
    if role.origin is Origin.WITHHELD:
        return f"{role.title}: withheld"
    return f"{role.title} ({where(role.schools, role.whose)})"


def summary(roles: Sequence[RoleView]) -> str:
    """The roles of a user in a cell."""
    return " · ".join(told(role) for role in roles if role.origin is not Origin.WITHHELD)


def verbatim(text: str) -> str:
    """The text in the type of code: Markdown would make links of addresses."""
    return "`" + text.replace("`", "'") + "`"


def role_fields(schools: Mapping[str, str], key: str, *, index: int | None = None) -> Granted | None:
    """The fields by which a role is given; None until one is chosen."""
    role = st.selectbox(
        "Role", GRANTABLE, index=index, format_func=title_of, placeholder="Choose a role", key=f"{key}.role"
    )
    if role is not None and role in BY_KEY:
        st.caption(BY_KEY[role].meaning)
    elif role:
        st.caption("A single right.")
    chosen = st.multiselect(
        "Schools",
        list(schools),
        format_func=lambda code: f"{code} · {schools[code]}",
        placeholder="Every school",
        key=f"{key}.schools",
        disabled=not schools,
        help=None if schools else "A roster has to be loaded before schools can be chosen.",
    )
    whose = st.segmented_control(
        "Whose data", list(Whose), default=Whose.BOTH, format_func=WHOSE.__getitem__, key=f"{key}.whose", required=True
    )
    return Granted(role, tuple(chosen), Whose(whose or Whose.BOTH)) if role else None


def show_roles() -> None:
    """Every role with what it is for and the rights it holds."""
    st.caption("A user may hold several roles, each for some schools or for all. A single right can be given too.")
    frame = pd.DataFrame(
        {
            "Role": [role.title for role in ROLES],
            "What it is for": [role.meaning for role in ROLES],
            "Rights": [", ".join(sorted(role.rights)) for role in ROLES],
        }
    )
    st.table(frame.set_index("Role"))
