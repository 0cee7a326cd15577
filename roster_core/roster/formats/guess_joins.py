"""Guesses held against one another: the IDs by which one file names what another one has must be the same IDs."""

from collections.abc import Iterator, Mapping, Sequence

from roster_core.roster.formats.guess_columns import Columns
from roster_core.roster.formats.sheet import Sheet

#: Who is named by other files: entity, its ID, and the entities and columns that name it.
_NAMED = (
    ("staff", "staff_id", (("sections", "staff_id"), ("enrollments", "staff_id"))),
    ("students", "district_number", (("enrollments", "district_number"), ("contacts", "district_number"))),
)
#: Another column must share so many values, and so many times more than the one guessed, to be taken instead.
_SHARED = 3
_TIMES = 4

#: A sheet with what it feeds and the columns guessed.
Guessed = tuple[Sheet, str, Columns]


def joined(guesses: Sequence[Guessed]) -> list[Guessed]:
    """The guesses with other ID columns where those evidently hold the IDs by which the files name one another.

    A system may have several IDs of one person, such as a number within the school beside that of the district, under
    headers that would each do by themselves. First the naming file gives way, then the one that is named.
    """
    settled = list(guesses)
    for entity, own, naming in _NAMED:
        for place, other in enumerate(settled):
            for named_place, named in enumerate(settled):
                if named[1] == entity and (column := dict(naming).get(other[1])) and other[0] is not named[0]:
                    settled[place] = _fitted(settled[place], column, _values(settled[named_place], own))
                    settled[named_place] = _fitted(settled[named_place], own, _values(settled[place], column))
    return settled


def _values(guess: Guessed, target: str) -> frozenset[str]:
    """The values of the column that a target is guessed to be."""
    sheet, _, columns = guess
    header = columns.of.get(target)
    return _of_column(sheet, header) if header else frozenset()


def _of_column(sheet: Sheet, header: str) -> frozenset[str]:
    return frozenset(sheet.frame[header].drop_nulls().str.to_lowercase().str.strip_chars_start("0").unique())


def _fitted(guess: Guessed, target: str, wanted: frozenset[str]) -> Guessed:
    """The guess with the column for `target` that shares the values wanted, if the one guessed does not."""
    sheet, entity, columns = guess
    present = columns.of.get(target)
    if present is None or not wanted:
        return guess
    shared = len(_of_column(sheet, present) & wanted)
    best = max(_others(sheet, columns, wanted), default=(0, ""), key=lambda found: found[0])
    if best[0] < _SHARED or best[0] < _TIMES * max(shared, 1):
        return guess
    return (
        sheet,
        entity,
        Columns(_exchanged(columns.of, target, best[1]), columns.constants, columns.by_value - {target}),
    )


def _others(sheet: Sheet, columns: Columns, wanted: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Columns that are not taken, or only for the number beside the ID, with how many of the values they share."""
    taken = {header for target, header in columns.of.items() if target != "employee_number"}
    for header in sheet.headers:
        if header not in taken:
            yield len(_of_column(sheet, header) & wanted), header


def _exchanged(of: Mapping[str, str], target: str, header: str) -> dict[str, str]:
    """The columns with `header` for `target`; what had that header gets none."""
    return {**{name: used for name, used in of.items() if used != header}, target: header}
