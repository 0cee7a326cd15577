"""Options that somebody changed and has not saved: kept for them, so that a page loaded anew goes on from there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from roster_core.access.rights import Right, User, require_everywhere
from roster_core.batches.tables import UserChoice
from roster_core.clever.profile.file import parse_options
from roster_core.clever.profile.options import ExportOptions
from roster_core.clock import Clock, utc_now
from roster_core.journeys.districts import require_district
from roster_core.store import Store

#: What the choices are filed under, before the ID of the profile; options of no profile have none.
_SUBJECT = "export_options:"


@dataclass(frozen=True)
class UnsavedOptions:
    """Options as they were left: those of a profile, changed since `version`, or new ones that began with a preset."""

    options: ExportOptions
    profile_id: str | None = None
    version: int | None = None
    #: Name of the preset (export-options §2.6); of a profile's options none.
    start: str | None = None
    #: Code of what was confirmed → what was said.
    acknowledged: Mapping[str, str] = field(default_factory=dict)


def keep_unsaved(store: Store, user: User, unsaved: UnsavedOptions, *, clock: Clock = utc_now) -> None:
    """Keep the options for the user, in place of what was kept of the same profile.

    Raises:
        Refusal: The user may not change options, or there is no district.
    """
    require_everywhere(user, Right.EXPORT_EDIT, Right.EXPORT_RUN)
    district_id, now = require_district(store).district_id, clock()
    choice = {
        "options": unsaved.options.model_dump(mode="json"),
        "version": unsaved.version,
        "start": unsaved.start,
        "acknowledged": dict(unsaved.acknowledged),
    }
    with store.writing(district_id) as session:
        row = _row(session, district_id, user, unsaved.profile_id)
        if row is None:
            row = UserChoice(
                district_id=district_id,
                login=user.login,
                subject=_subject(unsaved.profile_id),
                created_at=now,
                updated_at=now,
            )
        row.choice, row.updated_at = choice, now
        session.add(row)


def drop_unsaved(store: Store, user: User, profile_id: str | None) -> None:
    """Forget what was kept of a profile (None: of no profile); nothing happens if there is nothing.

    Raises:
        Refusal: The user may not change options, or there is no district.
    """
    require_everywhere(user, Right.EXPORT_EDIT, Right.EXPORT_RUN)
    district_id = require_district(store).district_id
    with store.writing(district_id) as session:
        if row := _row(session, district_id, user, profile_id):
            session.delete(row)


def read_unsaved(store: Store, user: User) -> tuple[UnsavedOptions, ...]:
    """All that is kept for the user, what was changed last comes first.

    Raises:
        Refusal: The user may not see options, or there is no district.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    with store.reading(require_district(store).district_id) as session:
        rows = session.exec(
            select(UserChoice)
            .where(UserChoice.login == user.login, col(UserChoice.subject).startswith(_SUBJECT, autoescape=True))
            .order_by(col(UserChoice.updated_at).desc(), col(UserChoice.subject))
        ).all()
        return tuple(_told(row.subject.removeprefix(_SUBJECT) or None, row.choice) for row in rows)


def _told(profile_id: str | None, choice: Mapping[str, Any]) -> UnsavedOptions:
    # What this program does not know, or knows otherwise, has its default.
    options = parse_options(choice["options"]).options
    return UnsavedOptions(options, profile_id, choice["version"], choice["start"], choice["acknowledged"])


def _subject(profile_id: str | None) -> str:
    return f"{_SUBJECT}{profile_id or ''}"


def _row(session: Session, district_id: int, user: User, profile_id: str | None) -> UserChoice | None:
    return session.get(UserChoice, (district_id, user.login, _subject(profile_id)))
