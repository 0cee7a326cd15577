"""A batch of photos from its files to the result and back, on both databases (batch-updates §2, §3, §6)."""

from dataclasses import replace

import pytest

from roster_core.access.rights import Right, granted
from roster_core.batches.links import Link, together
from roster_core.batches.people import Criterion
from roster_core.batches.states import BatchState, ItemState
from roster_core.journeys.batches import confirming, drafts, matching, photo_start, photos, settling, undoing
from roster_core.journeys.batches.photo_start import PhotoRequest
from roster_core.journeys.batches.suggesting import suggestions
from roster_core.journeys.handlers import HANDLERS
from roster_core.photos.rules import RuleSet
from roster_core.refusals import Refusal
from tests.journeys.batches.conftest import face, packed
from tests.journeys.batches.engines import either

NUMBER, STATE, LOGIN = Criterion.DISTRICT_NUMBER, Criterion.STATE_ID, Criterion.WEBLOGIN_ID


@pytest.mark.parametrize(
    ("criterion", "name", "kind"),
    [(NUMBER, "0104233.png", "PNG"), (STATE, "7012345678.jpg", "JPEG"), (LOGIN, "19ORTEA1.JPG", "JPEG")],
    ids=["district number", "government number", "weblogin"],
)
def test_a_file_named_by_an_id_becomes_that_persons_photo(desk, criterion, name, kind):
    batch_id = desk.checked({name: face(1, kind=kind)}, criterion=criterion)
    assert desk.items(batch_id)[name].state is ItemState.READY
    assert desk.confirm(batch_id).state is BatchState.DONE
    assert desk.results(batch_id) == {name: "Uploaded"}
    assert desk.versions("0104233") == [(1, True, name)]


def test_an_id_of_another_kind_matches_nobody_and_is_offered(desk):
    batch_id = desk.checked({"7012345678.jpg": face(1)})
    item = desk.items(batch_id)["7012345678.jpg"]
    assert (item.state, item.person) == (ItemState.NEEDS_PERSON, None)
    offered = suggestions(desk.store, desk.user, batch_id, item.sequence)
    assert [one.person.reference for one in offered] == ["student:0104233"]
    with pytest.raises(Refusal, match="undecided"):
        desk.confirm(batch_id)


def test_staff_have_photos_of_their_own(desk):
    batch_id = desk.checked({"2001.bmp": face(1, kind="BMP")}, criterion=Criterion.STAFF_ID)
    desk.confirm(batch_id)
    assert desk.results(batch_id) == {"2001.bmp": "Uploaded"}
    assert desk.versions("2001", "staff") == [(1, True, "2001.bmp")]


def test_a_zip_of_good_and_bad_files_goes_on_with_the_good_ones(desk):
    known = {f"set/{key}.jpg": face(at) for at, key in enumerate(("0104233", "0101118", "0101900"))}
    other = {"set/999.jpg": face(9), "readme.txt": b"hello", "__MACOSX/set/._999.jpg": b"x"}
    batch_id = desk.checked({"_Studentimages.zip": packed(known | other)})
    view = desk.view(batch_id)
    assert view.sources[0]["litter"] == 1
    assert (view.counts["new"], view.counts["unresolved"], view.counts["left_out"]) == (3, 1, 2)
    assert desk.confirm(batch_id, leave_out=True).state is BatchState.DONE
    assert sorted(filter(None, desk.results(batch_id).values())) == ["No Match", "Rejected", *["Uploaded"] * 3]


def test_an_archive_that_is_refused_says_why_and_the_rest_goes_on(desk):
    batch_id = desk.start()
    view = desk.add(batch_id, {"broken.zip": b"PK\3\4 no", "0104233.jpg": face(1)})
    assert "not complete" in view.sources[0]["refused"]
    assert desk.items(batch_id)["0104233.jpg"].state is ItemState.READY


def test_of_two_files_for_one_person_somebody_picks_one(desk):
    batch_id = desk.checked({"x.zip": packed({"a/0104233.jpg": face(1), "b/0104233.jpg": face(2)})})
    assert {item.state for item in desk.items(batch_id).values()} == {ItemState.AMBIGUOUS}
    second = desk.items(batch_id)["b/0104233.jpg"].sequence
    drafts.choose(desk.store, desk.user, batch_id, drafts.keep(second))
    desk.confirm(batch_id)
    assert desk.results(batch_id) == {"a/0104233.jpg": "Skipped", "b/0104233.jpg": "Uploaded"}


