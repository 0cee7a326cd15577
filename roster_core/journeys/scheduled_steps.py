"""What the steps of a scheduled run share: its record, read anew before each, and how it is changed."""

from dataclasses import dataclass
from threading import Event
from typing import Any

from roster_core.access.rights import SYSTEM, Right, User, granted
from roster_core.clock import Clock, new_id
from roster_core.journeys.work import carry_on
from roster_core.roster.tables.schedules import Schedule, ScheduledRun
from roster_core.store import Store

#: Seconds between two looks at what others do.
LOOK_S = 1.0
#: Who acts in a scheduled run: it may do what is needed for that, and approve nothing.
USER = granted(
    SYSTEM,
    "The schedule",
    frozenset({Right.ROSTER_VIEW, Right.ROSTER_LOAD, Right.EXPORT_VIEW, Right.EXPORT_RUN}),
)


class Held(Exception):  # noqa: N818 - a way for a run to wait, no error
    """The run waits for somebody: `reason` says for what, `fix` where."""

    def __init__(self, reason: str, fix: str) -> None:
        super().__init__(reason)
        self.reason, self.fix = reason, fix


@dataclass
class Step:
    """A scheduled run at one of its steps; `row` and `schedule` are as they were read when it began."""

    store: Store
    row: ScheduledRun
    schedule: Schedule
    clock: Clock

    @property
    def district_id(self) -> int:
        """The district."""
        return self.row.district_id

    @property
    def user(self) -> User:
        """Who acts."""
        return USER

    def new_id(self) -> str:
        """An ID for a load or an export run, to be noted before that is begun: so it is begun once."""
        return f"{self.district_id}-{new_id(self.clock)}"

    def carry_on(self, name: str, work_id: str) -> None:
        """Do the work of that name, or leave another process to it for a moment.

        Raises:
            Refusal: It cannot be done; that is noted with it.
        """
        if not carry_on(self.store, name, work_id):
            Event().wait(LOOK_S)

    def change(self, **fields: Any) -> None:
        """Write fields of the record."""
        with self.store.writing(self.district_id) as session:
            row = session.get_one(ScheduledRun, (self.district_id, self.row.scheduled_run_id), with_for_update=True)
            for name, value in fields.items():
                setattr(row, name, value)
            row.updated_at = self.clock()


def read_step(store: Store, district_id: int, scheduled_run_id: str, clock: Clock) -> Step:
    """The run as it stands."""
    with store.reading(district_id) as session:
        row = session.get_one(ScheduledRun, (district_id, scheduled_run_id))
        schedule = session.get_one(Schedule, (district_id, row.schedule_id))
        session.expunge_all()
    return Step(store, row, schedule, clock)
