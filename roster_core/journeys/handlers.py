"""Which work there is: every handler by the name that jobs carry."""

from roster_core.jobs.handlers import Handlers
from roster_core.journeys import work
from roster_core.journeys.batches.applying import APPLY_HANDLER
from roster_core.journeys.batches.confirming import APPLY, UNDO
from roster_core.journeys.batches.intake import CHECK, CHECK_HANDLER
from roster_core.journeys.batches.sweeping import SWEEP, SWEEP_HANDLER
from roster_core.journeys.batches.undoing import UNDO_HANDLER
from roster_core.journeys.sending import DELIVER, DELIVERY_HANDLER

HANDLERS: Handlers = {
    CHECK: CHECK_HANDLER,
    APPLY: APPLY_HANDLER,
    UNDO: UNDO_HANDLER,
    SWEEP: SWEEP_HANDLER,
    DELIVER: DELIVERY_HANDLER,
    **work.handlers(),
}
