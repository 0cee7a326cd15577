"""A schedule is saved, run at once by the real worker, held, looked at, and set aside."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from roster_core.access.rights import local_administrator
from roster_core.journeys.destination_edits import DestinationDraft, add_destination
from roster_core.journeys.destination_settings import Method
from roster_core.journeys.export_profile_edits import Draft, save_profile
from roster_core.settings import Settings
from roster_core.store import open_store
from tests.browser.conftest import served

pytestmark = pytest.mark.browser
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
#: The files of the sample take a few seconds on a free machine.
MADE_WITHIN_MS = 120_000


@pytest.fixture
def url(sample_folder, tmp_path):
    store, user = open_store(Settings(data_dir=sample_folder)), local_administrator()
    save_profile(store, user, "Clever", Draft({"deliver_local": True}))
    (tmp_path / "share").mkdir()
    draft = DestinationDraft({"path": str(tmp_path / "share")}, profiles=["Clever"])
    add_destination(store, user, "Share", Method.LOCAL, draft)
    store.close()
    with served(sample_folder) as address:
        yield address


def press(page, name):
    expect(page.locator(SETTLED)).to_be_visible()
    page.get_by_role("button", name=name, exact=True).first.click()


def test_a_schedule_is_saved_and_run_at_once(url, sign_in, tmp_path):
    page = sign_in(url, "/schedules")
    press(page, "Add a schedule")
    page.get_by_role("textbox", name="Name", exact=True).fill("Nightly")
    page.get_by_role("textbox", name="Name", exact=True).press("Enter")
    expect(page.get_by_text("Mon–Fri at 04:00 (America/New_York)")).to_be_visible()
    _shot(page, "form")
    press(page, "Save")
    press(page, "Switch on")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    press(page, "Run now")
    expect(page.get_by_text("waits for a decision")).to_be_visible(timeout=MADE_WITHIN_MS)
    assert list((tmp_path / "share").glob("**/*.csv")) == []
    _shot(page, "held")
    press(page, "Set aside")
    page.get_by_role("textbox", name="Reason").fill("only tried out")
    page.get_by_role("button", name="Set aside", exact=True).last.click()
    expect(page.get_by_text("set it aside: only tried out").first).to_be_visible()
    page.goto(f"{url}/")
    expect(page.get_by_text("Scheduled runs")).to_be_visible()
    _shot(page, "overview")


def _shot(page, name):
    if folder := os.environ.get("SHOTS"):
        for width in (1400, 800):
            page.set_viewport_size({"width": width, "height": 1000})
            expect(page.locator(SETTLED)).to_be_visible()
            page.wait_for_timeout(500)
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1400, "height": 1000})
