"""students.csv, teachers.csv, staff.csv and admins.csv (clever-sftp-spec §3.2, §3.3, §3.6, §3.7)."""

from collections.abc import Mapping
from functools import partial

from roster_core.clever.spec import values
from roster_core.clever.spec.model import Column, File, Presence, Required, Type, Unique, school_id

_BY_2 = "by 2.x"
_API_3 = "API 3.1 era"

_text = Column
_required = partial(Column, type=Type.STRING, required=Required.YES)
_email = partial(Column, type=Type.EMAIL)


def _enum(name: str, allowed: tuple[str, ...], meant: Mapping[str, str] | None = None, **more: str) -> Column:
    return Column(name, Type.ENUM, allowed=allowed, meant=meant or {}, since=more.get("since", ""))


def _flag(name: str, since: str = "") -> Column:
    return Column(name, Type.ENUM, allowed=values.YES_NO, meant=values.YES_NO_MEANT, since=since)


_CONTACT = (
    Column(
        "Contact_relationship",
        Type.ENUM,
        allowed=values.RELATIONSHIPS,
        meant=values.RELATIONSHIPS_MEANT,
        since=_BY_2,
        sensitive=True,
    ),
    Column(
        "Contact_type",
        Type.ENUM,
        Required.CONDITIONAL,
        allowed=values.CONTACT_TYPES,
        meant=values.CONTACT_TYPES_MEANT,
        sensitive=True,
    ),
    Column("Contact_name", required=Required.CONDITIONAL, sensitive=True),
    Column("Contact_phone", Type.PHONE_DIGITS, sensitive=True),
    Column(
        "Contact_phone_type",
        Type.ENUM,
        allowed=values.PHONE_TYPES,
        meant=values.PHONE_TYPES_MEANT,
        since=_BY_2,
        sensitive=True,
    ),
    _email("Contact_email", sensitive=True),
    Column("Contact_sis_id", Type.ID, since=_BY_2, sensitive=True),
)

STUDENTS = File(
    "students.csv",
    Presence.REQUIRED,
    "students",
    key=("Student_id",),
    entity=("Student_id",),
    extensible=True,
    columns=(
        school_id(),
        Column("Student_id", Type.ID, Required.YES, unique=Unique.BY_STUDENT),
        _text("Student_number", number=True),
        _text("State_id", number=True, unique=Unique.BY_STUDENT_IF_FILLED),
        _required("Last_name"),
        _text("Middle_name"),
        _required("First_name"),
        _enum("Grade", values.GRADES, values.GRADES_MEANT),
        _enum("Gender", values.GENDERS, values.GENDERS_MEANT),
        Column("Graduation_year", Type.YEAR, since=_BY_2),
        Column("DOB", Type.DATE, aliases=("Dob",)),
        _enum("Race", values.RACES, values.RACES_MEANT),
        _flag("Hispanic_Latino"),
        _enum("Home_language", values.LANGUAGES, since=_BY_2),
        Column("Ell_status", Type.ENUM, allowed=values.YES_NO, meant=values.YES_NO_MEANT, sensitive=True),
        Column("Frl_status", Type.ENUM, allowed=values.LUNCHES, meant=values.LUNCHES_MEANT, sensitive=True),
        Column(
            "IEP_status",
            Type.ENUM,
            allowed=values.YES_NO,
            meant=values.YES_NO_MEANT,
            aliases=("Iep_status",),
            sensitive=True,
        ),
        _text("Student_street", since=_BY_2, sensitive=True),
        _text("Student_city", since=_BY_2, sensitive=True),
        Column("Student_state", Type.STATE, since=_BY_2, sensitive=True),
        Column("Student_zip", Type.ZIP, sensitive=True),
        _email("Student_email", unique=Unique.BY_STUDENT_ADVICE),
        *_CONTACT,
        _text("Username", unique=Unique.BY_USER_ADVICE),
        _text("Password", sensitive=True),
        Column("Unweighted_gpa", Type.DECIMAL, since=_BY_2),
        Column("Weighted_gpa", Type.DECIMAL, since=_BY_2),
        _flag("Section_504_status", _API_3),
        _flag("Gifted_status", _API_3),
        _flag("Disability_status", _API_3),
        _enum("Disability_type", tuple(values.DISABILITIES.values()), values.DISABILITIES, since=_API_3),
        _enum("Disability_code", tuple(values.DISABILITIES), since=_API_3),
        _text("Contact_pickup_rights", deprecated="do not emit", sensitive=True),
    ),
)

#: The columns in which rows of one student may differ.
CONTACT_COLUMNS = tuple(column.name for column in STUDENTS.columns if column.name.startswith("Contact_"))

TEACHERS = File(
    "teachers.csv",
    Presence.REQUIRED,
    "teachers",
    key=("School_id", "Teacher_id"),
    entity=("Teacher_id",),
    extensible=True,
    columns=(
        school_id(),
        Column("Teacher_id", Type.ID, Required.YES, unique=Unique.WITH_SCHOOL),
        _text("Teacher_number", number=True),
        _text("State_teacher_id", number=True),
        _email("Teacher_email"),
        _required("First_name"),
        _text("Middle_name"),
        _required("Last_name"),
        _text("Title"),
        _text("Username", unique=Unique.BY_USER_ADVICE),
        _text("Password", sensitive=True),
    ),
)

STAFF = File(
    "staff.csv",
    Presence.OPTIONAL,
    "staff members",
    key=("School_id", "Staff_id"),
    entity=("Staff_id",),
    extensible=True,
    since="2019-2020 (replaces admins.csv)",
    columns=(
        school_id(),
        Column("Staff_id", Type.ID, Required.YES, unique=Unique.WITH_SCHOOL),
        _email("Staff_email", required=Required.YES),
        _required("First_name"),
        _required("Last_name"),
        _text("Department"),
        _text("Title"),
        _text("Username"),
        _text("Password", sensitive=True),
        _enum("Role", values.STAFF_ROLES, values.STAFF_ROLES_MEANT),
    ),
)

_OLD = "replaced by staff.csv"

ADMINS = File(
    "admins.csv",
    Presence.DEPRECATED,
    "administrators",
    key=("School_id", "Staff_id"),
    entity=("Staff_id",),
    columns=(
        school_id(_OLD),
        Column("Staff_id", Type.ID, Required.YES, unique=Unique.WITH_SCHOOL, deprecated=_OLD),
        _email("Admin_email", required=Required.YES, deprecated=_OLD),
        _required("First_name", deprecated=_OLD),
        _required("Last_name", deprecated=_OLD),
        _text("Admin_title", deprecated=_OLD),
        _text("Username", deprecated=_OLD),
        _text("Password", deprecated=_OLD, sensitive=True),
        Column("Role", Type.ENUM, allowed=values.STAFF_ROLES, meant=values.STAFF_ROLES_MEANT, deprecated=_OLD),
    ),
)
