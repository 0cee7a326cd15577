"""The page of alarms, and what the Overview says of them."""

import pytest

from pages.parts.attention import matters
from pages.shell import session
from roster_core.access.rights import Right, local_administrator
from roster_core.clock import utc_now
from roster_core.findings import Severity
from roster_core.journeys.alarm_mails import advance
from roster_core.journeys.alarm_settings import Kind, read_alarms
from roster_core.journeys.alarms import raise_alarm
from roster_core.journeys.notices import read_notices, read_status
from tests.pages.test_destinations import press, texts
from tests.servers.mail import PASSWORD, USER, mail_server

PAGE, ADMIN = "alarms.py", local_administrator()


def fields(at):
    return {field.label: field for field in at.text_input}


@pytest.mark.usefixtures("with_sample")
def test_somebody_is_told_a_test_mail_arrives_and_what_cannot_be_told_stands_on_the_overview(
    open_page, tmp_path, monkeypatch
):
    with mail_server(tmp_path) as mailbox:
        monkeypatch.setenv("ROSTER_CA_FILE", str(mailbox.ca_file))
        at = press(open_page(PAGE), "Say who is told")
        at = press(at, "Save")
        assert "A recipient is needed" in texts(at)
        next(one for one in at.multiselect if one.label == "Recipients").set_value(["dana@district.example"])
        next(one for one in at.selectbox if one.label == "Sign in").set_value("password").run()
        next(one for one in at.number_input if one.label == "Port").set_value(mailbox.port)
        for label, value in (("Mail server", "127.0.0.1"), ("User name", USER), ("Sender", USER)):
            fields(at)[label].set_value(value)
        fields(at)["Password"].set_value(PASSWORD)
        fields(at)["Address to ping"].set_value("https://hc.example/secret-x7")
        at = press(at, "Save")
        assert not at.exception
        assert [one.value for one in at.text] == ["dana@district.example"]
        at = press(at, "Send a test mail")
        assert "It took a mail for dana@district.example" in texts(at)
        assert len(mailbox.messages) == 1
    at = press(at, "Change")
    assert "Is set; write to replace it" in [field.placeholder for field in at.text_input]
    assert PASSWORD not in texts(at)
    assert "secret-x7" not in str(at.session_state._state.filtered_state) + texts(at)
    at = press(at, "Cancel")
    store = session.store()
    with store.writing(1) as writing:
        raise_alarm(writing, 1, Kind.OFF, "destination:x", "“Clever” was switched off.\nWhy.", place="destinations")
    [one] = read_notices(store, ADMIN)
    advance(store, 1, one.notice_id)
    at = open_page("overview.py")
    assert "People could not be told: “Clever” was switched off." in texts(at)
    at = open_page(PAGE)
    assert "A mail could not be sent." in texts(at)
    assert list(at.dataframe[0].value["Last mail"]) == ["not sent"]
    at = press(at, "Send again")
    assert not at.exception
    assert [one.state for one in read_notices(store, ADMIN)] == ["waiting"]
    assert read_alarms(store, ADMIN).heartbeat is not None
    told = matters(None, (), (), utc_now(), status=read_status(store, ADMIN))
    assert [(one.severity, one.page) for one in told] == [(Severity.ERROR, "destinations.py")]
    press(at, "Close")
    assert read_status(store, ADMIN).open == ()


def test_it_is_for_those_who_edit(open_page, as_holder_of):
    as_holder_of(Right.EXPORT_VIEW)
    assert "not open to you" in open_page(PAGE).error[0].value
