"""Saving, duplicating, renaming and archiving profiles of the export."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clever.profile.confirmations import missing, needed, still_confirmed
from roster_core.clever.profile.file import parse_options
from roster_core.clever.profile.options import ExportOptions
from roster_core.clock import Clock, new_id, utc_now
from roster_core.journeys.districts import require_district
from roster_core.journeys.export_profiles import ProfileView, find_row, name_key, profile_row, view
from roster_core.journeys.profile_checks import InvalidProfile, check_options, forbids
from roster_core.refusals import Refusal
from roster_core.roster.tables.organisation import District
from roster_core.roster.tables.profiles import ExportProfile, ExportProfileVersion
from roster_core.store import Store
from roster_core.text import clean

#: The longest name of a profile.
LONGEST_NAME = 60
_NOT_SAVED = "The profile was not saved."


@dataclass(frozen=True)
class Draft:
    """What is to be saved: options by field name, the version that was edited (None for a new profile), and a note.

    `acknowledged` has, by finding code, what was confirmed (`clever.confirmations`); what was confirmed for the version
    edited holds on while its options stay.
    """

    options: Mapping[str, Any]
    based_on: int | None = None
    note: str = ""
    acknowledged: Mapping[str, str] = field(default_factory=dict)


def save_profile(
    store: Store,
    user: User,
    name: str,
    draft: Draft,
    *,
    district_code: str | None = None,
    clock: Clock = utc_now,
) -> ProfileView:
    """Save the draft as the next version of the profile `name`; where nothing changed, the profile stays as it is.

    Raises:
        InvalidProfile: No run is possible with these options.
        Refusal: The user may not, something is to be confirmed first, or somebody else has saved meanwhile.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    if invalid := forbids(check_options(store, user, draft.options, district_code=district_code, clock=clock)):
        raise InvalidProfile(_NOT_SAVED, invalid)
    values = parse_options(draft.options).options
    with _editing(store, district_code) as session:
        row = _row_to_save(session, user, name, draft.based_on, clock)
        before = view(session, row) if draft.based_on is not None else None
        confirmed = _confirmed(values, before, draft.acknowledged)
        if before is not None and before.values == values and before.acknowledged == confirmed:
            return before
        return _add_version(session, row, values, user=user, note=draft.note, acknowledged=confirmed, clock=clock)


def duplicate_profile(
    store: Store, user: User, name: str, new_name: str, *, district_code: str | None = None, clock: Clock = utc_now
) -> ProfileView:
    """Save the newest version of a profile as version 1 of another one.

    Raises:
        Refusal: The user may not, there is no such profile, or the new name is taken.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    with _editing(store, district_code) as session:
        source = view(session, profile_row(session, name))
        row = _new_row(session, user, new_name, clock)
        note = f"Made from “{source.name}”, version {source.version}."
        return _add_version(
            session, row, source.values, user=user, note=note, acknowledged=source.acknowledged, clock=clock
        )


def rename_profile(
    store: Store, user: User, name: str, new_name: str, *, district_code: str | None = None, clock: Clock = utc_now
) -> ProfileView:
    """Give a profile another name; its versions and runs stay.

    Raises:
        Refusal: The user may not, there is no such profile, or the new name is taken.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    with _editing(store, district_code) as session:
        row = profile_row(session, name)
        wanted, before = _free_name(session, new_name, but=row), row.name
        row.name, row.name_key, row.updated_at = wanted, name_key(wanted), clock()
        facts = {"name": wanted, "before": before}
        deed = Deed(user.login, "profile_renamed", f"profile:{row.profile_id}", facts=facts)
        record(session, row.district_id, deed, now=row.updated_at)
        return view(session, row)


