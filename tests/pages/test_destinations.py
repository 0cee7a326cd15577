"""The page of destinations: what is shown, what is never shown, and who may open it."""

import pytest

from pages.shell import session
from roster_core.access.rights import Right, local_administrator
from roster_core.clever.changes.brakes.limits import BrakeLimits
from roster_core.journeys.brake_settings import read_brake_settings
from roster_core.journeys.destination_edits import DestinationDraft, add_destination
from roster_core.journeys.destination_settings import Method
from roster_core.journeys.destinations import read_destination, read_destinations
from tests.servers.sshd import running_sshd

PAGE, ADMIN = "destinations.py", local_administrator()
WRITTEN = "never shown 5d1"


def texts(at):
    """Everything that stands on the page, in one text."""
    kinds = (at.markdown, at.caption, at.header, at.error, at.success, at.code, at.button)
    return " ".join(str(getattr(one, "label", "") or one.value) for kind in kinds for one in kind).replace("\\", "")


def press(at, label):
    return next(button for button in at.button if button.label == label).click().run()


@pytest.mark.usefixtures("with_sample")
def test_a_folder_is_set_up_tried_out_and_deleted(open_page, tmp_path):
    folder = tmp_path / "share"
    folder.mkdir()
    at = press(open_page(PAGE), "Folder")
    names = {field.label: field for field in at.text_input}
    names["Name"].set_value("Share")
    names["Folder"].set_value(str(tmp_path / "gone"))
    at = press(at, "Save")
    assert "There is no folder" in texts(at)
    {field.label: field for field in at.text_input}["Folder"].set_value(str(folder))
    at = press(at, "Save")
    assert [one.name for one in read_destinations(session.store(), ADMIN)] == ["Share"]
    at = press(at, "Test connection")
    assert "A file was written and read back" in texts(at)
    # A dialog is drawn only in the run in which it is opened.
    at = press(at, "Limits")
    at.number_input(key="limits.Share.people_hold").set_value(12)
    at.button(key="limits.Share.save").click()
    at = press(at, "Limits")
    at = press(at, "Limits")
    at.text_input(key="limits.Share.new.reason").set_value("second term")
    at.button(key="limits.Share.new.add").click()
    at = press(at, "Limits")
    kept = read_brake_settings(session.store(), ADMIN, "Share")
    assert (kept.limits, [window.reason for window in kept.windows]) == (BrakeLimits(people_hold=12), ["second term"])
    assert "Now: " in texts(at)
    at = press(at, "Switch off")
    assert "It is switched off" in texts(at)
    at = press(at, "Delete")
    assert read_destinations(session.store(), ADMIN) == ()
    assert not at.exception


@pytest.mark.usefixtures("with_sample")
def test_a_server_is_set_up_and_its_secret_is_never_shown(open_page):
    with running_sshd() as server:
        draft = DestinationDraft(
            {"host": "127.0.0.1", "port": server.port, "user": server.user}, {"password": WRITTEN}
        )  # fmt: skip
        add_destination(session.store(), ADMIN, "Clever", Method.SFTP, draft)
        at = press(open_page(PAGE), "Look at the server's key")
        assert "SHA256:" in texts(at)
        at = press(at, "It is the receiver's key: confirm")
        assert "was confirmed by" in texts(at)
        at = press(at, "Test connection")
        assert "The server refused to sign in" in texts(at)
        at = press(at, "Change")
        assert all(field.value != WRITTEN for field in at.text_input)
        assert WRITTEN not in texts(at)
        next(one for one in at.button_group if one.label == "Signs in with").set_value("A key of your own").run()
        at.text_area[0].set_value(server.key).run()
        at = press(at, "Save")
        at = press(at, "Test connection")
        assert "in one step each" in texts(at)
        notes = read_destination(session.store(), ADMIN, "Clever").secrets
        assert [note.name for note in notes] == ["key"]
        assert server.key.splitlines()[1] not in str(at.session_state._state.filtered_state)


def test_it_is_for_those_who_edit(open_page, as_holder_of):
    as_holder_of(Right.EXPORT_VIEW)
    assert "not open to you" in open_page(PAGE).error[0].value
