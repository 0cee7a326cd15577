"""Tickets: how a page gives the browser a right on a plain HTTP route, for one operation and a short time.

A ticket is signed, not encrypted: whoever holds it can read its claims. They name things by id, never by path.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer

#: The claims that every ticket carries beside those of its operation.
LOGIN, BROWSER = "login", "browser"


def issue(key: str, operation: str, login: str, cookie: str, **claims: Any) -> str:
    """A URL-safe ticket for `operation`, good only for this login in the browser that holds `cookie`."""
    return _serializer(key, operation).dumps({**claims, LOGIN: login, BROWSER: _fingerprint(cookie)})


def verify(key: str, operation: str, ticket: str, cookie: str, *, max_age_s: int) -> Mapping[str, Any] | None:
    """The claims of a ticket, or None.

    None stands for every failure alike: a forged or expired ticket, another operation, another browser, no cookie.
    """
    try:
        claims: dict[str, Any] = _serializer(key, operation).loads(ticket, max_age=max_age_s)
    except BadData:
        return None
    bound = hmac.compare_digest(str(claims.get(BROWSER, "")), _fingerprint(cookie))
    return claims if cookie and bound else None


def _serializer(key: str, operation: str) -> URLSafeTimedSerializer:
    # The salt keeps a ticket for one operation from opening another.
    return URLSafeTimedSerializer(
        key, salt=f"roster.{operation}", signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"}
    )


def _fingerprint(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()[:32]
