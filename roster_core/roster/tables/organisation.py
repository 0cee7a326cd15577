"""Organisation and time: district, school years, terms, schools, departments (roster-model §2)."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from roster_core.rows import DistrictRow, UtcTime, founded, in_district, number, words


class District(SQLModel, table=True):
    """A district: the tenant that every other row belongs to. Lists of domains are joined by `;`."""

    district_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    code: str = Field(unique=True)
    name: str
    state: str
    time_zone: str
    lea_state_id: str | None = None
    lea_nces_id: str | None = None
    student_email_domains: str = ""
    staff_email_domains: str = ""
    sso_only: bool = False
    current_school_year: str
    #: The load that the roster shows: the snapshot.
    current_load_id: str | None = None
    created_at: datetime = Field(sa_type=UtcTime)
    updated_at: datetime = Field(sa_type=UtcTime)


class SchoolYear(DistrictRow, table=True):
    """A school year such as `2026-27`."""

    __tablename__ = "school_year"
    __table_args__ = (founded(), sa.CheckConstraint("start_date <= end_date", name="dates"))

    school_year: str = Field(primary_key=True)
    start_date: date
    end_date: date


class School(DistrictRow, table=True):
    """A school; `school_type` decides about scope, homerooms and print periods."""

    __table_args__ = (
        founded(),
        words("school_type", "ELEM", "MIDDLE", "HIGH", "PREG", "OOD", "OTHER"),
        sa.Index("uq_school_code", "district_id", sa.text("lower(school_code)"), unique=True),
    )

    school_id: int = number()
    school_code: str
    school_number: str | None = None
    name: str
    school_type: str
    state_school_id: str | None = None
    nces_id: str | None = None
    address: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    phone: str | None = None
    low_grade: str | None = None
    high_grade: str | None = None
    active: bool
    do_not_export: bool


class Term(DistrictRow, table=True):
    """A term of a school in a year; `covers_year` marks the one that is the year."""

    __table_args__ = (in_district("school_id", of="school"), in_district("school_year", of="school_year"))

    school_id: int = number()
    school_year: str = Field(primary_key=True)
    term_code: str = Field(primary_key=True)
    name: str | None = None
    start_date: date
    end_date: date
    covers_year: bool = False


class Department(DistrictRow, table=True):
    """A department, with the Clever subject that its courses get."""

    __table_args__ = (founded(),)

    department_code: str = Field(primary_key=True)
    name: str | None = None
    clever_subject: str | None = None
