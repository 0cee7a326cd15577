"""The limits of a destination: how far a set may differ from the last one there, and when more is allowed."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from pydantic import ValidationError

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clever.changes.brakes.limits import BrakeLimits, BrakeSettings, BrakeWindow
from roster_core.clock import Clock, utc_now
from roster_core.journeys.destinations import destination_row
from roster_core.journeys.districts import require_district
from roster_core.options import each_option
from roster_core.refusals import Refusal
from roster_core.roster.tables.delivery import Destination
from roster_core.store import Store


def read_brake_settings(store: Store, user: User, name: str) -> BrakeSettings:
    """The limits of the destination of that name.

    Raises:
        Refusal: The user may not, or there is none.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    with store.reading(require_district(store).district_id) as session:
        return brake_settings_of(destination_row(session, name))


def save_brake_settings(
    store: Store, user: User, name: str, settings: BrakeSettings, *, clock: Clock = utc_now
) -> BrakeSettings:
    """Set the limits of the destination of that name.

    Raises:
        Refusal: The user may not, there is none, or a window cannot be.
    """
    require_everywhere(user, Right.EXPORT_APPROVE)
    for window in settings.windows:
        if why := window.wrong():
            raise _refused(why)
    district_id, now = require_district(store).district_id, clock()
    with store.writing(district_id) as session:
        row = destination_row(session, name)
        before = {"limits": row.brake_limits, "windows": row.brake_windows}
        # Only what differs from the usual is kept: what is usual may become stricter one day.
        row.brake_limits = settings.limits.model_dump(mode="json", exclude_defaults=True)
        row.brake_windows = [_as_json(window) for window in sorted(settings.windows, key=lambda one: one.start)]
        row.updated_at = now
        facts = {"name": row.name, "before": before, "limits": row.brake_limits, "windows": row.brake_windows}
        deed = Deed(user.login, "destination_limits_changed", f"destination:{row.destination_id}", facts=facts)
        record(session, district_id, deed, now=now)
        return brake_settings_of(row)


def parse_limits(given: Mapping[str, Any]) -> BrakeLimits:
    """The limits that are meant.

    Raises:
        Refusal: One cannot be, or they do not go together.
    """
    try:
        return BrakeLimits.model_validate(dict(given))
    except ValidationError as exc:
        titles = {name: info.title or name for name, info in each_option(BrakeLimits)}
        told = []
        for error in exc.errors():
            place = titles.get(str(error["loc"][0]), str(error["loc"][0])) if error["loc"] else ""
            text = str(error["msg"]).removeprefix("Value error, ")
            told.append(f"{place}: {text}" if place else text[:1].upper() + text[1:])
        raise _refused(f"{'; '.join(told)}.") from exc


def brake_settings_of(row: Destination) -> BrakeSettings:
    """The limits of a stored destination."""
    return BrakeSettings(
        BrakeLimits.model_validate(row.brake_limits), tuple(_window(window) for window in row.brake_windows)
    )


def _as_json(window: BrakeWindow) -> dict[str, Any]:
    return {**asdict(window), "start": window.start.isoformat(), "end": window.end.isoformat()}


def _window(raw: Mapping[str, Any]) -> BrakeWindow:
    return BrakeWindow(**{**raw, **{name: date.fromisoformat(raw[name]) for name in ("start", "end")}})


def _refused(why: str) -> Refusal:
    return Refusal("The limits were not saved.", why=why, fix="Correct it, then save again.")
