"""By what a row of each file is known from one upload to the next."""

from dataclasses import dataclass

import polars as pl

from roster_core.clever.spec.people import ADMINS, STAFF, STUDENTS, TEACHERS
from roster_core.clever.spec.teaching import ATTENDANCE, ENROLLMENTS, SCHOOLS, SECTIONS

#: The column that `keyed` adds; parts of keys are held together by a character that stands in no value.
KEY = " key"
_BETWEEN = "\x1f"


@dataclass(frozen=True)
class RowKey:
    """The columns that make the key of a row, and for students the one with the contact person's ID.

    A contact without ID is known by its place among such contacts of the student: the first is 1.
    """

    columns: tuple[str, ...]
    contact: str = ""


ROW_KEYS: dict[str, RowKey] = {
    SCHOOLS.name: RowKey(("School_id",)),
    STUDENTS.name: RowKey(("Student_id",), contact="Contact_sis_id"),
    TEACHERS.name: RowKey(("School_id", "Teacher_id")),
    SECTIONS.name: RowKey(("Section_id",)),
    ENROLLMENTS.name: RowKey(("Section_id", "Student_id")),
    STAFF.name: RowKey(("School_id", "Staff_id")),
    ADMINS.name: RowKey(("School_id", "Staff_id")),
    ATTENDANCE.name: RowKey(("Attendance_id",)),
}


def keyed(frame: pl.DataFrame, key: RowKey, *, by_contact_id: bool = True) -> pl.DataFrame:
    """`frame` with KEY, unique in it: a key that comes again has `#2`, `#3` … at its end.

    `by_contact_id` is off where the frame to compare with has no IDs of contacts: then all are known by their place.
    """
    parts = [pl.col(name) if name in frame.columns else pl.lit("") for name in key.columns]
    if key.contact:
        parts.append(_contact(frame, key, by_contact_id=by_contact_id))
    joined = frame.with_columns(pl.concat_str(parts, separator=_BETWEEN).alias(KEY))
    if not joined[KEY].is_duplicated().any():
        return joined
    place = pl.int_range(1, pl.len() + 1).over(KEY)
    # Not pl.format: in Polars 2.1 it panics where a chunk of the frame lost all its rows to a filter.
    again = pl.concat_str(pl.col(KEY), pl.lit("#"), place)
    return joined.with_columns(pl.when(place > 1).then(again).otherwise(pl.col(KEY)).alias(KEY))


def _contact(frame: pl.DataFrame, key: RowKey, *, by_contact_id: bool) -> pl.Expr:
    person = [name for name in key.columns if name in frame.columns]
    if not person:
        return pl.lit("")
    if not by_contact_id or key.contact not in frame.columns:
        return pl.int_range(1, pl.len() + 1).over(person).cast(pl.String)
    without = pl.col(key.contact) == ""
    place = without.cast(pl.Int64).cum_sum().over(person).cast(pl.String)
    return pl.when(without).then(place).otherwise(pl.col(key.contact))


def written(key: pl.Expr) -> pl.Expr:
    """A key as people read it: its parts joined by `/`."""
    return key.str.replace_all(_BETWEEN, "/", literal=True)
