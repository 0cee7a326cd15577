"""What a batch of e-mails changes in the Clever export: usernames and addresses made from students' addresses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from roster_core.access.rights import User
from roster_core.batches.states import ItemState
from roster_core.clever.people.population import read_population
from roster_core.clever.people.student_logins import with_logins
from roster_core.clever.profile.file import parse_options
from roster_core.clever.run import Run, open_run
from roster_core.clever.source.source import FrameSource, Read
from roster_core.clock import Clock, today_in, utc_now
from roster_core.findings import Finding
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.rows import ITEMS, of_batch
from roster_core.journeys.batches.undecided import is_open
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


def read_feed(store: Store, user: User, batch_id: str, *, decided: bool = False, clock: Clock = utc_now) -> Feed | None:
    """What confirming a batch would change in the export; None if no profile is fed or nothing of it changes.

    Counted are those whose username or address, as a profile makes them, would be another one; with `decided` none by
    rows about which something is still to be decided.

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
    today = today_in(district.time_zone, clock)
    return _feed(store, district, (batch_id, revision, decided), profiles, today) if profiles else None


@lru_cache(maxsize=8)
def _feed(
    store: Store,
    district: DistrictView,
    of_batch: tuple[str, int, bool],
    profiles: tuple[tuple[str, str, int], ...],
    today: date,
) -> Feed | None:
    batch_id, _, decided = of_batch
    fed = _fed(store, district, profiles, today)
    if not fed:
        return None
    usernames: set[int] = set()
    emails: set[int] = set()
    touched: list[str] = []
    with store.reading(district.district_id) as session:
        changes = _changes(session, batch_id, decided=decided)
        source = _StoreSource(session.connection(), district.district_id)
        for one in fed:
            more_usernames, more_emails = _changed(source, one, changes)
            usernames |= more_usernames
            emails |= more_emails
            touched += [one.name] if more_usernames or more_emails else []
    return Feed(len(usernames), len(emails), tuple(touched)) if touched else None


@dataclass(frozen=True)
class _Fed:
    """A profile in which something is made from the addresses, and what it makes for everybody now.

    `students` are those exported, with `username_now` and `email_now`.
    """

    name: str
    run: Run
    students: pl.DataFrame


@lru_cache(maxsize=2)
def _fed(
    store: Store, district: DistrictView, profiles: tuple[tuple[str, str, int], ...], today: date
) -> tuple[_Fed, ...]:
    """The profiles fed; of a roster that is not changed, `district.edition`, nothing has to be made anew."""
    found = []
    with store.reading(district.district_id) as session:
        source = _StoreSource(session.connection(), district.district_id)
        for name, profile, version in profiles:
            told = session.get_one(ExportProfileVersion, (district.district_id, profile, version)).options
            options = parse_options(told)
            if options.options.student_email_source != _FED:
                continue
            run = open_run(source, options, today=today, secret=store.settings.secret).run
            if run is not None:
                # Passwords are not looked at, and making some takes long.
                quick = replace(run, options=run.options.model_copy(update={"student_password_source": "none"}))
                students = read_population(source, quick, 0, _ALL).students
                found.append(_Fed(name, quick, students.join(_logins(students, source, quick), on="person_id")))
    return tuple(found)


def _logins(students: pl.DataFrame, source: "_StoreSource", run: Run) -> pl.DataFrame:
    return with_logins(students, source, run).select("person_id", username_now="username", email_now="email")


def _changes(session: Session, batch_id: str, *, decided: bool) -> pl.DataFrame:
    """The addresses that the batch would store, by person; with `decided` without what is still undecided."""
    found = session.connection().execute(
        sa.select(
            ITEMS.c.person_id, ITEMS.c.content, sa.cast(ITEMS.c.codes, sa.String), sa.cast(ITEMS.c.choice, sa.String)
        ).where(
            of_batch(session, batch_id),
            ITEMS.c.state.in_([ItemState.READY.value, ItemState.WARNING.value]),
            ITEMS.c.person_id.is_not(None),
        )
    )
    rows = [
        (person, content or None)
        for person, content, codes, choice in found
        if not (decided and is_open(codes, choice))
    ]
    return pl.DataFrame(rows, schema={"person_id": pl.Int64, "new_email": pl.String}, orient="row").unique("person_id")


def _changed(source: "_StoreSource", fed: _Fed, changes: pl.DataFrame) -> tuple[set[int], set[int]]:
    """Whose username, and whose address, a profile would make otherwise after the changes."""
    students = fed.students.join(changes, on="person_id")
    before = students.select("person_id", before_username="username_now", before_email="email_now")
    changed = students.drop("username_now", "email_now").with_columns(school_email="new_email")
    both = _logins(changed, source, fed.run).join(before, on="person_id")
    return (
        set(both.filter(pl.col("username_now").ne_missing(pl.col("before_username")))["person_id"]),
        set(both.filter(pl.col("email_now").ne_missing(pl.col("before_email")))["person_id"]),
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
