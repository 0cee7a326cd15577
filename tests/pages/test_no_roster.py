"""Pages that need a roster, before there is one: said kindly, with the way to one."""

import pytest

from tests.pages.clever_export.steps import links_of


@pytest.mark.parametrize(
    ("page", "heading"),
    [
        ("clever_export.py", "no roster to export yet"),
        ("photo_upload.py", "nobody yet whose photos"),
        ("photo_download.py", "nobody yet whose photos"),
        ("upload_status.py", "Nothing was uploaded yet"),
    ],
)
def test_without_a_roster_a_page_leads_to_loading_one(open_page, page, heading):
    at = open_page(page)
    assert not at.exception
    assert not at.error
    assert heading in at.header[0].value
    assert "Load a roster" in links_of(at)
    assert not at.button
