"""Lists of IDs as people paste them."""

import pytest

from roster_core.downloads.id_list import Found, find_persons, read_rows

KEYS = {"0104233": [1], "26ortegaa1": [1], "0100502": [2], "7001": [3], "twice": [4, 5]}


def _found(text):
    return find_persons(read_rows(text), KEYS)


@pytest.mark.parametrize(
    ("text", "persons", "unknown"),
    [
        ("0104233\n0100502\n", (1, 2), ()),
        ("0100502\r\n0104233", (2, 1), ()),
        ("0104233, 0100502; 7001", (1, 2, 3), ()),
        ("0104233 0100502\n7001", (1, 2, 3), ()),
        ("26OrtegaA1\n0104233", (1,), ()),
        ('"0104233"\n\n  7001  \n', (1, 3), ()),
        ("0104233\n104233\nx9\nx9", (1,), ("104233", "x9")),
        ("student_id\n0104233", (1,), ()),
        ("0104233\nchen", (1,), ("chen",)),
        ("id,name,grade\n0104233,Ortega,04\n9,Chan,07", (1,), ("9",)),
        ("name\tid\nOrtega\t0104233\n\t7001", (1, 3), ()),
        ("0104233,26ortegaa1\n0100502,", (1, 2), ()),
        ("a,b\nc,d", (), ("c",)),
        ("nobody", (), ("nobody",)),
        ("twice", (4, 5), ()),
        ("", (), ()),
        (" \n\n", (), ()),
        ("\ufeff0104233", (1,), ()),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_everybody_on_a_list_is_found_and_unknown_ids_are_told(text, persons, unknown):
    assert _found(text) == Found(persons, unknown)
