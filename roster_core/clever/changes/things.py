"""What the rows of an export's files stand for: students, teachers, sections …, each once, with a name and a school."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from roster_core.clever.changes.row_keys import KEY, RowKey, keyed
from roster_core.clever.spec.files import BY_NAME

#: Name and school, which `named` adds beside the KEY as people read it; no file has such headers.
NAME, SCHOOL = " name", " school"
#: Between the values of several rows of one thing.
BETWEEN = "; "
_AT = " at"
#: Where more than one line in so many differs, both files are taken apart whole.
_FEW = 8
_PERSON = pl.concat_str("Last_name", "First_name", separator=", ")
_NAMES: Mapping[str, pl.Expr] = {
    "schools.csv": pl.col("School_name"),
    "students.csv": _PERSON,
    "teachers.csv": _PERSON,
    "staff.csv": _PERSON,
    "admins.csv": _PERSON,
    "sections.csv": pl.when(pl.col("Name") != "").then("Name").otherwise("Course_name"),
}
_NAMED_BY = {name: expression.meta.root_names() for name, expression in _NAMES.items()}


def read_file(path: Path | None, *columns: str) -> pl.DataFrame:
    """A file that the export wrote, or some of its columns, all text and never null; no columns if there is none."""
    if path is None:
        return pl.DataFrame()
    return _filled(pl.read_csv(path, infer_schema=False, columns=columns or None))


def _filled(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.fill_null("")


def entity(name: str) -> tuple[str, ...]:
    """The columns that make one thing of the file `name`."""
    return BY_NAME[name].entity


def key_of(name: str) -> pl.Expr:
    """The key of a thing as people read it."""
    return pl.concat_str(*entity(name), separator="/")


def exact_key(things: pl.DataFrame, name: str) -> pl.DataFrame:
    """`things` with a KEY that no two of them share, whatever stands in their IDs."""
    return keyed(things, RowKey(entity(name)))


def alike(old: pl.DataFrame, new: pl.DataFrame, name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Both frames with the same columns, blank where one had none; headers that differ in case only are one."""
    spelled = {column.lower(): column for column in (*old.columns, *entity(name), *new.columns)}
    columns = list(
        dict.fromkeys([*new.columns, *(spelled[column.lower()] for column in (*old.columns, *entity(name)))])
    )
    return _with(old.rename({column: spelled[column.lower()] for column in old.columns}), columns), _with(new, columns)


