"""Batches are spoken of in the words of their kind."""

import pytest

from pages.parts.batch_words import undo_lines
from roster_core.batches.states import BatchKind
from roster_core.journeys.batches.undoing import UndoPlan


@pytest.mark.parametrize(
    ("kind", "plan", "lines"),
    [
        (
            BatchKind.PHOTO,
            UndoPlan(1200, 1, 2),
            [
                "**1,200** get the photo back that they had before.",
                "**1** has no photo again.",
                "**2** were changed since and left alone.",
            ],
        ),
        (
            BatchKind.EMAIL,
            UndoPlan(1, 3, 0),
            ["**1** gets the e-mail address back that they had before.", "**3** have no e-mail address again."],
        ),
        (
            BatchKind.DOCUMENT,
            UndoPlan(2, 0, 1),
            [
                "**2** get the version of the document back that they had before.",
                "**1** was changed since and left alone.",
            ],
        ),
        (BatchKind.PHOTO, UndoPlan(0, 0, 0), []),
    ],
)
def test_what_undo_would_do_is_told_in_the_words_of_the_kind(kind, plan, lines):
    assert undo_lines(kind, plan) == lines
