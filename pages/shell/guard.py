"""The outermost door: known host names only, security headers on every answer, a cookie that names the browser."""

import base64
import hashlib
import re
import secrets
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Names the browser, so that a ticket taken from it is worth nothing elsewhere.
BROWSER_COOKIE = "roster_browser"
#: The names by which this machine calls itself.
LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
#: Answers below these paths hold somebody's data and must not outlive the page.
_PRIVATE_PATHS = ("/media/", "/api/")
#: Answers below this path are files that somebody uploaded: they may do nothing, and only our own pages frame them.
FOREIGN_PATH = "/api/document/"
_FOREIGN_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'self'"
)


@cache
def security_headers() -> dict[str, str]:
    """The headers that every answer carries, with a content policy that fits the installed Streamlit."""
    policy = (
        "default-src 'self'",
        # Components without a build step are loaded from blobs.
        f"script-src 'self' blob: {' '.join(_inline_script_hashes())}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
    return {
        "Content-Security-Policy": "; ".join(policy),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }


def _inline_script_hashes() -> list[str]:
    # Read from the page that Streamlit serves: a new release brings its own hash along.
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    digests = (hashlib.sha256(script.encode()).digest() for script in _INLINE_SCRIPT.findall(page))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def host_name(headers: Headers) -> str:
    """The host that the request asks for, in lower case and without port; blank if none or several are named."""
    named = headers.getlist("host")
    if len(named) != 1:
        return ""
    bracketed = re.fullmatch(r"\[([0-9a-f:]+)\](?::\d+)?", named[0].lower())
    if bracketed:
        return bracketed[1]
    plain = re.fullmatch(r"([a-z0-9.-]+?)\.?(?::\d+)?", named[0].lower())
    return plain[1] if plain else ""


class Guard:
    """ASGI middleware around everything, the websocket included.

    Answers 421 to a host name that is not in `hosts`: without this check a foreign page could reach a server on this
    machine by letting its own name resolve to 127.0.0.1.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through what is asked of a known host."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._http(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if host_name(Headers(scope=scope)) in self.hosts:
            await self.app(scope, receive, send)
        else:
            await refuse_websocket(receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        names_browser = (
            request.method == "GET"
            and BROWSER_COOKIE not in request.cookies
            and "text/html" in request.headers.get("accept", "")
        )

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in security_headers().items():
                    headers[name] = value
                if scope["path"].startswith(FOREIGN_PATH):
                    pdf = headers.get("content-type", "").startswith("application/pdf")
                    # Some browsers refuse to show a PDF in a sandbox.
                    headers["Content-Security-Policy"] = _FOREIGN_POLICY + ("" if pdf else "; sandbox")
                    headers["X-Frame-Options"] = "SAMEORIGIN"
                if scope["path"].startswith(_PRIVATE_PATHS):
                    headers["Cache-Control"] = "private, no-store"
                if names_browser and message["status"] < 400:  # noqa: PLR2004 - the answers that go on
                    secure = "; Secure" if request.url.scheme == "https" else ""
                    value = secrets.token_urlsafe(32)
                    headers.append("Set-Cookie", f"{BROWSER_COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax{secure}")
            await send(message)

        if host_name(request.headers) in self.hosts:
            await self.app(scope, receive, guarded)
        else:
            answer = PlainTextResponse("This server does not go by that name.", status_code=421)
            await answer(scope, receive, guarded)


async def refuse_websocket(receive: Receive, send: Send) -> None:
    """Turn a websocket away before it is accepted; the browser sees 403."""
    await receive()
    await send({"type": "websocket.close", "code": 1008})
