"""Mapped teachers and staff → staff, their schools, roles, departments and phones."""

from collections.abc import Mapping

import polars as pl

from roster_core.roster.formats import words
from roster_core.roster.formats.clever_people import first_of_roles
from roster_core.roster.formats.codes import fitting
from roster_core.roster.formats.draft import Draft, first_of, text
from roster_core.roster.formats.mapped_people import put_phones
from roster_core.roster.formats.mapped_rows import tell_differing, translated, with_names
from roster_core.roster.formats.sheet import normal
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.layout import FILE_BY_NAME

_PHONES = {"phone": "OTHER", "phone_work": "WORK", "phone_home": "HOME", "phone_cell": "CELL"}
_COMPARED = ("last_name", "first_name", "state_staff_id")
#: What PowerSchool's StaffStatus says by number: 1 is a teacher.
_TEACHER_TYPES = frozenset({"1", "teacher", "teaching", "certifiedteacher", "t"})


def named_staff(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of staff with the parts of their names, and employment in the words of a roster."""
    rows = with_names(rows)

    def read(said: str) -> str | None:
        if known := words.EMPLOYMENT.get(normal(said)):
            return known
        return {"true": "ACTIVE", "false": "TERMINATED"}.get(words.boolean(said) or "")

    return translated(rows, "employment_status", read)


def put_staff(draft: Draft, rows: pl.DataFrame, teaching: pl.DataFrame, headers: Mapping[str, str]) -> None:
    """All that rows of staff say (`named_staff`); `teaching` has `staff_id` and `school_code` of who teaches where.

    Of several rows of one person the first counts; what it leaves blank comes from the others.
    """
    tell_differing(draft, rows, "staff_id", _COMPARED, headers)
    columns = [name for name in FILE_BY_NAME["staff"].headers if name in rows.columns and name != "staff_id"]
    nameless = rows.filter(pl.col("staff_id").is_null()).select("staff_id", *columns, FILE, ROW)
    persons = (
        rows.filter(pl.col("staff_id").is_not_null())
        .group_by(pl.col("staff_id").str.to_lowercase().alias("_key"), maintain_order=True)
        .agg(
            pl.col("staff_id").first(),
            *(pl.col(name).drop_nulls().first() for name in columns),
            pl.col("school_code").drop_nulls().first().alias("primary_school_code"),
            pl.col(FILE, ROW).first(),
        )
        .drop("_key")
    )
    gone = pl.col("employment_status").str.to_uppercase() == "TERMINATED"
    own = pl.col("employee_number")
    persons = pl.concat([persons, nameless], how="diagonal").with_columns(
        employee_number=pl.when(own.str.to_lowercase().ne_missing(pl.col("staff_id").str.to_lowercase())).then(own),
        status=pl.coalesce("status", pl.when(gone).then(text("INACTIVE"))),
    )
    draft.put("staff", persons, {**headers, "primary_school_code": headers.get("school_code", "school_code")})
    _put_assignments(draft, rows, teaching, headers)
    _put_departments(draft, rows)
    put_phones(draft, first_of(rows, ["staff_id"]), "STAFF", "staff_id", _PHONES)


def _put_assignments(draft: Draft, rows: pl.DataFrame, teaching: pl.DataFrame, headers: Mapping[str, str]) -> None:
    year = text(draft.year.code).alias("school_year")
    key = [pl.col(name).str.to_lowercase().alias(f"_{name}") for name in ("staff_id", "school_code")]
    taught = teaching.select(key).unique().with_columns(_taught=True)
    kinds = rows["staff_type"].drop_nulls().unique()
    teachers = [kind for kind in kinds if normal(kind) in _TEACHER_TYPES]
    titled = rows["title"].drop_nulls().unique()
    named_teacher = [
        title for title in titled if normal(title).startswith("teacher") or normal(title).endswith("teacher")
    ]
    # A teacher is who has a section there, or whom the file calls one; the file's own column goes before both.
    by_words = pl.col("staff_type").is_in(teachers) | (
        pl.col("staff_type").is_null() & pl.col("title").is_in(named_teacher)
    )
    said = translated(rows, "is_teaching", words.boolean)["is_teaching"]
    named = (
        rows.with_columns(said)
        .filter(pl.col("staff_id").is_not_null())
        .with_columns(key)
        .join(taught, on=["_staff_id", "_school_code"], how="left", maintain_order="left")
        .with_columns(_words=by_words.fill_null(value=False))
    )
    at_school = named.group_by("_staff_id", "_school_code", maintain_order=True).agg(
        pl.col("staff_id", "school_code").first(),
        pl.col("title", "role_code").drop_nulls().first(),
        pl.col("is_teaching").drop_nulls().max(),  # "true" is after "false"
        (pl.col("_taught").fill_null(value=False) | pl.col("_words")).any().alias("_teaches"),
        pl.col(FILE, ROW).first(),
    )
    elsewhere = teaching.with_columns(key).join(at_school, on=["_staff_id", "_school_code"], how="anti")
    elsewhere = first_of(elsewhere, ["staff_id", "school_code"]).with_columns(_teaches=True)
    at_school = pl.concat([at_school, elsewhere], how="diagonal").with_columns(
        year, is_teaching=pl.coalesce("is_teaching", pl.col("_teaches").cast(pl.String))
    )
    assignments = at_school.filter(pl.col("school_code").is_not_null() & pl.col("staff_id").is_not_null())
    draft.put(
        "staff_schools",
        assignments.select("staff_id", "school_code", "school_year", "title", "is_teaching", FILE, ROW),
        headers,
    )
    _put_roles(draft, at_school)


def _put_roles(draft: Draft, at_school: pl.DataFrame) -> None:
    """The role that a file gives, else the one that the title is, at the school; who teaches is TEACHER as well."""
    said = at_school.filter(pl.col("staff_id").is_not_null())
    titles = [words.TITLE_ROLES.get(normal(title or "")) for title in said["title"]]
    codes = [
        words.TITLE_ROLES.get(normal(role or "")) or (role.upper() if role else None) for role in said["role_code"]
    ]
    given = said.with_columns(
        role_code=pl.coalesce(pl.Series(codes, dtype=pl.String), pl.Series(titles, dtype=pl.String))
    ).filter(pl.col("role_code").is_not_null() & (pl.col("role_code") != "TEACHER"))
    teachers = first_of(said.filter(pl.col("is_teaching") == "true"), ["staff_id"]).with_columns(
        role_code=text("TEACHER"), school_code=text(None)
    )
    columns = ["staff_id", "role_code", "school_code", "school_year", FILE, ROW]
    roles = first_of_roles(pl.concat([teachers.select(columns), given.select(columns)]))
    if roles.height:
        draft.put("staff_roles", roles)


def _put_departments(draft: Draft, rows: pl.DataFrame) -> None:
    named = rows.filter(pl.col("department").is_not_null() & pl.col("staff_id").is_not_null())
    if named.is_empty():
        return
    coded = with_departments(draft, named)
    pairs = first_of(coded, ["staff_id", "department_code"])
    draft.put("staff_departments", pairs.select("staff_id", "department_code", FILE, ROW))


def with_departments(draft: Draft, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with `department_code` made of `department`; departments not met before are put."""
    length = FILE_BY_NAME["departments"].column("department_code").max_length
    codes = fitting(rows["department"].drop_nulls(), length)
    coded = rows.with_columns(
        department_code=pl.col("department").replace_strict(
            list(codes), list(codes.values()), default=None, return_dtype=pl.String
        )
    )
    new = first_of(coded.filter(pl.col("department_code").is_not_null()), ["department_code"])
    if "departments" in draft.tables:
        known = draft.tables["departments"]["department_code"].str.to_lowercase()
        new = new.filter(~pl.col("department_code").str.to_lowercase().is_in(known.implode()))
    if new.height:
        draft.put("departments", new.select("department_code", pl.col("department").alias("name"), FILE, ROW))
    return coded
