"""How far a delivery may differ from the one before, as a district sets it."""

from datetime import date
from typing import Any

from sqlmodel import Session

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clever.changes.guard import Limits, Window
from roster_core.clock import Clock, utc_now
from roster_core.journeys.districts import require_district
from roster_core.refusals import Refusal
from roster_core.roster.tables.profiles import ExportLimits
from roster_core.store import Store


def read_limits(store: Store, user: User, *, district_code: str | None = None) -> Limits:
    """The limits of the district; the usual ones if it has set none.

    Raises:
        Refusal: The user may not, or there is no roster.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    district_id = require_district(store, district_code).district_id
    with store.reading(district_id) as session:
        return limits_of(session, district_id)


def save_limits(
    store: Store, user: User, limits: Limits, *, district_code: str | None = None, clock: Clock = utc_now
) -> None:
    """Set the limits of the district.

    Raises:
        Refusal: The user may not, or a limit cannot be one.
    """
    require_everywhere(user, Right.EXPORT_APPROVE)
    _check(limits)
    district_id, now = require_district(store, district_code).district_id, clock()
    with store.writing(district_id) as session:
        row = session.get(ExportLimits, district_id)
        if row is None:
            row = ExportLimits(
                district_id=district_id, created_at=now, removed_percent=0, changed_percent=0, pause_days=0, by="",
                updated_at=now,
            )  # fmt: skip
            session.add(row)
        row.removed_percent, row.changed_percent = limits.removed_percent, limits.changed_percent
        row.pause_days, row.by, row.updated_at = limits.pause_days, user.login, now
        row.windows = [_as_json(window) for window in limits.windows]
        facts = {
            "removed_percent": row.removed_percent,
            "changed_percent": row.changed_percent,
            "pause_days": row.pause_days,
            "windows": row.windows,
        }
        deed = Deed(user.login, "export_limits_changed", f"district:{district_id}", facts=facts)
        record(session, district_id, deed, now=now)


def limits_of(session: Session, district_id: int) -> Limits:
    """The limits that a session reads."""
    row = session.get(ExportLimits, district_id)
    if row is None:
        return Limits()
    return Limits(row.removed_percent, row.changed_percent, row.pause_days, tuple(map(_window, row.windows)))


def _as_json(window: Window) -> dict[str, Any]:
    return {**vars(window), "start": window.start.isoformat(), "end": window.end.isoformat()}


def _window(raw: dict[str, Any]) -> Window:
    days = {name: date.fromisoformat(raw[name]) for name in ("start", "end")}
    return Window(**{**raw, **days})


def _check(limits: Limits) -> None:
    shares = [limits.removed_percent, limits.changed_percent]
    shares += [share for window in limits.windows for share in (window.removed_percent, window.changed_percent)]
    if not all(0 <= share <= 100 for share in shares) or limits.pause_days < 1:  # noqa: PLR2004 - percent
        raise _refused("A limit is a share from 0 to 100 percent, and a pause lasts a day at least.")
    if any(window.end < window.start for window in limits.windows):
        raise _refused("A window ends before it starts.")
    if not all(window.reason.strip() for window in limits.windows):
        raise _refused("A window with wider limits has no reason.")


def _refused(why: str) -> Refusal:
    return Refusal("The limits were not saved.", why=why, fix="Correct it, then save again.")
