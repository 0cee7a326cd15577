import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from pages.shell.guard import LOOPBACK_NAMES, Guard
from pages.shell.token_gate import TokenGate, is_loopback, refuse_other_addresses, sign_in_link
from roster_core.refusals import Refusal

TOKEN = "a-token-of-the-test"  # noqa: S105 - of the tests
SOCKET = "ws://127.0.0.1:8501/_stcore/stream"
EVERYTHING = ["/", "/people", "/static/js/index.js", "/media/x.jpg", "/api/upload", "/_stcore/upload_file/x"]


async def _anything(request):
    return PlainTextResponse(f"inside {request.url.path}?{request.url.query}")


async def _socket(websocket):
    await websocket.accept()
    await websocket.send_text("inside")
    await websocket.close()


def _client(base_url="http://127.0.0.1:8501", token=TOKEN):
    routes = [
        WebSocketRoute("/_stcore/stream", _socket),
        Route("/{path:path}", _anything, methods=["GET", "PUT", "POST", "DELETE"]),
    ]
    doors = [Middleware(Guard, hosts=[*LOOPBACK_NAMES, "10.0.0.5"]), Middleware(TokenGate, token=token)]
    return TestClient(Starlette(routes=routes, middleware=doors), base_url=base_url, follow_redirects=False)


def _signed_in(**how):
    client = _client(**how)
    assert client.get("/", params={"token": TOKEN}).status_code == 303
    return client


@pytest.mark.parametrize("path", [*EVERYTHING, "/_stcore/metrics", "/_stcore/host-config", "/_stcore/healthy"])
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
def test_without_the_token_everything_is_401(path, method):
    answer = _client().request(method, path)
    assert answer.status_code == 401
    assert "inside" not in answer.text


def test_a_browser_without_the_token_is_told_what_to_open():
    answer = _client().get("/", headers={"accept": "text/html"})
    assert answer.status_code == 401
    assert "sign-in link" in answer.text
    assert TOKEN not in answer.text


def test_health_stays_open():
    assert _client().get("/_stcore/health").status_code == 200


@pytest.mark.parametrize("path", EVERYTHING)
def test_with_the_cookie_everything_is_open(path):
    assert _signed_in().get(path).status_code == 200


def test_the_token_is_exchanged_for_a_cookie_and_leaves_the_address():
    answer = _client().get("/people?person=student%3A1&token=" + TOKEN + "&tag=a&tag=b")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/people?person=student%3A1&tag=a&tag=b"
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert TOKEN not in answer.headers["set-cookie"]


@pytest.mark.parametrize("path", ["//evil.example/x", "/\\evil.example", "///evil.example"])
def test_signing_in_never_leads_to_another_host(path):
    answer = _client().get(path, params={"token": TOKEN})
    assert not answer.headers.get("location", "").startswith(("//", "/\\", "http"))


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x", TOKEN[:-1], "tökén", "\x00"])
def test_a_wrong_token_opens_nothing(token):
    answer = _client().get("/", params={"token": token})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers


def test_the_token_is_taken_from_a_page_only():
    assert _client().post("/", params={"token": TOKEN}).status_code == 401


def test_a_websocket_without_the_cookie_is_refused():
    with pytest.raises(WebSocketDisconnect) as refused, _client().websocket_connect(SOCKET):
        pass
    assert refused.value.code == 1008


def test_a_websocket_with_the_cookie_is_open():
    with _signed_in().websocket_connect(SOCKET) as socket:
        assert socket.receive_text() == "inside"


def test_a_token_in_the_address_of_a_websocket_opens_nothing():
    with (
        pytest.raises(WebSocketDisconnect),
        _client().websocket_connect(f"{SOCKET}?token={TOKEN}"),
    ):
        pass


def test_a_changed_token_locks_old_browsers_out():
    cookies = _signed_in().cookies
    later = _client(token=TOKEN[::-1])
    later.cookies = cookies
    assert later.get("/").status_code == 401


def test_the_same_token_after_a_restart_keeps_browsers_signed_in():
    cookies = _signed_in().cookies
    later = _client()
    later.cookies = cookies
    assert later.get("/").status_code == 200


def test_two_installations_on_one_machine_keep_their_cookies_apart():
    first = _signed_in().cookies
    second = _signed_in(base_url="http://127.0.0.1:8502").cookies
    assert set(first) & set(second) <= {"roster_browser"}


def test_a_connection_from_elsewhere_is_refused_even_with_the_token():
    client = _client("http://10.0.0.5:8501")
    assert client.get("/", params={"token": TOKEN}).status_code == 403
    assert client.get("/_stcore/health").status_code == 403


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1", "[::1]", "127.8.0.1"])
def test_the_server_may_listen_on_this_machine(address):
    refuse_other_addresses(address)


@pytest.mark.parametrize(
    "address",
    [None, "", "0.0.0.0", "::", "192.168.1.4", "roster.example", "::ffff:10.0.0.1"],  # noqa: S104 - to be refused
)
def test_the_server_does_not_start_on_other_addresses(address):
    with pytest.raises(Refusal):
        refuse_other_addresses(address)


def test_an_ipv4_address_in_ipv6_clothes_is_judged_by_what_it_is():
    assert is_loopback("::ffff:127.0.0.1")
    assert not is_loopback("::ffff:10.0.0.1")


def test_the_sign_in_link_can_be_opened_as_it_is():
    assert sign_in_link("127.0.0.1", 8501, "a b") == "http://127.0.0.1:8501/?token=a+b"
    assert sign_in_link("::1", 8501, "t") == "http://[::1]:8501/?token=t"
