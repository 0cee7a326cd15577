"""What the values of a column look like, from a sample: dates, addresses, ten-digit IDs, names."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from roster_core.roster.formats import words
from roster_core.roster.formats.dates import read_date
from roster_core.roster.formats.grades import GradeCodes, read_grade
from roster_core.roster.formats.sheet import normal

#: So many filled cells are looked at, spread over the column.
SAMPLE = 200
_DIGITS = re.compile(r"\d+")
_PLAIN_DATE = re.compile(r".*[-/. A-Za-z].*")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"[(+]?\d[\d ().+x-]{6,}\d", re.IGNORECASE)
_ZIP = re.compile(r"\d{4,5}(-?\d{4})?")
_PERIOD = re.compile(r"\w{1,4}([-,]\w{1,4})*\([\w,-]+\).*")
_GRADES = GradeCodes()
_STATE_ID_DIGITS = 10


@dataclass(frozen=True)
class Look:
    """A sample of a column's filled cells, and the shares of it (0 to 1) that are of a kind; blank columns have 0."""

    values: tuple[str, ...]

    def share(self, holds: Callable[[str], object]) -> float:
        """The share of values for which `holds`."""
        return sum(bool(holds(value)) for value in self.values) / len(self.values) if self.values else 0.0

    @property
    def blank(self) -> bool:
        """Whether no cell is filled."""
        return not self.values

    @cached_property
    def dates(self) -> float:
        """Dates; bare numbers count if they are eight digits or an Excel day number of this century."""
        return self.share(_is_date)

    @cached_property
    def emails(self) -> float:
        """E-mail addresses."""
        return self.share(_EMAIL.fullmatch)

    @cached_property
    def phones(self) -> float:
        """Phone numbers."""
        return self.share(_PHONE.fullmatch)

    @cached_property
    def ten_digits(self) -> float:
        """Numbers of ten digits, as New Jersey's and California's state IDs are."""
        return self.share(lambda value: len(value) == _STATE_ID_DIGITS and value.isdecimal())

    @cached_property
    def numbers(self) -> float:
        """Digits only."""
        return self.share(_DIGITS.fullmatch)

    @cached_property
    def flags(self) -> float:
        """Yes or no in any form."""
        return self.share(words.boolean)

    @cached_property
    def grades(self) -> float:
        """Grades that are understood."""
        return self.share(lambda value: read_grade(value, _GRADES).code)

    @cached_property
    def genders(self) -> float:
        """Gender codes and words."""
        return self.share(lambda value: normal(value) in words.GENDERS)

    @cached_property
    def zips(self) -> float:
        """Zip codes."""
        return self.share(_ZIP.fullmatch)

    @cached_property
    def periods(self) -> float:
        """Periods with their days: `1(A-B)`."""
        return self.share(_PERIOD.fullmatch)

    @cached_property
    def wordy(self) -> float:
        """Names and titles: letters with a space or comma between, or eight letters and more."""
        return self.share(lambda v: any(c.isalpha() for c in v) and (" " in v or "," in v or len(v) > 7))  # noqa: PLR2004 - as said above

    @cached_property
    def longest(self) -> int:
        """The length of the longest value."""
        return max(map(len, self.values), default=0)

    @cached_property
    def different(self) -> float:
        """The share of values that are not there before."""
        return len(set(self.values)) / len(self.values) if self.values else 0.0


