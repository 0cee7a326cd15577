"""For how many days a district keeps what: one set of options, versioned, each change with who and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from pydantic import model_validator
from sqlmodel import Session, col, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clock import Clock, utc_now
from roster_core.journeys.destination_settings import parse_options
from roster_core.journeys.districts import require_district
from roster_core.options import Options, option
from roster_core.roster.tables.privacy import RetentionSettings
from roster_core.store import Store

#: A batch can be taken back for so long: its files are kept at least until then.
SHORTEST_BATCH = 30
#: Nobody means more by a number of days; more would not be a date any more.
_LONGEST = 36_500


class RetentionOptions(Options):
    """Days by kind; 0 = for ever."""

    drafts: int = option(
        7, "Uploads not confirmed", "A draft that nobody went on with is given up, its files go.", source="2.1"
    )
    batch_files: int = option(
        30,
        "Files of finished uploads",
        "The files as they came in. What was stored of them, a photo's original too, is not among them. At least 30: "
        "for so long an upload can be taken back.",
        source="2.2",
    )
    batch_records: int = option(
        400, "Records of uploads", "Which file was whose, and what became of it. At least 30.", source="2.2"
    )
    export_files: int = option(
        90,
        "Files of export runs",
        "Files, findings and changes. The run, its counts and the digests of its files stay, and so do the sets that "
        "destinations got last or still wait for.",
        source="delivery 6, 9",
    )
    load_records: int = option(
        90, "Findings of roster loads", "Findings and changes of earlier loads; the load and its counts stay."
    )
    photos_left: int = option(
        365, "Photos of people who left", "All versions with their originals, counted from the load without the person."
    )
    contacts_left: int = option(
        365, "Guardians who left", "The names of contacts that no student has any more, counted from that load."
    )

    @model_validator(mode="after")
    def _possible(self) -> Self:
        for name, days in self:
            if not 0 <= days <= _LONGEST:
                raise ValueError("days are a number from 1 on, or 0 for ever")
            if name.startswith("batch_") and 0 < days < SHORTEST_BATCH:
                raise ValueError("what is kept of uploads is kept for at least 30 days, while they can be taken back")
        return self

    def cutoff(self, kind: str, now: datetime) -> datetime | None:
        """What is older than this goes; `None` if nothing ever does."""
        days = int(getattr(self, kind))
        return now - timedelta(days=days) if days else None


@dataclass(frozen=True)
class RetentionVersion:
    """One version of the settings; the first, `version` 0, is what holds without any."""

    version: int
    options: RetentionOptions
    by: str = ""
    at: datetime | None = None
    reason: str = ""


def read_retention(store: Store, user: User) -> tuple[RetentionVersion, ...]:
    """All versions, the one in force first, the usual days last.

    Raises:
        Refusal: The user is no administrator, or there is no roster.
    """
    require_everywhere(user, Right.ADMIN)
    with store.reading(require_district(store).district_id) as session:
        rows = session.exec(select(RetentionSettings).order_by(col(RetentionSettings.version).desc())).all()
        versions = [RetentionVersion(row.version, _options(row), row.by, row.created_at, row.reason) for row in rows]
    return (*versions, RetentionVersion(0, RetentionOptions()))


def retention_in(session: Session) -> RetentionOptions:
    """What is in force, for journeys."""
    newest = select(RetentionSettings).order_by(col(RetentionSettings.version).desc()).limit(1)
    row = session.exec(newest).first()
    return RetentionOptions() if row is None else _options(row)


def save_retention(
    store: Store, user: User, given: Mapping[str, Any], reason: str = "", *, clock: Clock = utc_now
) -> RetentionOptions:
    """Set days from now on; kinds that are not given stay as they are.

    Raises:
        Refusal: The user is no administrator, or the days cannot be.
    """
    require_everywhere(user, Right.ADMIN)
    district_id, now = require_district(store).district_id, clock()
    with store.writing(district_id) as session:
        before = retention_in(session)
        after = parse_options(RetentionOptions, {**dict(before), **given}, "The days were not saved.")
        changed = {name: [old, getattr(after, name)] for name, old in before if old != getattr(after, name)}
        if changed:
            last = session.exec(
                select(RetentionSettings.version).order_by(col(RetentionSettings.version).desc())
            ).first()
            session.add(
                RetentionSettings(
                    district_id=district_id, version=(last or 0) + 1, days=dict(after), by=user.login,
                    reason=reason.strip(), created_at=now, updated_at=now,
                )
            )  # fmt: skip
            deed = Deed(user.login, "retention_changed", f"district:{district_id}", (), changed, reason.strip())
            record(session, district_id, deed, now=now)
    return after


def _options(row: RetentionSettings) -> RetentionOptions:
    known = {name: days for name, days in row.days.items() if name in RetentionOptions.model_fields}
    return RetentionOptions.model_validate(known)
