"""students.csv from end to end: blocks of students, then buckets of schools (export-engine §5.5)."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.buckets import SCHOOL, Buckets
from roster_core.clever.columns import in_order, required_blank
from roster_core.clever.crossfile import keys_unique, schools_known
from roster_core.clever.emails import repeated
from roster_core.clever.output import Output
from roster_core.clever.people import grades
from roster_core.clever.people.guardians import custody_note
from roster_core.clever.people.login_findings import password_notes, username_findings
from roster_core.clever.people.student_logins import ABOUT, password_rule
from roster_core.clever.profile.validity import unused_email_suffix
from roster_core.clever.report import amount, found, full_name, link
from roster_core.clever.run import Run
from roster_core.clever.shelf import Shelf
from roster_core.clever.source.source import Source
from roster_core.clever.students.columns import TABLE
from roster_core.clever.students.fill import Block, fill
from roster_core.findings import Finding, to_frame

#: Told steps done, steps in all, and what comes next.
Progress = Callable[[int, int, str], None]
#: Told blocks done, and what comes next.
ToldBlock = Callable[[int, str], None]


@dataclass(frozen=True)
class Filled:
    """The students of a run: rows written, `students` and `removed` as in `Block`, and a findings frame."""

    rows: int
    students: pl.DataFrame
    removed: pl.DataFrame
    findings: pl.DataFrame


def write_students(
    source: Source,
    run: Run,
    output: Output,
    ranges: Sequence[tuple[int, int]],
    *,
    scratch: Path | None,
    told: ToldBlock,
) -> Filled:
    """Write students.csv from the ranges of keys; `scratch` is where parts lie meanwhile."""
    output.start(TABLE.name, TABLE.header(run.options))
    scope = run.scope["school_code"].to_list()
    blocks: list[Block] = []
    found_late: list[pl.DataFrame] = []
    count = 0
    with tempfile.TemporaryDirectory(prefix=".students-", dir=scratch) as folder:
        buckets = Buckets(Path(folder), scope, len(ranges))
        for rows in _sorted_rows(source, run, ranges, buckets, blocks, told):
            output.add(rows)
            count += len(rows)
            found_late += [required_blank(rows, TABLE, run.options), schools_known(TABLE.name, rows[SCHOOL], scope)]
    filled = blocks or [fill(source, run, 0, -1)]  # of no students, for the columns
    students, removed = (pl.concat(parts) for parts in zip(*((b.students, b.removed) for b in filled), strict=True))
    findings = [*(block.findings for block in blocks), *found_late, *_among_all(students, blocks, run)]
    return Filled(count, students, removed, pl.concat(findings))


def _sorted_rows(
    source: Source,
    run: Run,
    ranges: Sequence[tuple[int, int]],
    buckets: Buckets,
    blocks: list[Block],
    told: ToldBlock,
) -> Iterator[pl.DataFrame]:
    """The rows of the file in order; what else the blocks gave is added to `blocks`, without their rows."""
    for number, (low, high) in enumerate(ranges):
        told(number, "students")
        block = fill(source, run, low, high)
        if len(ranges) == 1:
            yield in_order(block.written)
        else:
            buckets.add(block.written, number)
            block = block.shelved(Shelf(buckets.folder), number)
        blocks.append(block.without_rows())
    yield from buckets.sorted()


def _among_all(students: pl.DataFrame, blocks: Sequence[Block], run: Run) -> Iterator[pl.DataFrame]:
    """What is said of all students together, or once."""
    options = run.options
    yield _same_email(students)
    yield username_findings(students, ABOUT, source=options.student_username_source)
    yield to_frame(password_notes(TABLE.name, password_rule(run), run.district))
    yield keys_unique(TABLE.name, students.select(Student_id="district_number"), ("Student_id",))
    if blocks:
        yield grades.tally_findings(pl.concat(block.grades for block in blocks), options)
    completed_by_suffix = options.student_email_source in ("student_email", "user_text")
    if completed_by_suffix and options.student_email_suffix and not any(block.completed for block in blocks):
        yield to_frame([unused_email_suffix()])
    yield to_frame(custody_note(sum(block.custody_contacts for block in blocks)))
    if texts := sum(block.iep_texts for block in blocks):
        yield to_frame([Finding(kinds.IEP_NOT_YN, TABLE.name, facts={"students": amount(texts, "student")})])


def _same_email(students: pl.DataFrame) -> pl.DataFrame:
    rows = repeated(students, "email")
    return found(
        rows,
        kinds.EMAIL_DUPLICATE,
        TABLE.name,
        pl.col("district_number"),
        column="Student_email",
        facts={"name": full_name(), "email": pl.col("email"), "others": amount(pl.col("others"), "other")},
        person=link("student", "district_number"),
    )
