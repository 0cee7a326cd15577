"""What may stand in a profile (export-options §2.5, §9, §9b)."""

from typing import Any

import pytest

from roster_core.clever.profile.file import parse_options
from roster_core.clever.profile.validity import Definitions, check_profile
from tests.clever.small import Small, classroom

KNOWN = Definitions(
    school_years=("2026-27",),
    current_school_year="2026-27",
    student_user_texts=("NETID",),
    staff_user_texts=("BADGE",),
    gpa_types={"CUM_U": False, "CUM_W": True},
)


def told(known: Definitions = KNOWN, /, **raw: Any) -> list[tuple[str, str]]:
    given = parse_options(raw)
    assert given.findings == ()
    return sorted((finding.kind.code, finding.row_key) for finding in check_profile(given.options, known))


def test_of_the_defaults_nothing_is_said():
    assert told() == []


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ({"school_year": "2020-21"}, "school_year"),
        ({"school_override_user_text": "NOPE"}, "school_override_user_text"),
        ({"school_override_user_text": "BADGE"}, "school_override_user_text"),
        ({"student_username_source": "user_text", "student_username_user_text": "NOPE"}, "student_username_user_text"),
        ({"staff_username_source": "user_text", "staff_username_user_text": "NETID"}, "staff_username_user_text"),
        ({"unweighted_gpa_type": "NOPE"}, "unweighted_gpa_type"),
        ({"student_username_source": "student_id", "student_username_suffix": "a b"}, "student_username_suffix"),
        ({"student_username_source": "student_id", "student_username_suffix": "a,b"}, "student_username_suffix"),
        ({"student_username_source": "student_id", "student_username_suffix": "a'b"}, "student_username_suffix"),
        ({"student_username_source": "student_id", "student_username_suffix": 'a"b'}, "student_username_suffix"),
        ({"student_username_source": "student_id", "student_username_suffix": "x" * 65}, "student_username_suffix"),
        (
            {"student_password_source": "custom_text", "student_password_custom_text": "x" * 129},
            "student_password_custom_text",
        ),
        ({"teacher_password_custom_text": "x" * 129}, "teacher_password_custom_text"),
        ({"student_email_suffix": "stu.example.org"}, "student_email_suffix"),
        ({"student_email_suffix": "@stu"}, "student_email_suffix"),
        ({"student_email_suffix": "@-stu.org"}, "student_email_suffix"),
        ({"student_email_suffix": "@" + "a" * 63 + "." + "b" * 63 + ".org"}, "student_email_suffix"),
    ],
    ids=str,
)
def test_a_value_that_cannot_be_is_invalid(raw, key):
    assert told(**raw) == [("OPTION_INVALID", key)]


@pytest.mark.parametrize(
    "raw",
    [
        {"school_year": "2026-27"},
        {"school_override_user_text": "netid"},
        {"student_username_source": "student_id", "student_username_suffix": "x" * 64},
        {"student_password_source": "custom_text", "student_password_custom_text": "Nj{student_id}{}{{x!"},
        {"teacher_password_custom_text": "a{staff_id}{logon_id}{last_name}{first_initial}"},
        {"student_email_source": "student_id", "student_email_suffix": "@stu.example.org"},
        {"unweighted_gpa_type": "cum_u", "weighted_gpa_type": "CUM_W"},
    ],
    ids=str,
)
def test_a_value_that_can_be_is_not_mentioned(raw):
    assert told(**raw) == []


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ({"student_username_source": "user_text"}, "student_username_user_text"),
        ({"student_password_source": "user_text"}, "student_password_user_text"),
        ({"student_password_source": "custom_text"}, "student_password_custom_text"),
        ({"student_email_source": "user_text"}, "student_email_user_text"),
        ({"student_email_source": "student_id"}, "student_email_suffix"),
        ({"student_email_source": "username", "student_username_source": "student_id"}, "student_email_suffix"),
        ({"staff_username_source": "user_text"}, "staff_username_user_text"),
        ({"staff_password_source": "user_text"}, "staff_password_user_text"),
        ({"staff_password_source": "custom_text"}, "staff_password_custom_text"),
        ({"teacher_username_source": "user_text"}, "teacher_username_user_text"),
        ({"staff_email_source": "user_text"}, "staff_email_user_text"),
        ({"teacher_number_source": "user_text"}, "teacher_number_user_text"),
        ({"split_shared_teachers": True}, "use_four_teacher_columns"),
    ],
    ids=str,
)
def test_a_needed_companion_left_blank_is_asked_for(raw, key):
    assert told(**raw) == [("OPTION_REQUIRES", key)]


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ({"student_username_user_text": "NOPE"}, "student_username_user_text"),
        ({"student_username_suffix": "a b" * 40}, "student_username_suffix"),
        ({"student_password_user_text": "NOPE"}, "student_password_user_text"),
        ({"student_password_custom_text": "{nope}"}, "student_password_custom_text"),
        ({"student_email_user_text": "NOPE"}, "student_email_user_text"),
        ({"student_email_source": "none", "student_email_suffix": "nope"}, "student_email_suffix"),
        ({"staff_username_user_text": "NOPE"}, "staff_username_user_text"),
        ({"staff_password_user_text": "NOPE"}, "staff_password_user_text"),
        ({"staff_password_custom_text": "{nope}"}, "staff_password_custom_text"),
        ({"teacher_username_user_text": "NOPE"}, "teacher_username_user_text"),
        ({"staff_email_user_text": "NOPE"}, "staff_email_user_text"),
        ({"teacher_number_user_text": "NOPE"}, "teacher_number_user_text"),
    ],
    ids=str,
)
def test_a_companion_that_is_not_used_is_not_checked(raw, key):
    assert told(**raw) == [("OPTION_NO_EFFECT", key)]


