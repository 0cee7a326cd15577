"""What a mapped file can feed, and which columns each of these takes: tables of roster CSV, one or several at once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from roster_core.roster.layout import FILE_BY_NAME, FILES
from roster_core.roster.notation import CellType

#: So many contacts can stand side by side in one row of students.
MAX_CONTACTS = 9
_CONTACT_TARGET = re.compile(r"contact_([1-9])\.(\w+)")

#: What a contact of a student may have, in a row of its own or within the student's.
CONTACT_PARTS = (
    "source_id",
    "name",
    "first_name",
    "middle_name",
    "last_name",
    "suffix",
    "type",
    "sequence",
    "relationship_code",
    "custody_issue",
    "lives_with",
    "receives_mail",
    "phone",
    "phone_type",
    "phone_home",
    "phone_cell",
    "phone_work",
    "email",
)
_SCHOOL = ("school_code", "school_name", "school_year")
_ADDRESS = ("line1", "line2", "city", "state", "zip")
_SCHEDULE = (
    *_SCHOOL,
    "course_code",
    "course_title",
    "department",
    "subject_code",
    "section_code",
    "section_id",
    "title_override",
    "staff_id",
    "staff_id_2",
    "staff_id_3",
    "teacher_name",
    "teacher_first_name",
    "teacher_last_name",
    "teacher_email",
    "role",
    "period",
    "print_period",
    "period_order",
    "cycle_day",
    "room",
    "term_code",
    "term_start",
    "term_end",
    "section_status",
    "max_students",
    "homeroom_code",
)
_COURSE_MARKS = tuple(
    column.name for column in FILE_BY_NAME["courses"].columns if column.type is CellType.BOOLEAN
)  # fmt: skip


@dataclass(frozen=True)
class Entity:
    """One thing that a file can feed.

    `word` is what a mapping says, `title` what a screen says, `targets` are the columns that may be mapped. Of each of
    the groups in `needed`, one column must be.
    """

    word: str
    title: str
    targets: tuple[str, ...]
    needed: tuple[tuple[str, ...], ...]

    def has(self, target: str) -> bool:
        """Whether `target` is one of the columns; contacts within a student's row are `contact_1.last_name`."""
        return target in self.targets or (self.word == "students" and contact_part(target) is not None)


def contact_part(target: str) -> tuple[int, str] | None:
    """Number and part of a target such as `contact_2.email`, None for any other."""
    found = _CONTACT_TARGET.fullmatch(target)
    return (int(found[1]), found[2]) if found and found[2] in CONTACT_PARTS else None


def _own(table: str, *without: str) -> tuple[str, ...]:
    return tuple(name for name in FILE_BY_NAME[table].headers if name not in without)


_NAME = ("last_name", "name")
#: What feeds several tables, or one with more help than its columns alone give.
COMBINED: tuple[Entity, ...] = (
    Entity(
        "students",
        "Students, with their enrollment, homeroom, address, phones and contacts",
        (
            "name",
            *_own("students"),
            *_SCHOOL,
            "entry_date",
            "exit_date",
            "enrollment_status",
            "is_primary",
            "local_grade",
            "state_grade_code",
            "homeroom_code",
            "homeroom_room",
            "homeroom_staff_id",
            "homeroom_teacher",
            "counselor_staff_id",
            "next_school_code",
            "next_grade_code",
            *_ADDRESS,
            "is_confidential",
            *(f"mailing_{part}" for part in _ADDRESS),
            "phone",
            "phone_home",
            "phone_cell",
            "weighted_gpa",
            "unweighted_gpa",
        ),
        (("district_number",), _NAME),
    ),
    Entity(
        "contacts",
        "Contacts of students, one in each row",
        ("district_number", *CONTACT_PARTS),
        (("district_number",), _NAME),
    ),
    Entity(
        "staff",
        "Teachers and staff, with their schools and roles",
        (
            "name",
            *_own("staff", "primary_school_code"),
            *_SCHOOL,
            "title",
            "department",
            "role_code",
            "staff_type",
            "is_teaching",
            "phone",
            "phone_home",
            "phone_cell",
            "phone_work",
        ),
        (("staff_id",), _NAME),
    ),
    Entity(
        "sections",
        "Sections, with their courses, teachers, meetings and terms",
        (*_SCHEDULE, *_COURSE_MARKS),
        (("course_code", "course_title"), ("section_code", "section_id")),
    ),
    Entity(
        "enrollments",
        "Students in sections",
        ("district_number", "entry_date", "exit_date", "enrollment_status", *_SCHEDULE, *_COURSE_MARKS),
        (("district_number",), ("section_code", "section_id")),
    ),
    Entity("schools", "Schools", _own("schools"), (("school_code",),)),
    Entity(
        "courses",
        "Courses",
        (*_SCHOOL, "course_code", "course_title", "department", "subject_code", *_COURSE_MARKS),
        (("course_code",),),
    ),
    Entity(
        "terms",
        "Terms",
        (*_SCHOOL, "term_code", "name", "start_date", "end_date", "covers_year"),
        (("term_code",), ("start_date",), ("end_date",)),
    ),
)
_BY_WORD = {entity.word: entity for entity in COMBINED}
_DATES = frozenset({"term_start", "term_end"} | {
    column.name for file in FILES for column in file.columns if column.type is CellType.DATE
})  # fmt: skip
_CODES = frozenset({"section_id", "staff_id_2", "staff_id_3", "homeroom_staff_id"} | {
    column.name for file in FILES for column in file.columns if column.type is CellType.CODE
})  # fmt: skip
#: Codes that are words of a program's own and never lose their zeros.
_NO_IDS = frozenset({"local_grade", "state_grade_code", "next_grade_code", "low_grade", "high_grade", "zip", "state"})


@cache
def entity(word: str) -> Entity | None:
    """What `word` feeds: one of `COMBINED` or a table of roster CSV by its name; None if neither."""
    if word in _BY_WORD:
        return _BY_WORD[word]
    file = FILE_BY_NAME.get(word)
    if file is None or word in ("district", "school_years"):
        return None
    needed = tuple((name,) for name in file.key if file.column(name).required and name != "school_year")
    return Entity(word, f"{word.replace('_', ' ').capitalize()} (roster CSV)", file.headers, needed)


def entity_words() -> tuple[str, ...]:
    """Everything that can be fed, the combined ones first."""
    tables = (file.name for file in FILES if file.name not in _BY_WORD and entity(file.name))
    return (*_BY_WORD, *tables)


def cell_type(target: str) -> CellType:
    """What the cells of a target hold, as far as files must be read alike before they are joined."""
    part = contact_part(target)
    name = part[1] if part else target
    if name in _DATES:
        return CellType.DATE
    return CellType.CODE if name in _CODES - _NO_IDS else CellType.TEXT


def label(target: str) -> str:
    """A target as a screen shows it: `District number`, `Contact 2: last name`."""
    part = contact_part(target)
    if part:
        return f"Contact {part[0]}: {part[1].replace('_', ' ')}"
    return target.replace("_", " ").capitalize()


def labels(word: str) -> dict[str, str]:
    """Every column that what `word` feeds may have, with its name for a screen, contacts of students last."""
    of = entity(word)
    targets = list(of.targets) if of else []
    if word == "students":
        targets += [f"contact_{number}.{part}" for number in range(1, MAX_CONTACTS + 1) for part in CONTACT_PARTS]
    return {target: label(target) for target in targets}


def listed(words: Iterable[str]) -> str:
    """Words as a sentence lists them: `a, b or c`."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last
