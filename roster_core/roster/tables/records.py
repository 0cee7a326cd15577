"""Records of work: roster loads, export runs and files, photos, column mappings, codes (roster-model §5–6)."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from roster_core.roster.tables.base import DistrictRow, UtcTime, founded, in_district, number, words

Json = sa.JSON().with_variant(JSONB(), "postgresql")


class RosterLoad(DistrictRow, table=True):
    """One load of a roster, from the moment its files were given: once switched it is the snapshot."""

    __tablename__ = "roster_load"
    __table_args__ = (
        # No reference to the district: the first load founds it.
        words("state", "checking", "previewed", "held", "refused", "switching", "loaded", "failed", "discarded"),
    )

    load_id: str = Field(primary_key=True)
    state: str
    format: str
    #: Name, size and SHA-256 of every file.
    sources: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    #: What was asked for: format, assumptions, facts, column mapping.
    request: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    #: Entity → rows, added, changed, gone.
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    #: Severity → number of findings.
    finding_counts: dict[str, int] = Field(default_factory=dict, sa_type=Json)
    #: What the check kept by content hash: `findings`, `changes`, and the checked tables as `tables/NAME`.
    objects: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    #: Why it is held, one sentence each.
    holds: list[str] = Field(default_factory=list, sa_type=Json)
    #: The snapshot that it was compared with; the switch is refused if another one is current by then.
    compared_with: str | None = None
    by: str
    loaded_at: datetime | None = Field(default=None, sa_type=UtcTime)
    approved_by: str | None = None
    approval_reason: str | None = None
    #: What went wrong, for a load that failed.
    error: str | None = None
    #: Where a long load is: done and total in `step`.
    step: str = ""
    done: int = 0
    total: int = 0


class ColumnMapping(DistrictRow, table=True):
    """How the columns of a SIS's own export become roster columns, saved under a name."""

    __tablename__ = "column_mapping"

    name: str = Field(primary_key=True)
    mapping: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    by: str


class ExportRun(DistrictRow, table=True):
    """One evaluation of the export options against one snapshot; its files and findings are kept by content hash."""

    __tablename__ = "export_run"
    __table_args__ = (founded(), words("state", "running", "previewed", "refused", "failed"))

    run_id: str = Field(primary_key=True)
    state: str
    options: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    load_id: str | None = None
    as_of_date: date
    #: File → rows.
    counts: dict[str, int] = Field(default_factory=dict, sa_type=Json)
    #: Severity → number of findings.
    finding_counts: dict[str, int] = Field(default_factory=dict, sa_type=Json)
    #: The findings, as a Parquet object.
    findings_key: str | None = None
    by: str
    finished_at: datetime | None = Field(default=None, sa_type=UtcTime)
    error: str | None = None
    step: str = ""
    done: int = 0
    total: int = 0


class ExportFile(DistrictRow, table=True):
    """One file of a run."""

    __tablename__ = "export_file"
    __table_args__ = (in_district("run_id", of="export_run"),)

    run_id: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    rows: int
    bytes: int
    sha256: str
    storage_key: str


class Photo(DistrictRow, table=True):
    """A version of a person's photo; the newest that was not withdrawn is current."""

    __table_args__ = (
        in_district("person_id", of="person"),
        sa.Index(
            "uq_photo_current",
            "district_id",
            "person_id",
            unique=True,
            sqlite_where=sa.text("is_current"),
            postgresql_where=sa.text("is_current"),
        ),
    )

    person_id: int = number()
    version: int = number()
    sha256: str
    bytes: int
    media_type: str
    width: int
    height: int
    original_name: str
    storage_key: str
    school_year: str | None = None
    is_current: bool
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcTime)


class CodeValue(DistrictRow, table=True):
    """A code that the roster uses, what it means, and what Clever is told (roster-model §6); editable per district."""

    __tablename__ = "code_value"
    __table_args__ = (founded(),)

    code_set: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    label: str
    #: The word in Clever's files; null where Clever has none.
    clever_value: str | None = None
    sequence: int
