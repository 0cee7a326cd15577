"""What a batch brings about elsewhere, told once of all of it before Confirm and kept with what was confirmed."""

from collections.abc import Callable, Mapping
from typing import Any

from roster_core.access.rights import User
from roster_core.batches.states import BatchKind
from roster_core.journeys.batches.email_feeds import read_feed
from roster_core.journeys.batches.reads import read_batch
from roster_core.store import Store

#: Notices, each with `severity`, `code`, `message` and `fix`.
Notices = list[dict[str, Any]]


def foresee(store: Store, user: User, batch_id: str, *, decided: bool = False) -> Notices:
    """What is to be told of the batch; with `decided` of what would be applied if it was confirmed now.

    Raises:
        Refusal: There is no such batch, or the user may not see it.
    """
    read = _FORESEEN.get(read_batch(store, user, batch_id).kind)
    return read(store, user, batch_id, decided) if read else []


def _of_emails(store: Store, user: User, batch_id: str, decided: bool) -> Notices:  # noqa: FBT001 - of a table
    feed = read_feed(store, user, batch_id, decided=decided)
    return [feed.as_notice()] if feed else []


_FORESEEN: Mapping[BatchKind, Callable[[Store, User, str, bool], Notices]] = {BatchKind.EMAIL: _of_emails}
