import pytest

from pages.parts import photo_versions as versions_view
from pages.shell import session
from roster_core.access.rights import Right, local_administrator
from roster_core.journeys.photo_versions import read_versions, restore_version, withdraw_photo
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
    assert [tab.label.partition(" ·")[0] for tab in at.tabs] == [
        "Schools",
        "Sections",
        "Contacts",
        "Addresses",
        "E-mail history",
        "Photos",
        "Documents",
    ]


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


def _with_photo():
    """The district number of a student with a photo."""
    with session.store().engine.connect() as connection:
        row = connection.exec_driver_sql(
            "select s.district_number from photo p join student s using (person_id, district_id)"
            " where p.is_current order by 1"
        ).first()
    assert row is not None
    return str(row[0])


def _standings(at):
    return [badge for text in at.markdown for badge in (text.value,) if "Version " in badge]


def test_each_photo_is_shown_with_where_it_came_from(open_page):
    number = _with_photo()
    withdraw_photo(session.store(), local_administrator(), "student", number, seen=1, reason="the family asked for it")
    assert restore_version(session.store(), local_administrator(), "student", number, 1, seen=None) == 2
    at = open_page(PAGE, person=f"student:{number}")
    assert not at.exception
    newest, oldest = _standings(at)
    assert "Version 2, current" in newest
    assert "Version 1, taken back" in oldest
    assert {button.key for button in at.button} >= {"person.use.1", "person.withdraw", "person.zoom.2"}


def test_who_may_only_look_is_offered_no_change(open_page, as_holder_of):
    number = _with_photo()
    as_holder_of(Right.ROSTER_VIEW)
    at = open_page(PAGE, person=f"student:{number}")
    assert not at.exception
    assert [button.key for button in at.button] == ["person.zoom.1"]


def test_the_line_below_the_photo_tells_its_day(open_page):
    number = _with_photo()
    user = local_administrator()
    open_page(PAGE, person=f"student:{number}")
    told = read_versions(session.store(), user, "student", number)
    assert versions_view.caption(told, "UTC").startswith(f"Photo of {told[0].created_at.date()}")
    withdraw_photo(session.store(), user, "student", number, seen=1, reason="the family asked for it")
    assert "older ones are kept" in versions_view.caption(
        read_versions(session.store(), user, "student", number), "UTC"
    )
    assert versions_view.caption((), "UTC") == ""


def test_a_person_without_any_photo_is_led_to_the_upload(open_page):
    with session.store().engine.connect() as connection:
        row = connection.exec_driver_sql(
            "select s.district_number from student s join person p using (person_id, district_id)"
            " where p.status = 'ACTIVE' and s.person_id not in (select person_id from photo) order by 1"
        ).first()
    assert row is not None
    at = open_page(PAGE, person=f"student:{row[0]}")
    assert "There never was a photo of this person." in [one.value for one in at.caption]
    assert [link.proto.label for link in at.get("page_link")] == ["Upload photos"]
