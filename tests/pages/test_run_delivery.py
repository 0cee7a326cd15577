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
from tests.journeys.deliveries.conftest import Office

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
    at = press(open_page(PAGE, run=run_id), "Deliver")
    [asked] = read_deliveries(office.store, office.user, run_id)
    assert (asked.state, "Deliver" in labels(at)) == ("waiting", False)
    advance(office.store, 1, asked.delivery_id, clock=office.clock)
    at = at.run()
    assert "**Share**" in texts(at)
    assert "a folder of its own" in texts(at)
    assert (tmp_path / "share" / "current" / "students.csv").exists()
    assert "Deliver" not in labels(at)
    assert "Send again" in labels(at)
    assert not at.exception


def test_a_held_run_and_one_with_nowhere_to_go_have_no_way_out(open_page, office, tmp_path):
    run_id = office.run()
    assert "No destination is set up for “Nightly”" in texts(open_page(PAGE, run=run_id))
    office.folder(tmp_path / "share")
    at = open_page(PAGE, run=office.run(guards=("GUARD_REMOVED",)))
    assert "as soon as somebody has approved it" in texts(at)
    assert "Deliver" not in labels(at)


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
