from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster_core.roster.cells import default, expected, value
from roster_core.roster.layout import FILE_BY_NAME, FILES
from roster_core.roster.notation import CellType, Column

WORDS = ("ELEM", "CO_TEACHER")
MANY = [
    (CellType.CODE, "0104233", "0104233"),
    (CellType.CODE, "ÉÉÉÉÉÉÉ", "ÉÉÉÉÉÉÉ"),
    (CellType.CODE, "12345678", None),
    (CellType.TEXT, "NULL", "NULL"),
    (CellType.TEXT, "😀😀😀😀😀😀😀", "😀😀😀😀😀😀😀"),
    (CellType.TEXT, "longer than it may be", None),
    (CellType.BOOLEAN, "True", True),
    (CellType.BOOLEAN, "FALSE", False),
    (CellType.BOOLEAN, "yes", None),
    (CellType.BOOLEAN, "1", None),
    (CellType.BOOLEAN, "true false", None),
    (CellType.DATE, "2026-09-08", date(2026, 9, 8)),
    (CellType.DATE, "2028-02-29", date(2028, 2, 29)),
    (CellType.DATE, "2027-02-29", None),
    (CellType.DATE, "1900-01-01", date(1900, 1, 1)),
    (CellType.DATE, "2100-12-31", date(2100, 12, 31)),
    (CellType.DATE, "1899-12-31", None),
    (CellType.DATE, "2101-01-01", None),
    (CellType.DATE, "2026-9-8", None),
    (CellType.DATE, "09/08/2026", None),
    (CellType.DATE, "2026-09-08T00:00", None),
    (CellType.DATE, "2026-13-01", None),
    (CellType.DATE, "\u0662026-09-08", None),
    (CellType.WHOLE, "0", 0),
    (CellType.WHOLE, "00012", 12),
    (CellType.WHOLE, "99999", 99999),
    (CellType.WHOLE, "000012", None),
    (CellType.WHOLE, "-1", None),
    (CellType.WHOLE, "+1", None),
    (CellType.WHOLE, "1.0", None),
    (CellType.WHOLE, "1 2", None),
    (CellType.WHOLE, "\u0661", None),
    (CellType.POSITIVE, "1", 1),
    (CellType.POSITIVE, "0", None),
    (CellType.POSITIVE, "00000", None),
    (CellType.DECIMAL, "3.9", "3.9"),
    (CellType.DECIMAL, "003.9000", "3.9"),
    (CellType.DECIMAL, "4.0", "4"),
    (CellType.DECIMAL, "100", "100"),
    (CellType.DECIMAL, "000", "0"),
    (CellType.DECIMAL, "0.0", "0"),
    (CellType.DECIMAL, "0.05", "0.05"),
    (CellType.DECIMAL, "999.9999", "999.9999"),
    (CellType.DECIMAL, "1000", None),
    (CellType.DECIMAL, "1.23456", None),
    (CellType.DECIMAL, "4.", None),
    (CellType.DECIMAL, ".5", None),
    (CellType.DECIMAL, "4,5", None),
    (CellType.WORD, "elem", "ELEM"),
    (CellType.WORD, "Co_Teacher", "CO_TEACHER"),
    (CellType.WORD, "CO TEACHER", None),
    (CellType.LIST, "W;B", "W;B"),
    (CellType.LIST, "W ; ; B;", "W;B"),
    (CellType.LIST, ";W", "W"),
    (CellType.LIST, "two words;x", "two words;x"),
    (CellType.LIST, "; ;", None),
]


@pytest.mark.parametrize(("kind", "text", "held"), [*MANY, *((kind, None, None) for kind in CellType)])
def test_cells_by_type(kind, text, held):
    column = Column("cell", kind, max_length=7, words=WORDS if kind is CellType.WORD else ())
    frame = pl.DataFrame({"cell": [text]}, schema={"cell": pl.String}).select(value(column))
    assert frame.schema == {"cell": kind.dtype}
    assert frame.item() == held


@given(st.sampled_from(list(CellType)), st.text())
def test_any_text_is_a_value_or_blank(kind, text):
    column = Column("cell", kind, max_length=7, words=WORDS if kind is CellType.WORD else ())
    held = pl.DataFrame({"cell": [text]}).select(value(column)).item()
    if kind is CellType.WORD:
        assert held is None or held in WORDS
    if kind in {CellType.CODE, CellType.TEXT}:
        assert held == (text if len(text) <= 7 else None)


def test_what_a_blank_cell_means():
    def means(file, column):
        found = default(FILE_BY_NAME[file].column(column))
        return None if found is None else pl.select(found).item()

    assert means("courses", "is_graded") is True
    assert means("courses", "is_online") is False
    assert means("phones", "type") == "OTHER"
    assert means("students", "hispanic") is None


def test_every_column_says_what_it_expects():
    phrases = {expected(column) for file in FILES for column in file.columns}
    assert "at most 20 characters" in phrases
    assert "one of ACTIVE, INACTIVE" in phrases
    assert "" not in phrases
    assert "at most 0 characters" not in phrases
