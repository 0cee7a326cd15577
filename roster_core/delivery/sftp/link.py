"""A connection to an SFTP server whose key is pinned, and a watch that ends it when nothing moves any more."""

import logging
import socket
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import paramiko

from roster_core.delivery.faults import Fault, FaultKind
from roster_core.delivery.port import Item, Tally, digest_of
from roster_core.delivery.sftp.client import DENIED, NO_SUCH_FILE, UNSUPPORTED, SafeClient, StatusError
from roster_core.delivery.sftp.keys import host_key_line, read_host_key, read_key
from roster_core.delivery.sftp.target import SftpTarget
from roster_core.delivery.sftp.telling import UnknownHostKeyError, told
from roster_core.refusals import Refusal

#: Twice as fast as the library's first choice.
_FAST_FIRST = (
    "aes128-gcm@openssh.com",
    "aes256-gcm@openssh.com",
    "aes256-ctr",
    "aes192-ctr",
    "aes128-ctr",
)
#: Kinds of host keys that a server may have; it may have several.
_HOST_KEY_KINDS = ("ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-512")
_KEEPALIVE_S = 15
_READ = 1 << 18


# What went wrong is told by faults; the library would write tracebacks, and names of accounts and files, to the log.
logging.getLogger("paramiko").setLevel(logging.CRITICAL)


class _AskSomebody(paramiko.MissingHostKeyPolicy):  # type: ignore[misc] # the library has no types
    def missing_host_key(self, _client: Any, _hostname: str, key: paramiko.PKey) -> None:
        raise UnknownHostKeyError(key)


class Link:
    """An open connection with what a delivery does over it; errors of the library come out as faults."""

    def __init__(self, client: paramiko.SSHClient, sftp: SafeClient, target: SftpTarget) -> None:
        self._client, self._sftp, self._target = client, sftp, target
        transport = client.get_transport()
        self.fingerprint = str(transport.get_remote_server_key().fingerprint)
        self.server = str(transport.remote_version)

    def names(self, folder: str) -> list[str]:
        """What lies in a folder; nothing where the server does not list."""
        try:
            return list(self._sftp.listdir(folder or "."))
        except StatusError as exc:
            if exc.code == NO_SUCH_FILE:
                raise Fault(
                    FaultKind.MISSING,
                    f"There is no folder “{folder}” on the server.",
                    "Check the folder.",
                    code=exc.code,
                ) from exc
            return []

    def attributes(self, folder: str) -> list[paramiko.SFTPAttributes]:
        """What lies in a folder, with sizes and times."""
        with told(f"The folder “{folder}”"):
            return list(self._sftp.listdir_attr(folder or "."))

    def download(self, path: str, to: Path) -> None:
        """Copy a file to `to`."""
        with told(path), self._sftp.open(path, "r") as file, to.open("wb") as copy:
            size = file.stat().st_size
            if size:
                file.prefetch(size)
            for block in self._blocks(file):
                copy.write(block)

    def require_folder(self, folder: str) -> None:
        """Raise a fault if the folder is not there; a server that hides what it has may hide that too."""
        try:
            found = self._sftp.stat(folder or ".")
        except StatusError as exc:
            if exc.code == NO_SUCH_FILE:
                raise Fault(
                    FaultKind.MISSING,
                    f"There is no folder “{folder}” on the server.",
                    "Check the folder.",
                    code=exc.code,
                ) from exc
            return
        if found.st_mode is not None and not stat.S_ISDIR(found.st_mode):
            raise Fault(FaultKind.MISSING, f"“{folder}” is no folder.", "Check the folder in the destination.")

    def size(self, path: str) -> int | None:
        """The size of a file, None if the server does not say; raises `MISSING` if there is none."""
        with told(path):
            found = self._sftp.stat(path).st_size
        return None if found is None else int(found)

    def exists(self, path: str) -> bool:
        """Whether there is a file, as far as the server says."""
        try:
            self._sftp.stat(path)
        except StatusError:
            return False
        return True

    def upload(self, item: Item, path: str, opened: Callable[[], None] = lambda: None) -> None:
        """Write a file; every write and its end were accepted, and what was read is what the item says."""
        with item.opened() as file, told(path), Tally(file) as tally:
            self._sftp.upload(tally, path, opened)
            tally.require(item)

    def digest(self, path: str, size: int) -> str | None:
        """The SHA-256 of what the server has under `path`; None if it does not let it be read."""
        try:
            file = self._sftp.open(path, "r")
        except StatusError as exc:
            if exc.code in (DENIED, UNSUPPORTED):
                return None
            raise
        with file:
            if size:
                file.prefetch(size)
            return digest_of(self._blocks(file))

    def _blocks(self, file: paramiko.SFTPFile) -> Iterator[bytes]:
        while block := file.read(_READ):
            self._sftp.moved()
            yield block

    def writable(self, path: str) -> None:
        """Raise a fault if a file that is there cannot be written; it is not changed."""
        try:
            self._sftp.open(path, "r+").close()
        except StatusError as exc:
            if exc.code != NO_SUCH_FILE:
                with told(path):
                    raise

    def truncate(self, path: str, size: int) -> None:
        """Cut a file to a size."""
        with told(path):
            self._sftp.truncate(path, size)

    def replace(self, old: str, new: str) -> None:
        """Rename over whatever is there, in one step."""
        with told(new):
            self._sftp.posix_rename(old, new)

    def rename(self, old: str, new: str) -> None:
        """Rename; whether over what is there depends on the server."""
        with told(new):
            self._sftp.rename(old, new)

    def remove(self, path: str) -> None:
        """Remove a file."""
        with told(path):
            self._sftp.remove(path)


