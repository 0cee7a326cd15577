"""Every file that Clever reads, in the order of the specification."""

from roster_core.clever.spec.model import File
from roster_core.clever.spec.people import ADMINS, STAFF, STUDENTS, TEACHERS
from roster_core.clever.spec.teaching import ATTENDANCE, ENROLLMENTS, SCHOOLS, SECTIONS

FILES: tuple[File, ...] = (SCHOOLS, STUDENTS, TEACHERS, SECTIONS, ENROLLMENTS, STAFF, ADMINS, ATTENDANCE)
BY_NAME: dict[str, File] = {file.name: file for file in FILES}
#: What belongs together in every upload.
CORE: tuple[File, ...] = tuple(file for file in FILES if file.is_core)
