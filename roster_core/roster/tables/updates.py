"""What batches of e-mails and documents leave behind: each change of an address, and documents with their versions."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from roster_core.rows import DistrictRow, UtcTime, founded, in_district, number, words


class EmailChange(DistrictRow, table=True):
    """One change of a student's address, in the order in which they were made."""

    __tablename__ = "student_email_history"
    __table_args__ = (
        in_district("person_id", of="person"),
        # However often the work on an item is begun, it changes an address once.
        sa.Index("uq_student_email_history_batch_item", "district_id", "batch_id", "batch_sequence", unique=True),
    )

    person_id: int = number()
    sequence: int = number()
    #: Null = none.
    old: str | None = None
    new: str | None = None
    changed_at: datetime = Field(sa_type=UtcTime)
    by: str
    #: The item that changed it; null for a change that no batch made.
    batch_id: str | None = None
    batch_sequence: int | None = None


class AssessmentType(DistrictRow, table=True):
    """A kind of assessment that documents are of (roster-model §6.6), managed by the district."""

    __tablename__ = "assessment_type"
    __table_args__ = (founded(), words("default_visibility", "STAFF", "STAFF_FAMILY"))

    code: str = Field(primary_key=True)
    name: str
    default_visibility: str = "STAFF"
    #: A student has at most one document of it in a school year.
    one_per_year: bool = False
    #: How long documents are kept after the end of their school year; null = for ever.
    retention_years: int | None = None
    active: bool = True
    sequence: int


class Document(DistrictRow, table=True):
    """A student's document: one type, school year and title, in one or more versions.

    Of those that were not withdrawn a student has one of each title, compared by `title_key`.
    """

    __table_args__ = (
        in_district("person_id", of="person"),
        in_district("assessment_type", of="assessment_type", keys=("code",)),
        sa.Index(
            "uq_document_title",
            "district_id",
            "person_id",
            "assessment_type",
            "school_year",
            "title_key",
            unique=True,
            sqlite_where=sa.text("withdrawn_at is null"),
            postgresql_where=sa.text("withdrawn_at is null"),
        ),
        sa.Index("ix_document_district_id_dispose_on", "district_id", "dispose_on"),
    )

    document_id: str = Field(primary_key=True)
    person_id: int
    assessment_type: str
    school_year: str
    title: str
    title_key: str
    #: Fall, Winter, Spring, Summer, or free words.
    period: str = ""
    assessment_date: date | None = None
    current_version: int
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcTime)
    withdrawn_by: str = ""
    withdrawn_reason: str = ""
    #: The day after which the retention job may delete it; null = never.
    dispose_on: date | None = None


class DocumentVersion(DistrictRow, table=True):
    """One version of a document, never overwritten."""

    __tablename__ = "document_version"
    __table_args__ = (
        in_district("document_id", of="document"),
        words("visibility", "STAFF", "STAFF_FAMILY"),
        # However often the work on an item is begun, it brings one version.
        sa.Index("uq_document_version_batch_item", "district_id", "batch_id", "batch_sequence", unique=True),
    )

    document_id: str = Field(primary_key=True)
    version: int = number()
    sha256: str
    bytes: int
    media_type: str
    #: Null where it has none, as a picture.
    page_count: int | None = None
    original_name: str
    storage_key: str
    visibility: str = "STAFF"
    #: The item that brought it; null for one that no batch did.
    batch_id: str | None = None
    batch_sequence: int | None = None
    by: str = ""
