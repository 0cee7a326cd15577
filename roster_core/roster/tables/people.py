"""People: students, staff, guardians, and what belongs to them (roster-model §3)."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from roster_core.rows import DistrictRow, UtcTime, founded, in_district, number, words


class Person(DistrictRow, table=True):
    """Anybody. `person_key` is the district number, staff ID or source ID by which loads find the person again.

    Whoever is no longer in the roster keeps this row (photos and history hang on it) with `left_at` set, and gets the
    same number back on return.
    """

    __table_args__ = (
        founded(),
        words("kind", "STUDENT", "STAFF", "GUARDIAN"),
        words("status", "ACTIVE", "INACTIVE"),
        sa.Index("uq_person_key", "district_id", "kind", sa.text("lower(person_key)"), unique=True),
        sa.Index("ix_person_name", "district_id", "last_name", "first_name"),
    )

    person_id: int = number()
    kind: str
    person_key: str
    first_name: str | None = None
    middle_name: str | None = None
    last_name: str
    suffix: str | None = None
    preferred_first_name: str | None = None
    preferred_last_name: str | None = None
    gender: str | None = None
    birth_date: date | None = None
    status: str = "ACTIVE"
    photo_restricted: bool = False
    record_confidential: bool = False
    #: A guardian who is also on the staff.
    same_as_person_id: int | None = None
    left_at: datetime | None = Field(default=None, sa_type=UtcTime)


class Student(DistrictRow, table=True):
    """What makes a person a student. Race codes are joined by `;`."""

    __table_args__ = (
        in_district("person_id", of="person"),
        in_district("preg_transcript_school_id", of="school", keys=("school_id",)),
        words("free_reduced_lunch", "F", "R", "N"),
        sa.Index("uq_student_number", "district_id", sa.text("lower(district_number)"), unique=True),
        sa.Index("uq_student_state_id", "district_id", sa.text("lower(state_id)"), unique=True),
        sa.Index("uq_student_weblogin", "district_id", sa.text("lower(weblogin_id)"), unique=True),
    )

    person_id: int = number()
    district_number: str
    state_id: str | None = None
    weblogin_id: str | None = None
    school_email: str | None = None
    race_code: str = ""
    hispanic: bool | None = None
    free_reduced_lunch: str | None = None
    home_language_code: str | None = None
    english_learner: bool | None = None
    special_ed_status_code: str | None = None
    special_ed_status_description: str | None = None
    has_active_iep: bool
    iep_start: date | None = None
    iep_end: date | None = None
    section_504: bool | None = None
    preg_transcript_school_id: int | None = None
    do_not_export: bool


class StudentEnrollment(DistrictRow, table=True):
    """A student in a school for a while; the primary one decides the school that is exported."""

    __tablename__ = "student_enrollment"
    __table_args__ = (
        in_district("person_id", of="student"),
        in_district("school_id", of="school"),
        in_district("school_year", of="school_year"),
        in_district("school_id", "school_year", "homeroom_code", of="homeroom"),
        in_district("counselor_person_id", of="staff", keys=("person_id",)),
        in_district("next_school_id", of="school", keys=("school_id",)),
        words("status", "ACTIVE", "INACTIVE", "PREREG", "GRADUATED"),
        sa.Index("ix_student_enrollment_school", "district_id", "school_id", "school_year"),
    )

    person_id: int = number()
    school_id: int = number()
    school_year: str = Field(primary_key=True)
    entry_date: date = Field(primary_key=True)
    exit_date: date | None = None
    status: str
    is_primary: bool
    local_grade: str | None = None
    state_grade_code: str | None = None
    homeroom_code: str | None = None
    counselor_person_id: int | None = None
    next_school_id: int | None = None
    next_grade_code: str | None = None


class Staff(DistrictRow, table=True):
    """What makes a person a member of the staff, or a shared record that stands for several."""

    __table_args__ = (
        in_district("person_id", of="person"),
        in_district("primary_school_id", of="school", keys=("school_id",)),
        words("employment_status", "ACTIVE", "LEAVE", "TERMINATED"),
        sa.Index("uq_staff_staff_id", "district_id", sa.text("lower(staff_id)"), unique=True),
        sa.Index("uq_staff_state_id", "district_id", sa.text("lower(state_staff_id)"), unique=True),
        sa.Index("uq_staff_logon", "district_id", sa.text("lower(logon_id)"), unique=True),
    )

    person_id: int = number()
    staff_id: str
    state_staff_id: str | None = None
    employee_number: str | None = None
    logon_id: str | None = None
    work_email: str | None = None
    alternate_email: str | None = None
    primary_school_id: int | None = None
    is_administrator: bool = False
    employment_status: str
    terminated_on: date | None = None
    is_shared_record: bool = False


class StaffSchool(DistrictRow, table=True):
    """An assignment of a member of the staff to a school in a year."""

    __tablename__ = "staff_school"
    __table_args__ = (
        in_district("person_id", of="staff"),
        in_district("school_id", of="school"),
        in_district("school_year", of="school_year"),
    )

    person_id: int = number()
    school_id: int = number()
    school_year: str = Field(primary_key=True)
    title: str | None = None
    is_teaching: bool
    sequence: int | None = None
    start_date: date | None = None
    end_date: date | None = None
    is_active: bool = True


class StaffRole(DistrictRow, table=True):
    """A role at a school, or in the whole district: then `school_id` is null and `school_or_all` 0."""

    __tablename__ = "staff_role"
    __table_args__ = (
        in_district("person_id", of="staff"),
        in_district("school_id", of="school"),
        in_district("school_year", of="school_year"),
        sa.CheckConstraint("school_or_all = coalesce(school_id, 0)", name="school_or_all"),
    )

    person_id: int = number()
    role_code: str = Field(primary_key=True)
    school_or_all: int = number()
    school_year: str = Field(primary_key=True)
    school_id: int | None = None


class StaffDepartment(DistrictRow, table=True):
    """A member of the staff in a department."""

    __tablename__ = "staff_department"
    __table_args__ = (in_district("person_id", of="staff"), in_district("department_code", of="department"))

    person_id: int = number()
    department_code: str = Field(primary_key=True)


class SharedTeacherMember(DistrictRow, table=True):
    """One of the people that a shared staff record stands for."""

    __tablename__ = "shared_teacher_member"
    __table_args__ = (
        in_district("shared_person_id", of="staff", keys=("person_id",)),
        in_district("member_person_id", of="staff", keys=("person_id",)),
    )

    shared_person_id: int = number()
    member_person_id: int = number()
    sequence: int
