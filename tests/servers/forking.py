"""Programs of ours that begin in a moment: forked from a process that has imported what they import.

What runs is what `python -m MODULE …` runs, with its own variables, folder and streams, and it ends as that ends. Most
of the time of a short program goes into imports: hundreds of exports would do them hundreds of times. What this cannot
show, that a program starts by itself, is shown where a command is typed: `run_apart`, and `served(…, typed=True)`.
"""

import atexit
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from roster_core.clever import process as exports
from roster_core.jobs import child as workers
from roster_core.project import PROJECT

#: Where the process listens that is forked; processes that were forked find it there too.
ADDRESS = "TESTS_FORK_FROM"
#: None of it begins work in threads, which a fork would lose. Nothing of `pages`: its components register themselves
#: with a running Streamlit.
IMPORTED = (
    "roster_core.clever.build",
    "roster_core.clever.output",
    "roster_core.clever.preview.answers",
    "roster_core.clever.profile.file",
    "roster_core.clever.source.adbc",
    "roster_core.cli.worker",
    "roster_core.jobs.worker",
    "altair",
    "streamlit.web.cli",
)
#: By their names: threads of the allocator, which starts them again, and one that tidies up what is not there yet.
EXPENDABLE = ("jemalloc_bg_thd", "polars-ooc-clea")
#: It takes streams over a socket with a name that is no file's.
POSSIBLE = sys.platform == "linux"
#: Of a request: a command and the variables of a process.
_MOST_BYTES = 1 << 20


class Forked:
    """Such a program, with what our code uses of `subprocess.Popen`."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        stdin: int | IO[bytes] | None = None,
        stdout: int | IO[bytes] | None = None,
        stderr: int | IO[bytes] | None = None,
        env: Mapping[str, str] | None = None,
        cwd: str | Path | None = None,
        start_new_session: bool = False,
    ) -> None:
        program, flag, *said = command
        assert (program, flag) == (sys.executable, "-m"), command
        self.args = command
        self.returncode: int | None = None
        self.stdin, asking = _stream(stdin, 0, "wb")
        self.stdout, telling = _stream(stdout, 1, "rb")
        failing = telling if stderr == subprocess.STDOUT else _stream(stderr, 2, "rb")[1]
        self._line, self._hearing = _connected(), threading.Lock()
        variables = dict(os.environ if env is None else env)
        asked = {"argv": said, "env": variables, "cwd": str(cwd or Path.cwd()), "session": start_new_session}
        socket.send_fds(self._line, [json.dumps(asked).encode()], [asking, telling, failing])
        for given, end in ((stdin, asking), (stdout, telling), (stderr, failing)):
            if given in (subprocess.PIPE, subprocess.DEVNULL):
                os.close(end)
        self.pid = int(self._line.recv(64))

    def poll(self) -> int | None:
        """The code it ended with, or `None`."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended."""
        code = self._ended(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return code

    def _ended(self, within_s: float | None) -> int | None:
        if self.returncode is None:
            with suppress(ValueError):  # the line was closed by another thread, which has heard it
                if not select.select([self._line], [], [], within_s)[0]:
                    return None
            with self._hearing:
                if self.returncode is None:
                    self.returncode = int(self._line.recv(64))
                    self._line.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            for stream in (self.stdout, self.stdin):
                if stream is not None:
                    stream.close()
        finally:
            self.wait()


def _stream(given: int | IO[bytes] | None, standard: int, mode: str) -> tuple[IO[bytes] | None, int]:
    """Our end of a stream, if we have one, and the other one's."""
    if given == subprocess.PIPE:
        reading, writing = os.pipe()
        ours, theirs = (writing, reading) if mode == "wb" else (reading, writing)
        return open(ours, mode), theirs  # noqa: PTH123 - closed by whoever has the program
    if given == subprocess.DEVNULL:
        return None, os.open(os.devnull, os.O_RDWR)
    return None, standard if given is None else given if isinstance(given, int) else given.fileno()


class _Forking:
    """`subprocess`, but programs of ours are forked."""

    Popen = Forked

    def __getattr__(self, name: str) -> Any:
        return getattr(subprocess, name)


def fork_programs() -> None:
    """From now on exports, previews and workers that this process starts are forked."""
    for module in (exports, workers):
        vars(module)["subprocess"] = _Forking()


def begin() -> str:
    """Start the process to fork from, unless there is one already; it ends with this one. Gives its address."""
    if ADDRESS not in os.environ:
        os.environ[ADDRESS] = f"roster-tests-{os.getpid()}"
        alone = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
            # Before there is who listens: whoever connects meanwhile waits in its line.
            listening.bind(f"\0{os.environ[ADDRESS]}")
            listening.listen(64)
            number = listening.fileno()
            command = [sys.executable, "-m", __name__, str(number)]
            process = subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, env=alone, pass_fds=[number])
        atexit.register(process.communicate)
    return os.environ[ADDRESS]


