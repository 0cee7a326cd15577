"""Writing down what was looked at or taken out, where nothing else is changed with it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session

from roster_core.access.audit import Deed, record, record_once, was_done
from roster_core.clock import Clock, utc_now
from roster_core.store import Store

#: A screen is drawn anew at every click: what somebody looks at is written down once in this time.
SEEN_AGAIN = timedelta(minutes=10)


def note_seen(
    store: Store,
    district_id: int,
    deed: Deed,
    *,
    about: Callable[[Session], tuple[str, ...]] | None = None,
    clock: Clock = utc_now,
) -> None:
    """Write down that somebody looked at something, unless that was written down a moment ago.

    `about` tells whose data it is, where that takes a look at the store.
    """
    now = clock()
    with store.reading(district_id) as session:  # nearly always it was, and nobody is kept waiting then
        if was_done(session, deed, since=now - SEEN_AGAIN):
            return
    with store.writing(district_id) as session:
        if about is not None:
            deed = replace(deed, persons=about(session))
        record_once(session, district_id, deed, now=now, within=SEEN_AGAIN)


def note_taken(store: Store, district_id: int, deed: Deed, *, clock: Clock = utc_now) -> None:
    """Write down that something is taken out."""
    with store.writing(district_id) as session:
        record(session, district_id, deed, now=clock())
