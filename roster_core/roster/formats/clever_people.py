"""Clever's teachers and staff → staff of a roster, with schools, roles and departments."""

import polars as pl

from roster_core.findings import Finding, Kind, Severity
from roster_core.roster.formats import words
from roster_core.roster.formats.codes import fitting
from roster_core.roster.formats.draft import Draft, first_of, text
from roster_core.roster.formats.sheet import normal
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.telling import row_findings

STAFF_MERGED = Kind(
    "STAFF_MERGED",
    Severity.INFO,
    "Staff ID {staff} has the e-mail of teacher {teacher}; both were taken for one person with the teacher's ID.",
    "If they are two people, give each an address of their own.",
)
PRINCIPAL_UNKNOWN = Kind(
    "PRINCIPAL_UNKNOWN",
    Severity.INFO,
    "The principal of school {school} is neither among the teachers nor the staff; the role was not recorded.",
    "Add the person to staff.csv.",
)

_TEACHERS = {
    "staff_id": "Teacher_id",
    "state_staff_id": "State_teacher_id",
    "employee_number": "Teacher_number",
    "logon_id": "Username",
    "first_name": "First_name",
    "middle_name": "Middle_name",
    "last_name": "Last_name",
    "work_email": "Teacher_email",
}
_STAFF = {
    "staff_id": "Staff_id",
    "logon_id": "Username",
    "first_name": "First_name",
    "last_name": "Last_name",
    "work_email": "Staff_email",
}


def put_staff(draft: Draft, teachers: pl.DataFrame, staff: pl.DataFrame, schools: pl.DataFrame) -> None:
    """Teachers and staff as one, with their schools, roles and departments."""
    teaching = teachers.select(
        *(pl.col(header).alias(name) for name, header in _TEACHERS.items()),
        pl.col("School_id").alias("school_code"),
        pl.col("Title").alias("title"),
        text(None).alias("department"),
        text("true").alias("is_teaching"),
        FILE,
        ROW,
    )
    others = staff.select(
        *(pl.col(header).alias(name) for name, header in _STAFF.items()),
        pl.col("School_id").alias("school_code"),
        pl.col("Title").alias("title"),
        pl.col("Department").alias("department"),
        text("false").alias("is_teaching"),
        FILE,
        ROW,
    )
    everybody = pl.concat([teaching, _under_teacher_ids(draft, others, teaching)], how="diagonal")
    _put_persons(draft, everybody)
    _put_assignments(draft, everybody)
    _put_departments(draft, everybody)
    _put_principals(draft, everybody, schools)


def _under_teacher_ids(draft: Draft, others: pl.DataFrame, teaching: pl.DataFrame) -> pl.DataFrame:
    """Staff rows whose e-mail is that of a teacher with another ID get the teacher's (Clever merges them too)."""
    email = pl.col("work_email").str.to_lowercase().alias("_email")
    by_email = (
        teaching.filter(pl.col("work_email").is_not_null())
        .select(email, teacher=pl.col("staff_id"))
        .unique("_email", keep="first", maintain_order=True)
    )
    joined = others.with_columns(email).join(by_email, on="_email", how="left", maintain_order="left")
    teacher_ids = teaching["staff_id"].str.to_lowercase().implode()
    known = pl.col("staff_id").str.to_lowercase().is_in(teacher_ids)
    joined = joined.with_columns(
        _merged=pl.col("teacher").is_not_null() & pl.col("staff_id").is_not_null() & ~known.fill_null(value=False)
    )
    merged = first_of(joined.filter("_merged"), ["staff_id"])
    draft.findings.append(
        row_findings(
            merged.select("staff_id", "teacher", FILE, ROW),
            STAFF_MERGED,
            staff=pl.col("staff_id"),
            teacher=pl.col("teacher"),
        )
    )
    own = pl.when("_merged").then("teacher").otherwise("staff_id")
    return joined.with_columns(staff_id=own).drop("_email", "teacher", "_merged")


def _put_persons(draft: Draft, everybody: pl.DataFrame) -> None:
    columns = list(_TEACHERS)
    # Where the two files differ, the first row counts; what it leaves blank comes from the others.
    filled = (
        everybody.filter(pl.col("staff_id").is_not_null())
        .group_by(pl.col("staff_id").str.to_lowercase().alias("_key"), maintain_order=True)
        .agg(
            *(pl.col(name).drop_nulls().first() for name in columns),
            pl.col("school_code").drop_nulls().first().alias("primary_school_code"),
            pl.col(FILE, ROW).first(),
        )
        .drop("_key")
    )
    nameless = everybody.filter(pl.col("staff_id").is_null()).select(*columns, FILE, ROW)
    persons = pl.concat([filled, nameless], how="diagonal").with_columns(
        employee_number=pl.when(pl.col("employee_number") != pl.col("staff_id")).then("employee_number"),
        employment_status=text("ACTIVE"),
    )
    draft.put("staff", persons, {**_TEACHERS, "primary_school_code": "School_id"})


