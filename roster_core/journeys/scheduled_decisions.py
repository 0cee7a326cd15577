"""Deciding about a scheduled run that is held: it is set aside. Approving it is approving its export run."""

from sqlmodel import select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clock import Clock, utc_now
from roster_core.journeys.deliveries import HELD
from roster_core.journeys.districts import require_district
from roster_core.journeys.holding import discard_row
from roster_core.journeys.scheduled_outcomes import ended
from roster_core.journeys.schedules import ScheduledRunView, run_views
from roster_core.refusals import Refusal
from roster_core.roster.tables.delivery import Delivery
from roster_core.roster.tables.schedules import ScheduledRun
from roster_core.store import Store

_NOT_DISCARDED = "The run was not set aside."


def discard(
    store: Store, user: User, scheduled_run_id: str, reason: str, *, clock: Clock = utc_now
) -> ScheduledRunView:
    """Set a held run aside: nothing of it is sent, and later runs are compared with what was delivered last.

    Raises:
        Refusal: The user may not, no reason is given, or it is not held.
    """
    require_everywhere(user, Right.EXPORT_APPROVE)
    if not reason.strip():
        raise Refusal(_NOT_DISCARDED, why="No reason is given.", fix="Say why; it is kept.")
    district_id, now = require_district(store).district_id, clock()
    with store.writing(district_id) as session:
        row = session.get(ScheduledRun, (district_id, scheduled_run_id), with_for_update=True)
        if row is None or row.state != "held":
            raise Refusal(_NOT_DISCARDED, why="It is not held.", fix="Look at the history of the schedule.")
        held = select(Delivery).where(Delivery.run_id == row.run_id, Delivery.state == HELD)
        for delivery in session.exec(held).all() if row.run_id else ():
            discard_row(session, delivery, user.login, reason.strip(), now=now)
        if row.state in ("held", "discarded"):  # else it arrived elsewhere
            ended(session, row, "discarded", f"{user.login} set it aside: {reason.strip()}", now=now)
        deed = Deed(user.login, "scheduled_run_discarded", f"scheduled_run:{scheduled_run_id}", reason=reason.strip())
        record(session, district_id, deed, now=now)
        return run_views(session, [row])[0]
