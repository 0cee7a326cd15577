"""enrollments.csv: links are ranked, packed into a number each, sorted, then made text (export-engine §5.4)."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.columns import Column, Need, Table, field
from roster_core.clever.report import amount
from roster_core.clever.run import Run
from roster_core.clever.source import Read, Source
from roster_core.findings import Finding

TABLE = Table(
    "enrollments.csv",
    (
        Column("School_id", Need.REQUIRED, field("school_code")),
        Column("Section_id", Need.REQUIRED, field("written_id")),
        Column("Student_id", Need.REQUIRED, field("district_number")),
    ),
    key=("Section_id", "Student_id"),
    order=(pl.col("school_code"), pl.col("written_id"), pl.col("district_number")),
)
_LINKS = Read("section_enrollment", {"section_id": pl.Int64, "person_id": pl.Int64})
_SHIFT = 1 << 32
#: Rows made text at a time.
_PIECE = 1_000_000


@dataclass(frozen=True)
class Links:
    """The enrollments: sorted `keys` (section rank and student rank in one number) and what the ranks stand for.

    `sections` and `students` hold the written texts in the order of their ranks; `attended` the `section_id` of
    sections with an exported student; `dropped` how many links lead to a student who is not exported.
    """

    keys: pl.Series
    sections: pl.DataFrame
    students: pl.Series
    attended: pl.Series
    dropped: int

    def pieces(self) -> Iterator[pl.DataFrame]:
        """The rows of enrollments.csv in the order written, piece by piece."""
        for start in range(0, len(self.keys), _PIECE):
            keys = self.keys.slice(start, _PIECE)
            section, student = keys // _SHIFT, keys % _SHIFT
            yield self.sections.select(pl.all().gather(section)).with_columns(self.students.gather(student))


def read_links(source: Source, run: Run, sections: pl.DataFrame, students: pl.DataFrame) -> Links:
    """The links on the day between these sections and students, each once.

    `sections` have `section_id`, `school_code`, `written_id`; `students` have `person_id`, `district_number`.
    """
    ranked = _ranked(sections.select("section_id", "school_code", "written_id"), ["school_code", "written_id"])
    known = _ranked(students.select("person_id", "district_number"), ["district_number"])
    to_section, to_student = _lookup(ranked, "section_id"), _lookup(known, "person_id")
    keys, dropped = [pl.Series(dtype=pl.UInt64)], [pl.Series(dtype=pl.UInt64)]
    for batch in source.batches(_LINKS.where(status="ACTIVE").on("entry_date", "exit_date", run.as_of)):
        pair = batch.select(
            section=_rank(to_section, "section_id"), student=_rank(to_student, "person_id"), person="person_id"
        )
        listed = pair.filter(pl.col("section") >= 0)
        keys.append(_packed(listed.filter(pl.col("student") >= 0), "student"))
        dropped.append(_packed(listed.filter(pl.col("student") < 0), "person"))
    together = _distinct(pl.concat(keys))
    attended = ranked.filter(pl.col("rank").is_in((together // _SHIFT).unique().implode()))["section_id"]
    texts = ranked.unique("rank", maintain_order=True).sort("rank").select("school_code", "written_id")
    return Links(together, texts, known.sort("rank")["district_number"], attended, _distinct(pl.concat(dropped)).len())


def _ranked(rows: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """`rank` from 0 in the order of the written texts; equal texts share one, so that no row is written twice."""
    return rows.sort(by).with_columns(rank=pl.struct(by).rle_id().cast(pl.Int64))


def _lookup(ranked: pl.DataFrame, key: str) -> pl.Series:
    """At the position of each ID its rank, -1 at every other."""
    size = int(ranked[key].max() or 0) + 1  # type: ignore[arg-type] # an Int64 column has whole numbers
    return pl.repeat(-1, size, dtype=pl.Int64, eager=True).scatter(ranked[key], ranked["rank"])


def _rank(lookup: pl.Series, key: str) -> pl.Expr:
    inside = pl.col(key) < len(lookup)
    return pl.when(inside).then(pl.lit(lookup).gather(pl.when(inside).then(key).otherwise(0))).otherwise(-1)


def _packed(pairs: pl.DataFrame, second: str) -> pl.Series:
    high, low = pl.col("section").cast(pl.UInt64), pl.col(second).cast(pl.UInt64)
    return pairs.select((high * _SHIFT + low).alias("")).to_series()


def _distinct(keys: pl.Series) -> pl.Series:
    ordered = keys.sort()
    return ordered.filter(ordered.ne_missing(ordered.shift(1)))


def out_of_scope(links: Links) -> list[Finding]:
    """The note on links that lead to students who are not exported."""
    facts = {"enrollments": amount(links.dropped, "enrollment")}
    return [Finding(kinds.ENROLLMENT_OUT_OF_SCOPE, TABLE.name, facts=facts)] if links.dropped else []
