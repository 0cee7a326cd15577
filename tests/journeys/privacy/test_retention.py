"""What is past its days goes with the daily sweep; what somebody needs or is held stays."""

import io

import pytest

from roster_core.access.rights import Right, granted
from roster_core.batches.tables import BatchItem
from roster_core.journeys.clever_export import write_zip
from roster_core.journeys.export_runs import read_run
from roster_core.journeys.privacy.holds import lift_hold, place_hold, read_holds
from roster_core.journeys.privacy.retention import read_retention_preview
from roster_core.journeys.privacy.retention_settings import read_retention, save_retention
from roster_core.refusals import Refusal
from roster_core.roster.tables.people import Person
from roster_core.roster.tables.records import ExportFile, Photo, RosterLoad
from tests.documents.small import ANA, DAN
from tests.journeys.privacy.conftest import LATER, LEFT


def counts(desk, now=LATER):
    preview = read_retention_preview(desk.store, desk.user, clock=lambda: now)
    return preview.plan.counts(), [one.why for one in preview.plan.kept]


def test_the_preview_tells_what_the_sweep_then_removes(desk):
    old, newest = desk.add_run(1, [DAN]), desk.add_run(2, [ANA])
    ahead, kept = counts(desk)
    assert ahead == {"batch_records": 1, "export_files": 1, "load_records": 1, "photos_left": 2, "contacts_left": 1}
    assert kept == ["It is the newest run of its profile: the next one is compared with it."]
    assert len(desk.all(Photo)) == 4  # nothing was changed
    assert desk.sweep().past == 5
    assert counts(desk)[0] == {}
    assert {one.person_id for one in desk.all(Photo)} == {1}
    assert (len(desk.all(ExportFile)), [one.objects for one in desk.all(RosterLoad)]) == (2, [{}])
    assert [one.person_key for one in desk.all(Person) if one.kind == "GUARDIAN"] == []
    # Ana's photos, both documents, the newest run: what nothing refers to any more is off the disk.
    assert len(desk.files()) == 2 + 2 + 1
    (event,) = desk.events("retention_applied")
    assert event.facts["counts"] == ahead
    assert event.persons == ["guardian:g9", f"student:{DAN}"]
    with pytest.raises(Refusal, match="no longer kept"):
        write_zip(desk.store, desk.user, old, io.BytesIO())
    assert read_run(desk.store, desk.user, old).files_removed_at is not None
    assert read_run(desk.store, desk.user, newest).files_removed_at is None


def test_under_a_hold_nothing_of_a_person_goes_until_it_is_lifted(desk):
    desk.add_run(1, [DAN])
    desk.add_run(2, [ANA])
    hold = place_hold(desk.store, desk.user, "student", DAN, "Case 7")
    before = desk.files()
    desk.sweep()
    assert len([one for one in desk.all(Photo) if one.person_id == 4]) == 2
    assert [one.key for one in desk.all(BatchItem)] == [ANA, DAN]
    assert set(before) - set(desk.files()) == {b"changes", f"raw {ANA}".encode()}
    with pytest.raises(Refusal, match="already"):
        place_hold(desk.store, desk.user, "student", DAN, "again")
    lift_hold(desk.store, desk.user, hold, "Case closed")
    assert [(one.name, one.by, one.lifted_reason) for one in read_holds(desk.store, desk.user)] == [
        ("Efe, Dan", "ada", "Case closed")
    ]
    assert desk.sweep().past == 3
    assert [one.persons for one in desk.events("hold_placed") + desk.events("hold_lifted")] == [[f"student:{DAN}"]] * 2


def test_days_are_versioned_and_refused_where_they_cannot_be(desk):
    save_retention(desk.store, desk.user, {"photos_left": 0, "contacts_left": 5_000}, "board policy 8330")
    assert counts(desk)[0] == {"batch_records": 1, "load_records": 1}
    for days in ({"batch_files": 29}, {"photos_left": -1}, {"unknown": 3}):
        with pytest.raises(Refusal, match="not saved"):
            save_retention(desk.store, desk.user, days)
    versions = read_retention(desk.store, desk.user)
    assert [(one.version, one.options.photos_left, one.reason) for one in versions] == [
        (1, 0, "board policy 8330"), (0, 365, ""),
    ]  # fmt: skip
    assert desk.events("retention_changed")[0].facts == {"photos_left": [365, 0], "contacts_left": [365, 5_000]}


def test_only_an_administrator_sees_and_sets_it(desk):
    other = granted("hal", "Hal", set(Right) - {Right.ADMIN})
    for journey in (
        lambda: read_retention_preview(desk.store, other, clock=lambda: LEFT),
        lambda: save_retention(desk.store, other, {}),
        lambda: place_hold(desk.store, other, "student", DAN, "x"),
        lambda: read_holds(desk.store, other),
    ):
        with pytest.raises(Refusal, match="admin"):
            journey()
