"""The main job from a fresh installation: load a roster, preview, look at a finding, download."""

import zipfile

import pytest
from playwright.sync_api import expect

from roster_core.clever.profile.options import PRESETS
from tests.browser.conftest import served
from tests.browser.test_clever_export import FILES, _click_row, _download, _exported
from tests.browser.test_roster_load import WORKED_WITHIN_MS, _load, _zip

pytestmark = pytest.mark.browser


def test_a_roster_zip_becomes_the_files_that_the_command_line_exports(tmp_path, sign_in):
    folder = tmp_path / "installation"
    with served(folder, typed=True) as url:
        page = sign_in(url, "/roster_load")
        _load(page, _zip())
        page.get_by_role("button", name="Confirm").click(timeout=WORKED_WITHIN_MS)
        page.get_by_role("link", name="Preview a Clever export").click(timeout=WORKED_WITHIN_MS)
        page.get_by_role("button", name="Preview").click()
        expect(page.get_by_role("tab", name="Findings")).to_be_visible(timeout=WORKED_WITHIN_MS)

        page.get_by_role("searchbox").fill("no state grade")
        expect(page.get_by_text("1 to 2 of 2")).to_be_visible()
        person = page.get_by_role("link", name="Open the person")
        _click_row(page.get_by_test_id("stDataFrame").first, 0, until=person)
        expect(page.get_by_text("Enter the state grade on the enrollment.")).to_be_visible()

        day = page.get_by_role("heading", name="As of").inner_text().removeprefix("As of ").strip()
        with zipfile.ZipFile(_download(page, "Download ZIP", tmp_path)) as archive:
            downloaded = {name: archive.read(name) for name in archive.namelist()}
        assert list(downloaded) == FILES
        options = tmp_path / "options.json"  # what the page starts from
        options.write_text(PRESETS["clever_recommended"].model_dump_json(exclude_defaults=True), encoding="utf-8")
        assert downloaded == _exported(folder, tmp_path / "out", day, "--options", str(options))
