"""The codes that every district starts with, put where the district can edit them (roster-model §6)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from roster_core.roster.codes import SEEDS, Code, CodeSet
from roster_core.roster.tables.records import CodeValue
from roster_core.roster.tables.updates import AssessmentType
from roster_core.text import same


def seed(session: Session, district_id: int, now: datetime) -> None:
    """Add the codes that the stored district lacks, in the caller's session; what is there stays as it is.

    Assessment types are more than codes, and have a table of their own.
    """
    types = select(AssessmentType.code).where(AssessmentType.district_id == district_id)
    kept = select(CodeValue.code_set, CodeValue.code).where(CodeValue.district_id == district_id)
    there = {(code_set, same(code)) for code_set, code in session.exec(kept)}
    there |= {(CodeSet.ASSESSMENT_TYPE.value, same(code)) for code in session.exec(types)}
    lacking = [code for code in SEEDS if (code.code_set.value, same(code.code)) not in there]
    founded = {"district_id": district_id, "created_at": now, "updated_at": now}
    _insert(session, "code_value", ({**founded, **_value(code)} for code in lacking if not _is_type(code)))
    _insert(session, "assessment_type", ({**founded, **_type(code)} for code in lacking if _is_type(code)))


def _is_type(code: Code) -> bool:
    return code.code_set is CodeSet.ASSESSMENT_TYPE


def _value(code: Code) -> Mapping[str, Any]:
    return {
        "code_set": code.code_set.value,
        "code": code.code,
        "label": code.label,
        "clever_value": code.clever_value,
        "sequence": code.sequence,
    }


def _type(code: Code) -> Mapping[str, Any]:
    return {
        "code": code.code,
        "name": code.label,
        "default_visibility": "STAFF",
        "one_per_year": False,
        "active": True,
        "sequence": code.sequence,
    }


def _insert(session: Session, table: str, rows: Iterable[dict[str, Any]]) -> None:
    found = list(rows)
    if found:
        session.connection().execute(sa.insert(SQLModel.metadata.tables[table]), found)
