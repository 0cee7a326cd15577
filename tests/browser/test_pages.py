import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # it has no types
from playwright.sync_api import expect

from pages.shell import catalog
from roster_core.access.rights import local_administrator
from roster_core.journeys.sample import load_sample
from roster_core.settings import Settings
from roster_core.store import open_store
from tests.browser.conftest import served

pytestmark = pytest.mark.browser
#: What Streamlit's own parts are reported for; nothing of ours.
STREAMLITS_OWN = {"list", "listitem", "svg-img-alt", "presentation-role-conflict"}
PHOTO = "student:0101118"


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    folder = tmp_path_factory.mktemp("installation")
    store = open_store(Settings(data_dir=folder))
    load_sample(store, local_administrator())
    store.close()
    with served(folder) as address:
        yield address


def _settled(page):
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


ADDRESSES = [
    *(f"/{page.url_path}" for page in catalog.PAGES[1:]),
    "/",
    f"/people?person={PHOTO}",
    "/people?people.q=ana",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_everybody_can_use_the_page(address, mode, url, sign_in):
    page = sign_in(url, address, color_scheme=mode)
    _settled(page)
    found = [
        (rule["id"], [node["html"][:120] for node in rule["nodes"]])
        for rule in Axe().run(page).response["violations"]
        if rule["id"] not in STREAMLITS_OWN
    ]
    assert found == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_is_wider_than_a_narrow_window(address, url, sign_in):
    page = sign_in(url, address, viewport={"width": 800, "height": 900})
    _settled(page)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("part => part.scrollWidth <= part.clientWidth")


def test_a_photo_is_shown_through_the_ticket_route(url, sign_in):
    page = sign_in(url, f"/people?person={PHOTO}")
    photo = page.get_by_role("img", name="Photo of Chloe Dunn")
    expect(photo).to_be_visible()
    assert photo.evaluate("image => image.complete && image.naturalWidth") > 100
    address = photo.get_attribute("src")
    assert address is not None
    assert address.startswith("/api/download/")
    assert page.request.get(address).status == 200
    page.context.clear_cookies(name="roster_browser")
    assert page.request.get(address).status == 403


def test_a_search_with_a_typing_mistake_leads_to_the_person(url, sign_in):
    page = sign_in(url, "/people")
    page.get_by_role("searchbox").fill("chloe dunnn")
    expect(page.get_by_text("Dunn, Chloe").first).to_be_visible()
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value("chloe dunnn")
