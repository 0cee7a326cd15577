"""Mapped students → students, enrollments, homerooms, addresses, phones and GPAs of a roster."""

from collections.abc import Mapping

import polars as pl

from roster_core.findings import Finding
from roster_core.roster.formats import words
from roster_core.roster.formats.class_codes import fitted
from roster_core.roster.formats.draft import Draft, first_of, text
from roster_core.roster.formats.mapped_kinds import ENTRY_BLANK, HISPANIC_AS_RACE, NUMBER_OF_STATUS
from roster_core.roster.formats.mapped_rows import respelled, tell_differing, translated, with_names
from roster_core.roster.formats.sheet import normal
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.layout import FILE_BY_NAME

_HOMEROOM_LENGTH = 10
_HISPANIC = frozenset({"h", "hispanic", "hispaniclatino", "hispanicorlatino", "latino", "hispaniclatinoofanyrace"})
_COMPARED = ("last_name", "first_name", "birth_date", "state_id")
_ADDRESSES = {"RESIDENCE": "", "MAILING": "mailing_"}
_GPAS = {"CUM_U": ("unweighted_gpa", "Unweighted GPA"), "CUM_W": ("weighted_gpa", "Weighted GPA")}
_STATUSES = frozenset({"ACTIVE", "PREREG"})


def put_students(draft: Draft, rows: pl.DataFrame, staff: pl.DataFrame, headers: Mapping[str, str]) -> None:
    """All that rows of students say, but for their contacts. Of several rows of one student the first counts.

    `staff` has the columns `staff_id`, `first_name` and `last_name` of those whom homerooms may name.
    """
    rows = with_names(rows)
    tell_differing(draft, rows, "district_number", _COMPARED, headers)
    rows = with_statuses(draft, rows, headers)
    first = first_of(rows, ["district_number"])
    own = [name for name in FILE_BY_NAME["students"].headers if name in rows.columns]
    students = _with_ethnicity(draft, first.select(*own, FILE, ROW))
    draft.put("students", _with_status(students, rows), headers)
    _put_enrollments(draft, rows, staff, headers)
    _put_addresses(draft, first, headers)
    put_phones(
        draft, first, "STUDENT", "district_number", {"phone": "OTHER", "phone_home": "HOME", "phone_cell": "CELL"}
    )
    _put_gpas(draft, first, headers)


def with_statuses(draft: Draft, rows: pl.DataFrame, headers: Mapping[str, str]) -> pl.DataFrame:
    """Rows with `enrollment_status` in the words of a roster as far as they are understood; blank is ACTIVE."""
    header = normal(headers.get("enrollment_status", ""))
    by_number = "enrollstatus" in header
    numbers = rows.filter(pl.col("enrollment_status").is_in(list(words.POWERSCHOOL_STATUS)))
    if by_number and numbers.height:
        shown = headers["enrollment_status"]
        draft.note(Finding(NUMBER_OF_STATUS, numbers[FILE][0], "", shown, {"column": shown}))

    def read(status: str) -> str | None:
        if known := words.ENROLLMENT_STATUS.get(normal(status)):
            return known
        if by_number:
            return words.POWERSCHOOL_STATUS.get(status, "INACTIVE" if status.isdecimal() else None)
        flag = words.boolean(status) if "active" in header or not status.isdecimal() else None
        return {"true": "ACTIVE", "false": "INACTIVE"}.get(flag or "")

    return translated(rows, "enrollment_status", read).with_columns(pl.col("enrollment_status").fill_null("ACTIVE"))


