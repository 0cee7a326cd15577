"""enrollments.csv: links are ranked, packed into a number each, sorted, then made text (export-engine §5.4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.columns import Column, Need, Table, field
from roster_core.clever.report import amount
from roster_core.clever.run import Run
from roster_core.clever.source.source import Read, Source
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
#: Ranks of who is not exported, and of who would be but for G12 or G13.
_UNKNOWN, _REMOVED = -1, -2
#: Rows made text at a time.
_PIECE = 250_000


@dataclass(frozen=True)
class Links:
    """The enrollments: sorted `keys` (section rank and student rank in one number) and what the ranks stand for.

    `sections` (`section_id`, `school_code`, `written_id`) and `students` (`person_id`, `district_number`) are in the
    order of their ranks. `elsewhere` are section rank and person of links that lead to students who are not exported,
    `removed` the `section_id` of sections with a student left out by G12 or G13, `moved` how many exported students
    (`students`) each section brings that joins another (`section_id`).
    """

    keys: pl.Series
    sections: pl.DataFrame
    students: pl.DataFrame
    elsewhere: pl.Series
    removed: pl.Series
    moved: pl.DataFrame

    @cached_property
    def attended(self) -> pl.Series:
        """The `section_id` of sections with an exported student."""
        ranks = pl.concat([pl.Series(dtype=pl.UInt64), *((piece // _SHIFT).unique() for piece in _pieces(self.keys))])
        return self.sections["section_id"].gather(ranks.unique())

    def pairs(self, section_ids: pl.Series) -> pl.DataFrame:
        """The enrollments of these sections as `section_id`, `person_id`."""
        keys = pl.concat([pl.Series(dtype=pl.UInt64), *self._of(section_ids)])
        section, student = keys // _SHIFT, keys % _SHIFT
        return pl.DataFrame(
            {
                "section_id": self.sections["section_id"].gather(section),
                "person_id": self.students["person_id"].gather(student),
            }
        )

    def tally(self, section_ids: pl.Series, values: pl.DataFrame) -> pl.DataFrame:
        """How many students of each of these sections have which value: `section_id`, `value`, `students`.

        `values` has a row for each student with `person_id` and `value`, a whole number from 0.
        """
        ranked = self.students.join(values, on="person_id", how="left", maintain_order="left")["value"]
        counted = [
            (keys // _SHIFT * _SHIFT + ranked.gather(keys % _SHIFT)).sort().rle().struct.unnest()
            for keys in self._of(section_ids)
        ]
        if not counted:
            return pl.DataFrame(schema=dict.fromkeys(("section_id", "value", "students"), pl.Int64))
        section, value = pl.col("value") // _SHIFT, (pl.col("value") % _SHIFT).cast(pl.Int64)
        together = pl.concat(counted).select(section=section, value=value, students=pl.col("len").cast(pl.Int64))
        summed = together.group_by("section", "value").agg(pl.col("students").sum())
        ids = self.sections["section_id"].gather(summed["section"])
        return summed.select(ids.alias("section_id"), "value", "students")

    def _of(self, section_ids: pl.Series) -> Iterator[pl.Series]:
        asked = self.sections["section_id"].is_in(section_ids.implode())
        for keys in _pieces(self.keys):
            yield keys.filter(asked.gather(keys // _SHIFT))

    def pieces(self) -> Iterator[pl.DataFrame]:
        """The rows of enrollments.csv in the order written, piece by piece."""
        texts, numbers = self.sections.select("school_code", "written_id"), self.students["district_number"]
        for piece in _pieces(self.written):
            section, student = piece // _SHIFT, piece % _SHIFT
            yield texts.select(pl.all().gather(section)).with_columns(numbers.gather(student))

    @cached_property
    def written(self) -> pl.Series:
        """The keys of the rows written: sections that are written alike share a rank, so that no row is there twice."""
        alike = self.sections.select(pl.struct("school_code", "written_id").rle_id()).to_series()
        if len(alike) == 0 or alike[-1] == len(alike) - 1:
            return self.keys
        first = (
            pl.DataFrame({"alike": alike}).with_row_index().select(pl.col("index").first().over("alike")).to_series()
        )
        return _distinct(first.gather(self.keys // _SHIFT).cast(pl.UInt64) * _SHIFT + self.keys % _SHIFT)


@dataclass(frozen=True)
class Asked:
    """What links are read for.

    `sections` have `section_id`, `school_code`, `written_id`; `links` map `section_id` to `target_id`, the section
    written, with `guest` where the two differ; `students` have `person_id`, `district_number`; `removed` are the
    `person_id` left out by G12 or G13; `pupils` are further pairs of `section_id` and `person_id` of exported students.
    """

    sections: pl.DataFrame
    links: pl.DataFrame
    students: pl.DataFrame
    removed: pl.DataFrame
    pupils: pl.DataFrame


def read_links(source: Source, run: Run, asked: Asked) -> Links:
    """The links on the day between the sections and students asked for, each once."""
    sections = asked.sections.select("section_id", "school_code", "written_id").sort("school_code", "written_id")
    students = asked.students.select("person_id", "district_number").sort("district_number")
    ranks = sections.select(target_id="section_id", rank=pl.int_range(pl.len()))
    of_section = asked.links.join(ranks, on="target_id")
    to_section = _lookup(of_section["section_id"], of_section["rank"])
    gone = asked.removed["person_id"]
    to_student = _lookup(
        students["person_id"].append(gone),
        pl.int_range(len(students), eager=True).append(pl.repeat(_REMOVED, len(gone), dtype=pl.Int64, eager=True)),
    )
    guests = asked.links.filter("guest")["section_id"]
    keys, elsewhere, removed, moved = ([pl.Series(dtype=pl.UInt64)] for _ in range(4))
    for batch in source.batches(_LINKS.where(status="ACTIVE").on("entry_date", "exit_date", run.as_of)):
        listed = batch.with_columns(
            section=_rank(to_section, "section_id"), student=_rank(to_student, "person_id")
        ).filter(pl.col("section") >= 0)
        exported = listed.filter(pl.col("student") >= 0)
        keys.append(_packed(exported, "section", "student"))
        elsewhere.append(_packed(listed.filter(pl.col("student") == _UNKNOWN), "section", "person_id"))
        if len(gone):
            removed.append(listed.filter(pl.col("student") == _REMOVED)["section"].unique().cast(pl.UInt64))
        if len(guests):
            joining = exported.filter(pl.col("section_id").is_in(guests.implode()))
            moved.append(_packed(joining, "section_id", "student"))
    in_rooms = asked.pupils.join(ranks, left_on="section_id", right_on="target_id").select(
        section="rank", student=_rank(to_student, "person_id")
    )
    keys.append(_packed(in_rooms, "section", "student"))
    return Links(
        _distinct(pl.concat(keys)),
        sections,
        students,
        _distinct(pl.concat(elsewhere)),
        sections["section_id"].gather(pl.concat(removed).unique()),
        _counted(_distinct(pl.concat(moved))),
    )


def _lookup(ids: pl.Series, values: pl.Series) -> pl.Series:
    """At the position of each ID its value, `_UNKNOWN` at every other."""
    size = int(ids.max() or 0) + 1  # type: ignore[arg-type] # an Int64 column has whole numbers
    return pl.repeat(_UNKNOWN, size, dtype=pl.Int64, eager=True).scatter(ids, values)


def _rank(lookup: pl.Series, key: str) -> pl.Expr:
    inside = pl.col(key) < len(lookup)
    return pl.when(inside).then(pl.lit(lookup).gather(pl.when(inside).then(key).otherwise(0))).otherwise(_UNKNOWN)


def _packed(pairs: pl.DataFrame, first: str, second: str) -> pl.Series:
    high, low = pl.col(first).cast(pl.UInt64), pl.col(second).cast(pl.UInt64)
    return pairs.select((high * _SHIFT + low).alias("")).to_series()


def _pieces(keys: pl.Series) -> Iterator[pl.Series]:
    return (keys.slice(start, _PIECE) for start in range(0, len(keys), _PIECE))


def _distinct(keys: pl.Series) -> pl.Series:
    """The keys sorted, each once; piece by piece, as they are many."""
    ordered = keys.sort()
    parts = [ordered.slice(0, 1)]
    for start in range(1, len(ordered), _PIECE):
        piece = ordered.slice(start, _PIECE)
        parts.append(piece.filter(piece != ordered.slice(start - 1, len(piece))))
    return pl.concat(parts)


def _counted(moved: pl.Series) -> pl.DataFrame:
    pairs = pl.DataFrame({"section_id": (moved // _SHIFT).cast(pl.Int64)})
    return pairs.group_by("section_id").agg(students=pl.len().cast(pl.Int64))


def out_of_scope(links: Links, exported: pl.Series) -> list[Finding]:
    """The note on links of exported sections (`section_id`) that lead to students who are not exported."""
    ours = links.sections["section_id"].is_in(exported.implode())
    count = int(ours.gather(links.elsewhere // _SHIFT).sum())
    facts = {"enrollments": amount(count, "enrollment")}
    return [Finding(kinds.ENROLLMENT_OUT_OF_SCOPE, TABLE.name, facts=facts)] if count else []
