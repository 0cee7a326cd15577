"""What the plain export and the engine once told differently, each as its smallest case."""

import pytest

from tests.clever.small import Small


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("sqi", "Albanian"),
        ("mya", "Burmese"),
        ("ZHO", "Chinese"),
        ("nld", "Dutch"),
        ("fas", "Farsi"),
        ("fra", "French"),
        ("deu", "German"),
        ("msa", "Malay"),
        ("ron", "Romanian"),
    ],
)
def test_a_terminology_code_of_a_language_counts_as_its_bibliographic_twin(code, name):
    small = Small()
    small.student("1", home_language_code=code)
    result = small.export(include_home_language=True)
    assert result.column("students.csv", "Home_language") == [name]
    assert result.keys("HOME_LANGUAGE_UNMAPPED") == []
