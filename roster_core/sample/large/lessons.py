"""Courses and sections with their terms, meetings and teachers; a twin copies title, room and hours of its section."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from roster_core.sample.large.plan import TYPES, YEAR, Numbers, Plan
from roster_core.sample.large.words import Words, code

_SUBJECTS = (
    ("English", "English/language arts"), ("Math", "Math"), ("Science", "Science"), ("History", "Social studies"),
    ("Spanish", "Language"), ("Art, Music", "Arts and music"), ("Gym", "PE and health"),
)  # fmt: skip
_DAYS = ("A", "B", "C", "D")
_KEY = ("school_code", "school_year", "course_code", "section_code")


class Lessons:
    """All sections of a plan, by their index."""

    def __init__(self, plan: Plan, seed: int) -> None:
        """Lay out the sections."""
        self._plan, self._words = plan, Words(seed, -1 % 2**32)
        self._school = plan.owners(plan.sections_from)
        local = np.arange(plan.sections) - plan.sections_from[self._school]
        regular = np.diff(plan.sections_from)[self._school] - plan.twins[self._school]
        self._twin = local >= regular
        #: The section of the school that this one is, or is the twin of.
        self._like = np.where(self._twin, local - regular, local)
        kind = plan.kind_of(self._school)
        low, many = (np.array(part) for part in zip(*((low, many) for _, low, many in TYPES), strict=True))
        self._grade = low[kind] + self._like // len(_SUBJECTS) % many[kind]
        self._subject = self._like % len(_SUBJECTS)
        course = self._twin * 8_000 + self._grade * 100 + self._subject
        self._frame = pl.DataFrame(
            {
                "school_code": code("S", self._school, 4),
                "school_year": [YEAR] * plan.sections,
                "course_code": code("", course, 4),
                "section_code": code("", self._like + 1, 3),
            }
        )

    def keys(self, sections: Numbers) -> pl.DataFrame:
        """The keys of sections, in the order given."""
        return self._frame[sections]

    def parts(self) -> Iterator[tuple[str, pl.DataFrame]]:
        """File and rows."""
        yield "courses", self._courses()
        yield "sections", self._frame.with_columns(status=pl.lit("ACTIVE"))
        halves = self._words.happens(0.1, self._plan.sections)
        # A twin has the terms of its section, or it would not combine.
        halves[self._twin] = halves[self._plan.sections_from[self._school] + self._like][self._twin]
        whole = self._frame.filter(~pl.Series(halves))
        yield "section_terms", whole.with_columns(term_code=pl.lit("FY"))
        for term in ("S1", "S2"):
            yield "section_terms", self._frame.filter(pl.Series(halves)).with_columns(term_code=pl.lit(term))
        yield "section_meetings", self._meetings()
        yield from self._teachers()

    def _courses(self) -> pl.DataFrame:
        titles, subjects = (pl.Series(part) for part in zip(*_SUBJECTS, strict=True))
        title = titles.gather(self._subject) + " " + pl.Series(self._grade).cast(pl.String)
        rows = self._frame.drop("section_code").with_columns(
            title=title,
            subject_code=subjects.gather(self._subject),
            is_special_ed=pl.Series(self._twin).cast(pl.String),
            user_flag_2=pl.Series(~self._twin).cast(pl.String),
        )
        shouting = pl.when(pl.col("is_special_ed") == "true").then(pl.col("title").str.to_uppercase())
        unique = rows.unique(["school_code", "course_code"], keep="first", maintain_order=True)
        return unique.with_columns(title=shouting.otherwise(pl.col("title")))

    def _meetings(self) -> pl.DataFrame:
        each = np.repeat(np.arange(self._plan.sections), len(_DAYS))
        period = self._like[each] % 8 + 1
        return self._frame[each].with_columns(
            cycle_day=pl.Series(list(_DAYS) * self._plan.sections),
            period_code=code("P", period, 1),
            print_period=pl.Series(period).cast(pl.String),
            period_order=pl.Series(period).cast(pl.String),
            room=code("R", self._like[each], 3),
        )

    def _teachers(self) -> Iterator[tuple[str, pl.DataFrame]]:
        there = np.diff(self._plan.staff_from)[self._school]
        first = np.arange(self._plan.sections) % there
        helped = np.flatnonzero(self._words.happens(0.25, self._plan.sections))
        for sequence, who, of in ((1, first, slice(None)), (2, (first[helped] + 1) % there[helped], helped)):
            staff = self._plan.staff_from[self._school[of]] + who
            yield (
                "section_staff",
                self._frame[of].with_columns(
                    staff_id=code("", 10_000 + staff, 6),
                    is_primary=pl.lit(str(sequence == 1).lower()),
                    sequence=pl.lit(str(sequence)),
                    role=pl.lit("TEACHER" if sequence == 1 else "CO_TEACHER"),
                ),
            )
