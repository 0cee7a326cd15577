"""An SFTP server in this process that fails as it is told, over a real folder."""

import os
import socket
import struct
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import paramiko
from paramiko.sftp import CMD_CLOSE, CMD_WRITE, SFTP_FAILURE, SFTP_NO_SUCH_FILE, SFTP_OK

from roster_core.delivery.sftp.keys import host_key_line, make_key, read_key

USER, PASSWORD = "district", "correct horse battery"
HOST_KEY, OTHER_KEY = read_key(make_key()), read_key(make_key())


@dataclass
class Faults:
    """What goes wrong; counters count down."""

    #: Cut the connection once so many bytes of one file were written, so often.
    drop_at: int = 0
    drops: int = 0
    #: Cut it after so many renames were done, before the answer to the last; each once.
    drop_after_renames: tuple[int, ...] = ()
    #: Answer nothing any more once so many bytes were written.
    stall_at: int = 0
    #: Refuse the n-th write with that code, so often.
    refuse_write: int = 0
    refuse_code: int = SFTP_FAILURE
    refusals: int = 1
    #: Accept the n-th write and forget it, so often.
    lose_write: int = 0
    losses: int = 1
    #: Refuse every write once so many bytes lie in the folder's file.
    full_at: int = 0
    full_code: int = SFTP_FAILURE
    close_code: int = SFTP_OK
    reorder: bool = False
    write_delay_s: float = 0
    posix_code: int = SFTP_OK
    rename_code: int = SFTP_OK
    remove_code: int = SFTP_OK
    #: Codes for the names that renames replace, for names that are opened for writing, and for all of those.
    replace_codes: dict[str, int] = field(default_factory=dict)
    part_code: int = SFTP_OK
    write_codes: dict[str, int] = field(default_factory=dict)
    read_only: bool = False
    no_reading: bool = False
    #: `hidden`, `no size`, `wrong size`.
    stat: str = ""
    #: How often it is wrong.
    lies: int = 10**6
    append: bool = False
    #: Sends this instead of a version; stays silent; has no SFTP.
    greeting: bytes = b""
    silent: bool = False
    no_subsystem: bool = False
    methods: str = "password"
    sign_in_delays_s: tuple[float, ...] = ()


class _Account(paramiko.ServerInterface):  # type: ignore[misc] # the library has no types
    def __init__(self, server):
        self.server = server

    def get_allowed_auths(self, username):  # noqa: ARG002 - the signature is the library's
        return self.server.faults.methods

    def check_auth_none(self, username):  # noqa: ARG002 - see above
        self.server.asked += 1
        return paramiko.AUTH_FAILED

    def check_auth_password(self, username, password):
        self.server.asked += 1
        delays = self.server.faults.sign_in_delays_s
        if delays:
            self.server.faults.sign_in_delays_s = delays[1:]
            self.server.over.wait(delays[0])
        good = "password" in self.server.faults.methods.split(",") and (username, password) == (USER, PASSWORD)
        return paramiko.AUTH_SUCCESSFUL if good else paramiko.AUTH_FAILED

    def check_auth_interactive(self, username, submethods):  # noqa: ARG002 - see above
        self.server.asked += 1
        if "keyboard-interactive" not in self.server.faults.methods:
            return paramiko.AUTH_FAILED
        return paramiko.InteractiveQuery("", "", ("Password: ", False))

    def check_auth_interactive_response(self, responses):
        return paramiko.AUTH_SUCCESSFUL if responses == [PASSWORD] else paramiko.AUTH_FAILED

    def check_channel_request(self, kind, chanid):  # noqa: ARG002 - see above
        return paramiko.OPEN_SUCCEEDED

    def check_channel_subsystem_request(self, channel, name):
        if self.server.faults.no_subsystem:
            return False
        return super().check_channel_subsystem_request(channel, name)


class _File(paramiko.SFTPHandle):  # type: ignore[misc] # see above
    def __init__(self, server, path, flags):
        super().__init__(flags)
        self.server, self.path = server, path
        self.fd = os.open(path, flags & ~os.O_TRUNC if server.faults.append else flags, 0o644)
        self.number, self.dropped = 0, False

    def write(self, offset, data):
        faults = self.server.faults
        self.number += 1
        self.server.over.wait(faults.write_delay_s)
        if faults.stall_at and offset + len(data) > faults.stall_at:
            self.server.over.wait()
        if faults.full_at and offset + len(data) > faults.full_at:
            return faults.full_code
        if self.number == faults.refuse_write and faults.refusals:
            faults.refusals -= 1
            return faults.refuse_code
        if self.number == faults.lose_write and faults.losses:
            faults.losses -= 1
            os.pwrite(self.fd, b"\0" * len(data), offset)
            return SFTP_OK
        os.pwrite(self.fd, data, offset)
        if faults.drops and not self.dropped and offset + len(data) > faults.drop_at:
            faults.drops, self.dropped = faults.drops - 1, True
            self.server.drop()
        return SFTP_OK

    def read(self, offset, length):
        return os.pread(self.fd, length, offset)

    def close(self):
        with suppress(OSError):
            os.close(self.fd)