@contextmanager
def connected(target: SftpTarget) -> Iterator[Link]:
    """A link within which errors of the library are faults; at its end everything is closed."""
    with told():
        sock = socket.create_connection((target.host, target.port), target.patience.connect_s)
    client = paramiko.SSHClient()
    with _watched(sock, target.patience.stall_s) as moved:
        try:
            with told():
                sftp = _opened(client, sock, target, moved)
                yield Link(client, sftp, target)
        finally:
            client.close()
            sock.close()


def _opened(
    client: paramiko.SSHClient, sock: socket.socket, target: SftpTarget, moved: Callable[[], None]
) -> SafeClient:
    patience = target.patience
    _tune(sock, patience.stall_s)
    client.set_missing_host_key_policy(_AskSomebody())
    for line in target.host_keys:
        key = read_host_key(line)
        client.get_host_keys().add(target.known_name, key.get_name(), key)
    client.connect(
        target.host,
        target.port,
        target.user,
        password=target.password,
        pkey=_own_key(target),
        sock=sock,
        allow_agent=False,
        look_for_keys=False,
        timeout=patience.connect_s,
        banner_timeout=patience.connect_s,
        auth_timeout=patience.sign_in_s,
        channel_timeout=patience.connect_s,
        transport_factory=_fast,
    )
    moved()
    transport = client.get_transport()
    transport.set_keepalive(_KEEPALIVE_S)
    channel = transport.open_session(timeout=patience.connect_s)
    channel.settimeout(patience.stall_s)  # before the subsystem is asked for: a silent server would hold us for ever
    channel.invoke_subsystem("sftp")
    return SafeClient(channel, moved)


def _own_key(target: SftpTarget) -> paramiko.PKey | None:
    try:
        return read_key(target.key, target.passphrase) if target.key else None
    except Refusal as refusal:
        raise Fault(FaultKind.AUTH, f"{refusal.what} {refusal.why}", refusal.fix) from refusal


def _fast(sock: socket.socket, **options: Any) -> paramiko.Transport:
    transport = paramiko.Transport(sock, **options)
    transport.get_security_options().ciphers = _FAST_FIRST
    return transport


def _tune(sock: socket.socket, stall_s: float) -> None:
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux: also where writing blocks below the library
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(stall_s * 1000))


@contextmanager
def _watched(sock: socket.socket, stall_s: float) -> Iterator[Callable[[], None]]:
    """Ends the connection when nothing has moved for twice as long as the library should have waited."""
    last, over = [time.monotonic()], threading.Event()

    def moved() -> None:
        last[0] = time.monotonic()

    def watch() -> None:
        while not over.wait(stall_s / 4):
            if time.monotonic() - last[0] > 2 * stall_s:
                with suppress(OSError):  # it has just been closed
                    sock.shutdown(socket.SHUT_RDWR)
                return

    watcher = threading.Thread(target=watch, name="sftp-watch", daemon=True)
    watcher.start()
    try:
        yield moved
    finally:
        over.set()
        watcher.join()


def probe_host_keys(host: str, port: int, timeout_s: float = 10) -> tuple[str, ...]:
    """Every key that the server shows, as lines; nothing was told to it, no user name either.

    Raises:
        Fault: It cannot be reached, or is no SSH server.
    """
    found = []
    for kind in _HOST_KEY_KINDS:
        with told():
            sock = socket.create_connection((host, port), timeout_s)
        transport = None
        try:
            with told():
                transport = paramiko.Transport(sock)
                transport.banner_timeout = timeout_s
                transport.get_security_options().key_types = [kind]
                with suppress(paramiko.IncompatiblePeer):
                    transport.start_client(timeout=timeout_s)
                    found.append(host_key_line(transport.get_remote_server_key()))
        finally:
            if transport is not None:
                transport.close()
            sock.close()
    if not found:
        raise Fault(FaultKind.CONFIG, "The server has only keys that are not used any more.", "Tell the receiver.")
    return tuple(found)
