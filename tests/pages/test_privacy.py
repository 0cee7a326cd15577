"""The page of privacy: what is past its days, a record, a hold, and an erasure that waits for the worker."""

import pytest

from pages.shell import session
from pages.shell.downloads import RESOLVERS
from roster_core.access.rights import Right, local_administrator
from roster_core.journeys.privacy.erasure import read_erasures
from roster_core.journeys.privacy.holds import read_holds
from roster_core.journeys.privacy.retention_settings import read_retention
from tests.documents.small import ANA, DAN
from tests.journeys.privacy.conftest import with_dan_gone
from tests.pages.test_destinations import press, texts

PAGE, ADMIN = "privacy.py", local_administrator()


@pytest.fixture
def store(data_dir):  # noqa: ARG001 - where it is
    store = session.store()
    with_dan_gone(store)
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("update district set current_load_id = '1-load'")
    return store


def _tab(at, name):
    at.session_state["privacy.section"] = next(tab.label for tab in at.tabs if name in tab.label)
    return at.run()


def _type(at, label, text, among=0):
    [one for one in at.text_input if one.label == label][among].set_value(text)
    return at.run()


def test_days_are_changed_and_what_is_past_them_is_listed(open_page, store):
    at = open_page(PAGE)
    assert {metric.label: metric.value for metric in at.metric}["Past their days"] != "0"
    at = press(at, "Change the days")
    next(one for one in at.number_input if one.label == "Files of finished uploads").set_value(3)
    at = press(at, "Save")
    assert "at least 30 days" in texts(at)
    next(one for one in at.number_input if one.label == "Files of finished uploads").set_value(60)
    at = press(at, "Save")
    assert read_retention(store, ADMIN)[0].options.batch_files == 60


def test_a_record_is_counted_and_sent_with_a_reason(open_page, store):  # noqa: ARG001 - whose record it is
    at = _tab(open_page(PAGE), "Records")
    at = _type(at, "ID", ANA)
    assert "Ortega" in texts(at) or any("Ortega" in one.value for one in at.header)
    found = RESOLVERS["record"](ADMIN, {"of": "student", "id": ANA, "reason": "letter"})
    assert (found.name.startswith(f"record_student_{ANA}"), b"".join(found.content)[:2]) == (True, b"PK")


def test_a_hold_forbids_an_erasure_and_the_id_is_typed_once_more(open_page, store):
    at = _tab(open_page(PAGE), "Erasure")
    at = press(at, "Place a hold")
    at = _type(at, "ID", DAN, among=-1)
    at = _type(at, "Why", "Case 7")
    at = press(at, "Place it")
    assert [one.key for one in read_holds(store, ADMIN)] == [DAN]
    at = _type(at, "ID", DAN)
    assert "legal hold" in texts(at)
    at = press(at, "Lift")
    at = press(_type(at, "Why it is over", "over"), "Lift it")
    at = _type(at, "ID", DAN)
    at = _type(at, "Which law or request asks for it", "request 12")
    at = _type(at, "Type the ID to confirm", DAN)
    at = press(at, "Erase for good")
    assert [one.state for one in read_erasures(store, ADMIN)] == ["asked"]


def test_only_an_administrator_opens_it(open_page, as_holder_of):
    as_holder_of(*(set(Right) - {Right.ADMIN}))
    assert "not open to you" in texts(open_page(PAGE))
