"""The golden Clever files, with cells and lines changed."""

from roster_core.roster.formats.choices import Assumptions, Facts
from roster_core.roster.formats.clever_csv import read_clever
from tests.roster.formats import clever_golden as golden
from tests.roster.formats.reading import sheets

STATED = Assumptions(custody_issue=False)


def read(files=None, assumptions=STATED, facts=None, **changed):
    files = dict(files or golden.FILES)
    for stem, content in changed.items():
        files[f"{stem}.csv"] = content
        if content is None:
            del files[f"{stem}.csv"]
    return read_clever(sheets(files), assumptions, facts or Facts())


def with_lines(text, *lines):
    return text + "".join(f"{line}\n" for line in lines)
