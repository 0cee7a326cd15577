"""What is fetched by address where people sign in: only with an open sign-in; and back to the page asked for."""

import json

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from pages.shell import sign_in_gate
from pages.shell.rate_limit import OF_ALL, OF_ONE, WINDOW_S, WRONG_TOKENS, Attempts, RateLimit
from pages.shell.sign_in_gate import ACTIVE_PATH, SignInGate

ORIGIN = "https://desk.maple.example"
CLOSED = ["/media/x.jpg", "/api/upload", "/api/picture/a/b", "/_stcore/upload_file/x/y", "/_stcore/metrics"]


async def _anything(request):
    if request.url.path == "/oauth2callback":
        answer = RedirectResponse("/")
        answer.set_cookie("_streamlit_user", "signed")
        return answer
    return PlainTextResponse("inside", status_code=401 if request.query_params.get("token") == "wrong" else 200)


@pytest.fixture
def client(monkeypatch):
    """A browser at the gate; its cookie is what Streamlit would have signed."""
    monkeypatch.setattr(
        sign_in_gate, "_get_cookie_value_from_request", lambda request, name: request.cookies.get(name, "").encode()
    )
    door = Middleware(SignInGate, origin=ORIGIN, is_open=lambda told, _used: told["sub"] == "sam")
    return TestClient(
        Starlette(routes=[Route("/{path:path}", _anything)], middleware=[door]),
        base_url=ORIGIN,
        follow_redirects=False,
    )


def _cookie(**told):
    return {"cookie": f"_streamlit_user={json.dumps({'origin': ORIGIN, 'is_logged_in': True, **told})}"}


@pytest.mark.parametrize("path", CLOSED)
def test_data_is_for_an_open_sign_in_only(client, path):
    assert client.get(path).status_code == 401
    assert client.get(path, headers=_cookie(sub="sam")).status_code == 200
    for other in (
        _cookie(sub="eve"),
        _cookie(sub="sam", origin="https://evil.example"),
        _cookie(sub="sam", is_logged_in=False),
    ):
        assert client.get(path, headers=other).status_code == 401


def test_a_sign_of_life_is_taken_from_who_is_signed_in(client):
    assert client.post(ACTIVE_PATH, headers=_cookie(sub="sam")).status_code == 204
    assert client.post(ACTIVE_PATH, headers=_cookie(sub="eve")).status_code == 401
    assert client.get(ACTIVE_PATH, headers=_cookie(sub="sam")).status_code == 401


@pytest.mark.parametrize("path", ["/", "/people", "/static/js/index.js", "/_stcore/health", "/auth/login"])
def test_the_way_to_the_sign_in_page_is_open(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("came_from", "led_to"),
    [
        (f"{ORIGIN}/people?person=student%3A1", "/people?person=student%3A1"),
        ("https://evil.example/people", "/"),
        (f"{ORIGIN}//evil.example", "/"),
        (f"{ORIGIN}/\\evil.example", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_back_to_the_page_and_never_elsewhere(client, came_from, led_to):
    client.get("/auth/login", headers={"referer": came_from})
    assert client.get("/oauth2callback").headers["location"] == led_to
    assert client.get("/oauth2callback").headers["location"] == "/"  # once


def test_cookies_travel_encrypted_and_the_browser_gets_another_name(client):
    told = client.get("/oauth2callback").headers.get_list("set-cookie")
    assert all(cookie.endswith("; Secure") for cookie in told)
    assert any(cookie.startswith("roster_browser=") for cookie in told)
    assert any(
        cookie.startswith("roster_browser=") for cookie in client.get("/auth/logout").headers.get_list("set-cookie")
    )


def test_attempts_are_forgotten_after_a_while_and_counted_by_address_and_in_all():
    now = [0.0]
    attempts = Attempts(2, 3, clock=lambda: now[0])
    for address, waits in (("a", 0), ("a", 60), ("b", 60)):
        attempts.note(address)
        assert attempts.wait_s(address) == waits
    assert attempts.wait_s("c") == 60  # three in all
    now[0] = 59.5
    assert attempts.wait_s("a") == 1
    now[0] = WINDOW_S
    assert attempts.wait_s("a") == 0


@pytest.mark.parametrize(
    ("path", "let_through"),
    [("/auth/login", OF_ONE), ("/oauth2callback?code=x", OF_ONE), ("/?token=wrong", WRONG_TOKENS)],
)
def test_who_tries_too_often_has_to_wait(path, let_through):
    app = Starlette(routes=[Route("/{path:path}", _anything)], middleware=[Middleware(RateLimit)])
    client = TestClient(app, follow_redirects=False)
    answers = [client.get(path).status_code for _attempt in range(let_through + 1)]
    assert answers.count(429) == 1
    refused = client.get(path)
    assert (refused.status_code, 0 < int(refused.headers["retry-after"]) <= WINDOW_S) == (429, True)
    assert client.get("/people").status_code == 200
    assert TestClient(app, client=("10.0.0.9", 1), follow_redirects=False).get(path).status_code != 429
    assert OF_ALL > OF_ONE


def test_the_right_token_may_be_shown_as_often_as_one_likes():
    app = Starlette(routes=[Route("/{path:path}", _anything)], middleware=[Middleware(RateLimit)])
    client = TestClient(app)
    assert {client.get("/?token=right").status_code for _time in range(WRONG_TOKENS + 5)} == {200}
