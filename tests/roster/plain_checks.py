"""The rules of roster-csv §2 and §3 once more, row by row in plain Python, to hold the column-wise checks against."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from roster_core.roster.layout import FILES
from roster_core.roster.notation import CellType, Column, File, Reference
from roster_core.text import clean
from tests.roster.golden_roster import Roster, Told

Row = dict[str, Any]


class BadCellError(ValueError):
    """The cell is not of its type."""


def _date(text: str) -> date:
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise BadCellError
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise BadCellError from error
    if not 1900 <= found.year <= 2100:
        raise BadCellError
    return found


def _number(text: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", text):
        raise BadCellError
    return int(text)


def _counted(text: str) -> int:
    if _number(text) == 0:
        raise BadCellError
    return _number(text)


def _decimal(text: str) -> str:
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,4})?", text):
        raise BadCellError
    return format(Decimal(text).normalize(), "f")


def _items(text: str) -> str | None:
    return ";".join(item for item in map(clean, text.split(";")) if item) or None


_PLAIN: dict[CellType, Callable[[str], Any]] = {
    CellType.DATE: _date,
    CellType.WHOLE: _number,
    CellType.POSITIVE: _counted,
    CellType.DECIMAL: _decimal,
    CellType.LIST: _items,
}


def _listed(words: tuple[str, ...], text: str) -> str:
    for word in words:
        if word.lower() == text.lower():
            return word
    raise BadCellError


def _value(column: Column, text: str) -> Any:
    if column.type in _PLAIN:
        return _PLAIN[column.type](text)
    if column.type is CellType.BOOLEAN:
        return _listed(("true", "false"), text) == "true"
    if column.type is CellType.WORD:
        return _listed(column.words, text)
    if len(text) > column.max_length:
        raise BadCellError
    return text


def _default(column: Column) -> Any:
    if not column.default:
        return None
    return column.default == "true" if column.type is CellType.BOOLEAN else column.default


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


@dataclass
class PlainChecker:
    """Checks a roster of text rows; afterwards `tables` holds the accepted rows and `found` what was told."""

    roster: Roster
    code: str | None
    found: list[Told] = field(default_factory=list)
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def run(self) -> "PlainChecker":
        for file in FILES:
            self.tables[file.name] = []
            for number, cells in enumerate(self.roster[file.name], start=2):
                self._judge(file, number, {name: clean(cells[name]) for name in file.headers})
        self._district()
        self._totals()
        return self

    def _tell(self, severity: str, code: str, file: File, number: int, column: str = "") -> None:
        self.found.append((severity, code, file.name, f"#{number}", column))

    def _judge(self, file: File, number: int, cells: dict[str, str]) -> None:
        if not any(cells.values()) or (file.skipped_without and not cells[file.skipped_without]):
            return
        row = {"#": number}
        for stage in (self._cells, self._references, self._dates, self._shared, self._overlap, self._key):
            if not stage(file, row, cells):
                return
        self._unique(file, row)
        self.tables[file.name].append(row)

    def _cells(self, file: File, row: Row, cells: dict[str, str]) -> bool:
        fine = True
        for column in file.columns:
            row[column.name] = None
            if cells[column.name]:
                try:
                    row[column.name] = _value(column, cells[column.name])
                except BadCellError:
                    fine &= column.soft
                    self._tell("warning" if column.soft else "error", "CELL_BAD", file, row["#"], column.name)
            elif column.required:
                fine = False
                self._tell("error", "CELL_REQUIRED", file, row["#"], column.name)
            if row[column.name] is None:
                row[column.name] = _default(column)
        return fine

    def _references(self, file: File, row: Row, _: dict[str, str]) -> bool:
        fine = True
        judged = dict(row)
        for reference in file.references:
            last = reference.columns[-1]
            if row[last] is None or (reference.when and row[reference.when[0]] != reference.when[1]):
                continue
            record = self._record(reference, row)
            if record:
                spelled = [record[name] for name in reference.target]
                judged.update(zip(reference.columns, spelled, strict=True))
                continue
            fine &= not reference.refuses
            judged[last] = None
            self._tell("error" if reference.refuses else "warning", "REF_UNKNOWN", file, row["#"], last)
        row.update(judged)
        return fine

    def _record(self, reference: Reference, row: Row) -> Row | None:
        for record in self.tables[reference.file]:
            same = all(
                _lower(record[there]) == _lower(row[here])
                for here, there in zip(reference.columns, reference.target, strict=True)
            )
            if same and not (reference.unless and record[reference.unless[0]] == reference.unless[1]):
                return record
        return None

    def _dates(self, file: File, row: Row, _: dict[str, str]) -> bool:
        for start, end in file.dates:
            if row[start] and row[end] and row[start] > row[end]:
                self._tell("error", "DATES_REVERSED", file, row["#"], start)
                return False
        return True

    def _shared(self, file: File, row: Row, _: dict[str, str]) -> bool:
        if file.name != "shared_teacher_members":
            return True
        shared = {record["staff_id"] for record in self.tables["staff"] if record["is_shared_record"]}
        for column, fine in (
            ("shared_staff_id", row["shared_staff_id"] in shared),
            ("member_staff_id", row["member_staff_id"] not in shared),
        ):
            if not fine:
                self._tell("error", "SHARED_MEMBER_BAD", file, row["#"], column)
                return False
        return True

    def _overlap(self, file: File, row: Row, _: dict[str, str]) -> bool:
        def covers(record: Row) -> bool:
            return bool(record["is_primary"] and record["status"] == "ACTIVE")

        if file.name != "student_enrollments" or not covers(row):
            return True
        for held in self.tables[file.name]:
            same = all(held[name] == row[name] for name in ("district_number", "school_year"))
            meet = row["entry_date"] <= (held["exit_date"] or date.max)
            meet = meet and held["entry_date"] <= (row["exit_date"] or date.max)
            if same and covers(held) and meet:
                self._tell("error", "PRIMARY_OVERLAP", file, row["#"])
                return False
        return True

    def _keys(self, file: File, row: Row) -> Iterator[tuple[Any, ...]]:
        yield tuple(_lower(row[name]) for name in file.key)
        if file.second_key and row[file.second_key.among[0]] == file.second_key.among[1]:
            yield (2, *(_lower(row[name]) for name in file.second_key.columns))

    def _key(self, file: File, row: Row, _: dict[str, str]) -> bool:
        taken = {key for held in self.tables[file.name] for key in self._keys(file, held)}
        if taken.isdisjoint(self._keys(file, row)):
            return True
        self._tell("error", "KEY_DUPLICATE", file, row["#"])
        return False

    def _unique(self, file: File, row: Row) -> None:
        for column in file.columns:
            held = [_lower(record[column.name]) for record in self.tables[file.name]]
            if column.unique and row[column.name] is not None and _lower(row[column.name]) in held:
                row[column.name] = None
                self._tell("warning", "UNIQUE_DUPLICATE", file, row["#"], column.name)

    def _district(self) -> None:
        rows = self.tables["district"]
        if len(rows) != 1:
            self.found.append(("block", "DISTRICT_ROWS", "district", "", ""))
        elif self.code is not None and rows[0]["code"].lower() != self.code.lower():
            self.found.append(("block", "DISTRICT_MISMATCH", "district", f"#{rows[0]['#']}", "code"))

    def _totals(self) -> None:
        states = [row["state"].lower() for row in self.tables["district"]]
        ids = [row["state_id"] for row in self.tables["students"] if row["state_id"]]
        if states == ["nj"] and any(not re.fullmatch("[0-9]{10}", found) for found in ids):
            self.found.append(("warning", "STATE_ID_FORM", "students", "", "state_id"))
        if any(row["print_period"] is None for row in self.tables["section_meetings"]):
            self.found.append(("warning", "PRINT_PERIOD_MISSING", "section_meetings", "", "print_period"))
        members = [row["shared_staff_id"] for row in self.tables["shared_teacher_members"]]
        for row in self.tables["staff"]:
            if row["is_shared_record"] and members.count(row["staff_id"]) < 2:
                self.found.append(("warning", "SHARED_TOO_FEW", "staff", f"#{row['#']}", ""))
        years = {row["school_year"]: row for row in self.tables["school_years"]}
        for row in self.tables["student_enrollments"]:
            year = years[row["school_year"]]
            for column in ("entry_date", "exit_date"):
                margin = timedelta(days=365)
                if row[column] and not year["start_date"] - margin <= row[column] <= year["end_date"] + margin:
                    key = f"#{row['#']}"
                    self.found.append(("warning", "DATE_OUTSIDE_YEAR", "student_enrollments", key, column))
                    break
