"""Who lacks a document of a type and school year, by school and grade."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from roster_core.downloads.holders import Holder, grade_word, place_of


@dataclass(frozen=True)
class Coverage:
    """How many students of a school and grade have such a document, and how many do not."""

    school: str
    grade: str
    students: int
    have: int

    @property
    def lack(self) -> int:
        """How many have none."""
        return self.students - self.have


def find_lacking(holders: Iterable[Holder], having: Collection[int]) -> tuple[tuple[Holder, ...], tuple[Coverage, ...]]:
    """Those who are not in `having`, and the counts; both by school, grade and name."""
    lacking: list[Holder] = []
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for one in holders:
        has = one.person_id in having
        told = counts[one.school, grade_word(one)]
        told[0] += 1
        told[1] += has
        if not has:
            lacking.append(one)
    coverage = (
        Coverage(school, grade, students, have)
        for (school, grade), (students, have) in sorted(counts.items(), key=lambda item: place_of(*item[0]))
    )
    return tuple(sorted(lacking, key=_order)), tuple(coverage)


def _order(one: Holder) -> tuple[tuple[bool, str, bool, str], str, str, str]:
    return place_of(one.school, grade_word(one)), one.last_name, one.first_name, one.district_number
