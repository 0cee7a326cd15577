"""What a coordinator states about a roster that its files cannot say: assumptions and facts, as options."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Self

import polars as pl
from pydantic import BaseModel, ConfigDict, model_validator

from roster_core.options import Options, option
from roster_core.roster.formats.grades import GradeCodes


class StudentNumber(StrEnum):
    """Which of a format's IDs of a student is the district number (roster-model §1, §8)."""

    #: Clever: Student_id. OneRoster: identifier, or sourcedId where that is blank.
    USUAL = "usual"
    #: Clever: Student_number. OneRoster: sourcedId.
    OTHER = "other"


class Assumptions(Options):
    """What holds where a file is silent. Nothing here overrules a file that speaks."""

    has_active_iep: bool = option(
        default=False,
        title="Students have an active IEP",
        help="For students of whom the files do not say whether they have an IEP.",
        source="roster-csv §3",
    )
    photo_restricted: bool = option(
        default=False,
        title="Photos are restricted",
        help="For students and staff of whom the files do not say it.",
        source="roster-csv §3",
    )
    record_confidential: bool = option(
        default=False,
        title="Records are confidential",
        help="For students and staff of whom the files do not say it.",
        source="roster-csv §3",
    )
    do_not_export: bool = option(
        default=False,
        title="Do not export",
        help="For students and schools of which the files do not say it.",
        source="roster-csv §3",
    )
    address_confidential: bool = option(
        default=True,
        title="Addresses are confidential",
        help="For addresses of which the files do not say it. On, they are kept but never exported.",
        source="roster-csv §3",
    )
    custody_issue: bool | None = option(
        default=None,
        title="Contacts have a custody issue",
        help="For contacts of whom the files do not say it. Not stated, such contacts are left out: "
        "a guardian with a custody issue must not be taken for one without.",
        source="roster-model §8",
    )
    preschool_grade: str = option(
        "3F", "Preschool", "The state grade of Preschool and PK3.", source="roster-model §6.1"
    )
    prekindergarten_grade: str = option(
        "4F", "Pre-kindergarten", "The state grade of PreKindergarten, PK and PK4.", source="roster-model §6.1"
    )
    transitional_grade: str = option(
        "DF",
        "Transitional kindergarten",
        "The state grade of TransitionalKindergarten and TK.",
        source="roster-model §6.1",
    )
    kindergarten_grade: str = option(
        "KF", "Kindergarten", "The state grade of Kindergarten, K, KG and 0.", source="roster-model §6.1"
    )
    student_number: StudentNumber = option(
        StudentNumber.USUAL,
        "District number of a student",
        "Clever: usual is Student_id, other is Student_number. OneRoster: usual is identifier, other is sourcedId.",
        source="roster-model §8",
    )

    def grade_codes(self) -> GradeCodes:
        """The state's codes for the grades below first."""
        return GradeCodes(
            self.preschool_grade, self.prekindergarten_grade, self.transitional_grade, self.kindergarten_grade
        )


class KnownSchool(BaseModel):
    """A school that is known already; its code is compared without regard to case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name: str = ""
    school_type: str = ""


class Facts(Options):
    """The district and the school year, where files do not tell them. Blank = what the files say, else the default."""

    district_code: str = option("", "District code", "Short code of the district, such as MHSD.")
    district_name: str = option("", "District name", "Name of the district.")
    state: str = option("", "State", "Two letters; NJ if no file tells.")
    time_zone: str = option("America/New_York", "Time zone", "IANA name of the district's time zone.")
    student_email_domains: tuple[str, ...] = option((), "Student e-mail domains", "Domains of the students' addresses.")
    staff_email_domains: tuple[str, ...] = option((), "Staff e-mail domains", "Domains of the staff's addresses.")
    sso_only: bool = option(default=False, title="Single sign-on only", help="No password columns are wanted.")
    school_year: str = option("", "School year", "Such as 2026-27. Blank = the year that most terms lie in.")
    year_start: date | None = option(None, "First day of the school year", "Blank = July 1.")
    year_end: date | None = option(None, "Last day of the school year", "Blank = June 30.")
    schools: tuple[KnownSchool, ...] = option((), "Known schools", "Schools loaded before, by code.")

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.year_start and self.year_end and self.year_start > self.year_end:
            raise ValueError("The school year ends before it begins.")
        return self

    @classmethod
    def of_roster(cls, district: Mapping[str, Any], years: pl.DataFrame, schools: pl.DataFrame) -> Self:
        """The facts of a roster that is stored: its district row, and school_years and schools as checked tables.

        Lists in `district` are texts joined by `;`, as in roster CSV.
        """
        code = str(district.get("current_school_year") or "")
        current = years.filter(pl.col("school_year") == code)
        dates = current.row(0, named=True) if current.height else {"start_date": None, "end_date": None}
        return cls(
            district_code=district["code"],
            district_name=district["name"],
            state=district["state"],
            time_zone=district["time_zone"],
            student_email_domains=_listed(district.get("student_email_domains")),
            staff_email_domains=_listed(district.get("staff_email_domains")),
            sso_only=bool(district.get("sso_only")),
            school_year=code,
            year_start=dates["start_date"],
            year_end=dates["end_date"],
            schools=tuple(
                KnownSchool(code=row["school_code"], name=row["name"], school_type=row["school_type"])
                for row in schools.select("school_code", "name", "school_type").iter_rows(named=True)
            ),
        )


def _listed(text: object) -> tuple[str, ...]:
    return tuple(part for part in str(text or "").split(";") if part)
