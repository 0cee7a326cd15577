"""Batches and their items as they are stored, the same for photos, e-mails and documents (roster-model §5)."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from roster_core.batches.items import Matched
from roster_core.batches.states import BatchKind, BatchState, ItemState, Result
from roster_core.rows import DistrictRow, Json, UtcTime, founded, in_district, number, words


class Batch(DistrictRow, table=True):
    """What was uploaded together, from the first file to the result and its undoing."""

    __table_args__ = (
        founded(),
        words("kind", *BatchKind),
        words("state", *BatchState),
        sa.Index("ix_batch_district_id_created_at", "district_id", "created_at"),
        sa.Index("ix_batch_district_id_state", "district_id", "state"),
    )

    batch_id: str = Field(primary_key=True)
    kind: str
    #: Whose records it changes, by which ID, under which rules.
    target: str
    criterion: str
    rule_set: str = ""
    state: str
    by: str
    #: The school codes that its user may see; null = every school.
    schools: list[str] | None = Field(default=None, sa_type=Json)
    #: What was chosen for the whole batch; the rules in force are in it with their numbers.
    settings: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    #: What came in: name, size, entries and side files of each archive, or why it was refused.
    sources: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    #: What Submit shows; after the job, how many items had which result.
    counts: dict[str, int] = Field(default_factory=dict, sa_type=Json)
    #: Goes up with every change by hand: who saw an older one is told.
    revision: int = 0
    confirmed_by: str | None = None
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    #: Confirmed while items were undecided, which stay out.
    leaves_out: bool = False
    started_at: datetime | None = Field(default=None, sa_type=UtcTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcTime)
    #: The job that checks it or carries it out.
    job_id: str | None = None
    #: The batch that this one takes back.
    undo_of: str | None = None
    step: str = ""
    done: int = 0
    total: int = 0
    error: str | None = None


class BatchItem(DistrictRow, table=True):
    """One file or row of a batch."""

    __tablename__ = "batch_item"
    __table_args__ = (
        in_district("batch_id", of="batch"),
        words("state", *ItemState),
        words("matched_by", *Matched),
        words("result", *Result),
        sa.Index("ix_batch_item_district_id_batch_id_state", "district_id", "batch_id", "state"),
        sa.Index("ix_batch_item_district_id_person_id", "district_id", "person_id"),
    )

    batch_id: str = Field(primary_key=True)
    sequence: int = number()
    #: The file, or `row N`.
    name: str
    key: str
    size: int = 0
    #: The bytes as they came in; blank for a row, and for a file that was refused.
    upload_key: str = ""
    #: Null until it was checked by itself.
    checked_at: datetime | None = Field(default=None, sa_type=UtcTime)
    #: What checking found out: sizes, type, likeness, the plan offered.
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    #: Who was matched; `person_id` is who it is for, which a pick may have changed.
    found_id: int | None = None
    person_id: int | None = None
    matched_by: str | None = None
    #: All that was decided by hand: person, skip, keep, accepted codes, plan.
    choice: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    findings: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    codes: list[str] = Field(default_factory=list, sa_type=Json)
    state: str
    #: What would be stored (a hash, an address), in which place of the person's, and what the preview saw stored.
    content: str = ""
    place: str = ""
    old_ref: str = ""
    #: What was written.
    new_ref: str = ""
    result: str | None = None
    reason: str = ""
    applied_at: datetime | None = Field(default=None, sa_type=UtcTime)


class BatchRules(DistrictRow, table=True):
    """A district's own numbers for a rule set; without a row those of the definition hold."""

    __tablename__ = "batch_rules"
    __table_args__ = (founded(),)

    rule_set: str = Field(primary_key=True)
    rules: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    by: str


class UserChoice(DistrictRow, table=True):
    """What somebody chose last for a kind of batch, or changed in an export and has not saved: offered again."""

    __tablename__ = "user_choice"
    __table_args__ = (founded(),)

    login: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    choice: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
