"""How long what is stored of people is kept, who must not lose anything, and whose data was erased."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from roster_core.rows import DistrictRow, Json, UtcTime, founded, number, words


class RetentionSettings(DistrictRow, table=True):
    """What is set of retention, one row for each version; the highest is in force, without any the usual days are."""

    __tablename__ = "retention_settings"
    __table_args__ = (founded(),)

    version: int = number()
    #: By kind the days, 0 = for ever (`journeys.privacy.retention_settings.RetentionOptions`).
    days: dict[str, int] = Field(default_factory=dict, sa_type=Json)
    by: str
    reason: str = ""


class LegalHold(DistrictRow, table=True):
    """Nothing of a person is removed, by retention or erasure, until the hold is lifted.

    The person is named as loads find one again, so that it outlasts the roster.
    """

    __tablename__ = "legal_hold"
    __table_args__ = (
        founded(),
        words("person_kind", "STUDENT", "STAFF", "GUARDIAN"),
        sa.Index("ix_legal_hold_district_id_person", "district_id", "person_kind", "person_key"),
    )

    hold_id: str = Field(primary_key=True)
    person_kind: str
    #: The key of the person, in lower case.
    person_key: str
    reason: str
    by: str
    lifted_at: datetime | None = Field(default=None, sa_type=UtcTime)
    lifted_by: str = ""
    lifted_reason: str = ""


class Erasure(DistrictRow, table=True):
    """That somebody's data was erased, without saying whose: the SHA-256 of the ID tells it to who knows the ID."""

    __table_args__ = (
        founded(),
        words("state", "asked", "cut", "done"),
        sa.Index("ix_erasure_district_id_digest", "district_id", "digest"),
    )

    erasure_id: str = Field(primary_key=True)
    #: SHA-256, in hex, of `kind:key`, the key in lower case.
    digest: str
    #: asked = nothing is gone yet · cut = the rows are gone, files may be left · done.
    state: str
    reason: str
    by: str
    #: Who is meant, until the rows are gone; then null.
    person_id: int | None = None
    #: How much of what went.
    counts: dict[str, int] = Field(default_factory=dict, sa_type=Json)
    #: What could not be cut, one sentence each.
    left: list[str] = Field(default_factory=list, sa_type=Json)
    #: Keys of files that are still to be deleted.
    files: list[Any] = Field(default_factory=list, sa_type=Json)
    job_id: str | None = None
    finished_at: datetime | None = Field(default=None, sa_type=UtcTime)
