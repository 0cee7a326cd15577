"""What a sign-in provider says of somebody: its claims, read with care."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from roster_core.refusals import Refusal
from roster_core.text import clean, same

_REFUSED = "You were not signed in."
#: Claims by which a provider says that it knows the address to be the person's own; the second is Microsoft's.
_VERIFIED = ("email_verified", "xms_edov")


@dataclass(frozen=True)
class Claims:
    """Who somebody is: an account (`issuer` and `subject`), its verified address, and when the token was issued."""

    issuer: str
    subject: str
    email: str
    name: str
    issued_at: datetime
    #: Everything that was said, for rules.
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sign_in_id(self) -> str:
        """What tells this sign-in from any other, in hex; opens nothing."""
        told = [self.issuer, self.subject, self.issued_at.timestamp(), self.values.get("nonce")]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def says(self, claim: str, value: str) -> bool:
        """Whether a claim is this value, or a list that holds it; values are compared as they are written."""
        told = self.values.get(claim)
        listed = told if isinstance(told, list | tuple) else [] if told is None else [told]
        return value in [str(one) for one in listed]


def read_claims(told: Mapping[str, Any]) -> Claims:
    """The claims of a token that the sign-in library has verified.

    Raises:
        Refusal: No account or moment is named, or the address is not verified.
    """
    issuer, subject, issued = told.get("iss"), told.get("sub"), told.get("iat")
    if not (issuer and subject and isinstance(issued, int | float) and not isinstance(issued, bool)):
        raise Refusal(
            _REFUSED,
            why="The sign-in provider did not say which account it is.",
            fix="Tell whoever runs this server: the token needs iss, sub and iat.",
        )
    email = same(str(told.get("email") or "").strip())
    if not email or not any(_is_true(told.get(name)) for name in _VERIFIED):
        raise Refusal(
            _REFUSED,
            why="The sign-in provider does not vouch for your e-mail address.",
            fix="Confirm the address with the provider, or tell whoever runs this server: the token needs email and "
            "email_verified (of Microsoft: xms_edov).",
        )
    return Claims(
        issuer=str(issuer),
        subject=str(subject),
        email=email,
        name=clean(str(told.get("name") or "")) or email,
        issued_at=datetime.fromtimestamp(issued, UTC),
        values=dict(told),
    )


def _is_true(value: object) -> bool:
    # Providers write it as they like.
    return value is True or str(value).lower() in ("true", "1")
