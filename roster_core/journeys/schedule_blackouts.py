"""Days on which nothing runs by itself: put down, and taken back."""

from datetime import date

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clock import Clock, new_id, utc_now
from roster_core.journeys.districts import require_district
from roster_core.journeys.schedules import BlackoutView, schedule_row
from roster_core.refusals import Refusal
from roster_core.roster.tables.schedules import BlackoutRange
from roster_core.schedules.blackouts import Blackout
from roster_core.store import Store
from roster_core.text import clean


def add_blackout(
    store: Store, user: User, first: date, last: date, reason: str, *, name: str = "", clock: Clock = utc_now
) -> BlackoutView:
    """Let nothing run on those local days: of one schedule if it is named, else of the whole district.

    Raises:
        Refusal: The user may not, it ends before it begins, or no reason is given.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    what = "The blackout was not saved."
    if last < first:
        raise Refusal(what, why="It ends before it begins.", fix="Both days are included; choose the later one last.")
    if not clean(reason):
        raise Refusal(what, why="No reason is given.", fix="Say why, such as “Rollover”; the history tells it.")
    district_id, now = require_district(store).district_id, clock()
    blackout = Blackout(first, last, clean(reason))
    with store.writing(district_id) as session:
        row = schedule_row(session, name) if name else None
        blackout_id = new_id(clock)
        session.add(
            BlackoutRange(
                district_id=district_id,
                blackout_id=blackout_id,
                schedule_id=row.schedule_id if row else None,
                first_day=first,
                last_day=last,
                reason=clean(reason),
                by=user.login,
                created_at=now,
                updated_at=now,
            )
        )
        session.flush()
        facts = {"first": f"{first}", "last": f"{last}", "schedule": row.name if row else ""}
        deed = Deed(user.login, "blackout_added", f"blackout:{blackout_id}", facts=facts, reason=clean(reason))
        record(session, district_id, deed, now=now)
    return BlackoutView(blackout_id, facts["schedule"], blackout, user.login)


def remove_blackout(store: Store, user: User, blackout_id: str, *, clock: Clock = utc_now) -> None:
    """Take a blackout back; days of it that have passed stay as they were.

    Raises:
        Refusal: The user may not, or there is none with that ID.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    district_id, now = require_district(store).district_id, clock()
    with store.writing(district_id) as session:
        row = session.get(BlackoutRange, (district_id, blackout_id))
        if row is None:
            raise Refusal("The blackout was not removed.", why=f"None has the ID {blackout_id}.", fix="List them.")
        facts = {"first": f"{row.first_day}", "last": f"{row.last_day}"}
        session.delete(row)
        deed = Deed(user.login, "blackout_removed", f"blackout:{blackout_id}", facts=facts)
        record(session, district_id, deed, now=now)
