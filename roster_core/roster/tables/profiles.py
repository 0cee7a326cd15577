"""Export profiles with their versions, and how far a delivery may differ (roster-model §5)."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from roster_core.rows import DistrictRow, Json, UtcTime, founded, in_district


class ExportProfile(DistrictRow, table=True):
    """A named set of export options; the options themselves are in its versions."""

    __tablename__ = "export_profile"
    __table_args__ = (
        founded(),
        # A name is free again once its profile is archived.
        sa.Index(
            "uq_export_profile_name",
            "district_id",
            "name_key",
            unique=True,
            sqlite_where=sa.text("archived_at is null"),
            postgresql_where=sa.text("archived_at is null"),
        ),
    )

    profile_id: str = Field(primary_key=True)
    name: str
    #: The name in lower case: two names that differ in nothing else are one.
    name_key: str
    version: int
    by: str
    #: Why no schedule may run it; blank = one may.
    not_to_schedule: str = ""
    archived_at: datetime | None = Field(default=None, sa_type=UtcTime)


class ExportProfileVersion(DistrictRow, table=True):
    """The options of a profile as they were saved once; never changed afterwards."""

    __tablename__ = "export_profile_version"
    __table_args__ = (in_district("profile_id", of="export_profile"),)

    profile_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    options: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    #: Finding code → what was said when it was confirmed.
    acknowledged: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    by: str
    note: str = ""


class ExportLimits(DistrictRow, table=True):
    """How far a delivery may differ from the one before; without a row the usual limits hold."""

    __tablename__ = "export_limits"
    __table_args__ = (founded(),)

    removed_percent: int
    changed_percent: int
    pause_days: int
    #: Wider limits between two days: `start`, `end`, `removed_percent`, `changed_percent`, `reason`.
    windows: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    by: str
