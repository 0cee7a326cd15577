"""The sample's rows as frames, and what several situations are looked up in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from roster_core.roster.layout import FILE_BY_NAME
from roster_core.sample.district import YEAR

#: The columns of a section's key.
SECTION = ("school_code", "school_year", "course_code", "section_code")


class Tables:
    """All files of a roster as text frames without nulls, looked at on one day."""

    def __init__(self, folder: Path, day: date) -> None:
        """Read the roster in `folder`; `day` is the day on which people are active or not."""
        self._folder = folder
        self.day = day.isoformat()
        self._read: dict[str, pl.DataFrame] = {}

    def __getitem__(self, file: str) -> pl.DataFrame:
        """The rows of a file (without `.csv`)."""
        if file not in self._read:
            frame = pl.read_csv(self._folder / f"{file}.csv", infer_schema=False)
            self._read[file] = frame.with_columns(pl.all().fill_null(""))
        return self._read[file]

    def on_the_day(self, start: str, end: str) -> pl.Expr:
        """Whether the day lies within two date columns; a blank one is open."""
        begun = (pl.col(start) == "") | (pl.col(start) <= self.day)
        return begun & ((pl.col(end) == "") | (pl.col(end) >= self.day))

    @cached_property
    def placed(self) -> pl.DataFrame:
        """Active students with their primary enrollment of the day, whatever the school."""
        now = (pl.col("status") == "ACTIVE") & (pl.col("is_primary") == "true") & (pl.col("school_year") == YEAR)
        here = self["student_enrollments"].filter(now & self.on_the_day("entry_date", "exit_date")).drop("status")
        students = self["students"].filter((pl.col("status") == "ACTIVE") & (pl.col("do_not_export") == "false"))
        return students.join(here, on="district_number")

    @cached_property
    def exported(self) -> pl.DataFrame:
        """The placed students of the schools that are exported unless a profile says otherwise."""
        return self.placed.filter(pl.col("school_code").is_in(["MHE", "MMS", "MHS", "MHV"]))

    @cached_property
    def active_staff(self) -> pl.DataFrame:
        """Staff who are active on the day; shared records only with an active member."""
        works = (pl.col("status") == "ACTIVE") & (
            (pl.col("employment_status") != "TERMINATED") | (pl.col("terminated_on") > self.day)
        )
        active = self["staff"].filter(works)
        members = self["shared_teacher_members"].join(
            active, left_on="member_staff_id", right_on="staff_id", how="semi"
        )
        shared = pl.col("is_shared_record") == "true"
        return active.filter(~shared | pl.col("staff_id").is_in(members["shared_staff_id"].implode()))

    @cached_property
    def assigned(self) -> pl.DataFrame:
        """The assignments of active staff that hold on the day."""
        now = (pl.col("school_year") == YEAR) & (pl.col("is_active") == "true") & self.on_the_day("start", "end")
        return self["staff_schools"].filter(now).join(self.active_staff, on="staff_id", how="semi")

    @cached_property
    def sections(self) -> pl.DataFrame:
        """The sections of the year that are not cancelled, at schools exported by default."""
        rows = self["sections"].filter((pl.col("status") == "ACTIVE") & (pl.col("school_year") == YEAR))
        return rows.filter(pl.col("school_code").is_in(["MHE", "MMS", "MHS", "MHV"]))

    @cached_property
    def teaching(self) -> pl.DataFrame:
        """Section and staff rows that hold on the day, with `works` = whether that person is active."""
        rows = self["section_staff"].filter(self.on_the_day("from", "to"))
        works = pl.col("staff_id").is_in(self.active_staff["staff_id"].implode())
        return rows.with_columns(works=works)

    @cached_property
    def seated(self) -> pl.DataFrame:
        """Seats of the day in the year's sections."""
        now = (pl.col("status") == "ACTIVE") & (pl.col("school_year") == YEAR)
        return self["section_enrollments"].filter(now & self.on_the_day("entry_date", "exit_date"))

    @cached_property
    def guardians(self) -> pl.DataFrame:
        """Links to guardians that hold on the day, of exported students."""
        now = (pl.col("type") == "GUARDIAN") & (pl.col("status") == "ACTIVE")
        rows = self["student_contacts"].filter(now & self.on_the_day("from", "to"))
        return rows.join(self.exported, on="district_number", how="semi")


@dataclass(frozen=True)
class Situation:
    """Something that the sample shows: a name, what it is, where that is defined, and how it is found.

    `find` gives the rows that show it; `key` are the columns that name such a row.
    """

    name: str
    text: str
    source: str
    find: Callable[[Tables], pl.DataFrame]
    key: tuple[str, ...]

    def keys(self, tables: Tables) -> list[str]:
        """The keys of the rows that show it, in order, each once."""
        rows = self.find(tables).select(pl.concat_str(self.key, separator="/").alias("key"))
        return sorted(set(rows["key"]))


def rows_of(file: str, name: str, source: str, text: str, shown_by: pl.Expr) -> Situation:
    """A situation that a row of one file shows alone."""
    return Situation(name, text, source, lambda tables: tables[file].filter(shown_by), FILE_BY_NAME[file].key)


def students_with(name: str, source: str, text: str, shown_by: pl.Expr) -> Situation:
    """A situation that an exported student and the primary enrollment show together."""
    return Situation(name, text, source, lambda tables: tables.exported.filter(shown_by), ("district_number",))


def blank(column: str) -> pl.Expr:
    """Whether a cell is blank."""
    return pl.col(column) == ""


def filled(column: str) -> pl.Expr:
    """Whether a cell is not blank."""
    return pl.col(column) != ""


def true(column: str) -> pl.Expr:
    """Whether a cell says true."""
    return pl.col(column) == "true"


def equals(column: str, value: float) -> pl.Expr:
    """Whether a number is this."""
    return pl.col(column) == value


def above(column: str, value: float) -> pl.Expr:
    """Whether a number is greater than this."""
    return pl.col(column) > value


def below(column: str, value: float) -> pl.Expr:
    """Whether a number is less than this."""
    return pl.col(column) < value
