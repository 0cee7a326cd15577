"""Documents found: by person, type, school year, groups and words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import sqlalchemy as sa
from sqlmodel import Session, col, select

from roster_core.access.rights import User
from roster_core.downloads.holders import Holder, grade_key
from roster_core.journeys.document_reach import LIST_RIGHTS, Reach, among, read_reach
from roster_core.journeys.documents import DocumentView, not_hidden, type_names, view_of, with_version
from roster_core.journeys.holders import Groups, groups_of, scope_of, search_texts
from roster_core.roster.tables.people import Person
from roster_core.roster.tables.updates import Document
from roster_core.store import Store
from roster_core.text import fold


@dataclass(frozen=True)
class DocumentFilter:
    """Which documents are asked for; an empty choice is every one. `withdrawn` is `None` for both kinds."""

    text: str = ""
    types: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    homerooms: tuple[str, ...] = ()
    withdrawn: bool | None = False


@dataclass(frozen=True)
class Page:
    """Some of the documents that were asked for, and how many there are."""

    documents: tuple[DocumentView, ...]
    total: int
    time_zone: str


def read_document_groups(store: Store, user: User) -> Groups:
    """The schools, grades, homerooms and school years of documents that the user can choose from.

    Raises:
        Refusal: The user may not see documents, or there is no roster.
    """
    reach = read_reach(store, user, *LIST_RIGHTS)
    with store.reading(reach.district.district_id) as session:
        years = session.exec(select(Document.school_year).distinct()).all()
    return groups_of(
        store,
        scope_of(user, *LIST_RIGHTS),
        reach.district,
        (one for one in reach.people.values() if one.active),
        years,
    )


def find_documents(
    store: Store,
    user: User,
    wanted: DocumentFilter,
    *,
    first: int = 0,
    limit: int = 50,
    district_code: str | None = None,
) -> Page:
    """The documents that fit, by person, newest school year first; withdrawn ones only for who may put them back.

    Each word of the text is in the person's name or IDs, or in title or type.

    Raises:
        Refusal: The user may not see documents, or there is no roster.
    """
    reach = read_reach(store, user, *LIST_RIGHTS, district_code=district_code)
    with store.reading(reach.district.district_id) as session:
        names = type_names(session)
        conditions = _conditions(session, reach, wanted, names, search_texts(store, reach.district))
        total = session.exec(select(sa.func.count()).select_from(Document).where(*conditions)).one()
        asked = (
            with_version()
            .join(
                Person,
                (col(Person.person_id) == Document.person_id) & (col(Person.district_id) == Document.district_id),
            )
            .where(*conditions)
            .order_by(
                Person.last_name,
                col(Person.first_name),
                col(Document.person_id),
                col(Document.school_year).desc(),
                Document.assessment_type,
                Document.title_key,
                Document.document_id,
            )
            .offset(first)
            .limit(limit)
        )
        rows = session.execute(asked).all()
        return Page(
            tuple(view_of(row, version, reach.people[row.person_id], names) for row, version in rows),
            total,
            reach.district.time_zone,
        )


def _conditions(
    session: Session,
    reach: Reach,
    wanted: DocumentFilter,
    names: Mapping[str, str],
    texts: Mapping[int, str],
) -> list[sa.ColumnElement[bool]]:
    conditions = not_hidden(session, reach)
    if not reach.all or wanted.schools or wanted.grades or wanted.homerooms:
        kept = [person for person, one in reach.people.items() if _fits(one, wanted)]
        conditions.append(among(session, Document.person_id, kept))
    if wanted.types:
        conditions.append(col(Document.assessment_type).in_(wanted.types))
    if wanted.years:
        conditions.append(col(Document.school_year).in_(wanted.years))
    if wanted.withdrawn is not None:
        hidden = col(Document.withdrawn_at)
        conditions.append(hidden.is_not(None) if wanted.withdrawn else hidden.is_(None))
    for word in wanted.text.split():
        conditions.append(_has_word(session, word, names, texts))
    return conditions


def _fits(one: Holder, wanted: DocumentFilter) -> bool:
    return (
        (not wanted.schools or bool(one.schools & set(wanted.schools)))
        and (not wanted.grades or grade_key(one.grade) in {grade_key(grade) for grade in wanted.grades})
        and (not wanted.homerooms or one.homeroom in wanted.homerooms)
    )


def _has_word(
    session: Session, word: str, names: Mapping[str, str], texts: Mapping[int, str]
) -> sa.ColumnElement[bool]:
    folded = fold(word)
    persons = [person for person, text in texts.items() if folded in text]
    types = [code for code, name in names.items() if folded in fold(f"{code} {name}")]
    either: list[sa.ColumnElement[bool]] = [
        among(session, Document.person_id, persons),
        col(Document.assessment_type).in_(types),
        sa.func.lower(Document.title).contains(word.lower(), autoescape=True),
        col(Document.title_key).contains(folded, autoescape=True),
    ]
    return reduce(lambda one, other: one | other, either)
