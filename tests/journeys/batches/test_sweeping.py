"""What nobody needs any more goes, and nothing else."""

from datetime import timedelta

from sqlmodel import select

from roster_core.access.audit import check_chain
from roster_core.batches.states import BatchKind, BatchState
from roster_core.batches.tables import Batch, BatchItem
from roster_core.clock import utc_now
from roster_core.jobs.queue import read_waiting
from roster_core.jobs.tables import Job
from roster_core.journeys.batches import drafts, undoing
from roster_core.journeys.batches.sweeping import SWEEP, Swept, sweep
from roster_core.journeys.handlers import ask_daily
from roster_core.journeys.photo_download import keep_ids
from roster_core.roster.tables.records import Photo, PhotoThumbnail
from roster_core.storage.objects import open_objects
from tests.journeys.batches.conftest import face, packed
from tests.journeys.batches.engines import either

GOOD, LOST = {"0104233.jpg": face(1)}, {"nobody.jpg": face(2)}


def later(desk, days):
    return sweep(desk.store, desk.user, clock=lambda: utc_now() + timedelta(days=days))


def files(desk, kind):
    return sorted(key for key, _ in open_objects(desk.store.settings).old(1, kind, utc_now() + timedelta(days=999)))


def pictures(desk):
    with desk.store.reading(1) as session:
        return len(session.exec(select(PhotoThumbnail)).all())


@either
def test_a_draft_left_for_a_week_is_given_up_and_its_files_go(desk):
    batch_id = desk.checked({"x.zip": packed(GOOD | LOST)})
    assert later(desk, 6) == Swept()
    swept = later(desk, 8)
    assert (swept.drafts, swept.files, swept.pictures) == (1, 3, 2)
    assert (desk.view(batch_id).state, files(desk, "upload"), pictures(desk)) == (BatchState.EXPIRED, [], 0)
    assert later(desk, 8) == Swept()
    with desk.store.reading(1) as session:
        assert list(check_chain(session, 1)) == []


@either
def test_what_was_given_up_today_is_kept_until_nobody_can_be_at_it(desk):
    drafts.clear(desk.store, desk.user, desk.checked(GOOD))
    assert sweep(desk.store, desk.user) == Swept()
    assert later(desk, 2).files == 1


@either
def test_of_a_batch_that_is_done_the_photos_and_their_originals_stay(desk):
    batch_id = desk.checked({"x.zip": packed(GOOD | LOST)})
    desk.confirm(batch_id, leave_out=True)
    assert later(desk, 2) == Swept(files=1, bytes=len(packed(GOOD | LOST)))
    swept = later(desk, 31)
    assert (swept.files, swept.pictures) == (1, 1)
    with desk.store.reading(1) as session:
        photo = session.exec(select(Photo)).one()
        assert session.get(PhotoThumbnail, (1, photo.content)) is not None
    objects = open_objects(desk.store.settings)
    assert objects.get(photo.source_key) == GOOD["0104233.jpg"]
    assert objects.get(photo.storage_key)
    assert (files(desk, "upload"), files(desk, "photo")) == ([photo.source_key], [photo.storage_key])


@either
def test_lists_of_ids_that_downloads_were_asked_by_go_after_a_day(desk):
    keep_ids(desk.store, "0104233, 0101118")
    assert sweep(desk.store, desk.user) == Swept()
    assert later(desk, 2).files == 1
    assert files(desk, "download-ids") == []


@either
def test_what_was_taken_back_can_still_be_put_back_later(desk):
    batch_id = desk.checked(GOOD)
    desk.confirm(batch_id)
    desk.run("batch-undo", undoing.undo(desk.store, desk.user, batch_id))
    assert later(desk, 100).files == 0


@either
def test_records_go_after_four_hundred_days_and_the_photos_stay(desk):
    desk.confirm(desk.checked(GOOD))
    assert later(desk, 399).records == 0
    assert later(desk, 401).records == 1
    with desk.store.reading(1) as session:
        assert (session.exec(select(Batch)).all(), session.exec(select(BatchItem)).all()) == ([], [])
    assert desk.versions("0104233") == [(1, True, "0104233.jpg")]
    assert len(files(desk, "photo")) == 1


@either
def test_a_failed_item_whose_file_is_gone_says_so(desk):
    batch_id = desk.checked(GOOD)
    (key,) = files(desk, "upload")
    open_objects(desk.store.settings).delete(key)
    desk.confirm(batch_id)
    assert desk.items(batch_id)["0104233.jpg"].reason == "The file is not kept any more: upload it again."


@either
def test_it_is_asked_for_once_a_day(desk):
    for number in range(2):
        desk.checked({"0104233.jpg": face(number)})
    assert [job.handler for job in read_waiting(desk.store, 1)].count(SWEEP) == 1
    desk.run(SWEEP, "1")
    assert desk.view(drafts.find_draft(desk.store, desk.user, BatchKind.PHOTO)).open


@either
def test_a_sweep_is_asked_for_each_day_though_nobody_uploads_anything(desk):
    for _ in range(2):
        ask_daily(desk.store)
    with desk.store.reading(1) as session:
        asked = session.exec(select(Job).where(Job.handler == SWEEP)).all()
        assert [(job.by, job.state) for job in asked] == [("system", "queued")]
    desk.run(SWEEP, "1")
