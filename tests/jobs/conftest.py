"""Workers in the process of the tests."""

import pytest


@pytest.fixture(autouse=True)
def _apart(no_loop_around):
    """No loop is around."""
