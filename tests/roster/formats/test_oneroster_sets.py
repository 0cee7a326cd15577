"""A set of OneRoster files as a whole: its manifest, its form, the files that must be there."""

import pytest

from roster_core.refusals import Refusal
from roster_core.roster.checks.roster import check
from roster_core.roster.formats.oneroster import kind_of
from tests.roster.formats.oneroster_reading import both, changed, read
from tests.roster.formats.oneroster_sets import SET_11, SET_12
from tests.roster.formats.reading import errors, sheets, table, told


@both
def test_rows_to_be_deleted_are_left_out_and_counted(files):
    intake = read(files)
    assert {row[1] for row in told(intake, "TO_BE_DELETED")} >= {"oneroster/orgs.csv", "oneroster/classes.csv"}
    assert "OLD" not in {row[0] for row in table(intake, "schools", "school_code")}


def test_an_enrollment_of_a_class_or_person_that_is_gone_is_an_error():
    more = (
        SET_11["enrollments.csv"]
        + "e10,,,k4,s2,u-dev,student,,,\ne11,,,k1,s1,u-gone,student,,,\ne12,,,k1,s1,u-dev,teacher,,,\n"
    )
    intake = read(enrollments=more)
    assert [row[:4] for row in told(intake, "CLASS_UNKNOWN")] == [
        ("error", "oneroster/enrollments.csv", "#11", "classSourcedId")
    ]
    assert [(row[2], row[4][:21]) for row in told(intake, "USER_UNKNOWN")] == [
        ("#12", "There is no student u"),
        ("#13", "There is no teacher u"),
    ]


def test_a_delta_is_refused():
    manifest = SET_11["manifest.csv"].replace("file.users,bulk", "file.users,delta")
    with pytest.raises(Refusal, match="users hold only changes"):
        read(manifest=manifest)


def test_a_delta_of_a_file_that_is_not_read_does_not_matter():
    manifest = SET_11["manifest.csv"].replace("file.results,absent", "file.results,delta")
    assert errors(read(manifest=manifest)) == []


def test_what_the_manifest_calls_absent_is_not_read():
    manifest = SET_11["manifest.csv"].replace("file.demographics,bulk", "file.demographics,absent")
    intake = read(manifest=manifest)
    assert told(intake, "MANIFEST_ABSENT")[0][:2] == ("warning", "oneroster/demographics.csv")
    assert table(intake, "students", "birth_date") == [(None,)] * 3
    assert [row[3] for row in told(intake, "COLUMN_NEEDED")] == ["birth_date"]


def test_what_the_manifest_promises_must_be_there():
    intake = read(demographics=None)
    assert [row[:2] for row in told(intake, "FILE_MISSING")] == [("block", "oneroster/demographics.csv")]
    assert check(intake, district_code=None).refused


def test_a_set_without_a_manifest_is_read():
    assert errors(read(manifest=None)) == []


@pytest.mark.parametrize("stem", ["orgs", "users", "courses", "classes", "enrollments"])
def test_a_missing_core_file_blocks_the_load(stem):
    assert ("block", f"oneroster/{stem}.csv") in [
        row[:2] for row in told(read(manifest=None, **{stem: None}), "FILE_MISSING")
    ]


def test_users_without_any_roles_block_the_load():
    intake = read(SET_12, manifest=None, roles=None)
    assert [row[:3] for row in told(intake, "HEADER_MISSING")] == [("block", "oneroster/users.csv", "role")]


def test_files_are_known_by_their_headers_and_case_does_not_matter():
    renamed = {
        f"{number}.txt": content.upper() if number == 1 else content for number, content in enumerate(SET_12.values())
    }
    assert {kind_of(sheet) for sheet in sheets(renamed)} == {name.removesuffix(".csv").lower() for name in SET_12}


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_dirt_in_the_files_does_not_change_the_roster(delimiter):
    clean = {name: content for name, content in SET_11.items() if '"' not in content}
    dirty = {
        name: (content.replace(",", delimiter) if name in clean else content).replace("\n", "\r\n").encode("utf-16")
        for name, content in SET_11.items()
    }
    found = read(dirty).tables
    for name, expected in read().tables.items():
        assert found[name].equals(expected), name


def test_lists_may_be_separated_by_semicolons():
    files = changed(SET_11, "classes.csv", '"t1,t2"', '"t1;t2"')
    files = changed(files, "users.csv", '"u-rita,u-tom"', "u-rita; u-tom")
    found = read(files).tables
    for name, expected in read().tables.items():
        assert found[name].equals(expected), name
