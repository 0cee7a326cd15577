"""What districts add to people: user texts and flags, and grade point averages (roster-model §3)."""

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Field

from roster_core.rows import DistrictRow, founded, in_district, number, words


class UserTextDefinition(DistrictRow, table=True):
    """A text field that the district added for students or staff."""

    __tablename__ = "user_text_definition"
    __table_args__ = (founded(), words("applies_to", "STUDENT", "STAFF"), words("value_kind", "TEXT", "DATE", "LIST"))

    applies_to: str = Field(primary_key=True)
    user_text_code: str = Field(primary_key=True)
    label: str | None = None
    value_kind: str = "TEXT"
    rolls_over: bool = True


class UserTextValue(DistrictRow, table=True):
    """The value of such a text for a person; blank is no row."""

    __tablename__ = "user_text_value"
    __table_args__ = (
        in_district("person_id", of="person"),
        in_district("applies_to", "user_text_code", of="user_text_definition"),
    )

    person_id: int = number()
    applies_to: str = Field(primary_key=True)
    user_text_code: str = Field(primary_key=True)
    value: str


class UserFlagDefinition(DistrictRow, table=True):
    """A yes/no field that the district added for students or staff."""

    __tablename__ = "user_flag_definition"
    __table_args__ = (founded(), words("applies_to", "STUDENT", "STAFF"))

    applies_to: str = Field(primary_key=True)
    user_flag_code: str = Field(primary_key=True)
    label: str | None = None
    rolls_over: bool = True


class UserFlagValue(DistrictRow, table=True):
    """The value of such a flag for a person."""

    __tablename__ = "user_flag_value"
    __table_args__ = (
        in_district("person_id", of="person"),
        in_district("applies_to", "user_flag_code", of="user_flag_definition"),
    )

    person_id: int = number()
    applies_to: str = Field(primary_key=True)
    user_flag_code: str = Field(primary_key=True)
    value: bool


class GpaType(DistrictRow, table=True):
    """A kind of grade point average."""

    __tablename__ = "gpa_type"
    __table_args__ = (founded(), words("scope", "CUMULATIVE", "YEAR", "TERM"))

    gpa_type_code: str = Field(primary_key=True)
    name: str | None = None
    is_weighted: bool
    scope: str


class StudentGpa(DistrictRow, table=True):
    """A student's grade point average of a year, 0–999.9999."""

    __tablename__ = "student_gpa"
    __table_args__ = (
        in_district("person_id", of="student"),
        in_district("gpa_type_code", of="gpa_type"),
        in_district("school_year", of="school_year"),
    )

    person_id: int = number()
    gpa_type_code: str = Field(primary_key=True)
    school_year: str = Field(primary_key=True)
    value: Decimal = Field(sa_type=sa.Numeric(7, 4))
    as_of: date | None = None
