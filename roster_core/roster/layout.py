"""The files of a roster and their columns, keys and references, declared as data (roster-csv §4)."""

from roster_core.roster.notation import SOLE_KEYS, File, Reference, SecondKey, declared

_SEC = "school_code c16!, school_year c9!, course_code c30!, section_code c10!"
_SEC_NAMES = ("school_code", "school_year", "course_code", "section_code")


def _of_school_and_year(column: str, file: str, *, refuses: bool) -> Reference:
    names = ("school_code", "school_year", column)
    return Reference(names, file, names, refuses)


def _person(column: str, by: str, **files: str) -> tuple[Reference, ...]:
    """One reference for each word of the column `by`."""
    return tuple(
        Reference((column,), file, (SOLE_KEYS[file],), refuses=True, when=(by, word)) for word, file in files.items()
    )


# Where several columns refer together, they refer only together: an unknown school in homeroom_staff is one finding,
# not one for the school and one for the homeroom.
_SECTION = Reference(_SEC_NAMES, "sections", _SEC_NAMES, refuses=True)
_COURSE = Reference(_SEC_NAMES[:3], "courses", _SEC_NAMES[:3], refuses=True)
_OWNER = _person("person_key", "person_type", STUDENT="students", STAFF="staff", GUARDIAN="contact_persons")
_USER_VALUE_OWNER = _person("person_key", "applies_to", STUDENT="students", STAFF="staff")


def _definition(code: str, file: str) -> Reference:
    return Reference(("applies_to", code), file, ("applies_to", code), refuses=True)