def look(cells: pl.Series) -> Look:
    """What a text column looks like."""
    filled = cells.drop_nulls()
    return Look(tuple(filled.gather_every(max(1, len(filled) // SAMPLE)).head(SAMPLE)))


def _is_date(value: str) -> bool:
    if not _PLAIN_DATE.fullmatch(value) and len(value) not in (5, 8):
        return False
    read = read_date(value)
    return read is not None and (len(value) != 5 or read.text >= "1990")  # noqa: PLR2004 - five digits: a day number


_Check = Callable[[Look], float]
_IMPOSSIBLE = -1000.0
_HALF = 0.5


def _must(kind: str) -> _Check:
    """A column that is of a kind or is not meant at all."""
    return lambda seen: 0.0 if seen.blank else 10.0 if getattr(seen, kind) >= _HALF else _IMPOSSIBLE


def _should_be_ten_digits(seen: Look) -> float:
    return 20.0 if seen.ten_digits >= _HALF else -4.0


def _number_of_person(seen: Look) -> float:
    if seen.wordy >= _HALF or seen.emails >= _HALF:
        return _IMPOSSIBLE
    return -6.0 if seen.ten_digits >= _HALF else 5.0 * seen.numbers


def _code(seen: Look) -> float:
    return -30.0 if seen.wordy >= _HALF else 0.0


def _wordy(seen: Look) -> float:
    return 10.0 if seen.wordy >= _HALF else -10.0


def _name_of_school(seen: Look) -> float:
    if seen.numbers >= _HALF:
        return _IMPOSSIBLE
    return 0.0 if seen.blank or seen.wordy >= _HALF else -20.0


def _name_of_person(seen: Look) -> float:
    if seen.blank:
        return 0.0
    return 10.0 if seen.share(lambda value: " " in value or "," in value) >= _HALF else _IMPOSSIBLE


def _type_of_contact(seen: Look) -> float:
    known = seen.share(lambda value: normal(value) in words.CONTACT_TYPES or words.boolean(value))
    return 0.0 if seen.blank or known >= _HALF else _IMPOSSIBLE


def _no_number(seen: Look) -> float:
    return _IMPOSSIBLE if seen.numbers >= _HALF or seen.dates >= _HALF else 0.0


def _no_date(seen: Look) -> float:
    return _IMPOSSIBLE if seen.share(_is_date) >= _HALF and seen.numbers < _HALF else 0.0


def _short(length: int) -> _Check:
    return lambda seen: _IMPOSSIBLE if seen.longest > length and seen.share(lambda v: len(v) > length) >= _HALF else 0.0


#: What the values of a column must or should look like, by its name.
CHECKS: dict[str, _Check] = {
    **dict.fromkeys(
        ("birth_date", "entry_date", "exit_date", "iep_start", "iep_end", "term_start", "term_end", "start_date",
         "end_date", "terminated_on"), _must("dates")),
    **dict.fromkeys(("school_email", "work_email", "alternate_email", "teacher_email", "email"), _must("emails")),
    **dict.fromkeys(
        ("has_active_iep", "section_504", "hispanic", "english_learner", "photo_restricted", "record_confidential",
         "do_not_export", "is_primary", "is_teaching", "is_administrator", "custody_issue", "lives_with",
         "receives_mail", "is_special_ed", "is_online", "is_homeroom", "is_attendance_only", "is_graded",
         "covers_year"), _must("flags")),
    **dict.fromkeys(("phone", "phone_home", "phone_cell", "phone_work"), _must("phones")),
    **dict.fromkeys(("first_name", "last_name", "middle_name", "teacher_first_name", "teacher_last_name",
                     "preferred_first_name", "preferred_last_name", "relationship_code", "city", "line1",
                     "mailing_line1", "mailing_city"), _no_number),
    **dict.fromkeys(("name", "teacher_name", "homeroom_teacher"), _name_of_person),
    **dict.fromkeys(("zip", "mailing_zip"), _must("zips")),
    **dict.fromkeys(("local_grade", "state_grade_code"), _must("grades")),
    **dict.fromkeys(("staff_id", "staff_id_2", "staff_id_3", "homeroom_staff_id", "counselor_staff_id",
                     "district_number", "employee_number"), _number_of_person),
    **dict.fromkeys(("state", "mailing_state"), _short(2)),
    **dict.fromkeys(("school_code", "next_school_code", "course_code"), _code),
    **dict.fromkeys(("section_code", "enrollment_status", "section_status", "status", "employment_status", "room",
                     "term_code", "period", "cycle_day", "homeroom_code"), _no_date),
    "gender": _must("genders"),
    "type": _type_of_contact,
    "course_title": _wordy,
    "school_name": _name_of_school,
    "state_id": _should_be_ten_digits,
    "sequence": _must("numbers"),
    "max_students": _must("numbers"),
    "period_order": _must("numbers"),
}  # fmt: skip


def fit(target: str, seen: Look) -> float:
    """How well a column with this look fits a target: points for and against, below -500 if it cannot be."""
    check = CHECKS.get(target)
    return check(seen) if check else 0.0
