"""`bench zip`: photos into a ZIP, as a file and over HTTP from the running app."""

import http.client
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import zlib
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlsplit

import click
from sqlmodel import col, select

from roster_core.cli.bench.group import bench, rounds_option
from roster_core.cli.bench.place import Place, program
from roster_core.cli.bench.web import TOKEN, served
from roster_core.cli.measure import Cost, measure, median, tell
from roster_core.clock import utc_now
from roster_core.roster.tables.people import Person
from roster_core.roster.tables.records import Photo
from roster_core.settings import Settings
from roster_core.storage.objects import open_objects
from roster_core.store import open_store

#: A usual portrait, in bytes.
_PHOTO = 195_000
_KEY = "measured"
_STORED = """
import pathlib, sys, zipfile
with zipfile.ZipFile(sys.argv[2], "w") as archive:
    for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
        archive.write(path, path.name)
"""
_OURS = """
import datetime, json, pathlib, sys
from roster_core.stored_zip import Member, StoredZip
at, folder = datetime.datetime(2026, 9, 8), pathlib.Path(sys.argv[1])
members = [Member(name, folder / name, at, size, crc) for name, size, crc in json.load(open(sys.argv[3]))]
with open(sys.argv[2], "wb") as file:
    StoredZip(members).write(file)
"""
_TICKET = """
import sys
from pages.shell import tickets
print(tickets.issue(sys.argv[1], "download", "local", sys.argv[2], kind="photos_zip", internal_use=True, reason="x"))
"""


@bench.command("zip")
@click.option("--photos", default=5_000, show_default=True, help="Photos in the ZIP that is a file, of 195 kB each.")
@click.option("--gigabytes", default=2.0, show_default=True, help="Size of the ZIP that is sent; 0 leaves it out.")
@rounds_option
def zip_command(photos: int, gigabytes: float, rounds: int) -> int:
    """Write photos into a ZIP against zipfile and `zip -0`; send one from the app over HTTP."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        _tell_written(folder, photos, rounds)
    if gigabytes:
        with tempfile.TemporaryDirectory() as scratch:
            place = Place(Path(scratch))
            place.load(int(gigabytes * 1e9 / _PHOTO))
            _give_photos(place, int(gigabytes * 1e9 / _PHOTO))
            _tell_sent(place, rounds)
    return 0


def _tell_written(folder: Path, photos: int, rounds: int) -> None:
    files = folder / "photos"
    files.mkdir()
    known = []
    for number in range(photos):
        data = _photo(number)
        (files / f"{number:07}.jpg").write_bytes(data)
        known.append((f"{number:07}.jpg", len(data), zlib.crc32(data)))
    told = folder / "known.json"
    told.write_text(json.dumps(known), encoding="utf-8")
    out = folder / "out.zip"
    commands = {
        "zipfile, stored": [sys.executable, "-c", _STORED, str(files), str(out)],
        "zip -0": [program("zip", "zip"), "-0", "-q", "-r", "-j", str(out), str(files)],
        "ours, CRC kept": [sys.executable, "-c", _OURS, str(files), str(out), str(told)],
    }
    costs: dict[str, list[Cost]] = {}
    for _ in range(rounds):
        for label, command in commands.items():
            costs.setdefault(label, []).append(measure(command, os.environ))
            out.unlink()
    click.echo(f"{photos:,} photos, {photos * _PHOTO / 1e6:,.0f} MB")
    tell({label: median(found) for label, found in costs.items()}, "ours, CRC kept")


def _give_photos(place: Place, photos: int) -> None:
    """Photos for so many students; of the files only what a download needs."""
    settings = Settings(data_dir=place.folder / "data")
    root = open_objects(settings).root
    store, now = open_store(settings), utc_now()
    with store.writing(1) as session:
        persons = session.exec(select(Person.person_id).where(Person.kind == "STUDENT").order_by(col(Person.person_id)))
        for number, person_id in enumerate(list(persons)[:photos]):
            data = _photo(number)
            key = f"d/1/photo/{number % 256:02x}/{number}.jpg"
            path = (root or place.folder) / key
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            session.add(
                Photo(
                    district_id=1, person_id=person_id, version=1, sha256=str(number), bytes=len(data),
                    media_type="image/jpeg", width=480, height=600, original_name="", storage_key=key, is_current=True,
                    content=str(number), source_key=key, crc32=zlib.crc32(data), created_at=now, updated_at=now,
                )
            )  # fmt: skip
    store.close()


def _tell_sent(place: Place, rounds: int) -> None:
    with served(place, ROSTER_TICKET_KEY=_KEY, ROSTER_APP_WORKER="false") as (url, pid):
        cookies = _signed_in(url)
        made = [sys.executable, "-c", _TICKET, _KEY, cookies["roster_browser"]]
        ticket = subprocess.run(made, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603 - our own
        path = f"/api/download/{ticket}"
        cold, _, _ = _fetch(url, path, cookies, part="bytes=0-0")
        idle = _memory(pid, "VmRSS")
        Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
        took = [_fetch(url, path, cookies) for _ in range(rounds)]
        peak = _memory(pid, "VmHWM")
    first, whole = (statistics.median(one[place] for one in took) for place in (0, 1))
    size = took[0][2]
    click.echo(f"\n{size / 1e6:,.0f} MB over HTTP: {whole:.2f} s, {size / 1e6 / whole:,.0f} MB/s")
    click.echo(f"first byte {first:.3f} s (the very first time {cold:.3f} s); memory over idle {peak - idle:+.0f} MB")


def _signed_in(url: str) -> dict[str, str]:
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    opener.addheaders = [("Accept", "text/html")]  # as a browser that opens a page
    opener.open(f"{url}/?token={TOKEN}").close()
    return {cookie.name: cookie.value or "" for cookie in jar}


def _fetch(url: str, path: str, cookies: dict[str, str], part: str = "") -> tuple[float, float, int]:
    """Seconds to the first byte and to the last one, and the bytes.

    Raises:
        click.ClickException: The app refused.
    """
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    started = time.perf_counter()
    connection.request("GET", path, headers={**headers, "Range": part} if part else headers)
    answer = connection.getresponse()
    size, first = len(answer.read(1)), time.perf_counter() - started
    if answer.status not in (200, 206):
        raise click.ClickException(f"The app answered {answer.status}.")
    while piece := answer.read(1 << 20):
        size += len(piece)
    connection.close()
    return first, time.perf_counter() - started, size


def _memory(pid: int, field: str) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:")) / 1024


def _photo(number: int) -> bytes:
    return number.to_bytes(8, "big") + _NOISE


_NOISE = secrets.token_bytes(_PHOTO - 8)
