"""Columns of text by chance."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from roster_core.sample.large.plan import Numbers
from roster_core.sample.names import BOYS, GIRLS, STREETS, SURNAMES

#: Names that are hard on CSV files and on folding, mixed among the others.
_ODD = ("Van Dyke, Jr.", 'O"Hara', "Núñez-Ibáñez", "Żółkiewska", "St. John", "D'Arcy", "王", "Smith, Jones & Co")
_AREAS = 200, 989


class Words:
    """Draws columns of `count` texts each."""

    def __init__(self, *seed: int) -> None:
        """Draw by a stream that depends on `seed` alone."""
        self.chance = np.random.default_rng(seed)

    def happens(self, share: float, count: int) -> npt.NDArray[np.bool_]:
        """Whether something comes about, for each of `count`."""
        return self.chance.random(count) < share

    def choice(self, choices: Sequence[str], count: int) -> pl.Series:
        """One of `choices` for each, all equally likely; name one several times to make it likelier."""
        return pl.Series(choices, dtype=pl.String).gather(self.chance.integers(0, len(choices), count))

    def first_names(self, count: int) -> pl.Series:
        """Given names."""
        return self.choice((*GIRLS, *BOYS), count)

    def surnames(self, count: int) -> pl.Series:
        """Surnames, about one in twenty of them odd."""
        return self.choice((*SURNAMES, *_ODD, *_ODD), count)

    def streets(self, count: int) -> pl.Series:
        """House numbers with streets."""
        numbers = pl.Series(self.chance.integers(1, 999, count)).cast(pl.String)
        return numbers + " " + self.choice(STREETS, count)

    def phones(self, whose: Numbers) -> pl.Series:
        """Phone numbers of nobody, the same for the same index; some with extension, some too short."""
        area = _AREAS[0] + whose * 7919 % (_AREAS[1] - _AREAS[0])
        local = 100 + whose * 104_729 % 100
        frame = pl.DataFrame({"area": area, "local": local, "kind": whose * 31 % 100})
        usual = pl.format("{}-555-0{}", "area", "local")
        return frame.select(
            pl.when(pl.col("kind") == 0)
            .then(pl.format("555-0{}", "local"))
            .when(pl.col("kind") == 1)
            .then(pl.format("1-{} ext. 7", usual))
            .otherwise(usual)
            .alias("phones")
        )["phones"]


def code(prefix: str, numbers: Numbers, width: int) -> pl.Series:
    """Codes from numbers: `prefix` and the number with leading zeros."""
    return prefix + pl.Series(numbers).cast(pl.String).str.zfill(width)
