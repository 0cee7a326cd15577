"""Days on which nothing runs, such as those of a rollover."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Blackout:
    """A range of local days, both ends included, with its reason."""

    first: date
    last: date
    reason: str

    def covers(self, day: date) -> bool:
        """Whether a day lies within it."""
        return self.first <= day <= self.last

    def __str__(self) -> str:
        days = f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"
        return f"{days}: {self.reason}"


def blackout_on(day: date, blackouts: Iterable[Blackout]) -> Blackout | None:
    """The blackout that a local day lies in; of several the one that ends last."""
    return max((one for one in blackouts if one.covers(day)), key=lambda one: one.last, default=None)
