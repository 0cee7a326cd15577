"""Natural keys of a checked roster → the numbers that the tables use; nobody who is known is numbered anew."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from roster_core.roster.entities import ENTITIES, PERSON_COLUMNS, PERSON_FILES, Entity

_SECTION_CODES = ("school_code", "school_year", "course_code", "section_code")
#: What `person` says where the file of the kind has no such column.
_PERSON_DEFAULTS = {"status": "ACTIVE", "photo_restricted": False, "record_confidential": False}


@dataclass(frozen=True)
class Known:
    """The numbers in use: frames (school_id, school_code), (person_id, kind, person_key), (course_id, school_id,
    school_year, course_code), (section_id, course_id, section_code).
    """  # noqa: D205 - one sentence, longer than a line

    schools: pl.DataFrame
    persons: pl.DataFrame
    courses: pl.DataFrame
    sections: pl.DataFrame


def place(tables: Mapping[str, pl.DataFrame], known: Known) -> dict[str, pl.DataFrame]:
    """The rows of every table but `district`, by table name, with numbers in place of natural keys.

    `tables` are checked roster tables (references spelled as the record referred to). New numbers follow the highest
    known one in the order of the natural keys, so that the same load gives the same numbers.
    """
    schools = _numbered(tables["schools"], known.schools, "school_id", ("school_code",))
    persons, by_kind = _persons(tables, known.persons)
    ids: dict[str, pl.DataFrame] = {
        "school": schools.select(key="school_code", number="school_id"),
        **{kind: frame.select("key", number="person_id") for kind, frame in by_kind.items()},
    }
    courses = _numbered(
        _resolved(tables["courses"], _entity("courses"), ids),
        known.courses,
        "course_id",
        ("school_id", "school_year", "course_code"),
    )
    sections = _numbered(
        _resolved(tables["sections"], _entity("sections"), ids)
        .join(courses.select("school_id", "school_year", "course_code", "course_id"), on=_COURSE, how="left")
        .drop("course_code"),
        known.sections,
        "section_id",
        ("course_id", "section_code"),
    )
    section_ids = (
        sections.select("section_id", "course_id", "section_code")
        .join(courses.select("course_id", "school_id", "school_year", "course_code"), on="course_id")
        .join(schools.select("school_id", "school_code"), on="school_id")
        .select("section_id", *_SECTION_CODES)
    )
    placed = {"school": schools, "person": persons, "course": courses, "section": sections}
    for entity in ENTITIES:
        if entity.table in placed or not entity.table:
            continue
        frame = tables[entity.file]
        if entity.by_section:
            frame = frame.join(section_ids, on=_SECTION_CODES, how="left").drop(_SECTION_CODES)
        if entity.file in ("students", "staff"):
            frame = _with_person_id(frame, entity, ids)
        placed[entity.table] = _finished(_resolved(frame, entity, ids), entity)
    return {name: frame.drop("_file", "_row", strict=False) for name, frame in placed.items()}


_COURSE = ("school_id", "school_year", "course_code")


def _entity(file: str) -> Entity:
    return next(entity for entity in ENTITIES if entity.file == file)


def _numbered(frame: pl.DataFrame, known: pl.DataFrame, number: str, key: tuple[str, ...]) -> pl.DataFrame:
    """`frame` with the column `number`: that of the known row with the same key, case aside, else a new one."""
    folded = [_folded(frame, name).alias(f"_{name}") for name in key]
    before = known.select(number, *(_folded(known, name).alias(f"_{name}") for name in key))
    joined = frame.with_columns(folded).join(before, on=[f"_{name}" for name in key], how="left")
    start = known[number].max() or 0
    fresh = pl.col(number).is_null()
    ordered = joined.sort([f"_{name}" for name in key])
    return ordered.with_columns(
        pl.when(fresh).then(fresh.cum_sum() + pl.lit(start, pl.Int64)).otherwise(number).cast(pl.Int64).alias(number)
    ).drop([f"_{name}" for name in key])


def _folded(frame: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(name).str.to_lowercase() if frame.schema[name] == pl.String else pl.col(name)


def _persons(tables: Mapping[str, pl.DataFrame], known: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
    parts = []
    for kind, (file, key) in PERSON_FILES.items():
        frame = tables[file]
        columns = [
            pl.col(name) if name in frame.columns else pl.lit(_PERSON_DEFAULTS.get(name)).alias(name)
            for name in PERSON_COLUMNS
        ]
        same_as = pl.col("same_as_staff_id") if "same_as_staff_id" in frame.columns else pl.lit(None, pl.String)
        parts.append(
            frame.select(
                pl.lit(kind).alias("kind"), pl.col(key).alias("person_key"), *columns, same_as.alias("same_as")
            ).with_columns(pl.col("birth_date").cast(pl.Date), pl.col(_TEXT_OF_PERSON).cast(pl.String))
        )
    persons = _numbered(pl.concat(parts), known, "person_id", ("kind", "person_key"))
    by_kind = {
        kind: persons.filter(pl.col("kind") == kind).select(pl.col("person_key").alias("key"), "person_id")
        for kind in PERSON_FILES
    }
    staff = by_kind["STAFF"].select(same_as="key", same_as_person_id="person_id")
    return persons.join(staff, on="same_as", how="left").drop("same_as"), by_kind


_TEXT_OF_PERSON = [
    name for name in PERSON_COLUMNS if name not in ("birth_date", "photo_restricted", "record_confidential")
]


def _with_person_id(frame: pl.DataFrame, entity: Entity, ids: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    kind, key = next((kind, key) for kind, (file, key) in PERSON_FILES.items() if file == entity.file)
    return frame.join(ids[kind].rename({"key": key, "number": "person_id"}), on=key, how="left")


def _resolved(frame: pl.DataFrame, entity: Entity, ids: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    for ref in entity.refs:
        if ref.kind_column:
            everybody = pl.concat(
                [ids[kind].select(pl.lit(kind).alias(ref.kind_column), "key", "number") for kind in PERSON_FILES]
            )
            frame = frame.join(
                everybody.rename({"key": ref.column, "number": ref.into}), on=[ref.kind_column, ref.column], how="left"
            ).drop(ref.column)
            if ref.kind_column == "person_type":  # the number says who it is
                frame = frame.drop(ref.kind_column)
            continue
        lookup = ids[ref.target].rename({"key": ref.column, "number": ref.into})
        frame = frame.join(lookup, on=ref.column, how="left").drop(ref.column)
    return frame


def _finished(frame: pl.DataFrame, entity: Entity) -> pl.DataFrame:
    frame = frame.drop(entity.omit, strict=False).rename(entity.columns)
    frame = frame.with_columns(pl.col(name).fill_null(pl.lit(value)) for name, value in entity.blanks.items())
    if entity.table == "staff_role":
        frame = frame.with_columns(school_or_all=pl.col("school_id").fill_null(0))
    if entity.table == "phone":
        frame = frame.with_columns(digits=pl.col("number").str.replace_all(r"[^0-9]", ""))
    return frame