def _put_assignments(draft: Draft, everybody: pl.DataFrame) -> None:
    named = everybody.filter(pl.col("staff_id").is_not_null())
    year = text(draft.year.code).alias("school_year")
    at_school = (
        named.group_by(
            pl.col("staff_id").str.to_lowercase().alias("_staff"),
            pl.col("school_code").str.to_lowercase().alias("_school"),
            maintain_order=True,
        )
        .agg(
            pl.col("staff_id", "school_code").first(),
            pl.col("title").drop_nulls().first(),
            pl.col("is_teaching").max(),  # "true" is after "false"
            pl.col(FILE, ROW).first(),
        )
        .drop("_staff", "_school")
    )
    draft.put("staff_schools", at_school.with_columns(year), {"school_code": "School_id", "title": "Title"})
    teachers = first_of(named.filter(pl.col("is_teaching") == "true"), ["staff_id"])
    teacher_roles = teachers.select(
        "staff_id", text("TEACHER").alias("role_code"), text(None).alias("school_code"), year, FILE, ROW
    )
    titles = [words.TITLE_ROLES.get(normal(title or "")) for title in at_school["title"]]
    titled = at_school.with_columns(year, role_code=pl.Series(titles, dtype=pl.String)).filter(
        pl.col("role_code").is_not_null() & (pl.col("role_code") != "TEACHER")
    )
    draft.put("staff_roles", pl.concat([teacher_roles, titled.select(teacher_roles.columns)]))


def _put_departments(draft: Draft, everybody: pl.DataFrame) -> None:
    named = everybody.filter(pl.col("department").is_not_null() & pl.col("staff_id").is_not_null())
    if named.is_empty():
        return
    codes = fitting(named["department"], 20)
    coded = named.with_columns(
        department_code=pl.col("department").replace_strict(list(codes), list(codes.values()), return_dtype=pl.String)
    )
    departments = first_of(coded, ["department_code"])
    draft.put("departments", departments.select("department_code", pl.col("department").alias("name"), FILE, ROW))
    pairs = first_of(coded, ["staff_id", "department_code"])
    draft.put("staff_departments", pairs.select("staff_id", "department_code", FILE, ROW))


def _put_principals(draft: Draft, everybody: pl.DataFrame, schools: pl.DataFrame) -> None:
    """The principals that schools.csv names, found among the staff by e-mail, else by name."""
    by_email = {
        str(email).lower(): staff_id
        for email, staff_id in everybody.select("work_email", "staff_id").drop_nulls().reverse().iter_rows()
    }
    by_name: dict[str, set[str]] = {}
    for first, last, staff_id in everybody.select("first_name", "last_name", "staff_id").drop_nulls().iter_rows():
        for name in (f"{first} {last}", f"{last}, {first}"):
            by_name.setdefault(name.lower(), set()).add(staff_id)
    found: list[str | None] = []
    named = schools.filter(pl.any_horizontal(pl.col("Principal", "Principal_email").is_not_null()))
    for row in named.iter_rows(named=True):
        same_name = by_name.get((row["Principal"] or "").lower(), set())
        staff_id = by_email.get((row["Principal_email"] or "").lower())
        staff_id = staff_id or (next(iter(same_name)) if len(same_name) == 1 else None)
        found.append(staff_id)
        if staff_id is None:
            facts = {"school": row["School_id"] or ""}
            draft.note(Finding(PRINCIPAL_UNKNOWN, row[FILE], f"#{row[ROW]}", "Principal", facts))
    roles = named.select(
        pl.Series("staff_id", found, pl.String),
        text("PRINCIPAL").alias("role_code"),
        pl.col("School_id").alias("school_code"),
        text(draft.year.code).alias("school_year"),
        FILE,
        ROW,
    ).filter(pl.col("staff_id").is_not_null())
    together = pl.concat([draft.tables.pop("staff_roles"), roles])
    draft.put("staff_roles", first_of_roles(together))


def first_of_roles(roles: pl.DataFrame) -> pl.DataFrame:
    """Each role of a person at a school once; a blank school is a value there."""
    folded = roles.select(pl.struct(pl.col("staff_id", "role_code", "school_code", "school_year").str.to_lowercase()))
    return roles.filter(folded.to_series().is_first_distinct())