def _with(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    schema = dict.fromkeys(columns, pl.String)
    if not frame.columns:
        return pl.DataFrame(schema=schema)
    return frame.with_columns(pl.lit("").alias(name) for name in columns if name not in frame.columns).select(columns)


@dataclass(frozen=True)
class Side:
    """A file on one side of a comparison: how many things it has, and the rows of those that differ, in its order."""

    things: int
    rows: pl.DataFrame


def differing_sides(old: Path | None, new: Path | None, name: str) -> tuple[Side, Side]:
    """Both sides with the same columns, cut to the things that have a row which the other side has not.

    Lines are compared before cells: only those of differing things are taken apart, so that memory and time follow
    what changed.
    """
    before, after = _lines(old, name), _lines(new, name)
    if before and after and before.header == after.header:
        touched = _touched(before.keys, after.keys, before.lines.hash(), after.lines.hash())
        if len(touched) <= (len(before.lines) + len(after.lines)) // _FEW:
            less, more = alike(before.of(touched), after.of(touched), name)
            return Side(count_things(before.keys, name), less), Side(count_things(after.keys, name), more)
        del touched
    del before, after  # lines and cells of large files together are much
    whole = alike(read_file(old), read_file(new), name)
    things = [count_things(side, name) for side in whole]
    less, more = differing(*whole, name)
    return Side(things[0], less), Side(things[1], more)


@dataclass(frozen=True)
class _Lines:
    """A file line by line: its header, the lines under it, and of each the columns that make its thing."""

    header: str
    lines: pl.Series
    keys: pl.DataFrame

    def of(self, touched: pl.DataFrame) -> pl.DataFrame:
        """The rows of the things in `touched`."""
        numbered = self.keys.with_row_index(_AT)
        at = numbered.join(touched, on=self.keys.columns, how="semi", maintain_order="left")[_AT]
        text = "\n".join([self.header, *self.lines.gather(at)])
        return _filled(pl.read_csv(text.encode(), infer_schema=False))


def _lines(path: Path | None, name: str) -> _Lines | None:
    """The lines of a file, unless one row stands in several."""
    if path is None:
        return None
    # A separator that is in no text: each line is one cell.
    lines = pl.read_csv(path, has_header=False, separator="\x1f", quote_char=None, infer_schema=False).to_series()
    header = str(lines[0])
    keys = _filled(pl.read_csv(path, infer_schema=False, columns=list(entity(name))).select(entity(name)))
    return _Lines(header, lines.slice(1), keys) if len(keys) == len(lines) - 1 else None


def _touched(old: pl.DataFrame, new: pl.DataFrame, before: pl.Series, after: pl.Series) -> pl.DataFrame:
    """The keys of the rows whose hash the other side has not."""
    # By a hash of 64 bits: of a million changed rows in a million, one in ten million would pass for another.
    gone, come = old.filter(~before.is_in(after.implode())), new.filter(~after.is_in(before.implode()))
    return pl.concat((gone, come)).unique()


def differing(old: pl.DataFrame, new: pl.DataFrame, name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Of both frames only the things that have a row which the other side has not."""
    keys = list(entity(name))
    touched = _touched(old.select(keys), new.select(keys), old.hash_rows(), new.hash_rows())

    def cut(side: pl.DataFrame) -> pl.DataFrame:
        at = side.select(keys).with_row_index(_AT).join(touched, on=keys, how="semi", maintain_order="left")[_AT]
        return side if len(at) == len(side) else side[at]

    return cut(old), cut(new)


def one_row_each(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """A row for each thing: a value that its rows share stands once, others are joined in the order of the file."""
    keys = list(entity(name))
    again = pl.struct(keys).is_duplicated()
    several = rows.filter(again)
    if several.is_empty():
        return rows
    others = [column for column in rows.columns if column not in keys]
    joined = several.group_by(keys, maintain_order=True).agg(
        pl.when(pl.col(column).n_unique() == 1)
        .then(pl.col(column).first())
        .otherwise(pl.col(column).str.join(BETWEEN))
        .alias(column)
        for column in others
    )
    return pl.concat((rows.filter(~again), joined.select(rows.columns)))


def named(things: pl.DataFrame, name: str) -> pl.DataFrame:
    """`things` with their KEY, NAME (blank for enrollments) and SCHOOL, the first one of several."""
    return things.with_columns(
        key_of(name).alias(KEY),
        _NAMES.get(name, pl.lit("")).alias(NAME),
        pl.col("School_id").str.split(BETWEEN).list.first().alias(SCHOOL),
    )


def count_things(rows: pl.DataFrame, name: str) -> int:
    """How many things the rows are of."""
    return rows.select(entity(name)).hash_rows().n_unique() if len(rows) else 0


def count_in_file(path: Path, name: str) -> int:
    """How many things a file that the export wrote has; of its rows only a number each is held."""
    keys = pl.struct(pl.col(column).fill_null("") for column in entity(name))
    numbers = pl.scan_csv(path, infer_schema=False).select(keys.hash().alias("")).collect(engine="streaming")
    return numbers.to_series().n_unique()


def names_of(path: Path | None, name: str) -> pl.DataFrame:
    """The KEY and NAME of the things of a file."""
    if path is None:
        return pl.DataFrame(schema={KEY: pl.String, NAME: pl.String})
    rows = read_file(path, *dict.fromkeys((*entity(name), *_NAMED_BY[name])))
    return rows.unique(entity(name)).select(key_of(name).alias(KEY), _NAMES[name].alias(NAME))
