"""The assessment types that documents are of: the district's own list, kept by administrators (roster-model §6.6)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require, require_everywhere
from roster_core.clock import Clock, utc_now
from roster_core.documents.keeping import end_of_year, keep_until
from roster_core.journeys.districts import require_district
from roster_core.journeys.document_changes import VISIBILITY
from roster_core.journeys.document_reach import LIST_RIGHTS
from roster_core.refusals import Refusal
from roster_core.roster.tables.organisation import SchoolYear
from roster_core.roster.tables.updates import AssessmentType, Document
from roster_core.store import Store
from roster_core.text import clean, same

#: What a code may be: it is a folder in a ZIP and part of file names.
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,29}")
_LONGEST_NAME, _MOST_YEARS = 120, 100


@dataclass(frozen=True)
class TypeSettings:
    """What may be changed of a type; `retention_years` is `None` for ever."""

    name: str
    default_visibility: str = "STAFF"
    one_per_year: bool = False
    retention_years: int | None = None


@dataclass(frozen=True)
class TypeView:
    """An assessment type, and how many documents there are of it, withdrawn ones too."""

    code: str
    name: str
    default_visibility: str
    one_per_year: bool
    retention_years: int | None
    active: bool
    documents: int

    @property
    def settings(self) -> TypeSettings:
        """What may be changed of it."""
        return TypeSettings(self.name, self.default_visibility, self.one_per_year, self.retention_years)


def read_types(store: Store, user: User, *, active: bool = False) -> tuple[TypeView, ...]:
    """The types in the district's order; with `active` those that documents may still be uploaded of.

    Raises:
        Refusal: The user has nothing to do with documents, or there is no roster.
    """
    require(user, *LIST_RIGHTS)
    with store.reading(require_district(store).district_id) as session:
        counted = select(Document.assessment_type, sa.func.count()).group_by(Document.assessment_type)
        counts = dict(session.exec(counted).all())
        return tuple(_view(row, counts.get(row.code, 0)) for row in _rows(session) if row.active or not active)


def add_type(store: Store, user: User, code: str, settings: TypeSettings, *, clock: Clock = utc_now) -> None:
    """Add a type at the end of the list.

    Raises:
        Refusal: The user is no administrator, the code is taken or cannot be one, or a setting cannot be.
    """
    with _writing(store, user) as work:
        rows = _rows(work.session)
        if not _CODE.fullmatch(code):
            raise _not_saved(
                f"“{code}” cannot be a code.", "Use 1 to 30 letters, digits, dots, hyphens and underscores."
            )
        if any(same(row.code) == same(code) for row in rows):
            raise _not_saved(f"There is a type {code} already.", "Choose another code, or change that type.")
        settings = _checked(settings, rows, code)
        now = clock()
        place = 1 + max((row.sequence for row in rows), default=0)
        work.session.add(
            AssessmentType(
                district_id=work.district_id, code=code, sequence=place, created_at=now, updated_at=now,
                **asdict(settings),
            )
        )  # fmt: skip
        work.write_down("assessment_type_added", code, asdict(settings), now)


def change_type(store: Store, user: User, code: str, settings: TypeSettings, *, clock: Clock = utc_now) -> int:
    """Change a type; with other years of retention the day of disposal of its documents too. Returns how many.

    Raises:
        Refusal: The user is no administrator, there is no such type, a setting cannot be, or students have more than
            one document in a school year where there is to be one.
    """
    with _writing(store, user) as work:
        rows = _rows(work.session)
        row = _row(rows, code)
        settings = _checked(settings, rows, code)
        if settings.one_per_year and not row.one_per_year:
            _refuse_several(work.session, row.code)
        before, now = asdict(_view(row, 0).settings), clock()
        if before == asdict(settings):
            return 0
        moved = _move_days(work.session, row.code, settings, now) if _keeps_otherwise(row, settings) else 0
        for name, value in asdict(settings).items():
            setattr(row, name, value)
        row.updated_at = now
        facts = {"before": before, "after": asdict(settings), "documents_kept_otherwise": moved}
        work.write_down("assessment_type_changed", row.code, facts, now)
        return moved


def count_due(store: Store, user: User, code: str, retention_years: int | None, *, clock: Clock = utc_now) -> int:
    """Of how many documents the day of disposal would have passed with so many years of retention.

    Raises:
        Refusal: The user is no administrator, or there is no such type.
    """
    require_everywhere(user, Right.ADMIN)
    today = clock().date()
    with store.reading(require_district(store).district_id) as session:
        row = _row(_rows(session), code)
        counted = (
            select(Document.school_year, sa.func.count())
            .where(Document.assessment_type == row.code)
            .group_by(Document.school_year)
        )
        days = ((last_day(session, year, retention_years), count) for year, count in session.exec(counted).all())
        return sum(count for day, count in days if day is not None and day < today)


def set_active(store: Store, user: User, code: str, *, active: bool, clock: Clock = utc_now) -> None:
    """Switch a type off, so that nothing more is uploaded of it, or on again. Its documents stay.

    Raises:
        Refusal: The user is no administrator, there is no such type, or it is so already.
    """
    with _writing(store, user) as work:
        row = _row(_rows(work.session), code)
        if row.active == active:
            raise _not_saved(f"{row.code} is switched {'on' if active else 'off'} already.", "Reload the page.")
        now = clock()
        row.active, row.updated_at = active, now
        action = "assessment_type_switched_on" if active else "assessment_type_switched_off"
        work.write_down(action, row.code, {}, now)


def delete_type(store: Store, user: User, code: str, *, clock: Clock = utc_now) -> None:
    """Remove a type that no document is of.

    Raises:
        Refusal: The user is no administrator, there is no such type, or there are documents of it.
    """
    with _writing(store, user) as work:
        row = _row(_rows(work.session), code)
        there = work.session.exec(
            select(sa.func.count()).select_from(Document).where(Document.assessment_type == row.code)
        ).one()
        if there:
            raise Refusal(
                f"{row.code} was not removed.",
                why=f"There are {there:,} documents of it." if there > 1 else "There is a document of it.",
                fix="Switch it off instead: nothing more can be uploaded then, and its documents stay.",
            )
        work.session.delete(row)
        work.write_down("assessment_type_removed", row.code, asdict(_view(row, 0).settings), clock())


def order_types(store: Store, user: User, codes: Sequence[str], *, clock: Clock = utc_now) -> None:
    """Put the types into the order of `codes`, which names each of them once.

    Raises:
        Refusal: The user is no administrator, or the codes are not those of the list.
    """
    with _writing(store, user) as work:
        rows = {row.code: row for row in _rows(work.session)}
        if sorted(codes) != sorted(rows):
            raise _not_saved("The order does not name each type once.", "Reload the page: the list was changed.")
        now = clock()
        for place, code in enumerate(codes, start=1):
            if rows[code].sequence != place:
                rows[code].sequence, rows[code].updated_at = place, now
        work.write_down("assessment_types_ordered", "", {"codes": list(codes)}, now)


def last_day(session: Session, school_year: str, retention_years: int | None) -> date | None:
    """The last day on which a document of a school year is kept; `None` = for ever."""
    known = session.exec(select(SchoolYear).where(SchoolYear.school_year == school_year)).first()
    return keep_until(known.end_date if known else end_of_year(school_year), retention_years)


@dataclass(frozen=True)
class _Work:
    session: Session
    district_id: int
    login: str

    def write_down(self, action: str, code: str, facts: Mapping[str, Any], now: datetime) -> None:
        self.session.flush()
        subject = f"assessment_type:{code}" if code else f"district:{self.district_id}"
        record(self.session, self.district_id, Deed(self.login, action, subject, facts=facts), now=now)


@contextmanager
def _writing(store: Store, user: User) -> Iterator[_Work]:
    require_everywhere(user, Right.ADMIN)
    district_id = require_district(store).district_id
    with store.writing(district_id) as session:
        yield _Work(session, district_id, user.login)


def _rows(session: Session) -> Sequence[AssessmentType]:
    return session.exec(select(AssessmentType).order_by(col(AssessmentType.sequence), AssessmentType.code)).all()


def _row(rows: Sequence[AssessmentType], code: str) -> AssessmentType:
    found = next((row for row in rows if same(row.code) == same(code)), None)
    if found is None:
        raise Refusal(
            "Nothing was changed.", why=f"There is no assessment type {code}.", fix="Look at the list of types."
        )
    return found


def _checked(settings: TypeSettings, rows: Sequence[AssessmentType], code: str) -> TypeSettings:
    name = clean(settings.name)
    if not name or len(name) > _LONGEST_NAME:
        raise _not_saved(
            "The name is blank." if not name else "The name is too long.", f"Give it 1 to {_LONGEST_NAME} letters."
        )
    if any(same(row.name) == same(name) and same(row.code) != same(code) for row in rows):
        raise _not_saved(f"Another type is called “{name}”.", "Give it a name of its own.")
    if settings.default_visibility not in VISIBILITY:
        raise _not_saved(
            f"“{settings.default_visibility}” says nothing of who sees a document.",
            f"Use one of {', '.join(VISIBILITY)}.",
        )
    if settings.retention_years is not None and not 0 <= settings.retention_years <= _MOST_YEARS:
        raise _not_saved(
            f"{settings.retention_years} is no number of years.", f"Use 0 to {_MOST_YEARS}, or leave it empty for ever."
        )
    return replace(settings, name=name)


def _keeps_otherwise(row: AssessmentType, settings: TypeSettings) -> bool:
    return row.retention_years != settings.retention_years


def _refuse_several(session: Session, code: str) -> None:
    several = (
        select(Document.person_id)
        .where(Document.assessment_type == code, col(Document.withdrawn_at).is_(None))
        .group_by(col(Document.person_id), col(Document.school_year))
        .having(sa.func.count() > 1)
    )
    count = len(session.exec(several).all())
    if count:
        whose = f"{count:,} students have" if count > 1 else "A student has"
        raise _not_saved(
            f"{whose} more than one document of this type in a school year.",
            "Withdraw the others first.",
        )


def _move_days(session: Session, code: str, settings: TypeSettings, now: datetime) -> int:
    """Give the documents of a type their new days of disposal; returns how many there are."""
    years = session.exec(select(Document.school_year).where(Document.assessment_type == code).distinct()).all()
    moved = 0
    for year in years:
        day = last_day(session, year, settings.retention_years)
        done = session.execute(
            sa.update(Document)
            .where(col(Document.assessment_type) == code, col(Document.school_year) == year)
            .values(dispose_on=day, updated_at=now)
        )
        moved += done.rowcount  # type: ignore[attr-defined] # of an update
    return moved


def _view(row: AssessmentType, documents: int) -> TypeView:
    return TypeView(
        row.code, row.name, row.default_visibility, row.one_per_year, row.retention_years, row.active, documents
    )


def _not_saved(why: str, fix: str) -> Refusal:
    return Refusal("The type was not saved.", why=why, fix=fix)
