"""One run of the export: from a source to files and findings (export-options §8)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from roster_core.clever import crossfile
from roster_core.clever.columns import Table, build_table, required_blank
from roster_core.clever.files import admins, schools, sections, staff, teachers
from roster_core.clever.output import Output
from roster_core.clever.people.staff import email_findings, read_people
from roster_core.clever.people.staff_choice import choose_staff, no_exclusions
from roster_core.clever.people.staff_logins import staff_logins, teacher_logins
from roster_core.clever.profile.file import Given
from roster_core.clever.run import Run, open_run
from roster_core.clever.sections import enrollments
from roster_core.clever.sections.finish import no_combinations, settle_sections
from roster_core.clever.sections.plan import plan_sections
from roster_core.clever.source.source import Source
from roster_core.clever.students import columns as students
from roster_core.clever.students.blocks import Progress, write_students
from roster_core.clever.students.fill import key_ranges
from roster_core.findings import sorted_frame, to_frame

#: Students filled at a time: bounds memory, never changes a byte.
BLOCK_SIZE = 25_000


@dataclass(frozen=True)
class Export:
    """What a run gave: every finding, and rows by file; no files at all if the profile ended the run.

    `combinations` has a row for each inclusion section that joined another (as in `Settled`),
    `exclusions` one for each member of the staff left out of staff.csv (as in `Chosen`).
    """

    findings: pl.DataFrame
    counts: dict[str, int]
    combinations: pl.DataFrame = field(default_factory=no_combinations)
    exclusions: pl.DataFrame = field(default_factory=no_exclusions)

    @property
    def tables(self) -> dict[str, pl.DataFrame]:
        """What is told beside findings and files, by name."""
        return {"combinations": self.combinations, "exclusions": self.exclusions}


def build(
    source: Source,
    given: Given,
    output: Output,
    *,
    today: date,
    secret: str | None = None,
    block_size: int = BLOCK_SIZE,
    scratch: Path | None = None,
    progress: Progress = lambda _done, _total, _what: None,
) -> Export:
    """Write the files of one run to `output`.

    `today` is the day in the district's time zone, used unless the options name one. `scratch` is a folder for what is
    set aside meanwhile. `progress` is told steps done, steps in all, and what comes next. Equal input gives equal
    bytes, whatever the block size.

    Raises:
        Refusal: The source has no such district.
    """
    opening = open_run(source, given, today=today, secret=secret)
    if opening.run is None:
        return Export(sorted_frame([to_frame(opening.findings)]), {})
    writing = _Writing(opening.run, output, findings=[to_frame(opening.findings)])
    _write_all(source, writing, block_size=block_size, scratch=scratch, progress=progress)
    return Export(sorted_frame(writing.findings), writing.counts, writing.combinations, writing.exclusions)


@dataclass
class _Writing:
    """A run while it is written: rows by file, and what was found so far."""

    run: Run
    output: Output
    findings: list[pl.DataFrame]
    counts: dict[str, int] = field(default_factory=dict)
    combinations: pl.DataFrame = field(default_factory=no_combinations)
    exclusions: pl.DataFrame = field(default_factory=no_exclusions)

    def table(self, table: Table, rows: pl.DataFrame, *, but: Sequence[str] = ()) -> pl.DataFrame:
        """Write a small file whole; its required cells (those `but` apart) and schools are checked."""
        written = build_table(rows, table, self.run.options)
        self.output.start(table.name, written.columns)
        self.output.add(written)
        self.counts[table.name] = len(written)
        scope = self.run.scope["school_code"].to_list()
        self.findings.append(required_blank(written, table, self.run.options, but=but))
        self.findings.append(crossfile.schools_known(table.name, written["School_id"], scope))
        return written


def _write_all(source: Source, writing: _Writing, *, block_size: int, scratch: Path | None, progress: Progress) -> None:
    run, ranges = writing.run, key_ranges(source, block_size)
    steps = len(ranges) + 3
    progress(0, steps, "schools, staff and sections")
    people = read_people(source, run)
    plan = plan_sections(source, run, people)
    school_rows = schools.school_rows(run, people)
    writing.table(schools.TABLE, school_rows)
    filled = write_students(
        source,
        run,
        writing.output,
        ranges,
        scratch=scratch,
        told=lambda done, what: progress(1 + done, steps, what),
    )
    writing.counts[students.TABLE.name] = filled.rows
    progress(steps - 2, steps, "enrollments")
    settled = settle_sections(source, run, people, plan, filled)
    writing.combinations = settled.combinations
    teacher_rows = teachers.teacher_rows(run, people, settled)
    chosen = choose_staff(source, run, people, staff.offered_staff(people))
    writing.exclusions = chosen.exclusions
    staff_rows = staff.staff_rows(run, people, chosen.people)
    teachers_csv = writing.table(teachers.TABLE, teacher_rows)
    sections_csv = writing.table(sections.TABLE, settled.sections)
    writing.counts[enrollments.TABLE.name] = _write_enrollments(settled.links, writing)
    progress(steps - 1, steps, "staff and findings")
    staff_csv = writing.table(staff.TABLE, staff_rows, but=("Staff_email",))
    if run.options.write_admins_file:
        writing.table(admins.TABLE, staff_rows, but=("Admin_email",))
    writing.findings += (
        schools.school_findings(school_rows),
        filled.findings,
        settled.findings,
        chosen.findings,
        *_staff_findings(teacher_rows, staff_rows, run),
        crossfile.teachers_known(sections_csv, teachers_csv),
        crossfile.emails_agree(teachers_csv, staff_csv),
        crossfile.keys_unique(teachers.TABLE.name, teachers_csv, teachers.TABLE.key),
        crossfile.keys_unique(staff.TABLE.name, staff_csv, staff.TABLE.key),
    )
    progress(steps, steps, "done")


def _write_enrollments(links: enrollments.Links, writing: _Writing) -> int:
    writing.output.start(enrollments.TABLE.name, enrollments.TABLE.header(writing.run.options))
    for piece in links.pieces():
        writing.output.add(piece)
    return len(links.written)


def _staff_findings(teacher_rows: pl.DataFrame, staff_rows: pl.DataFrame, run: Run) -> tuple[pl.DataFrame, ...]:
    """What is said of the people in teachers.csv and staff.csv, each person once, in the file that it is about."""
    in_teachers = teacher_rows.unique("person_id").sort("staff_id").with_columns(file=pl.lit(teachers.TABLE.name))
    in_staff = staff_rows.unique("person_id").sort("staff_id").with_columns(file=pl.lit(staff.TABLE.name))
    only_staff = in_staff.join(in_teachers, on="person_id", how="anti")
    about = ["person_id", "staff_id", "first_name", "last_name", "given_email", "email", "file"]
    return (
        email_findings(pl.concat((in_teachers.select(about), only_staff.select(about))), run),
        teachers.shared_findings(teacher_rows),
        to_frame((*teachers.several_rows(teacher_rows), *staff.role_notes(run))),
        teacher_logins(run).findings(in_teachers, run),
        staff_logins(run).findings(in_staff, run),
    )
