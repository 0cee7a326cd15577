"""The door where people sign in with a provider: data only for who is signed in; back to the page asked for.

Pages themselves come over the websocket, and the router decides there. This covers what browsers fetch by address.
"""

import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Private to Streamlit, which has no other way to read its cookie outside of a script; a test signs in through it.
from streamlit.web.server.starlette.starlette_auth_routes import _get_cookie_value_from_request

from pages.shell.guard import BROWSER_COOKIE

USER_COOKIE = "_streamlit_user"
LOGIN_PATH, CALLBACK_PATH, LOGOUT_PATH = "/auth/login", "/oauth2callback", "/auth/logout"
#: Where a browser tells that somebody is at the screen.
ACTIVE_PATH = "/api/active"
#: What is fetched by address and holds data, or lets files in.
_CLOSED = ("/media/", "/api/", "/_stcore/upload_file", "/_stcore/metrics")
_NEXT = "roster_next"
_NEXT_LIFE_S = 600

#: Tells by the claims of a cookie whether its sign-in is open, and whether that counts as use of it.
IsOpen = Callable[[Mapping[str, Any], bool], bool]


class SignInGate:
    """ASGI middleware around a server at `origin`."""

    def __init__(self, app: ASGIApp, *, origin: str, is_open: IsOpen) -> None:
        self.app = app
        self.origin = origin
        self.is_open = is_open

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 401 where data is asked for without an open sign-in; see to the cookies on the way in and out."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["path"] == ACTIVE_PATH:
            active = scope["method"] == "POST" and await self._is_signed_in(scope, used=True)
            await Response(status_code=204 if active else 401)(scope, receive, send)
        elif scope["path"].startswith(_CLOSED) and not await self._is_signed_in(scope):
            answer = PlainTextResponse("Sign in first.", status_code=401, headers={"Cache-Control": "no-store"})
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, self._seen_to(scope, send))

    async def _is_signed_in(self, scope: Scope, *, used: bool = False) -> bool:
        claims = claims_in(Request(scope), self.origin)
        return claims is not None and await run_in_threadpool(self.is_open, claims, used)

    def _seen_to(self, scope: Scope, send: Send) -> Send:
        path, asked = scope["path"], Headers(scope=scope)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if path == LOGIN_PATH:
                    self._remember(headers, asked)
                elif path == CALLBACK_PATH:
                    self._return(headers, asked)
                if path in (LOGOUT_PATH, CALLBACK_PATH):
                    # Tickets are bound to this cookie: those of the sign-in before are worth nothing from now on.
                    self._set(headers, f"{BROWSER_COOKIE}={secrets.token_urlsafe(32)}; Path=/; HttpOnly; SameSite=Lax")
                if self.origin.startswith("https://"):
                    _secure(message)
            await send(message)

        return sent

    def _remember(self, headers: MutableHeaders, asked: Headers) -> None:
        came_from = urlsplit(asked.get("referer", ""))
        if f"{came_from.scheme}://{came_from.netloc}" == self.origin and _is_path(came_from.path):
            to = quote(came_from.path + (f"?{came_from.query}" if came_from.query else ""), safe="")
            self._set(headers, f"{_NEXT}={to}; Path={CALLBACK_PATH}; HttpOnly; SameSite=Lax; Max-Age={_NEXT_LIFE_S}")

    def _return(self, headers: MutableHeaders, asked: Headers) -> None:
        to = unquote(cookie_parser(asked.get("cookie", "")).get(_NEXT, ""))
        if headers.get("location") == "/" and _is_path(to):
            headers["location"] = to
        self._set(headers, f"{_NEXT}=; Path={CALLBACK_PATH}; HttpOnly; SameSite=Lax; Max-Age=0")

    def _set(self, headers: MutableHeaders, cookie: str) -> None:
        headers.append("Set-Cookie", cookie)


def claims_in(request: Request, origin: str) -> Mapping[str, Any] | None:
    """What the sign-in cookie of a request says, if it is signed by this server for this origin."""
    value = _get_cookie_value_from_request(request, USER_COOKIE)
    if not value:
        return None
    told = json.loads(value)
    return told if isinstance(told, dict) and told.get("origin") == origin and told.get("is_logged_in") else None


def _is_path(to: str) -> bool:
    # Two slashes, or a slash and a backslash, would make it another host.
    return to.startswith("/") and not to.startswith(("//", "/\\")) and to.isprintable()


def _secure(message: Message) -> None:
    """Streamlit's cookies are not marked as such, so that they would travel without encryption too."""
    message["headers"] = [
        (name, value + b"; Secure" if name.lower() == b"set-cookie" and b"; secure" not in value.lower() else value)
        for name, value in message["headers"]
    ]
