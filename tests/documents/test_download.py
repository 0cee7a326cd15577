"""What documents are called in a ZIP, and which are in it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from roster_core.documents.download import DOCX, NAMES, PRESETS, Form, Stored, build_plan
from roster_core.documents.gaps import find_lacking
from roster_core.documents.keeping import end_of_year, keep_until
from roster_core.downloads.file_names import read_template
from roster_core.downloads.holders import Choice, Holder
from roster_core.refusals import Refusal

AT = datetime(2026, 10, 5, tzinfo=UTC)
WEN = Holder(1, "student", "0100502", "19chanw1", "7001", "Chan", "Wen", "07", "7-A", "MMS", frozenset({"MMS"}))
ZOE = Holder(2, "student", "0100503", "", "", "Abel", "Zoe", "08", "", "MMS", frozenset({"MMS"}))


def _stored(person, number="a", **more):
    told: dict[str, Any] = {
        "type": "MAP", "school_year": "2026-27", "title": "MAP Fall", "version": 1, "key": "k", "sha256": "ab",
        "size": 9, "media_type": "application/pdf", "added": AT,
    }  # fmt: skip
    return Stored(number, person, **(told | more))


def _paths(template, *documents):
    plan = build_plan((WEN, ZOE), documents, Choice(), Form(read_template(template, NAMES)))
    return [entry.path.removeprefix("documents/") for entry in plan.entries]


@pytest.mark.parametrize(
    ("template", "path"),
    [
        ("", "0100502--MAP Fall.pdf"),
        ("{last}_{first}_{grade}", "Chan_Wen_07.pdf"),
        ("{type} {title} {version}", "MAP MAP Fall 1.pdf"),
        ("{year}/{type}", "2026-27_MAP.pdf"),
        ("{weblogin}.PDF", "19chanw1.PDF"),
        ("{weblogin}.jpg", "19chanw1.pdf"),
        (".pdf", "0100502--MAP Fall.pdf"),
    ],
)
def test_a_name_is_filled(template, path):
    assert _paths(template, _stored(1)) == [path]


@pytest.mark.parametrize(
    ("media_type", "path"),
    [("image/png", "0100502.png"), ("image/jpeg", "0100502.jpg"), (DOCX, "0100502.docx"), ("x/y", "0100502.pdf")],
)
def test_the_extension_tells_the_truth(media_type, path):
    assert _paths("{district_number}.pdf", _stored(1, media_type=media_type)) == [path]


def test_a_missing_value_gives_way_to_another_id():
    assert _paths("{weblogin}--{homeroom}", _stored(2)) == ["0100503--0100503.pdf"]


def test_equal_names_are_told_apart_for_one_and_for_several_students():
    documents = (_stored(1), _stored(1, "b", title="MAP: Fall"), _stored(1, "c", title="MAP? Fall"), _stored(2, "d"))
    paths = _paths("{title}", *documents)
    assert len({path.lower() for path in paths}) == 4
    assert {path for path in paths if path.startswith("MAP Fall_")} == {"MAP Fall_0100502.pdf", "MAP Fall_0100503.pdf"}


@pytest.mark.parametrize("template", [*PRESETS.values()])
def test_the_names_offered_are_templates(template):
    assert _paths(template, _stored(1))


def test_an_unknown_token_is_refused_with_those_there_are():
    with pytest.raises(Refusal, match=r"\{version\}.*district number and the title"):
        read_template("{nick}", NAMES)


def test_who_lacks_one_and_whose_record_is_confidential_are_told():
    shut = Holder(3, "student", "0100504", last_name="Dunn", confidential=True)
    plan = build_plan((WEN, ZOE, shut), (_stored(1), _stored(3, "b")), Choice(), Form(read_template("", NAMES)))
    assert ([one.person_id for one in plan.missing], [one.person_id for one in plan.confidential]) == ([2], [3])
    assert plan.persons == 1


def test_those_who_lack_one_stand_by_school_and_grade():
    lacking, coverage = find_lacking((ZOE, WEN), {2})
    assert [one.person_id for one in lacking] == [1]
    assert [(one.grade, one.students, one.have, one.lack) for one in coverage] == [("07", 1, 0, 1), ("08", 1, 1, 0)]


@pytest.mark.parametrize(
    ("ends", "years", "day"),
    [
        (date(2027, 6, 20), 3, date(2030, 6, 20)),
        (date(2027, 6, 20), 0, date(2027, 6, 20)),
        (date(2028, 2, 29), 1, date(2029, 2, 28)),
        (date(2027, 6, 20), None, None),
        (None, 3, None),
    ],
)
def test_how_long_a_document_is_kept(ends, years, day):
    assert keep_until(ends, years) == day


@pytest.mark.parametrize(("year", "day"), [("2019-20", date(2020, 6, 30)), ("1999-00", date(2000, 6, 30)), ("x", None)])
def test_the_end_of_a_year_that_the_roster_does_not_know(year, day):
    assert end_of_year(year) == day
