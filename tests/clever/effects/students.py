"""The options of students.csv, each with a cell that it changes."""

from typing import Any

from tests.clever.effects.effect import Effect
from tests.clever.small import EMPTY, Small
from tests.roster.golden_roster import Roster, golden

ANA, BEN, CHLOE, DEV, ELI, FAY = ("0104233", "0104871", "0101118", "0100502", "0105900", "0103310")


def _of_student(number: str, column: str, before: str | None, after: str | None, **options: Any) -> Effect:
    return Effect(golden(), options, "students.csv", {"Student_id": number}, column, before, after)


def _of_one(column: str, before: str, after: str, roster: Roster | None = None, **options: Any) -> Effect:
    return Effect(roster or _one(), options, "students.csv", {"Student_id": "1"}, column, before, after)


def _one(**cells: Any) -> Roster:
    small = Small()
    small.student("1", first_name="Ana Lucia", last_name="Ortega-Ruiz", grade="KF", **cells)
    small.add("user_text_definitions", applies_to="STUDENT", user_text_code="NETID")
    small.add("user_text_values", applies_to="STUDENT", person_key="1", user_text_code="NETID", value="ana.ortega")
    return {**EMPTY, **small.roster}


EFFECTS: dict[str, Effect] = {
    "student_username_source": _of_one("Username", "", "1", student_username_source="student_id"),
    "student_username_user_text": Effect(
        _one(),
        {"student_username_source": "user_text", "student_username_user_text": "netid"},
        "students.csv",
        {"Student_id": "1"},
        "Username",
        None,  # the profile is refused without it
        "ana.ortega",
    ),
    "student_username_suffix": _of_one(
        "Username", "1", "1mh", student_username_source="student_id", student_username_suffix="mh"
    ),
    "student_password_source": _of_one("Password", "", "s1@stu.example.org", student_password_source="email"),
    "student_password_user_text": Effect(
        _one(),
        {"student_password_source": "user_text", "student_password_user_text": "NETID"},
        "students.csv",
        {"Student_id": "1"},
        "Password",
        None,
        "ana.ortega",
    ),
    "student_password_custom_text": Effect(
        _one(),
        {"student_password_source": "custom_text", "student_password_custom_text": "{last4}{dob:mmdd}"},
        "students.csv",
        {"Student_id": "1"},
        "Password",
        None,
        "Orte0917",
    ),
    "student_email_source": _of_student(
        ANA, "Student_email", "aortega33@stu.maplehollow.example", "", student_email_source="none"
    ),
    "student_email_user_text": Effect(
        _one(),
        {
            "student_email_source": "user_text",
            "student_email_user_text": "NETID",
            "student_email_suffix": "@stu.maplehollow.example",
        },
        "students.csv",
        {"Student_id": "1"},
        "Student_email",
        None,
        "ana.ortega@stu.maplehollow.example",
    ),
    "student_email_suffix": _of_one(
        "Student_email", "", "bare@b.co", _one(school_email="bare"), student_email_suffix="@b.co"
    ),
    "prek_grade_as_prekindergarten": _of_student(
        BEN, "Grade", "4F", "PreKindergarten", prek_grade_as_prekindergarten=True
    ),
    "kindergarten_grade_as_kindergarten": _of_student(
        ANA, "Grade", "KF", "Kindergarten", kindergarten_grade_as_kindergarten=True
    ),
    "exclude_prek_students": _of_student(BEN, "Grade", "4F", None, exclude_prek_students=True),
    "exclude_kindergarten_students": _of_student(ANA, "Grade", "KF", None, exclude_kindergarten_students=True),
    "frl_short_codes": _of_student(CHLOE, "Frl_status", "Reduced", "R", frl_short_codes=True),
    "iep_yes_no": _of_student(CHLOE, "Iep_status", "Eligible - Specific Learning Disability", "Y", iep_yes_no=True),
    "school_override_user_text": _of_student(FAY, "School_id", None, "MHS", school_override_user_text="HOMESCH"),
    "hide_contact_info": _of_student(ANA, "Contact_name", "Luz Ortega", "", hide_contact_info=True),
    "preg_use_transcript_school": _of_student(ELI, "School_id", None, "MHE", preg_use_transcript_school=True),
    "include_home_language": _of_student(ANA, "Home_language", None, "Spanish", include_home_language=True),
    "unweighted_gpa_type": _of_student(DEV, "Unweighted_gpa", None, "3.90", unweighted_gpa_type="cum_u"),
    "weighted_gpa_type": _of_student(DEV, "Weighted_gpa", None, "4.3667", weighted_gpa_type="CUM_W"),
    "include_all_guardians": Effect(
        golden(),
        {"include_all_guardians": True},
        "students.csv",
        {"Contact_name": "Tom Dunn"},
        "Student_id",
        None,
        CHLOE,
    ),
    "include_custody_issue_guardians": _of_student(
        BEN, "Contact_name", "", "Ada Okafor", include_custody_issue_guardians=True
    ),
    "avoid_duplicate_guardian_phones": Effect(
        golden(),
        {"include_all_guardians": True, "avoid_duplicate_guardian_phones": True},
        "students.csv",
        {"Contact_name": "Tom Dunn"},
        "Contact_phone",
        "2015550110",
        "2015550123",
    ),
    "populate_student_address": _of_student(CHLOE, "Student_zip", "", "07030-1102", populate_student_address=True),
    "mask_frl_status": _of_student(CHLOE, "Frl_status", "Reduced", "", mask_frl_status=True),
    "mask_iep_status": _of_student(
        CHLOE, "Iep_status", "Eligible - Specific Learning Disability", "", mask_iep_status=True
    ),
    "mask_race": _of_one("Race", "W", "", _one(race_code="W"), mask_race=True),
    "mask_birth_date": _of_one("Dob", "09/17/2015", "", mask_birth_date=True),
}
