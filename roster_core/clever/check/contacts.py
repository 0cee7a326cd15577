"""Rules K03 to K06: the contacts in students.csv."""

from collections.abc import Iterator

import polars as pl

from roster_core.clever.check import kinds
from roster_core.clever.check.findings import is_filled, rows_found, shown
from roster_core.clever.folders.reading import ROW, CsvFile, blank_filled
from roster_core.clever.spec.people import CONTACT_COLUMNS
from roster_core.findings import Finding, to_frame

#: The most contacts of one student that Clever takes.
MOST_CONTACTS = 5
_NEEDED = ("Contact_name", "Contact_type")


def check_contacts(file: CsvFile) -> Iterator[pl.DataFrame]:
    """Findings about contacts in students.csv."""
    present = [name for name in CONTACT_COLUMNS if file.has(name)]
    if not present:
        return
    columns = ["Student_id", *CONTACT_COLUMNS]
    rows = blank_filled(file.frame, columns).select(ROW, *columns)
    contacts = rows.filter(pl.any_horizontal(is_filled(name) for name in present))
    if file.has("Student_id"):
        yield _check_number(file.name, contacts)
    for name in _NEEDED:
        yield rows_found(contacts.filter(~is_filled(name)), kinds.K04, file.name, name)
    yield _check_ids(file, contacts)
    yield _check_names(file.name, contacts)


def _check_number(file: str, contacts: pl.DataFrame) -> pl.DataFrame:
    counted = contacts.filter(is_filled("Student_id")).select(
        ROW,
        "Student_id",
        count=pl.len().over("Student_id"),
        place=pl.int_range(1, pl.len() + 1).over("Student_id"),
    )
    surplus = counted.filter(pl.col("place") > MOST_CONTACTS)
    facts = {"student": shown("Student_id"), "count": pl.col("count"), "place": pl.col("place")}
    return rows_found(surplus, kinds.K03, file, "Student_id", facts)


def _check_ids(file: CsvFile, contacts: pl.DataFrame) -> pl.DataFrame:
    """K05, once if the whole column is missing."""
    if file.has("Contact_sis_id"):
        without = contacts.filter(~is_filled("Contact_sis_id"))
        what = {"what": "The contact has no Contact_sis_id"}
        return rows_found(without, kinds.K05, file.name, "Contact_sis_id", what)
    what = {"what": f"There is no column Contact_sis_id for the {contacts.height} contacts"}
    once = [Finding(kinds.K05, file.name, "", "Contact_sis_id", what)] if contacts.height else []
    return to_frame(once)


def _check_names(file: str, contacts: pl.DataFrame) -> pl.DataFrame:
    person = "Contact_sis_id"
    rows = contacts.filter(is_filled(person) & is_filled("Contact_name") & pl.col(person).is_duplicated())
    compared = rows.select(
        ROW,
        person,
        value=pl.col("Contact_name"),
        other=pl.col("Contact_name").first().over(person),
        first=pl.col(ROW).first().over(person),
    ).filter(pl.col("value").str.strip_chars() != pl.col("other").str.strip_chars())
    facts = {"id": shown(person), "value": shown(), "other": shown("other"), "first": pl.col("first")}
    return rows_found(compared, kinds.K06, file, "Contact_name", facts)
