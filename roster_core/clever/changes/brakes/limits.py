"""How far a set may differ from the one that a destination got last, and on which days more is allowed."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Self

from pydantic import model_validator

from roster_core.options import Options, option

#: A standing limit is never so wide that it is none; a window may be, since it ends by itself.
WIDEST = 90
#: The most that can be set of limits in rows or students.
MOST = {"people_rows": 5_000, "people_ignored": 100, "school_students": 500}
#: The longest window: a whole summer.
LONGEST = timedelta(days=100)


class BrakeLimits(Options):
    """Limits of one destination, in percent of the last delivered set unless another unit is named (delivery §8)."""

    people_warn: int = option(
        2, "Students, teachers, staff deleted: told from, %", "What is told of does not hold the delivery."
    )
    people_hold: int = option(8, "Students, teachers, staff deleted: held above, %", "Of all in the last set.")
    people_rows: int = option(
        500, "Students, teachers, staff deleted: held above, rows", "However many there are in all."
    )
    people_ignored: int = option(
        10, "Students, teachers, staff deleted: never held below, rows", "A few people leave any district."
    )
    classes_warn: int = option(
        5, "Sections, enrollments deleted: told from, %", "Students who change sections are not counted as deleted."
    )
    classes_hold: int = option(8, "Sections, enrollments deleted: held above, %", "Of all in the last set.")
    school_warn: int = option(
        10, "One school's students or enrollments lost: told from, %", "Deleted ones, and students who change schools."
    )
    school_hold: int = option(50, "One school's students or enrollments lost: held above, %", "Of those it had.")
    changed_warn: int = option(25, "Rows changed: told from, %", "Rows that stay, with another value in some column.")
    changed_hold: int = option(60, "Rows changed: held above, %", "Of all in the last set, file by file.")
    added_warn: int = option(20, "Rows added: told from, %", "Beside those in the last set.")
    added_hold: int = option(50, "Rows added: held above, %", "Beside those in the last set, file by file.")
    reissued: int = option(
        20, "Deleted and added at once: held above, %", "Above this share of both in one file, IDs look given anew."
    )
    school_students: int = option(50, "Students that a school has to have", "Smaller schools are not looked at alone.")
    end_staff_feed: bool = option(
        False,  # noqa: FBT003 - its default
        "End the staff feed",
        "A staff.csv without rows is sent: the receiver removes all staff.",
    )

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        for name, value in self:
            if name in MOST:
                if not 0 <= value <= MOST[name]:
                    raise ValueError(f"“{type(self).model_fields[name].title}” is from 0 to {MOST[name]:,}")
            elif name != "end_staff_feed" and not 0 <= value <= WIDEST:
                raise ValueError(f"a limit is a share from 0 to {WIDEST} percent; a window may go further")
        for kind in ("people", "classes", "school", "changed", "added"):
            if getattr(self, f"{kind}_warn") > getattr(self, f"{kind}_hold"):
                raise ValueError("what is told of begins below what is held")
        return self


@dataclass(frozen=True)
class BrakeWindow:
    """Days, both ends included, on which more is allowed, such as those of a new term; shares in percent."""

    start: date
    end: date
    deleted: int
    changed: int
    added: int
    reason: str

    def wrong(self) -> str:
        """Why it cannot be; blank if it can."""
        if self.end < self.start:
            return "A window ends before it starts."
        if self.end - self.start > LONGEST:
            return f"A window lasts {LONGEST.days} days at most: it has to end by itself."
        if not all(0 <= share <= 100 for share in (self.deleted, self.changed, self.added)):  # noqa: PLR2004 - percent
            return "A window allows a share from 0 to 100 percent."
        return "" if self.reason.strip() else "A window has no reason."


@dataclass(frozen=True)
class Raised:
    """What the windows of a day allow, in percent; 0 = no more than always."""

    deleted: int = 0
    changed: int = 0
    added: int = 0


@dataclass(frozen=True)
class BrakeSettings:
    """The limits of a destination with its windows."""

    limits: BrakeLimits = field(default_factory=BrakeLimits)
    windows: tuple[BrakeWindow, ...] = ()

    def raised(self, day: date) -> Raised:
        """What the windows open on a day allow together."""
        now = [window for window in self.windows if window.start <= day <= window.end]
        return Raised(
            max((window.deleted for window in now), default=0),
            max((window.changed for window in now), default=0),
            max((window.added for window in now), default=0),
        )
