"""Enrollments that end only because the student is put into another section instead (delivery §8)."""

import polars as pl

from roster_core.clever.changes.row_keys import KEY

#: What is said of such an enrollment among those removed.
MOVED = "another section instead"
WHY = "why"
_STUDENT, _PLACE, _COME = "Student_id", " place", " come"
#: The KEYs of the removed enrollments that are moves, and `why`.
Moves = pl.DataFrame
NO_MOVES: Moves = pl.DataFrame(schema={KEY: pl.String, WHY: pl.String})


def find_moves(removed: pl.DataFrame, added: pl.DataFrame) -> Moves:
    """As many of a student's removed enrollments, in their order, as that student has added ones."""
    if removed.is_empty() or added.is_empty():
        return NO_MOVES
    place = pl.int_range(1, pl.len() + 1).over(_STUDENT)
    come = added.group_by(_STUDENT).agg(pl.len().alias(_COME))
    placed = removed.select(KEY, _STUDENT, place.alias(_PLACE)).join(come, on=_STUDENT)
    return placed.filter(pl.col(_PLACE) <= pl.col(_COME)).select(KEY, pl.lit(MOVED).alias(WHY)).unique(KEY)
