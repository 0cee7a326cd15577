"""Options of teachers.csv; the e-mail feeds staff.csv too (export-options §2.4: G32–G37)."""

from functools import partial
from typing import Literal

from roster_core.clever.profile.fields import Code, Switch, Text, companion
from roster_core.clever.profile.fields import switch as declare_switch
from roster_core.clever.profile.groups.admin import STAFF_TOKENS, STAFF_USERNAME
from roster_core.options import Options
from roster_core.options import option as declare_option

option = partial(declare_option, group="Teacher", file="teachers.csv")
switch = partial(declare_switch, group="Teacher", file="teachers.csv")

_EMAIL = {
    "none": "None",
    "work_email": "Work e-mail",
    "alternate_email": "Alternate e-mail",
    "user_text": "A User Text",
}
_NUMBER = {
    "none": "None",
    "staff_id": "Staff ID",
    "state_staff_id": "State staff ID",
    "employee_number": "Employee number",
    "logon_id": "Logon",
    "user_text": "A User Text",
}


class TeacherFileOptions(Options):
    """Who is in teachers.csv, in how many rows, with which login and numbers."""

    teacher_username_source: Literal[
        "none", "email", "email_local_part", "logon_id", "first_initial_last_name", "staff_id", "user_text"
    ] = option(
        "email",
        "Username",
        "Where the Username in teachers.csv comes from.",
        source="G32",
        labels=STAFF_USERNAME,
    )
    teacher_username_user_text: Code = option(
        None,
        "User Text for the username",
        "The staff User Text whose value becomes the Username.",
        source="G32",
        choices="staff_user_texts",
        used_with=companion("teacher_username_source", "user_text"),
    )
    staff_email_source: Literal["none", "work_email", "alternate_email", "user_text"] = option(
        "work_email",
        "E-mail",
        "Where the e-mail of teachers and staff comes from; both files always carry the same address.",
        source="G33",
        labels=_EMAIL,
    )
    staff_email_user_text: Code = option(
        None,
        "User Text for the e-mail",
        "The staff User Text whose value becomes the e-mail.",
        source="G33",
        choices="staff_user_texts",
        used_with=companion("staff_email_source", "user_text"),
    )
    teacher_number_source: Literal["none", "staff_id", "state_staff_id", "employee_number", "logon_id", "user_text"] = (
        option(
            "staff_id",
            "Teacher number",
            "Which number is written as Teacher_number.",
            source="G34",
            labels=_NUMBER,
        )
    )
    teacher_number_user_text: Code = option(
        None,
        "User Text for the teacher number",
        "The staff User Text whose value becomes Teacher_number.",
        source="G34",
        choices="staff_user_texts",
        used_with=companion("teacher_number_source", "user_text"),
    )
    teacher_password_custom_text: Text = option(
        "",
        "Custom password text",
        "The Password of every teacher; empty leaves the column unused. Tokens: {staff_id} {logon_id} {last_name} "
        "{first_initial}.",
        source="G35",
        max_length=128,
        tokens=STAFF_TOKENS,
    )
    include_non_teaching_staff: Switch = switch(
        "Include non-teaching staff",
        "Every active member of the staff at an exported school, not only those who teach.",
        source="G36",
    )
    teacher_row_per_school: Switch = switch(
        "A row for each school of a teacher",
        "Off: one row, under the primary school. On: a row for each exported school, as Clever expects today.",
        source="G37",
    )
