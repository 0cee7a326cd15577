"""Choosing students for a special situation: each is chosen once, so that situations do not hide one another."""

from collections.abc import Callable

from roster_core.sample.book import Book, Cells
from roster_core.sample.draws import stream


def _any(_: Cells) -> bool:
    return True


class Picks:
    """Students not yet chosen, in an order that chance made."""

    def __init__(self, book: Book, seed: int, spared: set[str]) -> None:
        """Choose among all primary enrollments of the book but those of the students in `spared`."""
        self._book = book
        self._left = [row for row in book.rows("student_enrollments") if row["district_number"] not in spared]
        stream(seed, "picks").shuffle(self._left)

    def enrollment(self, school: str, grades: str = "", *, of: Callable[[Cells], bool] = _any) -> Cells:
        """The enrollment of a student at `school` in one of `grades` (blank: any) whose student row is `of` a kind.

        Raises:
            LookupError: Nobody like that is left.
        """
        for index, row in enumerate(self._left):
            fits = row["school_code"] == school and (not grades or row["state_grade_code"] in grades.split())
            if fits and of(self._book.get("students", row["district_number"])):
                return self._left.pop(index)
        raise LookupError(school, grades)

    def student(self, school: str, grades: str = "", *, of: Callable[[Cells], bool] = _any) -> Cells:
        """The same, but the student's own row."""
        return self._book.get("students", self.enrollment(school, grades, of=of)["district_number"])
