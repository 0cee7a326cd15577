"""The plain export gives what the definition prints (export-options §12)."""

import csv
import io
from collections import Counter

import pytest

from tests.clever import golden_export, golden_rich
from tests.clever.exporting import TODAY
from tests.clever.plain.export import Plain, export_with
from tests.roster.golden_roster import golden

EXAMPLES = {"12.1": (golden_export, {}), "12.2": (golden_rich, golden_rich.OPTIONS)}


@pytest.fixture(scope="module", params=EXAMPLES)
def example(request) -> tuple[Plain, object]:
    printed, options = EXAMPLES[request.param]
    return export_with(golden(), {"column_layout": "genesis", **options}, today=TODAY), printed


def shown(text: str) -> str:
    """A file without the columns that the definition leaves out."""
    header, *rows = csv.reader(io.StringIO(text))
    kept = [place for place, name in enumerate(header) if name not in golden_export.NOT_SHOWN]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([[row[place] for place in kept] for row in [header, *rows]])
    return out.getvalue()


@pytest.mark.parametrize("name", golden_export.FILES)
def test_the_files_of_the_definition(example, name):
    plain, printed = example
    text = shown(plain.files[name]) if name == "students.csv" else plain.files[name]
    assert text == printed.FILES[name]


def test_the_findings_of_the_definition(example):
    plain, printed = example
    assert plain.told == Counter(printed.FINDINGS)
