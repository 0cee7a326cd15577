"""Profiles of the export as they stand: their options, versions, and what changed between those."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clever.profile.changes import OptionChange, option_changes
from roster_core.clever.profile.file import parse_options
from roster_core.clever.profile.options import ExportOptions
from roster_core.journeys.districts import find_district, require_district
from roster_core.refusals import Refusal
from roster_core.roster.tables.profiles import ExportProfile, ExportProfileVersion
from roster_core.store import Store
from roster_core.text import clean, same


@dataclass(frozen=True)
class ProfileView:
    """A profile in one of its versions; `by`, `at` and `note` are those of the version."""

    profile_id: str
    name: str
    version: int
    #: The newest version.
    current: int
    #: Field name → value, every option, as `begin` takes them.
    options: Mapping[str, Any]
    #: Code of what was confirmed → what was said.
    acknowledged: Mapping[str, str]
    by: str
    at: datetime
    note: str
    created_at: datetime
    archived_at: datetime | None
    #: Why no schedule may run it; blank = one may.
    not_to_schedule: str = ""

    @property
    def values(self) -> ExportOptions:
        """The options as values; one that this program does not know, or knows otherwise, has its default."""
        return parse_options(self.options).options


@dataclass(frozen=True)
class VersionView:
    """One version of a profile and what it changed; the first one changed nothing."""

    version: int
    by: str
    at: datetime
    note: str
    acknowledged: Mapping[str, str]
    changes: tuple[OptionChange, ...]


def read_profiles(
    store: Store, user: User, *, archived: bool = False, district_code: str | None = None
) -> tuple[ProfileView, ...]:
    """Every profile in its newest version, by name; those archived only if asked for, at the end.

    Raises:
        Refusal: The user may not.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    district = find_district(store, district_code)
    if district is None:
        return ()
    with store.reading(district.district_id) as session:
        rows = session.exec(select(ExportProfile)).all()
        kept = [row for row in rows if archived or row.archived_at is None]
        kept.sort(key=lambda row: (row.archived_at is not None, row.name_key, row.profile_id))
        return tuple(view(session, row) for row in kept)


def read_profile(
    store: Store, user: User, name: str, *, version: int | None = None, district_code: str | None = None
) -> ProfileView:
    """The profile of that name, in its newest version or the one asked for.

    Raises:
        Refusal: The user may not, or there is no such profile or version.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    district = require_district(store, district_code)
    with store.reading(district.district_id) as session:
        return view(session, profile_row(session, name), version)


def read_versions(store: Store, user: User, name: str, *, district_code: str | None = None) -> tuple[VersionView, ...]:
    """All versions of the profile, newest first, each with what it changed.

    Raises:
        Refusal: The user may not, or there is no such profile.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    district = require_district(store, district_code)
    with store.reading(district.district_id) as session:
        profile = profile_row(session, name)
        rows = session.exec(
            select(ExportProfileVersion)
            .where(ExportProfileVersion.profile_id == profile.profile_id)
            .order_by(col(ExportProfileVersion.version))
        ).all()
    return tuple(reversed([_told(row, before) for row, before in zip(rows, (None, *rows), strict=False)]))


def compare_versions(
    store: Store, user: User, name: str, old: int, new: int, *, district_code: str | None = None
) -> tuple[OptionChange, ...]:
    """What changed from version `old` of the profile to version `new`.

    Raises:
        Refusal: The user may not, or there is no such profile or version.
    """
    before, after = (
        read_profile(store, user, name, version=version, district_code=district_code) for version in (old, new)
    )
    return option_changes(before.values, after.values)


def profile_row(session: Session, name: str) -> ExportProfile:
    """The stored profile of that name, upper and lower case being equal; archived ones have no name any more.

    Raises:
        Refusal: There is none.
    """
    row = find_row(session, name)
    if row is None:
        names = session.exec(select(ExportProfile.name).where(col(ExportProfile.archived_at).is_(None))).all()
        raise _unknown(name, names)
    return row


def find_row(session: Session, name: str) -> ExportProfile | None:
    """The stored profile of that name, if there is one."""
    return session.exec(
        select(ExportProfile).where(ExportProfile.name_key == name_key(name), col(ExportProfile.archived_at).is_(None))
    ).one_or_none()


def name_key(name: str) -> str:
    """The form in which names of profiles are compared."""
    return same(clean(name))


def view(session: Session, row: ExportProfile, version: int | None = None) -> ProfileView:
    """The profile in a version, the newest if none is asked for.

    Raises:
        Refusal: It has no such version.
    """
    wanted = row.version if version is None else version
    saved = session.get(ExportProfileVersion, (row.district_id, row.profile_id, wanted))
    if saved is None:
        raise Refusal(
            "There is no such version.",
            why=f"The profile “{row.name}” has no version {wanted}.",
            fix=f"Its versions are 1 to {row.version}.",
        )
    return ProfileView(
        profile_id=row.profile_id,
        name=row.name,
        version=saved.version,
        current=row.version,
        options=saved.options,
        acknowledged=saved.acknowledged,
        by=saved.by,
        at=saved.created_at,
        note=saved.note,
        created_at=row.created_at,
        archived_at=row.archived_at,
        not_to_schedule=row.not_to_schedule,
    )


def _told(row: ExportProfileVersion, before: ExportProfileVersion | None) -> VersionView:
    changes = option_changes(_options(before), _options(row)) if before else ()
    return VersionView(row.version, row.by, row.created_at, row.note, row.acknowledged, changes)


def _options(row: ExportProfileVersion) -> ExportOptions:
    return parse_options(row.options).options


def _unknown(name: str, names: Iterable[str]) -> Refusal:
    listed = ", ".join(f"“{known}”" for known in sorted(names))
    return Refusal(
        "The profile was not found.",
        why=f"None is saved as “{clean(name)}”.",
        fix=f"Saved are {listed}." if listed else "Save one first: on the page Clever export, or with “profiles save”.",
    )
