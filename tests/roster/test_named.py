"""A process that loaded nothing but what reads a table by its name finds it."""

import subprocess
import sys

import pytest

_TOLD = """
from roster_core.roster.tables.named import table_named
print(*(table_named(name).name for name in ("person", "student_enrollment", "staff_school", "photo", "course")))
"""


def test_what_names_a_table_loads_it():
    told = subprocess.run([sys.executable, "-c", _TOLD], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["person", "student_enrollment", "staff_school", "photo", "course"]


@pytest.mark.parametrize("module", ["keys", "search", "summary", "stored"])
def test_readers_of_the_roster_bring_its_tables_along(module):
    code = f"import roster_core.roster.{module}, sqlmodel; print('student' in sqlmodel.SQLModel.metadata.tables)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "True"
