"""The page of privacy: what is past its days, a record, a hold, and an erasure that waits for the worker."""

from collections.abc import Generator

import pytest

from pages.shell import session
from pages.shell.downloads import RESOLVERS
from roster_core.access.rights import Right, local_administrator
from roster_core.journeys.privacy.erasure import read_erasures
from roster_core.journeys.privacy.holds import read_holds
from roster_core.journeys.privacy.retention_settings import read_retention
from tests.documents.small import ANA, DAN
from tests.journeys.privacy.conftest import Desk, with_dan_gone
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


def _type(at, label, text):
    next(one for one in at.text_input if one.label == label).set_value(text)
    return at.run()


def _answer(at, opener, yes, **said):
    """Open a dialog, fill it in and confirm; it is drawn only in the run in which it is opened."""
    for name, value in said.items():
        at.session_state[name] = value
    at.button(key=opener).click().run()
    at.button(key=yes).click()
    at.button(key=opener).click().run()
    assert not at.exception
    return at


def test_days_are_changed_and_what_is_past_them_is_listed(open_page, store):
    at = open_page(PAGE)
    assert {metric.label: metric.value for metric in at.metric}["Past their days"] != "0"
    at = _answer(at, "privacy.days", "privacy.set.save", **{"privacy.set.batch_files": 3})
    assert len(read_retention(store, ADMIN)) == 1  # refused: for 30 days an upload can be taken back
    _answer(at, "privacy.days", "privacy.set.save", **{"privacy.set.batch_files": 60})
    assert read_retention(store, ADMIN)[0].options.batch_files == 60


def test_a_record_is_counted_and_sent_with_a_reason(open_page, store):  # noqa: ARG001 - whose record it is
    at = _tab(open_page(PAGE), "Records")
    at = _type(at, "ID", ANA)
    assert "Ortega" in texts(at) or any("Ortega" in one.value for one in at.header)
    found = RESOLVERS["record"](ADMIN, {"of": "student", "id": ANA, "reason": "letter"})
    assert isinstance(found.content, Generator)
    assert (found.name.startswith(f"record_student_{ANA}"), b"".join(found.content)[:2]) == (True, b"PK")


def test_a_hold_forbids_an_erasure_and_the_id_is_typed_once_more(open_page, store):
    at = _tab(open_page(PAGE), "Erasure")
    _answer(at, "hold.new", "hold.place.yes", **{"hold.place.key": DAN, "hold.place.reason": "Case 7"})
    (hold,) = read_holds(store, ADMIN)
    at = _type(at, "ID", DAN)
    assert "legal hold" in texts(at)
    _answer(at, f"hold.lift.{hold.hold_id}", "hold.lift.yes", **{"hold.lift.reason": "over"})
    at = _type(at, "ID", DAN)
    at = _type(at, "Which law or request asks for it", "request 12")
    assert at.button(key="erase.yes").disabled
    at = press(_type(at, "Type the ID to confirm", DAN), "Erase for good")
    assert [one.state for one in read_erasures(store, ADMIN)] == ["asked"]


def test_only_an_administrator_opens_it(open_page, as_holder_of):
    as_holder_of(*(set(Right) - {Right.ADMIN}))
    assert "not open to you" in texts(open_page(PAGE))


def test_a_run_whose_files_went_says_so_and_shows_their_digests(open_page, store):
    desk = Desk(store)
    run = desk.add_run(1, [DAN])
    desk.add_run(2, [ANA])
    desk.sweep()
    at = open_page("export_history.py", run=run)
    assert not at.exception
    assert "no longer kept" in " ".join(one.value for one in at.info)
    assert "students.csv" in texts(at)
