"""The stored roster as frames: tables as they are, and the same in the form of roster CSV."""

from collections.abc import Mapping

import polars as pl
import sqlalchemy as sa

from roster_core.roster.entities import ENTITIES, PERSON_COLUMNS, PERSON_FILES, Entity
from roster_core.roster.frames import read_frame
from roster_core.roster.layout import FILE_BY_NAME
from roster_core.roster.numbering import Known
from roster_core.roster.tables.named import table_named

#: Columns that say when a row was written, not what it says.
STAMPS = ("created_at", "updated_at")


def table_columns(table: str) -> tuple[str, ...]:
    """The columns of a table without the district and the stamps."""
    return tuple(column.name for column in table_named(table).c if column.name not in ("district_id", *STAMPS))


def read_table(connection: sa.Connection, table: str, district_id: int) -> pl.DataFrame:
    """All rows of the district in `table`; decimals in their shortest form."""
    frame = read_frame(connection, table_named(table), district_id, table_columns(table))
    if table == "student_gpa":
        shortest = pl.col("value").str.replace(r"0+$", "").str.replace(r"\.$", "")
        frame = frame.with_columns(shortest.alias("value"))
    return frame


def read_tables(connection: sa.Connection, district_id: int) -> dict[str, pl.DataFrame]:
    """Every table that a load writes, but `district`, by name."""
    names = dict.fromkeys(("school", "person", *(entity.table for entity in ENTITIES if entity.table)))
    return {name: read_table(connection, name, district_id) for name in names}


def known_numbers(tables: Mapping[str, pl.DataFrame]) -> Known:
    """The numbers in use, from stored tables."""
    return Known(
        schools=tables["school"].select("school_id", "school_code"),
        persons=tables["person"].select("person_id", "kind", "person_key"),
        courses=tables["course"].select("course_id", "school_id", "school_year", "course_code"),
        sections=tables["section"].select("section_id", "course_id", "section_code"),
    )


def as_files(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Stored tables in the form of checked roster files: natural keys, the columns of roster-csv §4 in order, typed.

    Persons who left are not in the roster and so not in the files. `district` is not among them.
    """
    persons = tables["person"].filter(pl.col("left_at").is_null())
    schools = tables["school"].select("school_id", "school_code")
    section_codes = (
        tables["section"]
        .select("section_id", "course_id", "section_code")
        .join(tables["course"].select("course_id", "school_id", "school_year", "course_code"), on="course_id")
        .join(schools, on="school_id")
        .select("section_id", "school_code", "school_year", "course_code", "section_code")
    )
    return {entity.file: _file(entity, tables, persons, schools, section_codes) for entity in ENTITIES}


def _file(
    entity: Entity,
    tables: Mapping[str, pl.DataFrame],
    persons: pl.DataFrame,
    schools: pl.DataFrame,
    section_codes: pl.DataFrame,
) -> pl.DataFrame:
    kinds = {file: (kind, key) for kind, (file, key) in PERSON_FILES.items()}
    if entity.file in kinds:
        kind, key = kinds[entity.file]
        frame = _people(persons.filter(pl.col("kind") == kind), key, persons)
        if entity.table:
            frame = frame.drop(key).join(tables[entity.table], on="person_id")
    else:
        frame = tables[entity.table]
    for name, blank in entity.blanks.items():
        frame = frame.with_columns(pl.when(pl.col(name) != pl.lit(blank)).then(name).alias(name))
    if entity.by_section:
        frame = frame.join(section_codes, on="section_id", how="left")
    if entity.file == "sections":
        frame = frame.join(tables["course"].select("course_id", "course_code"), on="course_id", how="left")
    for ref in entity.refs:
        if ref.target == "school":
            lookup = schools.rename({"school_code": ref.column, "school_id": ref.into})
        else:
            lookup = persons.select(
                pl.col("person_id").alias(ref.into),
                pl.col("person_key").alias(ref.column),
                *([pl.col("kind").alias("person_type")] if ref.kind_column == "person_type" else []),
            )
        frame = frame.join(lookup, on=ref.into, how="left")
    frame = frame.rename({stored: shown for shown, stored in entity.columns.items()})
    layout = FILE_BY_NAME[entity.file]
    return frame.select(pl.col(column.name).cast(column.type.dtype) for column in layout.columns)


def _people(frame: pl.DataFrame, key: str, persons: pl.DataFrame) -> pl.DataFrame:
    same_as = persons.select(same_as_person_id="person_id", same_as_staff_id="person_key")
    return frame.join(same_as, on="same_as_person_id", how="left").select(
        "person_id", "same_as_staff_id", pl.col("person_key").alias(key), *PERSON_COLUMNS
    )
