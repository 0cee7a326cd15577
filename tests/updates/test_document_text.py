"""Whom a text names, among everybody in reach (batch-updates §5.3), and which pages are whose (§5.5)."""

import pytest

from roster_core.batches.people import Criterion, Person
from roster_core.updates.document_split import Part, left_out, propose_parts, wrong_ranges
from roster_core.updates.document_text import Roll, Said, said_of, said_told


def person(number, last, first, district="", weblogin="", preferred=""):
    keys = {Criterion.DISTRICT_NUMBER: district or f"010{number:04}", Criterion.WEBLOGIN_ID: weblogin or f"w{number}x"}
    return Person(number, keys, last, first, preferred)


ANA = person(1, "Ortega", "Ana", "0104233", "19ortea1")
GIL = person(2, "Roe", "Gil", preferred="Gilbert")
OLD = person(3, "O'Brien-Smith", "Mary Lou", "0009", "mary.lou")
ZOE = person(4, "Müller", "Zoë")
SHORT = person(5, "Ng", "An", "2026")
ROLL = Roll([ANA, GIL, OLD, ZOE, SHORT])


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Report for ANA ORTEGA", [1]),
        ("Ortega, Ana", [1]),
        ("Ana M. Ortega", [1]),
        ("Student 0104233 scored 750", [1]),
        ("Student 104233", [1]),
        ("login 19ORTEA1", [1]),
        ("Ortega family and Ana Roe", []),
        ("Gilbert Roe and Gil Roe", [2]),
        ("Mary Lou O’Brien-Smith", [3]),
        ("O'BRIEN-SMITH, Mary Lou", [3]),
        ("mary.lou signed in", [3]),
        ("ZOE MULLER", [4]),
        ("Spring 2026", []),
        ("Gil Roe then Ana Ortega", [2, 1]),
        ("", []),
    ],
)
def test_ids_and_full_names_are_found(text, named):
    assert list(ROLL.read(text).named) == named


def test_a_last_name_alone_tells_of_nobody_but_is_enough_for_the_student_it_is_for():
    said = ROLL.read("Dear Mr Ortega, about O'Brien")
    assert said.named == ()
    assert [said.is_of(one) for one in (ANA, GIL, OLD)] == [True, False, False]
    assert not said.names_person(ANA)
    assert ROLL.read("the O'Brien-Smith file").is_of(OLD)


def test_what_was_said_comes_back_as_it_was_and_holds_no_other_words():
    said = ROLL.read("Ana Ortega had a private matter")
    assert said_of(said_told(said)) == said
    assert said.words == {"ortega"}
    assert said.names == ("Ana Ortega",)


def test_pages_are_whose_they_name_and_those_without_a_name_go_with_the_part_before():
    pages = [Said(), Said((1,)), Said(), Said((1,)), Said((2,)), Said((3, 2)), Said((3,)), Said((1,))]
    assert propose_parts(pages) == (
        Part(1, 1, None, unnamed=(1,)),
        Part(2, 4, 1, unnamed=(3,)),
        Part(5, 6, 2, several=(6,)),
        Part(7, 7, 3),
        Part(8, 8, 1),
    )
    assert propose_parts([]) == ()


@pytest.mark.parametrize(
    ("ranges", "why"),
    [
        ([(1, 3), (4, 9)], ""),
        ([(4, 9), (1, 3)], ""),
        ([(0, 3)], "no pages 0 to 3"),
        ([(3, 2)], "no pages 3 to 2"),
        ([(8, 11)], "no pages 8 to 11"),
        ([(1, 4), (4, 6)], "overlap"),
    ],
)
def test_only_pages_that_are_there_are_cut_each_once(ranges, why):
    assert (why in wrong_ranges(ranges, 10)) if why else wrong_ranges(ranges, 10) == ""


def test_pages_in_no_part_are_told():
    assert left_out([(2, 3), (6, 6)], 7) == (1, 4, 5, 7)
