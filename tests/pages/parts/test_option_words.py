from pages.parts.option_words import options_in_words
from roster_core.clever.profile.options import ExportOptions


def test_defaults_are_not_told():
    assert options_in_words({}) == {}
    assert options_in_words(ExportOptions().model_dump(mode="json")) == {}


def test_options_are_told_by_title_and_label():
    told = options_in_words(
        {
            "column_layout": "genesis",
            "school_ids": ["MHE", "MMS"],
            "prek_state_grades": [],
            "frl_short_codes": True,
            "deliver_download": False,
            "student_email_suffix": "@x.example",
        }
    )
    assert told == {
        "Column layout": "Genesis",
        "Schools": "MHE, MMS",
        "State grades that count as pre-K": "none",
        "Write free and reduced lunch as F, R, N": "on",
        "Download": "off",
        "E-mail suffix": "@x.example",
    }


def test_what_a_stored_run_has_beside_options_is_passed_over():
    assert options_in_words({"as_of_date": "2026-10-01", "no_such_option": 1, "school_year": None}) == {}
