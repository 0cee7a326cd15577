import re

import pytest

from roster_core.clever.explanations.catalog import EXPLANATIONS
from roster_core.clever.explanations.model import Explanation
from roster_core.clever.kinds import KINDS
from roster_core.clever.profile.options import FIELDS

EXPLAINED = [pytest.param(explanation, id=code) for code, explanation in EXPLANATIONS.items()]


def test_every_kind_of_finding_is_explained():
    assert set(EXPLANATIONS) == set(KINDS)


@pytest.mark.parametrize("explanation", EXPLAINED)
def test_an_explanation_is_made_of_whole_sentences(explanation: Explanation):
    for text in (explanation.what, explanation.why):
        assert re.fullmatch(r"[A-ZÀ-Þ“].*[.?]", text, re.DOTALL)
        assert "  " not in text


@pytest.mark.parametrize("explanation", EXPLAINED)
def test_an_explanation_names_options_that_there_are(explanation: Explanation):
    assert set(explanation.options) <= set(FIELDS)


def test_no_two_kinds_of_finding_are_told_alike():
    told = [explanation.what for explanation in EXPLANATIONS.values()]
    assert len(set(told)) == len(told)
