"""Second stage: references, rewritten to the spelling of the record referred to (roster-csv §2, →f)."""

from collections.abc import Mapping

import polars as pl

from roster_core.findings import Severity
from roster_core.roster import kinds, telling
from roster_core.roster.checks.stage import Stage, comparable
from roster_core.roster.layout import FILE_BY_NAME
from roster_core.roster.notation import File, Reference

_KEY = "_key"


def _target(name: str) -> str:
    return f"_to_{name}"


class Records:
    """The accepted records of the files read so far, to be referred to."""

    def __init__(self, accepted: Mapping[str, pl.DataFrame]) -> None:
        self._accepted = accepted
        self._prepared: dict[tuple[str, tuple[str, str] | None], pl.DataFrame] = {}

    def of(self, reference: Reference) -> pl.DataFrame:
        """The records that `reference` may name: `_key` (unique) and their spelling as `_to_<column there>`."""
        asked = (reference.file, reference.unless)
        if asked not in self._prepared:
            rows = self._accepted[reference.file]
            if reference.unless:
                column, word = reference.unless
                rows = rows.filter(pl.col(column) != word)
            key = comparable(FILE_BY_NAME[reference.file], reference.target)
            spelled = [pl.col(name).alias(_target(name)) for name in reference.target]
            self._prepared[asked] = rows.select(key.alias(_KEY), *spelled)
        return self._prepared[asked]


def check_references(file: File, rows: pl.DataFrame, records: Records) -> Stage:
    """The rows whose references hold, spelled as the records referred to; an unknown one that may be blank is blanked.

    Each reference is judged by itself, so that a row with an unknown school and a homeroom there has two findings.
    """
    refused = pl.repeat(value=False, n=rows.height, eager=True)
    findings: list[pl.DataFrame] = []
    judged = rows
    for reference in file.references:
        last = reference.columns[-1]
        applies = rows[last].is_not_null()
        if reference.when:
            column, word = reference.when
            applies &= rows[column] == word
        hits = _look_up(file, rows, reference, records)
        unknown = applies & hits[_target(reference.target[-1])].is_null()
        judged = judged.with_columns(
            judged[name].zip_with(~(applies & ~unknown), hits[_target(target)])
            for name, target in zip(reference.columns, reference.target, strict=True)
        )
        if not unknown.any():
            continue
        findings.append(_unknown_references(reference, rows.filter(unknown)))
        if reference.refuses:
            refused |= unknown
        else:
            judged = judged.with_columns(judged[last].set(unknown, None))
    return Stage(judged.filter(~refused), tuple(findings))


def _look_up(file: File, rows: pl.DataFrame, reference: Reference, records: Records) -> pl.DataFrame:
    """The record that each row names, nulls where there is none."""
    keys = rows.select(comparable(file, reference.columns).alias(_KEY))
    return keys.join(records.of(reference), on=_KEY, how="left", maintain_order="left")


def _unknown_references(reference: Reference, rows: pl.DataFrame) -> pl.DataFrame:
    last = reference.columns[-1]
    shown = [pl.lit(f"{name} ") + pl.col(name) for name in reference.columns]
    effect = telling.ROW_LEFT_OUT if reference.refuses else telling.CELL_LEFT_BLANK
    unless = f" whose {reference.unless[0]} is not {reference.unless[1]}" if reference.unless else ""
    return telling.row_findings(
        rows,
        kinds.REF_UNKNOWN,
        column=last,
        severity=None if reference.refuses else Severity.WARNING,
        value=telling.shortened(pl.concat_str(shown, separator=", ")),
        expected=f"an accepted record of {reference.file}.csv{unless}",
        effect=effect,
    )
