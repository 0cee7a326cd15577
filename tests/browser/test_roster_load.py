import io
import re
import zipfile
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from roster_core.journeys.sample import SAMPLE
from tests.browser.conftest import served

pytestmark = pytest.mark.browser
#: Checking and switching the sample take a few seconds each on a free machine.
WORKED_WITHIN_MS = 120_000


@pytest.fixture
def empty(tmp_path):
    """A server without a roster."""
    with served(tmp_path / "installation") as url:
        yield url


def _zip(students=None):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted((SAMPLE / "roster").glob("*.csv")):
            content = path.read_bytes()
            if students and path.name == "students.csv":
                content = b"".join(content.splitlines(keepends=True)[: students + 1])
            archive.writestr(path.name, content)
    return {"name": "roster.zip", "mimeType": "application/zip", "buffer": packed.getvalue()}


def _load(page, file):
    page.locator("input[type=file]").set_input_files([file])
    page.get_by_role("button", name="Check").click()
    page.wait_for_url(re.compile("[?]load="))


def test_from_the_first_day_to_a_roster_in_use(empty, sign_in):
    page = sign_in(empty)
    page.get_by_role("button", name="Load a roster").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Load a roster")
    _load(page, _zip())
    confirm = page.get_by_role("button", name="Confirm")
    expect(confirm).to_be_visible(timeout=WORKED_WITHIN_MS)
    expect(page.get_by_test_id("stMain").get_by_text("Previewed")).to_be_visible()
    confirm.click()
    expect(page.get_by_text("the roster in use")).to_be_visible(timeout=WORKED_WITHIN_MS)
    page.get_by_role("link", name="Overview of the district").click()
    expect(page.get_by_text("Maple Hollow Schools (MHSD)")).to_be_visible()

    # A load that would lose most students waits for a reason, also after the page was loaded anew.
    page.get_by_test_id("stSidebarNav").get_by_text("Load a roster").click()
    _load(page, _zip(students=300))
    expect(page.get_by_text("This load is held.")).to_be_visible(timeout=WORKED_WITHIN_MS)
    page.reload()
    expect(page.get_by_text("This load is held.")).to_be_visible()
    approve = page.get_by_role("button", name="Approve and load")
    expect(approve).to_be_disabled()
    reason = page.get_by_role("textbox", name="Why is this right?")
    reason.fill("Two schools left the district")
    reason.press("Enter")
    approve.click()
    expect(page.get_by_text("Approved by local: Two schools left the district")).to_be_visible(timeout=WORKED_WITHIN_MS)


def test_work_goes_on_while_the_page_is_closed(empty, sign_in):
    page = sign_in(empty, "/roster_load")
    _load(page, _zip())
    load_id = parse_qs(urlsplit(page.url).query)["load"][0]
    page.close()
    page = sign_in(empty, f"/roster_load?load={load_id}")
    expect(page.get_by_role("button", name="Confirm")).to_be_visible(timeout=WORKED_WITHIN_MS)


def test_the_sample_is_loaded_from_the_first_page(empty, sign_in):
    page = sign_in(empty)
    page.get_by_role("button", name="Load the sample district").click()
    expect(page.get_by_text("Photo coverage")).to_be_visible(timeout=WORKED_WITHIN_MS)
    expect(page.get_by_test_id("stVegaLiteChart")).to_have_count(2)
