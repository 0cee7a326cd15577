"""Whose documents somebody sees: students of the user's schools, confidential records for administrators only."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from roster_core.access.rights import People, Right, User, require
from roster_core.downloads.holders import Holder
from roster_core.journeys.districts import DistrictView, require_district
from roster_core.journeys.holders import in_reach, read_everybody, scope_of
from roster_core.refusals import Refusal
from roster_core.store import Store

#: Who may see which documents there are; opening one needs `document_view` besides (batch-updates §2.6).
LIST_RIGHTS = (Right.DOCUMENT_VIEW, Right.BATCH_STUDENT_MANAGE, Right.ADMIN)
#: Who may withdraw documents, put them back and say who sees them.
CHANGE_RIGHTS = (Right.BATCH_STUDENT_MANAGE, Right.ADMIN)
#: More than so many numbers are handed to the database as one text.
_SINGLY = 500


@dataclass(frozen=True)
class Reach:
    """The students whose documents a user sees, by person; `all` if there are no others."""

    district: DistrictView
    people: Mapping[int, Holder]
    all: bool
    #: Active students of the user's schools whose record only an administrator sees.
    hidden: int
    #: Those whose documents the user may withdraw and put back.
    changeable: frozenset[int]


def read_reach(store: Store, user: User, *rights: Right, district_code: str | None = None) -> Reach:
    """Whom the user reaches with one of `rights`, those who left too.

    Raises:
        Refusal: The user holds none of them, or there is no roster.
    """
    require(user, *rights, people=People.STUDENTS)
    district = require_district(store, district_code)
    students = [one for one in read_everybody(store, district) if one.kind == "student"]
    scope, admin, changes = (scope_of(user, *some) for some in (rights, (Right.ADMIN,), CHANGE_RIGHTS))
    near = [one for one in students if in_reach(scope, one)]
    seen = {one.person_id: one for one in near if not one.confidential or in_reach(admin, one)}
    hidden = sum(one.active and one.person_id not in seen for one in near)
    changeable = frozenset(person_id for person_id, one in seen.items() if in_reach(changes, one))
    return Reach(district, seen, all=len(seen) == len(students), hidden=hidden, changeable=changeable)


def no_document() -> Refusal:
    """What is said of a document that does not exist and of one out of reach alike."""
    return Refusal(
        "The document was not found.",
        why="There is none of that number among the students whose documents are open to you.",
        fix="Reload the page: it may have been removed meanwhile.",
    )


def among(session: Session, column: Any, ids: Collection[int]) -> sa.ColumnElement[bool]:
    """The condition that a column of numbers holds one of `ids`, however many those are."""
    if len(ids) <= _SINGLY:
        return col(column).in_(sorted(ids))
    told = sa.literal(json.dumps(sorted(ids)), sa.Text)
    if session.get_bind().dialect.name == "sqlite":
        one: sa.ColumnElement[Any] = sa.func.json_each(told).table_valued("value").c.value
    else:
        one = sa.func.json_array_elements_text(sa.cast(told, sa.JSON)).column_valued("one")
    return col(column).in_(sa.select(sa.cast(one, sa.Integer)))