def test_what_a_decision_settles_is_what_settling_all_files_comes_to(desk, monkeypatch):
    monkeypatch.setattr(settling, "SLICE", 1)
    names = {"a/0104233": 1, "b/0104233": 2, "0101118": 1, "0100502": 3, "x": 3, "104871": 4}
    batch_id = desk.checked({"x.zip": packed({f"{name}.jpg": face(seed) for name, seed in names.items()})})
    number = {name.removesuffix(".jpg"): item.sequence for name, item in desk.items(batch_id).items()}
    chloe = desk.items(batch_id)["0101118.jpg"].person
    decisions = (
        drafts.keep(number["b/0104233"]),
        drafts.keep(number["a/0104233"]),
        drafts.set_choice(number["x"], person_id=chloe.person_id),
        drafts.set_choice(number["0101118"], skip=True),
        drafts.set_choices([number["a/0104233"], number["0100502"]], skip=True),
        drafts.accept("LEADING_ZEROS"),
        drafts.set_choice(number["x"], person_id=None),
    )
    seen = set()
    for decide in decisions:
        assert drafts.choose(desk.store, desk.user, batch_id, decide)
        before = (desk.view(batch_id).counts, desk.items(batch_id))
        assert drafts.look_again(desk.store, desk.user, batch_id) == 0
        assert (desk.view(batch_id).counts, desk.items(batch_id)) == before
        seen |= {one.kind.code for item in before[1].values() for one in item.findings}
    assert {"DUPLICATE_IMAGE", "SEVERAL_FILES", "NOT_CHOSEN", "SET_ASIDE"} <= seen


def test_a_near_copy_is_settled_with_those_that_know_it():
    links = [Link(1, 11, "", "a", "", (2,)), Link(2, 12, "", "b", ""), Link(3, 13, "", "c", "")]
    assert together({one.sequence: photos.links(one) for one in links}) == [[1, 2], [3]]


def test_a_person_is_picked_by_hand(desk):
    batch_id = desk.checked({"IMG_1.jpg": face(1)})
    item = desk.items(batch_id)["IMG_1.jpg"]
    person = desk.items(desk.checked({"0101118.jpg": face(2)}))["0101118.jpg"].person
    drafts.choose(desk.store, desk.user, batch_id, drafts.set_choice(item.sequence, person_id=person.person_id))
    picked = desk.items(batch_id)["IMG_1.jpg"]
    assert (picked.state, picked.matched_by) == (ItemState.READY, "MANUAL")
    desk.confirm(batch_id)
    assert desk.versions("0101118") == [(1, True, "IMG_1.jpg")]


def test_a_warning_is_looked_at_before_it_goes_on(desk):
    batch_id = desk.checked({"104233.jpg": face(1)})
    assert desk.items(batch_id)["104233.jpg"].state is ItemState.WARNING
    with pytest.raises(Refusal, match="1 of its items are undecided"):
        desk.confirm(batch_id)
    assert drafts.choose(desk.store, desk.user, batch_id, drafts.accept("LEADING_ZEROS")) == 1
    desk.confirm(batch_id)
    assert desk.results(batch_id) == {"104233.jpg": "Uploaded"}


def test_the_same_bytes_again_change_nothing(desk):
    desk.confirm(desk.checked({"0104233.jpg": face(1)}))
    again = desk.checked({"0104233.jpg": face(1)})
    assert desk.items(again)["0104233.jpg"].state is ItemState.UNCHANGED
    desk.confirm(again)
    assert desk.results(again) == {"0104233.jpg": "Unchanged"}
    assert desk.versions("0104233") == [(1, True, "0104233.jpg")]
    with pytest.raises(Refusal, match="Nothing is in it"):
        desk.confirm(desk.start())


