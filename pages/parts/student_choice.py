"""Which students are meant: schools, grades, homerooms."""

import streamlit as st

from roster_core.access.rights import User
from roster_core.journeys.student_groups import StudentGroup, read_choices
from roster_core.store import Store


def ask_group(store: Store, user: User, *, key: str) -> StudentGroup:
    """Draw the choices; nothing chosen means every one."""
    choices = read_choices(store, user)
    grid = st.grid(3, min_column_width=200)
    schools = grid.multiselect(
        "Schools",
        list(choices.schools),
        format_func=lambda code: f"{code} · {choices.schools[code]}",
        placeholder="Every school",
        key=f"{key}.schools",
    )
    grades = grid.multiselect("Grades", choices.grades, placeholder="Every grade", key=f"{key}.grades")
    homerooms = grid.multiselect("Homerooms", choices.homerooms, placeholder="Every homeroom", key=f"{key}.homerooms")
    return StudentGroup(tuple(schools), tuple(grades), tuple(homerooms))
