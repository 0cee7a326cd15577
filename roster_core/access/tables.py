"""What was done and by whom: rows that are added and never changed."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from roster_core.rows import DistrictRow, Json, UtcTime, number


class AuditEvent(DistrictRow, table=True):
    """One thing that somebody did, written with the change itself; each carries the hash of the one before."""

    __tablename__ = "audit_event"
    __table_args__ = (
        *(
            sa.Index(f"ix_audit_event_district_id_{by}at_event", "district_id", *columns, "at", "event")
            for by, columns in (("", ()), ("login_", ("login",)), ("action_", ("action",)), ("subject_", ("subject",)))
        ),
    )

    #: Counts up by one in each district.
    event: int = number()
    at: datetime = Field(sa_type=UtcTime)
    login: str
    #: What was done, a verb with its object such as `batch_confirmed`.
    action: str
    #: What it was done to, such as `batch:ID`.
    subject: str
    #: Whose data it touched, as findings name people (`student:0104233`).
    persons: list[str] = Field(default_factory=list, sa_type=Json)
    #: What else there is to tell: counts, names of files, digests before and after.
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    reason: str = ""
    job_id: str | None = None
    previous_hash: str
    hash: str


class AuditPerson(SQLModel, table=True):
    """That an event is about a person: what the trail is searched by, written with the event and as lasting as it."""

    __tablename__ = "audit_person"

    district_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    #: As events name people (`student:0104233`); `student:*` for a file with students who are named in it alone.
    person: str = Field(primary_key=True)
    #: When the event was, so that those of a person are read in order.
    at: datetime = Field(sa_type=UtcTime, primary_key=True)
    event: int = number()
