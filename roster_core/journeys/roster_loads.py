"""Loads of the roster as they stand: their states, findings and changes."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
from sqlmodel import Session, col, select

from roster_core.access.rights import Right, User, require, require_everywhere
from roster_core.clock import Clock, utc_now
from roster_core.findings import FRAME_SCHEMA
from roster_core.journeys.asking import cut_off, step_of
from roster_core.journeys.districts import district_in, find_district, next_district_id, read_districts
from roster_core.refusals import Refusal
from roster_core.roster.tables.records import RosterLoad
from roster_core.storage.objects import open_objects
from roster_core.store import Store

#: Columns of the frame of changes; `what` is added, changed or gone, `column` … `new` are filled for changed cells.
CHANGE_SCHEMA: dict[str, type[pl.DataType]] = dict.fromkeys(
    ("file", "what", "key", "label", "column", "old", "new"), pl.String
)


@dataclass(frozen=True)
class LoadView:
    """A load as it stands."""

    load_id: str
    state: str
    format: str
    sources: tuple[Mapping[str, Any], ...]
    request: Mapping[str, Any]
    counts: Mapping[str, Mapping[str, int]]
    finding_counts: Mapping[str, int]
    holds: tuple[str, ...]
    by: str
    created_at: datetime
    loaded_at: datetime | None
    approved_by: str | None
    approval_reason: str | None
    error: str | None
    step: str
    done: int
    total: int
    #: Whether it is the snapshot that the roster shows.
    current: bool
    #: It was being worked on, but the process that did is gone.
    interrupted: bool

    @property
    def running(self) -> bool:
        """Whether a process is at work on it."""
        return self.state in ("checking", "switching") and not self.interrupted


def read_load(store: Store, user: User, load_id: str, *, clock: Clock = utc_now) -> LoadView:
    """The load as it stands.

    Raises:
        Refusal: The user may not, or there is no such load.
    """
    require_everywhere(user, Right.ROSTER_LOAD)
    with store.reading(district_of(load_id)) as session:
        return _view(store, load_row(session, load_id), _current(store, load_id), clock)


def read_loads(store: Store, user: User, *, limit: int = 50, clock: Clock = utc_now) -> tuple[LoadView, ...]:
    """The newest loads of the installation's district, newest first."""
    require(user, Right.ROSTER_LOAD, Right.ROSTER_VIEW)
    district = find_district(store)
    district_id = district.district_id if district else next_district_id(store)
    with store.reading(district_id) as session:
        rows = session.exec(select(RosterLoad).order_by(col(RosterLoad.load_id).desc()).limit(limit)).all()
        return tuple(_view(store, row, district.load_id if district else None, clock) for row in rows)


def read_findings(store: Store, user: User, load_id: str) -> pl.DataFrame:
    """The findings of a load, a findings frame; empty while it is being checked."""
    return _read_object(store, user, load_id, "findings", FRAME_SCHEMA)


def read_changes(store: Store, user: User, load_id: str) -> pl.DataFrame:
    """What the load would change or has changed, with `CHANGE_SCHEMA`."""
    return _read_object(store, user, load_id, "changes", CHANGE_SCHEMA)


def _read_object(
    store: Store, user: User, load_id: str, name: str, schema: Mapping[str, type[pl.DataType]]
) -> pl.DataFrame:
    require_everywhere(user, Right.ROSTER_LOAD)
    with store.reading(district_of(load_id)) as session:
        key = load_row(session, load_id).objects.get(name)
    if key is None:
        return pl.DataFrame(schema=dict(schema))
    return pl.read_parquet(io.BytesIO(open_objects(store.settings).get(key)))


def district_of(load_id: str) -> int:
    """The district that a load (or run) belongs to: the number before the hyphen of its ID.

    Raises:
        Refusal: It is no such ID.
    """
    district_id = district_in(load_id)
    if district_id is None:
        raise unknown(load_id)
    return district_id


def unknown(load_id: str) -> Refusal:
    """There is nothing with that ID."""
    return Refusal("There is no such load.", why=f"No load has the ID {load_id}.", fix="Look at the list of loads.")


def load_row(session: Session, load_id: str) -> RosterLoad:
    """The stored load.

    Raises:
        Refusal: There is none with that ID.
    """
    row = session.get(RosterLoad, (district_of(load_id), load_id))
    if row is None:
        raise unknown(load_id)
    return row


def _view(store: Store, row: RosterLoad, current: str | None, clock: Clock) -> LoadView:
    working = row.state in ("checking", "switching")
    return LoadView(
        load_id=row.load_id,
        state=row.state,
        format=row.format,
        sources=tuple(row.sources),
        request=row.request,
        counts=row.counts,
        finding_counts=row.finding_counts,
        holds=tuple(row.holds),
        by=row.by,
        created_at=row.created_at,
        loaded_at=row.loaded_at,
        approved_by=row.approved_by,
        approval_reason=row.approval_reason,
        error=row.error,
        step=step_of(store, row.step) if working else row.step,
        done=row.done,
        total=row.total,
        current=current == row.load_id,
        interrupted=working and cut_off(store, row.district_id, row.load_id, row.step, row.updated_at, clock),
    )


def _current(store: Store, load_id: str) -> str | None:
    mine = [d.load_id for d in read_districts(store) if d.district_id == district_of(load_id)]
    return mine[0] if mine else None
