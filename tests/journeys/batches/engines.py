"""A mark for tests of what the database itself could do otherwise: order, locks, transactions, search."""

import pytest

either = pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True)
