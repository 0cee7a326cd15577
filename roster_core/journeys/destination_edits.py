"""Adding and changing destinations: who may, what was said, and what is secret."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clock import Clock, new_id, utc_now
from roster_core.delivery.faults import Fault
from roster_core.delivery.sftp.keys import make_key, public_line, read_key
from roster_core.journeys.alarm_causes import switched_by_hand
from roster_core.journeys.alarm_settings import options_in
from roster_core.journeys.destination_settings import (
    SECRETS,
    FolderSettings,
    Method,
    Settings,
    label_of,
    parse_settings,
    ties_changed,
)
from roster_core.journeys.destinations import (
    DestinationView,
    destination_row,
    folder_of,
    owner_of,
    profiles_of,
    schedules_of,
    settings_of,
    view,
)
from roster_core.journeys.districts import require_district
from roster_core.journeys.export_profiles import name_key, profile_row
from roster_core.journeys.secret_store import forget_secrets, write_secrets
from roster_core.refusals import Refusal
from roster_core.roster.tables.delivery import Destination, DestinationProfile
from roster_core.store import Store
from roster_core.text import clean

_NOT_SAVED = "The destination was not saved."
_LONGEST_NAME = 60


@dataclass(frozen=True)
class DestinationDraft:
    """What is to be saved; secrets that are left out stay, blank ones are forgotten; `None` = profiles stay."""

    settings: Mapping[str, Any]
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    profiles: Collection[str] | None = None


def add_destination(
    store: Store, user: User, name: str, method: Method, draft: DestinationDraft, *, clock: Clock = utc_now
) -> DestinationView:
    """Save a new destination.

    Raises:
        Refusal: The user may not, the name is taken, or what is set does not go together.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    settings = parse_settings(method, dict(draft.settings))
    district_id, now = require_district(store).district_id, clock()
    with store.writing(district_id) as session:
        row = Destination(
            district_id=district_id,
            destination_id=new_id(clock),
            name=_named(session, name),
            name_key=name_key(name),
            method=method.value,
            by=user.login,
            created_at=now,
            updated_at=now,
        )
        _claim(settings, row.destination_id)
        session.add(row)
        session.flush()
        _write(store, session, row, settings, draft, user, now=now)
        note_deed(session, row, user, "destination_added", now)
        return view(session, row)


def change_destination(
    store: Store, user: User, name: str, draft: DestinationDraft, *, clock: Clock = utc_now
) -> DestinationView:
    """Save it anew. Another host or port forgets what is secret, and the keys that were confirmed.

    Raises:
        Refusal: The user may not, there is none of that name, or what is set does not go together.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    district_id, now = require_district(store).district_id, clock()
    with store.writing(district_id) as session:
        row = destination_row(session, name)
        old = settings_of(row)
        settings = parse_settings(Method(row.method), dict(draft.settings))
        if ties_changed(old, settings):
            forget_secrets(session, owner_of(row))
            session.flush()
            row.host_keys, row.public_key = [], ""
        if isinstance(old, FolderSettings) and isinstance(settings, FolderSettings) and old.path != settings.path:
            folder_of(old, row.destination_id).release()
        _claim(settings, row.destination_id)
        row.tested_at, row.tested, row.refused = None, [], 0
        _write(store, session, row, settings, draft, user, now=now)
        note_deed(session, row, user, "destination_changed", now)
        return view(session, row)


def make_key_pair(store: Store, user: User, name: str, *, clock: Clock = utc_now) -> str:
    """Make a key to sign in with; returns its public half, a line for the receiver. The private half is never shown.

    Raises:
        Refusal: The user may not, or it is no SFTP destination.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    district_id, now = require_district(store).district_id, clock()
    with store.writing(district_id) as session:
        row = destination_row(session, name)
        if row.method != Method.SFTP:
            raise Refusal("No key was made.", why="Only SFTP signs in with keys.", fix="Choose an SFTP destination.")
        _write_secrets(store, session, row, {"key": make_key(), "passphrase": ""}, user, now=now)
        note_deed(session, row, user, "destination_key_made", now)
        return row.public_key


