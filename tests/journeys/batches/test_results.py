"""Results as tables to hand back."""

import io

import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import col, select

from roster_core.access.rights import Right, granted
from roster_core.access.tables import AuditEvent
from roster_core.journeys.batches.pictures import Shown, read_item_picture
from roster_core.journeys.batches.reads import read_batch, read_batches
from roster_core.journeys.batches.results import as_csv, as_xlsx, read_results, read_results_by_school
from roster_core.journeys.batches.seeing import see_batch
from roster_core.journeys.photo_versions import read_version_picture
from roster_core.refusals import Refusal
from tests.journeys.batches.conftest import face
from tests.journeys.batches.engines import either

NAMES = {"0104233.jpg": face(1), "=cmd|'C calc'!A0.jpg": face(2), "0101118.jpg": b"hello"}


def _done(desk):
    batch_id = desk.checked(NAMES)
    desk.confirm(batch_id, leave_out=True)
    return batch_id


@either
def test_each_file_has_its_person_result_and_reason(desk):
    table = read_results(desk.store, desk.user, _done(desk))
    assert table.select("File", "Last name", "IDs", "School", "Result").rows() == [
        ("0104233.jpg", "Ortega", "19ortea1 · 0104233 · 7012345678", "MHE", "Uploaded"),
        ("=cmd|'C calc'!A0.jpg", "", "", "", "No Match"),
        ("0101118.jpg", "Dunn", "0101118", "MMS", "Rejected"),
    ]
    assert table["Reason"].to_list()[1:] == [
        "Nobody has =cmd|'C calc'!A0 as Proprietary ID (district number).",
        "It is text; this rule set takes JPEG, PNG, GIF, BMP.",
    ]


@either
def test_no_cell_is_run_by_a_spreadsheet_program(desk):
    table = read_results(desk.store, desk.user, _done(desk))
    lines = as_csv(table).decode("utf-8-sig").split("\r\n")
    assert lines[2].startswith("'=cmd|")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(table))).get_sheet_by_index(0).to_python()
    assert [row[0] for row in sheet] == ["File", *NAMES]
    assert b"<f>" not in as_xlsx(table)


@either
def test_taking_results_out_is_written_down(desk):
    batch_id = _done(desk)
    read_results(desk.store, desk.user, batch_id)
    with desk.store.reading(1) as session:
        last = session.exec(select(AuditEvent).order_by(col(AuditEvent.event).desc())).first()
        applied = session.exec(select(AuditEvent).where(AuditEvent.action == "batch_applied")).one()
    assert (last.action, last.subject, last.facts) == ("results_downloaded", f"batch:{batch_id}", {"items": 3})
    assert last.persons == ["student:0101118", "student:0104233"]
    assert applied.persons == ["student:0104233"]  # whose data it changed


def test_whoever_opens_a_batch_has_seen_those_in_it(desk):
    batch_id = _done(desk)
    for _ in range(2):
        see_batch(desk.store, desk.user, batch_id)
    with desk.store.reading(1) as session:
        seen = session.exec(select(AuditEvent).where(AuditEvent.action == "batch_seen")).one()
    assert seen.persons == ["student:0101118", "student:0104233"]


@either
def test_results_are_counted_by_batch_and_school(desk):
    batch_id = _done(desk)
    counted = read_results_by_school(desk.store, desk.user, [desk.view(batch_id)])
    assert counted.rows() == [
        (batch_id, "", "No Match", 1),
        (batch_id, "MHE", "Uploaded", 1),
        (batch_id, "MMS", "Rejected", 1),
    ]
    assert read_results_by_school(desk.store, desk.user, []).is_empty()


@either
def test_who_sees_one_school_is_told_of_no_other(desk):
    far = granted("finn", "Finn", frozenset(Right), frozenset({"MMS"}))
    batch_id = _done(desk)
    counted = read_results_by_school(desk.store, far, [desk.view(batch_id)])
    assert counted.rows() == [
        (batch_id, "", "No Match", 1),
        (batch_id, "", "Uploaded", 1),
        (batch_id, "MMS", "Rejected", 1),
    ]


@either
def test_batches_that_reach_further_than_the_user_are_not_theirs_to_see(desk, as_user):
    batch_id = _done(desk)
    far = granted("finn", "Finn", frozenset(Right), frozenset({"MMS"}))
    assert read_batches(desk.store, far) == ()
    with pytest.raises(Refusal, match="not found"):
        read_batch(desk.store, far, batch_id)
    own = as_user(far).checked({"0101118.jpg": face(5)})
    assert [one.batch_id for one in read_batches(desk.store, far)] == [own]
    colleague = granted("cora", "Cora", frozenset(Right), frozenset({"MMS", "MHE"}))
    assert [one.batch_id for one in read_batches(desk.store, colleague)] == [own]
    assert [one.batch_id for one in read_batches(desk.store, desk.user)] == [own, batch_id]


@either
def test_the_photo_before_and_the_one_that_replaced_it_are_both_shown(desk):
    desk.confirm(desk.checked({"0104233.jpg": face(6)}))
    second = desk.checked({"0104233.jpg": face(7), "0100502.jpg": face(8)})
    desk.confirm(second)
    before = read_item_picture(desk.store, desk.user, second, desk.items(second)["0104233.jpg"].sequence, Shown.BEFORE)
    new = read_item_picture(desk.store, desk.user, second, desk.items(second)["0104233.jpg"].sequence, Shown.NEW)
    assert before == read_version_picture(desk.store, desk.user, "student", "0104233", 1, small=True)
    assert new == read_version_picture(desk.store, desk.user, "student", "0104233", 2, small=True)
    with pytest.raises(Refusal, match="There is no picture"):
        read_item_picture(desk.store, desk.user, second, desk.items(second)["0100502.jpg"].sequence, Shown.BEFORE)
