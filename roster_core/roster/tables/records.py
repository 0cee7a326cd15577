"""Records of work: roster loads, export runs and files, photos, column mappings, codes (roster-model §5–6)."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from roster_core.rows import DistrictRow, Json, UtcTime, founded, in_district, number, words


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
    #: The saved profile that it is a run of, under the name and in the version that it had then.
    profile_id: str | None = None
    profile_name: str | None = None
    profile_version: int | None = None
    load_id: str | None = None
    #: What the roster was made of: equal rosters have equal ones.
    roster_digest: str | None = None
    as_of_date: date
    #: File → rows.
    counts: dict[str, int] = Field(default_factory=dict, sa_type=Json)
    #: Severity → number of findings.
    finding_counts: dict[str, int] = Field(default_factory=dict, sa_type=Json)
    #: The findings, as a Parquet object.
    findings_key: str | None = None
    #: What else is told of it, as Parquet objects: `exclusions` of staff, `combinations` of sections.
    tables: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    #: The run that it was compared with, what changed by file, and the changes as a Parquet object.
    compared_with: str | None = None
    change_counts: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    changes_key: str | None = None
    #: Why it is held even if nothing of its files holds it.
    brake: str = ""
    #: Codes of the findings that hold it until somebody approves.
    guards: list[str] = Field(default_factory=list, sa_type=Json)
    #: Who approved it, when, why, and which set of files: `by`, `at`, `reason`, `codes`, `files`.
    approvals: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    delivered_at: datetime | None = Field(default=None, sa_type=UtcTime)
    #: When its files, findings and changes were removed; what they were stays in the rows of its files.
    files_removed_at: datetime | None = Field(default=None, sa_type=UtcTime)
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
    """A version of a person's photo, never overwritten; at most one of a person's is current.

    What is stored for viewing is upright, in sRGB and without metadata; what came in is kept beside it as it was.
    """

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
        # However often the work on an item is begun, it brings one version.
        sa.Index("uq_photo_batch_item", "district_id", "batch_id", "batch_sequence", unique=True),
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
    #: What it was made from: the SHA-256 of the file as it came, and the plan that was followed; equal ones are the
    #: same photo.
    content: str
    #: The file as it came in, by content hash.
    source_key: str
    #: Of the stored bytes, so that a ZIP needs not read them twice; null = not known yet.
    crc32: int | None = Field(default=None, sa_type=sa.BigInteger)
    #: The 256 bits that tell how alike two photos look, in hex (photos §4).
    likeness: str | None = None
    #: Who took it, as the batch said.
    source: str = ""
    #: The item that brought it; null for one that no batch did.
    batch_id: str | None = None
    batch_sequence: int | None = None
    by: str = ""


class PhotoThumbnail(DistrictRow, table=True):
    """The small picture of a photo or of a file in a draft, made once, whoever's it is."""

    __tablename__ = "photo_thumbnail"
    __table_args__ = (founded(),)

    #: What it shows: `Photo.content`, or that of an item.
    content: str = Field(primary_key=True)
    media_type: str
    width: int
    height: int
    data: bytes


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
