"""Photos from the page to a ZIP on disk, equal to the command's."""

import zipfile

import pytest
from playwright.sync_api import expect

from roster_core.access.rights import local_administrator
from roster_core.journeys.photo_download import DownloadRequest, write_download
from roster_core.settings import Settings
from roster_core.store import open_store
from tests.browser.conftest import served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def installation(sample_folder):
    with served(sample_folder) as url:
        yield url


def test_a_zip_of_a_school_is_downloaded_and_equals_the_commands(installation, sample_folder, sign_in, tmp_path):
    page = sign_in(installation, "/photo_download")
    expect(page.get_by_text("Photos in the ZIP")).to_be_visible()
    schools = page.get_by_role("combobox", name="Schools")
    schools.fill("MMS")
    schools.press("Enter")
    schools.press("Escape")
    page.get_by_label("What are they for?").fill("Yearbook")
    page.get_by_label("What are they for?").press("Enter")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download ZIP").click()
    assert taken.value.suggested_filename.startswith("photos_MHSD_MMS_")
    store = open_store(Settings(data_dir=sample_folder))
    request = DownloadRequest(schools=("MMS",), reason="the same")
    write_download(store, local_administrator(), request, tmp_path / "ours.zip")
    store.close()
    assert taken.value.path().read_bytes() == (tmp_path / "ours.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "ours.zip") as archive:
        assert archive.testzip() is None


def test_small_photos_stream_and_the_list_for_the_photographer_comes_too(installation, sign_in):
    page = sign_in(installation, "/photo_download")
    page.get_by_text("120 × 150").click()
    page.get_by_text("Only people on a list of IDs").click()
    page.get_by_label("IDs, in any order").fill("0101118\nnobody1")
    page.get_by_label("IDs, in any order").press("Control+Enter")
    expect(page.get_by_text("Unknown IDs · 1")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download ZIP").click()
    with zipfile.ZipFile(taken.value.path()) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 3
    page.get_by_role("tab", name="Who has no photo").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV for the photographer").click()
    assert taken.value.path().read_text("utf-8-sig").startswith("school,grade,homeroom,last_name")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Print").click()
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text("Photos to be taken")
