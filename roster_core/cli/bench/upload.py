"""`bench upload`: a large ZIP through the page into a batch: the memory it takes, and how soon clicks are answered."""

import csv
import tempfile
import threading
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import click

from roster_core.cli.bench.group import bench, browser_option
from roster_core.cli.bench.pictures import pictures
from roster_core.cli.bench.place import Place
from roster_core.cli.bench.web import TOKEN, opened, served

#: Photos that are drawn; each further one is one of these with other bytes beside the picture.
_DRAWN = 200
#: The most that one comment of a JPEG holds.
_COMMENT = 65_533
_LOOK_EVERY_S = 0.05
_SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
_WITHIN_MS, _PAUSE_MS = 900_000, 1_000
#: Processes by what stands in their command.
_ROLES = (("decoder", b"roster_core.photos.child"), ("worker", b"roster_core\0worker"), ("web server", b"streamlit"))


@bench.command("upload")
@click.option("--photos", default=5_000, show_default=True, help="Photos in the ZIP.")
@click.option("--megabytes", default=2_000, show_default=True, help="Size of the ZIP.")
@browser_option
def upload_command(photos: int, megabytes: int, browser: str) -> int:
    """Upload a ZIP in a browser and have it carried out: memory over idle of each process, seconds after a click."""
    with tempfile.TemporaryDirectory() as scratch:
        place = Place(Path(scratch))
        place.load(photos * 13 // 10)
        with (place.folder / "roster" / "students.csv").open(encoding="utf-8") as file:
            numbers = [row["district_number"] for row in islice(csv.DictReader(file), photos + 1)]
        one, many = place.folder / "one.zip", place.folder / "many.zip"
        _write(one, numbers[:1], megabytes * 1_000_000 // photos)
        _write(many, numbers[1:], megabytes * 1_000_000 // photos)
        with served(place) as (url, pid), opened(browser) as page:
            page.set_default_timeout(_WITHIN_MS)
            page.goto(f"{url}/photo_upload?token={TOKEN}")
            _carried_out(page, one, lambda _stage: None)  # all that a first photo loads is loaded
            with _watched(pid) as told:
                _carried_out(page, many, told)
    return 0


def _write(path: Path, numbers: Sequence[str], size: int) -> None:
    """A ZIP of photos of about that many bytes, named by these numbers, no two alike."""
    drawn = list(pictures(min(len(numbers), _DRAWN)))
    with zipfile.ZipFile(path, "w") as archive:
        for at, number in enumerate(numbers):
            data = drawn[at % len(drawn)]
            archive.writestr(f"{number}.jpg", data[:2] + _comments(at, size - len(data)) + data[2:])


def _comments(number: int, size: int) -> bytes:
    """Comments of a JPEG, together of about that size, which differ by number."""
    parts = [number.to_bytes(8, "big")]
    parts += [bytes(min(_COMMENT, size - start)) for start in range(0, max(0, size), _COMMENT)]
    return b"".join(b"\xff\xfe" + (2 + len(part)).to_bytes(2, "big") + part for part in parts)


def _carried_out(page: Any, path: Path, told: Callable[[str], None]) -> None:
    """Upload, look through the preview, confirm, wait for the end, and be ready for another batch."""
    with page.expect_file_chooser() as chooser:
        page.locator(".uploader .button").click()
    chooser.value.set_files(str(path))
    page.get_by_text("Checking files").or_(page.get_by_text("Waiting for its turn")).first.wait_for()
    told("uploaded")
    page.get_by_role("button", name="Submit", exact=True).wait_for()
    told("checked")
    _tell_clicks(page)
    told("looked through")
    _accept_warnings(page)
    page.get_by_role("button", name="Submit", exact=True).click()
    page.get_by_role("button", name="Confirm", exact=True).click()
    page.get_by_text("See every file under Upload Status").wait_for()
    page.get_by_text("Done").first.wait_for()
    told("carried out")
    page.get_by_role("button", name="Begin another batch").click()
    page.locator(".uploader .button").wait_for()


def _accept_warnings(page: Any) -> None:
    """Say that photos which look like one another are fine: many are the same drawing."""
    _settle(page)
    warned, accept = page.get_by_text("to look at").first, page.get_by_role("button", name="Accept").first
    while warned.count():  # a click is lost where the page is drawn anew meanwhile
        (accept if accept.is_visible() else warned).click()
        page.wait_for_timeout(_PAUSE_MS)
        _settle(page)


def _tell_clicks(page: Any) -> None:
    """Seconds from a click to the page at rest."""
    ways: Mapping[str, Callable[[], None]] = {
        "sorted by person": lambda: _choose(page, "Sort by", "Person"),
        "only new ones": lambda: _choose(page, "Show", "New"),
        "next page": lambda: page.get_by_role("button", name="Next page").click(),
        "found by name": lambda: page.get_by_role("searchbox").fill("an"),
    }
    if not page.get_by_role("button", name="Next page").count():
        return
    for label, act in ways.items():
        _settle(page)
        act()
        started = time.perf_counter()
        page.locator("[data-testid=stApp][data-test-script-state=running]").wait_for()
        _settle(page)
        click.echo(f"{label:28}{time.perf_counter() - started:>8.2f} s")


def _choose(page: Any, box: str, option: str) -> None:
    page.get_by_role("combobox", name=box).click()
    page.get_by_role("option", name=option, exact=True).click()


def _settle(page: Any) -> None:
    page.locator(_SETTLED).wait_for()


@contextmanager
def _watched(server: int) -> Iterator[Callable[[str], None]]:
    """Within, the memory of the server and of all that it started is looked at; gives what tells of it by stage."""
    idle, peak, ended = _private(server), defaultdict[str, float](float), threading.Event()

    def look() -> None:
        while not ended.wait(_LOOK_EVERY_S):
            for role, megabytes in _private(server).items():
                peak[role] = max(peak[role], megabytes)

    def tell(stage: str) -> None:
        found = [f"{role} {peak[role] - idle.get(role, 0):+.0f} MB" for role in sorted(peak)]
        click.echo(f"{stage:28}{', '.join(found)}")
        peak.clear()

    click.echo(f"{'idle':28}{', '.join(f'{role} {idle[role]:.0f} MB' for role in sorted(idle))}")
    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield tell
    finally:
        ended.set()
        thread.join()


def _private(pid: int) -> dict[str, float]:
    """Private memory (RssAnon) in MB of the largest process of each role among `pid` and what it started."""
    found: dict[str, float] = defaultdict(float)
    for one in _with_children(pid):
        try:
            command = Path(f"/proc/{one}/cmdline").read_bytes()
            status = Path(f"/proc/{one}/status").read_text(encoding="ascii")
        except (FileNotFoundError, ProcessLookupError):  # it has just ended
            continue
        role = next((role for role, sign in _ROLES if sign in command), "other")
        own = sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("RssAnon:"))
        found[role] = max(found[role], own / 1024)
    return dict(found)


def _with_children(pid: int) -> Iterator[int]:
    yield pid
    for told in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = told.read_text(encoding="ascii").split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        for child in children:
            yield from _with_children(int(child))
