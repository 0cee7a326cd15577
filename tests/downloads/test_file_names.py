"""Names of photos that are handed out, to the letter of batch-updates §3.5."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster_core.downloads.file_names import (
    LONGEST,
    TOKENS,
    Wanted,
    clean_folder,
    clean_name,
    extension_for,
    read_template,
    told_apart,
)
from roster_core.refusals import Refusal

WEN = {
    "weblogin": "19chanw1",
    "district_number": "0100502",
    "state_id": "7001",
    "last": "Chan",
    "first": "Wen",
    "grade": "07",
    "school": "MMS",
    "homeroom": "7-A",
    "year": "2026-27",
}


@pytest.mark.parametrize(
    ("typed", "stem", "extension"),
    [
        ("", "19chanw1", ""),
        ("   ", "19chanw1", ""),
        ("{last}_{first}_{grade}", "Chan_Wen_07", ""),
        ("{weblogin}{district_number}", "19chanw10100502", ""),
        ("{state_id} {school} {homeroom} {year}", "7001 MMS 7-A 2026-27", ""),
        ("{last}.JPG", "Chan", ".JPG"),
        ("{last}.jpeg", "Chan", ".jpeg"),
        ("{last}.{first}", "Chan.Wen", ""),
        (".jpg", "19chanw1", ".jpg"),
        ("photo", "photo", ""),
    ],
)
def test_a_template_is_filled(typed, stem, extension):
    template = read_template(typed)
    assert (template.filled(WEN), template.extension) == (stem, extension)


@pytest.mark.parametrize("token", TOKENS)
def test_each_token_gives_its_value(token):
    assert read_template(f"x{{{token}}}y").filled(WEN) == f"x{WEN[token]}y"


@pytest.mark.parametrize(
    ("values", "name"),
    [({"state_id": ""}, "a_19chanw1"), ({"state_id": "", "weblogin": ""}, "a_0100502"), ({}, "a_7001")],
    ids=["weblogin", "district number", "it has one"],
)
def test_a_token_without_a_value_falls_back(values, name):
    assert read_template("a_{state_id}").filled(WEN | values) == name


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("{Last}", "{Last} is no token"),
        ("{name}.jpg", "{name} is no token"),
        ("{}", "{} is no token"),
        ("{last", "A “{” in it has no partner"),
        ("last}", "A “}” in it has no partner"),
        ("{{last}}", "A “{” in it has no partner"),
    ],
)
def test_an_unknown_token_is_refused_and_the_known_ones_told(typed, told):
    with pytest.raises(Refusal) as refused:
        read_template(typed)
    assert told in refused.value.why
    assert all(f"{{{token}}}" in refused.value.fix for token in TOKENS)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('a\\b/c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"),
        ("a\x00b\tc\x7fd\x85e", "a_b_c_d_e"),
        ("Van der Berg", "Van der Berg"),
        ("O'Brien-Núñez", "O'Brien-Núñez"),
        ("dots...", "dots"),
        ("a.b.", "a.b"),
        ("...", ""),
        ("CON", "_CON"),
        ("nul", "_nul"),
        ("Aux.txt", "_Aux.txt"),
        ("con.", "_con"),
        ("com1", "_com1"),
        ("LPT9", "_LPT9"),
        ("com10", "com10"),
        ("Connor", "Connor"),
        ("../../etc/passwd", ".._.._etc_passwd"),
        ("x" * 121, "x" * 120),
        ("x" * 119 + "..", "x" * 119),
        ("e\u0301", "é"),
        ("gpj.\u202efdp", "gpj._fdp"),
        ("王文", "王文"),
    ],
    ids=lambda text: ascii(text)[:24],
)
def test_a_name_is_cleaned(text, name):
    assert clean_name(text) == name


@pytest.mark.parametrize(("text", "folder"), [("7-A ", "7-A"), (" a. . ", "a"), ("a/b", "a_b"), ("..", "")])
def test_a_folder_is_cleaned(text, folder):
    assert clean_folder(text) == folder


@given(st.text())
def test_a_clean_name_has_nothing_that_a_system_refuses(text):
    name = clean_name(text)
    assert len(name) <= LONGEST
    assert not name.endswith(".")
    assert not set(name) & set('\\/:*?"<>|')
    assert all(unicodedata.category(letter) != "Cc" for letter in name)
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("media_type", "typed", "extension"),
    [
        ("image/jpeg", "", ".jpg"),
        ("image/jpeg", ".JPEG", ".JPEG"),
        ("image/jpeg", ".png", ".jpg"),
        ("image/png", "", ".png"),
        ("image/png", ".jpg", ".png"),
    ],
)
def test_the_extension_tells_the_truth(media_type, typed, extension):
    assert extension_for(media_type, typed) == extension


def _named(*files, folder=""):
    return told_apart([Wanted(folder, stem, ".jpg", number) for stem, number in files])


@pytest.mark.parametrize(
    ("files", "paths"),
    [
        ([("Lee", "1"), ("Ray", "2")], ["Lee.jpg", "Ray.jpg"]),
        ([("Lee", "1"), ("Lee", "2")], ["Lee_1.jpg", "Lee_2.jpg"]),
        ([("Lee", "1"), ("LEE", "2"), ("Ray", "3")], ["Lee_1.jpg", "LEE_2.jpg", "Ray.jpg"]),
        ([("Lee", "1"), ("Lee", "2"), ("Lee_1", "3")], ["Lee_1.jpg", "Lee_2.jpg", "Lee_1_3.jpg"]),
        ([("Lee", "1"), ("Lee", "1")], ["Lee_1.jpg", "Lee_1_2.jpg"]),
        ([("é", "1"), ("É", "2")], ["é_1.jpg", "É_2.jpg"]),
    ],
    ids=["none", "two", "case", "chain", "same number", "accents"],
)
def test_equal_names_are_told_apart(files, paths):
    assert _named(*files) == paths


def test_equal_names_in_two_folders_stay():
    files = [Wanted("07", "Lee", ".jpg", "1"), Wanted("08", "Lee", ".jpg", "2")]
    assert told_apart(files) == ["07/Lee.jpg", "08/Lee.jpg"]


def test_a_long_name_gives_way_to_the_number():
    paths = _named(("x" * 120, "0104233"), ("x" * 120, "0104234"))
    assert [len(path) for path in paths] == [124, 124]
    assert paths[0].endswith("x_0104233.jpg")


STEMS = st.sampled_from(["Lee", "lee", "Lee_1", "Lee_2", "Lee_1_2", "É", "é", "ﬁ", "fi", "x" * 120])


@given(st.lists(st.tuples(STEMS, st.sampled_from(["1", "2", "3"])), max_size=12))
def test_no_two_names_are_ever_equal_on_any_system(files):
    paths = _named(*files)
    assert len({unicodedata.normalize("NFD", path).casefold() for path in paths}) == len(files)
    assert all(len(path) <= LONGEST + len(".jpg") for path in paths)