def switch(store: Store, user: User, name: str, *, on: bool, clock: Clock = utc_now) -> DestinationView:
    """Switch it off, so that nothing is sent there, or on again.

    Raises:
        Refusal: The user may not, or there is none of that name.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    district_id, now = require_district(store).district_id, clock()
    with store.writing(district_id) as session:
        row = destination_row(session, name)
        row.off_at, row.off_reason, row.refused, row.updated_at = None if on else now, "", 0, now
        switched_by_hand(session, row, clock)
        note_deed(session, row, user, "destination_switched_on" if on else "destination_switched_off", now)
        return view(session, row)


def delete_destination(store: Store, user: User, name: str, *, clock: Clock = utc_now) -> None:
    """Delete it with all that is secret of it; its deliveries stay in the history.

    Raises:
        Refusal: The user may not, there is none of that name, or a profile uses it.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    district_id, now = require_district(store).district_id, clock()
    with store.writing(district_id) as session:
        row = destination_row(session, name)
        _refuse_if_needed(profiles_of(session, row), "It is used by {}.", fix="Take the profiles off it first.")
        _refuse_if_needed(
            schedules_of(session, row),
            "The roster is picked up from it by the schedule {}.",
            fix="Choose another source in the schedule first, or delete the schedule.",
        )
        alarms = options_in(session, district_id)
        if alarms is not None and alarms.through and name_key(alarms.through) == row.name_key:
            raise Refusal(
                "The destination was not deleted.",
                why="Alarms are sent through its mail server.",
                fix="Choose another one on the page Alarms first.",
            )
        settings = settings_of(row)
        if isinstance(settings, FolderSettings):
            folder_of(settings, row.destination_id).release()
        forget_secrets(session, owner_of(row))
        row.deleted_at = row.updated_at = now
        row.host_keys, row.public_key = [], ""
        note_deed(session, row, user, "destination_deleted", now)


def _refuse_if_needed(by: Sequence[str], why: str, *, fix: str) -> None:
    if by:
        listed = ", ".join(f"“{one}”" for one in by)
        raise Refusal("The destination was not deleted.", why=why.format(listed), fix=fix)


def _named(session: Session, name: str) -> str:
    cleaned = clean(name)
    if not cleaned or len(cleaned) > _LONGEST_NAME:
        raise Refusal(_NOT_SAVED, why=f"A name has 1 to {_LONGEST_NAME} characters.", fix="Choose another name.")
    kept = select(Destination).where(col(Destination.deleted_at).is_(None), Destination.name_key == name_key(name))
    if session.exec(kept).first() is not None:
        raise Refusal(_NOT_SAVED, why=f"“{cleaned}” is taken.", fix="Choose another name.")
    return cleaned


def _claim(settings: Settings, destination_id: str) -> None:
    if isinstance(settings, FolderSettings):
        try:
            folder_of(settings, destination_id).claim()
        except Fault as fault:
            raise Refusal(_NOT_SAVED, why=fault.message, fix=fault.fix) from fault


def _write(
    store: Store,
    session: Session,
    row: Destination,
    settings: Settings,
    draft: DestinationDraft,
    user: User,
    *,
    now: datetime,
) -> None:
    row.settings, row.updated_at = settings.model_dump(mode="json"), now
    _write_secrets(store, session, row, draft.secrets, user, now=now)
    if draft.profiles is not None:
        _link(session, row, draft.profiles, now)


def _write_secrets(
    store: Store, session: Session, row: Destination, secrets: Mapping[str, str], user: User, *, now: datetime
) -> None:
    unknown = set(secrets) - set(SECRETS[Method(row.method)])
    if unknown:
        raise Refusal(_NOT_SAVED, why=f"It has no secret called {', '.join(sorted(unknown))}.", fix="Leave it out.")
    if key := secrets.get("key"):
        row.public_key = public_line(read_key(key, secrets.get("passphrase") or None), f"roster-desk {row.name}")
    elif "key" in secrets:
        row.public_key = ""
    write_secrets(store, session, row.district_id, owner_of(row), secrets, user.login, now=now)
    session.flush()


def _link(session: Session, row: Destination, names: Iterable[str], now: datetime) -> None:
    wanted = {profile_row(session, name).profile_id for name in names}
    for link in session.exec(
        select(DestinationProfile).where(DestinationProfile.destination_id == row.destination_id)
    ).all():
        if link.profile_id in wanted:
            wanted.discard(link.profile_id)
        else:
            session.delete(link)
    session.add_all(
        DestinationProfile(
            district_id=row.district_id,
            destination_id=row.destination_id,
            profile_id=profile_id,
            created_at=now,
            updated_at=now,
        )
        for profile_id in sorted(wanted)
    )
    session.flush()


def note_deed(session: Session, row: Destination, user: User, action: str, now: datetime) -> None:
    """Write down who did what to a destination."""
    facts = {"name": row.name, "method": row.method, "target": label_of(settings_of(row))}
    record(
        session, row.district_id, Deed(user.login, action, f"destination:{row.destination_id}", facts=facts), now=now
    )
