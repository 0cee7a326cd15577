import pytest

from pages.shell import session
from roster_core.access.rights import Right
from tests.pages.conftest import asked

PAGE = "people.py"
ANA = "student:0104233"

pytestmark = pytest.mark.usefixtures("with_sample")


def _search(open_page, text):
    at = open_page(PAGE)
    at.text_input(key="people.q").set_value(text).run()
    assert not at.exception
    return at


def _hits(at):
    return at.dataframe[0].value


def _heading(at):
    return at.header[0].value


def _shown(at):
    return [text.value for text in at.text]


@pytest.mark.parametrize("text", ["ortega ana", "Ortega, Ana", "ana ortga", "0104233", "26ortegaa1"])
def test_somebody_is_found_by_name_misspelled_name_and_ids(open_page, text):
    assert "Ortega, Ana" in list(_hits(_search(open_page, text))["Name"])


def test_the_only_hit_is_opened_at_once(open_page):
    at = _search(open_page, "7012345678")
    assert _heading(at) == "Ortega, Ana"
    assert asked(at, "person") == ANA


def test_a_click_opens_the_person_and_the_address_says_who(open_page):
    at = _search(open_page, "ortega")
    place = list(_hits(at)["ID"]).index("0101739")
    at.session_state["people.hits.ortega"] = {"selection": {"rows": [place], "columns": [], "cells": []}}
    at.run()
    assert "0101739" in _shown(at)
    assert asked(at, "person") == "student:0101739"


def test_a_new_search_closes_the_person(open_page):
    at = _search(open_page, "7012345678")
    at.text_input(key="people.q").set_value("ortega").run()
    assert "person" not in at.query_params
    assert len(at.header) == 0


def test_a_link_opens_the_person(open_page):
    at = open_page(PAGE, person=ANA)
    assert not at.exception
    assert _heading(at) == "Ortega, Ana"
    assert {"0104233", "7012345678", "26ortegaa1"} <= set(_shown(at))
    assert [tab.label.partition(" ·")[0] for tab in at.tabs] == ["Schools", "Sections", "Contacts", "Addresses"]


def test_a_member_of_the_staff_has_no_contacts(open_page):
    at = open_page(PAGE, person="staff:2001")
    assert not at.exception
    assert "Contacts" not in " ".join(tab.label for tab in at.tabs)


@pytest.mark.parametrize("person", ["student:9999999", "student:", "guardian:1", "nonsense", "staff:0104233"])
def test_a_link_to_nobody_is_answered_in_words(open_page, person):
    at = open_page(PAGE, person=person)
    assert not at.exception
    assert "Nobody was found" in at.error[0].value


def test_nobody_found_is_said_with_what_was_typed(open_page):
    assert "“zzzzqqq”" in _search(open_page, "zzzzqqq").info[0].value


def test_a_custody_issue_is_flagged_above_the_contacts(open_page):
    with_issue = _student_with_custody_issue()
    at = open_page(PAGE, person=f"student:{with_issue}")
    assert any("Custody issue" in warning.value for warning in at.warning)
    assert not any("Custody issue" in warning.value for warning in open_page(PAGE, person=ANA).warning)


def _student_with_custody_issue():
    with session.store().engine.connect() as connection:
        row = connection.exec_driver_sql(
            "select s.district_number from student_contact c join student s using (person_id, district_id)"
            " where c.custody_issue order by 1"
        ).first()
    assert row is not None
    return row[0]


def test_who_sees_one_school_finds_nobody_of_another(open_page, as_holder_of):
    as_holder_of(Right.ROSTER_VIEW, schools=frozenset({"MHS"}))
    assert list(_hits(_search(open_page, "ortega"))["School"].unique()) == ["MHS"]
    assert "Nobody was found" in open_page(PAGE, person=ANA).error[0].value
