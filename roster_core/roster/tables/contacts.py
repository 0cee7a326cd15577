"""Contacts of students, and the addresses, phones and e-mails of people (roster-model §3)."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field

from roster_core.rows import DistrictRow, in_district, number, words


class StudentContact(DistrictRow, table=True):
    """A guardian or other contact of a student; custody and order belong to this link."""

    __tablename__ = "student_contact"
    __table_args__ = (
        in_district("person_id", of="student"),
        in_district("contact_person_id", of="person", keys=("person_id",)),
        words("type", "GUARDIAN", "EMERGENCY", "OTHER"),
        words("status", "ACTIVE", "INACTIVE"),
        sa.Index(
            "uq_student_contact_order",
            "district_id",
            "person_id",
            "type",
            "sequence",
            unique=True,
            sqlite_where=sa.text("status = 'ACTIVE'"),
            postgresql_where=sa.text("status = 'ACTIVE'"),
        ),
    )

    person_id: int = number()
    contact_person_id: int = number()
    type: str
    sequence: int
    relationship_code: str | None = None
    custody_issue: bool
    lives_with: bool | None = None
    receives_mail: bool | None = None
    status: str = "ACTIVE"
    from_date: date | None = None
    to_date: date | None = None


class Address(DistrictRow, table=True):
    """An address of a person from a day on; an open start is `OPEN_START`."""

    __table_args__ = (in_district("person_id", of="person"), words("type", "RESIDENCE", "MAILING"))

    person_id: int = number()
    type: str = Field(primary_key=True)
    from_date: date = Field(primary_key=True)
    to_date: date | None = None
    line1: str
    line2: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    is_confidential: bool


class Phone(DistrictRow, table=True):
    """A phone of a person, as entered; `digits` are its digits."""

    __table_args__ = (in_district("person_id", of="person"), words("type", "CELL", "HOME", "WORK", "OTHER"))

    person_id: int = number()
    sequence: int = number()
    type: str = "OTHER"
    number: str
    digits: str
    unlisted: bool = False


class Email(DistrictRow, table=True):
    """An e-mail address of a contact person."""

    __table_args__ = (in_district("person_id", of="person"),)

    person_id: int = number()
    sequence: int = number()
    address: str
