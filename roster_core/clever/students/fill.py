"""Students, one range of keys at a time: read, rules, cells, findings (export-options §3, §8 steps 2–4 and 12)."""

from dataclasses import dataclass, replace

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.columns import cells
from roster_core.clever.emails import in_domains
from roster_core.clever.people import grades
from roster_core.clever.people.demographics import unmapped, with_demographics
from roster_core.clever.people.guardians import guardian_findings, read_guardians
from roster_core.clever.people.population import read_population
from roster_core.clever.people.student_extras import extras_findings, with_extras
from roster_core.clever.people.student_logins import login_findings, with_logins
from roster_core.clever.report import found, full_name, link
from roster_core.clever.run import Run
from roster_core.clever.shelf import Shelf
from roster_core.clever.source.source import Read, Source
from roster_core.clever.students.columns import TABLE
from roster_core.findings import Kind, Severity

_KEYS = Read("student", {"person_id": pl.Int64})


@dataclass(frozen=True)
class Block:
    """What a range of students gives.

    `written` are cells of students.csv with the values to sort by; `students` has `person_id`, `district_number`,
    names, `email`, `username`, `enrolled_school_id` and `homeroom_code` of each exported student, for what must hold
    among all of them; `removed` the `person_id` of students left out for their grade alone; `grades`, `iep_texts`,
    `custody_contacts` (guardians written) and `completed` (addresses that needed the suffix) are counts for what is
    said once; `findings` is a findings frame.
    """

    written: pl.DataFrame
    students: pl.DataFrame
    removed: pl.DataFrame
    grades: pl.DataFrame
    iep_texts: int
    custody_contacts: int
    completed: int
    findings: pl.DataFrame

    def without_rows(self) -> "Block":
        """The same without its rows, once they are set aside."""
        return replace(self, written=pl.DataFrame(schema=self.written.schema))

    def shelved(self, shelf: Shelf, number: int) -> "Block":
        """The same, what is looked at only after all blocks being put aside under the block's number."""
        students = shelf.put(self.students, f"students-{number}")
        return replace(self, students=students, findings=shelf.put(self.findings, f"findings-{number}"))


def key_ranges(source: Source, size: int) -> list[tuple[int, int]]:
    """Ranges of `person_id` with at most `size` students each, in order."""
    keys = source.table(_KEYS)["person_id"].sort()
    return [(int(piece[0]), int(piece[-1])) for piece in _pieces(keys, size)]


def _pieces(keys: pl.Series, size: int) -> list[pl.Series]:
    return [keys.slice(start, size) for start in range(0, len(keys), size)]


def fill(source: Source, run: Run, low: int, high: int) -> Block:
    """The students whose `person_id` is from `low` to `high`."""
    population = read_population(source, run, low, high)
    students = with_extras(_with_cells(population.students, source, run), source, run, low, high)
    guardians = read_guardians(source, run, low, high)
    rows = students.join(guardians.written, on="person_id", how="left")
    parts = (
        population.findings,
        _grade_missing(students),
        unmapped(students, run.options),
        _email_findings(students, run),
        login_findings(students, run),
        guardian_findings(students, rows, guardians),
        extras_findings(students, run),
    )
    return Block(
        written=cells(rows, TABLE, run.options),
        students=students.select(
            "person_id",
            "district_number",
            "first_name",
            "last_name",
            "email",
            "username",
            "username_unfoldable",
            "homeroom_code",
            "enrolled_school_id",
        ),
        grades=grades.tally(students, run.options),
        completed=int(students["completed"].sum()),
        removed=population.removed,
        iep_texts=_iep_texts(students, run),
        custody_contacts=int(rows["custody_issue"].sum()),
        findings=pl.concat(parts),
    )


def _iep_texts(students: pl.DataFrame, run: Run) -> int:
    written = not (run.options.iep_yes_no or run.options.mask_iep_status)
    return students["special_ed_status_description"].count() if written else 0


def _with_cells(students: pl.DataFrame, source: Source, run: Run) -> pl.DataFrame:
    iep_in_force = (
        pl.col("has_active_iep")
        & (pl.col("iep_start").is_null() | (pl.col("iep_start") <= run.as_of))
        & (pl.col("iep_end").is_null() | (pl.col("iep_end") >= run.as_of))
    )
    seen = with_demographics(students, run.codes).with_columns(iep_in_force=iep_in_force)
    return with_logins(seen, source, run)


def _email_findings(students: pl.DataFrame, run: Run) -> pl.DataFrame:
    missing = students.filter(pl.col("given_email").is_null() & (run.options.student_email_source != "none"))
    invalid = students.filter(pl.col("given_email").is_not_null() & pl.col("email").is_null())
    known = in_domains(pl.col("email"), run.district.student_email_domains)
    unexpected = students.filter(pl.col("email").is_not_null() & ~known)
    return pl.concat(
        (
            _about(missing.filter(grades.needs_email()), kinds.EMAIL_MISSING, severity=Severity.WARNING),
            _about(missing.filter(~grades.needs_email()), kinds.EMAIL_MISSING),
            _about(invalid, kinds.EMAIL_INVALID),
            _about(unexpected, kinds.EMAIL_DOMAIN_UNEXPECTED),
        )
    )


def _grade_missing(students: pl.DataFrame) -> pl.DataFrame:
    return _about(students.filter(pl.col("state_grade_code").is_null()), kinds.GRADE_MISSING, column="Grade")


def _about(
    students: pl.DataFrame, kind: Kind, *, column: str = "Student_email", severity: Severity | None = None
) -> pl.DataFrame:
    return found(
        students,
        kind,
        TABLE.name,
        pl.col("district_number"),
        column=column,
        facts={"name": full_name(), "email": pl.col("given_email")},
        person=link("student", "district_number"),
        severity=severity,
    )
