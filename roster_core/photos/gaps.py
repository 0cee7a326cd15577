"""Whose photo is missing or out of date, by school and grade: what the photographer is asked for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roster_core.downloads.holders import Holder, grade_word, place_of
from roster_core.photos.download import Version


class State(StrEnum):
    """How it stands with somebody's photo; the value is the word shown."""

    CURRENT = "This year’s photo"
    OLDER = "Older photo"
    NONE = "No photo"


@dataclass(frozen=True)
class Gap:
    """Somebody whose photo is missing or out of date; `taken` is that of the old one."""

    holder: Holder
    state: State
    taken: date | None = None
    school_year: str = ""


@dataclass(frozen=True)
class Coverage:
    """How many people of a school and grade have which photo; staff have the grade `Staff`."""

    school: str
    grade: str
    people: int
    current: int
    older: int
    none: int


def state_of(photo: Version | None, school_year: str, starts: date | None) -> State:
    """How a current photo stands to the school year; one that names no year goes by the day it came in."""
    if photo is None:
        return State.NONE
    if photo.school_year:
        return State.CURRENT if photo.school_year >= school_year else State.OLDER
    return State.OLDER if starts is not None and photo.taken.date() < starts else State.CURRENT


def find_gaps(
    holders: Iterable[Holder], photos: Mapping[int, Version], school_year: str, starts: date | None
) -> tuple[tuple[Gap, ...], tuple[Coverage, ...]]:
    """Whose photo is missing or older, and the counts; both by school, grade (staff last) and name."""
    gaps: list[Gap] = []
    counts: dict[tuple[str, str], dict[State, int]] = defaultdict(lambda: dict.fromkeys(State, 0))
    for one in holders:
        photo = photos.get(one.person_id)
        state = state_of(photo, school_year, starts)
        counts[one.school, grade_word(one)][state] += 1
        if photo is None:
            gaps.append(Gap(one, state))
        elif state is State.OLDER:
            gaps.append(Gap(one, state, photo.taken.date(), photo.school_year))
    coverage = (
        Coverage(school, grade, sum(told.values()), told[State.CURRENT], told[State.OLDER], told[State.NONE])
        for (school, grade), told in sorted(counts.items(), key=lambda item: place_of(*item[0]))
    )
    ordered = sorted(gaps, key=lambda gap: (place_of(gap.holder.school, grade_word(gap.holder)), _name(gap.holder)))
    return tuple(ordered), tuple(coverage)


def _name(one: Holder) -> tuple[str, str, str]:
    return one.last_name, one.first_name, one.district_number
