"""Findings: what a check says of one row, file or setting, as values that can be counted, sorted and shown."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import polars as pl


class Severity(StrEnum):
    """How much a finding matters; declared from worst to mildest."""

    #: Nothing goes on: the load is refused, the files are not delivered.
    BLOCK = "block"
    #: A row was left out, or is certain to be refused by the receiver.
    ERROR = "error"
    #: It goes on; somebody should look at it.
    WARNING = "warning"
    #: Worth knowing.
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst severity, counting up."""
        return list(Severity).index(self)


@dataclass(frozen=True)
class Kind:
    """One thing that can be wrong: its code, how bad it is, and what to say about it.

    `message` is a `str.format` template over the facts of a finding; `fix` is said once for the kind. A warning that
    is `one_by_one` is never accepted for many at once; one that `waits` is never accepted at all: it goes once
    something else was decided.
    """

    code: str
    severity: Severity
    message: str
    fix: str = ""
    one_by_one: bool = False
    waits: bool = False

    @property
    def alone(self) -> bool:
        """Whether many of it are never accepted at once."""
        return self.one_by_one or self.waits


@dataclass(frozen=True)
class Finding:
    """One finding. `file` and `row_key` say where, `facts` fill the message of the kind.

    `severity` differs from the kind's only where a rule grades one code by case. `person` is the district number or
    staff ID of the person that the finding leads to, written `student:0104233` or `staff:2001`; blank if none.
    """

    kind: Kind
    file: str
    row_key: str = ""
    column: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    graded: Severity | None = None
    person: str = ""

    @property
    def severity(self) -> Severity:
        """The severity in force."""
        return self.graded or self.kind.severity

    @property
    def message(self) -> str:
        """The kind's sentence, filled with the facts."""
        return self.kind.message.format(**self.facts)

    def as_row(self) -> dict[str, str]:
        """The finding as one row of a findings frame."""
        return {
            "severity": self.severity.value,
            "code": self.kind.code,
            "file": self.file,
            "row_key": self.row_key,
            "column": self.column,
            "message": self.message,
            "person": self.person,
        }


#: The columns of a findings frame, in order, all text and never null.
FRAME_SCHEMA: dict[str, type[pl.String]] = dict.fromkeys(
    ("severity", "code", "file", "row_key", "column", "message", "person"),
    pl.String,
)
#: The keys of a finding in JSON and in findings.json (`person` is for screens only).
JSON_KEYS = ("severity", "code", "file", "row_key", "column", "message")


def to_frame(findings: Iterable[Finding]) -> pl.DataFrame:
    """Findings as a frame with `FRAME_SCHEMA`, in the order given."""
    return pl.DataFrame([finding.as_row() for finding in findings], schema=FRAME_SCHEMA)


def frame_of(
    rows: pl.DataFrame,
    kind: Kind,
    *,
    file: str | pl.Expr,
    row_key: str | pl.Expr = "",
    column: str | pl.Expr = "",
    message: str | pl.Expr | None = None,
    person: str | pl.Expr = "",
    severity: Severity | None = None,
) -> pl.DataFrame:
    """One finding of `kind` for every row of `rows`, without a Python loop.

    Texts are taken literally, expressions are evaluated over `rows`; `message` defaults to the kind's own sentence,
    which then must not have fields. Nulls become blank.
    """

    def text(value: str | pl.Expr) -> pl.Expr:
        expression = pl.lit(value) if isinstance(value, str) else value
        return expression.cast(pl.String).fill_null("")

    return rows.select(
        severity=pl.lit((severity or kind.severity).value),
        code=pl.lit(kind.code),
        file=text(file),
        row_key=text(row_key),
        column=text(column),
        message=text(kind.message if message is None else message),
        person=text(person),
    ).cast(FRAME_SCHEMA)  # type: ignore[arg-type]


def sorted_frame(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """All findings in one frame, sorted by file, row key, code (then column and message, so that order is total)."""
    together = pl.concat([pl.DataFrame(schema=FRAME_SCHEMA), *frames])
    return together.sort("file", "row_key", "code", "column", "message")


def counts(frame: pl.DataFrame) -> dict[Severity, int]:
    """How many findings of each severity; every severity is a key."""
    found = dict(frame.group_by("severity").len().iter_rows())
    return {severity: found.get(severity.value, 0) for severity in Severity}


def to_json_rows(frame: pl.DataFrame) -> list[dict[str, str]]:
    """The findings as JSON-ready rows, sorted by file, row key, code."""
    return sorted_frame([frame]).select(JSON_KEYS).to_dicts()


#: With an indent of its own the encoder writes in Python, five times slower.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",\n  ", ": "))


def json_text(rows: Sequence[Mapping[str, str]]) -> str:
    """Rows that each have a cell as JSON, indented by one space, with a line break at the end."""
    written = (f" {{\n  {_ENCODER.encode(row)[1:-1]}\n }}" for row in rows)
    return "[\n" + ",\n".join(written) + "\n]\n" if rows else "[]\n"
