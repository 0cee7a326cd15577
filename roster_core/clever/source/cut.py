"""A cut of a roster: some students, sections and staff, as if the district had no others (export-engine §7)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from roster_core.clever.source.source import Read, Source

#: Which tables are of which people or places, by the column that says so. Those that the engine reads in ranges of
#: students need no line.
_OF_STUDENTS = {"student": "person_id"}
_OF_STAFF = dict.fromkeys(("staff", "staff_school", "staff_role", "staff_department"), "person_id")
_OF_SECTIONS = dict.fromkeys(("section", "section_enrollment"), "section_id")
_OF_SCHOOLS = dict.fromkeys(("course", "term", "homeroom", "homeroom_staff"), "school_id")


@dataclass(frozen=True)
class Cut:
    """Who and what is looked at, by their IDs; courses, terms and homerooms are those of `schools`."""

    students: tuple[int, ...] = ()
    sections: tuple[int, ...] = ()
    staff: tuple[int, ...] = ()
    schools: tuple[int, ...] = ()

    def __or__(self, other: "Cut") -> "Cut":
        """Both together."""

        def together(ours: tuple[int, ...], theirs: tuple[int, ...]) -> tuple[int, ...]:
            return tuple(sorted({*ours, *theirs}))

        return Cut(
            together(self.students, other.students),
            together(self.sections, other.sections),
            together(self.staff, other.staff),
            together(self.schools, other.schools),
        )


@dataclass(frozen=True)
class CutSource:
    """What `source` holds of a cut. All the schools of the district are there, and whatever is defined once."""

    source: Source
    cut: Cut

    def table(self, read: Read) -> pl.DataFrame:
        """See `Source.table`."""
        return self.source.table(self._narrowed(read))

    def batches(self, read: Read) -> Iterator[pl.DataFrame]:
        """See `Source.batches`."""
        rows = self.table(read)
        if len(rows):
            yield rows

    def _narrowed(self, read: Read) -> Read:
        if read.among:
            column, other = read.among
            read = replace(read, among=(column, self._narrowed(other)))
        if read.keys and read.keys[0] == "person_id":
            _column, low, high = read.keys
            return replace(read, keys=None).only("person_id", [key for key in self.cut.students if low <= key <= high])
        for tables, ids in (
            (_OF_STUDENTS, self.cut.students),
            (_OF_STAFF, self.cut.staff),
            (_OF_SECTIONS, self.cut.sections),
            (_OF_SCHOOLS, self.cut.schools),
        ):
            if read.table in tables:
                return read.only(tables[read.table], ids)
        return read
