"""The door of an installation without sign-in: this machine only, and only with the link that the server printed."""

import hashlib
import hmac
import ipaddress
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.shell.guard import LOOPBACK_NAMES, refuse_websocket
from roster_core.refusals import Refusal

#: Answers without the token: what watches over the server needs it, and it tells nothing.
OPEN_PATHS = frozenset({"/_stcore/health"})
_MAX_AGE_S = 30 * 24 * 3600

_LOCKED_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Roster Desk</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
  :root { color-scheme: light dark }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto; padding: 0 1.5rem }
  h1 { font-size: 1.5rem }
  code { background: #8882; padding: .1em .4em; border-radius: 4px }
</style></head><body>
<h1>Open the sign-in link</h1>
<p>Roster Desk runs on this machine and lets in only browsers that opened the link which the server printed when it
started. It looks like this:</p>
<p><code>http://127.0.0.1:8501/?token=…</code></p>
<p>Copy it from the window in which the server runs. Once opened, this browser stays signed in.</p>
</body></html>
"""


def refuse_other_addresses(address: str | None) -> None:
    """Let the server start on a loopback address only; `None` or blank would mean all addresses.

    Raises:
        Refusal: The address can be reached from other machines.
    """
    name = (address or "").strip("[]")
    if name not in LOOPBACK_NAMES and not is_loopback(name):
        raise Refusal(
            f"The server did not start on the address “{address or 'all addresses'}”.",
            why="Without a sign-in provider everybody who reaches it would act as the administrator.",
            fix="Use --server.address 127.0.0.1, and reach it from elsewhere through an SSH tunnel.",
        )


def is_loopback(address: str) -> bool:
    """Whether an IP address stays on this machine; a name or a wrong address does not."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return (mapped or parsed).is_loopback


def sign_in_link(address: str, port: int, token: str) -> str:
    """The link that lets a browser in."""
    host = f"[{address}]" if ":" in address else address
    return f"http://{host}:{port}/?{urlencode({'token': token})}"


class TokenGate:
    """ASGI middleware that exchanges the token for a cookie and turns everybody else away.

    Covers pages, static files, media, uploads, our own routes and the websocket. A connection that came in over
    another address than loopback is turned away whatever it holds, however the server was started.
    """

    def __init__(self, app: ASGIApp, token: str) -> None:
        self.app = app
        self.token = token
        # The cookie is derived, so that a look at the browser's cookies does not give the token away.
        self.pass_value = hmac.new(token.encode(), b"roster-local-cookie-v1", hashlib.sha256).hexdigest()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through who holds the cookie, and anybody on this machine to the health check."""
        if scope["type"] not in ("http", "websocket") or self._may_pass(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await refuse_websocket(receive, send)
        else:
            await self._answer(scope)(scope, receive, send)

    def _may_pass(self, scope: Scope) -> bool:
        if not _is_local(scope):
            return False
        if scope["type"] == "http" and scope["path"] in OPEN_PATHS:
            return True
        cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))
        return _same(cookies.get(_cookie_name(scope), ""), self.pass_value)

    def _answer(self, scope: Scope) -> Response:
        if not _is_local(scope):
            return PlainTextResponse("This server answers only on the machine it runs on.", status_code=403)
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        tokens = [value for name, value in query if name == "token"]
        if scope["method"] == "GET" and len(tokens) == 1 and _same(tokens[0], self.token):
            return self._sign_in(scope, [(name, value) for name, value in query if name != "token"])
        if "text/html" in Headers(scope=scope).get("accept", ""):
            return HTMLResponse(_LOCKED_PAGE, status_code=401)
        return PlainTextResponse("Open the link that the server printed.", status_code=401)

    def _sign_in(self, scope: Scope, query: list[tuple[str, str]]) -> Response:
        # One leading slash: two would make the path another host.
        target = "/" + scope["path"].lstrip("/\\") + (f"?{urlencode(query)}" if query else "")
        response = RedirectResponse(target, status_code=303)
        response.set_cookie(
            _cookie_name(scope),
            self.pass_value,
            max_age=_MAX_AGE_S,
            httponly=True,
            samesite="lax",
            secure=scope.get("scheme") == "https",
        )
        return response


def _is_local(scope: Scope) -> bool:
    # The address on which the connection arrived, as the socket knows it; no header has a say.
    return is_loopback((scope.get("server") or ("", 0))[0])


def _cookie_name(scope: Scope) -> str:
    # Browsers share cookies between the ports of a machine: two installations must not sign each other out.
    return f"roster_local_{(scope.get('server') or ('', 0))[1]}"


def _same(given: str, expected: str) -> bool:
    # As bytes: comparing texts raises an error on letters beyond ASCII.
    return hmac.compare_digest(given.encode(), expected.encode())
