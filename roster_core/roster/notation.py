"""What a file of a roster is made of, and the notation in which it is declared (roster-csv §4)."""

import re
from dataclasses import dataclass
from enum import StrEnum

import polars as pl


class CellType(StrEnum):
    """What a cell may hold (roster-csv §2)."""

    #: Text compared without regard to case, spelling kept.
    CODE = "c"
    TEXT = "t"
    BOOLEAN = "b"
    DATE = "d"
    #: Whole number of one to five digits.
    WHOLE = "i"
    #: The same, but not 0.
    POSITIVE = "i1"
    #: Decimal, up to three digits before and four after the point.
    DECIMAL = "n"
    #: One of the column's words.
    WORD = "e"
    #: Items separated by `;`.
    LIST = "L"

    @property
    def dtype(self) -> type[pl.DataType]:
        """The Polars type of a checked column: a decimal stays text in its shortest form, a list text joined by `;`."""
        return _DTYPES.get(self, pl.String)


_DTYPES: dict[CellType, type[pl.DataType]] = {
    CellType.BOOLEAN: pl.Boolean,
    CellType.DATE: pl.Date,
    CellType.WHOLE: pl.Int64,
    CellType.POSITIVE: pl.Int64,
}


@dataclass(frozen=True)
class Column:
    """One column. `max_length` counts code points (0: no limit), `words` stands for type WORD only.

    `required` is the mark `!`, `default` the `=x` that a blank cell means (as the word written, `""`: none), `soft`
    the `~`, `unique` the `u`. `ref` names the file that the column alone refers to (`""`: none, or only together with
    others, see `File.references`), `ref_refuses` says whether an unknown one refuses the row (`!`, `!!`).
    """

    name: str
    type: CellType
    max_length: int = 0
    words: tuple[str, ...] = ()
    required: bool = False
    default: str = ""
    soft: bool = False
    unique: bool = False
    ref: str = ""
    ref_refuses: bool = False
    #: The school_type that the school referred to must not have (`not PREG`), or blank.
    ref_not: str = ""


@dataclass(frozen=True)
class Reference:
    """Columns that together must name an accepted record of `file`.

    `columns` are compared with the columns `target` there, in order. The last of `columns` is the one that a finding
    names and, unless the reference `refuses` the row, the one that is blanked. While it is blank, nothing is referred
    to.
    """

    columns: tuple[str, ...]
    file: str
    target: tuple[str, ...]
    refuses: bool = False
    #: Holds only for rows whose column has this word: (`person_type`, `STUDENT`).
    when: tuple[str, str] | None = None
    #: The record referred to must not have this word in this column: (`school_type`, `PREG`).
    unless: tuple[str, str] | None = None


@dataclass(frozen=True)
class SecondKey:
    """A further key, held among the rows whose column has the word given."""

    columns: tuple[str, ...]
    among: tuple[str, str]


@dataclass(frozen=True)
class File:
    """One file of the roster; `name` is without `.csv`, as intake tables are keyed.

    `required` is the mark †, `references` are all of them, single and composite, in the order of the columns they end
    in, `dates` the pairs whose start must not lie after the end. `skipped_without` names the column without which a row
    is passed over in silence.
    """

    name: str
    required: bool
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    dates: tuple[tuple[str, str], ...] = ()
    second_key: SecondKey | None = None
    skipped_without: str = ""

    @property
    def csv_name(self) -> str:
        """The name of the file in a folder or ZIP."""
        return f"{self.name}.csv"

    @property
    def shown(self) -> str:
        """The name of the file in findings (roster-csv §3)."""
        return f"roster/{self.csv_name}"

    @property
    def headers(self) -> tuple[str, ...]:
        """The column names, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column called `name`.

        Raises:
            KeyError: the file has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


#: A start and the end beside it (roster-csv §3, DATES_REVERSED).
_DATE_PAIRS = (
    ("start_date", "end_date"),
    ("start", "end"),
    ("entry_date", "exit_date"),
    ("from", "to"),
    ("iep_start", "iep_end"),
)

# The notation of roster-csv §4 in ASCII: `->` for the arrow, a comma between columns, `|` after the key.
_COLUMN = re.compile(
    r"(?P<name>\w+) (?:(?P<sized>[ct])(?P<length>\d+)|e\((?P<words>[A-Z_ ]+)\)|(?P<plain>i1|[bdinL]))"
    r"(?P<required>!)?(?P<soft>~)?(?:=(?P<default>\w+))?(?P<unique> u)?"
    r"(?:->(?P<ref>\w+)(?P<refuses>!!)?(?: not (?P<ref_not>\w+))?)?"
)


def _column(text: str) -> Column:
    found = _COLUMN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    words = tuple((found["words"] or "").split())
    required = bool(found["required"])
    return Column(
        name=found["name"],
        type=CellType(found["sized"] or found["plain"] or "e"),
        max_length=int(found["length"] or 0),
        words=words,
        required=required,
        default=found["default"] or "",
        soft=bool(found["soft"]),
        unique=bool(found["unique"]),
        ref=found["ref"] or "",
        ref_refuses=bool(found["ref"]) and (required or bool(found["refuses"])),
        ref_not=found["ref_not"] or "",
    )


def _columns(text: str) -> tuple[Column, ...]:
    return tuple(_column(" ".join(part.split())) for part in text.split(",") if part.strip())


#: The key column of each file that a single column can refer to.
SOLE_KEYS = {
    "school_years": "school_year",
    "schools": "school_code",
    "departments": "department_code",
    "students": "district_number",
    "staff": "staff_id",
    "contact_persons": "source_id",
    "gpa_types": "gpa_type_code",
}


def _single(column: Column) -> Reference:
    unless = ("school_type", column.ref_not) if column.ref_not else None
    return Reference((column.name,), column.ref, (SOLE_KEYS[column.ref],), column.ref_refuses, unless=unless)


def declared(
    name: str,
    columns: str,
    *together: Reference,
    required: bool = False,
    second_key: SecondKey | None = None,
    skipped_without: str = "",
) -> File:
    """The file declared by the notation: its key columns, `|`, the others; `together` are its composite references.

    Raises:
        ValueError: a column is not in the notation.
    """
    key, _, rest = columns.partition("|")
    key_columns = _columns(key)
    every = key_columns + _columns(rest)
    names = [column.name for column in every]
    references = [_single(column) for column in every if column.ref]
    references = sorted([*references, *together], key=lambda reference: names.index(reference.columns[-1]))
    return File(
        name=name,
        required=required,
        columns=every,
        key=tuple(column.name for column in key_columns),
        references=tuple(references),
        dates=tuple(pair for pair in _DATE_PAIRS if set(pair) <= set(names)),
        second_key=second_key,
        skipped_without=skipped_without,
    )
