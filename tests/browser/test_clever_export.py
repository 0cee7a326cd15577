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
from roster_core.journeys.export_drafts import drop_unsaved, read_unsaved
from roster_core.journeys.work import carry_out
from roster_core.settings import Settings
from roster_core.store import open_store
from tests.browser.conftest import ROOT, served

pytestmark = pytest.mark.browser
#: A preview of the sample takes a few seconds on a free machine.
MADE_WITHIN_MS = 120_000
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
FILES = ["schools.csv", "students.csv", "teachers.csv", "sections.csv", "enrollments.csv", "staff.csv"]


@pytest.fixture(scope="module")
def installation(sample_folder):
    """A server over the sample district, with one run that was made before."""
    store, user = open_store(Settings(data_dir=sample_folder)), local_administrator()
    carry_out(store, "export-run", begin(store, user, {"column_layout": "genesis"}))
    store.close()
    with served(sample_folder) as url:
        yield url, sample_folder


@pytest.fixture
def page(installation, sign_in):
    _forget_unsaved(installation[1])
    page = sign_in(installation[0], "/clever_export")
    expect(page.get_by_role("tab", name="Findings")).to_be_visible(timeout=30_000)
    yield page
    # A tab that is closed in the middle of something may keep its options after the next test began.
    expect(page.locator(SETTLED)).to_be_visible(timeout=30_000)


def _forget_unsaved(folder):
    """Options that a test before left unsaved would be there again."""
    store, user = open_store(Settings(data_dir=folder)), local_administrator()
    for unsaved in read_unsaved(store, user):
        drop_unsaved(store, user, unsaved.profile_id)
    store.close()


def _run(page):
    """The ID of the run in the address; "" where there is none."""
    return _run_in(page.url)


def _run_in(url):
    return parse_qs(urlsplit(url).query).get("run", [""])[0]


def _options(page):
    """Open the options, all off."""
    page.get_by_role("tab", name="Options").click()
    expect(page.get_by_role("button", name="Preview", exact=True)).to_be_visible()


def _choose(page, label, value):
    expect(page.locator(SETTLED)).to_be_visible(timeout=30_000)
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=value).click()
    expect(page.locator(SETTLED)).to_be_visible(timeout=30_000)


def _preview(page):
    """Press Preview, at once: what the browser sends with the click may be older than what the server drew last."""
    before = _run(page)
    page.get_by_role("button", name="Preview", exact=True).click()
    page.wait_for_url(lambda url: _run_in(url) not in ("", before))
    # The run made before stays in view until this one is there.
    expect(page.locator(f".st-key-run-{_run(page)}-tabs")).to_be_visible(timeout=MADE_WITHIN_MS)


def _click_row(table, row, *, until):
    """Click the selection box of a row; the canvas may still be settling, so up to three times."""
    for last in (False, False, True):
        table.click(position={"x": 15, "y": 35 * (row + 1) + 18})
        try:
            expect(until).to_be_visible(timeout=30_000 if last else 10_000)
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


def _exported(folder, out, day, *more):
    """What the command line exports from the same installation on the same day, by file name."""
    command = [sys.executable, "-m", "roster_core", "clever", "export", "--out", str(out), "--as-of", day, *more]
    ended = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"ROSTER_DATA_DIR": str(folder)}, capture_output=True, check=False
    )
    assert ended.returncode in (0, 1), ended.stderr  # 1: done, with findings
    return {path.name: path.read_bytes() for path in Path(out).glob("*.csv")}


def test_the_zip_of_a_preview_is_what_the_command_line_exports(page, installation, tmp_path):
    _options(page)
    _choose(page, "Start from", "Everything off")
    _preview(page)
    day = page.get_by_role("heading", name="As of").inner_text().removeprefix("As of ").strip()
    archive = _download(page, "Download ZIP", tmp_path)
    assert archive.name == f"clever-{day}.zip"
    with zipfile.ZipFile(archive) as inside:
        sent = {name: inside.read(name) for name in inside.namelist()}
    assert list(sent) == FILES
    assert sent == _exported(installation[1], tmp_path / "out", day)

    page.get_by_role("tab", name="Files").click()
    _choose(page, "File", "students.csv")
    alone = _download(page, "Download students.csv", tmp_path)
    assert alone.read_bytes() == sent["students.csv"]


def test_a_finding_leads_to_its_row_and_to_the_person(page):
    page.get_by_role("tab", name="Findings").click()
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
    _options(page)
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


def _switch(page, group, *labels):
    page.get_by_role("tab", name=group, exact=True).click()
    for label in labels:
        page.get_by_text(label, exact=True).click()
        expect(page.locator(SETTLED)).to_be_visible(timeout=30_000)


def test_a_reload_keeps_what_was_changed_and_not_saved(page):
    _options(page)
    _switch(page, "Student", "Write the IEP status as Y or N")
    expect(page.get_by_text("1 change", exact=True)).to_be_visible()
    page.reload()
    page.get_by_text("1 change", exact=True).click()
    expect(page.get_by_text("Since the start; kept for you")).to_be_visible()
    expect(page.get_by_text("Write the IEP status as Y or N: on → off")).to_be_visible()
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_text("Not saved")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Not saved")).to_be_visible()


def _save(page, **fields):
    page.get_by_role("button", name="Save", exact=True).click()
    dialog = page.get_by_role("dialog")
    for label, text in fields.items():
        dialog.get_by_label(label).fill(text)
        dialog.get_by_label(label).press("Tab")
    dialog.get_by_role("button", name=re.compile("^Save")).click()
    expect(dialog).to_have_count(0)


def test_a_profile_of_a_dozen_options_is_made_previewed_compared_and_downloaded(page, tmp_path):
    _options(page)
    _switch(page, "Section and Enrollment", "School year before Section_id", "Include elementary homerooms",
            "Print periods behind the name (middle)", "Combine inclusion courses")  # fmt: skip
    _switch(page, "Section", "Split shared teachers", "Teacher before the name")
    expect(page.get_by_text("6 changes", exact=True)).to_be_visible()
    expect(page.get_by_text("What all changes since the start do")).to_be_visible(timeout=30_000)
    _save(page, Name="Clever nightly")
    expect(page.get_by_text(re.compile("Version 1$"))).to_be_visible()
    _preview(page)
    expect(page.get_by_text("This is the first run to look at.")).to_be_visible()
    expect(page.get_by_text("wait for an approval")).to_be_visible()

    _options(page)
    page.get_by_role("searchbox").fill("G14")
    page.get_by_text("Write free and reduced lunch as F, R, N", exact=True).first.click()
    expect(page.get_by_text(re.compile("more students change. Looked at"))).to_be_visible(timeout=30_000)
    expect(page.get_by_text("1 change", exact=True)).to_be_visible()
    _save(page, Note="Words for lunch")
    expect(page.get_by_text(re.compile("Version 2$"))).to_be_visible()
    _preview(page)
    expect(page.get_by_text(re.compile("Since the previous run .* students changed frl status"))).to_be_visible()
    page.get_by_label("Reason").fill("Lunch is sent in words from now on.")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Approved by local")).to_be_visible()

    archive = _download(page, "Download ZIP", tmp_path)
    with zipfile.ZipFile(archive) as inside:
        students, sections = (inside.read(name).decode() for name in ("students.csv", "sections.csv"))
    assert ",Reduced," in students
    assert ",2026-27-HR-" in sections
