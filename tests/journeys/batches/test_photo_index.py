"""Columns of a photographer's index are told anew, and files are matched by what it then says."""

import pytest

from roster_core.batches.index_file import Role
from roster_core.batches.states import ItemState
from roster_core.journeys.batches.photo_index import relabel_index
from roster_core.refusals import Refusal
from tests.journeys.batches.conftest import face, packed
from tests.journeys.batches.engines import either

#: The ID stands where nobody expects one.
LISTED = b"Set\tPicture of\tShot\r\nA\t0104233\tIMG_1.JPG\r\nA\t0101118\tIMG_2.JPG\r\n"


@pytest.fixture
def batch_id(desk):
    return desk.checked({"set.zip": packed({"INDEX.TXT": LISTED, "IMG_1.JPG": face(1), "IMG_2.JPG": face(2)})})


def people(desk, batch_id):
    return {name: item.person and item.person.reference for name, item in desk.items(batch_id).items()}


@either
def test_files_are_matched_by_the_columns_that_somebody_named(desk, batch_id):
    assert ["A", "0104233", "IMG_1.JPG"] in desk.view(batch_id).sources[0]["preview"]
    relabel_index(desk.store, desk.user, batch_id, 0, [Role.IGNORED, Role.IGNORED, Role.FILE, Role.LAST])
    assert people(desk, batch_id) == {"IMG_1.JPG": None, "IMG_2.JPG": None}
    relabel_index(desk.store, desk.user, batch_id, 0, [Role.IGNORED, Role.ID, Role.FILE])
    assert people(desk, batch_id) == {"IMG_1.JPG": "student:0104233", "IMG_2.JPG": "student:0101118"}
    assert {item.state for item in desk.items(batch_id).values()} == {ItemState.READY}
    told = desk.view(batch_id).sources[0]
    assert told["roles"] == ["(not used)", "ID", "Image file"]
    assert (told["header"], len(told["keys"])) == (["Set", "Picture of", "Shot"], 2)


def test_of_two_indexes_the_one_with_retakes_counts_and_any_text_may_be_one(desk):
    row = "V\tA\t{}\t07\tOrtega\tAna\t102\t\tT\t\t\t\tLARGE\t0104233\r\n"
    lists = {"P/INDEX.TXT": row.format("1.JPG").encode(), "P/MASTER.TXT": (row * 2).format("1.JPG", "2.JPG").encode()}
    told = desk.checked(
        {"set.zip": packed({**lists, "P/A/1.jpg": face(1), "P/A/2.jpg": face(2), "P/README.TXT": b"x"})}
    )
    assert people(desk, told) == {
        "P/A/1.jpg": "student:0104233", "P/A/2.jpg": "student:0104233", "P/README.TXT": None,
    }  # fmt: skip
    mapped = {"idlink.txt": b"0104233\tIMG_1.JPG\r\n", "IMG_1.JPG": face(1), "a.txt": b"IMG_1.JPG\r\n"}
    assert people(desk, desk.checked({"set.zip": packed(mapped)})) == {"IMG_1.JPG": "student:0104233", "a.txt": None}


@either
def test_an_index_without_the_files_or_those_on_them_is_refused(desk, batch_id):
    for roles in ([Role.ID], [Role.FILE], []):
        with pytest.raises(Refusal, match="One column has to hold the image file"):
            relabel_index(desk.store, desk.user, batch_id, 0, roles)
    with pytest.raises(Refusal, match="There is none in that ZIP"):
        relabel_index(desk.store, desk.user, batch_id, 1, [Role.FILE, Role.ID])
