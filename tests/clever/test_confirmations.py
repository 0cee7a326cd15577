"""What has to be confirmed before a profile is saved, and for how long that holds."""

import pytest

from roster_core.clever.profile.confirmations import CONFIRMATIONS, missing, needed, still_confirmed
from roster_core.clever.profile.options import FIELDS, ExportOptions

CUSTODY = ExportOptions(include_custody_issue_guardians=True)


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ({}, []),
        ({"student_password_source": "custom_text", "student_password_custom_text": "Hollow!"}, ["PASSWORD_SHARED"]),
        ({"student_password_source": "custom_text", "student_password_custom_text": "H{dob}"}, []),
        ({"student_password_custom_text": "Hollow!"}, []),
        ({"staff_password_source": "custom_text", "staff_password_custom_text": "x"}, ["PASSWORD_SHARED"]),
        ({"teacher_password_custom_text": "x"}, ["PASSWORD_SHARED"]),
        ({"include_custody_issue_guardians": True}, ["CUSTODY_CONTACTS_INCLUDED"]),
        ({"include_custody_issue_guardians": True, "hide_contact_info": True}, []),
        ({"section_id_prepend_teacher_name": True}, ["SECTION_ID_UNSTABLE"]),
    ],
)
def test_what_is_asked_follows_from_the_options(options, codes):
    values = ExportOptions(**options)
    assert [confirmation.code for confirmation in needed(values)] == codes
    assert [confirmation.code for confirmation in missing(values, {})] == codes
    assert missing(values, dict.fromkeys(codes, "Dana Reyes, Nov 3")) == ()


def test_who_approved_must_be_said_in_words():
    assert missing(CUSTODY, {"CUSTODY_CONTACTS_INCLUDED": " "}) != ()
    unstable = ExportOptions(section_id_prepend_teacher_name=True)
    assert missing(unstable, {"SECTION_ID_UNSTABLE": ""}) == ()


def test_what_was_confirmed_holds_until_an_option_of_it_changes():
    words = {"CUSTODY_CONTACTS_INCLUDED": "the superintendent"}
    other = CUSTODY.model_copy(update={"frl_short_codes": True})
    assert still_confirmed(other, CUSTODY, words) == words
    assert still_confirmed(CUSTODY, ExportOptions(), words) == {}
    assert still_confirmed(ExportOptions(), CUSTODY, words) == {}
    assert still_confirmed(CUSTODY, None, words) == {}


def test_confirmations_speak_of_options_that_there_are():
    assert {name for confirmation in CONFIRMATIONS for name in confirmation.options} <= set(FIELDS)