def _connected() -> socket.socket:
    """A line to the process to fork from."""
    address, line = begin(), socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    line.connect(f"\0{address}")
    return line


def main() -> None:
    """Be the process that is forked; what comes after `_fork_off` happens in the forked ones."""
    address = os.environ[ADDRESS]
    for name in IMPORTED:
        importlib.import_module(name)
    fork_programs()
    gc.collect()
    gc.freeze()  # what is there already is not to be copied only because it is looked through
    threads = {(task / "comm").read_text().strip() for task in Path(f"/proc/{os.getpid()}/task").iterdir()}
    assert threads <= {Path("/proc/self/comm").read_text().strip(), *EXPENDABLE}, threads  # a fork has none of them
    asked = _fork_off(int(sys.argv[1]))
    module, *arguments = asked["argv"]
    os.environ.clear()
    os.environ.update({ADDRESS: address, **asked["env"]})
    os.chdir(asked["cwd"])
    sys.argv = [module, *arguments]
    if not hasattr(sys.modules.get(module), "__path__"):
        sys.modules.pop(module, None)  # it begins anew; of a package it is the part that runs
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _fork_off(number: int) -> dict[str, Any]:
    """Fork whenever asked on that listening socket until standard input ends; returns, in a fork, what was asked."""
    lines: dict[int, socket.socket] = {}
    hearing, waking = os.pipe()
    os.set_blocking(waking, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(waking, warn_on_full_buffer=False)
    asked = None
    with socket.socket(fileno=number) as listening:
        inputs: list[Any] = [listening, hearing, 0]
        while asked is None:
            heard: list[Any] = select.select(inputs, [], [])[0]
            if 0 in heard:
                os._exit(0)
            if hearing in heard:
                os.read(hearing, 4096)
                _tell_ends(lines)
            if listening in heard:
                asked = _forked(listening, lines)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.close(hearing)
    os.close(waking)
    for line in lines.values():  # of others
        line.close()
    return asked


def _forked(listening: socket.socket, lines: dict[int, socket.socket]) -> dict[str, Any] | None:
    """Fork for whoever comes next; in the forked process, what was asked."""
    line, _ = listening.accept()
    request, streams, _, _ = socket.recv_fds(line, _MOST_BYTES, 3)
    asked: dict[str, Any] | None = json.loads(request or "null")
    pid = -1 if asked is None else os.fork()  # without: whoever asked has gone
    if pid > 0:
        lines[pid] = line
        _tell(line, pid)
    else:
        line.close()
    for number, stream in enumerate(streams):
        if pid == 0:
            os.dup2(stream, number)
        os.close(stream)
    if asked is None or pid > 0:
        return None
    if asked["session"]:
        os.setsid()
    return asked


def _tell_ends(lines: dict[int, socket.socket]) -> None:
    """Tell of every process that has ended with which code it did."""
    while lines:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        with lines.pop(pid) as line:
            _tell(line, os.waitstatus_to_exitcode(status))


def _tell(line: socket.socket, number: int) -> None:
    with suppress(OSError):  # nobody wants to know any more
        line.send(str(number).encode())


if __name__ == "__main__":
    main()
