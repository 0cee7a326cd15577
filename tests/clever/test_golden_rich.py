import pytest

from tests.clever.exporting import Exported, export
from tests.clever.golden_rich import FILES, FINDINGS, OPTIONS
from tests.clever.test_golden import shown
from tests.roster.golden_roster import golden


@pytest.fixture(scope="module")
def rich() -> Exported:
    return export(golden(), **OPTIONS)


@pytest.mark.parametrize("name", FILES)
def test_the_rich_profile_gives_the_golden_file(rich, name):
    text = shown(rich.files[name]) if name == "students.csv" else rich.files[name]
    assert text == FILES[name]


def test_the_rich_profile_gives_the_golden_findings(rich):
    assert len(rich.told) == len(FINDINGS)
    assert set(rich.told) == FINDINGS


@pytest.mark.parametrize("block_size", [1, 2, 3])
def test_the_block_size_changes_no_byte_of_the_rich_profile(rich, block_size):
    again = export(golden(), block_size=block_size, **OPTIONS)
    assert again.files == rich.files
    assert again.told == rich.told
