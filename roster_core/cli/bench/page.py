"""`bench page`: from the click on an option to the changed rows, as a browser shows them."""

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import click

from roster_core.cli.bench.group import bench, browser_option, rounds_option, sizes_option
from roster_core.cli.bench.place import Place
from roster_core.cli.bench.web import TOKEN, opened, served

#: Group and label of a switch whose change is seen in the first rows.
_SWITCHES = (
    ("Student", "Write free and reduced lunch as F, R, N"),
    ("Student", "Write the IEP status as Y or N"),
    ("Section and Enrollment", "School year before Section_id"),
    ("Section and Enrollment", "Combine inclusion courses"),
)
#: The server goes on counting after the rows are there: the next click waits, so that each is measured alone.
_PAUSE_MS = 1_500
#: Milliseconds from letting go of the mouse until the rows are painted otherwise. The table is a canvas: the text
#: behind it for screen readers follows a fifth of a second later and would be too late a sign.
_WATCH = """() => {
  const painted = () => {
    const canvas = document.querySelector('.st-key-export-live-rows canvas')
    if (!canvas) return null
    const cells = canvas.getContext('2d').getImageData(0, 40, canvas.width, Math.max(1, canvas.height - 40)).data
    let sum = 0
    for (let at = 0; at < cells.length; at += 4) sum = (sum * 31 + cells[at]) | 0
    return sum
  }
  window.waited = new Promise((done) => document.addEventListener('pointerup', () => {
    const started = performance.now(), before = painted()
    const look = () => {
      const now = painted(), took = performance.now() - started
      if (now !== null && now !== before) done(took)
      else if (took > 20000) done(null)
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  }, { capture: true, once: true }))
}"""


@bench.command("page")
@sizes_option
@rounds_option
@browser_option
def page_command(sizes: tuple[int, ...], rounds: int, browser: str) -> int:
    """Time the export page in a browser: until Preview stands there, and from an option's click to the changed rows."""
    for students in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            place = Place(Path(scratch))
            place.load(students)
            with served(place) as (url, _), opened(browser) as page:
                _tell(page, url, students, rounds)
    return 0


def _tell(page: Any, url: str, students: int, rounds: int) -> None:
    started = time.perf_counter()
    page.goto(f"{url}/clever_export?token={TOKEN}")
    page.get_by_role("button", name="Preview", exact=True).wait_for()
    click.echo(f"\n{students:,} students; Preview stands there after {time.perf_counter() - started:.2f} s")
    page.locator(".st-key-export-live-rows canvas").first.wait_for()
    click.echo(f"{'':44}{'first s':>9}{'then s':>9}")
    for group, label in _SWITCHES:
        page.get_by_role("tab", name=group, exact=True).click()
        switch = page.locator(".st-key-export-options label").filter(has_text=label).first
        took = [_clicked(page, switch) for _turn in range(2 * rounds + 1)]
        click.echo(f"{label:44}{took[0]:>9.2f}{statistics.median(took[1:]):>9.2f}")


def _clicked(page: Any, switch: Any) -> float:
    """Seconds until the rows are otherwise.

    Raises:
        click.ClickException: They stayed as they were.
    """
    switch.scroll_into_view_if_needed()
    page.wait_for_timeout(_PAUSE_MS)
    page.evaluate(_WATCH)
    switch.click()
    waited = page.evaluate("window.waited")
    if waited is None:
        raise click.ClickException("The rows did not change within 20 s.")
    return float(waited) / 1000
