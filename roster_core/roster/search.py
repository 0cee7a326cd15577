"""Finding people by any of their IDs or by name, typing mistakes forgiven."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
import sqlalchemy as sa
from rapidfuzz import fuzz, process

from roster_core.roster.frames import read_frame
from roster_core.roster.tables.named import table_named
from roster_core.text import fold

#: The columns of a directory that hold IDs, best known first.
ID_COLUMNS = ("person_key", "state_id", "weblogin_id", "logon_id", "state_staff_id", "employee_number", "email")
#: How alike a name must be to be offered, of 100.
ALIKE = 75


@dataclass(frozen=True)
class Directory:
    """Everybody of a district who is in the roster, ready to be searched.

    `people` has person_id, kind (STUDENT, STAFF), the IDs of `ID_COLUMNS`, last_name, first_name, preferred_first_name,
    school_code, grade, active; `names` the folded names of the same rows, `words` the rows of each word of a name.
    """

    people: pl.DataFrame
    names: tuple[str, ...]
    words: Mapping[str, tuple[int, ...]]


def read_directory(connection: sa.Connection, district_id: int, school_year: str) -> Directory:
    """Read the students and staff of a district; the school and grade are those of the year's primary enrollment."""

    def read(table: str, *columns: str, where: str = "") -> pl.DataFrame:
        return read_frame(connection, table_named(table), district_id, columns, where)

    persons = read(
        "person", "person_id", "kind", "person_key", "last_name", "first_name", "preferred_first_name", "status",
        where="kind <> 'GUARDIAN' and left_at is null",
    )  # fmt: skip
    students = read("student", "person_id", "state_id", "weblogin_id", email := "school_email").rename({email: "email"})
    staff = read(
        "staff", "person_id", "logon_id", "state_staff_id", "employee_number", "work_email", "primary_school_id"
    ).rename({"work_email": "email"})
    schools = read("school", "school_id", "school_code")
    enrolled = (
        read(
            "student_enrollment",
            "person_id",
            "school_id",
            "school_year",
            "entry_date",
            "is_primary",
            "state_grade_code",
        )
        .filter((pl.col("school_year") == school_year) & pl.col("is_primary"))
        .sort("entry_date")
        .unique("person_id", keep="last")
        .select("person_id", "school_id", grade="state_grade_code")
    )
    details = pl.concat(
        [
            students.join(enrolled, on="person_id", how="left"),
            staff.rename({"primary_school_id": "school_id"}),
        ],
        how="diagonal",
    ).join(schools, on="school_id", how="left")
    people = (
        persons.join(details, on="person_id")
        .with_columns(active=pl.col("status") == "ACTIVE")
        .drop("status", "school_id")
        .sort("last_name", "first_name", "person_key")
    )
    return index_names(people)


def index_names(people: pl.DataFrame) -> Directory:
    """A directory of `people`, who have the columns that `Directory` names."""
    full = pl.concat_str("first_name", "preferred_first_name", "last_name", separator=" ", ignore_nulls=True)
    names = tuple(fold(name) for name in people.select(full).to_series())
    words: dict[str, list[int]] = defaultdict(list)
    for row, name in enumerate(names):
        for word in set(name.replace("-", " ").split()):
            words[word].append(row)
    return Directory(people, names, {word: tuple(rows) for word, rows in words.items()})


def find(directory: Directory, text: str, *, limit: int = 50) -> pl.DataFrame:
    """The people who fit `text` best, best first, with the columns of the directory and `why` (`ID`, `name`, `like`).

    An ID fits whole, then from its start; a name if each word typed begins a word of it, in any order; then names that
    are written alike. Blank text finds nobody.
    """
    wanted = fold(text.strip())
    people = directory.people.with_row_index("at")
    if not wanted:
        return _told(people, [], {})
    ids = [pl.col(name).str.to_lowercase() for name in ID_COLUMNS]
    whole = people.filter(pl.any_horizontal(*[column == wanted for column in ids]))["at"].to_list()
    begun = people.filter(pl.any_horizontal(*[column.str.starts_with(wanted) for column in ids])).head(limit)["at"]
    words = wanted.replace(",", " ").split()
    named = [
        at
        for at, name in enumerate(directory.names)
        if all(f" {word}" in f" {name}".replace("-", " ") for word in words)
    ]
    alike = _alike(directory, words)[:limit] if len(named) < limit else []
    why: dict[int, str] = {}
    for reason, found in (("ID", [*whole, *begun]), ("name", named), ("like", alike)):
        for at in found:
            why.setdefault(at, reason)
    return _told(people, list(why)[:limit], why)


def _alike(directory: Directory, words: list[str]) -> list[int]:
    """The rows in which every word typed is like a word of the name, the most alike first."""
    scores: dict[int, float] | None = None
    for word in words:
        of_word: dict[int, float] = {}
        for known, score, _ in process.extract(
            word, directory.words.keys(), score_cutoff=ALIKE, scorer=fuzz.ratio, limit=None
        ):
            for row in directory.words[known]:
                of_word[row] = max(score, of_word.get(row, 0.0))
        scores = of_word if scores is None else {row: scores[row] + of_word[row] for row in scores.keys() & of_word}
    return sorted(scores or {}, key=lambda row: (-(scores or {})[row], row))


def _told(people: pl.DataFrame, rows: list[int], why: dict[int, str]) -> pl.DataFrame:
    return people[rows].drop("at").with_columns(pl.Series("why", [why[row] for row in rows], dtype=pl.String))
