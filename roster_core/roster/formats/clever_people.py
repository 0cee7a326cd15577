"""Clever's students, contacts, teachers and staff → tables of a roster."""

import polars as pl

from roster_core.findings import Finding, Kind, Severity
from roster_core.roster.formats import words
from roster_core.roster.formats.choices import Assumptions, StudentNumber
from roster_core.roster.formats.clever_columns import COLUMNS
from roster_core.roster.formats.codes import digest, fitting
from roster_core.roster.formats.contacts import ContactRows, put_contacts
from roster_core.roster.formats.draft import Draft, first_of, text
from roster_core.roster.formats.sheet import normal
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
_CONTACT = tuple(name for name in COLUMNS["students"] if name.startswith("Contact_"))
#: Contact types of the present format, which say nothing of the relationship.
_CLEVER_TYPES = frozenset({"parentguardian", "emergency", "primary", "secondary", "family", "other"})
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
    _put_contacts(draft, rows)


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
    compared = [name for name in COLUMNS["students"] if name not in (*_CONTACT, "Student_id")]
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


def _put_contacts(draft: Draft, rows: pl.DataFrame) -> None:
    rows = rows.filter(
        pl.any_horizontal(pl.col(_CONTACT).is_not_null()) & pl.col("district_number").is_not_null()
    ).select("district_number", *_CONTACT, FILE, ROW)
    if rows.is_empty():
        return
    rows = _with_kinds(rows)
    contacts = rows.select(
        "district_number",
        _contact_id(rows).alias("source_id"),
        pl.col("Contact_name").alias("name"),
        "relationship_code",
        "type",
        pl.col("Contact_phone").alias("phone"),
        pl.col("Contact_phone_type").alias("phone_type"),
        pl.col("Contact_email").alias("email"),
        FILE,
        ROW,
    )
    put_contacts(draft, ContactRows(contacts), {"last_name": "Contact_name", "address": "Contact_email"})


def _with_kinds(rows: pl.DataFrame) -> pl.DataFrame:
    """`relationship_code` and `type` of each contact row."""
    said = ["Contact_relationship", "Contact_type"]
    pairs = rows.select(said).unique(maintain_order=True)
    read = [_relationship_and_type(*pair) for pair in pairs.iter_rows()]
    table = pairs.with_columns(
        pl.Series("relationship_code", [relationship for relationship, _ in read], pl.String),
        pl.Series("type", [kind for _, kind in read], pl.String),
    )
    return rows.join(table, on=said, how="left", maintain_order="left", nulls_equal=True)


def _relationship_and_type(relationship: str | None, kind: str | None) -> tuple[str | None, str]:
    """Old files have the relationship in Contact_type (`Mother`)."""
    by_kind = None if normal(kind or "") in _CLEVER_TYPES else words.RELATIONSHIPS.get(normal(kind or ""))
    said = words.RELATIONSHIPS.get(normal(relationship or "")) or relationship or by_kind
    contact_type = words.CONTACT_TYPES.get(normal(kind or ""), "OTHER")
    if contact_type == "OTHER" and said in words.GUARDIAN_RELATIONSHIPS:
        contact_type = "GUARDIAN"
    return said, contact_type


def _contact_id(rows: pl.DataFrame) -> pl.Series:
    """Contact_sis_id, else a code made of what Clever tells contacts apart by (clever-sftp-spec §3.2).

    That is name and e-mail, else name and phone, so that siblings share their guardian; else the name with its type for
    one student alone.
    """
    given = rows["Contact_sis_id"].drop_nulls().unique()
    short = fitting(given, 40)
    name = pl.col("Contact_name").fill_null("").str.to_lowercase()
    digits = pl.col("Contact_phone").str.replace_all("[^0-9]", "")
    alone = ("district_number", "Contact_type", "Contact_relationship", "Contact_phone_type")
    basis = (
        pl.when(pl.col("Contact_email").is_not_null())
        .then(name + "\n" + pl.col("Contact_email").str.to_lowercase())
        .when(digits != "")
        .then(name + "\n" + digits)
        .otherwise(pl.concat_str([name, *(pl.col(part).fill_null("") for part in alone)], separator="\n"))
    )
    bases = rows.select(basis.alias("basis"))["basis"]
    made = {text_: f"C-{digest(text_, 12)}" for text_ in bases.unique()}
    return pl.Series(
        [
            short[own] if own is not None else made[base]
            for own, base in zip(rows["Contact_sis_id"], bases, strict=True)
        ],
        dtype=pl.String,
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
