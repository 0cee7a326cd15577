"""Things that look the same under another ID: the receiver would delete the one and create the other."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from roster_core.clever.changes.row_keys import KEY

_AT = "at"
#: A frame of `old` and `new` keys, each at most once, and `why` they look like one thing.
Pairs = pl.DataFrame
_SCHEMA = {"old": pl.String, "new": pl.String, "why": pl.String}
#: The least share of students that two sections have in common.
SAME_STUDENTS = 0.8
_PERSON = ("Last_name", "First_name")
#: What two rows must share, all of it filled in, to look like one thing; the strongest sign first.
_SIGNS: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "schools.csv": (
        ("same state ID", ("State_id",)),
        ("same NCES ID", ("Nces_id",)),
        ("same name", ("School_name",)),
    ),
    "students.csv": (
        ("same state ID", ("State_id",)),
        ("same name and birth date", (*_PERSON, "DOB")),
        ("same name and birth date", (*_PERSON, "Dob")),
    ),
    "teachers.csv": (
        ("same state ID", ("State_teacher_id",)),
        ("same name and e-mail", (*_PERSON, "Teacher_email")),
    ),
    "staff.csv": (("same name and e-mail", (*_PERSON, "Staff_email")),),
    "admins.csv": (("same name and e-mail", (*_PERSON, "Staff_email")),),
    "sections.csv": (
        (
            "same course, name, term and teacher",
            ("School_id", "Course_number", "Name", "Term_name", "Teacher_id"),
        ),
    ),
}


def find_pairs(
    name: str, removed: pl.DataFrame, added: pl.DataFrame, pupils: tuple[pl.DataFrame, pl.DataFrame] | None
) -> Pairs:
    """Which removed things of the file `name` look like which added ones; what fits several is left unpaired.

    `pupils` are the old and the new rows of enrollments.csv, needed for sections only.
    """
    pairs = pl.DataFrame(schema=_SCHEMA)
    if removed.is_empty() or added.is_empty():
        return pairs
    for found in _found(name, removed, added, pupils):
        fresh = found.join(pairs, on="old", how="anti").join(pairs, on="new", how="anti")
        pairs = pl.concat((pairs, _once(fresh).select(_SCHEMA.keys())))
    return pairs.sort("old")


def pair_enrollments(removed: pl.DataFrame, added: pl.DataFrame, sections: Pairs, students: Pairs) -> Pairs:
    """Enrollments that are new only because the section or the student got another ID."""
    if removed.is_empty() or added.is_empty() or (sections.is_empty() and students.is_empty()):
        return pl.DataFrame(schema=_SCHEMA)
    now = removed.select(
        pl.col(KEY).alias("old"),
        *(
            pl.col(column).replace(pairs["old"], pairs["new"])
            for column, pairs in (("Section_id", sections), ("Student_id", students))
        ),
    )
    joined = now.join(
        added.select("Section_id", "Student_id", pl.col(KEY).alias("new")), on=["Section_id", "Student_id"]
    )
    why = pl.lit("its section or student has another ID")
    return joined.select("old", "new", why.alias("why")).sort("old")


def _found(
    name: str, removed: pl.DataFrame, added: pl.DataFrame, pupils: tuple[pl.DataFrame, pl.DataFrame] | None
) -> Iterator[pl.DataFrame]:
    for why, columns in _SIGNS.get(name, ()):
        if all(column in frame.columns for frame in (removed, added) for column in columns):
            yield _sharing(removed, added, columns).with_columns(why=pl.lit(why))
    if pupils is not None and all("Student_id" in frame.columns for frame in pupils):
        yield _with_same_students(removed, added, pupils)


def _sharing(removed: pl.DataFrame, added: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    sides = [
        frame.filter(pl.all_horizontal(pl.col(column) != "" for column in columns)).select(
            pl.col(KEY).alias(side), *(_sign(column) for column in columns)
        )
        for side, frame in (("old", removed), ("new", added))
    ]
    unique = [side.filter(~pl.struct(columns).is_duplicated()) for side in sides]
    return unique[0].join(unique[1], on=list(columns)).select("old", "new")


def _sign(column: str) -> pl.Expr:
    value = pl.col(column).str.to_lowercase()
    return value.str.split("@").list.first() if column.endswith("_email") else value


def _with_same_students(
    removed: pl.DataFrame, added: pl.DataFrame, pupils: tuple[pl.DataFrame, pl.DataFrame]
) -> pl.DataFrame:
    """Sections of one school that share nearly all students, and course, name or teacher; the likest pairs first."""
    about = ["Course_number", "Course_name", "Name", "Teacher_id"]
    sides = [frame.with_row_index(_AT) for frame in (removed, added)]
    rolls = [
        rows.lazy()
        .select("Section_id", "Student_id")
        .unique()
        .join(frame.lazy().select(_AT, "Section_id", "School_id"), on="Section_id")
        for rows, frame in zip(pupils, sides, strict=True)
    ]
    # Only numbers go through the large join; what the sections are about is looked at once few pairs are left.
    common = (
        rolls[0]
        .join(rolls[1], on=["School_id", "Student_id"], suffix=" new")
        .group_by(_AT, f"{_AT} new")
        .agg(common=pl.len())
    )
    sizes = [roll.group_by(_AT).agg(size=pl.len()) for roll in rolls]
    share = pl.col("common") / pl.max_horizontal("size", "size new")
    close = (
        common.join(sizes[0], on=_AT)
        .join(sizes[1].rename({_AT: f"{_AT} new", "size": "size new"}), on=f"{_AT} new")
        .filter(share >= SAME_STUDENTS)
        .collect()
    )
    told = [
        frame.select(_AT, "Section_id", *(column for column in about if column in frame.columns)) for frame in sides
    ]
    both = close.join(told[0], on=_AT).join(told[1].select(pl.all().name.suffix(" new")), on=f"{_AT} new")
    shared = [column for column in about if column in both.columns and f"{column} new" in both.columns]
    likeness = pl.sum_horizontal(
        ((pl.col(column) == pl.col(f"{column} new")) & (pl.col(column) != "")).cast(pl.Int8) for column in shared
    )
    return (
        both.with_columns(likeness.alias("likeness"))
        .filter(pl.col("likeness") > 0)
        .sort("likeness", share, "Section_id", "Section_id new", descending=[True, True, False, False])
        .select(
            old=pl.col("Section_id"),
            new=pl.col("Section_id new"),
            why=pl.concat_str((share * 100).floor().cast(pl.Int64), pl.lit(" % of the students are the same")),
        )
    )


def _once(found: pl.DataFrame) -> pl.DataFrame:
    """Of the pairs, best first, those whose keys no better pair has."""
    taken_old: set[str] = set()
    taken_new: set[str] = set()
    kept = []
    for at, (old, new) in enumerate(found.select("old", "new").iter_rows()):
        if old not in taken_old and new not in taken_new:
            taken_old.add(old)
            taken_new.add(new)
            kept.append(at)
    return found[kept]
