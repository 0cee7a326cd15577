"""Scheduling: homerooms, courses, sections, and who teaches and attends them (roster-model §4)."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field

from roster_core.rows import DistrictRow, in_district, number, words


class Homeroom(DistrictRow, table=True):
    """A homeroom of a school in a year."""

    __table_args__ = (in_district("school_id", of="school"), in_district("school_year", of="school_year"))

    school_id: int = number()
    school_year: str = Field(primary_key=True)
    homeroom_code: str = Field(primary_key=True)
    room: str | None = None
    name: str | None = None


class HomeroomStaff(DistrictRow, table=True):
    """Who leads a homeroom, in order."""

    __tablename__ = "homeroom_staff"
    __table_args__ = (
        in_district("school_id", "school_year", "homeroom_code", of="homeroom"),
        in_district("person_id", of="staff"),
    )

    school_id: int = number()
    school_year: str = Field(primary_key=True)
    homeroom_code: str = Field(primary_key=True)
    person_id: int = number()
    sequence: int


class Course(DistrictRow, table=True):
    """A course of a school in a year."""

    __table_args__ = (
        in_district("school_id", of="school"),
        in_district("school_year", of="school_year"),
        in_district("department_code", of="department"),
        sa.Index(
            "uq_course_code", "district_id", "school_id", "school_year", sa.text("lower(course_code)"), unique=True
        ),
    )

    course_id: int = number()
    school_id: int
    school_year: str
    course_code: str
    title: str
    department_code: str | None = None
    subject_code: str | None = None
    is_special_ed: bool = False
    user_flag_1: bool | None = None
    user_flag_2: bool | None = None
    user_flag_3: bool | None = None
    user_flag_4: bool | None = None
    user_flag_5: bool | None = None
    is_homeroom: bool = False
    is_attendance_only: bool = False
    is_online: bool = False
    is_graded: bool = True


class Section(DistrictRow, table=True):
    """A class of a course; school and year are those of the course."""

    __table_args__ = (
        in_district("course_id", of="course"),
        in_district("school_id", "school_year", "homeroom_code", of="homeroom"),
        words("status", "ACTIVE", "CANCELLED"),
        sa.Index("uq_section_code", "district_id", "course_id", sa.text("lower(section_code)"), unique=True),
        sa.Index("ix_section_school", "district_id", "school_id", "school_year"),
    )

    section_id: int = number()
    course_id: int
    school_id: int
    school_year: str
    section_code: str
    title_override: str | None = None
    homeroom_code: str | None = None
    status: str
    max_students: int | None = None


class SectionTerm(DistrictRow, table=True):
    """A term in which a section meets; the code is one of its school and year."""

    __tablename__ = "section_term"
    __table_args__ = (in_district("section_id", of="section"),)

    section_id: int = number()
    term_code: str = Field(primary_key=True)


class SectionMeeting(DistrictRow, table=True):
    """When and where a section meets; `term_code` blank = in all its terms."""

    __tablename__ = "section_meeting"
    __table_args__ = (in_district("section_id", of="section"),)

    section_id: int = number()
    cycle_day: str = Field(primary_key=True)
    period_code: str = Field(primary_key=True)
    term_code: str = Field(primary_key=True)
    print_period: str | None = None
    period_order: int
    room: str | None = None


class SectionStaff(DistrictRow, table=True):
    """Who teaches a section from a day on; an open start is `OPEN_START`."""

    __tablename__ = "section_staff"
    __table_args__ = (
        in_district("section_id", of="section"),
        in_district("person_id", of="staff"),
        words("role", "TEACHER", "CO_TEACHER", "SUPPORT", "SUBSTITUTE"),
    )

    section_id: int = number()
    person_id: int = number()
    from_date: date = Field(primary_key=True)
    to_date: date | None = None
    is_primary: bool
    sequence: int
    role: str = "TEACHER"


class SectionEnrollment(DistrictRow, table=True):
    """A student in a section from a day on."""

    __tablename__ = "section_enrollment"
    __table_args__ = (
        in_district("section_id", of="section"),
        in_district("person_id", of="student"),
        words("status", "ACTIVE", "INACTIVE"),
        sa.Index("ix_section_enrollment_person", "district_id", "person_id"),
    )

    section_id: int = number()
    person_id: int = number()
    entry_date: date = Field(primary_key=True)
    exit_date: date | None = None
    status: str = "ACTIVE"
