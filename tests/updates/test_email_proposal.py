"""Proposed addresses: tokens, what is taken, and patterns that make none."""

import pytest

from roster_core.refusals import Refusal
from roster_core.updates.email_proposal import Candidate, propose

ANA = {"first": "Ana", "first1": "A", "last": "Ortega", "last1": "O", "yy": "26", "number": "0104233"}


def made(*people, pattern="{first1}{last}{yy}", taken=()):
    found = propose([Candidate(n, told) for n, told in enumerate(people)], pattern, "STU.example", frozenset(taken))
    return [one.address.partition("@")[0] or one.why_none for one in found]


def test_a_pattern_is_filled_in_lower_case():
    assert made(ANA) == ["aortega26"]
    assert made(ANA, pattern="{last}.{first}") == ["ortega.ana"]
    assert propose([Candidate(1, ANA)], "{last}", "STU.example", frozenset())[0].address == "ortega@stu.example"


def test_what_is_taken_gets_the_next_number_that_is_free():
    assert made(ANA, ANA, ANA, taken=["aortega26@stu.example", "aortega263@stu.example"]) == [
        "aortega262",
        "aortega264",
        "aortega265",
    ]


def test_who_lacks_what_the_pattern_needs_gets_none():
    assert made(ANA | {"yy": ""}, ANA | {"last": ""}) == [
        "no year of entry, two digits is known",
        "no last name is known",
    ]
    assert "more than 64" in made(ANA | {"last": "x" * 70})[0]


@pytest.mark.parametrize(
    ("pattern", "domain", "why"),
    [
        ("all", "b.example", "no token"),
        ("{nick}", "b.example", "no token {nick}"),
        ("{last} {first}", "b.example", "space"),
        ("{last}", "", "no domain"),
        ("{last}", "nodot", "no domain"),
        ("{last}é", "b.example", "cannot be"),
    ],
)
def test_a_pattern_that_makes_no_addresses_is_refused(pattern, domain, why):
    with pytest.raises(Refusal) as refused:
        propose([], pattern, domain, frozenset())
    assert why in refused.value.why
