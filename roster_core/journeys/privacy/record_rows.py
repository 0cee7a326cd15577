"""Every row that names a person, table by table: found by the columns that hold numbers of people."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

#: Columns that hold the number of a person, in whatever table.
PERSON_COLUMNS = (
    "person_id", "contact_person_id", "shared_person_id", "member_person_id", "counselor_person_id",
    "same_as_person_id", "found_id",
)  # fmt: skip
#: What says where a row stands or when it was written, and nothing of the person.
_HIDDEN = {"district_id", "created_at", "updated_at"}
#: What names somebody in passing, in a row that is another person's.
IN_PASSING = {"counselor_person_id", "same_as_person_id"}
#: Tables with files, which are given out with them, and what is told of elsewhere.
APART = {"photo", "document", "document_version", "batch_item", "student_email_history", "erasure"}


def tables_with_people() -> dict[str, tuple[str, ...]]:
    """Every table that names people, with the columns that do."""
    found = {}
    for name, table in sorted(SQLModel.metadata.tables.items()):
        if "district_id" in table.c and (columns := tuple(c.name for c in table.c if c.name in PERSON_COLUMNS)):
            found[name] = columns
    return found


def read_rows(session: Session, district_id: int, person_id: int) -> dict[str, list[Mapping[str, Any]]]:
    """The rows of the roster's tables that name the person, by table; those of whom they are contacts among them."""
    found = {}
    for name, every in tables_with_people().items():
        columns = tuple(column for column in every if column not in IN_PASSING)
        if name not in APART and (rows := _rows(session, name, district_id, columns, [person_id])):
            found[name] = rows
    contacts = [row["contact_person_id"] for row in found.get("student_contact", [])]
    if others := sorted({one for one in contacts if one != person_id}):
        for name in ("person", "phone", "email", "address"):
            if rows := _rows(session, name, district_id, ("person_id",), others):
                found[f"contacts_{name}"] = rows
    return found


def _rows(
    session: Session, name: str, district_id: int, columns: tuple[str, ...], people: list[int]
) -> list[Mapping[str, Any]]:
    table = SQLModel.metadata.tables[name]
    named = sa.or_(*(table.c[column].in_(people) for column in columns))
    asked = sa.select(table).where(table.c.district_id == district_id, named).order_by(*table.primary_key.columns)
    rows = session.connection().execute(asked).mappings()
    return [{column: value for column, value in row.items() if column not in _HIDDEN} for row in rows]