def _with_status(students: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Students none of whose enrollments is active or to come are inactive, unless the file says it."""
    key = pl.col("district_number").str.to_lowercase()
    here = rows.filter(pl.col("enrollment_status").is_in(list(_STATUSES)))["district_number"].str.to_lowercase()
    gone = ~key.is_in(here.implode()) & pl.col("district_number").is_not_null()
    own = pl.col("status") if "status" in students.columns else text(None)
    return students.with_columns(status=pl.coalesce(own, pl.when(gone).then(text("INACTIVE"))))


def _with_ethnicity(draft: Draft, students: pl.DataFrame) -> pl.DataFrame:
    """Hispanic is no race in a roster but a mark beside it."""
    race = pl.col("race_code")
    said = [value for value in students["race_code"].drop_nulls().unique() if normal(value) in _HISPANIC]
    if not said:
        return students
    is_said = race.is_in(said).fill_null(value=False)
    told = students.filter(is_said)
    draft.note(Finding(HISPANIC_AS_RACE, told[FILE][0], "", "race_code", {"count": told.height}))
    return students.with_columns(
        hispanic=pl.when(is_said & pl.col("hispanic").is_null()).then(text("true")).otherwise("hispanic"),
        race_code=pl.when(~is_said).then("race_code"),
    )


def with_entry_dates(draft: Draft, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows whose blank `entry_date` is the first day of the school year; told once for each file."""
    start = draft.year.start.isoformat()
    blank = rows.filter(pl.col("entry_date").is_null())
    for file, count in blank.group_by(FILE, maintain_order=True).len().iter_rows():
        draft.note(Finding(ENTRY_BLANK, file, "", "entry_date", {"count": count, "value": start}))
    return rows.with_columns(pl.col("entry_date").fill_null(start))


def _put_enrollments(draft: Draft, rows: pl.DataFrame, staff: pl.DataFrame, headers: Mapping[str, str]) -> None:
    rows = with_entry_dates(draft, rows.filter(pl.col("district_number").is_not_null()))
    rows = first_of(rows, ["district_number", "school_code", "entry_date"])
    # Where homerooms have no number, they are known by who has them.
    rows = rows.with_columns(homeroom_code=pl.coalesce("homeroom_code", "homeroom_teacher"))
    rows = rows.with_columns(fitted(rows["homeroom_code"], _HOMEROOM_LENGTH).alias("_homeroom"))
    active = pl.col("enrollment_status") == "ACTIVE"
    earlier = active.cast(pl.Int64).cum_sum().over(pl.col("district_number").str.to_lowercase()) > 1
    enrollments = rows.select(
        "district_number",
        "school_code",
        text(draft.year.code).alias("school_year"),
        "entry_date",
        "exit_date",
        pl.col("enrollment_status").alias("status"),
        # Of a student's active enrollments one is the primary one; the first row is, if no column says it.
        pl.coalesce("is_primary", (~(active & earlier)).cast(pl.String)).alias("is_primary"),
        "local_grade",
        "state_grade_code",
        pl.col("_homeroom").alias("homeroom_code"),
        "counselor_staff_id",
        "next_school_code",
        "next_grade_code",
        FILE,
        ROW,
    )
    enrollments = respelled(
        draft,
        enrollments,
        "counselor_staff_id",
        staff["staff_id"],
        headers.get("counselor_staff_id", "counselor_staff_id"),
    )
    shown = {name: header for name, header in headers.items() if name != "status"}
    draft.put("student_enrollments", enrollments, {**shown, "status": headers.get("enrollment_status", "status")})
    _put_homerooms(draft, rows, staff, headers)


def _put_homerooms(draft: Draft, rows: pl.DataFrame, staff: pl.DataFrame, headers: Mapping[str, str]) -> None:
    named = rows.filter(pl.col("_homeroom").is_not_null() & pl.col("school_code").is_not_null())
    if named.is_empty():
        return
    key = ["school_code", "_homeroom"]
    year = text(draft.year.code).alias("school_year")
    filled = named.with_columns(
        pl.col("homeroom_room", "homeroom_staff_id", "homeroom_teacher")
        .drop_nulls()
        .first()
        .over([pl.col(name).str.to_lowercase() for name in key])
    )
    first = first_of(filled, key)
    homerooms = first.select(
        "school_code",
        year,
        pl.col("_homeroom").alias("homeroom_code"),
        pl.col("homeroom_room").alias("room"),
        pl.when(pl.col("homeroom_code") != pl.col("_homeroom")).then("homeroom_code").alias("name"),
        FILE,
        ROW,
    )
    draft.put("homerooms", homerooms, {"homeroom_code": headers.get("homeroom_code", "homeroom_code")})
    by_name = staff_by_name(staff)
    ids = [
        own or by_name.get(name_key(name or ""))
        for own, name in first.select("homeroom_staff_id", "homeroom_teacher").iter_rows()
    ]
    taught = first.select("school_code", year, pl.col("_homeroom").alias("homeroom_code"), FILE, ROW).with_columns(
        pl.Series("staff_id", ids, pl.String), sequence=text("1")
    )
    taught = taught.filter(pl.col("staff_id").is_not_null())
    if taught.height:
        shown = headers.get("homeroom_staff_id", headers.get("homeroom_teacher", "staff_id"))
        draft.put("homeroom_staff", respelled(draft, taught, "staff_id", staff["staff_id"], shown), {"staff_id": shown})


def name_key(whole: str) -> str:
    """The form in which whole names are compared: `Rivera, Maria`, `maria rivera` and `RIVERA MARIA` are one."""
    return " ".join(sorted(whole.casefold().replace(",", " ").replace(".", " ").split()))


def staff_by_name(staff: pl.DataFrame) -> dict[str, str]:
    """Staff IDs by the name that only one of the staff has."""
    found: dict[str, set[str]] = {}
    for staff_id, first, last in staff.select("staff_id", "first_name", "last_name").drop_nulls().iter_rows():
        found.setdefault(name_key(f"{first} {last}"), set()).add(staff_id)
    return {name: next(iter(ids)) for name, ids in found.items() if len({one.lower() for one in ids}) == 1}


def _put_addresses(draft: Draft, first: pl.DataFrame, headers: Mapping[str, str]) -> None:
    for kind, prefix in _ADDRESSES.items():
        parts = {part: f"{prefix}{part}" for part in ("line1", "line2", "city", "state", "zip")}
        rows = first.filter(pl.col(parts["line1"]).is_not_null() & pl.col("district_number").is_not_null())
        if rows.height:
            addresses = rows.select(
                text("STUDENT").alias("person_type"),
                pl.col("district_number").alias("person_key"),
                text(kind).alias("type"),
                *(pl.col(target).alias(part) for part, target in parts.items()),
                "is_confidential",
                FILE,
                ROW,
            )
            draft.put("addresses", addresses, {part: headers.get(target, part) for part, target in parts.items()})


def put_phones(draft: Draft, first: pl.DataFrame, person: str, key: str, kinds: Mapping[str, str]) -> None:
    """The phones of persons, one row a person, in the order of `kinds` (column → type); one number counts once."""
    rows = first.filter(pl.col(key).is_not_null()).unpivot(
        on=list(kinds), index=[key, FILE, ROW], variable_name="_kind", value_name="number"
    )
    digits = pl.col("number").str.replace_all("[^0-9]", "").alias("_digits")
    numbers = rows.filter(pl.col("number").is_not_null()).with_columns(digits)
    # A number that has a kind goes before the same one that has none.
    order = {column: place for place, column in enumerate(sorted(kinds, key=lambda column: kinds[column] == "OTHER"))}
    numbers = numbers.with_columns(pl.col("_kind").replace_strict(order, return_dtype=pl.Int64).alias("_place")).sort(
        FILE, ROW, "_place", maintain_order=True
    )
    numbers = first_of(numbers, [key, "_digits"])
    if numbers.height:
        phones = numbers.select(
            text(person).alias("person_type"),
            pl.col(key).alias("person_key"),
            pl.int_range(1, pl.len() + 1).over(pl.col(key).str.to_lowercase()).cast(pl.String).alias("sequence"),
            pl.col("_kind").replace_strict(dict(kinds), return_dtype=pl.String).alias("type"),
            "number",
            FILE,
            ROW,
        )
        draft.put("phones", phones)


def _put_gpas(draft: Draft, first: pl.DataFrame, headers: Mapping[str, str]) -> None:
    for code, (column, name) in _GPAS.items():
        values = first.filter(pl.col(column).is_not_null() & pl.col("district_number").is_not_null())
        if values.is_empty():
            continue
        definition = {
            "gpa_type_code": code,
            "name": name,
            "is_weighted": str(code == "CUM_W").lower(),
            "scope": "CUMULATIVE",
        }
        draft.put(
            "gpa_types", values.head(1).select(FILE, ROW).with_columns(text(v).alias(n) for n, v in definition.items())
        )
        gpas = values.select(
            "district_number",
            text(code).alias("gpa_type_code"),
            text(draft.year.code).alias("school_year"),
            pl.col(column).alias("value"),
            FILE,
            ROW,
        )
        draft.put("student_gpas", gpas, {"value": headers.get(column, "value")})
