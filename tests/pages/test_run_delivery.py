"""Delivering a run from where it is looked at, and what became of it."""

import pytest

from pages.parts.attention import matters
from pages.shell import session
from roster_core.access.rights import Right
from roster_core.delivery.port import There
from roster_core.findings import Severity
from roster_core.journeys.deliveries import read_deliveries, read_last_deliveries
from roster_core.journeys.delivering import advance
from roster_core.roster.tables.delivery import Delivery
from tests.journeys.deliveries.conftest import Office, small_set

PAGE = "export_history.py"


@pytest.fixture
def office(data_dir):  # noqa: ARG001 - the installation that the page opens
    office = Office(session.store())
    office.found()
    return office


def texts(at):
    kinds = (at.markdown, at.caption, at.error)
    return " ".join(str(one.value) for kind in kinds for one in kind).replace("\\", "")


def press(at, label):
    return next(button for button in at.button if button.label == label).click().run()


def labels(at):
    return [button.label for button in at.button]


def test_a_run_is_delivered_and_what_was_sent_is_shown(open_page, office, tmp_path):
    office.folder(tmp_path / "share")
    run_id = office.run()
    at = press(open_page(PAGE, run=run_id), "Check without sending")
    assert "Share: would be held." in texts(at)
    assert read_deliveries(office.store, office.user, run_id) == ()
    at = press(at, "Deliver")
    [held] = read_deliveries(office.store, office.user, run_id)
    assert (held.state, [brake.code for brake in held.brakes]) == ("held", ["BRAKE_FIRST"])
    assert "Nothing was delivered to “Share” before." in texts(at)
    [matter] = matters(None, (), (), office.now, deliveries=read_last_deliveries(office.store, office.user))
    assert (matter.severity, matter.action) == (Severity.BLOCK, "Decide")
    at.text_input(key=f"run.{run_id}.reason").set_value("looked at").run()
    at = press(at, "Approve and send")
    [asked] = read_deliveries(office.store, office.user, run_id)
    assert (asked.state, "Deliver" in labels(at)) == ("waiting", False)
    advance(office.store, 1, asked.delivery_id)
    at = at.run()
    assert "**Share**" in texts(at)
    assert "a folder of its own" in texts(at)
    assert (tmp_path / "share" / "current" / "students.csv").exists()
    assert "Deliver" not in labels(at)
    assert "Send again" in labels(at)
    office.folder(tmp_path / "other", "Other")
    press(open_page(PAGE, run=run_id), "Deliver")  # where it has not arrived yet, and nowhere else
    assert [(one.name, one.state) for one in read_deliveries(office.store, office.user, run_id)] == [
        ("Other", "held"),
        ("Share", "delivered"),
    ]
    assert not at.exception


def test_a_held_run_and_one_with_nowhere_to_go_have_no_way_out(open_page, office, tmp_path):
    run_id = office.run()
    assert "No destination is set up for “Nightly”" in texts(open_page(PAGE, run=run_id))
    office.folder(tmp_path / "share")
    at = open_page(PAGE, run=office.run(guards=("GUARD_REMOVED",)))
    assert "as soon as somebody has approved it" in texts(at)
    assert "Deliver" not in labels(at)


def test_a_held_delivery_names_who_would_vanish_and_can_be_discarded(open_page, office, tmp_path, as_holder_of):
    office.folder(tmp_path / "share")
    office.sent(office.run(small_set()))
    run_id = office.run(small_set(students=range(20, 100)))
    press(open_page(PAGE, run=run_id), "Deliver")
    as_holder_of(*(set(Right) - {Right.EXPORT_APPROVE}))
    at = open_page(PAGE, run=run_id)
    assert "20 of 100 students (20 %) would be deleted." in texts(at)
    assert "Family0, Given" in [name for table in at.dataframe if "Name" in table.value for name in table.value["Name"]]
    assert not {"Discard", "Approve and send"} & set(labels(at))
    as_holder_of(*Right)
    at = press(open_page(PAGE, run=run_id), "Discard")
    assert "Discarded by holder" in texts(at)
    assert [one.state for one in read_deliveries(office.store, office.user, run_id)] == ["discarded"]
    assert matters(None, (), (), office.now, deliveries=read_last_deliveries(office.store, office.user)) == []


def test_a_mixed_set_is_an_alarm_that_can_be_finished(open_page, office, tmp_path, as_holder_of):
    office.folder(tmp_path / "share")
    run_id = office.run()
    [sent] = office.sent(run_id)
    with office.store.writing(1) as rows:
        row = rows.get_one(Delivery, (1, sent.delivery_id))
        row.state, row.error = "mixed", "The line broke."
        row.files = [{**one, "there": There.OLD.value if one["name"] == "students.csv" else "new"} for one in row.files]
    at = open_page(PAGE, run=run_id)
    assert "New files stand beside old ones" in texts(at)
    assert "old: students.csv" in texts(at)
    last = read_last_deliveries(office.store, office.user)
    [matter] = matters(None, (), (), office.now, deliveries=last)
    assert (matter.severity, matter.query) == (Severity.BLOCK, (("run", run_id),))
    as_holder_of(Right.EXPORT_VIEW)
    assert "Finish" not in labels(open_page(PAGE, run=run_id))
    as_holder_of(*Right)
    press(open_page(PAGE, run=run_id), "Finish")
    assert read_deliveries(office.store, office.user, run_id)[0].state == "waiting"