@either
def test_a_replaced_photo_is_kept_and_comes_back_by_undo(desk):
    desk.confirm(desk.checked({"0104233.jpg": face(1)}))
    batch_id = desk.checked({"0104233.png": face(2, kind="PNG"), "0101118.jpg": face(3)})
    assert (desk.view(batch_id).counts["new"], desk.view(batch_id).counts["replaces"]) == (1, 1)
    desk.confirm(batch_id)
    assert desk.results(batch_id) == {"0104233.png": "Uploaded (replaced)", "0101118.jpg": "Uploaded"}
    assert undoing.plan_undo(desk.store, desk.user, batch_id) == undoing.UndoPlan(1, 1, 0)
    undo_id = undoing.undo(desk.store, desk.user, batch_id)
    desk.run("batch-undo", undo_id)
    assert desk.view(batch_id).state is BatchState.UNDONE
    assert desk.results(undo_id) == {"0104233.png": "Put back", "0101118.jpg": "Taken back"}
    assert desk.versions("0104233") == [(1, True, "0104233.jpg"), (2, False, "0104233.png")]
    assert desk.versions("0101118") == [(1, False, "0101118.jpg")]
    with pytest.raises(Refusal, match="It is undone"):
        undoing.undo(desk.store, desk.user, batch_id)


@either
def test_what_was_changed_since_is_left_by_an_undo_and_told(desk):
    first = desk.checked({"0104233.jpg": face(1)})
    desk.confirm(first)
    desk.confirm(desk.checked({"0104233.jpg": face(2)}))
    assert undoing.plan_undo(desk.store, desk.user, first) == undoing.UndoPlan(0, 0, 1)
    undo_id = undoing.undo(desk.store, desk.user, first)
    desk.run("batch-undo", undo_id)
    assert desk.view(first).state is BatchState.PARTLY_UNDONE
    assert desk.items(undo_id)["0104233.jpg"].reason == "The photo was changed since; it was left as it is."
    assert [current for _, current, _ in desk.versions("0104233")] == [False, True]


def test_the_same_photo_stored_anew_meanwhile_counts_as_changed_since(desk):
    first = desk.checked({"0104233.jpg": face(1)})
    desk.confirm(first)
    for again in (2, 1):
        desk.confirm(desk.checked({"0104233.jpg": face(again)}))
    assert undoing.plan_undo(desk.store, desk.user, first) == undoing.UndoPlan(0, 0, 1)
    desk.run("batch-undo", undoing.undo(desk.store, desk.user, first))
    assert desk.versions("0104233")[-1] == (3, True, "0104233.jpg")


@either
def test_what_changed_between_preview_and_confirm_is_looked_at_again(desk):
    batch_id = desk.checked({"0104233.jpg": face(1)})
    desk.confirm(desk.checked({"0104233.jpg": face(2)}))
    with pytest.raises(Refusal, match=r"has changed since the preview, for 0104233\.jpg"):
        desk.confirm(batch_id)


@either
def test_what_changed_after_confirm_is_a_conflict_and_not_overwritten(desk, as_user):
    other = as_user(granted("kim", "Kim", desk.user.rights))
    late, early = desk.checked({"0104233.jpg": face(1)}), other.checked({"0104233.jpg": face(2)})
    confirming.confirm(desk.store, desk.user, late)
    confirming.confirm(desk.store, other.user, early)
    desk.run("batch-apply", early)
    desk.run("batch-apply", late)
    assert desk.view(late).state is BatchState.DONE_WITH_ERRORS
    assert desk.results(late) == {"0104233.jpg": "Conflict"}
    assert len(desk.versions("0104233")) == 1


@either
def test_confirming_and_applying_twice_does_everything_once(desk):
    batch_id = desk.checked({"0104233.jpg": face(1)})
    jobs = {confirming.confirm(desk.store, desk.user, batch_id) for _ in range(2)}
    assert len(jobs) == 1
    desk.run("batch-apply", batch_id)
    desk.run("batch-apply", batch_id)
    assert desk.versions("0104233") == [(1, True, "0104233.jpg")]


@either
def test_one_batch_of_a_kind_is_carried_out_at_a_time_for_a_user(desk):
    first, second = desk.checked({"0104233.jpg": face(1)}), desk.checked({"0101118.jpg": face(2)})
    confirming.confirm(desk.store, desk.user, first)
    with pytest.raises(Refusal, match="still being carried out"):
        confirming.confirm(desk.store, desk.user, second)


