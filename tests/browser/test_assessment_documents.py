"""Documents from files on disk to the students' records and back, in the browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import served
from tests.journeys.batches.conftest import packed
from tests.updates.pdfs import encrypted, report

pytestmark = pytest.mark.browser
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"


@pytest.fixture(scope="module")
def installation(sample_folder):
    with served(sample_folder) as url:
        yield url


@pytest.fixture
def page(installation, sign_in):
    return sign_in(installation, "/assessment_documents")


def _press(page, name):
    """Press a button once the page is drawn: until then cards move, and a click may meet another place."""
    expect(page.locator(SETTLED)).to_be_visible(timeout=30_000)
    page.get_by_role("button", name=name, exact=True).click()


def test_documents_are_mended_by_hand_stored_and_taken_back(page):
    reports = {
        "0101118--Spring.pdf": report("Chloe Dunn", "0101118"),
        "locked.pdf": encrypted(),
        "Ortega.pdf": report("Ana Ortega", "0104233"),
    }
    files = {"reports.zip": packed(reports)}
    with page.expect_file_chooser() as chooser:
        page.locator(".uploader .button").first.click()
    chooser.value.set_files([{"name": name, "mimeType": "", "buffer": data} for name, data in files.items()])
    expect(page.get_by_text("Matched 1")).to_be_visible()
    expect(page.get_by_alt_text("First page")).to_have_js_property("complete", value=True)
    expect(page.get_by_alt_text("First page")).to_have_js_property("naturalHeight", 320)
    expect(page.get_by_role("button", name="Submit")).to_be_disabled()
    page.get_by_text("To decide 1").click()
    _press(page, "Pick a student")
    expect(page.get_by_text("named on its first pages")).to_be_visible()
    page.get_by_role("button", name="Pick", exact=True).first.click()
    expect(page.get_by_text("Matched 2")).to_be_visible()
    _press(page, "Submit")
    _press(page, "Confirm")
    expect(page.get_by_text("Done: 2 of 3 files.")).to_be_visible()
    expect(page.get_by_text("Uploaded 2")).to_be_visible()
    page.get_by_role("link", name="See every file under Upload Status").click()
    expect(page.get_by_text("Documents of students, ")).to_be_visible()
    _press(page, "Undo")
    _press(page, "Undo it")
    expect(page.get_by_text("Taken back 2")).to_be_visible()
