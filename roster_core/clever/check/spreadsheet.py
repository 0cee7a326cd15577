"""Rule V06: what a spreadsheet program leaves of a value when it takes text for a number, a date or a formula."""

from collections.abc import Iterator

import polars as pl

from roster_core.clever.check import kinds
from roster_core.clever.check.findings import VALUE, cells_where, rows_found, shown, text_columns
from roster_core.clever.folders.reading import ROW, CsvFile
from roster_core.clever.folders.secret_columns import is_secret
from roster_core.clever.spec.model import Column, Type

_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
#: `5-Jun` and `Jun-26` are how a spreadsheet shows the grade span 5-6 or a course number.
_DATE = rf"^(?:[0-9]{{1,2}}-{_MONTH}(?:-[0-9]{{2,4}})?|{_MONTH}-[0-9]{{2}}|[0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{2,4}})$"
_DATE_AND_TIME = r"^[0-9]{1,4}[-/][0-9]{1,2}[-/][0-9]{1,4}[ T][0-9]{1,2}:[0-9]{2}"
_SCIENTIFIC = r"^[0-9](?:\.[0-9]+)?[Ee][+-][0-9]{1,3}$"
_HASHES = r"^(?:#{2,}|#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!))$"
#: A ZIP code of New England or New Jersey without its first digits, with or without the four more.
_SHORT_ZIP = r"^[0-9]{3,4}(?:-?[0-9]{4})?$"
_LONG_DIGITS = 12
#: One look that nearly every value passes; what does not pass is looked at more closely.
_SUSPECT = rf"{_DATE}|{_DATE_AND_TIME}|{_SCIENTIFIC}|{_HASHES}"
_NUMBERS = (Type.ID, Type.ENUM, Type.YEAR, Type.DECIMAL, Type.ZIP, Type.PHONE, Type.PHONE_DIGITS)


def check_spreadsheet(file: CsvFile, values: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Findings about values that a spreadsheet program has changed; zeros lost from IDs are found by references."""
    known = file.spec.by_name
    shorter = [name for name in known if name in values.columns and _lost_zeros(known[name]) is not None]
    suspect = [name for name in text_columns(file) if not is_secret(name)]
    odd = dict(cells_where(values, suspect, lambda cell: cell.str.contains(_SUSPECT)))
    for name in shorter:
        odd[name] = values.select(ROW, pl.col(name).alias(VALUE)).filter(pl.col(VALUE) != "")
    for name, rows in odd.items():
        why = damage(known.get(name, Column(name)))
        facts = {"value": shown(), "why": pl.col("why")}
        yield rows_found(rows.with_columns(why=why).drop_nulls("why"), kinds.V06, file.name, name, facts)


def damage(column: Column) -> pl.Expr:
    """What has happened to VALUE, as a clause; null if nothing shows."""
    value = pl.col(VALUE)
    dates = column.type in _NUMBERS or column.number
    chain = (
        pl.when(value.str.contains(_SCIENTIFIC))
        .then(pl.lit("a long number was turned into scientific notation"))
        .when(value.str.contains(_HASHES))
        .then(pl.lit("it shows hash signs or an error of a formula"))
        .when(value.str.contains(_DATE_AND_TIME) & (column.type is not Type.DATE_ISO))
        .then(pl.lit("a time of day stands after the date"))
        .when(value.str.contains(_DATE) & dates)
        .then(pl.lit("it was turned into a date"))
    )
    zeros = _lost_zeros(column)
    return chain.when(value.str.contains(zeros)).then(pl.lit("leading zeros were dropped")) if zeros else chain


def _lost_zeros(column: Column) -> str | None:
    """The form of a value whose leading zeros are gone, where the number of digits is fixed."""
    if column.type is Type.ZIP:
        return _SHORT_ZIP
    return rf"^[0-9]{{{_LONG_DIGITS - 2},{_LONG_DIGITS - 1}}}$" if column.name == "Nces_id" else None
