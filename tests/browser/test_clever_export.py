import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from roster_core.access.rights import local_administrator
from roster_core.journeys.clever_export import begin
from roster_core.journeys.sample import load_sample
from roster_core.journeys.work import carry_out
from roster_core.settings import Settings
from roster_core.store import open_store
from tests.browser.conftest import ROOT, served

pytestmark = pytest.mark.browser
#: A preview of the sample takes a few seconds on a free machine.
MADE_WITHIN_MS = 120_000
FILES = ["schools.csv", "students.csv", "teachers.csv", "sections.csv", "enrollments.csv", "staff.csv"]


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """A server over the sample district, with one run that was made before."""
    folder = tmp_path_factory.mktemp("installation")
    store, user = open_store(Settings(data_dir=folder)), local_administrator()
    load_sample(store, user)
    carry_out(store, "export-run", begin(store, user, {"column_layout": "genesis"}))
    store.close()
    with served(folder) as url:
        yield url, folder


@pytest.fixture
def page(installation, sign_in):
    page = sign_in(installation[0], "/clever_export")
    expect(page.get_by_role("tab", name="Findings")).to_be_visible()
    return page


def _run(page):
    """The ID of the run in the address."""
    return parse_qs(urlsplit(page.url).query)["run"][0]


def _preview(page):
    page.get_by_role("button", name="Preview").click()
    page.wait_for_url(re.compile("[?]run="))
    # The run made before stays in view until this one is there.
    expect(page.locator(f".st-key-run-{_run(page)}-tabs")).to_be_visible(timeout=MADE_WITHIN_MS)


def _click_row(table, row, *, until):
    """Click the selection box of a row; the canvas may still be settling, so up to three times."""
    for last in (False, False, True):
        table.click(position={"x": 15, "y": 35 * (row + 1) + 18})
        try:
            expect(until).to_be_visible(timeout=30_000 if last else 5_000)
        except AssertionError:
            if last:
                raise
        else:
            return


def _download(page, link, folder):
    with page.expect_download() as started:
        page.get_by_role("link", name=link).click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def _exported(folder, out, day):
    """What the command line exports from the same installation on the same day, by file name."""
    command = [sys.executable, "-m", "roster_core", "clever", "export", "--out", str(out), "--as-of", day]
    ended = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"ROSTER_DATA_DIR": str(folder)}, capture_output=True, check=False
    )
    assert ended.returncode in (0, 1), ended.stderr  # 1: done, with findings
    return {path.name: path.read_bytes() for path in Path(out).glob("*.csv")}


def test_the_zip_of_a_preview_is_what_the_command_line_exports(page, installation, tmp_path):
    _preview(page)
    day = page.get_by_role("heading", name="As of").inner_text().removeprefix("As of ").strip()
    archive = _download(page, "Download ZIP", tmp_path)
    assert archive.name == f"clever-{day}.zip"
    with zipfile.ZipFile(archive) as inside:
        sent = {name: inside.read(name) for name in inside.namelist()}
    assert list(sent) == FILES
    assert sent == _exported(installation[1], tmp_path / "out", day)

    page.get_by_role("tab", name="students.csv").click()
    alone = _download(page, "Download students.csv", tmp_path)
    assert alone.read_bytes() == sent["students.csv"]


def test_a_finding_leads_to_its_row_and_to_the_person(page):
    page.get_by_role("searchbox").fill("no state grade")
    expect(page.get_by_text("1 to 2 of 2")).to_be_visible()
    link = page.get_by_role("link", name="Open the person")
    _click_row(page.get_by_test_id("stDataFrame").first, 0, until=link)
    expect(page.get_by_text("Enter the state grade on the enrollment.")).to_be_visible()
    (person,) = parse_qs(urlsplit(link.get_attribute("href")).query)["person"]
    kind, _, key = person.partition(":")
    assert kind == "student"

    page.get_by_role("button", name="Show in students.csv").click()
    expect(page.get_by_text("Hits 1 to 1 of 1")).to_be_visible()
    row = page.get_by_test_id("stDataFrame").first
    expect(row.get_by_test_id("glide-cell-2-0")).to_have_text(key)

    page.get_by_role("tab", name="Findings").click()
    expect(page.get_by_text("1 to 2 of 2")).to_be_visible()  # the search was kept
    _click_row(page.get_by_test_id("stDataFrame").first, 0, until=link)
    link.click()
    expect(page.get_by_role("heading", name="People", level=1)).to_be_visible()
    assert parse_qs(urlsplit(page.url).query)["person"] == [person]


def test_a_reload_comes_back_to_the_same_run(page):
    _preview(page)
    run = _run(page)
    for address in (page.url, "/clever_export"):
        page.goto(address)
        expect(page.locator(f".st-key-run-{run}-tabs")).to_be_visible()


def test_a_copied_address_of_a_download_opens_in_no_other_browser(page, installation, sign_in):
    address = page.get_by_role("link", name="Download ZIP").get_attribute("href")
    stranger = sign_in(installation[0], "/clever_export")
    assert stranger.request.get(address).status == 403
    assert page.request.get(address).status == 200
