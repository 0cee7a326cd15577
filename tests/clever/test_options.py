"""Options declared once (export-options §2)."""

import re
import typing

import pytest

from roster_core.clever.profile.options import FIELDS, GROUPS, PRESETS, ExportOptions, in_use, is_default
from roster_core.options import each_option, meta
from tests.conftest import GOLDEN

#: Basics, whose table has no column for the default value in code.
BASICS = {
    "school_ids": None,
    "school_year": None,
    "as_of_date": None,
    "prek_state_grades": ("3F", "3H", "4F", "4H"),
    "kindergarten_state_grades": ("KF", "KH", "DH"),
    "column_layout": "clever",
    "deliver_download": True,
    "deliver_local": False,
    "deliver_email": False,
    "deliver_sftp": False,
}


def defined() -> dict[str, tuple[str, str]]:
    """Field → (source as in the table, default) from the tables of §2.2–2.5."""
    text = (GOLDEN.parent / "export-options.md").read_text(encoding="utf-8")
    text = text[text.index("### 2.2 ") : text.index("Defaults for booleans")]
    fields = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) >= 4 and (names := re.findall(r"`(\w+)`", cells[1])):
            for name in names:
                fields[name] = (cells[0], cells[3] if len(cells) > 4 else "–")
    return fields


DEFINED = defined()
DEFAULTS = {"false": False, "–": None, "none": None, "blank": "", "empty": ()}


def test_every_defined_option_is_declared_and_no_other():
    extras = {name for name, info in FIELDS.items() if re.fullmatch(r"X\d\d", meta(info)["source"])}
    assert set(FIELDS) == {*DEFINED, *BASICS, *extras}
    assert len(DEFINED) > 50


@pytest.mark.parametrize("name", DEFINED)
def test_the_default_is_the_defined_one(name):
    _source, text = DEFINED[name]
    shown = text.replace("`", "").split(" ")[0]
    default = FIELDS[name].default
    if isinstance(default, str) and default:
        assert shown == default
    elif name.endswith(("_user_text", "_gpa_type")):
        assert default is None
        assert shown in ("–", "none")
    else:
        assert default == DEFAULTS[shown]


@pytest.mark.parametrize("name", DEFINED)
def test_the_source_is_the_defined_one(name):
    source, _default = DEFINED[name]
    wanted = re.findall(r"G\d+|O1", source)
    if wanted and "–G" not in source:
        assert meta(FIELDS[name])["source"].split() == wanted


@pytest.mark.parametrize(("name", "default"), BASICS.items())
def test_the_basics_have_their_defaults(name, default):
    assert FIELDS[name].default == default


@pytest.mark.parametrize("name", FIELDS)
def test_every_option_says_what_it_is(name):
    info, declared = FIELDS[name], meta(FIELDS[name])
    assert info.title
    assert info.description
    assert info.description.endswith(".")
    assert declared["group"] in {"Basics", "Student", "Admin", "Teacher", "Section and Enrollment", "Section"}


@pytest.mark.parametrize("name", FIELDS)
def test_every_word_of_a_choice_has_a_label(name):
    words = (
        typing.get_args(FIELDS[name].annotation) if typing.get_origin(FIELDS[name].annotation) is typing.Literal else ()
    )
    if words:
        assert set(meta(FIELDS[name])["labels"]) == set(words)


def test_the_49_bullets_are_all_covered():
    text = " ".join(meta(info)["source"] for info in FIELDS.values())
    assert set(re.findall(r"G\d+", text)) == {f"G{number:02}" for number in range(1, 50)}


def test_the_groups_have_the_fields_in_the_order_of_the_form():
    names = [name for group in GROUPS for name, _info in each_option(group)]
    assert names == list(FIELDS)
    assert names[0] == "school_ids"
    assert names[-1] == "blank_course_name_if_composed"


def test_every_companion_names_an_option_and_its_words():
    for name, info in FIELDS.items():
        used_with = meta(info).get("used_with")
        if used_with:
            words = typing.get_args(FIELDS[used_with["option"]].annotation)
            assert set(used_with["values"]) <= set(words), name


def test_the_recommended_preset_is_offered_first():
    assert list(PRESETS) == ["clever_recommended", "source_defaults"]


def test_the_recommended_preset_turns_on_six_options():
    on = {name for name in FIELDS if not is_default(PRESETS["clever_recommended"], name)}
    sources = {meta(FIELDS[name])["source"] for name in on}
    assert sources == {"G10", "G11", "G14", "G15", "G37", "G47"}
    assert PRESETS["source_defaults"] == ExportOptions()


def test_a_companion_is_in_use_with_its_choice_only():
    assert not in_use(ExportOptions(), "student_username_user_text")
    assert in_use(ExportOptions(student_username_source="user_text"), "student_username_user_text")
