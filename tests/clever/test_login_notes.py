"""What is said once of passwords, and who is left out of staff.csv: each finding on a roster that causes it."""

from typing import Any

import pytest

from roster_core.clever.people.secrets import derived
from tests.clever.small import Small


@pytest.mark.parametrize(
    ("district", "options", "code"),
    [
        ({}, {"student_password_source": "student_id"}, "PASSWORD_GUESSABLE"),
        ({}, {"student_password_source": "custom_text", "student_password_custom_text": "same"}, "PASSWORD_SHARED"),
        ({}, {"staff_password_source": "custom_text", "staff_password_custom_text": "same"}, "PASSWORD_SHARED"),
        ({}, {"teacher_password_custom_text": "same"}, "PASSWORD_SHARED"),
        ({}, {"staff_role_mode": "school_tech_lead"}, "ROLE_FOR_ALL"),
        ({}, {"staff_role_mode": "stl"}, "ROLE_VALUE_UNCONFIRMED"),
        ({"sso_only": True}, {"teacher_password_custom_text": "a{staff_id}"}, "PASSWORD_NOT_NEEDED"),
        ({}, {"staff_department_codes": "NONE"}, "DEPARTMENT_UNKNOWN"),
        ({}, {"staff_excluded_roles": ["NONESUCH"]}, "ROLE_UNKNOWN"),
        ({}, {"staff_only_administrators": True}, "STAFF_FILE_EMPTY"),
    ],
)
def test_the_option_causes_the_finding(district: dict[str, Any], options: dict[str, Any], code: str) -> None:
    small = Small(**district)
    small.student("1")
    small.staff("2001", is_administrator=False)
    assert not small.export().keys(code)
    assert len(small.export(**options).keys(code)) == 1


def test_a_text_with_a_token_is_not_shared() -> None:
    small = Small()
    small.staff("2001")
    assert small.export(teacher_password_custom_text="a{staff_id}").keys("PASSWORD_SHARED") == []


def test_the_words_that_clever_uses_need_no_confirmation() -> None:
    small = Small()
    small.staff("2001")
    assert small.export(staff_role_mode="school_tech_lead").keys("ROLE_VALUE_UNCONFIRMED") == []


def test_a_derived_password_is_twelve_letters_of_the_alphabet_by_kind_and_number() -> None:
    made = derived("key", "student", "1")
    assert len(made) == 12
    assert made == derived("key", "student", "1") != derived("key", "staff", "1")
