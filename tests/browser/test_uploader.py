import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import served

pytestmark = pytest.mark.browser
DROP = """(files) => {
  const data = new DataTransfer()
  for (const [name, text] of files) data.items.add(new File([text], name))
  return data
}"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    folder = tmp_path_factory.mktemp("uploads")
    with served(folder, script=Path(__file__).with_name("uploader_app.py")) as url:
        yield url, folder / "staged"


@pytest.fixture
def page(installation, sign_in):
    page = sign_in(installation[0])
    expect(page.get_by_text("Drop CSV files here")).to_be_visible()  # written by the component's own script
    return page


def _choose(page, *files):
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "text/csv", "buffer": content} for name, content in files]
    )


def test_chosen_files_arrive_byte_for_byte(page):
    contents = {"a.csv": b"x,y\n" * 500_000, "Schüler & Co.csv": b""}
    _choose(page, *contents.items())
    expect(page.get_by_text("received: 2")).to_be_visible()
    for name, content in contents.items():
        expect(page.get_by_text(f"{name} {len(content)} {hashlib.sha256(content).hexdigest()}")).to_be_visible()


def test_dropped_files_arrive(page):
    data = page.evaluate_handle(DROP, [["a.csv", "1"], ["b.CSV", "2"]])
    page.locator(".drop").dispatch_event("drop", {"dataTransfer": data})
    expect(page.get_by_text("received: 2")).to_be_visible()


def test_further_files_join_the_first(page):
    _choose(page, ("a.csv", b"1"))
    expect(page.get_by_text("received: 1")).to_be_visible()
    _choose(page, ("b.csv", b"2"))
    expect(page.get_by_text("received: 2")).to_be_visible()


def test_what_does_not_fit_is_said_in_words_and_the_rest_arrives(page):
    data = page.evaluate_handle(DROP, [["<b>.exe", "1"], ["a.csv", "1"]])
    page.locator(".drop").dispatch_event("drop", {"dataTransfer": data})
    expect(page.get_by_text("“<b>.exe” is not one of .csv, .zip.")).to_be_visible()
    expect(page.get_by_text("received: 1")).to_be_visible()
    _choose(page, ("big.csv", b"x" * 5_000_001))
    expect(page.get_by_text("“big.csv” is larger than 5 MB.")).to_be_visible()


def test_too_many_files_are_cut_and_said_so(page):
    _choose(page, *[(f"{number}.csv", b"x") for number in range(5)])
    expect(page.get_by_text("Only the first 3 of 5 files were taken.")).to_be_visible()
    expect(page.get_by_text("received: 3")).to_be_visible()


def test_starting_anew_removes_the_files(page, installation):
    _choose(page, ("a.csv", b"only here 4711"))
    expect(page.get_by_text("received: 1")).to_be_visible()
    page.get_by_role("button", name="Start anew").click()
    expect(page.get_by_text("received: 0")).to_be_visible()
    assert not [path for path in installation[1].glob("*.bin") if path.read_bytes() == b"only here 4711"]


def test_a_cancelled_upload_leaves_no_file(page, installation):
    before = sorted(installation[1].glob("*.*")) if installation[1].exists() else []
    # A slow line, so that there is time to press Cancel.
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 100_000},
    )
    _choose(page, ("slow.csv", b"x" * 4_000_000))
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("The upload was cancelled.")).to_be_visible()
    expect(page.get_by_role("button", name="Cancel")).to_be_hidden()
    assert sorted(installation[1].glob("*.bin")) == [path for path in before if path.suffix == ".bin"]


def test_the_drop_zone_is_reached_by_the_keyboard_and_named(page):
    page.on(
        "filechooser", lambda _chooser: None
    )  # the browser is told to report choosers only now: well before the key
    chooser = page.get_by_label("Drop CSV files here")
    chooser.focus()
    expect(chooser).to_be_focused()
    with page.expect_file_chooser():
        page.keyboard.press("Space")


def test_a_browser_that_is_no_longer_signed_in_is_told_so(page):
    page.context.clear_cookies()
    _choose(page, ("a.csv", b"1"))
    expect(page.get_by_text("This browser is no longer signed in. Open the sign-in link again.")).to_be_visible()


DROP_FOLDER = """(drop) => {
  const named = (way, text) => new File([text], way.split("/").pop())
  const file = (way, text) => ({ isDirectory: false, fullPath: way, file: (done) => done(named(way, text)) })
  const folder = (way, entries) => ({ isDirectory: true, fullPath: way, createReader: () => {
    const parts = [entries.slice(0, 1), entries.slice(1), []]  // as browsers do: in parts, then an empty one
    return { readEntries: (done) => done(parts.shift()) }
  } })
  const inner = folder("/set/7-A", [file("/set/7-A/a.csv", "1"), file("/set/7-A/.DS_Store", "x")])
  const event = new Event("drop", { bubbles: true, cancelable: true })
  const items = [{ webkitGetAsEntry: () => folder("/set", [inner, file("/set/a.csv", "22")]) }]
  Object.defineProperty(event, "dataTransfer", { value: { items, files: [] } })
  drop.dispatchEvent(event)
}"""


def test_a_dropped_folder_gives_its_files_with_their_way_into_it(page):
    page.locator(".drop").evaluate(DROP_FOLDER)
    expect(page.get_by_text("received: 2")).to_be_visible()
    expect(page.get_by_text("1 other file in the folder was passed over.")).to_be_visible()
    for name, content in (("set/7-A/a.csv", b"1"), ("set/a.csv", b"22")):
        expect(page.get_by_text(f"{name} {len(content)} {hashlib.sha256(content).hexdigest()}")).to_be_visible()
