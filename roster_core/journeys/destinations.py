"""Destinations of export files as they stand."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from roster_core.access.rights import Right, User, require_everywhere
from roster_core.delivery.folder import FolderDelivery, FolderTarget
from roster_core.delivery.port import Tried
from roster_core.journeys.destination_settings import FolderSettings, Method, Settings, label_of, parse_settings
from roster_core.journeys.districts import find_district, require_district
from roster_core.journeys.export_profiles import name_key
from roster_core.journeys.secret_store import SecretNote, read_notes
from roster_core.refusals import Refusal
from roster_core.roster.tables.delivery import Destination, DestinationProfile
from roster_core.roster.tables.profiles import ExportProfile
from roster_core.roster.tables.schedules import Schedule
from roster_core.store import Store
from roster_core.text import clean


@dataclass(frozen=True)
class PinnedKey:
    """A server's key (`type base64`) that somebody confirmed."""

    line: str
    by: str
    at: datetime


@dataclass(frozen=True)
class DestinationView:
    """A destination as it stands; `profiles` are the names of those whose runs go there."""

    destination_id: str
    name: str
    method: Method
    settings: Settings
    label: str
    profiles: tuple[str, ...]
    host_keys: tuple[PinnedKey, ...]
    secrets: tuple[SecretNote, ...]
    public_key: str
    tested_at: datetime | None
    tested: tuple[Tried, ...]
    off_at: datetime | None
    off_reason: str
    updated_at: datetime

    @property
    def hindrance(self) -> str:
        """Why nothing can be sent there, one sentence; blank = it can."""
        if self.off_at:
            return f"It is switched off. {self.off_reason}".strip()
        if self.method is Method.SFTP and not self.host_keys:
            return "Nobody has confirmed the server's key yet."
        if self.method is Method.SFTP and not {"password", "key"} & {note.name for note in self.secrets}:
            return "It has neither password nor key."
        return ""


def read_destinations(store: Store, user: User) -> tuple[DestinationView, ...]:
    """Every destination, by name.

    Raises:
        Refusal: The user may not.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    district = find_district(store)
    if district is None:
        return ()
    with store.reading(district.district_id) as session:
        rows = session.exec(select(Destination).where(col(Destination.deleted_at).is_(None))).all()
        return tuple(view(session, row) for row in sorted(rows, key=lambda row: row.name_key))


def read_destination(store: Store, user: User, name: str) -> DestinationView:
    """The destination of that name.

    Raises:
        Refusal: The user may not, or there is none.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    with store.reading(require_district(store).district_id) as session:
        return view(session, destination_row(session, name))


def destination_row(session: Session, name: str) -> Destination:
    """The stored destination of that name.

    Raises:
        Refusal: There is none.
    """
    kept = select(Destination).where(col(Destination.deleted_at).is_(None))
    row = session.exec(kept.where(Destination.name_key == name_key(name))).one_or_none()
    if row is None:
        names = sorted(row.name for row in session.exec(kept))
        raise Refusal(
            "The destination was not found.",
            why=f"None is called “{clean(name)}”.",
            fix=f"There are {', '.join(f'“{one}”' for one in names)}."
            if names
            else "Add one on the page Destinations.",
        )
    return row


def settings_of(row: Destination) -> Settings:
    """What is set of a stored destination."""
    return parse_settings(Method(row.method), row.settings)


def owner_of(row: Destination) -> str:
    """The name under which its secrets are kept."""
    return f"destination:{row.destination_id}"


def lock_of(destination_id: str) -> str:
    """The lock of whoever talks to a destination."""
    return f"destination-{destination_id}"


def folder_of(settings: FolderSettings, destination_id: str) -> FolderDelivery:
    """The way out into a folder."""
    return FolderDelivery(
        FolderTarget(
            Path(settings.path), destination_id, settings.layout, settings.done_file, settings.keep, settings.keep_days
        )
    )


def view(session: Session, row: Destination) -> DestinationView:
    """The destination as a session reads it."""
    settings = settings_of(row)
    return DestinationView(
        destination_id=row.destination_id,
        name=row.name,
        method=Method(row.method),
        settings=settings,
        label=label_of(settings),
        profiles=tuple(profiles_of(session, row)),
        host_keys=tuple(PinnedKey(key["line"], key["by"], datetime.fromisoformat(key["at"])) for key in row.host_keys),
        secrets=read_notes(session, owner_of(row)),
        public_key=row.public_key,
        tested_at=row.tested_at,
        tested=tuple(Tried(**one) for one in row.tested),
        off_at=row.off_at,
        off_reason=row.off_reason,
        updated_at=row.updated_at,
    )


def schedules_of(session: Session, row: Destination) -> list[str]:
    """Names of the schedules that pick the roster up there."""
    kept = session.exec(select(Schedule).where(col(Schedule.deleted_at).is_(None)).order_by(Schedule.name)).all()
    return [one.name for one in kept if one.source.get("account") == row.destination_id]


def profiles_of(session: Session, row: Destination) -> list[str]:
    """Names of the profiles that use it and are not archived."""
    linked = select(ExportProfile.name).join(
        DestinationProfile, col(DestinationProfile.profile_id) == col(ExportProfile.profile_id)
    )
    return sorted(
        session.exec(
            linked.where(
                DestinationProfile.district_id == row.district_id,
                DestinationProfile.destination_id == row.destination_id,
                col(ExportProfile.archived_at).is_(None),
            )
        )
    )
