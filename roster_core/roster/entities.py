"""How each file of roster CSV is kept in tables: declared once, used to place a load and to read a roster back."""

from dataclasses import dataclass, field
from datetime import date

from roster_core.rows import OPEN_START


@dataclass(frozen=True)
class Ref:
    """A natural key in a file that is a number in the table: `column` → `into`, looked up among `target`.

    `target` is `school` or a kind of person (`STUDENT`, `STAFF`, `GUARDIAN`); `kind_column` names the column that
    holds the kind where it differs by row.
    """

    column: str
    into: str
    target: str = ""
    kind_column: str = ""


@dataclass(frozen=True)
class Entity:
    """A file of roster CSV and the table that keeps it (blank: only the persons in it are kept).

    `columns` maps the file's columns to the table's where the names differ; a column that neither `refs` nor `columns`
    names keeps its name. `omit` lists columns that the table does not have. `blanks` gives what stands for a blank in a
    column that cannot be null. `keys` are the columns that identify a row within the district. `swappable` columns are
    unique and may be exchanged between rows by a load; a table that is `replaced` has no dependents, so that its
    changed rows are taken out and put in anew.
    """

    file: str
    table: str
    keys: tuple[str, ...] = ()
    refs: tuple[Ref, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    omit: tuple[str, ...] = ()
    blanks: dict[str, str | date] = field(default_factory=dict)
    swappable: tuple[str, ...] = ()
    replaced: bool = False
    #: Whether school_code … section_code are one number in this table.
    by_section: bool = False


#: What students, staff and contact persons have in common, in the table `person`.
PERSON_COLUMNS = (
    "first_name",
    "middle_name",
    "last_name",
    "suffix",
    "preferred_first_name",
    "preferred_last_name",
    "gender",
    "birth_date",
    "status",
    "photo_restricted",
    "record_confidential",
)
#: The file of each kind of person, and the column that identifies one there.
PERSON_FILES = {
    "STUDENT": ("students", "district_number"),
    "STAFF": ("staff", "staff_id"),
    "GUARDIAN": ("contact_persons", "source_id"),
}
_SCHOOL = Ref("school_code", "school_id", "school")
_STUDENT = Ref("district_number", "person_id", "STUDENT")
_STAFF = Ref("staff_id", "person_id", "STAFF")
_WHOEVER = Ref("person_key", "person_id", kind_column="person_type")
_BY_KIND = Ref("person_key", "person_id", kind_column="applies_to")
_WINDOW = {"from": "from_date", "to": "to_date"}

#: Every file in the order of roster-csv §4, which is also an order in which rows can be inserted; `district` is apart.
ENTITIES: tuple[Entity, ...] = (
    Entity("school_years", "school_year", ("school_year",)),
    Entity("schools", "school", ("school_id",)),
    Entity("terms", "term", ("school_id", "school_year", "term_code"), (_SCHOOL,)),
    Entity("departments", "department", ("department_code",)),
    Entity(
        "students",
        "student",
        ("person_id",),
        (Ref("preg_transcript_school_code", "preg_transcript_school_id", "school"),),
        omit=PERSON_COLUMNS,
        blanks={"race_code": ""},
        swappable=("state_id", "weblogin_id"),
    ),
    Entity(
        "staff",
        "staff",
        ("person_id",),
        (Ref("primary_school_code", "primary_school_id", "school"),),
        omit=PERSON_COLUMNS,
        swappable=("state_staff_id", "logon_id"),
    ),
    Entity(
        "staff_schools",
        "staff_school",
        ("person_id", "school_id", "school_year"),
        (_STAFF, _SCHOOL),
        {"start": "start_date", "end": "end_date"},
    ),
    Entity(
        "staff_roles",
        "staff_role",
        ("person_id", "role_code", "school_or_all", "school_year"),
        (_STAFF, _SCHOOL),
    ),
    Entity("staff_departments", "staff_department", ("person_id", "department_code"), (_STAFF,)),
    Entity(
        "shared_teacher_members",
        "shared_teacher_member",
        ("shared_person_id", "member_person_id"),
        (Ref("shared_staff_id", "shared_person_id", "STAFF"), Ref("member_staff_id", "member_person_id", "STAFF")),
    ),
    Entity("homerooms", "homeroom", ("school_id", "school_year", "homeroom_code"), (_SCHOOL,)),
    Entity(
        "homeroom_staff",
        "homeroom_staff",
        ("school_id", "school_year", "homeroom_code", "person_id"),
        (_SCHOOL, _STAFF),
    ),
    Entity(
        "student_enrollments",
        "student_enrollment",
        ("person_id", "school_id", "school_year", "entry_date"),
        (
            _STUDENT,
            _SCHOOL,
            Ref("counselor_staff_id", "counselor_person_id", "STAFF"),
            Ref("next_school_code", "next_school_id", "school"),
        ),
    ),
    Entity("contact_persons", ""),
    Entity(
        "student_contacts",
        "student_contact",
        ("person_id", "contact_person_id"),
        (_STUDENT, Ref("source_id", "contact_person_id", "GUARDIAN")),
        _WINDOW,
        replaced=True,
    ),
    Entity(
        "addresses",
        "address",
        ("person_id", "type", "from_date"),
        (_WHOEVER,),
        _WINDOW,
        blanks={"from_date": OPEN_START},
    ),
    Entity("phones", "phone", ("person_id", "sequence"), (_WHOEVER,)),
    Entity("emails", "email", ("person_id", "sequence"), (Ref("source_id", "person_id", "GUARDIAN"),)),
    Entity("user_text_definitions", "user_text_definition", ("applies_to", "user_text_code")),
    Entity("user_text_values", "user_text_value", ("person_id", "applies_to", "user_text_code"), (_BY_KIND,)),
    Entity("user_flag_definitions", "user_flag_definition", ("applies_to", "user_flag_code")),
    Entity("user_flag_values", "user_flag_value", ("person_id", "applies_to", "user_flag_code"), (_BY_KIND,)),
    Entity("gpa_types", "gpa_type", ("gpa_type_code",)),
    Entity("student_gpas", "student_gpa", ("person_id", "gpa_type_code", "school_year"), (_STUDENT,)),
    Entity("courses", "course", ("course_id",), (_SCHOOL,)),
    Entity("sections", "section", ("section_id",), (_SCHOOL,), omit=("course_code",)),
    Entity("section_terms", "section_term", ("section_id", "term_code"), by_section=True),
    Entity(
        "section_meetings",
        "section_meeting",
        ("section_id", "cycle_day", "period_code", "term_code"),
        blanks={"term_code": ""},
        by_section=True,
    ),
    Entity(
        "section_staff",
        "section_staff",
        ("section_id", "person_id", "from_date"),
        (_STAFF,),
        _WINDOW,
        blanks={"from_date": OPEN_START},
        by_section=True,
    ),
    Entity(
        "section_enrollments",
        "section_enrollment",
        ("section_id", "person_id", "entry_date"),
        (_STUDENT,),
        by_section=True,
    ),
)
