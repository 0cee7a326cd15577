"""A batch from Confirm to its undo, and a person's older photo used again, in the browser."""

import re

import pytest
from playwright.sync_api import expect

from roster_core.batches.states import BatchState
from roster_core.clock import utc_now
from roster_core.journeys.batches.confirming import confirm
from roster_core.settings import Settings
from roster_core.store import open_store
from tests.batches.history import made_history
from tests.browser.conftest import served
from tests.journeys.batches.conftest import PhotoDesk, face

pytestmark = pytest.mark.browser
NUMBERS = ("0101118", "0104233")


@pytest.fixture(scope="module")
def desk(sample_folder):
    store = open_store(Settings(data_dir=sample_folder))
    made_history(store, 12, now=utc_now(), items=5)
    yield PhotoDesk(store, sample_folder / "given")
    store.close()


@pytest.fixture(scope="module")
def installation(desk):
    with served(desk.store.settings.data_dir) as url:
        yield url


def _confirmed(desk, seed):
    """A batch whose job the app's own worker carries out."""
    batch_id = desk.checked({f"{number}.jpg": face(seed + place) for place, number in enumerate(NUMBERS)})
    confirm(desk.store, desk.user, batch_id)
    return batch_id


def test_a_batch_is_watched_until_it_is_done_and_taken_back(desk, installation, sign_in):
    batch_id = _confirmed(desk, 1)
    page = sign_in(installation, f"/upload_status?batch={batch_id}")
    expect(page.get_by_text("Done: 2 of 2 files.")).to_be_visible()
    cells = page.locator("[data-testid^=glide-cell-]")
    expect(cells.filter(has_text=f"{NUMBERS[0]}.jpg")).to_be_attached()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("2 get the photo back that they had before.")).to_be_visible()
    page.get_by_label("Why (for the record)").fill("the wrong school")
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_role("heading", name=re.compile("Undo of photos"))).to_be_visible()
    expect(page.get_by_text("Put back 2")).to_be_visible()
    page.get_by_role("link", name="The batch that it took back").click()
    expect(page.get_by_text("The batch is undone.")).to_be_visible()
    expect(page.get_by_role("button", name="Undo", exact=True)).to_have_count(0)
    assert desk.view(batch_id).state is BatchState.UNDONE
    assert [(version, current) for version, current, _ in desk.versions(NUMBERS[1])] == [(1, True), (2, False)]
    page.get_by_role("button", name="All batches").click()
    expect(page.get_by_text("14 batches")).to_be_visible()


def test_an_older_photo_is_used_again_on_the_persons_page(desk, installation, sign_in):
    before = len(desk.versions(NUMBERS[0]))
    page = sign_in(installation, f"/people?person=student:{NUMBERS[0]}")
    page.get_by_role("tab", name="Photos").click()
    expect(page.get_by_text(re.compile(r"Version \d+, current"))).to_be_visible()
    shown = page.locator(".st-key-photo-version-1 img")
    expect(shown).to_have_js_property("complete", value=True)
    assert shown.evaluate("image => image.naturalWidth") > 0
    page.locator(".st-key-photo-version-1").get_by_role("button", name="Withdraw").click()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text("No reason was given.")).to_be_visible()
    page.get_by_label("Why (for the record)").fill("the family asked for it")
    page.get_by_label("Why (for the record)").press("Tab")
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text("No current photo; older ones are kept below.")).to_be_visible()
    page.locator(".st-key-photo-version-1").get_by_role("button", name="Use this one").click()
    page.get_by_role("button", name="Use it", exact=True).click()
    expect(page.get_by_text(f"Version {before + 1}, current")).to_be_visible()
    assert [version for version, current, _ in desk.versions(NUMBERS[0]) if current] == [before + 1]


def test_a_row_of_the_list_opens_its_batch_and_a_bar_narrows_the_list(installation, sign_in):
    page = sign_in(installation, "/upload_status")
    expect(page.get_by_text(re.compile(r"^1\d batches"))).to_be_visible()
    bars = page.locator("[data-testid=stVegaLiteChart]").nth(1).locator("path[role=graphics-symbol]")
    bars.first.click()
    expect(page.get_by_text("as chosen in the charts")).to_be_visible()
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()
    table = page.get_by_test_id("stDataFrame")
    expect(table).to_have_count(1)  # the list of before is gone
    table.scroll_into_view_if_needed()
    expect(table.get_by_test_id("glide-cell-1-0")).to_be_attached()
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 15, box["y"] + 55)
    expect(page.get_by_role("button", name="All batches")).to_be_visible()
    expect(page).to_have_url(re.compile("batch="))
