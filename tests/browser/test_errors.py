from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import served

pytestmark = pytest.mark.browser


def test_an_error_of_the_program_shows_and_logs_no_values(tmp_path, sign_in):
    folder = tmp_path / "installation"
    with served(folder, script=Path(__file__).with_name("failing_app.py")) as url:
        page = sign_in(url)
        page.get_by_role("button", name="Fail").click()
        expect(page.get_by_text("Something went wrong in Roster Desk itself.")).to_be_visible()
        number = page.locator("code").inner_text()
        assert "0104233" not in page.content()
    log = (folder / "server.log").read_text()
    assert f"error {number}: builtins.ValueError" in log
    assert "failing_page.py:5" in log
    assert "0104233" not in log
