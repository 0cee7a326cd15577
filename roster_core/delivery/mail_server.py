"""An account on a mail server, and sending one message through it: encrypted and verified, or not at all."""

import json
import smtplib
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Literal

from roster_core.delivery.faults import Fault, FaultKind

#: Answers of servers (RFC 5321): the mailbox or the message is too large.
_TOO_LARGE = 552
_OAUTH = "OAuth2 did not give leave to send: "


@dataclass(frozen=True)
class OAuth:
    """How a fresh token is had from a provider."""

    token_url: str
    client_id: str
    client_secret: str | None = field(default=None, repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    scope: str = ""


@dataclass(frozen=True)
class MailServer:
    """A server and how it is spoken to; `plain` is for relays in the district's own network and takes no password."""

    host: str
    port: int = 587
    mode: Literal["starttls", "tls", "plain"] = "starttls"
    user: str = ""
    password: str | None = field(default=None, repr=False)
    oauth: OAuth | None = None
    #: A file of certificates to trust as well, where the server's is not signed by a public authority.
    ca_file: Path | None = None
    timeout_s: float = 30


def send(server: MailServer, message: EmailMessage) -> None:
    """Hand a message over; when this returns, the server has taken it for every recipient.

    Raises:
        Fault: It was not taken by all of them, or the server could not be trusted.
    """
    size = len(message.as_bytes(policy=SMTP))
    with signed_in(server) as smtp, _told(server):
        limit = int(smtp.esmtp_features.get("size") or 0)
        if limit and size > limit:
            raise too_big(size, limit)
        if refused := smtp.send_message(message):  # it raises only if all were refused
            raise smtplib.SMTPRecipientsRefused(refused)


@contextmanager
def signed_in(server: MailServer) -> Iterator[smtplib.SMTP]:
    """A session that is encrypted and signed in.

    Raises:
        Fault: Whatever keeps it from being so.
    """
    if server.mode == "plain" and (server.password or server.oauth):
        text = "No password is sent over a line that is not encrypted."
        raise Fault(FaultKind.CONFIG, text, "Choose STARTTLS or TLS, or take the password away.")
    token = _fresh_token(server, server.oauth) if server.oauth else None
    with _told(server):
        context = _trusting(server)
        smtp = (
            smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout_s, context=context)
            if server.mode == "tls"
            else smtplib.SMTP(server.host, server.port, timeout=server.timeout_s)
        )
        with smtp:
            if server.mode == "starttls":
                smtp.starttls(context=context)  # without a context it would trust anybody
            smtp.ehlo_or_helo_if_needed()
            if token:
                said = f"user={server.user}\x01auth=Bearer {token}\x01\x01"
                smtp.auth("XOAUTH2", lambda challenge=None: said if challenge is None else "")
            elif server.user and server.password:
                smtp.login(server.user, server.password)
            yield smtp


def too_big(size: int, limit: int) -> Fault:
    """The fault of a message that is larger than allowed; both in bytes."""
    text = f"The message has {size / 1e6:.1f} MB; {limit / 1e6:.1f} MB are allowed."
    return Fault(FaultKind.TOO_BIG, text, "Send the files by SFTP or to a folder instead.")


def _trusting(server: MailServer) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if server.ca_file:
        context.load_verify_locations(server.ca_file)
    return context


def _fresh_token(server: MailServer, oauth: OAuth) -> str:
    if not oauth.token_url.startswith("https://"):
        raise Fault(FaultKind.CONFIG, f"{_OAUTH}the address for tokens is not https.", "Correct it.")
    asked = {
        "grant_type": "refresh_token",
        "client_id": oauth.client_id,
        "refresh_token": oauth.refresh_token or "",
        **({"client_secret": oauth.client_secret} if oauth.client_secret else {}),
        **({"scope": oauth.scope} if oauth.scope else {}),
    }
    request = urllib.request.Request(oauth.token_url, urllib.parse.urlencode(asked).encode())  # noqa: S310 - https only
    context = _trusting(server)
    try:
        with urllib.request.urlopen(request, timeout=server.timeout_s, context=context) as answer:  # noqa: S310 - see above
            token = json.loads(answer.read()).get("access_token")
    except urllib.error.HTTPError as exc:  # what it says may repeat what it was told
        exc.close()
        raise Fault(FaultKind.AUTH, f"{_OAUTH}the provider answered {exc.code}.", "Give consent anew.") from None
    except (OSError, ValueError) as exc:
        raise Fault(FaultKind.NETWORK, f"{_OAUTH}the provider does not answer.", "Try later.") from exc
    if not token:
        raise Fault(FaultKind.AUTH, f"{_OAUTH}the provider gave no token.", "Give consent anew.")
    return str(token)


@contextmanager
def _told(server: MailServer) -> Iterator[None]:
    """Turn errors into faults; what a server says is repeated only where it cannot hold a secret."""
    try:
        yield
    except ssl.SSLCertVerificationError as exc:
        text = f"The certificate of {server.host} cannot be trusted ({exc.verify_message})."
        raise Fault(FaultKind.CONFIG, text, "Nothing was told to it. Check the host name; ask its operator.") from exc
    except smtplib.SMTPNotSupportedError as exc:
        text = f"{server.host} does not offer what is needed ({exc})."
        raise Fault(FaultKind.CONFIG, text, "Nothing was told to it. Try TLS on port 465.") from exc
    except smtplib.SMTPAuthenticationError as exc:
        text = f"{server.host} refused to sign in (code {exc.smtp_code})."
        fix = "Check user name and password. Many providers want OAuth2 or a password made for apps."
        raise Fault(FaultKind.AUTH, text, fix) from exc
    except smtplib.SMTPRecipientsRefused as exc:
        listed = ", ".join(sorted(exc.recipients))
        raise Fault(FaultKind.DENIED, f"{server.host} does not take mail for {listed}.", "Check addresses.") from exc
    except smtplib.SMTPResponseException as exc:
        if exc.smtp_code == _TOO_LARGE:
            raise Fault(FaultKind.TOO_BIG, "The message is too large for the server.", "Use SFTP instead.") from exc
        raise Fault(FaultKind.SERVER, f"{server.host} did not take it (code {exc.smtp_code}).", "Try later.") from exc
    except (smtplib.SMTPException, ssl.SSLError) as exc:
        kind = FaultKind.CONFIG if isinstance(exc, ssl.SSLError) else FaultKind.NETWORK
        raise Fault(kind, f"{server.host} ended the session ({type(exc).__name__}).", "Check port and mode.") from exc
    except OSError as exc:
        text = f"{server.host} does not answer on port {server.port} ({exc.strerror or type(exc).__name__})."
        raise Fault(FaultKind.NETWORK, text, "Check host and port.") from exc
