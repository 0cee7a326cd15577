"""Delivery by e-mail: a notice without data, or the files in a ZIP that only a passphrase opens."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Literal

import pyzipper

from roster_core.delivery.faults import Fault, FaultKind
from roster_core.delivery.mail_server import MailServer, send, signed_in, too_big
from roster_core.delivery.port import Arrival, Outcome, Parcel, Receipt, There, Tried, changed

#: Above that, mailboxes refuse messages; base64 adds more than a third.
MAX_ATTACHED = 15_000_000
#: Neutral: names of files in the ZIP can be read without its passphrase.
_ZIP_NAME = "files.zip"
_NO_EXPLORER = (
    "The attached file is encrypted (AES-256). Open it with 7-Zip; Windows itself cannot. Its passphrase was given to "
    "you by another way, and is never sent by e-mail."
)


@dataclass(frozen=True)
class MailTarget:
    """Who gets what: `notice` sends no data; `zip` needs `domains` that all recipients are of, and a passphrase."""

    server: MailServer
    sender: str
    recipients: tuple[str, ...]
    content: Literal["notice", "zip"] = "notice"
    domains: tuple[str, ...] = ()
    passphrase: str | None = field(default=None, repr=False)

    @property
    def label(self) -> str:
        """What it is called in records."""
        return ", ".join(self.recipients)


class MailDelivery:
    """A way out by e-mail. `subject` and `text` say what is told; no data about people may be in them."""

    def __init__(self, target: MailTarget, subject: str, text: str, *, now: Callable[[], datetime]) -> None:
        self._target, self._subject, self._text, self._now = target, subject, text, now

    def deliver(self, parcel: Parcel) -> Receipt:
        """Send the message; see `port.Delivery`. The same delivery sent again has the same message ID."""
        target = self._target
        with_data = target.content == "zip"
        here = There.NEW if with_data else There.OLD
        files = tuple(Arrival(item.name, item.name, item.size, item.sha256, here) for item in parcel.items)
        domain = target.sender.rpartition("@")[2]
        receipt = Receipt(Outcome.DELIVERED, target.label, files if with_data else (), mode=target.content)
        try:
            message = self._message(parcel)
            message["Message-ID"] = f"<{parcel.tag}.{hashlib.sha256(target.label.encode()).hexdigest()[:16]}@{domain}>"
            parcel.note("publishing")
            send(target.server, message)
        except Fault as fault:
            return receipt.failed(fault)
        return replace(receipt, message_id=str(message["Message-ID"]))

    def test(self) -> tuple[Tried, ...]:
        """Sign in, and send nothing; see `port.Delivery`."""
        server = self._target.server
        try:
            self._check()
            with signed_in(server) as smtp:
                limit = int(smtp.esmtp_features.get("size") or 0)
        except Fault as fault:
            return (Tried(good=False, what=fault.message, fix=fault.fix),)
        how = "without encryption" if server.mode == "plain" else "encrypted, and its certificate can be trusted"
        tried = [Tried(good=True, what=f"{server.host} answers, {how}.")]
        if server.user and server.mode != "plain":
            tried.append(Tried(good=True, what=f"{server.user} may sign in."))
        if limit:
            tried.append(Tried(good=True, what=f"It takes messages up to {limit / 1e6:.0f} MB."))
        return tuple(tried)

    def _check(self) -> None:
        target = self._target
        if not target.recipients:
            raise Fault(FaultKind.CONFIG, "Nobody is to get it.", "Give a recipient.")
        if target.content == "notice":
            return
        strangers = [one for one in target.recipients if one.rpartition("@")[2].lower() not in target.domains]
        if strangers:
            text = f"Data may not go to {', '.join(strangers)}."
            raise Fault(FaultKind.DENIED, text, "Only addresses of the domains in the destination may get data.")
        if not target.passphrase:
            raise Fault(FaultKind.CONFIG, "There is no passphrase for the ZIP.", "Make one in the destination.")

    def _message(self, parcel: Parcel) -> EmailMessage:
        self._check()
        message = EmailMessage()
        try:
            message["Subject"], message["From"] = self._subject, self._target.sender
            message["To"] = ", ".join(self._target.recipients)
        except ValueError as exc:  # a line break in an address or a name would bring headers of its own
            raise Fault(FaultKind.CONFIG, "An address or the subject has a line break.", "Correct it.") from exc
        message["Date"] = format_datetime(self._now())
        message["Auto-Submitted"] = "auto-generated"  # so that no absence note answers it (RFC 3834)
        if self._target.content == "notice":
            message.set_content(self._text)
            return message
        message.set_content(f"{self._text}\n\n{_NO_EXPLORER}\n")
        archive = zipped(parcel, self._target.passphrase or "")
        if len(archive) > MAX_ATTACHED:
            raise too_big(len(archive), MAX_ATTACHED)
        message.add_attachment(archive, maintype="application", subtype="zip", filename=_ZIP_NAME)
        return message


def zipped(parcel: Parcel, passphrase: str) -> bytes:
    """All files in a ZIP encrypted by AES-256, in memory.

    Raises:
        Fault: A file is not what was recorded.
    """
    to = io.BytesIO()
    with pyzipper.AESZipFile(
        to, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES, allowZip64=True
    ) as archive:
        archive.setpassword(passphrase.encode())
        archive.setencryption(pyzipper.WZ_AES, nbits=256)
        for item in parcel.items:
            with item.opened() as file:
                content = file.read()
            if (len(content), hashlib.sha256(content).hexdigest()) != (item.size, item.sha256):
                raise changed(item.name)
            archive.writestr(item.name, content)
    return to.getvalue()
