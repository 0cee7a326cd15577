"""Options from files and stored profiles (export-options §2.5)."""

import json
from datetime import date

import pytest

from roster_core.clever.profile.file import parse_file, parse_options, read_options, write_file
from roster_core.clever.profile.options import PRESETS, ExportOptions
from roster_core.refusals import Refusal


def keys(raw: dict[str, object]) -> list[str]:
    given = parse_options(raw)
    assert {finding.kind.code for finding in given.findings} <= {"OPTION_INVALID"}
    return [finding.row_key for finding in given.findings]


def test_nothing_given_is_every_default():
    assert parse_options({}) == parse_options(dict.fromkeys(ExportOptions.model_fields))
    assert parse_options({}).options == ExportOptions()


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"frl_short_codes": "true"}, "frl_short_codes"),
        ({"frl_short_codes": 1}, "frl_short_codes"),
        ({"student_username_source": "User_Text"}, "student_username_source"),
        ({"student_username_source": ""}, "student_username_source"),
        ({"student_username_source": ["none"]}, "student_username_source"),
        ({"column_layout": "old"}, "column_layout"),
        ({"as_of_date": "09/08/2026"}, "as_of_date"),
        ({"as_of_date": "2026-02-30"}, "as_of_date"),
        ({"as_of_date": 20260908}, "as_of_date"),
        ({"as_of_date": "2026-09-08T00:00:00"}, "as_of_date"),
        ({"school_ids": "MHE"}, "school_ids"),
        ({"school_ids": [1]}, "school_ids"),
        ({"school_year": 2026}, "school_year"),
        ({"prek_state_grades": {"3F": 1}}, "prek_state_grades"),
        ({"excluded_course_codes": ["0990"]}, "excluded_course_codes"),
        ({"no_such_option": None}, "no_such_option"),
    ],
    ids=str,
)
def test_what_is_wrong_is_a_finding_about_that_field(raw, field):
    assert keys(raw) == [field]
    assert parse_options(raw).options == ExportOptions()


def test_all_that_is_wrong_is_told_at_once_and_the_rest_is_kept():
    given = parse_options({"x": 1, "frl_short_codes": "no", "as_of_date": "?", "iep_yes_no": True})
    assert sorted(finding.row_key for finding in given.findings) == ["as_of_date", "frl_short_codes", "x"]
    assert given.options == ExportOptions(iep_yes_no=True)


def test_the_message_names_the_option_and_what_is_allowed():
    [finding] = parse_options({"column_layout": "old"}).findings
    assert finding.message == "Column layout: “old” is none of 'clever', 'genesis'."
    [finding] = parse_options({"frl_short_codes": "no"}).findings
    assert "true or false" in finding.message


def test_texts_and_codes_are_under_the_text_rule():
    options = parse_options(
        {
            "school_ids": [" MHE\t", "mhe", "", "MMS"],
            "excluded_course_codes": " a  b ",
            "student_username_user_text": " ",
        }
    ).options
    assert options.school_ids == ("MHE", "MMS")
    assert options.excluded_course_codes == "a b"
    assert options.student_username_user_text is None


def test_a_toml_file_and_a_json_file_say_the_same(tmp_path):
    toml, text = tmp_path / "o.toml", tmp_path / "o.json"
    toml.write_text('school_ids = ["MHE"]\nas_of_date = 2026-09-08\nfrl_short_codes = true\n', encoding="utf-8")
    raw = {"school_ids": ["MHE"], "as_of_date": "2026-09-08", "frl_short_codes": True, "school_year": None}
    text.write_text("\ufeff" + json.dumps(raw), encoding="utf-8")
    wanted = ExportOptions(school_ids=("MHE",), as_of_date=date(2026, 9, 8), frl_short_codes=True)
    assert read_options(toml).options == wanted
    assert read_options(text).options == wanted


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("o.json", b"{"),
        ("o.json", b"[]"),
        ("o.toml", b"school_ids"),
        ("o.toml", b'x = "\xff"'),
        ("o.json", b"\xff\xfe"),
    ],
)
def test_what_is_no_options_file_is_refused(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refusal, match=name):
        read_options(path)


def test_an_absent_file_is_refused(tmp_path):
    with pytest.raises(Refusal, match="No such file"):
        read_options(tmp_path / "none.toml")


def test_stored_options_come_back_as_they_were():
    options = ExportOptions(school_ids=("MHE",), as_of_date=date(2026, 9, 8), staff_excluded_roles=("NURSE",))
    stored = json.loads(json.dumps(options.model_dump(mode="json")))
    assert parse_options(stored).options == options


@pytest.mark.parametrize("form", ["toml", "json"])
@pytest.mark.parametrize(
    "options",
    [
        *PRESETS.values(),
        ExportOptions(
            school_ids=("MHE", 'M"S'),
            as_of_date=date(2026, 9, 8),
            student_email_suffix='a"\\b\x7f',
            iep_yes_no=True,
        ),
    ],
    ids=["recommended", "defaults", "odd"],
)
def test_a_profile_written_as_a_file_is_read_as_it_was(form, options):
    text = write_file(options, {"name": "Übung “1”", "version": 3, "note": "a\nb"}, form=form)
    read = parse_file(f"x.{form}", text.encode())
    assert parse_options(read.raw).options == options
    assert (read.name, read.note) == ("Übung “1”", "a b")


def test_a_profile_that_is_no_table_is_an_unknown_option():
    assert keys(parse_file("x.json", b'{"profile": 3}').raw) == ["profile"]


@pytest.mark.parametrize(
    ("raw", "source", "text", "said"),
    [
        ({"student_username_source": ["email_local_part", "student_id"]}, "student_id", None, True),
        ({"student_username_source": ["student_id", "none"]}, "student_id", None, False),
        ({"G01": True, "G02": True, "G03": True}, "user_text", None, True),
        ({"G01": "NETID", "G02": True}, "user_text", "NETID", True),
        ({"G01": "NETID"}, "user_text", "NETID", False),
        ({"G01": "", "G02": True, "G03": True}, "student_id", None, True),
        ({"G01": False, "G02": False, "G03": True}, "email_local_part", None, False),
        ({"G02": False}, "none", None, False),
        ({"student_username_source": "email_local_part", "G02": True}, "student_id", None, True),
    ],
    ids=str,
)
def test_of_several_sources_of_the_username_the_first_in_rank_is_used(raw, source, text, said):
    given = parse_options(raw)
    assert (given.options.student_username_source, given.options.student_username_user_text) == (source, text)
    assert [(finding.kind.code, finding.row_key) for finding in given.findings] == [
        ("OPTION_CONTRADICTION", "student_username_source")
    ] * said
    assert all("are set, and “" in finding.message for finding in given.findings)


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"G02": "yes"}, "G02"),
        ({"G04": True}, "G04"),
        ({"student_username_source": ["student_id", "x"]}, "student_username_source"),
        ({"student_username_source": ["student_id", 1]}, "student_username_source"),
    ],
)
def test_sources_that_are_none_are_judged_as_ever(raw, field):
    assert keys(raw) == [field]
