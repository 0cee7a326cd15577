"""Who and what a roster lists, before any rule of the export: from it cuts are chosen (export-engine §7)."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from roster_core.clever.profile.validity import spelled
from roster_core.clever.run import Run
from roster_core.clever.source.source import Read, Source
from roster_core.text import cleaned

_NUMBERS = Read(
    "student", {"person_id": pl.Int64, "district_number": pl.String, "preg_transcript_school_id": pl.Int64}
).where(do_not_export=False)
_ENROLLED = Read(
    "student_enrollment",
    {
        "person_id": pl.Int64,
        "school_id": pl.Int64,
        "state_grade_code": pl.String,
        "homeroom_code": pl.String,
        "next_school_id": pl.Int64,
    },
)
_TEXTS = Read("user_text_definition", {"user_text_code": pl.String}).where(applies_to="STUDENT")
_VALUES = Read("user_text_value", {"person_id": pl.Int64, "value": pl.String}).where(applies_to="STUDENT")
_STAFF = Read("staff", {"person_id": pl.Int64, "staff_id": pl.String, "is_shared_record": pl.Boolean})
_MEMBERS = Read("shared_teacher_member", {"shared_person_id": pl.Int64, "member_person_id": pl.Int64})
_SECTIONS = Read(
    "section",
    {
        "section_id": pl.Int64,
        "school_id": pl.Int64,
        "course_id": pl.Int64,
        "section_code": pl.String,
        "title_override": pl.String,
    },
)
_COURSES = Read(
    "course",
    {"course_id": pl.Int64, "course_code": pl.String, "title": pl.String, "is_special_ed": pl.Boolean},
)


@dataclass(frozen=True)
class Roll:
    """The lists of one school year on one day: supersets of what any options can write.

    `source` is the whole roster.
    """

    source: Source
    year: str
    day: date

    @cached_property
    def students(self) -> pl.DataFrame:
        """The students with a primary enrollment, sorted by its school and `district_number`."""
        enrolled = self.source.table(
            _ENROLLED.where(school_year=self.year, status="ACTIVE", is_primary=True).on(
                "entry_date", "exit_date", self.day
            )
        )
        return enrolled.join(self.source.table(_NUMBERS), on="person_id").sort("school_id", "district_number")

    @cached_property
    def staff(self) -> pl.DataFrame:
        """The staff, sorted by `staff_id`."""
        return self.source.table(_STAFF).sort("staff_id")

    @cached_property
    def members(self) -> pl.DataFrame:
        """The members of shared records."""
        return self.source.table(_MEMBERS)

    @cached_property
    def sections(self) -> pl.DataFrame:
        """The sections with the codes that name them, and `compared_title`, by which inclusion courses are matched."""
        courses = self.source.table(_COURSES.where(school_year=self.year))
        return (
            self.source.table(_SECTIONS.where(school_year=self.year, status="ACTIVE"))
            .join(courses, on="course_id")
            .with_columns(compared_title=cleaned(pl.coalesce("title_override", "title")).str.to_lowercase())
        )

    def moving(self, run: Run) -> pl.DataFrame:
        """Students whom options may write under another school: `person_id`, `district_number`, `school_id` of that."""
        places = [self.students.select("person_id", "district_number", "school_id").clear()]
        if run.options.preg_use_transcript_school:
            holding = run.schools.filter(pl.col("school_type") == "PREG").select("school_id")
            waiting = self.students.join(holding, on="school_id", how="semi")
            places += [
                waiting.select("person_id", "district_number", school_id=column).drop_nulls("school_id")
                for column in ("preg_transcript_school_id", "next_school_id")
            ]
        if run.options.school_override_user_text:
            places.append(self._overridden(run.options.school_override_user_text, run.schools))
        return pl.concat(places)

    def _overridden(self, text: str, schools: pl.DataFrame) -> pl.DataFrame:
        code = spelled(text, self.source.table(_TEXTS)["user_text_code"])
        values = self.source.table(_VALUES.where(user_text_code=code or text))
        compared = schools.select("school_id", compared=pl.col("school_code").str.to_lowercase())
        return (
            values.select("person_id", compared=cleaned(pl.col("value")).str.to_lowercase())
            .join(compared, on="compared")
            .join(self.students.select("person_id", "district_number"), on="person_id")
            .select("person_id", "district_number", "school_id")
        )
