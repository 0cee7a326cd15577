"""A document from the person's page to the screen, withdrawn, restored, and taken out as a ZIP."""

import os
import zipfile

import pytest
from playwright.sync_api import expect
from sqlmodel import col, select

from roster_core.access.tables import AuditEvent
from roster_core.settings import Settings
from roster_core.store import open_store
from tests.browser.conftest import FLAGS, served
from tests.documents.made import Made, pdf, put_in

pytestmark = pytest.mark.browser
ANA = "0104233"
TITLE = "NJSLA ELA Spring 2026"


@pytest.fixture(scope="module")
def chromium(playwright):
    """The whole browser, which has a viewer for documents."""
    browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def installation(sample_folder):
    store = open_store(Settings(data_dir=sample_folder))
    put_in(store, Made(ANA, TITLE))
    store.close()
    with served(sample_folder) as url:
        yield url


def _written(folder):
    store = open_store(Settings(data_dir=folder))
    with store.reading(1) as session:
        found = select(AuditEvent).where(col(AuditEvent.action).startswith("document")).order_by(col(AuditEvent.event))
        told = [(one.action, one.persons) for one in session.exec(found).all()]
    store.close()
    return told


def test_a_document_is_seen_withdrawn_restored_and_taken_out(installation, sample_folder, sign_in):
    page = sign_in(installation, f"/people?person=student:{ANA}")
    page.get_by_role("tab", name="Documents").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    # The browser's own viewer takes the frame over, and tells what it read of the file.
    with page.expect_event("framenavigated", lambda frame: frame.url.startswith("chrome-extension:")) as opened:
        page.locator(".st-key-document-open-1 button").click()
    viewer = opened.value
    expect(viewer.locator("viewer-toolbar #title")).to_have_text(f"{ANA}--{TITLE}.pdf")
    expect(viewer.locator("#pagelength")).to_have_text("1")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_label("Why (for the record)").fill("of her sister")
    page.get_by_label("Why (for the record)").press("Enter")
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text("of her sister")).to_be_visible()
    page.get_by_role("button", name="Restore", exact=True).click()
    page.get_by_role("button", name="Restore it").click()
    expect(page.get_by_role("button", name="Withdraw", exact=True)).to_be_visible()
    page.goto("/assessment_documents?part=Documents")
    page.get_by_role("tab", name="Download").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download ZIP").click()
    with zipfile.ZipFile(taken.value.path()) as archive:
        assert archive.testzip() is None
        assert archive.read(f"documents/{ANA}--{TITLE}.pdf") == pdf(TITLE, ANA)
    assert _written(sample_folder) == [
        (action, [f"student:{ANA}"])
        for action in ("document_viewed", "document_withdrawn", "document_restored", "documents_downloaded")
    ]
