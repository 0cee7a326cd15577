"""What a run would say of a set of options, told before they are saved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clever.kinds import ENDS_RUN
from roster_core.clever.profile.file import parse_options
from roster_core.clever.run import open_run
from roster_core.clever.source.source import FrameSource, Read
from roster_core.clock import Clock, today_in, utc_now
from roster_core.findings import Finding
from roster_core.journeys.districts import require_district
from roster_core.refusals import Refusal
from roster_core.store import Store


class InvalidProfile(Refusal):
    """A profile is refused for what `findings` say of its options."""

    def __init__(self, what: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(what, why=" ".join(finding.message for finding in findings), fix=_fixes(findings))
        self.findings = findings


@dataclass(frozen=True)
class SessionSource:
    """The small tables of a district, read through an open session: enough to judge a profile."""

    session: Session
    district_id: int

    def table(self, read: Read) -> pl.DataFrame:
        """See `Source.table`."""
        return FrameSource(dict(self._frames(read))).table(read)

    def batches(self, read: Read) -> Iterator[pl.DataFrame]:
        """See `Source.batches`."""
        yield from (piece for piece in [self.table(read)] if len(piece))

    def _frames(self, read: Read) -> Iterator[tuple[str, pl.DataFrame]]:
        """The tables that a read is about, each whole."""
        table = SQLModel.metadata.tables[read.table]
        rows = self.session.connection().execute(sa.select(table).where(table.c.district_id == self.district_id))
        kept = [dict(row) for row in rows.mappings()]
        yield read.table, pl.DataFrame(kept, schema=list(table.columns.keys()), infer_schema_length=None)
        if read.among:
            yield from self._frames(read.among[1])


def check_options(
    store: Store,
    user: User,
    options: Mapping[str, Any],
    *,
    district_code: str | None = None,
    clock: Clock = utc_now,
) -> tuple[Finding, ...]:
    """What is found of the settings alone, as step 1 of a run finds it: only the blocks if one ends the run.

    Raises:
        Refusal: The user may not, or there is no roster.
    """
    require_everywhere(user, Right.EXPORT_VIEW, Right.EXPORT_EDIT, Right.EXPORT_RUN)
    district = require_district(store, district_code)
    with store.reading(district.district_id) as session:
        return open_run(
            SessionSource(session, district.district_id),
            parse_options(options),
            today=today_in(district.time_zone, clock),
            secret=store.settings.secret,
        ).findings


def forbids(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those of the findings for which no run is possible."""
    return tuple(finding for finding in findings if finding.kind.code in ENDS_RUN)


def _fixes(findings: tuple[Finding, ...]) -> str:
    return " ".join(dict.fromkeys(finding.kind.fix for finding in findings if finding.kind.fix))