#: Every file of a roster, in the order in which they are read: a file refers to files before it only.
FILES: tuple[File, ...] = (
    declared("school_years", "school_year c9! | start_date d!, end_date d!", required=True),
    declared(
        "district",
        "code c16! | name t120!, state c2!, time_zone t60!, lea_state_id c20~, lea_nces_id c20~,"
        "student_email_domains L, staff_email_domains L, sso_only b=false, current_school_year c9!->school_years",
        required=True,
    ),
    declared(
        "schools",
        "school_code c16! | school_number c30~, name t120!, school_type e(ELEM MIDDLE HIGH PREG OOD OTHER)!,"
        "state_school_id c30~, nces_id c12~, address t120~, city t60~, state c2~, zip c10~, phone t40~, low_grade c20~,"
        "high_grade c20~, active b!, do_not_export b!",
        required=True,
    ),
    declared(
        "terms",
        "school_code c16!->schools, school_year c9!->school_years, term_code c10! |"
        "name t60~, start_date d!, end_date d!, covers_year b=false",
    ),
    declared("departments", "department_code c20! | name t120~, clever_subject t60~"),
    declared(
        "students",
        "district_number c20! | state_id c20 u, weblogin_id c64 u, first_name t75!, middle_name t75~, last_name t75!,"
        "suffix t20~, preferred_first_name t75~, preferred_last_name t75~, gender c10~, birth_date d!,"
        "status e(ACTIVE INACTIVE)=ACTIVE, school_email t254~, race_code L, hispanic b~, free_reduced_lunch e(F R N)~,"
        "home_language_code c3~, english_learner b~, special_ed_status_code c20~, special_ed_status_description t120~,"
        "has_active_iep b!, iep_start d, iep_end d, section_504 b~, preg_transcript_school_code c16->schools not PREG,"
        "photo_restricted b!, record_confidential b!, do_not_export b!",
        required=True,
    ),
    declared(
        "staff",
        "staff_id c20! | state_staff_id c20 u, employee_number c20~, logon_id c64 u, first_name t75!, middle_name t75~,"
        "last_name t75!, suffix t20~, preferred_first_name t75~, preferred_last_name t75~, gender c10~, birth_date d,"
        "status e(ACTIVE INACTIVE)=ACTIVE, work_email t254~, alternate_email t254~, primary_school_code c16->schools,"
        "is_administrator b=false, employment_status e(ACTIVE LEAVE TERMINATED)!, terminated_on d,"
        "is_shared_record b=false, photo_restricted b!, record_confidential b!",
        required=True,
    ),
    declared(
        "staff_schools",
        "staff_id c20!->staff, school_code c16!->schools, school_year c9!->school_years |"
        "title t120~, is_teaching b!, sequence i~, start d, end d, is_active b=true",
        required=True,
    ),
    declared(
        "staff_roles",
        "staff_id c20!->staff, role_code c30!, school_code c16->schools!!, school_year c9!->school_years |",
    ),
    declared("staff_departments", "staff_id c20!->staff, department_code c20!->departments |"),
    declared("shared_teacher_members", "shared_staff_id c20!->staff, member_staff_id c20!->staff | sequence i!"),
    declared(
        "homerooms",
        "school_code c16!->schools, school_year c9!->school_years, homeroom_code c10! | room c20~, name t60~",
    ),
    declared(
        "homeroom_staff",
        "school_code c16!, school_year c9!, homeroom_code c10!, staff_id c20!->staff | sequence i!",
        _of_school_and_year("homeroom_code", "homerooms", refuses=True),
    ),
    declared(
        "student_enrollments",
        "district_number c20!->students, school_code c16!->schools, school_year c9!->school_years, entry_date d! |"
        "exit_date d, status e(ACTIVE INACTIVE PREREG GRADUATED)!, is_primary b!, local_grade c20~,"
        "state_grade_code c4~, homeroom_code c10, counselor_staff_id c20->staff,"
        "next_school_code c16->schools not PREG, next_grade_code c4~",
        _of_school_and_year("homeroom_code", "homerooms", refuses=False),
        required=True,
    ),
    declared(
        "contact_persons",
        "source_id c40! | first_name t75~, middle_name t75~, last_name t75!, suffix t20~, same_as_staff_id c20->staff",
    ),
    declared(
        "student_contacts",
        "district_number c20!->students, source_id c40!->contact_persons | type e(GUARDIAN EMERGENCY OTHER)!,"
        "sequence i1!, relationship_code c20~, custody_issue b!, lives_with b~, receives_mail b~,"
        "status e(ACTIVE INACTIVE)=ACTIVE, from d, to d",
        second_key=SecondKey(("district_number", "type", "sequence"), ("status", "ACTIVE")),
    ),
    declared(
        "addresses",
        "person_type e(STUDENT STAFF GUARDIAN)!, person_key c40!, type e(RESIDENCE MAILING)!, from d |"
        "to d, line1 t120!, line2 t120~, city t60~, state c2~, zip c10~, is_confidential b!",
        *_OWNER,
    ),
    declared(
        "phones",
        "person_type e(STUDENT STAFF GUARDIAN)!, person_key c40!, sequence i1! |"
        "type e(CELL HOME WORK OTHER)~=OTHER, number t40!, unlisted b=false",
        *_OWNER,
    ),
    declared("emails", "source_id c40!->contact_persons, sequence i1! | address t254!"),
    declared(
        "user_text_definitions",
        "applies_to e(STUDENT STAFF)!, user_text_code c20! |"
        "label t60~, value_kind e(TEXT DATE LIST)=TEXT, rolls_over b=true",
    ),
    declared(
        "user_text_values",
        "applies_to e(STUDENT STAFF)!, person_key c20!, user_text_code c20! | value t255",
        *_USER_VALUE_OWNER,
        _definition("user_text_code", "user_text_definitions"),
        skipped_without="value",
    ),
    declared(
        "user_flag_definitions",
        "applies_to e(STUDENT STAFF)!, user_flag_code c20! | label t60~, rolls_over b=true",
    ),
    declared(
        "user_flag_values",
        "applies_to e(STUDENT STAFF)!, person_key c20!, user_flag_code c20! | value b!",
        *_USER_VALUE_OWNER,
        _definition("user_flag_code", "user_flag_definitions"),
    ),
    declared("gpa_types", "gpa_type_code c20! | name t60~, is_weighted b!, scope e(CUMULATIVE YEAR TERM)!"),
    declared(
        "student_gpas",
        "district_number c20!->students, gpa_type_code c20!->gpa_types, school_year c9!->school_years |"
        "value n!, as_of d",
    ),
    declared(
        "courses",
        "school_code c16!->schools, school_year c9!->school_years, course_code c30! |"
        "title t120!, department_code c20->departments, subject_code c60~, is_special_ed b=false, user_flag_1 b~,"
        "user_flag_2 b~, user_flag_3 b~, user_flag_4 b~, user_flag_5 b~, is_homeroom b=false,"
        "is_attendance_only b=false, is_online b=false, is_graded b=true",
        required=True,
    ),
    declared(
        "sections",
        f"{_SEC} | title_override t120~, homeroom_code c10, status e(ACTIVE CANCELLED)!, max_students i~",
        _COURSE,
        _of_school_and_year("homeroom_code", "homerooms", refuses=False),
        required=True,
    ),
    declared(
        "section_terms",
        f"{_SEC}, term_code c10! |",
        _SECTION,
        _of_school_and_year("term_code", "terms", refuses=True),
    ),
    declared(
        "section_meetings",
        f"{_SEC}, cycle_day c4!, period_code c10!, term_code c10 | print_period t8, period_order i!, room c20",
        _SECTION,
        _of_school_and_year("term_code", "terms", refuses=False),
    ),
    declared(
        "section_staff",
        f"{_SEC}, staff_id c20!->staff, from d |"
        "to d, is_primary b!, sequence i!, role e(TEACHER CO_TEACHER SUPPORT SUBSTITUTE)=TEACHER",
        _SECTION,
        required=True,
    ),
    declared(
        "section_enrollments",
        f"{_SEC}, district_number c20!->students, entry_date d! | exit_date d, status e(ACTIVE INACTIVE)=ACTIVE",
        _SECTION,
        required=True,
    ),
)

#: The files by name (without `.csv`).
FILE_BY_NAME: dict[str, File] = {file.name: file for file in FILES}
