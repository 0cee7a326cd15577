"""schools.csv, sections.csv, enrollments.csv and attendance.csv (clever-sftp-spec §3.1, §3.4, §3.5, §3.10)."""

from functools import partial

from roster_core.clever.spec import values
from roster_core.clever.spec.model import Column, File, Presence, Required, Type, Unique, school_id

_enum = partial(Column, type=Type.ENUM)
_grade = partial(_enum, allowed=values.GRADES, meant=values.GRADES_MEANT)
_student = partial(Column, "Student_id", Type.ID, Required.YES, refers_to=("students.csv", "Student_id"))
_section = partial(Column, "Section_id", Type.ID, refers_to=("sections.csv", "Section_id"))

SCHOOLS = File(
    "schools.csv",
    Presence.REQUIRED,
    "schools",
    key=("School_id",),
    entity=("School_id",),
    extensible=True,
    columns=(
        Column("School_id", Type.ID, Required.YES, unique=Unique.IN_FILE),
        Column("School_name", required=Required.YES),
        Column("School_number", required=Required.YES, number=True, since="after 1.2 (present by 2.x)"),
        Column("State_id", number=True),
        _grade("Low_grade"),
        _grade("High_grade"),
        Column("Principal"),
        Column("Principal_email", Type.EMAIL),
        Column("School_address"),
        Column("School_city"),
        Column("School_state", Type.STATE),
        Column("School_zip", Type.ZIP),
        Column("School_phone", Type.PHONE),
        Column("Nces_id", form=r"^[0-9]{12}$", number=True, deprecated="legacy (1.x)"),
    ),
)

#: The teacher of record and the co-teachers, in order.
TEACHER_SLOTS = ("Teacher_id", *(f"Teacher_{place}_id" for place in range(2, 11)))
#: The last slot that the 1.x lists have.
_OLD_SLOTS = TEACHER_SLOTS[:4]


def _teacher(name: str) -> Column:
    return Column(
        name,
        Type.ID,
        Required.YES if name == "Teacher_id" else Required.NO,
        refers_to=("teachers.csv", "Teacher_id"),
        since="" if name in _OLD_SLOTS else "by 2.x",
    )


SECTIONS = File(
    "sections.csv",
    Presence.REQUIRED,
    "sections",
    key=("Section_id",),
    entity=("Section_id",),
    extensible=True,
    columns=(
        school_id(),
        Column("Section_id", Type.ID, Required.YES, unique=Unique.IN_FILE),
        *(_teacher(name) for name in TEACHER_SLOTS),
        Column("Name"),
        Column("Section_number", number=True, since="after 1.2"),
        _grade("Grade"),
        Column("Course_name"),
        Column("Course_number", number=True),
        Column("Course_description", since="by 1.6 or 2.x"),
        Column("Period", number=True),
        _enum("Subject", allowed=values.SUBJECTS),
        Column("Term_name"),
        Column("Term_start", Type.DATE),
        Column("Term_end", Type.DATE),
    ),
)

ENROLLMENTS = File(
    "enrollments.csv",
    Presence.REQUIRED,
    "enrollments",
    key=("Section_id", "Student_id"),
    entity=("Section_id", "Student_id"),
    columns=(school_id(), _section(required=Required.YES), _student(unique=Unique.WITH_SECTION)),
)

ATTENDANCE = File(
    "attendance.csv",
    Presence.BY_ARRANGEMENT,
    "attendance records",
    key=("Attendance_id",),
    entity=("Attendance_id",),
    since="2025",
    columns=(
        _student(),
        school_id(),
        _section(required=Required.CONDITIONAL),
        Column("Attendance_date", Type.DATE_ISO, Required.YES),
        _enum("Attendance_type", required=Required.YES, allowed=values.ATTENDANCE_TYPES),
        _enum("Attendance_status", required=Required.YES, allowed=values.ATTENDANCE_STATUSES),
        Column("Excuse_code"),
        Column("Attendance_id", Type.ID, Required.YES, unique=Unique.IN_FILE),
    ),
)