def test_e_mail_from_username_and_username_from_e_mail_is_a_cycle():
    raw = {"student_email_source": "username", "student_username_source": "email_local_part"}
    assert told(**raw, student_email_suffix="@a.org") == [("OPTION_CYCLE", "student_email_source")]


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (
            {"student_password_source": "custom_text", "student_password_custom_text": "{nope}"},
            "student_password_custom_text",
        ),
        (
            {"student_password_source": "custom_text", "student_password_custom_text": "{Grade}"},
            "student_password_custom_text",
        ),
        (
            {"staff_password_source": "custom_text", "staff_password_custom_text": "{student_id}"},
            "staff_password_custom_text",
        ),
        ({"teacher_password_custom_text": "{grade}"}, "teacher_password_custom_text"),
    ],
    ids=str,
)
def test_an_unknown_token_is_named(raw, key):
    assert told(**raw) == [("TEMPLATE_TOKEN_UNKNOWN", key)]
    # Too long as well: that is another finding, not instead of it.
    assert told(**{**raw, key: raw[key] + "x" * 128}) == [("OPTION_INVALID", key), ("TEMPLATE_TOKEN_UNKNOWN", key)]


@pytest.mark.parametrize(
    ("raw", "key"),
    [({"unweighted_gpa_type": "CUM_W"}, "unweighted_gpa_type"), ({"weighted_gpa_type": "cum_u"}, "weighted_gpa_type")],
)
def test_a_gpa_of_the_other_kind_is_refused(raw, key):
    assert told(**raw) == [("GPA_WEIGHTING_MISMATCH", key)]


@pytest.mark.parametrize("name", ["student_password_source", "staff_password_source"])
def test_a_password_from_the_secret_needs_one(name):
    assert told(**{name: "derived_secret"}) == [("SECRET_MISSING", name)]
    known = Definitions(("2026-27",), "2026-27", secret_set=True)
    assert told(known, **{name: "derived_secret"}) == []


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ({"prek_state_grades": ["KF"]}, [("OPTION_CONTRADICTION", "kindergarten_state_grades")]),
        ({"prek_state_grades": ["kf"]}, [("OPTION_CONTRADICTION", "kindergarten_state_grades")]),
        ({"prek_state_grades": [], "kindergarten_state_grades": []}, []),
        (
            {"staff_only_administrators": True, "staff_excluded_roles": ["administrator"]},
            [("OPTION_CONTRADICTION", "staff_excluded_roles")],
        ),
        ({"staff_excluded_roles": ["ADMINISTRATOR"]}, []),
        ({"section_id_prepend_teacher_name": True}, [("SECTION_ID_UNSTABLE", "section_id_prepend_teacher_name")]),
        (
            {"hide_contact_info": True, "populate_student_address": True},
            [("ADDRESS_SHOWN", "populate_student_address")],
        ),
        (
            {"exclude_prek_students": True, "prek_grade_as_prekindergarten": True},
            [("OPTION_NO_EFFECT", "prek_grade_as_prekindergarten")],
        ),
        (
            {"exclude_kindergarten_students": True, "kindergarten_grade_as_kindergarten": True},
            [("OPTION_NO_EFFECT", "kindergarten_grade_as_kindergarten")],
        ),
        ({"avoid_duplicate_guardian_phones": True}, [("OPTION_NO_EFFECT", "avoid_duplicate_guardian_phones")]),
        ({"avoid_duplicate_guardian_phones": True, "include_all_guardians": True}, []),
        (
            {
                "hide_contact_info": True,
                "include_all_guardians": True,
                "include_custody_issue_guardians": True,
                "avoid_duplicate_guardian_phones": True,
            },
            [
                ("OPTION_NO_EFFECT", "avoid_duplicate_guardian_phones"),
                ("OPTION_NO_EFFECT", "include_all_guardians"),
                ("OPTION_NO_EFFECT", "include_custody_issue_guardians"),
            ],
        ),
        (
            {"hide_contact_info": True, "avoid_duplicate_guardian_phones": True},
            [("OPTION_NO_EFFECT", "avoid_duplicate_guardian_phones")],
        ),
    ],
    ids=str,
)
def test_options_that_meet(raw, wanted):
    assert told(**raw) == wanted


def test_a_block_about_the_profile_stands_alone_and_leaves_no_file():
    result = classroom().export(school_ids=["MHE", "nope"], prek_state_grades=["KF"])
    assert result.files == {}
    assert result.told == [("block", "SCHOOL_UNKNOWN", "profile", "nope")]


def test_a_profile_without_a_school_is_refused():
    assert Small().export(school_ids=[]).told == [("block", "SCOPE_EMPTY", "profile", "school_ids")]
    result = Small().export(school_ids=["nope"])
    assert [code for _severity, code, _file, _key in result.told] == ["SCHOOL_UNKNOWN", "SCOPE_EMPTY"]


def test_a_district_without_an_active_school_has_nothing_to_export():
    small = Small()
    small.roster["schools"] = []
    small.school("MHE", year_term=False, active=False)
    assert small.export().told == [("block", "SCOPE_EMPTY", "profile", "school_ids")]


def test_what_was_wrong_when_options_were_read_ends_the_run():
    result = classroom().export(nonsense=1, school_ids=["nope", "MHE"])
    assert result.files == {}
    assert [key for _severity, _code, _file, key in result.told] == ["nonsense", "nope"]


def test_a_warning_about_the_profile_stands_with_the_others():
    result = classroom().export(prek_state_grades=["KF"])
    assert ("warning", "OPTION_CONTRADICTION", "profile", "kindergarten_state_grades") in result.told
    assert result.files
