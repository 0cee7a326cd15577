"""Profiles of every kind, made by chance, to compare two exports of the same definition."""

from random import Random
from typing import Any

from tests.clever.rich_rosters import OTHER_YEAR, YESTERDAY
from tests.clever.small import YEAR

_WRONG: dict[str, Any] = {
    "school_year": ["1999-00"],
    "school_ids": [["nope", "MHE"], [], ["nope"]],
    "student_username_suffix": ["a b", "x" * 65],
    "student_email_suffix": ["b.co", "@b"],
    "student_username_user_text": ["NOPE", "BADGE"],
    "unweighted_gpa_type": ["W", "NOPE"],
    "weighted_gpa_type": ["U"],
    "student_password_custom_text": ["{nope}", ""],
    "staff_password_custom_text": ["{Staff_id}"],
    "frl_short_codes": ["yes"],
    "student_email_source": ["Student_Email"],
    "no_such_option": [1],
}
_CHOSEN: dict[str, list[Any]] = {
    "school_ids": [["MHE", "MMS"], ["mhe", "k 8", "MHS", "OOD"], ["preg", "MMS"], ["ALT", "MHE", "mms", "mhs"]],
    "school_year": [YEAR, OTHER_YEAR],
    "as_of_date": [YESTERDAY, "2027-02-01"],
    "prek_state_grades": [["3F", "3H", "KF"], ["4f", "5H"], []],
    "kindergarten_state_grades": [["kf", "DF"], ["KF", "09"]],
    "column_layout": ["clever"],
    "student_username_user_text": ["netid"],
    "student_username_suffix": ["mh", "@m.co"],
    "student_password_user_text": ["NETID"],
    "student_password_custom_text": [
        "Nj{student_id}!",
        "{last4}{dob:mmdd}",
        "{state_id}{grade}",
        "all {} one",
        "{first_initial}{last_name}",
    ],
    "student_email_user_text": ["NETID"],
    "student_email_suffix": ["@b.co", "@Stu.b.co"],
    "school_override_user_text": ["HOMESCH", "homesch", "NETID"],
    "unweighted_gpa_type": ["u"],
    "weighted_gpa_type": ["W", "T"],
    "staff_username_user_text": ["BADGE"],
    "staff_password_user_text": ["badge"],
    "staff_password_custom_text": ["Welcome-{staff_id}", "w", "{logon_id}{last_name}"],
    "staff_department_codes": ["MATH", "math; ADM", "NONE", "NONE;ODD", ";"],
    "staff_excluded_roles": [["NURSE"], ["teacher", "ADMINISTRATOR"], ["NOROLE"], ["custodian"]],
    "teacher_username_user_text": ["BADGE"],
    "staff_email_user_text": ["BADGE"],
    "teacher_number_user_text": ["BADGE"],
    "teacher_password_custom_text": ["t{staff_id}", "same", "{first_initial}{logon_id}"],
    "excluded_course_codes": ["0990", "0100, mms@0990", "MHS@0100,none", "070"],
    "privacy_mask": [[]],
}
#: What an option needs beside it, so that most profiles can run.
_COMPANION = {
    "student_username_source": {"user_text": ["student_username_user_text"]},
    "student_password_source": {
        "user_text": ["student_password_user_text"],
        "custom_text": ["student_password_custom_text"],
    },
    "student_email_source": {
        "user_text": ["student_email_user_text"],
        "student_id": ["student_email_suffix"],
        "username": ["student_email_suffix"],
    },
    "staff_username_source": {"user_text": ["staff_username_user_text"]},
    "staff_password_source": {"user_text": ["staff_password_user_text"], "custom_text": ["staff_password_custom_text"]},
    "teacher_username_source": {"user_text": ["teacher_username_user_text"]},
    "staff_email_source": {"user_text": ["staff_email_user_text"]},
    "teacher_number_source": {"user_text": ["teacher_number_user_text"]},
}


def rich_options(chance: Random, fields: dict[str, Any], words: dict[str, list[str]]) -> dict[str, Any]:
    """Values of some options: `fields` gives every default, `words` what each choice may be."""
    wanted = chance.choice([0.05, 0.2, 0.4])
    options: dict[str, Any] = {}
    for name, default in fields.items():
        if chance.random() >= wanted:
            continue
        if isinstance(default, bool):
            options[name] = not default
        elif name in _CHOSEN:
            options[name] = chance.choice(_CHOSEN[name])
        elif name in words:
            options[name] = chance.choice(words[name])
            for companion in _COMPANION.get(name, {}).get(options[name], []):
                options[companion] = chance.choice(_CHOSEN[companion])
    if options.get("split_shared_teachers") and chance.random() < 0.9:
        options["use_four_teacher_columns"] = True
    if chance.random() < 0.08:
        name = chance.choice(list(_WRONG))
        options[name] = chance.choice(_WRONG[name])
    return options
