"""Usernames, e-mails and passwords of students, with the worked examples of export-options §4.1–4.3."""

import hashlib
import hmac

import pytest

from roster_core.clever.people.secrets import derived
from tests.clever.exporting import Exported
from tests.clever.small import Small

ANA = {"first_name": "Ana", "last_name": "Ortega", "school_email": "aortega33@stu.maplehollow.example"}
OLEARY = {"first_name": "Sean", "last_name": "O'Leary", "birth_date": "2015-09-17"}


def of_student(number: str = "0104233", *, netid: str = "ana.ortega", **cells: str) -> Small:
    small = Small()
    small.student(number, **{**ANA, **cells})
    small.add("user_text_definitions", applies_to="STUDENT", user_text_code="NETID")
    if netid:
        small.add("user_text_values", applies_to="STUDENT", person_key=number, user_text_code="NETID", value=netid)
    return small


def cell(result: Exported, column: str) -> str:
    [value] = result.column("students.csv", column)
    return value


TEXT = {"student_username_source": "user_text", "student_username_user_text": "NETID"}


@pytest.mark.parametrize(
    ("options", "netid", "username"),
    [
        (TEXT, "ana.ortega", "ana.ortega"),
        ({"student_username_source": "student_id"}, "", "0104233"),
        ({"student_username_source": "email_local_part"}, "", "aortega33"),
        ({"student_username_source": "student_id", "student_username_suffix": "mh"}, "", "0104233mh"),
        ({**TEXT, "student_username_suffix": "@mh.example"}, "ana@mh.example", "ana@mh.example"),
        ({**TEXT, "student_username_suffix": "mh"}, "", ""),
        ({"student_username_source": "none"}, "ana.ortega", ""),
    ],
    ids=str,
)
def test_the_username_is_made_as_in_the_examples(options, netid, username):
    assert cell(of_student(netid=netid).export(**options), "Username") == username


def test_a_suffix_with_an_at_sign_is_not_put_behind_another():
    result = of_student(netid="ana@mh.example").export(**TEXT, student_username_suffix="@mh.example")
    assert ("info", "SUFFIX_SKIPPED", "students.csv", "0104233") in result.told


def test_a_student_without_the_text_has_no_username():
    assert of_student(netid="").export(**TEXT).keys("USERNAME_MISSING") == ["0104233"]


def test_usernames_that_differ_in_case_alone_are_the_same():
    small = of_student(netid="Ana")
    small.student("2")
    small.add("user_text_values", applies_to="STUDENT", person_key="2", user_text_code="NETID", value="aNA")
    result = small.export(**TEXT)
    assert result.keys("USERNAME_DUPLICATE") == ["0104233", "2"]
    assert sorted(result.column("students.csv", "Username")) == ["Ana", "aNA"]


def test_a_username_with_a_space_is_kept_and_told():
    result = of_student(netid="ana ortega").export(**TEXT)
    assert result.keys("USERNAME_BAD_CHARS") == ["0104233"]
    assert cell(result, "Username") == "ana ortega"


@pytest.mark.parametrize(
    ("options", "email"),
    [
        ({"student_email_source": "student_id"}, "0104233@stu.maplehollow.example"),
        (
            {"student_email_source": "user_text", "student_email_user_text": "NETID"},
            "ana.ortega@stu.maplehollow.example",
        ),
        ({"student_email_source": "username", **TEXT}, "ana.ortega@stu.maplehollow.example"),
    ],
    ids=str,
)
def test_the_address_is_made_as_in_the_examples(options, email):
    result = of_student().export(**options, student_email_suffix="@stu.maplehollow.example")
    assert cell(result, "Student_email") == email


def test_a_value_with_an_at_sign_is_an_address_already():
    options = {"student_email_source": "user_text", "student_email_user_text": "NETID"}
    result = of_student(netid="ana@b.co").export(**options, student_email_suffix="@stu.maplehollow.example")
    assert cell(result, "Student_email") == "ana@b.co"


CUSTOM = {"student_password_source": "custom_text"}


@pytest.mark.parametrize(
    ("cells", "template", "password"),
    [
        (OLEARY, "{last4}{dob:mmdd}", "Olea0917"),
        ({}, "Nj{student_id}!", "Nj0104233!"),
        ({"first_name": "María-José", "last_name": "O'Neil"}, "{last_name}{first_initial}", "ONeilM"),
        ({"first_name": "Ana Lucia", "last_name": "Ortega-Ruiz"}, "{last_name}{first_initial}", "OrtegaRuizA"),
        (OLEARY, "{dob:mmddyy}-{dob:mmddyyyy}", "091715-09172015"),
        ({"grade": "KF"}, "{grade}", "KF"),
        ({}, "a{}b{ {student_id}", "a{}b{ 0104233"),
        ({"state_id": ""}, "x{state_id}", ""),
        ({"last_name": "Li"}, "{last4}", "Li"),
    ],
    ids=str,
)
def test_the_template_is_filled_as_in_the_examples(cells, template, password):
    result = of_student(**cells).export(**CUSTOM, student_password_custom_text=template)
    assert cell(result, "Password") == password


def test_a_blank_token_leaves_the_whole_password_out():
    result = of_student().export(**CUSTOM, student_password_custom_text="x{state_id}")
    assert result.keys("PASSWORD_MISSING") == ["0104233"]


@pytest.mark.parametrize(
    ("source", "password"),
    [
        ("first_initial_last_name", "moneil"),
        ("dob_mmddyyyy", "09172015"),
        ("dob_mmddyy", "091715"),
        ("email_local_part", "aortega33"),
        ("email", "aortega33@stu.maplehollow.example"),
    ],
)
def test_a_password_from_what_is_known_of_the_student(source, password):
    small = of_student(first_name="María-José", last_name="O'Neil")
    assert cell(small.export(student_password_source=source), "Password") == password


def test_a_name_that_folds_to_nothing_is_told_instead_of_the_missing_password():
    small = of_student(first_name="王", last_name="李")
    result = small.export(student_password_source="first_initial_last_name")
    assert cell(result, "Password") == ""
    assert result.keys("NAME_NOT_FOLDABLE") == ["0104233"]
    assert result.keys("PASSWORD_MISSING") == []


def test_a_derived_password_is_the_keyed_digest_in_letters_that_look_different():
    digest = hmac.new(b"key", b"student:0104233", hashlib.sha256).digest()[:12]
    wanted = "".join("0123456789abcdefghjkmnpqrstvwxyz"[byte % 32] for byte in digest)
    assert derived("key", "student", "0104233") == wanted
    assert derived("key", "staff", "0104233") != wanted


@pytest.mark.parametrize("source", ["dob_mmddyy", "email", "custom_text"])
def test_no_finding_quotes_a_password(source):
    small = of_student(**OLEARY)
    template = {"student_password_custom_text": "{last4}"} if source == "custom_text" else {}
    result = small.export(student_password_source=source, **template)
    password = cell(result, "Password")
    about = result.findings.filter(result.findings["column"] == "Password")
    assert password
    assert not about["message"].str.contains(password, literal=True).any()
