"""The codes that every district starts with, put where the district can edit them (roster-model §6)."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from roster_core.roster.codes import SEEDS
from roster_core.roster.tables.records import CodeValue
from roster_core.text import same


def seed(session: Session, district_id: int, now: datetime) -> None:
    """Add the codes that the stored district lacks, in the caller's session; what is there stays as it is."""
    kept = select(CodeValue.code_set, CodeValue.code).where(CodeValue.district_id == district_id)
    there = {(code_set, same(code)) for code_set, code in session.exec(kept)}
    rows = [
        {
            "district_id": district_id,
            "created_at": now,
            "updated_at": now,
            "code_set": code.code_set.value,
            "code": code.code,
            "label": code.label,
            "clever_value": code.clever_value,
            "sequence": code.sequence,
        }
        for code in SEEDS
        if (code.code_set.value, same(code.code)) not in there
    ]
    if rows:
        session.connection().execute(sa.insert(SQLModel.metadata.tables["code_value"]), rows)
