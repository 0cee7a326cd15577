"""Photos from a folder on disk to the person's page, in the browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import served
from tests.journeys.batches.conftest import face, packed

pytestmark = pytest.mark.browser
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"


@pytest.fixture(scope="module")
def installation(sample_folder):
    with served(sample_folder) as url:
        yield url


@pytest.fixture
def page(installation, sign_in):
    return sign_in(installation, "/photo_upload")


def _press(page, name):
    """Press a button once the page is drawn: until then cards move, and a click may meet another place."""
    expect(page.locator(SETTLED)).to_be_visible(timeout=30_000)
    page.get_by_role("button", name=name, exact=True).click()


def _choose(page, files):
    with page.expect_file_chooser() as chooser:
        page.locator(".uploader .button").click()
    chooser.value.set_files([{"name": name, "mimeType": "", "buffer": data} for name, data in files.items()])


def _drop(page, folder, files, *, whole_folder=False):
    """Drags real files, or the folder with them, from outside the browser onto the page and lets go."""
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    dragged = [str(folder)] if whole_folder else [str(folder / name) for name in files]
    expect(page.locator(".uploader .button")).to_be_visible()
    target = page.locator(".uploader .drop").bounding_box()
    at = {"x": target["x"] + target["width"] / 2, "y": target["y"] + target["height"] / 2}
    hand = page.context.new_cdp_session(page)
    for step in ("dragEnter", "dragOver", "drop"):
        data = {"items": [], "files": dragged, "dragOperationsMask": 1}
        hand.send("Input.dispatchDragEvent", {"type": step, **at, "data": data})


def _photo_of(page, number):
    """The bytes of the photo that the page of a student shows."""
    other = page.context.new_page()
    other.goto(f"/people?person=student:{number}")
    photo = other.get_by_alt_text(re.compile("Photo of "))
    expect(photo).to_have_js_property("complete", value=True)
    data = other.request.get(photo.evaluate("one => one.src")).body()
    other.close()
    return data


def test_a_zip_and_a_mismatch_mended_by_hand_become_photos(page, tmp_path):
    known = {"0101118.jpg": face(1), "0104233.jpg": face(2)}
    before = {number: _photo_of(page, number) for number in ("0101118", "0104233")}
    files = {"photos.zip": packed(known), "dunn_chloe.jpg": face(3), "notes.jpg": b"hello"}
    _drop(page, tmp_path / "dropped", files)
    expect(page.get_by_text("Need a person 1")).to_be_visible()
    expect(page.get_by_text("Rejected 1")).to_be_visible()
    expect(page.get_by_role("button", name="Submit")).to_be_disabled()
    page.get_by_text("Need a person 1").click()
    expect(page.get_by_role("button", name="Set aside")).to_have_count(1)
    _press(page, "Set aside")
    expect(page.get_by_text("Set aside 1")).to_be_visible()
    _press(page, "Submit")
    _press(page, "Confirm")
    expect(page.get_by_text("Done: 2 of 4 files.")).to_be_visible()
    expect(page.get_by_text("Uploaded (replaced) 2")).to_be_visible()
    page.get_by_role("link", name="See every file under Upload Status").click()
    expect(page.get_by_text("Photos of students, ")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Results as CSV").click()
    told = taken.value.path().read_text("utf-8-sig").splitlines()
    assert told[0] == "File,Key,Last name,First name,IDs,School,Result,Reason"
    assert [line.split(",")[0] for line in told[1:]] == ["0101118.jpg", "0104233.jpg", "dunn_chloe.jpg", "notes.jpg"]
    assert {f"{number}.jpg": _photo_of(page, number) for number in before} == known
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("2 get the photo back that they had before.")).to_be_visible()
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_text("Put back 2")).to_be_visible()
    assert {number: _photo_of(page, number) for number in before} == before


def test_the_files_of_a_dropped_folder_are_taken(page, tmp_path):
    _drop(page, tmp_path / "7-12", {"0101118.jpg": face(7), "Thumbs.db": b"junk"}, whole_folder=True)
    expect(page.get_by_text("Matched 1")).to_be_visible()
    _press(page, "Clear")
    _press(page, "Clear it")
    expect(page.get_by_text("Drop photos or a ZIP here")).to_be_visible()


def test_the_columns_of_a_photographers_index_are_told(page):
    listed = b"Set\tPicture of\tShot\r\nA\t0104233\tIMG_1.JPG\r\nA\t0101118\tIMG_2.JPG\r\n"
    _choose(page, {"set.zip": packed({"INDEX.TXT": listed, "IMG_1.JPG": face(8), "IMG_2.JPG": face(9)})})
    expect(page.get_by_text("says of no picture whose it is")).to_be_visible()
    _press(page, "Columns")
    for number, role in ((1, "(not used)"), (2, "ID"), (3, "Image file")):
        page.get_by_role("combobox", name=f"Column {number}").click()
        page.get_by_role("option", name=role, exact=True).click()
    _press(page, "Read it so")
    expect(page.get_by_text("says whose 2 of the pictures are, by ID")).to_be_visible()
    expect(page.get_by_text("Matched 2")).to_be_visible()
    _press(page, "Clear")
    _press(page, "Clear it")
    expect(page.get_by_text("Drop photos or a ZIP here")).to_be_visible()


def test_a_person_is_picked_from_the_suggestions_and_a_draft_survives_a_reload(page):
    _choose(page, {"Dunn, Chloe.jpg": face(4)})
    _press(page, "Pick a person")
    faces = page.get_by_role("dialog").get_by_alt_text("Photo now")
    expect(faces.first).to_have_js_property("naturalWidth", 240)
    page.get_by_role("button", name="Pick", exact=True).first.click()
    expect(page.get_by_text("picked by hand")).to_be_visible()
    page.reload()
    expect(page.get_by_text("picked by hand")).to_be_visible()
    _press(page, "Clear")
    _press(page, "Clear it")
    expect(page.get_by_text("Drop photos or a ZIP here")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/photo_upload$"))


def test_a_part_is_drawn_for_photos_of_another_size_and_taken_for_all_alike(page):
    page.get_by_role("combobox", name="Rules").click()
    page.get_by_role("option", name=re.compile("Strict")).click()
    # The usual ID of these rules.
    expect(page.get_by_role("combobox", name="The file name is the")).to_have_value("Weblogin ID")
    _choose(page, {"19dunnc1.jpg": face(5, 2000, 2400), "26ortegaa1.jpg": face(6, 2000, 2400)})
    page.get_by_text("Rejected 2").click()
    page.locator("[class*='st-key-photos-1-crop'] button:visible").first.click()
    told, grip = page.locator(".cropper .told"), page.locator(".grip").last
    expect(told).to_have_text(re.compile("of 2000 × 2400 px"))
    expect(page.locator(".cropper .whole")).to_have_js_property("complete", value=True)
    before = told.inner_text()
    corner = grip.bounding_box()
    page.mouse.move(corner["x"] + 9, corner["y"] + 9)
    page.mouse.down()
    page.mouse.move(corner["x"] - 120, corner["y"] - 120, steps=4)
    page.mouse.up()
    expect(told).not_to_have_text(before)
    width, height = (int(number) for number in re.findall(r"\d+", told.inner_text())[:2])
    assert (width, height) < (2000, 2400)
    page.get_by_text("Also for the other of this size").click()
    page.get_by_role("button", name="Take this part").click()
    expect(page.get_by_text("Matched 2")).to_be_visible()
    expect(page.get_by_role("button", name="As it was")).to_have_count(2)
    _press(page, "Clear")
    _press(page, "Clear it")
    expect(page.get_by_text("Drop photos or a ZIP here")).to_be_visible()
