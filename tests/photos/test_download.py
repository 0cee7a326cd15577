"""Who is in a ZIP, in which folder, and who is told to be missing or restricted."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from roster_core.downloads.file_names import read_template
from roster_core.downloads.holders import Choice, Folders, Holder, grade_key
from roster_core.photos.download import Form, Size, Version, build_plan, fitted_size, newest_of_year
from roster_core.photos.download_lists import INDEX, index_csv, missing_csv, pspa_index

AT = datetime(2026, 9, 20, 12, tzinfo=UTC)
PLAIN = Form(read_template(""))


def holder(person_id, **more):
    told = {
        "kind": "student", "district_number": f"010000{person_id}", "weblogin_id": f"login{person_id}",
        "last_name": f"Last{person_id}", "first_name": "First", "grade": "07", "homeroom": "7-A", "school": "MMS",
        "schools": frozenset({"MMS"}), "sections": frozenset({"MMS/ENG/01"}),
    }  # fmt: skip
    return Holder(person_id, **(told | more))


def photo(person_id, **more):
    told = {
        "version": 1,
        "key": "k",
        "sha256": "ab",
        "size": 9,
        "media_type": "image/jpeg",
        "width": 480,
        "height": 600,
    }
    return Version(person_id, **(told | {"taken": AT} | more))  # type: ignore[arg-type] # by name, as each test likes


EVERYBODY = (
    holder(1),
    holder(2, grade="08", homeroom="8-B", sections=frozenset({"MMS/ART/02"})),
    holder(3, school="MHS", schools=frozenset({"MHS", "MMS"}), grade="09", homeroom="7-A"),
    holder(4, kind="staff", school="MHS", schools=frozenset({"MHS"}), grade="", homeroom="", sections=frozenset()),
)
PHOTOS = {person: photo(person) for person in (1, 2, 3, 4)}


def _taken(choice, people=EVERYBODY, photos=PHOTOS, form=PLAIN):
    return {entry.holder.person_id for entry in build_plan(people, photos, choice, form).entries}


@pytest.mark.parametrize(
    ("choice", "persons"),
    [
        (Choice(), {1, 2, 3}),
        (Choice(staff=True), {1, 2, 3, 4}),
        (Choice(students=False, staff=True), {4}),
        (Choice(schools=frozenset({"MHS"})), {3}),
        (Choice(schools=frozenset({"MHS"}), staff=True), {3, 4}),
        (Choice(schools=frozenset({"MMS"})), {1, 2, 3}),
        (Choice(grades=frozenset({"7"})), {1}),
        (Choice(grades=frozenset({"7", "8"})), {1, 2}),
        (Choice(homerooms=frozenset({"7-A"})), {1, 3}),
        (Choice(homerooms=frozenset({"7-A"}), schools=frozenset({"MHS"})), {3}),
        (Choice(sections=frozenset({"MMS/ART/02"})), {2}),
        (Choice(person_ids=frozenset({2, 4})), {2}),
        (Choice(person_ids=frozenset({2, 4}), staff=True), {2, 4}),
        (Choice(person_ids=frozenset({1, 2}), grades=frozenset({"8"})), {2}),
        (Choice(person_ids=frozenset()), set()),
    ],
    ids=[
        "students", "both", "staff", "school", "all of a school", "second school", "grade", "grades", "homeroom",
        "homeroom of a school", "section", "list", "list of both", "list and grade", "empty list",
    ],
)  # fmt: skip
def test_groups_combine(choice, persons):
    assert _taken(choice) == persons


@pytest.mark.parametrize(("typed", "same"), [("7", "07"), ("kf", "KF"), (" 10 ", "10")])
def test_grades_are_compared_without_zeros(typed, same):
    assert grade_key(typed) == grade_key(same)


def test_without_a_photo_and_restricted_are_told_and_left_out():
    people = (holder(1), holder(2, restricted=True), holder(5), holder(6, restricted=True))
    plan = build_plan(people, PHOTOS, Choice(), PLAIN)
    assert [entry.holder.person_id for entry in plan.entries] == [1]
    assert [one.person_id for one in plan.missing] == [5, 6]
    assert [one.person_id for one in plan.restricted] == [2]
    assert plan.persons == 4
    inside = build_plan(people, PHOTOS, Choice(), replace(PLAIN, internal_use=True))
    assert {entry.holder.person_id for entry in inside.entries} == {1, 2}
    assert inside.restricted == ()


def test_a_confidential_record_is_in_no_list_of_the_zip_unless_for_internal_use():
    people = (holder(1), holder(2, confidential=True), holder(5, confidential=True))
    plan = build_plan(people, PHOTOS, Choice(), PLAIN)
    assert ([entry.holder.person_id for entry in plan.entries], plan.missing) == ([1], ())
    assert [one.person_id for one in plan.restricted] == [2, 5]
    inside = build_plan(people, PHOTOS, Choice(), replace(PLAIN, internal_use=True))
    assert [one.person_id for one in inside.missing] == [5]


def test_only_what_came_in_since():
    photos = {1: photo(1), 2: photo(2, taken=AT + timedelta(seconds=1))}
    plan = build_plan((holder(1), holder(2)), photos, Choice(), replace(PLAIN, since=AT))
    assert ([entry.holder.person_id for entry in plan.entries], plan.unchanged) == ([2], 1)


@pytest.mark.parametrize(
    ("folders", "paths"),
    [
        (Folders.NONE, ["photos/login1.jpg", "photos/login2.jpg", "photos/login3.jpg", "photos/login4.jpg"]),
        (
            Folders.SCHOOL,
            ["photos/MHS/login3.jpg", "photos/MHS/login4.jpg", "photos/MMS/login1.jpg", "photos/MMS/login2.jpg"],
        ),
        (
            Folders.GRADE,
            ["photos/07/login1.jpg", "photos/08/login2.jpg", "photos/09/login3.jpg", "photos/staff/login4.jpg"],
        ),
        (
            Folders.HOMEROOM,
            [
                "photos/8-B/login2.jpg",
                "photos/MHS_7-A/login3.jpg",
                "photos/MMS_7-A/login1.jpg",
                "photos/staff/login4.jpg",
            ],
        ),
    ],
    ids=[folders.value for folders in Folders],
)
def test_folders(folders, paths):
    plan = build_plan(EVERYBODY, PHOTOS, Choice(staff=True), replace(PLAIN, folders=folders))
    assert [entry.path for entry in plan.entries] == paths


@pytest.mark.parametrize(
    ("folders", "folder"),
    [(Folders.SCHOOL, "no school"), (Folders.GRADE, "no grade"), (Folders.HOMEROOM, "no homeroom")],
)
def test_who_is_in_none_has_a_folder_too(folders, folder):
    nowhere = holder(1, school="", grade="", homeroom="")
    plan = build_plan((nowhere,), PHOTOS, Choice(), replace(PLAIN, folders=folders))
    assert plan.entries[0].path == f"photos/{folder}/login1.jpg"


def test_the_worked_example():
    wen = holder(1, weblogin_id="19chanw1", last_name="Chan", first_name="Wen")
    for typed, path in (("", "photos/19chanw1.jpg"), ("{last}_{first}_{grade}", "photos/Chan_Wen_07.jpg")):
        plan = build_plan((wen,), PHOTOS, Choice(), Form(read_template(typed)))
        assert plan.entries[0].path == path


def test_the_year_is_that_of_the_photo_or_the_present_one():
    form = Form(read_template("{year}"), school_year="2026-27")
    assert build_plan((holder(1),), {1: photo(1, school_year="2024-25")}, Choice(), form).entries[0].path == (
        "photos/2024-25.jpg"
    )
    assert build_plan((holder(1),), PHOTOS, Choice(), form).entries[0].path == "photos/2026-27.jpg"


@pytest.mark.parametrize(
    ("size", "stored", "whole", "extension"),
    [
        (Size.ORIGINAL, {"media_type": "image/png"}, True, "png"),
        (Size.ORIGINAL, {"width": 4000}, True, "jpg"),
        (Size.LARGE, {}, True, "jpg"),
        (Size.LARGE, {"width": 481}, False, "jpg"),
        (Size.LARGE, {"media_type": "image/png"}, False, "jpg"),
        (Size.SMALL, {"width": 100, "height": 100}, True, "jpg"),
    ],
    ids=["png as it is", "large as it is", "fits", "too wide", "png becomes jpeg", "never enlarged"],
)
def test_what_fits_is_sent_as_it_is(size, stored, whole, extension):
    entry = build_plan((holder(1),), {1: photo(1, **stored)}, Choice(), replace(PLAIN, size=size)).entries[0]
    assert (entry.whole, entry.path) == (whole, f"photos/login1.{extension}")


@pytest.mark.parametrize(
    ("width", "height", "limits", "size"),
    [
        (960, 1200, (480, 600), (480, 600)),
        (1000, 1000, (240, 300), (240, 240)),
        (300, 1200, (240, 300), (75, 300)),
        (100, 50, (120, 150), (100, 50)),
        (10_000, 1, (120, 150), (120, 1)),
    ],
)
def test_a_photo_is_fitted_inside(width, height, limits, size):
    assert fitted_size(width, height, limits) == size


def test_the_newest_of_a_year():
    photos = [photo(1, version=3, school_year="2025-26"), photo(1, version=2, school_year="2025-26"), photo(2)]
    assert {person: one.version for person, one in newest_of_year(photos, "2025-26").items()} == {1: 3}


def test_the_lists_tell_who_is_who_and_run_nothing():
    people = (holder(1, last_name="=cmd()", grade="07"), holder(5))
    plan = build_plan(people, {1: photo(1, school_year="2026-27")}, Choice(), PLAIN)
    rows = list(csv.DictReader(io.StringIO(index_csv(plan).decode("utf-8-sig"))))
    assert tuple(rows[0]) == INDEX
    assert (rows[0]["file"], rows[0]["last_name"], rows[0]["photo_date"]) == (
        "photos/login1.jpg",
        "'=cmd()",
        "2026-09-20",
    )
    missing = list(csv.DictReader(io.StringIO(missing_csv(plan).decode("utf-8-sig"))))
    assert [(row["district_number"], row["why"]) for row in missing] == [("0100005", "no photo")]
    lost = plan.without({"photos/login1.jpg"})
    assert (lost.entries, lost.persons) == ((), 2)
    assert b"file lost" in missing_csv(lost)


def test_a_pspa_index_has_thirteen_columns_and_our_number():
    plan = build_plan(EVERYBODY, PHOTOS, Choice(staff=True), replace(PLAIN, folders=Folders.GRADE))
    lines = pspa_index(plan, "MHSD").decode().split("\r\n")
    first, staff = lines[0].split("\t"), lines[3].split("\t")
    assert first[:7] == ["MHSD", "photos\\07", "login1.jpg", "07", "Last1", "First", "7-A"]
    assert (first[12], first[13]) == ("LARGE", "0100001")
    assert staff[10] == "Staff"
