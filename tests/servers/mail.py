"""A mail server of the tests' own, with a certificate made for it."""

import base64
import datetime as dt
import ipaddress
import secrets
import socket
import ssl
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

USER, PASSWORD, TOKEN = "exports@district.example", "long and secret", "ya29.token"


@dataclass
class Mailbox:
    """What arrived, and what was said when somebody signed in."""

    port: int = 0
    ca_file: Path | None = None
    messages: list[bytes] = field(default_factory=list)
    told: list[bytes] = field(default_factory=list)
    refuse: frozenset[str] = frozenset()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: ARG002, N802 - the library's signature
        if address in self.refuse:
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802 - see above
        self.messages.append(envelope.content)
        return "250 OK"

    async def auth_XOAUTH2(self, server, args):  # noqa: N802 - see above
        said = await server.challenge_auth("") if len(args) == 1 else base64.b64decode(args[1])
        self.told.append(said)
        good = said == f"user={USER}\x01auth=Bearer {TOKEN}\x01\x01".encode()
        return AuthResult(success=good, handled=good)

    def check(self, _server, _session, _envelope, _mechanism, data):
        assert isinstance(data, LoginPassword)
        self.told.append(data.password)
        good = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=good, handled=good)


def certificate(folder, name="127.0.0.1"):
    """A certificate that signs itself, and its key, in two files."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, secrets.token_hex(8))])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(name))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    paths[1].write_bytes(key.private_bytes(*plain))
    return paths


class _Controller(Controller):
    def __init__(self, mailbox, *, context, mode, limit):
        self.mode, self.context, self.limit, self.mailbox = mode, context, limit, mailbox
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        super().__init__(mailbox, "127.0.0.1", port, ssl_context=context if mode == "tls" else None)

    def factory(self):
        return SMTP(
            self.handler,
            tls_context=self.context if self.mode == "starttls" else None,
            require_starttls=False,
            authenticator=self.mailbox.check,
            auth_require_tls=self.mode == "starttls",
            data_size_limit=self.limit,
            hostname="mail.example",
        )


@contextmanager
def mail_server(folder, mode="starttls", *, limit=33_554_432, refuse=frozenset()):
    """Within, it listens; `mode` is `starttls`, `tls` or `plain`."""
    paths = certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*paths)
    mailbox = Mailbox(ca_file=paths[0], refuse=refuse)
    controller = _Controller(mailbox, context=context, mode=mode, limit=limit)
    controller.start()
    mailbox.port = controller.port
    try:
        yield mailbox
    finally:
        controller.stop(no_assert=True)
