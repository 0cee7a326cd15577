"""A document withdrawn, put back, or shown to others than before; nothing that was stored is overwritten."""

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import User
from roster_core.clock import Clock, utc_now
from roster_core.journeys.document_reach import CHANGE_RIGHTS, read_reach
from roster_core.journeys.documents import reached
from roster_core.refusals import Refusal
from roster_core.roster.tables.updates import AssessmentType, Document, DocumentVersion
from roster_core.store import Store

#: Who sees a document: the word stored → the word shown.
VISIBILITY: Mapping[str, str] = {"STAFF": "Staff", "STAFF_FAMILY": "Staff and family"}
#: What a version that only changes who sees it has of its own.
_OWN = {"version", "visibility", "batch_id", "batch_sequence", "by", "created_at", "updated_at"}
#: Changes a document within the session; returns the facts to be written down.
_Change = Callable[[Session, Document], dict[str, Any]]


def withdraw_document(
    store: Store, user: User, document_id: str, *, seen: int, reason: str, clock: Clock = utc_now
) -> None:
    """Hide a document; its bytes are kept until its day of disposal. `seen` is the version that was looked at.

    Raises:
        Refusal: The user may not, gave no reason, or the document was changed meanwhile.
    """
    if not reason.strip():
        raise Refusal(
            "The document was not withdrawn.",
            why="No reason was given.",
            fix="Say in a few words why it is no longer to be shown.",
        )

    def change(_session: Session, row: Document) -> dict[str, Any]:
        if row.withdrawn_at is not None:
            raise Refusal("Nothing was changed.", why="The document is withdrawn already.", fix="Reload the page.")
        row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = clock(), user.login, reason.strip()
        return {}

    _change(store, user, document_id, seen, "document_withdrawn", change, reason=reason, clock=clock)


def restore_document(
    store: Store, user: User, document_id: str, *, seen: int, reason: str = "", clock: Clock = utc_now
) -> None:
    """Show a withdrawn document again.

    Raises:
        Refusal: The user may not, another document took its place, or it was changed meanwhile.
    """

    def change(session: Session, row: Document) -> dict[str, Any]:
        if row.withdrawn_at is None:
            raise Refusal("Nothing was changed.", why="The document is not withdrawn.", fix="Reload the page.")
        _refuse_second(session, row)
        facts = {"withdrawn_at": row.withdrawn_at.isoformat(), "withdrawn_by": row.withdrawn_by}
        row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = None, "", ""
        return facts

    _change(store, user, document_id, seen, "document_restored", change, reason=reason, clock=clock)


def show_to(
    store: Store, user: User, document_id: str, visibility: str, *, seen: int, reason: str = "", clock: Clock = utc_now
) -> int:
    """Say who sees a document, as a new version of the same file; returns its number.

    Raises:
        Refusal: The user may not, they see it already, or it was changed meanwhile.
    """
    if visibility not in VISIBILITY:
        raise Refusal(
            "Nothing was changed.",
            why=f"“{visibility}” says nothing of who sees a document.",
            fix=f"Use one of {', '.join(VISIBILITY)}.",
        )

    def change(session: Session, row: Document) -> dict[str, Any]:
        key = (row.district_id, row.document_id)
        current = session.get_one(DocumentVersion, (*key, row.current_version))
        if current.visibility == visibility:
            raise Refusal(
                "Nothing was changed.", why=f"{VISIBILITY[visibility]} see it already.", fix="Choose the other one."
            )
        now, number = clock(), row.current_version + 1
        copied = current.model_dump(exclude=_OWN)
        session.add(
            DocumentVersion(
                **copied, version=number, visibility=visibility, by=user.login, created_at=now, updated_at=now
            )
        )
        row.current_version = number
        return {"version": number, "before": current.visibility, "after": visibility}

    facts = _change(store, user, document_id, seen, "document_visibility_changed", change, reason=reason, clock=clock)
    return int(facts["version"])


def _change(
    store: Store,
    user: User,
    document_id: str,
    seen: int,
    action: str,
    change: _Change,
    *,
    reason: str,
    clock: Clock,
) -> Mapping[str, Any]:
    reach = read_reach(store, user, *CHANGE_RIGHTS)
    district_id = reach.district.district_id
    with store.writing(district_id) as session:
        row, holder = reached(session, reach, document_id, lock=True)
        if row.current_version != seen:
            raise Refusal(
                "Nothing was changed.",
                why="The document was changed since the page showed it.",
                fix="Reload the page and look again.",
            )
        told = {"assessment_type": row.assessment_type, "school_year": row.school_year, "title": row.title}
        facts = {**told, "version": row.current_version, **change(session, row)}
        now = clock()
        row.updated_at = now
        try:
            session.flush()
        except sa.exc.IntegrityError as taken:  # by somebody who was at it in the same moment
            raise _taken(row.title) from taken
        deed = Deed(user.login, action, f"document:{document_id}", (holder.reference,), facts, reason.strip())
        record(session, district_id, deed, now=now)
    return facts


def _refuse_second(session: Session, row: Document) -> None:
    beside = select(Document).where(
        Document.person_id == row.person_id,
        Document.assessment_type == row.assessment_type,
        Document.school_year == row.school_year,
        col(Document.withdrawn_at).is_(None),
    )
    one_only = session.get_one(AssessmentType, (row.district_id, row.assessment_type)).one_per_year
    for other in session.exec(beside).all():
        if other.title_key == row.title_key:
            raise _taken(other.title)
        if one_only:
            raise Refusal(
                "The document was not restored.",
                why=f"A student has one document of this type in a school year, and “{other.title}” is there.",
                fix="Withdraw that one first.",
            )


def _taken(title: str) -> Refusal:
    return Refusal(
        "The document was not restored.",
        why=f"Another document took its place: “{title}” of the same student, type and school year.",
        fix="Withdraw that one first, or leave this one withdrawn.",
    )
