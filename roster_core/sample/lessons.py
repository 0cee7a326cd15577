"""Courses and sections: the few words in which timetables are written down."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from roster_core.sample.book import Book, Cell, Cells
from roster_core.sample.district import FIRST_DAY, YEAR

#: The days of the cycle.
DAYS = "ABCD"


class Lesson(NamedTuple):
    """A section by its key."""

    school: str
    course: str
    code: str
    year: str = YEAR

    @property
    def key(self) -> dict[str, str]:
        """The key's cells."""
        return {
            "school_code": self.school,
            "school_year": self.year,
            "course_code": self.course,
            "section_code": self.code,
        }


def add_course(book: Book, school: str, code: str, title: str, **more: Cell) -> Cells:
    """Add a course of the current year (or of `more`'s), marked with user flag 2 unless said otherwise."""
    said: dict[str, Cell] = {"school_year": YEAR, "user_flag_2": True}
    return book.add("courses", school_code=school, course_code=code, title=title, **(said | more))


def add_section(book: Book, lesson: Lesson, *, terms: Iterable[str] = ("FY",), **more: Cell) -> Lesson:
    """Add a section with its terms."""
    said: dict[str, Cell] = {"status": "ACTIVE", "max_students": 28}
    book.add("sections", **lesson.key, **(said | more))
    for term in terms:
        book.add("section_terms", **lesson.key, term_code=term)
    return lesson


def meet(
    book: Book, lesson: Lesson, days: str, periods: Iterable[int], room: str, *, prints: str | None = None
) -> None:
    """Let a section meet on `days` in each of `periods`; `prints` is the label on schedules if not the period."""
    for day in days:
        for period in periods:
            book.add(
                "section_meetings", **lesson.key, cycle_day=day, period_code=f"P{period}",
                print_period=str(period) if prints is None else prints, period_order=period, room=room,
            )  # fmt: skip


def teach(book: Book, lesson: Lesson, *staff_ids: str) -> None:
    """Give a section its teachers: the first is primary, the others are co-teachers in that order."""
    for sequence, staff_id in enumerate(staff_ids, 1):
        book.add(
            "section_staff", **lesson.key, staff_id=staff_id, is_primary=sequence == 1, sequence=sequence,
            role="TEACHER" if sequence == 1 else "CO_TEACHER",
        )  # fmt: skip


def seat(book: Book, lesson: Lesson, numbers: Iterable[str], *, entered: date = FIRST_DAY) -> None:
    """Enroll students in a section."""
    for number in numbers:
        book.add("section_enrollments", **lesson.key, district_number=number, entry_date=entered)


def unseat(book: Book, lesson: Lesson, numbers: Iterable[str], *, entered: date = FIRST_DAY) -> None:
    """Take students out of a section as if they had never been in it."""
    for number in numbers:
        book.drop("section_enrollments", *lesson.key.values(), number, entered.isoformat())


def seated(book: Book, lesson: Lesson) -> list[str]:
    """Who is in a section, by district number in ascending order."""
    return sorted(row["district_number"] for row in book.rows("section_enrollments", **lesson.key))
