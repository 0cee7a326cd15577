"""The page of documents, section by section, for who may what."""

from datetime import date

import pytest

from pages.shell import session
from roster_core.access.rights import Right
from roster_core.journeys.document_types import read_types
from roster_core.journeys.documents import read_document
from tests.documents.made import Made, pdf, put_in
from tests.documents.small import ANA, BEN, CLEO, small_district

PAGE = "assessment_documents.py"
LOADED = "1-load"


@pytest.fixture
def ids(data_dir):  # noqa: ARG001 - where they are put
    store = session.store()
    small_district(store)
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(f"update district set current_load_id = '{LOADED}'")  # noqa: S608 - of the test
    return put_in(
        store,
        Made(ANA, files=(pdf("one"), pdf("two"))),
        Made(BEN, "Report card", "REPORT-CARD"),
        Made(CLEO),
        Made(ANA, "Twice", "MAP", withdrawn=True),
        Made(ANA, "Old", "MAP", "2019-20", dispose_on=date(2023, 6, 30)),
    )


def _tabs(at):
    return [tab.label.partition(": ")[2] for tab in at.tabs]


def _open(open_page, section="", **query):
    at = open_page(PAGE, **({} if query else {"part": "Documents"}), **query)
    if section:
        at.session_state["documents.section"] = next(tab.label for tab in at.tabs if tab.label.endswith(section))
        at.run()
    assert not at.exception
    return at


def _answer(at, opener, yes, **said):
    """Open a dialog, fill it in and confirm; AppTest draws a dialog only in the run in which it is opened."""
    for name, value in said.items():
        at.session_state[name] = value
    at.button(key=opener).click().run()
    at.button(key=yes).click()
    at.button(key=opener).click().run()
    assert not at.exception
    return at


def _labels(at):
    return {button.label for button in at.button}


@pytest.mark.usefixtures("ids")
def test_an_administrator_sees_every_section_and_everybodys_documents(open_page):
    at = _open(open_page)
    assert _tabs(at) == ["Documents", "Download", "Who lacks one", "Types", "Retention"]
    assert list(at.dataframe[0].value["Student"]) == ["Chan, Bénédict", "Dunn, Cleo", "Ortega, Ana", "Ortega, Ana"]


@pytest.mark.parametrize(
    ("rights", "tabs"),
    [
        ((Right.DOCUMENT_VIEW,), ["Documents", "Download", "Who lacks one", "Types"]),
        ((Right.BATCH_STUDENT_MANAGE,), ["Documents", "Who lacks one", "Types"]),
    ],
)
def test_others_see_what_is_theirs(open_page, as_holder_of, ids, rights, tabs):
    as_holder_of(*rights)
    at = _open(open_page, document=ids[0])
    assert _tabs(at) == tabs
    assert "Dunn, Cleo" not in list(at.dataframe[0].value["Student"])
    may_open, may_change = Right.DOCUMENT_VIEW in rights, Right.BATCH_STUDENT_MANAGE in rights
    assert ("Open" in _labels(at), "Withdraw" in _labels(at)) == (may_open, may_change)
    assert "Add a type" not in _labels(_open(open_page, "Types"))


def test_a_search_narrows_and_nothing_found_is_said(open_page, ids):
    at = _open(open_page)
    at.text_input(key="documents.text").set_value("report").run()
    assert list(at.dataframe[0].value["ID"]) == [BEN]
    at.text_input(key="documents.text").set_value("zzz").run()
    assert "No document fits" in at.info[0].value
    assert len(ids) == 5


def test_a_document_is_withdrawn_with_a_reason_and_restored(open_page, ids):
    at = _open(open_page, document=ids[1])
    _answer(at, "document.withdraw", "document.withdraw.yes")
    assert "No reason was given" in at.error[0].value
    reason = {"document.withdraw.reason": "of another student"}
    _answer(at, "document.withdraw", "document.withdraw.yes", **reason)
    assert "of another student" in at.warning[0].value
    _answer(at, "document.restore", "document.restore.yes")
    assert read_document(session.store(), session.current_user(), ids[1])[0].withdrawn_at is None