class _Folder(paramiko.SFTPServerInterface):  # type: ignore[misc] # see above
    def __init__(self, _account, server):
        self.server = server

    def _path(self, path):
        return self.server.folder / path.lstrip("/")

    def list_folder(self, path):
        try:
            return [
                paramiko.SFTPAttributes.from_stat(one.stat(), one.name) for one in sorted(self._path(path).iterdir())
            ]
        except OSError as exc:
            return paramiko.SFTPServer.convert_errno(exc.errno)

    def stat(self, path):
        faults = self.server.faults
        try:
            found = paramiko.SFTPAttributes.from_stat(self._path(path).stat())
        except OSError as exc:
            return paramiko.SFTPServer.convert_errno(exc.errno)
        if self._path(path).is_dir() or not faults.lies:
            return found
        if faults.stat == "hidden":
            return SFTP_NO_SUCH_FILE
        if faults.stat == "no size":
            found.st_size = None
        if faults.stat == "wrong size":
            faults.lies -= 1
            found.st_size += 1
        return found

    lstat = stat

    def open(self, path, flags, _attr):
        faults, name = self.server.faults, Path(path).name
        writes = flags & (os.O_WRONLY | os.O_RDWR)
        if writes and faults.read_only:
            return paramiko.sftp.SFTP_PERMISSION_DENIED
        if not writes and faults.no_reading:
            return paramiko.sftp.SFTP_PERMISSION_DENIED
        if writes and name.endswith(".part") and faults.part_code:
            return faults.part_code
        if writes and name in faults.write_codes:
            return faults.write_codes[name]
        try:
            return _File(self.server, self._path(path), flags)
        except OSError as exc:
            return paramiko.SFTPServer.convert_errno(exc.errno)

    def chattr(self, path, attr):
        if attr.st_size is not None:
            os.truncate(self._path(path), attr.st_size)
        return SFTP_OK

    def remove(self, path):
        if self.server.faults.remove_code:
            return self.server.faults.remove_code
        try:
            self._path(path).unlink()
        except OSError as exc:
            return paramiko.SFTPServer.convert_errno(exc.errno)
        return SFTP_OK

    def rename(self, old, new):
        if self.server.faults.rename_code:
            return self.server.faults.rename_code
        if self._path(old).exists() and self._path(new).exists():
            return SFTP_FAILURE
        return self._renamed(old, new)

    def posix_rename(self, old, new):
        return self.server.faults.posix_code or self._renamed(old, new)

    def _renamed(self, old, new):
        name = Path(new).name
        if not self._path(old).exists():
            return SFTP_NO_SUCH_FILE
        if name in self.server.faults.replace_codes:
            return self.server.faults.replace_codes[name]
        self._path(old).replace(self._path(new))
        self.server.renames += 1
        if self.server.renames in self.server.faults.drop_after_renames:
            self.server.drop()
        return SFTP_OK


class _Protocol(paramiko.SFTPServer):  # type: ignore[misc] # see above
    def __init__(self, channel, name, account, server):
        super().__init__(channel, name, account, _Folder, server)
        self.server_, self.held, self.lock = server, [], threading.Lock()

    def _send_server_version(self):
        faults = self.server_.faults
        if faults.silent:
            self.server_.over.wait()
        if faults.greeting:
            self.sock.sendall(faults.greeting)
        super()._send_server_version()

    def _process(self, t, request_number, msg):
        code = self.server_.faults.close_code
        if t == CMD_CLOSE and code and self.file_table.get(msg.get_binary(), None):
            self._send_status(request_number, code)
            return
        msg.rewind()
        msg.get_int()
        if t == CMD_WRITE and self.server_.faults.reorder:
            self._hold(request_number, t, msg)
            return
        super()._process(t, request_number, msg)

    def _hold(self, request_number, t, msg):
        """Answers in packs of eight, the last first; what is left over after a moment."""
        self.held.append([])
        super()._process(t, request_number, msg)

    def _send_status(self, request_number, code, desc=None):
        if not self.server_.faults.reorder or not self.held:
            super()._send_status(request_number, code, desc)
            return
        with self.lock:
            self.held[-1] = [request_number, code, desc]
            if len(self.held) >= 8:
                self._flush()
            elif len(self.held) == 1:
                threading.Timer(0.05, self._flush_late).start()

    def _flush_late(self):
        with self.lock:
            self._flush()

    def _flush(self):
        for held in reversed([one for one in self.held if one]):
            with suppress(OSError, EOFError):
                super()._send_status(*held)
        self.held = []


class ScriptedServer:
    """A running server over `folder`; `connections` and `asked` count connections and tries to sign in."""

    def __init__(self, folder, faults, key=HOST_KEY):
        self.folder, self.faults, self.key = folder, faults, key
        self.connections = self.asked = self.renames = 0
        self.over = threading.Event()
        self._transports = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    @property
    def host_key(self):
        return host_key_line(self.key)

    def _accept(self):
        while not self.over.is_set():
            try:
                sock, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            transport = paramiko.Transport(sock)
            transport.add_server_key(self.key)
            transport.set_subsystem_handler("sftp", _Protocol, self)
            self._transports.append(transport)
            with suppress(paramiko.SSHException, EOFError, OSError):
                transport.start_server(threading.Event(), _Account(self))

    def drop(self):
        """End the newest connection as a broken line does."""
        sock = self._transports[-1].sock
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    def close(self):
        self.over.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for transport in self._transports:
            transport.close()
            transport.join(5)
        self._thread.join(5)


@contextmanager
def scripted(folder, faults=None, key=HOST_KEY):
    server = ScriptedServer(folder, faults or Faults(), key)
    try:
        yield server
    finally:
        server.close()
