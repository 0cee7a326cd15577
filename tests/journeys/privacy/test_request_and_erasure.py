"""Everything about one person is handed out; once they left it can be erased, and nothing of anybody else goes."""

import io
import json
import zipfile
from typing import Any

import pytest
from sqlmodel import SQLModel

from roster_core.access.audit import check_chain
from roster_core.access.rights import Right, granted
from roster_core.access.tables import AuditEvent
from roster_core.batches.tables import Batch, BatchItem
from roster_core.journeys.privacy.erasure import ask_erasure, erase_piece, preview_erasure, read_erasures
from roster_core.journeys.privacy.holds import place_hold
from roster_core.journeys.privacy.record_rows import PERSON_COLUMNS
from roster_core.journeys.privacy.request import count_record, open_record
from roster_core.refusals import Refusal
from roster_core.roster.tables.delivery import Delivery, Destination
from roster_core.roster.tables.people import Person
from roster_core.roster.tables.privacy import Erasure
from roster_core.roster.tables.records import ExportRun, Photo
from roster_core.roster.tables.updates import EmailChange
from tests.documents.small import ANA, DAN
from tests.journeys.privacy.conftest import LATER, LEFT, Desk, documents, with_dan_gone


def taken(desk, key, reason="asked by the family on Nov 3"):
    to = io.BytesIO()
    open_record(desk.store, desk.user, "student", key, reason).write(to)
    archive = zipfile.ZipFile(to)
    return archive, json.loads(archive.read("record.json"))


def erase(desk, key, typed=None, times=3):
    asked, _ = ask_erasure(desk.store, desk.user, "student", key, reason="request 12", typed=typed or key)
    for _ in range(times):
        erase_piece(desk.store, 1, asked, clock=lambda: LATER)
    return next(one for one in read_erasures(desk.store, desk.user) if one.erasure_id == asked)


def test_a_record_has_every_kind_of_one_person_and_of_nobody_else(desk):
    desk.add_run(1, [DAN, ANA])
    desk.add_run(2, [DAN])
    archive, record = taken(desk, ANA)
    assert set(record) == {
        "overview", "schools", "person", "student", "student_enrollment", "photos", "email_history", "documents",
        "uploads",
        "sent_in_students",
    }  # fmt: skip
    assert [row["run_id"] for row in record["sent_in_students"]] == ["1-0001"]
    names = archive.namelist()
    assert sum(name.startswith("photos/") for name in names) == 4
    assert archive.read("photos/002.jpg") == f"photo {ANA} 2".encode()
    assert sum(name.startswith("documents/") for name in names) == 1
    everything = b"".join(archive.read(name) for name in names)
    assert ANA.encode() in everything
    assert DAN.encode() not in everything
    assert b"Ortega" in archive.read("index.html")
    (event,) = desk.events("record_requested")
    assert (event.persons, event.reason) == ([f"student:{ANA}"], "asked by the family on Nov 3")
    assert [row["action"] for row in taken(desk, ANA)[1]["audit"]] == ["record_requested"]
    assert count_record(desk.store, desk.user, "student", DAN)[1]["photos"] == 2  # who left has a record too
    for user, reason in ((desk.user, " "), (granted("h", "H", set(Right) - {Right.ADMIN}), "x")):
        with pytest.raises(Refusal):
            open_record(desk.store, user, "student", ANA, reason)


