"""A list of addresses from a file on disk to the student's page, and back by undo, in the browser."""

import csv

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import served

pytestmark = pytest.mark.browser
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
AT = "@stu.maplehollow.example"
LIST = (
    f"student_key;last_name;new_email\r\n0104233;Ortega;ana.new{AT}\r\n101118;Dunn;chloe.new{AT}\r\n0104871;Okafor;\r\n"
)


@pytest.fixture(scope="module")
def installation(sample_folder):
    with served(sample_folder) as url:
        yield url


def _press(page, name):
    expect(page.locator(SETTLED)).to_be_visible(timeout=30_000)
    page.get_by_role("button", name=name, exact=True).click()


def test_a_list_is_corrected_confirmed_seen_and_taken_back(installation, sign_in):
    page = sign_in(installation, "/email_update")
    with page.expect_file_chooser() as chooser:
        page.locator(".uploader .button").click()
    chooser.value.set_files([{"name": "list.csv", "mimeType": "text/csv", "buffer": LIST.encode("utf-16")}])
    expect(page.get_by_text("All 3")).to_be_visible()
    expect(page.get_by_role("button", name="Submit")).to_be_disabled()
    expect(page.locator("mark").filter(has_text="na.new")).to_be_visible()
    _press(page, "It is fine")
    expect(page.get_by_role("button", name="It is fine")).to_have_count(0)
    expect(page.locator(SETTLED)).to_be_visible(timeout=30_000)
    box = page.get_by_placeholder("New address")
    box.fill(f"ben.new{AT}")
    box.press("Enter")
    expect(page.get_by_role("button", name="As in the file")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="As in the file")).to_be_visible()
    _press(page, "Submit")
    _press(page, "Confirm")
    expect(page.get_by_text("Done: 3 of 3 rows.")).to_be_visible()
    page.get_by_role("link", name="See every row under Upload Status").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Results as CSV").click()
    rows = list(csv.reader(taken.value.path().read_text("utf-8-sig").splitlines()))
    assert [row[-3:-1] for row in rows[1:]] == [
        [f"ana.new{AT}", "Updated"],
        [f"chloe.new{AT}", "Updated"],
        [f"ben.new{AT}", "Updated"],
    ]
    other = page.context.new_page()
    other.goto("/people?person=student:0104233")
    expect(other.get_by_text(f"ana.new{AT}", exact=True).first).to_be_visible()
    _press(page, "Undo")
    expect(page.get_by_text("1 has no e-mail address again.")).to_be_visible()
    _press(page, "Undo it")
    expect(page.get_by_text("Put back 2")).to_be_visible()
    other.reload()
    expect(other.get_by_text(f"aortega33{AT}", exact=True).first).to_be_visible()
