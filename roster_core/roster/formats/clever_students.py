"""Clever's students → students, enrollments, addresses and GPAs of a roster."""

import polars as pl

from roster_core.findings import Finding, Kind, Severity
from roster_core.roster.formats import words
from roster_core.roster.formats.choices import Assumptions, StudentNumber
from roster_core.roster.formats.clever_columns import COLUMNS
from roster_core.roster.formats.clever_contacts import CONTACT_COLUMNS, put_student_contacts
from roster_core.roster.formats.draft import Draft, first_of, text
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.telling import row_findings

STUDENT_ROWS_DIFFER = Kind(
    "STUDENT_ROWS_DIFFER",
    Severity.WARNING,
    "This row says something else of student {student} than the first one ({columns}); the first row counts.",
    "Rows of one student may differ in the contact columns only. Correct the export.",
)
IEP_AS_TEXT = Kind(
    "IEP_AS_TEXT",
    Severity.WARNING,
    "{column} holds text instead of Y and N; it was kept as the description of the special education status, and says "
    "nothing of an active IEP (students: {count}).",
    "Have the student information system write Y or N.",
)
NUMBER_BLANK = Kind(
    "STUDENT_NUMBER_BLANK",
    Severity.ERROR,
    "Students without Student_number have no district number and will be refused: {count}.",
    "Fill it, or take Student_id as the district number among the load's assumptions.",
)
STREET_MISSING = Kind(
    "ADDRESS_WITHOUT_STREET",
    Severity.INFO,
    "Addresses with a city, state or zip but no street, which a roster cannot hold and which were not read: {count}.",
)

_STUDENTS = {
    "district_number": "Student_id",
    "state_id": "State_id",
    "weblogin_id": "Username",
    "first_name": "First_name",
    "middle_name": "Middle_name",
    "last_name": "Last_name",
    "gender": "Gender",
    "birth_date": "DOB",
    "school_email": "Student_email",
    "race_code": "Race",
    "hispanic": "Hispanic_Latino",
    "free_reduced_lunch": "Frl_status",
    "home_language_code": "Home_language",
    "english_learner": "Ell_status",
    "has_active_iep": "IEP_status",
    "section_504": "Section_504_status",
}
_ADDRESS = {"line1": "Student_street", "city": "Student_city", "state": "Student_state", "zip": "Student_zip"}
_GPAS = {"CUM_U": "Unweighted_gpa", "CUM_W": "Weighted_gpa"}


def put_students(draft: Draft, rows: pl.DataFrame, assumptions: Assumptions) -> None:
    """Students with their enrollment, address, GPAs and contacts.

    Of several rows of one student the first counts, except for contacts.
    """
    rows = rows.with_columns(district_number=student_key(assumptions))
    _tell_blank_numbers(draft, rows)
    first = first_of(rows, ["Student_id"])
    _tell_differing(draft, rows, first)
    source = {**_STUDENTS, "district_number": student_header(assumptions)}
    students = first.rename({"Student_id": "_id"}).select(
        "district_number",
        *(pl.col(header).alias(name) for name, header in _STUDENTS.items() if name != "district_number"),
        FILE,
        ROW,
    )
    draft.put("students", _with_iep_text(draft, students), source)
    _put_enrollments(draft, first)
    _put_addresses(draft, first)
    _put_gpas(draft, first)
    put_student_contacts(draft, rows)


def student_header(assumptions: Assumptions) -> str:
    """The header of the column that is the district number."""
    return "Student_number" if assumptions.student_number is StudentNumber.OTHER else "Student_id"


def student_key(assumptions: Assumptions) -> pl.Expr:
    """The district number of a row of students.csv."""
    return pl.col(student_header(assumptions))


def _tell_blank_numbers(draft: Draft, rows: pl.DataFrame) -> None:
    blank = rows.filter(pl.col("Student_id").is_not_null() & pl.col("district_number").is_null())
    if blank.height:
        draft.note(Finding(NUMBER_BLANK, blank[FILE][0], "", "Student_number", {"count": blank.height}))


