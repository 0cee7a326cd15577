"""A watching service is told of nightly runs; whatever it does, the run goes on."""

import http.server
import logging
import threading
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from roster_core.journeys.alarm_settings import read_alarms
from roster_core.journeys.heartbeats import LAST_SUCCESS, heartbeat, last_success
from tests.journeys.deliveries.alarm_desk import told


class _Service(http.server.BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012 - one test's
    answer = (200, "")

    def do_GET(self):
        self.asked.append(self.path)
        code, to = self.answer if self.path != "/landed" else (200, "")
        self.send_response(code)
        if to:
            self.send_header("Location", to)
        self.end_headers()

    def log_message(self, *_told):
        pass


@contextmanager
def service():
    _Service.asked, _Service.answer = [], (200, "")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Service) as serving:
        thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield serving.server_port
        serving.shutdown()
        thread.join()


def tell(office, *moments, **more):
    return [heartbeat(office.store, 1, moment, clock=office.clock, **more) for moment in moments]


def test_start_success_and_fail_are_told_by_their_paths(office):
    assert tell(office, "start", "success") == ["", ""]  # nothing is set
    with service() as port:
        told(office, secrets={"heartbeat": f"http://127.0.0.1:{port}/ping/x7-secret"})
        assert tell(office, "start", "success", "fail") == ["", "", ""]
        assert _Service.asked == ["/ping/x7-secret/start", "/ping/x7-secret", "/ping/x7-secret/fail"]
        told(office, secrets={"heartbeat": f"http://127.0.0.1:{port}/api?key=x7"})
        tell(office, "fail")
        assert _Service.asked[-1] == "/api/fail?key=x7"
    found = read_alarms(office.store, office.user)
    assert (found.pinged, found.ping_error) == ("fail", "")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((500, ""), "answered 500"),
        ((302, "http://localhost:{port}/landed"), "sends on to another host"),
        ((302, "http://127.0.0.1:1/landed"), "sends on to another host"),
        ((302, "/landed"), ""),
    ],
)
def test_a_service_that_fails_or_sends_elsewhere_stops_nothing(office, caplog, answer, why):
    caplog.set_level(logging.DEBUG)
    with service() as port:
        _Service.answer = (answer[0], answer[1].format(port=port))
        told(office, secrets={"heartbeat": f"http://127.0.0.1:{port}/ping/x7-secret"})
        [error] = tell(office, "success")
        assert len(_Service.asked) == 1 + (not why)
    assert (why in error) if why else error == ""
    assert read_alarms(office.store, office.user).ping_error == error
    assert "x7-secret" not in caplog.text + error


def test_one_that_is_silent_or_away_is_given_up_soon(office):
    with http.server.HTTPServer(("127.0.0.1", 0), _Service) as silent:  # nobody serves it
        told(office, secrets={"heartbeat": f"http://127.0.0.1:{silent.server_port}/x"})
        assert "does not answer" in tell(office, "success", timeout_s=0.2)[0]
    assert "does not answer" in tell(office, "success")[0]


def test_the_last_success_stands_in_a_file_whatever_the_service_says(either_office):
    office = either_office
    path = office.store.settings.data_dir / LAST_SUCCESS
    assert last_success(office.store, "MH") is None
    told(office, secrets={"heartbeat": "http://127.0.0.1:9/x"})
    tell(office, "start", "fail")
    assert not path.exists()
    path.parent.mkdir(exist_ok=True)
    path.write_text("OTHER 2026-11-20T02:00:00+00:00\nbroken\n")
    heartbeat(office.store, 1, "success", clock=lambda: office.now)
    assert last_success(office.store, "OTHER") == datetime(2026, 11, 20, 2, tzinfo=UTC)
    assert last_success(office.store, "MH") == office.now
    assert path.read_text().count("\n") == 2
