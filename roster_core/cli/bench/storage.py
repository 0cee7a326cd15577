"""`bench storage`: keeping and reading a large file and many photos encrypted, beside plain and `openssl enc`."""

import hashlib
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from roster_core.cli.bench.group import bench, rounds_option
from roster_core.settings import Settings

if TYPE_CHECKING:
    from roster_core.storage.objects import Objects

_BLOCK = 1 << 20
_PHOTOS, _PHOTO = 500, 195_000
_LINE = b"0104233,Maple Hollow Middle School,7,2026-27,English Language Arts,Section 3\n"


@bench.command("storage")
@click.option("--megabytes", default=500, show_default=True, help="Size of the large file.")
@rounds_option
def storage(megabytes: int, rounds: int) -> int:
    """Keep and read the same bytes plain, encrypted and, if it is installed, with `openssl enc`, in turns."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        large = folder / "enrollments.csv"
        large.write_bytes(_LINE * (megabytes * 1_000_000 // len(_LINE)))
        photos = [os.urandom(_PHOTO) for _ in range(_PHOTOS)]
        for what, ways in (
            (f"writing {megabytes} MB, on the disk", _writing(folder, large)),
            (f"reading {megabytes} MB", _reading(folder, large)),
            (f"keeping {_PHOTOS} photos, on the disk", _keeping(folder, photos)),
            (f"reading {_PHOTOS} photos", _getting(folder, photos)),
        ):
            took: dict[str, list[float]] = {label: [] for label in ways}
            for _ in range(rounds):
                for label, way in ways.items():
                    took[label].append(_timed(way))
            _tell(what, {label: statistics.median(found) for label, found in took.items()})
    return 0


def _objects(folder: Path, *, on: bool) -> "Objects":
    from roster_core.storage.objects import open_objects  # noqa: PLC0415 - only where it is carried out

    return open_objects(Settings(data_dir=folder / ("encrypted" if on else "plain"), encrypt_files=on, object_url=""))


def _both(folder: Path, way: Callable[["Objects"], object]) -> dict[str, Callable[[], object]]:
    return {label: partial(way, _objects(folder, on=on)) for label, on in (("plain", False), ("encrypted", True))}


def _writing(folder: Path, large: Path) -> dict[str, Callable[[], object]]:
    def write(objects: "Objects") -> None:
        objects.delete(objects.put_file(1, "warm", large))

    ways = _both(folder, write)
    ways["SHA-256 of it alone"] = partial(_digest, large)
    if program := shutil.which("openssl"):
        ways["openssl enc aes-256-ctr (no check)"] = partial(_openssl, program, folder, large)
    return ways


def _reading(folder: Path, large: Path) -> dict[str, Callable[[], object]]:
    key, _ = (_objects(folder, on=on).put_file(1, "export", large) for on in (False, True))

    def read(objects: "Objects") -> None:
        for _ in objects.file(key).pieces():
            pass

    ways = _both(folder, read)
    if program := shutil.which("openssl"):
        sealed = _openssl(program, folder, large)
        ways["openssl enc -d aes-256-ctr (no check)"] = partial(_openssl_read, program, sealed)
    return ways


def _keeping(folder: Path, photos: list[bytes]) -> dict[str, Callable[[], object]]:
    def keep(objects: "Objects") -> None:
        for key in objects.put_all(1, "warm", [(data, ".jpg") for data in photos]):
            objects.delete(key)

    return _both(folder, keep)


def _getting(folder: Path, photos: list[bytes]) -> dict[str, Callable[[], object]]:
    given = [(data, ".jpg") for data in photos]
    keys, _ = (_objects(folder, on=on).put_all(1, "photo", given) for on in (False, True))

    def get(objects: "Objects") -> None:
        for key in keys:
            objects.get(key)

    return _both(folder, get)


def _digest(path: Path) -> None:
    with path.open("rb") as file:
        hashlib.file_digest(file, "sha256")


def _openssl(program: str, folder: Path, large: Path) -> Path:
    to = folder / "openssl"
    command = [program, "enc", "-aes-256-ctr", "-pbkdf2", "-pass", "pass:measured", "-in", str(large), "-out", str(to)]
    subprocess.run(command, check=True)  # noqa: S603 - a peer
    with to.open("rb") as file:
        os.fsync(file.fileno())
    return to


def _openssl_read(program: str, sealed: Path) -> None:
    command = [program, "enc", "-d", "-aes-256-ctr", "-pbkdf2", "-pass", "pass:measured", "-in", str(sealed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as running:  # noqa: S603 - a peer
        while running.stdout is not None and running.stdout.read(_BLOCK):
            pass


def _timed(way: Callable[[], object]) -> float:
    began = time.perf_counter()
    way()
    return time.perf_counter() - began


def _tell(what: str, took: Mapping[str, float]) -> None:
    click.echo(f"{what:44}{'s':>9}{'× plain':>9}")
    for label, seconds in took.items():
        click.echo(f"  {label:42}{seconds:>9.3f}{seconds / took['plain']:>9.2f}")
