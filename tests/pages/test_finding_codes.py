import pytest

from pages.parts.code_list import matching, without_fields
from roster_core.clever.explanations.catalog import EXPLANATIONS
from roster_core.clever.kinds import KINDS
from roster_core.clever.reference import option_entries
from roster_core.findings import Severity

PAGE = "finding_codes.py"


def _labels(at):
    return [expander.label for expander in at.expander]


def test_every_kind_of_finding_is_on_the_page(open_page):
    at = open_page(PAGE)
    assert not at.exception
    assert len(at.expander) == len(KINDS)
    for code in KINDS:
        assert any(code.replace("_", r"\_") in label for label in _labels(at))


def test_a_search_and_a_severity_narrow_the_list(open_page):
    at = open_page(PAGE)
    at.text_input(key="codes.search").set_value("custody").run()
    found = matching("custody", frozenset())
    assert 0 < len(at.expander) == sum(map(len, found.values())) < len(KINDS)
    at.button_group(key="codes.severity").set_value([Severity.BLOCK]).run()
    assert not at.expander
    assert "No finding fits" in at.info[0].value


def test_the_code_in_the_address_is_explained_first(open_page):
    at = open_page(PAGE, code="GRADE_MISSING")
    said = [markdown.value for markdown in at.markdown]
    assert any(EXPLANATIONS["GRADE_MISSING"].why in text for text in said[:3])


def test_a_code_that_does_not_exist_is_passed_over(open_page):
    at = open_page(PAGE, code="NOTHING_SUCH")
    assert not at.exception
    assert len(at.expander) == len(KINDS)


def test_an_explanation_leads_to_the_options_that_decide_it(open_page):
    at = open_page(PAGE, code="GRADE_UNRECOGNISED")
    links = [link.proto for link in at.get("page_link")]
    assert any("option=prek_grade_as_prekindergarten" in link.query_string for link in links)


@pytest.mark.parametrize(
    ("message", "read"), [("{name} has no e-mail address.", "… has no e-mail address."), ("Nothing.", "Nothing.")]
)
def test_a_sentence_is_shown_without_the_names_of_its_facts(message, read):
    assert without_fields(message) == read


def test_every_option_is_in_the_reference(open_page):
    at = open_page(PAGE)
    at.session_state["codes.tabs"] = "What options do"
    at.run()
    assert not at.exception
    text = " ".join(markdown.value for markdown in at.markdown)
    assert all(entry.help[:20].split("@")[0] in text.replace("\\", "") for entry in option_entries())
    at.text_input(key="options.search").set_value("G14").run()
    assert any(caption.value.startswith("1 option ") for caption in at.caption)
