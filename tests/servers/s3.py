"""A real S3 server of the tests' own, which checks the secret of whoever asks, on a free port of this machine."""

import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_USER, _SECRET = "desk", "not-guessed"


@dataclass
class S3Server:
    """A server over a folder; `start` and `stop` as a power cut would."""

    folder: Path
    port: int
    bucket: str = "roster"
    _pause: threading.Event = field(default_factory=threading.Event, repr=False)
    _running: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables that an installation with an object store of its own is configured by."""
        return {
            "AWS_ENDPOINT": f"http://127.0.0.1:{self.port}",
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": _USER,
            "AWS_SECRET_ACCESS_KEY": _SECRET,
        }

    def files(self, folder: str) -> dict[str, bytes]:
        """What the server keeps under a folder of the bucket, by key, as it lies on its disk."""
        root = self.folder / self.bucket / folder
        return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    def start(self) -> None:
        program = str(Path(sys.executable).parent / "rclone")
        command = [program, "serve", "s3", "--config", "", "--auth-key", f"{_USER},{_SECRET}"]
        with (self.folder / "log").open("ab") as log:
            self._running = subprocess.Popen(
                [*command, "--addr", f"127.0.0.1:{self.port}", str(self.folder)], stdout=log, stderr=log
            )
        deadline = time.monotonic() + 20
        while not self._answers():
            ended = self._running.poll() is not None or time.monotonic() > deadline
            assert not ended, (self.folder / "log").read_text()

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return self._pause.wait(0.05)
        return True

    def stop(self) -> None:
        if self._running is not None:
            self._running.kill()
            self._running.wait()


@contextmanager
def running_s3() -> Iterator[S3Server]:
    folder = Path(tempfile.mkdtemp(prefix="roster-s3-"))
    (folder / "roster").mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = S3Server(folder, free.getsockname()[1])
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)