def _tell_differing(draft: Draft, rows: pl.DataFrame, first: pl.DataFrame) -> None:
    later = rows.join(first.select(FILE, ROW), on=[FILE, ROW], how="anti")
    if later.is_empty():
        return
    compared = [name for name in COLUMNS["students"] if name not in (*CONTACT_COLUMNS, "Student_id")]
    key = pl.col("Student_id").str.to_lowercase().alias("_key")
    pairs = later.with_columns(key).join(
        first.select(key, *compared), on="_key", suffix="_first", maintain_order="left"
    )
    differing = [pl.when(pl.col(name).ne_missing(pl.col(f"{name}_first"))).then(text(name)) for name in compared]
    told = pairs.with_columns(columns=pl.concat_str(differing, separator=", ", ignore_nulls=True))
    told = told.filter(pl.col("columns") != "").select("district_number", "columns", FILE, ROW)
    draft.findings.append(
        row_findings(told, STUDENT_ROWS_DIFFER, student=pl.col("district_number"), columns=pl.col("columns"))
    )


def _with_iep_text(draft: Draft, students: pl.DataFrame) -> pl.DataFrame:
    """IEP_status that is neither yes nor no is the description of a status, as Genesis writes it."""
    said = students["has_active_iep"]
    is_flag = said.is_null() | said.str.to_lowercase().is_in([*words.TRUE, *words.FALSE])
    texts = students.filter(~is_flag)
    if texts.is_empty():
        return students
    facts = {"column": "IEP_status", "count": texts.height}
    draft.note(Finding(IEP_AS_TEXT, texts[FILE][0], "", "IEP_status", facts))
    return students.with_columns(
        special_ed_status_description=said.zip_with(~is_flag, pl.Series([None], dtype=pl.String)),
        has_active_iep=said.zip_with(is_flag, pl.Series([None], dtype=pl.String)),
    )


def _put_enrollments(draft: Draft, first: pl.DataFrame) -> None:
    enrollments = first.select(
        "district_number",
        pl.col("School_id").alias("school_code"),
        text(draft.year.code).alias("school_year"),
        text(draft.year.start.isoformat()).alias("entry_date"),
        text("ACTIVE").alias("status"),
        text("true").alias("is_primary"),
        pl.col("Grade").alias("local_grade"),
        FILE,
        ROW,
    )
    draft.put("student_enrollments", enrollments, {"local_grade": "Grade", "school_code": "School_id"})


def _put_addresses(draft: Draft, first: pl.DataFrame) -> None:
    parts = list(_ADDRESS.values())
    without = first.filter(pl.col("Student_street").is_null() & pl.any_horizontal(pl.col(parts).is_not_null()))
    if without.height:
        draft.note(Finding(STREET_MISSING, without[FILE][0], facts={"count": without.height}))
    addresses = first.filter(pl.col("Student_street").is_not_null() & pl.col("district_number").is_not_null()).select(
        text("STUDENT").alias("person_type"),
        pl.col("district_number").alias("person_key"),
        text("RESIDENCE").alias("type"),
        *(pl.col(header).alias(name) for name, header in _ADDRESS.items()),
        FILE,
        ROW,
    )
    if addresses.height:
        draft.put("addresses", addresses, _ADDRESS)


def _put_gpas(draft: Draft, first: pl.DataFrame) -> None:
    for code, header in _GPAS.items():
        values = first.filter(pl.col(header).is_not_null())
        if values.is_empty():
            continue
        weighted = str(code == "CUM_W").lower()
        definition = values.head(1).select(
            text(code).alias("gpa_type_code"),
            text(header.replace("_gpa", " GPA")).alias("name"),
            text(weighted).alias("is_weighted"),
            text("CUMULATIVE").alias("scope"),
            FILE,
            ROW,
        )
        draft.put("gpa_types", definition)
        gpas = values.select(
            "district_number",
            text(code).alias("gpa_type_code"),
            text(draft.year.code).alias("school_year"),
            pl.col(header).alias("value"),
            FILE,
            ROW,
        )
        draft.put("student_gpas", gpas, {"value": header})
