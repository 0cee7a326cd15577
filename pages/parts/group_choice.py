"""Whose files are wanted: schools, grades, homerooms, sections, or a list of IDs."""

from dataclasses import dataclass

import streamlit as st

from roster_core.downloads.holders import Folders
from roster_core.journeys.holders import Groups

#: What files may be sorted by, in words.
FOLDERS = {
    Folders.NONE: "None",
    Folders.SCHOOL: "By school",
    Folders.GRADE: "By grade",
    Folders.HOMEROOM: "By homeroom",
}
_LIST_BYTES = 2_000_000


@dataclass(frozen=True)
class ChosenGroups:
    """Groups that were chosen; an empty kind is every one."""

    schools: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    homerooms: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


def choose_groups(groups: Groups, *, key: str, students: bool = True) -> ChosenGroups:
    """Draw the choices that there are; without `students` only schools count."""
    schools = st.multiselect(
        "Schools", list(groups.schools), format_func=lambda code: f"{code} · {groups.schools[code]}",
        placeholder="Every school", key=f"{key}.schools",
    )  # fmt: skip
    left, right = st.columns(2)
    grades = left.multiselect(
        "Grades", groups.grades, placeholder="Every grade", key=f"{key}.grades", disabled=not students
    )
    homerooms = right.multiselect(
        "Homerooms", groups.homerooms, placeholder="Every homeroom", key=f"{key}.homerooms", disabled=not students
    )
    inside = [label for label in groups.sections if not schools or label.partition("/")[0] in schools]
    sections = st.multiselect(
        "Sections", inside, format_func=lambda label: f"{label} · {groups.sections[label]}",
        placeholder="Every section", key=f"{key}.sections", disabled=not students,
    )  # fmt: skip
    if not students:
        return ChosenGroups(tuple(schools))
    return ChosenGroups(tuple(schools), tuple(grades), tuple(homerooms), tuple(sections))


def ask_ids(*, key: str) -> str:
    """A pasted or uploaded list of IDs; blank for none."""
    with st.expander("Only people on a list of IDs", icon=":material/list_alt:", key=f"{key}.list"):
        pasted = st.text_area(
            "IDs, in any order", key=f"{key}.ids", height=110,
            placeholder="One a line, or separated by commas; any ID of a person will do",
        )  # fmt: skip
        given = st.file_uploader(
            "Or a file with them", type=["csv", "txt", "tsv"], key=f"{key}.ids_file", max_upload_size=2
        )
        uploaded = ""
        if given is not None and given.size <= _LIST_BYTES:
            data = given.getvalue()
            try:
                uploaded = data.decode("utf-8-sig")
            except UnicodeDecodeError:
                uploaded = data.decode("cp1252", "replace")
    return uploaded if uploaded.strip() else pasted or ""
