"""Options of students.csv (export-options §2.2: G01–G25)."""

from functools import partial
from typing import Literal

from roster_core.clever.profile.fields import Code, Switch, Text, companion
from roster_core.clever.profile.fields import switch as declare_switch
from roster_core.options import Options
from roster_core.options import option as declare_option

option = partial(declare_option, group="Student", file="students.csv")
switch = partial(declare_switch, group="Student", file="students.csv")

_USERNAME = {
    "none": "None",
    "user_text": "A User Text",
    "student_id": "Student ID",
    "email_local_part": "E-mail before the @",
}
_PASSWORD = {
    "none": "None",
    "student_id": "Student ID",
    "state_id": "State ID",
    "email": "E-mail",
    "email_local_part": "E-mail before the @",
    "username": "Username",
    "first_initial_last_name": "First initial and last name",
    "dob_mmddyyyy": "Birth date, MMDDYYYY",
    "dob_mmddyy": "Birth date, MMDDYY",
    "user_text": "A User Text",
    "custom_text": "Custom text",
    "derived_secret": "Made from the district's secret",
}
_EMAIL = {
    "none": "None",
    "student_email": "School e-mail",
    "user_text": "A User Text",
    "student_id": "Student ID",
    "username": "Username",
}


class StudentFileOptions(Options):
    """How a student is written: login, e-mail, grade, sensitive columns, guardians, address."""

    student_username_source: Literal["none", "user_text", "student_id", "email_local_part"] = option(
        "none",
        "Username",
        "Where the Username of a student comes from. The column stays, empty, if none is chosen.",
        source="G01 G02 G03",
        labels=_USERNAME,
    )
    student_username_user_text: Code = option(
        None,
        "User Text for the username",
        "The User Text whose value becomes the Username.",
        source="G01",
        choices="student_user_texts",
        used_with=companion("student_username_source", "user_text"),
    )
    student_username_suffix: Text = option(
        "",
        "Username suffix",
        "Text put behind every Username. A suffix that starts with @ is left out where the Username already has an @.",
        source="G04",
        max_length=64,
        used_with=companion("student_username_source", "user_text", "student_id", "email_local_part", required=False),
    )
    student_password_source: Literal[
        "none",
        "student_id",
        "state_id",
        "email",
        "email_local_part",
        "username",
        "first_initial_last_name",
        "dob_mmddyyyy",
        "dob_mmddyy",
        "user_text",
        "custom_text",
        "derived_secret",
    ] = option(
        "none",
        "Password",
        "The first password of a student who signs in with Clever itself. Leave it out where students use single "
        "sign-on; whatever can be guessed is a risk.",
        source="G05",
        labels=_PASSWORD,
    )
    student_password_user_text: Code = option(
        None,
        "User Text for the password",
        "The User Text whose value becomes the Password.",
        source="G05",
        choices="student_user_texts",
        used_with=companion("student_password_source", "user_text"),
    )
    student_password_custom_text: Text = option(
        "",
        "Custom password text",
        "The text of the Password. Tokens are filled in per student: {student_id} {state_id} {last_name} "
        "{first_initial} {last4} {dob:mmdd} {dob:mmddyy} {dob:mmddyyyy} {grade}.",
        source="G06",
        max_length=128,
        tokens=(
            "student_id",
            "state_id",
            "last_name",
            "first_initial",
            "last4",
            "dob:mmdd",
            "dob:mmddyy",
            "dob:mmddyyyy",
            "grade",
        ),
        used_with=companion("student_password_source", "custom_text"),
    )
    student_email_source: Literal["none", "student_email", "user_text", "student_id", "username"] = option(
        "student_email",
        "E-mail",
        "Where Student_email comes from.",
        source="G07",
        labels=_EMAIL,
    )
    student_email_user_text: Code = option(
        None,
        "User Text for the e-mail",
        "The User Text whose value becomes Student_email.",
        source="G08",
        choices="student_user_texts",
        used_with=companion("student_email_source", "user_text"),
    )
    student_email_suffix: Text = option(
        "",
        "E-mail suffix",
        "@ and the domain, such as @stu.maplehollow.example: put behind values that have no @.",
        source="G09",
        max_length=128,
        used_with=companion(
            "student_email_source", "student_email", "user_text", "student_id", "username", required=False
        ),
        needed_with=companion("student_email_source", "student_id", "username"),
    )
    prek_grade_as_prekindergarten: Switch = switch(
        "Write pre-K grades as PreKindergarten",
        "Clever's own word instead of the state code.",
        source="G10",
    )
    kindergarten_grade_as_kindergarten: Switch = switch(
        "Write kindergarten grades as Kindergarten",
        "Clever's own word instead of the state code.",
        source="G11",
    )
    exclude_prek_students: Switch = switch(
        "Leave out pre-K students",
        "They are in no file; sections that only they attend go with them.",
        source="G12",
    )
    exclude_kindergarten_students: Switch = switch(
        "Leave out kindergarten students",
        "They are in no file; sections that only they attend go with them.",
        source="G13",
    )
    frl_short_codes: Switch = switch(
        "Write free and reduced lunch as F, R, N",
        "Letters instead of the words Free and Reduced.",
        source="G14",
    )
    iep_yes_no: Switch = switch(
        "Write the IEP status as Y or N",
        "Y for an IEP in force on the day, else N, instead of the description of the special-education status.",
        source="G15",
    )
    school_override_user_text: Code = option(
        None,
        "School from a User Text",
        "A student with a school code in this User Text is written under that school.",
        source="G16",
        choices="student_user_texts",
    )
    hide_contact_info: Switch = switch(
        "Hide contact information",
        "Contact columns stay empty and each student has one row.",
        source="G17",
    )
    preg_use_transcript_school: Switch = switch(
        "Write pre-registered students under their transcript school",
        "Students in a pre-registration school go under their transcript school, else their next school.",
        source="G18",
    )
    include_home_language: Switch = switch(
        "Include home language", "Adds Home_language with Clever's name of the language.", source="G19"
    )
    unweighted_gpa_type: Code = option(
        None,
        "Unweighted GPA",
        "Adds the column Unweighted_gpa with this GPA.",
        source="G20",
        choices="unweighted_gpa_types",
    )
    weighted_gpa_type: Code = option(
        None,
        "Weighted GPA",
        "Adds the column Weighted_gpa with this GPA.",
        source="G21",
        choices="weighted_gpa_types",
    )
    include_all_guardians: Switch = switch(
        "Include all guardians",
        "A row for every guardian, at most five, instead of the first only.",
        source="G22",
    )
    include_custody_issue_guardians: Switch = switch(
        "Include guardians with a custody issue",
        "Off: a guardian marked with a custody issue is never written, and nobody takes that place.",
        source="G23",
    )
    avoid_duplicate_guardian_phones: Switch = switch(
        "Avoid duplicate guardian phones",
        "Each guardian of a student gets, when possible, a phone that no guardian before has.",
        source="G24",
    )
    populate_student_address: Switch = switch(
        "Fill the student's address",
        "Adds street, city and state and fills the zip; addresses marked confidential stay empty.",
        source="G25",
    )
    mask_frl_status: Switch = switch(
        "Leave the lunch status empty",
        "Frl_status is one of the columns that Clever calls sensitive; empty, it leaves the district with nobody.",
        source="X14",
    )
    mask_iep_status: Switch = switch(
        "Leave the IEP status empty",
        "The IEP status is one of the columns that Clever calls sensitive.",
        source="X14",
    )
    mask_race: Switch = switch(
        "Leave race and ethnicity empty",
        "Race and Hispanic_Latino are written for nobody.",
        source="X14",
    )
    mask_birth_date: Switch = switch(
        "Leave the birth date empty", "The date of birth is written for nobody.", source="X14"
    )
