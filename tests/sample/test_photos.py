"""The portraits: whose they are, that they fit the rules, and that coverage differs from school to school."""

import io

import pytest
from PIL import Image

from roster_core.sample.portraits.draw import jpeg, portrait
from roster_core.sample.portraits.hair import STYLES
from roster_core.sample.portraits.looks import ADULT, Look, look_of


def test_every_portrait_is_a_jpeg_that_every_rule_set_takes(sample):
    for path in (sample / "photos").rglob("*.jpg"):
        with Image.open(path, formats=("JPEG",)) as image:
            image.load()
            assert image.size == (480, 600)
            assert dict(image.getexif()) == {}


def test_students_portraits_are_called_by_web_login(sample, book):
    logins = {row["weblogin_id"] for row in book.rows("students")} - {""}
    names = {path.stem for path in (sample / "photos" / "students").iterdir()}
    assert names <= logins
    assert len({name.lower() for name in names}) == len(names)
    assert 0.55 < len(names) / len(logins) < 0.75


def test_staff_portraits_are_called_by_staff_id_and_shared_records_have_none(sample, book):
    people = {row["staff_id"] for row in book.rows("staff", is_shared_record="false")}
    names = {path.stem for path in (sample / "photos" / "staff").iterdir()}
    assert names <= people
    assert 0.6 < len(names) / len(people) < 0.85


def test_coverage_differs_between_schools_and_grades(sample, book):
    names = {path.stem for path in (sample / "photos" / "students").iterdir()}

    def share(**place: str) -> float:
        numbers = [row["district_number"] for row in book.rows("student_enrollments", school_year="2026-27", **place)]
        return sum(book.get("students", number)["weblogin_id"] in names for number in numbers) / len(numbers)

    assert share(school_code="PREG") == 0
    assert share(school_code="MHE", homeroom_code="133") == 0
    assert share(school_code="MHS", state_grade_code="12") > 0.85
    assert share(school_code="MHS", state_grade_code="09") < 0.45
    assert 0.4 < share(school_code="MHE") < share(school_code="MMS") < 0.85


def test_no_two_portraits_are_the_same(sample):
    contents = [path.read_bytes() for path in (sample / "photos").rglob("*.jpg")]
    assert len(set(contents)) == len(contents)


def test_a_person_looks_the_same_but_dresses_anew_every_year():
    one, two = (look_of(1, "somebody", level=4, gender="F", year=year) for year in ("2025-26", "2026-27"))
    same = ("skin", "hair", "hair_color", "eyes", "width", "jaw", "nose", "glasses", "freckles")
    assert all(getattr(one, name) == getattr(two, name) for name in same)
    assert (one.color, one.backdrop, one.wear) != (two.color, two.backdrop, two.wear)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("level", [-1, 5, 11, ADULT])
def test_every_style_can_be_drawn_at_every_age(style, level):
    known = look_of(1, style, level=level, gender="F", year="2026-27")
    look = Look(**(vars(known) | {"hair": style}))
    picture = jpeg(portrait(look))
    with Image.open(io.BytesIO(picture)) as image:
        assert len(image.convert("RGB").getcolors(1_000_000) or []) > 200
    assert 2_000 < len(picture) < 20_000
