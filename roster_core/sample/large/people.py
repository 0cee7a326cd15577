"""Students, their enrollments, homes, guardians and records, a block of students at a time."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from roster_core.sample.large.lessons import Lessons
from roster_core.sample.large.plan import SEATS, TYPES, YEAR, Numbers, Plan
from roster_core.sample.large.words import Words, code

#: Students made at once; changing it changes the roster.
_BLOCK = 50_000
_FIRST_DAY = "2026-09-08"
#: How many guardians, and how many phones, with their shares.
_GUARDIANS, _PHONES = ((0, 1, 2, 3), (0.1, 0.5, 0.3, 0.1)), ((0, 1, 2, 3), (0.15, 0.45, 0.3, 0.1))
_SHARED_PHONE = 0.35
_SIBLING_EVERY = 10
_HIGH = 2


def student_parts(plan: Plan, lessons: Lessons, seed: int) -> Iterator[tuple[str, pl.DataFrame]]:
    """File and rows, block after block."""
    for start in range(0, plan.students, _BLOCK):
        students = np.arange(start, min(start + _BLOCK, plan.students))
        yield from _Block(plan, lessons, students, Words(seed, start)).parts()


class _Block:
    def __init__(self, plan: Plan, lessons: Lessons, students: Numbers, words: Words) -> None:
        self._plan, self._lessons, self._students, self._words = plan, lessons, students, words
        self._count = len(students)
        self._numbers = code("", 1_000_000 + students, 8)
        self._school = plan.school_of(students)
        kind = plan.kind_of(self._school)
        low, many = (np.array(part) for part in zip(*((low, many) for _, low, many in TYPES), strict=True))
        self._grade = low[kind] + (words.chance.random(self._count) * many[kind]).astype(np.int64)
        self._kind = kind

    def parts(self) -> Iterator[tuple[str, pl.DataFrame]]:
        """All files of these students."""
        yield "students", self._student_rows()
        yield "student_enrollments", self._enrollments()
        yield from self._families()
        yield "addresses", self._addresses()
        yield from self._records()
        yield "section_enrollments", self._seats()

    def _student_rows(self) -> pl.DataFrame:
        words, count = self._words, self._count
        day = pl.Series(self._students % 28 + 1).cast(pl.String).str.zfill(2)
        month = pl.Series(self._students // 28 % 12 + 1).cast(pl.String).str.zfill(2)
        plan = words.happens(0.14, count)
        return pl.DataFrame(
            {
                "district_number": self._numbers,
                "state_id": code("7", self._students, 9),
                "weblogin_id": code("u", self._students, 8),
                "first_name": words.first_names(count),
                "middle_name": words.choice(("", "", "Lee", "M.", "de la"), count),
                "last_name": words.surnames(count),
                "gender": words.choice(("M", "F", "M", "F", "M", "F", "X", "U"), count),
                "birth_date": pl.Series(2020 - self._grade).cast(pl.String) + "-" + month + "-" + day,
                "school_email": self._if(words.happens(0.9, count), code("s", self._students, 8) + "@stu.example.org"),
                "race_code": words.choice(("W", "W", "B", "A", "W;B", "", "M"), count),
                "hispanic": words.choice(("true", "false", "false", ""), count),
                "free_reduced_lunch": words.choice(("F", "R", "N", "N", ""), count),
                "home_language_code": words.choice(("eng", "eng", "eng", "spa", "spa", "chi", "guj", ""), count),
                "special_ed_status_description": self._if(plan, pl.Series(["Eligible - Autism"] * count)),
                "has_active_iep": pl.Series(plan).cast(pl.String),
                "photo_restricted": pl.Series(words.happens(0.02, count)).cast(pl.String),
                "record_confidential": "false",
                "do_not_export": pl.Series(words.happens(0.003, count)).cast(pl.String),
            },
        )

    def _if(self, there: np.ndarray[tuple[int], np.dtype[np.bool_]], text: pl.Series) -> pl.Series:
        """`text` where `there`, else blank."""
        return pl.select(pl.when(pl.Series(there)).then(text).otherwise(pl.lit(""))).to_series()

    def _enrollments(self) -> pl.DataFrame:
        codes = pl.Series(["KF", *(f"{grade:02}" for grade in range(1, 13))])
        grade = codes.gather(self._grade)
        room = self._if(self._kind == 0, code("H", self._grade * 4 + self._students % 4, 2))
        return pl.DataFrame(
            {
                "district_number": self._numbers,
                "school_code": code("S", self._school, 4),
                "school_year": YEAR,
                "entry_date": _FIRST_DAY,
                "status": "ACTIVE",
                "is_primary": "true",
                "local_grade": grade,
                "state_grade_code": grade,
                "homeroom_code": room,
            }
        )

    def _families(self) -> Iterator[tuple[str, pl.DataFrame]]:
        """Guardians: every tenth student shares those of the student before."""
        chance = self._words.chance
        many = chance.choice(_GUARDIANS[0], self._count, p=_GUARDIANS[1])
        sibling = (np.arange(self._count) + 1) % _SIBLING_EVERY == 0
        many[sibling] = many[np.flatnonzero(sibling) - 1]
        child = np.repeat(np.arange(self._count), many)
        place = np.arange(len(child)) - np.repeat(np.cumsum(many) - many, many)
        # A person has a number of its own: four for each student who is no sibling.
        parent_of = self._students[child] - sibling[child]
        person = parent_of * 4 + place
        source = code("C", person, 8)
        yield (
            "student_contacts",
            pl.DataFrame(
                {
                    "district_number": self._numbers.gather(child),
                    "source_id": source,
                    "type": "GUARDIAN",
                    "sequence": pl.Series(place + 1).cast(pl.String),
                    "relationship_code": self._words.choice(("MOTHER", "FATHER", "GRANDPARENT", ""), len(child)),
                    "custody_issue": pl.Series(self._words.happens(0.03, len(child))).cast(pl.String),
                }
            ),
        )
        own = ~sibling[child]
        yield from self._persons(person[own], parent_of[own])

    def _persons(self, person: Numbers, family: Numbers) -> Iterator[tuple[str, pl.DataFrame]]:
        count, words = len(person), self._words
        source = code("C", person, 8)
        names = {"first_name": words.first_names(count), "last_name": words.surnames(count)}
        yield "contact_persons", pl.DataFrame({"source_id": source, **names})
        many = words.chance.choice(_PHONES[0], count, p=_PHONES[1])
        whose = np.repeat(np.arange(count), many)
        place = np.arange(len(whose)) - np.repeat(np.cumsum(many) - many, many)
        shared = words.happens(_SHARED_PHONE, len(whose))
        number = np.where(shared, family[whose] * 13, person[whose] * 13 + place + 1)
        yield (
            "phones",
            pl.DataFrame(
                {
                    "person_type": "GUARDIAN",
                    "person_key": source.gather(whose),
                    "sequence": pl.Series(place + 1).cast(pl.String),
                    "type": pl.Series(["CELL", "HOME", "WORK"]).gather(place),
                    "number": words.phones(number),
                },
            ),
        )
        reached = np.flatnonzero(words.happens(0.8, count))
        address = code("p", person[reached], 8) + "@example.org"
        yield "emails", pl.DataFrame({"source_id": source.gather(reached), "sequence": "1", "address": address})

    def _addresses(self) -> pl.DataFrame:
        words, count = self._words, self._count
        return pl.DataFrame(
            {
                "person_type": "STUDENT",
                "person_key": self._numbers,
                "type": "RESIDENCE",
                "line1": words.streets(count),
                "line2": words.choice(("", "", "", "Apt 2", "Unit 4, rear"), count),
                "city": "Maple Hollow",
                "state": "NJ",
                "zip": words.choice(("07030", "07030", "07030-1102", "7030"), count),
                "is_confidential": pl.Series(words.happens(0.01, count)).cast(pl.String),
            }
        )

    def _records(self) -> Iterator[tuple[str, pl.DataFrame]]:
        words, count = self._words, self._count
        named = np.flatnonzero(words.happens(0.9, count))
        yield "user_text_values", self._texts("NETID", named, code("n", self._students[named], 8))
        sent = np.flatnonzero(words.happens(0.005, count))
        yield "user_text_values", self._texts("HOMESCH", sent, code("S", self._school[sent], 4))
        graded = np.flatnonzero(self._kind == _HIGH)
        marks = words.chance.integers(15_000, 40_000, len(graded))
        for kind, more in (("CUM_U", 0), ("CUM_W", 4_000)):
            # Four digits behind the point without a zero at the end, so that the text is the shortest form.
            text = pl.Series(((marks + more) // 10 * 10 + 7) / 10_000).round(4).cast(pl.String)
            given = {"district_number": self._numbers.gather(graded), "gpa_type_code": kind, "school_year": YEAR}
            yield "student_gpas", pl.DataFrame({**given, "value": text})

    def _texts(self, name: str, who: np.ndarray[tuple[int], np.dtype[np.int64]], value: pl.Series) -> pl.DataFrame:
        given = {"applies_to": "STUDENT", "person_key": self._numbers.gather(who), "user_text_code": name}
        return pl.DataFrame({**given, "value": value})

    def _seats(self) -> pl.DataFrame:
        sections = self._plan.seats_of(self._students, self._words.chance).reshape(-1)
        keys = self._lessons.keys(sections)
        numbers = self._numbers.gather(np.repeat(np.arange(self._count), SEATS))
        return keys.with_columns(district_number=numbers, entry_date=pl.lit(_FIRST_DAY))
