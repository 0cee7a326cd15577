"""Which work there is: every handler by the name that jobs carry, and what nobody has to ask for."""

from roster_core.jobs.handlers import Handlers
from roster_core.journeys import work
from roster_core.journeys.alarm_rounds import go_round
from roster_core.journeys.alarms import NOTICE, NOTICE_HANDLER
from roster_core.journeys.batches.applying import APPLY_HANDLER
from roster_core.journeys.batches.confirming import APPLY, UNDO
from roster_core.journeys.batches.intake import CHECK, CHECK_HANDLER
from roster_core.journeys.batches.sweeping import SWEEP, SWEEP_HANDLER, ask_for_sweep
from roster_core.journeys.batches.undoing import UNDO_HANDLER
from roster_core.journeys.districts import read_districts
from roster_core.journeys.privacy.erasure import ERASE, ERASE_HANDLER
from roster_core.journeys.schedule_expectations import expected_by_schedules
from roster_core.journeys.scheduled_submitting import SCHEDULED_HANDLER, SCHEDULED_RUN
from roster_core.journeys.sending import DELIVER, DELIVERY_HANDLER
from roster_core.store import Store

HANDLERS: Handlers = {
    CHECK: CHECK_HANDLER,
    APPLY: APPLY_HANDLER,
    UNDO: UNDO_HANDLER,
    SWEEP: SWEEP_HANDLER,
    DELIVER: DELIVERY_HANDLER,
    NOTICE: NOTICE_HANDLER,
    ERASE: ERASE_HANDLER,
    SCHEDULED_RUN: SCHEDULED_HANDLER,
    **work.handlers(),
}


def ask_daily(store: Store) -> None:
    """Have done what is due, once in each district however often this is called: the sweep, alarms, the digest."""
    for district in read_districts(store):
        with store.writing(district.district_id) as session:
            ask_for_sweep(session, district.district_id, "system")
        go_round(store, district.district_id, plan=expected_by_schedules)