def test_who_sees_it_is_changed(open_page, ids):
    at = _open(open_page, document=ids[1])
    at.button(key="document.visibility").click().run()
    assert at.button(key="document.visibility.yes").disabled
    _answer(at, "document.visibility", "document.visibility.yes", **{"document.visibility.chosen": "STAFF_FAMILY"})
    assert read_document(session.store(), session.current_user(), ids[1])[0].visibility == "STAFF_FAMILY"


def test_a_document_that_is_not_there_is_said_so(open_page, ids):
    assert "was not found" in _open(open_page, document="1-nothing").error[0].value
    assert len(ids) == 5


@pytest.mark.usefixtures("ids")
def test_the_download_is_counted_before_and_waits_for_a_reason(open_page, monkeypatch):
    at = _open(open_page, "Download")
    told = {metric.label: metric.value for metric in at.metric}
    assert told == {
        "Documents in the ZIP": "3", "Of students": "2", "Without one": "0", "Confidential, left out": "1",
    }  # fmt: skip
    monkeypatch.setattr("roster_core.journeys.document_download.ASK_OVER", 1)
    at.run()
    assert at.button(key="documents.zip.wait").disabled
    at.text_input(key="documents.zip.reason").set_value("audit").run()
    assert "documents.zip.wait" not in {button.key for button in at.button}
    at.selectbox(key="documents.zip.naming").set_value("Customize").run()
    at.text_input(key="documents.zip.template").set_value("{nick}").run()
    assert "is no token" in at.error[0].value


@pytest.mark.usefixtures("ids")
def test_who_lacks_one_is_counted(open_page):
    at = _open(open_page, "Who lacks one")
    assert {metric.label: metric.value for metric in at.metric} == {"Have one": "2 of 3", "Lack one": "1"}
    at.selectbox(key="lacking.type").set_value("REPORT-CARD").run()
    assert {metric.label: metric.value for metric in at.metric} == {"Have one": "1 of 3", "Lack one": "2"}


@pytest.mark.usefixtures("ids")
def test_a_type_is_added_and_changed(open_page):
    at = _open(open_page, "Types")
    _answer(at, "types.add", "types.add.yes", **{"types.add.code": "PLACE", "types.add.name": "Placement"})
    at.session_state["types.chosen"] = "MAP"
    at.run()
    assert at.button(key="types.remove").disabled
    at.button(key="types.up").click().run()
    at.session_state["types.change.MAP.years"] = 3
    at.button(key="types.change").click().run()
    assert "1 of them would be removed" in at.warning[0].value
    _answer(at, "types.change", "types.change.yes", **{"types.change.MAP.years": 3})
    types = {one.code: one for one in read_types(session.store(), session.current_user())}
    assert types["MAP"].retention_years == 3
    assert list(types)[-1] == "PLACE"
    assert list(types).index("MAP") == 6


@pytest.mark.usefixtures("ids")
def test_what_is_due_is_shown_and_removed_after_a_tick(open_page):
    at = _open(open_page, "Retention")
    assert list(at.dataframe[0].value["Title"]) == ["Old"]
    at.button(key="retention.run").click().run()
    assert at.button(key="retention.yes").disabled
    _answer(at, "retention.run", "retention.yes", **{"retention.sure": True})
    assert "Nothing is due" in at.success[0].value


def test_a_student_s_documents_are_on_the_persons_page(open_page, ids, as_holder_of):
    at = open_page("people.py", person=f"student:{ANA}")
    assert not at.exception
    assert at.tabs[-1].label == "Documents"
    assert "NJSLA ELA Spring 2026" in list(at.tabs[-1].dataframe[0].value["Title"])
    as_holder_of(Right.ROSTER_VIEW, Right.DOCUMENT_VIEW)
    at = open_page("people.py", person=f"student:{CLEO}")
    assert "only an administrator" in at.tabs[-1].error[0].value
    as_holder_of(Right.ROSTER_VIEW)
    assert "Documents" not in [tab.label for tab in open_page("people.py", person=f"student:{ANA}").tabs]
    assert len(ids) == 5
