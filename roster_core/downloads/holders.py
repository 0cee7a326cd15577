"""Whom a download is about: people, the groups that choose among them, and the folders that sort them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from roster_core.downloads.file_names import clean_folder


class Folders(StrEnum):
    """What the files are sorted by."""

    NONE = "none"
    SCHOOL = "school"
    GRADE = "grade"
    HOMEROOM = "homeroom"


@dataclass(frozen=True)
class Holder:
    """Somebody whose files may be stored; `district_number` and the other IDs are those of the staff for staff.

    `school`, `grade` and `homeroom` of somebody who left are those of the last school year there.
    """

    person_id: int
    kind: str
    district_number: str
    weblogin_id: str = ""
    state_id: str = ""
    last_name: str = ""
    first_name: str = ""
    grade: str = ""
    homeroom: str = ""
    school: str = ""
    schools: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    #: The photo must not leave the district.
    restricted: bool = False
    #: Nothing of the record leaves the office.
    confidential: bool = False
    active: bool = True

    @property
    def reference(self) -> str:
        """As findings name people."""
        return f"{self.kind}:{self.district_number}"

    def tokens(self, year: str) -> dict[str, str]:
        """What the tokens of a file name stand for."""
        return {
            "weblogin": self.weblogin_id,
            "district_number": self.district_number,
            "state_id": self.state_id,
            "last": self.last_name,
            "first": self.first_name,
            "grade": self.grade,
            "school": self.school,
            "homeroom": self.homeroom,
            "year": year,
        }


@dataclass(frozen=True)
class Choice:
    """Whose files: people in each kind of group that is given; grades, homerooms, sections choose among students."""

    students: bool = True
    staff: bool = False
    schools: frozenset[str] = frozenset()
    grades: frozenset[str] = frozenset()
    homerooms: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    person_ids: frozenset[int] | None = None

    def takes(self, holder: Holder) -> bool:
        """Whether somebody is chosen."""
        if not (self.staff if holder.kind == "staff" else self.students):
            return False
        if self.person_ids is not None and holder.person_id not in self.person_ids:
            return False
        if self.schools and not holder.schools & self.schools:
            return False
        if holder.kind == "staff":
            return True
        return (
            (not self.grades or grade_key(holder.grade) in self.grades)
            and (not self.homerooms or holder.homeroom in self.homerooms)
            and (not self.sections or bool(holder.sections & self.sections))
        )


def grade_key(grade: str) -> str:
    """A grade as it is compared: `7` is `07`."""
    return grade.strip().upper().lstrip("0")


def grade_word(one: Holder) -> str:
    """The grade, `Staff`, or `No grade`."""
    return "Staff" if one.kind == "staff" else one.grade or "No grade"


def group_heading(school: str, grade: str) -> str:
    """What a list calls the people of a school and grade (a `grade_word`)."""
    return f"{school or 'No school'} · {grade if grade in ('Staff', 'No grade') else f'Grade {grade}'}"


def place_of(school: str, grade: str) -> tuple[bool, str, bool, str]:
    """Where a school and grade (a `grade_word`) stand in lists: nobody's school and staff come last."""
    return not school, school, grade == "Staff", grade


def by_school(one: Holder) -> tuple[str, str, str, str, str]:
    """The order in which a ZIP has people."""
    return one.school, one.last_name, one.first_name, one.kind, one.district_number


def folders_for(people: Sequence[Holder], by: Folders) -> dict[int, str]:
    """The folder of each person, blank for none."""
    if by is Folders.NONE:
        return dict.fromkeys((one.person_id for one in people), "")
    if by is Folders.HOMEROOM:
        schools = defaultdict(set)
        for one in people:
            schools[one.homeroom].add(one.school)
        # The same code at two schools is two rooms.
        named = {one.person_id: _homeroom(one, shared=len(schools[one.homeroom]) > 1) for one in people}
    else:
        named = {one.person_id: one.school if by is Folders.SCHOOL else one.grade for one in people}
    return {one.person_id: clean_folder(named[one.person_id]) or _without(one, by) for one in people}


def _homeroom(one: Holder, *, shared: bool) -> str:
    return f"{one.school}_{one.homeroom}" if shared and one.homeroom else one.homeroom


def _without(one: Holder, by: Folders) -> str:
    return "staff" if one.kind == "staff" and by is not Folders.SCHOOL else f"no {by.value}"
