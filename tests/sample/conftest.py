"""Where the sample lies, and a build of it to compare with."""

from pathlib import Path

import pytest

from roster_core.sample.build import SEED, build, roster

SAMPLE = Path(__file__).parents[2] / "data" / "sample"


@pytest.fixture(scope="session")
def sample():
    return SAMPLE


@pytest.fixture(scope="session")
def book():
    return roster(SEED)


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    build(folder)
    return folder
