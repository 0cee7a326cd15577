import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # it has no types
from playwright.sync_api import expect

from pages.shell import catalog
from tests.browser.conftest import served

pytestmark = pytest.mark.browser
#: What Streamlit's own parts are reported for; nothing of ours.
STREAMLITS_OWN = {"list", "listitem", "svg-img-alt", "presentation-role-conflict"}
PHOTO = "student:0101118"


@pytest.fixture(scope="module")
def url(sample_folder):
    with served(sample_folder) as address:
        yield address


def _settled(page):
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    # What a page shows beside its options comes from a process that starts with the first look.
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible(timeout=30_000)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


ADDRESSES = [
    *(f"/{page.url_path}" for page in catalog.PAGES[1:]),
    "/",
    f"/people?person={PHOTO}",
    "/people?people.q=ana",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_everybody_can_use_the_page(address, url, sign_in):
    """In the light and the dark theme and in a narrow window, at one go: opening the page takes most of the time."""
    page = sign_in(url, address, color_scheme="light")
    _settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(_title(address))
    expect(page.get_by_text("Page not found")).to_be_hidden()
    menu = page.get_by_test_id("stSidebarNav")
    for entry in catalog.PAGES:
        expect(menu.get_by_text(entry.title, exact=True)).to_be_visible()
    light = _background(page)
    assert _violations(page) == []

    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "light => getComputedStyle(document.querySelector('.stApp')).backgroundColor != light", arg=light
    )
    assert _violations(page) == []

    page.set_viewport_size({"width": 800, "height": 900})
    _settled(page)
    page.wait_for_function(
        "() => (part => part.scrollWidth <= part.clientWidth)(document.querySelector('[data-testid=stMain]'))"
    )


def _title(address):
    path = address.lstrip("/").partition("?")[0]
    return next((entry.title for entry in catalog.PAGES if entry.url_path == path), catalog.PAGES[0].title)


def _background(page):
    return page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")


def _violations(page):
    return [
        (rule["id"], [node["html"][:120] for node in rule["nodes"]])
        for rule in Axe().run(page).response["violations"]
        if rule["id"] not in STREAMLITS_OWN
    ]


def test_a_photo_is_shown_through_the_ticket_route(url, sign_in):
    page = sign_in(url, f"/people?person={PHOTO}")
    photo = page.get_by_role("img", name="Photo of Chloe Dunn")
    expect(photo).to_be_visible()
    assert photo.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
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
