"""What a district's codes are called in Clever's files (export-options §3, roster-model §6)."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from roster_core.clever.source.source import Read, Source
from roster_core.roster.codes import LANGUAGE_TWINS, SEEDS, CodeSet
from roster_core.text import same

_CODES = Read(
    "code_value",
    {**dict.fromkeys(("code_set", "code", "clever_value"), pl.String), "sequence": pl.Int64},
)
_SEEDED = pl.DataFrame(
    [(code.code_set.value, code.code, code.clever_value, code.sequence) for code in SEEDS],
    schema=dict(_CODES.columns),
    orient="row",
)


@dataclass(frozen=True)
class Codes:
    """The lists that the export writes: code, in the form that codes are compared in, → Clever's word.

    A code whose word is "" is known and has none in Clever: its cell is blank and nothing is said of it.
    """

    genders: Mapping[str, str]
    races: Mapping[str, str]
    relationships: Mapping[str, str]
    languages: Mapping[str, str]


def read_codes(source: Source) -> Codes:
    """The codes of the district; a list of which it keeps no code is as every district starts with it."""
    kept = source.table(_CODES).sort("sequence", "code")
    return Codes(
        genders=_words(kept, CodeSet.GENDER),
        races=_words(kept, CodeSet.RACE),
        relationships=_words(kept, CodeSet.RELATIONSHIP),
        languages=_with_twins(_words(kept, CodeSet.LANGUAGE)),
    )


def _with_twins(languages: Mapping[str, str]) -> Mapping[str, str]:
    """The languages also under the terminology codes of those that have a bibliographic one (roster-model §6.3)."""
    twins = {twin: languages[code] for twin, code in LANGUAGE_TWINS.items() if code in languages}
    return {**twins, **languages}


def _words(kept: pl.DataFrame, code_set: CodeSet) -> Mapping[str, str]:
    of_set = pl.col("code_set") == code_set.value
    rows = kept.filter(of_set)
    words: dict[str, str] = {}
    for code, word in (_SEEDED.filter(of_set) if rows.is_empty() else rows).select("code", "clever_value").iter_rows():
        # Codes that differ in case alone are one; the first in the district's order counts.
        words.setdefault(same(code), word or "")
    return words
