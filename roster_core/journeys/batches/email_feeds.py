"""What a batch of e-mails changes in the Clever export: usernames and addresses made from students' addresses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlmodel import SQLModel, col, select

from roster_core.access.rights import User
from roster_core.batches.states import ItemState
from roster_core.batches.tables import BatchItem
from roster_core.clever.people.population import read_population
from roster_core.clever.people.student_logins import with_logins
from roster_core.clever.profile.file import parse_options
from roster_core.clever.run import Run, open_run
from roster_core.clever.source.source import FrameSource, Read
from roster_core.clock import Clock, today_in, utc_now
from roster_core.findings import Finding
from roster_core.journeys.batches import drafts
from roster_core.journeys.districts import DistrictView, require_district
from roster_core.roster.frames import read_frame
from roster_core.roster.tables.profiles import ExportProfile, ExportProfileVersion
from roster_core.store import Store
from roster_core.updates.email_file import notice
from roster_core.updates.email_kinds import FEEDS_CLEVER

#: Where `Student_email`, and with it a username made from it, comes from the address that a batch changes.
_FED = "student_email"
_ALL = 1 << 62


@dataclass(frozen=True)
class Feed:
    """How many students get another username and another address in the export, in which profiles."""

    usernames: int
    emails: int
    profiles: tuple[str, ...]

    def as_notice(self) -> dict[str, Any]:
        """The one line that is told of the batch."""
        facts = {
            "usernames": _students(self.usernames),
            "emails": f"{self.emails:,} get" if self.emails != 1 else "1 gets",
            "profiles": ", ".join(f"“{name}”" for name in self.profiles),
        }
        return notice(Finding(FEEDS_CLEVER, "", facts=facts))


def read_feed(store: Store, user: User, batch_id: str, *, clock: Clock = utc_now) -> Feed | None:
    """What confirming a batch would change in the export; None if no profile is fed or nothing of it changes.

    Counted are those whose username or address, as a profile makes them, would be another one.

    Raises:
        Refusal: There is no such batch, or the user may not see it.
    """
    district = require_district(store)
    with store.reading(drafts.district_of(batch_id)) as session:
        batch = drafts.find_batch(session, user, batch_id)
        saved = session.exec(
            select(ExportProfile.name, ExportProfile.profile_id, ExportProfile.version).where(
                col(ExportProfile.archived_at).is_(None)
            )
        ).all()
        revision = batch.revision
    profiles = tuple(sorted((name, profile, version) for name, profile, version in saved))
    return (
        _feed(store, district, batch_id, revision, profiles, today_in(district.time_zone, clock)) if profiles else None
    )


@lru_cache(maxsize=8)
def _feed(
    store: Store,
    district: DistrictView,
    batch_id: str,
    _revision: int,
    profiles: tuple[tuple[str, str, int], ...],
    today: date,
) -> Feed | None:
    with store.reading(district.district_id) as session:
        options = {
            name: session.get_one(ExportProfileVersion, (district.district_id, profile, version)).options
            for name, profile, version in profiles
        }
        given = {name: parse_options(told) for name, told in options.items()}
        fed = {name: one for name, one in given.items() if one.options.student_email_source == _FED}
        changes = _changes(session.connection(), district.district_id, batch_id) if fed else pl.DataFrame()
        if changes.is_empty():
            return None
        source = _StoreSource(session.connection(), district.district_id)
        usernames: set[int] = set()
        emails: set[int] = set()
        touched: list[str] = []
        for name, one in fed.items():
            run = open_run(source, one, today=today, secret=store.settings.secret).run
            if run is None:
                continue
            more_usernames, more_emails = _changed(source, run, changes)
            usernames |= more_usernames
            emails |= more_emails
            touched += [name] if more_usernames or more_emails else []
    return Feed(len(usernames), len(emails), tuple(touched)) if touched else None


def _changes(connection: sa.Connection, district_id: int, batch_id: str) -> pl.DataFrame:
    """The addresses that the batch would store, by person."""
    items = SQLModel.metadata.tables[str(BatchItem.__tablename__)]
    found = connection.execute(
        sa.select(items.c.person_id, items.c.content).where(
            items.c.district_id == district_id,
            items.c.batch_id == batch_id,
            items.c.state.in_([ItemState.READY.value, ItemState.WARNING.value]),
            items.c.person_id.is_not(None),
        )
    )
    rows = [(person, content or None) for person, content in found]
    return pl.DataFrame(rows, schema={"person_id": pl.Int64, "new_email": pl.String}, orient="row").unique("person_id")


def _changed(source: "_StoreSource", run: Run, changes: pl.DataFrame) -> tuple[set[int], set[int]]:
    """Whose username, and whose address, a run would write otherwise after the changes."""
    # Passwords are not looked at, and making some takes long.
    quick = replace(run, options=run.options.model_copy(update={"student_password_source": "none"}))
    students = read_population(source, quick, 0, _ALL).students.join(changes, on="person_id")
    changed = students.with_columns(school_email="new_email")
    before, after = (
        with_logins(frame, source, quick).select("person_id", "username", "email") for frame in (students, changed)
    )
    both = before.join(after, on="person_id", suffix="_after")
    return (
        set(both.filter(pl.col("username").ne_missing(pl.col("username_after")))["person_id"]),
        set(both.filter(pl.col("email").ne_missing(pl.col("email_after")))["person_id"]),
    )


@dataclass(frozen=True)
class _StoreSource:
    """The roster read through an open connection, table by table."""

    connection: sa.Connection
    district_id: int

    def table(self, read: Read) -> pl.DataFrame:
        """See `Source.table`."""
        return FrameSource(dict(self._frames(read))).table(read)

    def batches(self, read: Read) -> Iterator[pl.DataFrame]:
        """See `Source.batches`."""
        yield from (piece for piece in [self.table(read)] if len(piece))

    def _frames(self, read: Read) -> Iterator[tuple[str, pl.DataFrame]]:
        table = SQLModel.metadata.tables[read.table]
        asked = {*read.columns, *_conditions(read)} & set(table.columns.keys())
        yield read.table, read_frame(self.connection, table, self.district_id, sorted(asked))
        if read.among:
            yield from self._frames(read.among[1])


def _conditions(read: Read) -> Mapping[str, None]:
    ranges = [one[0] for one in (read.among, read.keys, read.listed) if one]
    days = [read.window.start, read.window.end] if read.window else []
    return dict.fromkeys([*(name for name, _ in read.equals), *ranges, *days])


def _students(number: int) -> str:
    return f"{number:,} students get" if number != 1 else "1 student gets"
