"""Students, one range of keys at a time: read, rules, cells, findings (export-options §3, §8 steps 2–4 and 12)."""

from dataclasses import dataclass, replace

import polars as pl

from roster_core.clever import grades, kinds
from roster_core.clever.columns import cells
from roster_core.clever.demographics import unmapped, with_demographics
from roster_core.clever.emails import in_domains, is_address
from roster_core.clever.files.students import TABLE
from roster_core.clever.guardians import contact_findings, custody_findings, read_guardians
from roster_core.clever.report import found, full_name, link
from roster_core.clever.run import Run
from roster_core.clever.source import Read, Source
from roster_core.clever.usernames import username
from roster_core.findings import Kind, Severity

_STUDENTS = Read(
    "student",
    {
        "person_id": pl.Int64,
        **dict.fromkeys(
            (
                "district_number",
                "state_id",
                "school_email",
                "race_code",
                "free_reduced_lunch",
                "home_language_code",
                "special_ed_status_description",
            ),
            pl.String,
        ),
        "hispanic": pl.Boolean,
        "has_active_iep": pl.Boolean,
        "iep_start": pl.Date,
        "iep_end": pl.Date,
    },
)
_PERSONS = Read(
    "person",
    {
        "person_id": pl.Int64,
        **dict.fromkeys(("first_name", "middle_name", "last_name", "gender", "left_at"), pl.String),
        "birth_date": pl.Date,
    },
)
_ENROLLMENTS = Read(
    "student_enrollment",
    {
        "person_id": pl.Int64,
        "school_id": pl.Int64,
        "entry_date": pl.Date,
        "state_grade_code": pl.String,
        "homeroom_code": pl.String,
    },
)
_KEYS = Read("student", {"person_id": pl.Int64})


@dataclass(frozen=True)
class Block:
    """What a range of students gives.

    `written` are cells of students.csv with the values to sort by; `students` has `person_id`, `district_number`,
    names, `email` and `username` of each exported student, for what must hold among all of them; `grades`,
    `iep_texts` and `completed` (addresses that needed the suffix) are counts for what is said once; `findings` is a
    findings frame.
    """

    written: pl.DataFrame
    students: pl.DataFrame
    grades: pl.DataFrame
    iep_texts: int
    completed: int
    findings: pl.DataFrame

    def without_rows(self) -> "Block":
        """The same without its rows, once they are set aside."""
        return replace(self, written=self.written.clear())


def key_ranges(source: Source, size: int) -> list[tuple[int, int]]:
    """Ranges of `person_id` with at most `size` students each, in order."""
    keys = source.table(_KEYS)["person_id"].sort()
    return [(int(piece[0]), int(piece[-1])) for piece in _pieces(keys, size)]


def _pieces(keys: pl.Series, size: int) -> list[pl.Series]:
    return [keys.slice(start, size) for start in range(0, len(keys), size)]


def fill(source: Source, run: Run, low: int, high: int) -> Block:
    """The students whose `person_id` is from `low` to `high`."""
    students = _with_cells(_population(source, run, low, high), run)
    guardians = read_guardians(source, run, low, high)
    rows = students.join(guardians.written, on="person_id", how="left")
    parts = (
        _grade_missing(students),
        unmapped(students),
        _email_findings(students, run),
        contact_findings(rows),
        custody_findings(students.join(guardians.custody_only, on="person_id")),
    )
    return Block(
        written=cells(rows, TABLE, run.options),
        students=students.select("person_id", "district_number", "first_name", "last_name", "email", "username"),
        grades=grades.tally(students, run.options),
        completed=int(students["completed"].sum()),
        iep_texts=0 if run.options.iep_yes_no else students["special_ed_status_description"].count(),
        findings=pl.concat(parts),
    )


def _population(source: Source, run: Run, low: int, high: int) -> pl.DataFrame:
    """Active students with a primary enrollment on the day at a school in scope (export-options §3)."""
    students = source.table(_STUDENTS.where(do_not_export=False).between("person_id", low, high))
    persons = source.table(_PERSONS.where(kind="STUDENT", status="ACTIVE").between("person_id", low, high))
    enrolled = source.table(
        _ENROLLMENTS.where(school_year=run.year, status="ACTIVE", is_primary=True)
        .on("entry_date", "exit_date", run.as_of)
        .between("person_id", low, high)
    )
    # A load keeps primary enrollments apart; should two meet all the same, the earlier one counts.
    one = enrolled.sort("person_id", "entry_date", "school_id").unique("person_id", keep="first", maintain_order=True)
    return (
        students.join(persons.filter(pl.col("left_at").is_null()), on="person_id")
        .join(one, on="person_id")
        .join(run.scope.select("school_id", "school_code"), on="school_id")
    )


def _with_cells(students: pl.DataFrame, run: Run) -> pl.DataFrame:
    iep_in_force = (
        pl.col("has_active_iep")
        & (pl.col("iep_start").is_null() | (pl.col("iep_start") <= run.as_of))
        & (pl.col("iep_end").is_null() | (pl.col("iep_end") >= run.as_of))
    )
    return (
        with_demographics(students, run.codes)
        .with_columns(*_given_email(run), iep_in_force=iep_in_force)
        .with_columns(email=pl.when(is_address(pl.col("given_email"))).then("given_email"))
        .with_columns(username=username(run.options.student_username_source, "district_number"))
    )


def _given_email(run: Run) -> list[pl.Expr]:
    """`given_email`: what G07 names, `completed` by G09 where it has no @."""
    options = run.options
    base = pl.col("school_email") if options.student_email_source == "student_email" else pl.lit(None, dtype=pl.String)
    bare = ~base.str.contains("@", literal=True).fill_null(value=True) & bool(options.student_email_suffix)
    return [
        pl.when(bare).then(base + options.student_email_suffix).otherwise(base).alias("given_email"),
        bare.alias("completed"),
    ]


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
