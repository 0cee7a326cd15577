"""A set of OneRoster files, changed and read."""

import pytest

from roster_core.roster.formats.choices import Assumptions, Facts
from roster_core.roster.formats.oneroster import read_oneroster
from tests.roster.formats.oneroster_sets import SET_11, SET_12
from tests.roster.formats.reading import sheets

STATED = Assumptions(custody_issue=False)
SEC = ("school_code", "school_year", "course_code", "section_code")

both = pytest.mark.parametrize("files", [SET_11, SET_12], ids=["1.1", "1.2"])


def read(files=SET_11, assumptions=STATED, facts=None, **changed):
    files = {**files, **{f"{stem}.csv": content for stem, content in changed.items()}}
    present = {name: content for name, content in files.items() if content is not None}
    return read_oneroster(sheets(present), assumptions, facts or Facts())


def changed(files, name, old, new):
    assert old in files[name]
    return {**files, name: files[name].replace(old, new)}
