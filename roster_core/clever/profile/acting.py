"""Which files and columns each option acts on, for the search, the reference and the marks in a preview."""

from dataclasses import dataclass

from roster_core.clever.profile.options import FIELDS
from roster_core.options import meta


@dataclass(frozen=True)
class Place:
    """A file, and the columns in it whose cells the option decides; without columns, whole rows come and go."""

    file: str
    columns: tuple[str, ...] = ()


_LOGIN = "Username"
_CONTACT = ("Contact_name", "Contact_type", "Contact_phone", "Contact_email", "Contact_sis_id")
_TEACHERS = ("Teacher_id", "Teacher_2_id", "Teacher_3_id", "Teacher_4_id")
#: What decides on whole files.
EVERY_FILE = tuple(
    Place(name)
    for name in ("schools.csv", "students.csv", "teachers.csv", "sections.csv", "enrollments.csv", "staff.csv")
)


def _students(*columns: str) -> tuple[Place, ...]:
    return (Place("students.csv", columns),)


def _teachers(*columns: str) -> tuple[Place, ...]:
    return (Place("teachers.csv", columns),)


def _staff(*columns: str) -> tuple[Place, ...]:
    return (Place("staff.csv", columns),)


_EMAILS = (*_teachers("Teacher_email"), *_staff("Staff_email"), Place("schools.csv", ("Principal_email",)))
_SECTION_ID = (Place("sections.csv", ("Section_id",)), Place("enrollments.csv", ("Section_id",)))
_SECTION_ROWS = (Place("sections.csv"), Place("enrollments.csv"))
_SECTION_NAME = (Place("sections.csv", ("Name",)),)
_LEFT_OUT = (Place("students.csv"), Place("enrollments.csv"), Place("sections.csv"))

#: Option → where it acts, the file that shows it best first; nothing for what concerns no file.
ACTS_ON: dict[str, tuple[Place, ...]] = {
    "school_ids": EVERY_FILE,
    "school_year": EVERY_FILE,
    "as_of_date": EVERY_FILE,
    "prek_state_grades": _students("Grade"),
    "kindergarten_state_grades": _students("Grade"),
    "column_layout": (*_students("DOB", "IEP_status", *_CONTACT), Place("schools.csv", ("School_number",))),
    "student_username_source": _students(_LOGIN),
    "student_username_user_text": _students(_LOGIN),
    "student_username_suffix": _students(_LOGIN),
    "student_password_source": _students("Password"),
    "student_password_user_text": _students("Password"),
    "student_password_custom_text": _students("Password"),
    "student_email_source": _students("Student_email"),
    "student_email_user_text": _students("Student_email"),
    "student_email_suffix": _students("Student_email"),
    "prek_grade_as_prekindergarten": _students("Grade"),
    "kindergarten_grade_as_kindergarten": _students("Grade"),
    "exclude_prek_students": _LEFT_OUT,
    "exclude_kindergarten_students": _LEFT_OUT,
    "frl_short_codes": _students("Frl_status"),
    "iep_yes_no": _students("IEP_status"),
    "school_override_user_text": _students("School_id"),
    "hide_contact_info": _students(*_CONTACT),
    "preg_use_transcript_school": _students("School_id"),
    "include_home_language": _students("Home_language"),
    "unweighted_gpa_type": _students("Unweighted_gpa"),
    "weighted_gpa_type": _students("Weighted_gpa"),
    "include_all_guardians": _students(*_CONTACT),
    "include_custody_issue_guardians": _students(*_CONTACT),
    "avoid_duplicate_guardian_phones": _students("Contact_phone"),
    "populate_student_address": _students("Student_street", "Student_city", "Student_state", "Student_zip"),
    "mask_frl_status": _students("Frl_status"),
    "mask_iep_status": _students("IEP_status"),
    "mask_race": _students("Race"),
    "mask_birth_date": _students("DOB"),
    "staff_username_source": _staff(_LOGIN),
    "staff_username_user_text": _staff(_LOGIN),
    "staff_password_source": _staff("Password"),
    "staff_password_user_text": _staff("Password"),
    "staff_password_custom_text": _staff("Password"),
    "staff_department_codes": _staff(),
    "staff_only_administrators": _staff(),
    "staff_excluded_roles": _staff(),
    "staff_role_mode": _staff("Role"),
    "teacher_username_source": _teachers(_LOGIN),
    "teacher_username_user_text": _teachers(_LOGIN),
    "staff_email_source": _EMAILS,
    "staff_email_user_text": _EMAILS,
    "teacher_number_source": _teachers("Teacher_number"),
    "teacher_number_user_text": _teachers("Teacher_number"),
    "teacher_password_custom_text": _teachers("Password"),
    "include_non_teaching_staff": _teachers(),
    "teacher_row_per_school": _teachers(),
    "section_id_prepend_school_year": _SECTION_ID,
    "section_id_prepend_teacher_name": _SECTION_ID,
    "require_course_user_flag_2": _SECTION_ROWS,
    "excluded_course_codes": _SECTION_ROWS,
    "include_elementary_homerooms": _SECTION_ROWS,
    "append_hr_teacher_elem": _SECTION_NAME,
    "append_print_periods_middle": _SECTION_NAME,
    "combine_inclusion_sections": _SECTION_ROWS,
    "use_four_teacher_columns": (Place("sections.csv", _TEACHERS),),
    "split_shared_teachers": (Place("sections.csv", _TEACHERS), Place("teachers.csv")),
    "name_prepend_teacher": _SECTION_NAME,
    "leave_out_empty_sections": _SECTION_ROWS,
    "blank_course_name_if_composed": (Place("sections.csv", ("Course_name",)),),
    **dict.fromkeys(("deliver_download", "deliver_local", "deliver_email", "deliver_sftp"), ()),
}


def acts_on(name: str) -> tuple[Place, ...]:
    """Where the option acts; one that says no more than its file acts on rows of it."""
    file = meta(FIELDS[name]).get("file")
    return ACTS_ON.get(name, (Place(file),) if file else ())
