"""A destination is set up on a real server, its key confirmed, tested; runs are held by its brakes, approved, sent."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from roster_core.access.rights import local_administrator
from roster_core.journeys.export_profile_edits import Draft, save_profile
from roster_core.journeys.export_runs import read_runs, run_file
from roster_core.settings import Settings
from roster_core.store import open_store
from tests.browser.conftest import served
from tests.servers.sshd import running_sshd

pytestmark = pytest.mark.browser
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
#: A preview of the sample takes a few seconds on a free machine.
MADE_WITHIN_MS = 120_000


@pytest.fixture
def installation(sample_folder):
    """The sample district with a profile that sends by SFTP."""
    store = open_store(Settings(data_dir=sample_folder))
    save_profile(store, local_administrator(), "Nightly", Draft({"deliver_sftp": True}))
    store.close()
    with served(sample_folder) as url:
        yield url, sample_folder


def press(page, name):
    expect(page.locator(SETTLED)).to_be_visible()
    page.get_by_role("button", name=name, exact=True).click()


def test_files_arrive_on_a_real_server_as_they_were_previewed(installation, sign_in):
    url, folder = installation
    with running_sshd() as server:
        page = sign_in(url, "/destinations")
        set_up(page, server)
        try_out(page, server)
        page.goto(f"{url}/clever_export?profile=Nightly&view=options")
        press(page, "Preview")
        expect(page.get_by_text("wait for an approval")).to_be_visible(timeout=MADE_WITHIN_MS)
        expect(page.get_by_text("Nothing was delivered to “Clever” before.")).to_be_visible()
        _shot(page, "held")
        assert list(server.home.iterdir()) == []
        page.get_by_role("textbox", name="Reason").fill("first upload")
        press(page, "Approve")
        press(page, "Deliver")
        expect(page.get_by_text("Send this set again")).to_be_visible(timeout=MADE_WITHIN_MS)
        _shot(page, "delivered")
        assert arrived(server.home) == previewed(folder)
        page.get_by_text("What was sent").click()
        expect(page.get_by_text("each file replaced in one step")).to_be_visible()
        _shot(page, "sent")
        another_place(page, url, server)
        page.goto(f"{url}/clever_export?profile=Nightly&view=options")
        press(page, "Preview")
        expect(page.get_by_text("Nothing changed since the last delivery")).to_be_visible(timeout=MADE_WITHIN_MS)
        press(page, "Deliver")
        expect(page.get_by_text("“Clever” leads elsewhere since the last delivery")).to_be_visible()
        expect(page.get_by_role("button", name="Approve and send")).to_be_disabled()
        _shot(page, "braked")
        assert list((server.home / "next").iterdir()) == []
        page.get_by_role("textbox", name="Reason").fill("the receiver moved it")
        press(page, "Approve and send")
        expect(page.get_by_text("Send this set again")).to_be_visible(timeout=MADE_WITHIN_MS)
        _shot(page, "approved")
        assert arrived(server.home / "next") == previewed(folder)


def another_place(page, url, server):
    """The receiver wants the files in another folder: there nothing is known of."""
    (server.home / "next").mkdir()
    page.goto(f"{url}/destinations")
    press(page, "Change")
    page.get_by_role("textbox", name="Folder").fill("next")
    page.get_by_role("textbox", name="Folder").press("Enter")
    press(page, "Save")
    expect(page.get_by_text("/next").first).to_be_visible()


def set_up(page, server):
    """Name the server, let a key be made, hand its public half to the server, confirm the server's own key."""
    press(page, "SFTP server")
    page.get_by_role("textbox", name="Name", exact=True).fill("Clever")
    page.get_by_role("textbox", name="Host").fill(f"sftp://127.0.0.1:{server.port}")
    page.get_by_role("textbox", name="User name").fill(server.user)
    page.get_by_role("textbox", name="User name").press("Enter")
    _shot(page, "form")
    press(page, "Save")
    line = page.get_by_test_id("stCode").filter(has_text="ssh-ed25519")
    expect(line).to_be_visible()
    (server.log.parent / "authorized").write_text(f"{line.inner_text().strip()}\n")
    press(page, "Look at the server's key")
    expect(page.get_by_text("Compare this with")).to_be_visible()
    _shot(page, "key")
    press(page, "It is the receiver's key: confirm")
    expect(page.get_by_text("was confirmed by")).to_be_visible()


def try_out(page, server):
    press(page, "Test connection")
    expect(page.get_by_text("Tested: everything works")).to_be_visible()
    _shot(page, "tested")
    assert list(server.home.iterdir()) == []


def arrived(home):
    return {path.name: path.read_bytes() for path in home.iterdir()}


def previewed(folder):
    store, user = open_store(Settings(data_dir=folder)), local_administrator()
    run = read_runs(store, user)[0]
    files = {file.name: run_file(store, user, run.run_id, file.name).read_bytes() for file in run.files}
    store.close()
    return files


def _shot(page, name):
    if folder := os.environ.get("SHOTS"):
        for width in (1400, 800):
            page.set_viewport_size({"width": width, "height": 1000})
            expect(page.locator(SETTLED)).to_be_visible()
            page.wait_for_timeout(500)
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1400, "height": 1000})
