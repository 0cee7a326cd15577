"""Jobs as screens see them; the engine that carries them out keeps tables of its own."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from roster_core.rows import DistrictRow, UtcTime, words


class Job(DistrictRow, table=True):
    """A piece of work that somebody asked for: which handler, for what, and how far it is."""

    # No reference to the district: the first load of a roster founds it.
    __table_args__ = (
        words("state", "queued", "running", "done", "failed", "cancelled"),
        sa.Index("ix_job_district_id_state", "district_id", "state"),
        sa.Index("ix_job_state", "state"),  # workers look for jobs of every district
        sa.Index("ix_job_district_id_subject", "district_id", "subject"),
    )

    job_id: str = Field(primary_key=True)
    #: The handler's name, and the ID of what it works on.
    handler: str
    subject: str
    #: Jobs of one lane of a district are carried out one after another.
    lane: str
    state: str
    by: str
    step: str = ""
    done: int = 0
    total: int = 0
    #: How often it was begun; more than once if a worker died at it.
    attempts: int = 0
    started_at: datetime | None = Field(default=None, sa_type=UtcTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcTime)
    #: Why it failed, for the one who asked.
    error: str | None = None
