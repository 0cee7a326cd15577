"""A batch and its undo together change nothing, whatever was there before."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from roster_core.batches.states import BatchState
from roster_core.journeys.batches import undoing
from roster_core.journeys.batches.touched import APPLIED
from roster_core.refusals import Refusal
from roster_core.roster.tables.records import Photo
from tests.journeys.batches.conftest import face

KEYS = ("0104233", "0101118", "0101900")
FACES = [face(seed, 48, 60) for seed in range(3)]
#: For each of three people no file, or one of three photos.
given_files = st.tuples(*[st.none() | st.integers(0, 2) for _ in KEYS])


def apply(desk, chosen):
    """Carry a batch out; None if it changed nothing, which cannot be taken back either."""
    files = {f"{key}.jpg": FACES[seed] for key, seed in zip(KEYS, chosen, strict=True) if seed is not None}
    batch_id = desk.checked(files)
    if desk.confirm(batch_id, leave_out=True).counts.keys() & APPLIED:
        return batch_id
    with pytest.raises(Refusal, match="It changed nothing"):
        undoing.undo(desk.store, desk.user, batch_id)
    return None


def current(desk):
    with desk.store.reading(1) as session:
        rows = session.exec(select(Photo.person_id, Photo.version, Photo.content).where(Photo.is_current)).all()
        return {tuple(row) for row in rows}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=given_files, chosen=given_files)
def test_apply_then_undo_is_nothing(desk, before, chosen):
    if any(seed is not None for seed in before):
        apply(desk, before)
    was = current(desk)
    batch_id = apply(desk, chosen) if any(seed is not None for seed in chosen) else None
    if batch_id is None:
        assert current(desk) == was
        return
    assert current(desk) != was
    undo_id = undoing.undo(desk.store, desk.user, batch_id)
    desk.run("batch-undo", undo_id)
    assert (current(desk), desk.view(batch_id).state) == (was, BatchState.UNDONE)
