import base64
import hashlib
import re
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from pages.shell.guard import BROWSER_COOKIE, LOOPBACK_NAMES, Guard, security_headers

HTML = {"accept": "text/html"}


async def _page(_request):
    return HTMLResponse("<p>page</p>")


async def _missing(_request):
    return PlainTextResponse("nothing", status_code=404)


async def _socket(websocket: WebSocket):
    await websocket.accept()
    await websocket.send_text("hello")
    await websocket.close()


def _client(base_url="http://127.0.0.1:8501", hosts=LOOPBACK_NAMES):
    routes = [
        Route("/", _page),
        Route("/media/photo.jpg", _page),
        Route("/api/x", _page),
        Route("/missing", _missing),
        WebSocketRoute("/_stcore/stream", _socket),
    ]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(Guard, hosts=hosts)]), base_url=base_url)


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost", "LOCALHOST:1", "[::1]:8501", "127.0.0.1.:8501"])
def test_this_machine_is_known_by_all_its_names(host):
    assert _client().get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "", "localhost:8501:1", "[::1"]
)
def test_an_unknown_host_is_answered_421_and_reaches_nothing(host):
    answer = _client().get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "page" not in answer.text


def test_two_host_headers_are_refused():
    answer = _client().get("/", headers=[("host", "localhost"), ("host", "evil.example")])
    assert answer.status_code == 421


def test_a_host_of_the_settings_is_known():
    client = _client(hosts=LOOPBACK_NAMES | {"Roster.District.example"})
    assert client.get("/", headers={"host": "roster.district.example"}).status_code == 200


def test_a_websocket_for_an_unknown_host_is_refused():
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        _client().websocket_connect("/_stcore/stream", headers={"host": "evil.example"}),
    ):
        pass
    assert refused.value.code == 1008


def test_a_websocket_for_a_known_host_is_let_through():
    with _client().websocket_connect("/_stcore/stream", headers={"host": "localhost:8501"}) as socket:
        assert socket.receive_text() == "hello"


@pytest.mark.parametrize("path", ["/", "/missing", "/media/photo.jpg"])
def test_every_answer_carries_the_security_headers(path):
    answer = _client().get(path)
    for name, value in security_headers().items():
        assert answer.headers[name] == value


def test_also_a_refusal_carries_the_security_headers():
    assert "content-security-policy" in _client().get("/", headers={"host": "evil.example"}).headers


def test_the_content_policy_knows_the_inline_script_of_the_installed_streamlit():
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert scripts
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in security_headers()["Content-Security-Policy"]


def test_no_policy_lets_scripts_in_from_elsewhere():
    policy = dict(part.split(" ", 1) for part in security_headers()["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert not any(word in policy["script-src"] for word in ("unsafe", "http", "*"))


@pytest.mark.parametrize("path", ["/media/photo.jpg", "/api/x"])
def test_what_holds_data_is_not_kept_by_anybody(path):
    assert _client().get(path).headers["cache-control"] == "private, no-store"


def test_the_first_page_names_the_browser_once():
    client = _client()
    given = client.get("/", headers=HTML).headers["set-cookie"]
    assert re.fullmatch(rf"{BROWSER_COOKIE}=[\w-]{{43}}; Path=/; HttpOnly; SameSite=Lax", given)
    assert "set-cookie" not in client.get("/", headers=HTML).headers


def test_two_browsers_get_two_names():
    assert (
        _client().get("/", headers=HTML).cookies[BROWSER_COOKIE]
        != _client().get("/", headers=HTML).cookies[BROWSER_COOKIE]
    )


def test_over_https_the_cookie_stays_on_https():
    assert "Secure" in _client("https://localhost").get("/", headers=HTML).headers["set-cookie"]


@pytest.mark.parametrize("path", ["/missing"])
def test_a_refused_page_names_nobody(path):
    assert "set-cookie" not in _client().get(path, headers=HTML).headers
