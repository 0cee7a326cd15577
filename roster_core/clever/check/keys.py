"""K rules: keys that stand once, rows of one person that agree, values that belong to one person only."""

from collections.abc import Iterator, Sequence

import polars as pl

from roster_core.clever.check import kinds
from roster_core.clever.check.findings import VALUE, is_filled, rows_found, shown, text_columns
from roster_core.clever.folders.reading import ROW, CsvFile, blank_filled
from roster_core.clever.report import Fact
from roster_core.clever.spec.model import Unique
from roster_core.clever.spec.people import ADMINS, CONTACT_COLUMNS, STAFF, STUDENTS, TEACHERS

_FIRST, _OTHER, _ID = " first", " other", " id"
_ONE_PERSON = (Unique.BY_STUDENT_IF_FILLED, Unique.BY_STUDENT_ADVICE, Unique.BY_USER_ADVICE)
#: What may differ between the rows of one employee: the school and what the person does there.
_BY_SCHOOL = frozenset({"School_id", "Title", "Admin_title", "Department", "Role"})


def check_keys(file: CsvFile) -> Iterator[pl.DataFrame]:
    """Findings about keys and persons within one file. IDs are compared as written, space included."""
    if file.has(*file.spec.key):
        yield _check_repeated(file)
    if file.spec is STUDENTS and file.has("Student_id"):
        yield _check_without_contact(file, "Student_id")
        yield from _check_agreement(file, "Student_id")
    if file.spec in (TEACHERS, STAFF, ADMINS) and file.has(*file.spec.entity):
        yield from _check_agreement(file, file.spec.entity[0])
    if file.has(*file.spec.entity):
        for column in file.spec.columns:
            if column.unique in _ONE_PERSON and file.has(column.name):
                yield _check_one_person(file, column.name)


def _check_repeated(file: CsvFile) -> pl.DataFrame:
    """K01 for every row whose key stands in an earlier row; students repeat for each further contact."""
    key = list(file.spec.key)
    also = list(CONTACT_COLUMNS) if file.spec is STUDENTS else []
    rows = blank_filled(file.frame, also).select(ROW, *key, *also).filter(*(is_filled(name) for name in key))
    repeated = rows.filter(~pl.struct(*key, *also).is_first_distinct()) if also else _later(rows, key)
    if repeated.is_empty():
        return rows_found(repeated, kinds.K01, file.name, key[-1], {"key": "", "first": "", "what": ""})
    firsts = rows.group_by(*key, *also).agg(pl.col(ROW).min().alias(_FIRST))
    repeated = repeated.join(firsts, on=[*key, *also], how="left", maintain_order="left")
    words = [pl.concat_str(pl.lit(f"{name} "), shown(name)) for name in key]
    what = " with the same contact" if also else ""
    facts: dict[str, Fact] = {"key": pl.concat_str(words, separator=", "), "first": pl.col(_FIRST), "what": what}
    return rows_found(repeated, kinds.K01, file.name, key[-1], facts)


def _check_without_contact(file: CsvFile, student: str) -> pl.DataFrame:
    """K01 for the row without contact of a student who stands there before: only further contacts repeat a student."""
    rows = blank_filled(file.frame, CONTACT_COLUMNS).filter(is_filled(student) & pl.col(student).is_duplicated())
    first = pl.col(ROW).first().over(student).alias(_FIRST)
    told = rows.select(ROW, student, first, has=pl.any_horizontal(is_filled(name) for name in CONTACT_COLUMNS))
    # A second row without contact is like the first one, which is told already.
    once = told.filter(~pl.col("has") & (pl.col(ROW) != pl.col(_FIRST)) & pl.struct(student, "has").is_first_distinct())
    key = pl.concat_str(pl.lit(f"{student} "), shown(student))
    facts: dict[str, Fact] = {"key": key, "first": pl.col(_FIRST), "what": ", and this row adds no contact"}
    return rows_found(once, kinds.K01, file.name, student, facts)


def _later(rows: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """The rows whose key an earlier row has."""
    column = pl.col(key[0]) if len(key) == 1 else pl.struct(*key)
    return rows.filter(~column.is_first_distinct())


def _check_agreement(file: CsvFile, person: str) -> Iterator[pl.DataFrame]:
    """K02 (students) or K10 for every cell in which a later row of a person differs from the first."""
    kind = kinds.K02 if file.spec is STUDENTS else kinds.K10
    free = set(CONTACT_COLUMNS) if file.spec is STUDENTS else _BY_SCHOOL
    rows = file.frame.filter(is_filled(person) & pl.col(person).is_duplicated()).sort(person, ROW)
    if rows.is_empty():
        return
    for column in text_columns(file):
        if column in free or column == person:
            continue
        # The first of each person is the row before whose person is another one.
        compared = rows.select(
            ROW,
            pl.col(person).alias(_ID),
            pl.col(column).alias(VALUE),
            pl.col(column).first().over(person).alias(_OTHER),
            pl.col(ROW).first().over(person).alias(_FIRST),
        ).filter(pl.col(VALUE) != pl.col(_OTHER))
        facts = {
            "student": shown(_ID),
            "id": shown(_ID),
            "value": shown(of=column),
            "other": shown(_OTHER, of=column),
            "first": pl.col(_FIRST),
        }
        yield rows_found(compared, kind, file.name, column, facts)


def _check_one_person(file: CsvFile, column: str) -> pl.DataFrame:
    """K09: a value that the row of an earlier person has, without regard to case."""
    rows = file.frame.select(ROW, pl.col(file.spec.entity[0]).alias(_ID), pl.col(column).alias(VALUE))
    shared = owners(rows).filter(pl.col(_ID) != pl.col(_OTHER))
    facts = {"value": shown(), "id": shown(_ID), "other": shown(_OTHER), "first": pl.col(_FIRST)}
    return rows_found(shared, kinds.K09, file.name, column, facts)


def owners(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with a value that several have, with the ID and row number of the first of them.

    `rows` has ROW, ` id` and VALUE in the order of the file; the result has ` other` and ` first` besides. Values are
    compared without regard to case and outer space.
    """
    value = pl.col(VALUE).str.strip_chars().str.to_lowercase()
    several = rows.filter(is_filled(VALUE) & is_filled(_ID)).with_columns(value.alias("_value"))
    several = several.filter(pl.col("_value").is_duplicated())
    return several.with_columns(
        pl.col(_ID).first().over("_value").alias(_OTHER), pl.col(ROW).first().over("_value").alias(_FIRST)
    )