def test_nothing_of_an_erased_person_is_left_but_the_audit_and_a_stub(desk):
    alone, both = desk.add_run(1, [DAN]), desk.add_run(2, [ANA])
    plan = preview_erasure(desk.store, desk.user, "student", DAN)
    assert plan.counts == {
        "photos": 2, "documents": 1, "changes of e-mail": 1, "items of uploads": 1, "roster rows": 1,
        "export runs": 1, "roster loads": 1,
    }  # fmt: skip
    others = len(desk.all(AuditEvent))
    stub = erase(desk, DAN)
    assert (stub.state, stub.counts) == ("done", {**plan.counts, "files": 6})
    assert DAN not in repr(stub)
    assert {one.person_id for one in desk.all(Photo)} == {one.person_id for one in desk.all(EmailChange)} == {1}
    assert (documents(desk), [one.key for one in desk.all(BatchItem)]) == (["Report of Ana"], [ANA])
    assert DAN not in [one.person_key for one in desk.all(Person)]
    assert {one.run_id: one.files_removed_at is not None for one in desk.all(ExportRun)} == {alone: True, both: False}
    assert not [data for data in desk.files() if DAN.encode() in data]
    assert len([data for data in desk.files() if ANA.encode() in data]) == 4
    (event,) = desk.events("person_erased")
    assert (event.persons, len(desk.all(AuditEvent))) == ([], others + 2)
    assert DAN not in json.dumps([event.facts, event.subject, event.reason])
    with desk.store.reading(1) as session:
        assert list(check_chain(session, 1)) == []
    assert erase(desk, DAN).counts == {"files": 0}  # once more, by who knows the ID
    with pytest.raises(Refusal, match="No student"):
        preview_erasure(desk.store, desk.user, "student", "0109999")


def test_what_a_destination_got_last_stays_and_is_told_of(desk):
    run = desk.add_run(1, [DAN])
    told: dict[str, Any] = {"district_id": 1, "created_at": LEFT, "updated_at": LEFT}
    with desk.store.writing(1) as session:
        session.add(Destination(**told, destination_id="d", name="Clever", name_key="clever", method="SFTP", by="ada"))
        session.flush()
        session.add(Delivery(**told, delivery_id="1-x", run_id=run, destination_id="d", method="SFTP", name="Clever",
                             target="", state="delivered", set_digest="", by="ada"))  # fmt: skip
    left = " ".join(erase(desk, DAN).left)
    assert f"run {run}" in left
    assert "with their receivers: Clever" in left
    assert desk.all(ExportRun)[0].files_removed_at is None


def test_who_must_not_be_erased_is_not_and_why_is_said(desk):
    def refused(key, match, **more):
        with pytest.raises(Refusal, match=match):
            ask_erasure(desk.store, desk.user, "student", key, **{"reason": "r", "typed": key, **more})

    refused(ANA, "still in the roster")
    refused(DAN, "another one", typed=ANA)
    refused(DAN, "reason", reason=" ")
    asked, _ = ask_erasure(desk.store, desk.user, "student", DAN, reason="r", typed=DAN)
    with desk.store.writing(1) as session:
        session.get_one(Batch, (1, "1-b")).state = "draft"
    refused(DAN, "not finished")
    place_hold(desk.store, desk.user, "student", DAN, "Case 7")
    refused(DAN, "legal hold")
    with pytest.raises(Refusal, match="legal hold"):  # a hold that came while the job waited
        erase_piece(desk.store, 1, asked)
    assert (len(desk.all(Photo)), desk.all(Erasure)[0].state) == (4, "asked")
    with pytest.raises(Refusal, match="admin"):
        preview_erasure(desk.store, granted("h", "H", set(Right) - {Right.ADMIN}), "student", DAN)


def test_every_column_with_the_number_of_a_person_is_known():
    named = {
        column.name for table in SQLModel.metadata.tables.values() for column in table.c if "person_id" in column.name
    }
    assert named <= set(PERSON_COLUMNS)


def test_it_is_the_same_on_either_database(store):
    with_dan_gone(store)
    desk = Desk(store)
    desk.add_run(1, [DAN, ANA])
    place_hold(store, desk.user, "student", ANA, "Case 7")
    assert len(taken(desk, DAN)[1]["sent_in_students"]) == 1
    assert [row["action"] for row in taken(desk, DAN)[1]["audit"]] == ["record_requested"]
    assert erase(desk, DAN).state == "done"
    swept = desk.sweep()
    assert (swept.past, swept.records, len(desk.all(Photo))) == (1, 0, 2)
