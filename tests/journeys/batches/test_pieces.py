"""A piece of a batch is bounded by files and by bytes."""

import pytest

from roster_core.journeys.batches.pieces import FILES, FULL_BYTES, first_piece


@pytest.mark.parametrize(
    ("sizes", "taken"),
    [
        ([], 0),
        ([3 * FULL_BYTES, 1], 1),
        ([FULL_BYTES - 1, 5, 1], 2),
        ([FULL_BYTES // 4] * 9, 4),
        ([200_000] * 300, FILES),
    ],
    ids=["none", "one that is large", "up to the limit", "large ones", "usual photos"],
)
def test_a_piece_is_full_by_files_or_by_bytes_and_never_empty(sizes, taken):
    files = list(enumerate(sizes))
    assert list(first_piece(files, lambda file: file[1])) == files[:taken]
