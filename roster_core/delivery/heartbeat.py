"""Telling a watching service that a run began, succeeded or failed: one request to an address that is a secret."""

import http.client
import ipaddress
import ssl
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path
from typing import IO, Literal
from urllib.parse import SplitResult, urlsplit, urlunsplit

from roster_core.delivery.faults import Fault, FaultKind

#: What a run tells; success is the address itself, as services of this kind have it.
Moment = Literal["start", "success", "fail"]
_ENDINGS: dict[Moment, str] = {"start": "/start", "success": "", "fail": "/fail"}
#: A run does not wait longer for a service that only looks on.
TIMEOUT_S = 10.0
_CORRECT = "Copy it anew from the watching service; it begins with https://."


def require_address(url: str) -> None:
    """Raise a fault unless `url` may be pinged: https, or http on this machine. The fault does not repeat it."""
    _parts(url)


def ping(url: str, moment: Moment, *, ca_file: Path | None = None, timeout_s: float = TIMEOUT_S) -> None:
    """Tell the service of `moment`; nothing about the run is sent with it.

    Raises:
        Fault: It was not told. The address, which is a secret, is not in the fault.
    """
    parts = _parts(url)
    told = urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}{_ENDINGS[moment]}", fragment=""))
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(ca_file)
    handlers: list[urllib.request.BaseHandler] = [urllib.request.HTTPSHandler(context=context), _SameHost(parts)]
    if _is_here(parts.hostname or ""):
        handlers.append(urllib.request.ProxyHandler({}))  # no proxy reaches this machine
    opener = urllib.request.build_opener(*handlers)
    request = urllib.request.Request(told, headers={"User-Agent": "roster-desk"})  # noqa: S310 - looked at by `_parts`
    try:
        with opener.open(request, timeout=timeout_s) as answer:
            answer.read(1)
    except Fault:
        raise
    except urllib.error.HTTPError as exc:
        exc.close()
        text = f"{parts.hostname} answered {exc.code}."
        raise Fault(FaultKind.SERVER, text, _CORRECT) from None  # it holds the address
    except (OSError, http.client.HTTPException, ValueError) as exc:
        reason = exc.reason if isinstance(exc, urllib.error.URLError) else exc
        kind = type(reason).__name__ if isinstance(reason, BaseException) else "no answer"
        raise Fault(FaultKind.NETWORK, f"{parts.hostname} does not answer ({kind}).", "Try later.") from None


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows the service within its own host only, and never to a line that is less secret."""

    def __init__(self, parts: SplitResult) -> None:
        self._origin = (parts.scheme, parts.netloc)

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        there = urlsplit(newurl)
        if (there.scheme, there.netloc) != self._origin:
            fp.close()
            raise Fault(FaultKind.DENIED, f"{urlsplit(req.full_url).hostname} sends on to another host.", _CORRECT)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type] # an HTTPMessage


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise Fault(FaultKind.CONFIG, "The address to ping is none.", _CORRECT) from None
    if not host or parts.username or parts.password or any(sign.isspace() for sign in url):
        raise Fault(FaultKind.CONFIG, "The address to ping is none.", _CORRECT)
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_here(host)):
        raise Fault(FaultKind.CONFIG, "The address to ping is not https: whoever reads it could use it.", _CORRECT)
    return parts


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