def test_of_people_in_other_schools_only_that_they_are_elsewhere_is_told(as_user):
    teacher = as_user(granted("t", "T", frozenset({Right.BULK_IMAGE_UPLOAD}), frozenset({"MMS"})))
    batch_id = teacher.checked({"0104233.jpg": face(1), "0101118.jpg": face(2)})
    items = teacher.items(batch_id)
    assert items["0101118.jpg"].state is ItemState.READY
    assert [one.kind.code for one in items["0104233.jpg"].findings] == ["OUT_OF_SCOPE"]
    assert "Ortega" not in items["0104233.jpg"].findings[0].message


def test_who_may_not_upload_is_refused(as_user):
    reader = as_user(granted("r", "R", frozenset({Right.ROSTER_VIEW})))
    with pytest.raises(Refusal, match="bulk_image_upload"):
        reader.start()


def test_the_201st_file_is_refused_and_the_first_ones_stay(desk):
    files = {f"{number}.jpg": b"" for number in range(199)} | {"0104233.jpg": face(1), "0101118.jpg": face(2)}
    batch_id = desk.checked(files)
    items = desk.items(batch_id)
    assert items["0104233.jpg"].state is ItemState.READY
    assert (items["0101118.jpg"].state, items["0101118.jpg"].findings[0].kind.code) == (
        ItemState.REJECTED,
        "BATCH_FULL",
    )


def test_single_files_beside_a_large_zip_are_counted_by_themselves(desk):
    archive = packed({f"{number}.jpg": b"x" for number in range(201)})
    batch_id = desk.checked({"set.zip": archive, "0104233.jpg": face(1)})
    assert desk.items(batch_id)["0104233.jpg"].state is ItemState.READY
    strict = desk.checked({"set.zip": archive, "0104233.jpg": face(1)}, rules=RuleSet.GATEWAY)
    full = [name for name, item in desk.items(strict).items() if item.findings[0].kind.code == "BATCH_FULL"]
    assert full == ["200.jpg", "0104233.jpg"]


@either
def test_a_draft_is_found_again_and_can_be_cleared(desk):
    batch_id = desk.checked({"0104233.jpg": face(1)})
    assert drafts.find_draft(desk.store, desk.user, desk.view(batch_id).kind) == batch_id
    drafts.clear(desk.store, desk.user, batch_id)
    assert drafts.find_draft(desk.store, desk.user, desk.view(batch_id).kind) is None
    assert desk.view(batch_id).cancelled_by == desk.user.login
    with pytest.raises(Refusal, match="The batch is cancelled"):
        drafts.choose(desk.store, desk.user, batch_id, drafts.accept("LANDSCAPE"))


@either
def test_a_confirmed_batch_that_waits_can_be_called_off_and_changes_nothing(desk, as_user):
    batch_id = desk.checked({"0104233.jpg": face(1)})
    confirming.confirm(desk.store, desk.user, batch_id)
    colleague = as_user(granted("zoe", "Zoe", frozenset({Right.BULK_IMAGE_UPLOAD})))
    with pytest.raises(Refusal, match="not found"):
        confirming.call_off(desk.store, colleague.user, batch_id)
    administrator = replace(desk.user, login="ada")
    confirming.call_off(desk.store, administrator, batch_id)
    view = desk.view(batch_id)
    assert (view.state, view.cancelled_by, view.given_up) == (BatchState.CANCELLED, "ada", True)
    assert view.job_state == "cancelled"
    desk.run("batch-apply", batch_id)  # a worker that had taken it up a moment before
    assert (desk.versions("0104233"), desk.view(batch_id).state) == ([], BatchState.CANCELLED)
    with pytest.raises(Refusal, match="was not cancelled"):
        confirming.call_off(desk.store, administrator, batch_id)


def test_what_was_begun_is_not_called_off(desk):
    batch_id = desk.checked({"0104233.jpg": face(1)})
    confirming.confirm(desk.store, desk.user, batch_id)
    HANDLERS["batch-apply"].advance(desk.store, 1, batch_id)
    with pytest.raises(Refusal, match="It is being carried out"):
        confirming.call_off(desk.store, desk.user, batch_id)
    desk.run("batch-apply", batch_id)
    assert desk.view(batch_id).state is BatchState.DONE