def forbid_schedules(
    store: Store, user: User, name: str, note: str, *, district_code: str | None = None, clock: Clock = utc_now
) -> ProfileView:
    """Note why no schedule may run a profile; a blank note takes that back.

    Raises:
        Refusal: The user may not, or there is no such profile.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    with _editing(store, district_code) as session:
        row, now = profile_row(session, name), clock()
        row.not_to_schedule, row.updated_at = clean(note), now
        action = "profile_schedules_forbidden" if row.not_to_schedule else "profile_schedules_allowed"
        deed = Deed(user.login, action, f"profile:{row.profile_id}", facts={"name": row.name}, reason=clean(note))
        record(session, row.district_id, deed, now=now)
        return view(session, row)


def archive_profile(
    store: Store, user: User, name: str, *, district_code: str | None = None, clock: Clock = utc_now
) -> None:
    """Put a profile away: it is listed and run no more, its name is free, and its old runs keep what they used.

    Raises:
        Refusal: The user may not, or there is no such profile.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    with _editing(store, district_code) as session:
        row = profile_row(session, name)
        row.archived_at = row.updated_at = now = clock()
        deed = Deed(user.login, "profile_archived", f"profile:{row.profile_id}", facts={"name": row.name})
        record(session, row.district_id, deed, now=now)


@contextmanager
def _editing(store: Store, district_code: str | None) -> Iterator[Session]:
    """A session that writes profiles; who saves at the same time waits and then sees what was saved."""
    district_id = require_district(store, district_code).district_id
    with store.writing(district_id) as session:
        session.exec(select(District).where(District.district_id == district_id).with_for_update(key_share=True)).one()
        yield session


def _row_to_save(session: Session, user: User, name: str, based_on: int | None, clock: Clock) -> ExportProfile:
    if based_on is None:
        return _new_row(session, user, name, clock)
    row = profile_row(session, name)
    if row.version != based_on:
        newest = view(session, row)
        raise Refusal(
            _NOT_SAVED,
            why=f"{newest.by} saved version {newest.version} of “{row.name}” since; this was made from version "
            f"{based_on}.",
            fix="Open the newest version and make the change there.",
        )
    return row


def _new_row(session: Session, user: User, name: str, clock: Clock) -> ExportProfile:
    wanted, now = _free_name(session, name), clock()
    row = ExportProfile(
        district_id=session.info["district_id"],
        profile_id=new_id(clock),
        name=wanted,
        name_key=name_key(wanted),
        version=0,
        by=user.login,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _free_name(session: Session, name: str, *, but: ExportProfile | None = None) -> str:
    wanted = clean(name)
    if not wanted or len(wanted) > LONGEST_NAME:
        raise Refusal(
            _NOT_SAVED,
            why="It has no name." if not wanted else f"Its name is longer than {LONGEST_NAME} characters.",
            fix="Name it, e.g. after what it is for: “Clever nightly”.",
        )
    taken = find_row(session, wanted)
    if taken is not None and taken is not but:
        raise Refusal(
            _NOT_SAVED,
            why=f"There is a profile “{taken.name}” already.",
            fix="Choose another name, or open that profile and save a new version of it.",
        )
    return wanted


def _confirmed(values: ExportOptions, before: ProfileView | None, acknowledged: Mapping[str, str]) -> dict[str, str]:
    held = still_confirmed(values, before.values, before.acknowledged) if before else {}
    confirmed = {**held, **{code: clean(words) for code, words in acknowledged.items()}}
    if lacking := missing(values, confirmed):
        raise Refusal(
            _NOT_SAVED,
            why=f"To be confirmed first: {' '.join(confirmation.question for confirmation in lacking)}",
            fix=f"Confirm {', '.join(confirmation.code for confirmation in lacking)}, or change the options.",
        )
    return {confirmation.code: confirmed[confirmation.code] for confirmation in needed(values)}


def _add_version(
    session: Session,
    row: ExportProfile,
    values: ExportOptions,
    *,
    user: User,
    note: str,
    acknowledged: Mapping[str, str],
    clock: Clock,
) -> ProfileView:
    now = clock()
    row.version, row.updated_at = row.version + 1, now
    session.add(
        ExportProfileVersion(
            district_id=row.district_id,
            profile_id=row.profile_id,
            version=row.version,
            options=values.model_dump(mode="json"),
            acknowledged=dict(acknowledged),
            by=user.login,
            note=clean(note),
            created_at=now,
            updated_at=now,
        )
    )
    session.flush()
    facts = {"name": row.name, "version": row.version}
    deed = Deed(user.login, "profile_saved", f"profile:{row.profile_id}", facts=facts, reason=clean(note))
    record(session, row.district_id, deed, now=now)
    return view(session, row)
