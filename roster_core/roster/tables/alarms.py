"""Who is told when something goes wrong, and every notice to them (roster-model §5)."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from roster_core.rows import DistrictRow, Json, UtcTime, founded, words


class AlarmSetup(DistrictRow, table=True):
    """What is set of a district's alarms: one row; what is secret of it is sealed elsewhere."""

    __tablename__ = "alarm_settings"
    __table_args__ = (founded(),)

    settings: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    #: When and how the last test ended: a list of `good`, `what`, `fix`.
    tested_at: datetime | None = Field(default=None, sa_type=UtcTime)
    tested: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    #: When the mail server last refused to sign in: for a while it is not asked again, or accounts would be locked.
    refused_at: datetime | None = Field(default=None, sa_type=UtcTime)
    #: The last ping of the watching service: which moment, when, and what went wrong.
    pinged: str = ""
    pinged_at: datetime | None = Field(default=None, sa_type=UtcTime)
    ping_error: str = ""
    by: str


class Notice(DistrictRow, table=True):
    """Something that people are to know, from the first time until it is over, and the mail that says so.

    No text of it names or describes anybody in the roster.
    """

    __table_args__ = (
        # No reference to the district: what fails may be the first load, which founds it.
        words("kind", "failed", "held", "mixed", "missed", "interrupted", "off", "load", "done", "digest"),
        words("state", "untold", "waiting", "sent", "failed"),
        # The same thing is open once, whoever notices it at the same moment.
        sa.Index(
            "uq_notice_open",
            "district_id",
            "kind",
            "about",
            "words_digest",
            unique=True,
            sqlite_where=sa.text("recovered_at is null"),
            postgresql_where=sa.text("recovered_at is null"),
        ),
        sa.Index("ix_notice_district_id_state", "district_id", "state"),
    )

    notice_id: str = Field(primary_key=True)
    kind: str
    #: What it is about, such as `delivery:DESTINATION:PROFILE` or `day:2026-11-25`.
    about: str
    #: The sentence that becomes the subject, then, on lines of their own, why and what to do; equal for equal events.
    words: str
    #: The SHA-256 of them, in hex.
    words_digest: str
    #: What differs from one time to the next, and the page with its query where it is settled.
    detail: str = ""
    place: str = ""
    first_at: datetime = Field(sa_type=UtcTime)
    #: When people were last told, or were to be.
    repeated_at: datetime | None = Field(default=None, sa_type=UtcTime)
    recovered_at: datetime | None = Field(default=None, sa_type=UtcTime)
    #: How many mails there are of it, and what became of the last one; it has the same message ID however often tried.
    told: int = 0
    state: str
    attempts: int = 0
    sent_at: datetime | None = Field(default=None, sa_type=UtcTime)
    message_id: str = ""
    #: Why the last try failed: the class, in words, and what to do.
    fault: str = ""
    error: str = ""
    fix: str = ""
