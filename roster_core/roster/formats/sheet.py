"""A sheet: one table as it was written, all text, with the record that each row came from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from roster_core.findings import FRAME_SCHEMA
from roster_core.roster.intake import FILE, ROW


@dataclass(frozen=True)
class Sheet:
    """One CSV file, or one sheet of a workbook.

    `name` is the file's name as it came (`Students.CSV`, `fall.xlsx/Students`), `shown` the name that findings give.
    `frame` has a text column for each header (under the text rule, null = blank), `FILE` and `ROW`; rows that are all
    blank are not in it. `findings` is a findings frame. Of a sheet of a workbook `title` is what the workbook calls it,
    `places` the column (from 0) of each header.
    """

    name: str
    frame: pl.DataFrame
    findings: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FRAME_SCHEMA))
    shown: str = ""
    title: str = ""
    places: Mapping[str, int] = field(default_factory=dict)

    @property
    def stem(self) -> str:
        """The name in lower case without folders and extension: `students`."""
        return self.name.replace("\\", "/").rsplit("/", 1)[-1].lower().partition(".")[0].strip()

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers as they were written, in order."""
        return tuple(name for name in self.frame.columns if name not in (FILE, ROW))

    @property
    def normal_headers(self) -> dict[str, str]:
        """Normal form of each header → the header; of two with the same normal form the first counts."""
        found: dict[str, str] = {}
        for header in self.headers:
            found.setdefault(normal(header), header)
        return found

    def under(self, folder: str) -> "Sheet":
        """The same sheet, shown in findings as a file of `folder`: `clever/students.csv`."""
        shown = f"{folder}/{self.name.lower() if folder == 'clever' else self.name}"
        return replace(
            self,
            shown=shown,
            frame=self.frame.with_columns(pl.lit(shown).alias(FILE)),
            findings=self.findings.with_columns(file=pl.lit(shown)),
        )

    def renamed(self, columns: Mapping[str, Iterable[str]]) -> pl.DataFrame:
        """The frame with the columns wanted, named by the keys of `columns`, and `FILE` and `ROW`.

        Each value lists headers that are taken for the key, the first one there wins; case, spaces and punctuation do
        not matter. A column that is not there is null.
        """
        here = self.normal_headers
        chosen = {
            name: next((here[normal(alias)] for alias in (name, *aliases) if normal(alias) in here), None)
            for name, aliases in columns.items()
        }
        return self.frame.select(
            *(
                (pl.lit(None, pl.String) if header is None else pl.col(header)).alias(name)
                for name, header in chosen.items()
            ),
            FILE,
            ROW,
        )

    def has(self, *names: str) -> bool:
        """Whether each of the headers is there, in any spelling."""
        return {normal(name) for name in names} <= self.normal_headers.keys()


def normal(header: str) -> str:
    """A header without case, spaces and punctuation: `Student_ID`, `student id` and `StudentID` are one."""
    return "".join(character for character in header.casefold() if character.isalnum())
