"""Whom the files of an export are about, as the audit trail names people."""

from collections.abc import Iterable

from roster_core.access.audit import STAFF_OF_A_FILE, STUDENTS_OF_A_FILE

#: Of whom each file tells; the file itself names them.
_PEOPLE = {
    "students.csv": STUDENTS_OF_A_FILE,
    "enrollments.csv": STUDENTS_OF_A_FILE,
    "teachers.csv": STAFF_OF_A_FILE,
    "sections.csv": STAFF_OF_A_FILE,
    "staff.csv": STAFF_OF_A_FILE,
    "admins.csv": STAFF_OF_A_FILE,
}


def people_in(names: Iterable[str]) -> tuple[str, ...]:
    """Whom the files of these names are about, as events name people."""
    return tuple(sorted({_PEOPLE[name] for name in names if name in _PEOPLE}))
