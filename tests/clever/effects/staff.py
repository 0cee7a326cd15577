"""The options of staff.csv and teachers.csv, each with a cell that it changes."""

from typing import Any

from tests.clever.effects.effect import Effect
from tests.clever.small import EMPTY, Small
from tests.roster.golden_roster import Roster, golden


def _admin(staff_id: str, column: str, before: str | None, after: str | None, **options: Any) -> Effect:
    return Effect(golden(), options, "staff.csv", {"Staff_id": staff_id}, column, before, after)


def _teacher(staff_id: str, column: str, before: str | None, after: str | None, **options: Any) -> Effect:
    return Effect(golden(), options, "teachers.csv", {"Teacher_id": staff_id}, column, before, after)


def _texted() -> Roster:
    """A teacher with the staff User Text SSO."""
    small = Small()
    small.staff("2001", work_email="", alternate_email="other@example.org")
    small.add("user_text_definitions", applies_to="STAFF", user_text_code="SSO")
    small.add("user_text_values", applies_to="STAFF", person_key="2001", user_text_code="SSO", value="m.rivera@b.co")
    return {**EMPTY, **small.roster}


def _with_text(option: str, source: str, file: str, column: str, key: str) -> Effect:
    """A User Text that `source` uses; without it the profile is refused."""
    return Effect(_texted(), {source: "user_text", option: "SSO"}, file, {key: "2001"}, column, None, "m.rivera@b.co")


ADMIN_EFFECTS: dict[str, Effect] = {
    "staff_username_source": _admin(
        "2002", "Username", "kjones@maplehollow.example", "kjones", staff_username_source="first_initial_last_name"
    ),
    "staff_username_user_text": _with_text(
        "staff_username_user_text", "staff_username_source", "staff.csv", "Username", "Staff_id"
    ),
    "staff_password_source": _admin("2002", "Password", "", "2002", staff_password_source="staff_id"),
    "staff_password_user_text": _with_text(
        "staff_password_user_text", "staff_password_source", "staff.csv", "Password", "Staff_id"
    ),
    "staff_password_custom_text": _admin(
        "2002",
        "Password",
        None,
        "Welcome-2002",
        staff_password_source="custom_text",
        staff_password_custom_text="Welcome-{staff_id}",
    ),
    "staff_department_codes": _admin("2002", "Title", "Teacher", None, staff_department_codes="ADM; guid"),
    "staff_only_administrators": _admin("2002", "Title", "Teacher", None, staff_only_administrators=True),
    "staff_excluded_roles": _admin("2006", "Title", "Principal", None, staff_excluded_roles=["TEACHER"]),
    "staff_role_mode": _admin("2002", "Role", "", "School Tech Lead", staff_role_mode="school_tech_lead"),
    "staff_role_exclusion": _admin(
        "2006", "Title", None, "Principal", staff_excluded_roles=["TEACHER"], staff_role_exclusion="all"
    ),
    "leave_out_staff_without_email": Effect(
        _texted(),
        {"leave_out_staff_without_email": True},
        "teachers.csv",
        {"Teacher_id": "2001"},
        "Last_name",
        "Family2001",
        None,
    ),
    "write_admins_file": Effect(
        golden(), {"write_admins_file": True}, "admins.csv", {"Staff_id": "2002"}, "First_name", None, "Kofi"
    ),
}
TEACHER_EFFECTS: dict[str, Effect] = {
    "teacher_username_source": _teacher(
        "2002", "Username", "kjones@maplehollow.example", "kjones", teacher_username_source="email_local_part"
    ),
    "teacher_username_user_text": _with_text(
        "teacher_username_user_text", "teacher_username_source", "teachers.csv", "Username", "Teacher_id"
    ),
    "staff_email_source": Effect(
        _texted(),
        {"staff_email_source": "alternate_email"},
        "staff.csv",
        {"Staff_id": "2001"},
        "Staff_email",
        "",
        "other@example.org",
    ),
    "staff_email_user_text": _with_text(
        "staff_email_user_text", "staff_email_source", "teachers.csv", "Teacher_email", "Teacher_id"
    ),
    "teacher_number_source": _teacher(
        "2002", "Teacher_number", "2002", "80010002", teacher_number_source="state_staff_id"
    ),
    "teacher_number_user_text": _with_text(
        "teacher_number_user_text", "teacher_number_source", "teachers.csv", "Teacher_number", "Teacher_id"
    ),
    "teacher_password_custom_text": _teacher(
        "2002", "Password", "", "JonesK-2002", teacher_password_custom_text="{last_name}{first_initial}-{staff_id}"
    ),
    "include_non_teaching_staff": _teacher("2005", "Last_name", None, "Berg", include_non_teaching_staff=True),
    "teacher_row_per_school": Effect(
        golden(),
        {"teacher_row_per_school": True},
        "teachers.csv",
        {"Teacher_id": "2001", "School_id": "MHS"},
        "Last_name",
        None,
        "Rivera",
    ),
}