def test_an_undo_that_was_called_off_can_be_asked_for_again(desk):
    batch_id = desk.checked({"0104233.jpg": face(1)})
    desk.confirm(batch_id)
    confirming.call_off(desk.store, desk.user, undoing.undo(desk.store, desk.user, batch_id))
    assert desk.view(batch_id).state is BatchState.DONE
    desk.run("batch-undo", undoing.undo(desk.store, desk.user, batch_id))
    assert desk.view(batch_id).state is BatchState.UNDONE


@either
def test_of_two_windows_the_one_that_is_behind_is_told(desk):
    batch_id = desk.checked({"104233.jpg": face(1)})
    seen = desk.view(batch_id).revision
    drafts.choose(desk.store, desk.user, batch_id, drafts.accept("LEADING_ZEROS"), revision=seen)
    with pytest.raises(Refusal, match="another window"):
        drafts.choose(desk.store, desk.user, batch_id, drafts.set_choice(1, skip=True), revision=seen)


def test_a_photo_that_is_too_large_is_made_to_fit_when_asked(desk):
    name = "19ortea1.jpg"
    batch_id = desk.checked({name: face(1, 1600, 2000)}, criterion=LOGIN, rules=RuleSet.GATEWAY)
    item = desk.items(batch_id)[name]
    assert (item.state, [one.kind.code for one in item.findings]) == (ItemState.REJECTED, ["DIMENSIONS"])
    drafts.choose(desk.store, desk.user, batch_id, photo_start.follow_plans([item.sequence]))
    assert desk.items(batch_id)[name].state is ItemState.READY
    drafts.choose(desk.store, desk.user, batch_id, drafts.set_choice(item.sequence, plan=""))
    assert desk.items(batch_id)[name].state is ItemState.REJECTED
    drafts.choose(desk.store, desk.user, batch_id, photo_start.follow_plans([item.sequence]))
    desk.confirm(batch_id)
    assert desk.results(batch_id) == {name: "Uploaded"}


def test_an_index_in_the_zip_says_whose_a_picture_is(desk):
    listed = b"IMG_0001.JPG\t0104233\r\nIMG_0002.JPG\t0101118\r\n"
    files = {"INDEX.TXT": listed, "IMG_0001.JPG": face(1), "IMG_0002.JPG": face(2)}
    batch_id = desk.checked({"pictures.zip": packed(files)})
    assert {item.person.reference for item in desk.items(batch_id).values()} == {"student:0104233", "student:0101118"}


def test_a_rule_set_is_for_those_it_names(desk):
    with pytest.raises(Refusal, match="not for staff"):
        photo_start.start_photos(desk.store, desk.user, PhotoRequest(Criterion.STAFF_ID, RuleSet.GATEWAY))


def test_files_named_by_another_id_are_told_and_matched_by_it(desk):
    batch_id = desk.checked({"7012345678.jpg": face(1), "0101118.jpg": face(2)})
    assert desk.view(batch_id).settings["others"] == {"state_id": 1}
    matching.match_by(desk.store, desk.user, batch_id, STATE)
    items = desk.items(batch_id)
    assert items["7012345678.jpg"].person.reference == "student:0104233"
    assert (items["0101118.jpg"].person, desk.view(batch_id).settings["others"]) == (None, {"district_number": 1})
    with pytest.raises(Refusal, match="not an ID of students"):
        matching.match_by(desk.store, desk.user, batch_id, Criterion.LOGON_ID)


def test_an_index_without_ids_suggests_whom_it_names(desk):
    listed = b"V\tF\tIMG_0001.JPG\t07\tDunn\tChloe\t\t\r\n"
    batch_id = desk.checked({"pictures.zip": packed({"INDEX.TXT": listed, "IMG_0001.JPG": face(1)})})
    item = desk.items(batch_id)["IMG_0001.JPG"]
    assert item.state is ItemState.NEEDS_PERSON
    offered = suggestions(desk.store, desk.user, batch_id, item.sequence)
    assert [one.person.reference for one in offered] == ["student:0101118"]
