"""What an error of the SSH library means, in words, and whether it is tried again (delivery §3)."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import paramiko
from paramiko.sftp import SFTPError

from roster_core.delivery.faults import Fault, FaultKind
from roster_core.delivery.sftp.client import DENIED, NO_SPACE, NO_SUCH_FILE, QUOTA, UNSUPPORTED, StatusError

#: Everything that the library raises; a connection that drops is an `EOFError`, which is neither of the others.
ERRORS = (OSError, EOFError, paramiko.SSHException, SFTPError)


class UnknownHostKeyError(paramiko.SSHException):  # type: ignore[misc] # the library has no types
    """The server's key is not pinned; `key` is the one that it showed."""

    def __init__(self, key: paramiko.PKey) -> None:
        super().__init__(f"{key.get_name()} {key.fingerprint}")
        self.key = key


def fault_of(error: BaseException, doing: str = "") -> Fault:
    """The fault that an error of the library is; `doing` is what was tried, such as “schools.csv was not opened”."""
    if isinstance(error, Fault):
        return error
    if isinstance(error, StatusError):
        return _of_status(error, doing)
    if isinstance(error, UnknownHostKeyError | paramiko.BadHostKeyException):
        return _of_host_key(error)
    return _of_connection(error) or _of_network(error)


@contextmanager
def told(doing: str = "") -> Iterator[None]:
    """Turn errors of the library into faults."""
    try:
        yield
    except ERRORS as exc:
        raise fault_of(exc, doing) from exc


def _of_status(error: StatusError, doing: str) -> Fault:
    said = f"the server answered “{error.strerror}”"
    text = f"{doing}: {said}." if doing else f"{said[0].upper()}{said[1:]}."
    kind, fix = {
        NO_SUCH_FILE: (FaultKind.MISSING, "Check the folder in the destination."),
        DENIED: (FaultKind.DENIED, "Ask the receiver whether the account may write there."),
        UNSUPPORTED: (FaultKind.DENIED, "Ask the receiver what the account may do."),
        NO_SPACE: (FaultKind.SPACE, "Ask the receiver to make room."),
        QUOTA: (FaultKind.SPACE, "Ask the receiver to raise the account's quota."),
    }.get(error.code, (FaultKind.SERVER, "The server gives no reason; it may be out of space."))
    return Fault(kind, text, fix, code=error.code)


def _of_host_key(error: paramiko.SSHException) -> Fault:
    if isinstance(error, UnknownHostKeyError):
        text = f"The server's key ({error.key.get_name()}, {error.key.fingerprint}) has not been confirmed by anybody."
        return Fault(FaultKind.HOST_KEY, text, "Compare the fingerprint with the receiver's, then confirm it.")
    text = f"The server showed another key ({error.key.get_name()}, {error.key.fingerprint}) than the one confirmed."
    fix = "Nothing was sent, no password either. Ask the receiver whether the key was changed before you confirm it."
    return Fault(FaultKind.HOST_KEY, text, fix)


def _of_connection(error: BaseException) -> Fault | None:
    """Faults that another try cannot mend, and those of signing in; None = the network is to blame."""
    text = str(error)
    if isinstance(error, paramiko.IncompatiblePeer):
        fix = "The server's software is too old or set too narrowly. Show this sentence to the receiver."
        return Fault(FaultKind.CONFIG, f"The two sides have no way of encryption in common: {text}.", fix)
    if isinstance(error, SFTPError):
        fix = "Something on the server, such as a login script, writes text where the files go. Tell the receiver."
        return Fault(FaultKind.CONFIG, f"The server answers, but not in SFTP: {text}.", fix)
    if isinstance(error, paramiko.AuthenticationException) and "timeout" not in text.lower():
        return _of_sign_in(text)
    if isinstance(error, paramiko.SSHException) and "No authentication methods available" in text:
        return _of_sign_in("there is no password and no key to sign in with")
    if isinstance(error, paramiko.SSHException) and text.startswith("Channel closed"):
        return Fault(FaultKind.CONFIG, "The server offers no SFTP to this account.", "Ask the receiver to turn it on.")
    return None


def _of_sign_in(text: str) -> Fault:
    fix = "Check user name, password and key. An old server may refuse RSA keys: use an Ed25519 key or a password."
    return Fault(FaultKind.AUTH, f"The server refused to sign in: {text.rstrip('.')}.", fix)


def _of_network(error: BaseException) -> Fault:
    text = str(error).rstrip(".") or type(error).__name__
    if isinstance(error, socket.gaierror):
        return Fault(FaultKind.NETWORK, "The server's name is not known.", "Check the host name.")
    if isinstance(error, ConnectionRefusedError | paramiko.ssh_exception.NoValidConnectionsError):
        return Fault(FaultKind.NETWORK, "Nothing answers at that host and port.", "Check host and port.")
    if isinstance(error, TimeoutError):
        return Fault(FaultKind.NETWORK, "The server stopped answering.", "Try later; ask the receiver if it goes on.")
    if "banner" in text or isinstance(error, EOFError):
        fix = "Is it the SFTP port? Some servers let in only addresses that they were told of: ask the receiver."
        return Fault(FaultKind.NETWORK, f"The server ended the connection ({text}).", fix)
    return Fault(FaultKind.NETWORK, f"The connection broke ({text}).", "Try later; ask the receiver if it goes on.")
