"""A batch opened on somebody's screen, with the names, photos and addresses in it, which is written down."""

from functools import partial

from roster_core.access.audit import Deed
from roster_core.access.rights import User
from roster_core.clock import Clock, utc_now
from roster_core.journeys.batches.drafts import district_of
from roster_core.journeys.batches.reads import BatchView, read_batch
from roster_core.journeys.batches.touched import touched
from roster_core.journeys.seeing import note_seen
from roster_core.store import Store


def see_batch(store: Store, user: User, batch_id: str, *, clock: Clock = utc_now) -> BatchView:
    """The batch, about to be shown with its items.

    Raises:
        Refusal: There is no such batch, or the user may not see it.
    """
    batch = read_batch(store, user, batch_id)
    deed = Deed(user.login, "batch_seen", f"batch:{batch_id}")
    note_seen(store, district_of(batch_id), deed, about=partial(touched, batch_id=batch_id), clock=clock)
    return batch
