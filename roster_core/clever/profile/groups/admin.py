"""Options of staff.csv, the file of administrators and other staff (export-options §2.3: G26–G31, O1)."""

from functools import partial
from typing import Literal

from roster_core.clever.profile.fields import Code, Codes, Switch, Text, companion
from roster_core.clever.profile.fields import switch as declare_switch
from roster_core.options import Options
from roster_core.options import option as declare_option

option = partial(declare_option, group="Admin", file="staff.csv")
switch = partial(declare_switch, group="Admin", file="staff.csv")

#: Where a staff username may come from, in words.
STAFF_USERNAME = {
    "none": "None",
    "email": "E-mail",
    "email_local_part": "E-mail before the @",
    "logon_id": "Logon",
    "first_initial_last_name": "First initial and last name",
    "staff_id": "Staff ID",
    "user_text": "A User Text",
}
#: Tokens of a staff password text (export-options §6.1).
STAFF_TOKENS = ("staff_id", "logon_id", "last_name", "first_initial")
_PASSWORD = {
    "none": "None",
    "email": "E-mail",
    "email_local_part": "E-mail before the @",
    "first_initial_last_name": "First initial and last name",
    "staff_id": "Staff ID",
    "logon_id": "Logon",
    "user_text": "A User Text",
    "custom_text": "Custom text",
    "derived_secret": "Made from the district's secret",
}
_ROLE = {"blank": "Leave empty", "school_tech_lead": "School Tech Lead", "stl": "STL"}


class AdminFileOptions(Options):
    """Who is in staff.csv and with which login."""

    staff_username_source: Literal[
        "none", "email", "email_local_part", "logon_id", "first_initial_last_name", "staff_id", "user_text"
    ] = option(
        "email",
        "Username",
        "Where the Username in staff.csv comes from.",
        source="G26",
        labels=STAFF_USERNAME,
    )
    staff_username_user_text: Code = option(
        None,
        "User Text for the username",
        "The staff User Text whose value becomes the Username.",
        source="G26",
        choices="staff_user_texts",
        used_with=companion("staff_username_source", "user_text"),
    )
    staff_password_source: Literal[
        "none",
        "email",
        "email_local_part",
        "first_initial_last_name",
        "staff_id",
        "logon_id",
        "user_text",
        "custom_text",
        "derived_secret",
    ] = option(
        "none",
        "Password",
        "The first password in staff.csv. Leave it out where staff use single sign-on.",
        source="G27",
        labels=_PASSWORD,
    )
    staff_password_user_text: Code = option(
        None,
        "User Text for the password",
        "The staff User Text whose value becomes the Password.",
        source="G27",
        choices="staff_user_texts",
        used_with=companion("staff_password_source", "user_text"),
    )
    staff_password_custom_text: Text = option(
        "",
        "Custom password text",
        "The text of the Password. Tokens: {staff_id} {logon_id} {last_name} {first_initial}.",
        source="G28",
        max_length=128,
        tokens=STAFF_TOKENS,
        used_with=companion("staff_password_source", "custom_text"),
    )
    staff_department_codes: Text = option(
        "",
        "Departments",
        "Only staff of these departments: codes separated by semicolons. Empty means everybody.",
        source="G29",
    )
    staff_only_administrators: Switch = switch(
        "Only staff marked as administrators",
        "The mark on the person, which is not the same as the role Administrator.",
        source="G30",
    )
    staff_excluded_roles: Codes = option(
        (),
        "Roles to leave out",
        "Whoever holds one of these roles at a school that is exported, or district-wide, is left out.",
        source="G31",
        choices="roles",
    )
    staff_role_mode: Literal["blank", "stl", "school_tech_lead"] = option(
        "blank",
        "Role",
        "What is written as Role on every row. Clever's own word for the role is School Tech Lead; it lets a person "
        "see and support their school.",
        source="O1",
        labels=_ROLE,
    )
    staff_role_exclusion: Literal["any", "all"] = option(
        "any",
        "Leave out whoever holds",
        "Any of the roles above, or only people who hold no other role than those.",
        source="X16",
        labels={"any": "Any of these roles", "all": "These roles only"},
    )
    leave_out_staff_without_email: Switch = switch(
        "Leave out staff without e-mail",
        "Records that stand for nobody yet, such as a teacher to be named, are in neither staff.csv nor teachers.csv. "
        "Whoever is written in a section stays in teachers.csv.",
        source="X03",
    )
    write_admins_file: Switch = switch(
        "Also write admins.csv",
        "The file that staff.csv replaced, with the same people; only for receivers that still ask for it.",
        source="X24",
    )
