"""Where export files go, the sealed secrets for that, and every delivery (roster-model §5)."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from roster_core.rows import DistrictRow, Json, UtcTime, founded, in_district, words

#: `held` = brakes keep it back until somebody approves it; `discarded` = somebody decided not to send it.
DELIVERY_STATES = (
    "waiting",
    "running",
    "delivered",
    "unverified",
    "not_delivered",
    "mixed",
    "interrupted",
    "held",
    "discarded",
)


class Destination(DistrictRow, table=True):
    """A place that export files go to; what is secret of it is sealed elsewhere."""

    __table_args__ = (
        founded(),
        words("method", "SFTP", "EMAIL", "LOCAL"),
        # A name is free again once its destination is deleted.
        sa.Index(
            "uq_destination_name",
            "district_id",
            "name_key",
            unique=True,
            sqlite_where=sa.text("deleted_at is null"),
            postgresql_where=sa.text("deleted_at is null"),
        ),
    )

    destination_id: str = Field(primary_key=True)
    name: str
    #: The name in lower case.
    name_key: str
    method: str
    settings: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    #: The server's keys that somebody confirmed: `line`, `by`, `at`.
    host_keys: list[dict[str, str]] = Field(default_factory=list, sa_type=Json)
    #: The public half of the key to sign in with.
    public_key: str = ""
    #: When and how the last test ended: a list of `good`, `what`, `fix`.
    tested_at: datetime | None = Field(default=None, sa_type=UtcTime)
    tested: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    #: Refused sign-ins in a row: after some it is switched off, before the account is locked.
    refused: int = 0
    off_at: datetime | None = Field(default=None, sa_type=UtcTime)
    off_reason: str = ""
    #: How far a set may differ from the last one there (`clever.changes.brakes.limits`); what is absent is as usual.
    brake_limits: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    #: Days on which more is allowed: `start`, `end`, `deleted`, `changed`, `added`, `reason`.
    brake_windows: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcTime)
    by: str


class DestinationProfile(DistrictRow, table=True):
    """A profile whose runs go to a destination."""

    __tablename__ = "destination_profile"
    __table_args__ = (
        in_district("destination_id", of="destination"),
        in_district("profile_id", of="export_profile"),
    )

    destination_id: str = Field(primary_key=True)
    profile_id: str = Field(primary_key=True)


class SealedSecret(DistrictRow, table=True):
    """A secret, sealed under a key that is not in the database."""

    __tablename__ = "sealed_secret"
    __table_args__ = (founded(),)

    #: What it belongs to, such as `destination:ID`.
    owner: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    token: str
    by: str


class Delivery(DistrictRow, table=True):
    """The files of a run on their way to a destination, or arrived there."""

    __table_args__ = (
        in_district("run_id", of="export_run"),
        in_district("destination_id", of="destination"),
        words("method", "DOWNLOAD", "LOCAL", "EMAIL", "SFTP"),
        words("state", *DELIVERY_STATES),
        sa.Index("ix_delivery_district_id_run_id", "district_id", "run_id"),
        sa.Index("ix_delivery_district_id_destination_id", "district_id", "destination_id"),
    )

    delivery_id: str = Field(primary_key=True)
    run_id: str
    destination_id: str
    method: str
    #: What the destination was called, and where that was.
    name: str
    target: str
    state: str
    #: What set of files it is (`export_runs.set_digest`).
    set_digest: str
    #: An earlier set that is sent once more, and why.
    resent: bool = False
    reason: str = ""
    #: The delivery that it was held against (blank = none was there), the brakes that it ran into, and what somebody
    #: decided then: `what` (approved, discarded), `by`, `at`, `reason`.
    against: str = ""
    brakes: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    decided: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    #: How far it is; names were being replaced at the far side, and the last of them.
    step: str = ""
    begun: bool = False
    replacing: str = ""
    #: Connections that were made, and how files are put in place.
    attempts: int = 0
    mode: str = ""
    #: By file: `name`, `remote_name`, `size`, `sha256`, `there`, `verified`, `sent`, `seconds`.
    files: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    notes: list[str] = Field(default_factory=list, sa_type=Json)
    fingerprint: str = ""
    server: str = ""
    message_id: str = ""
    fault: str = ""
    error: str = ""
    fix: str = ""
    job_id: str | None = None
    by: str
    started_at: datetime | None = Field(default=None, sa_type=UtcTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcTime)


class BrakeMeasure(DistrictRow, table=True):
    """What a run does to the set of an earlier one: worked out once, since neither ever changes."""

    __tablename__ = "brake_measure"
    __table_args__ = (
        in_district("run_id", of="export_run"),
        in_district("base_run_id", of="export_run", keys=("run_id",)),
    )

    run_id: str = Field(primary_key=True)
    base_run_id: str = Field(primary_key=True)
    #: `clever.changes.brakes.measure.Measure`.
    measure: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
