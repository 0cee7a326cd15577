"""What an option changes, told by one cell."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.clever.exporting import Exported, export
from tests.roster.golden_roster import Roster


@dataclass(frozen=True)
class Effect:
    """A cell of `file` before and after an option is set.

    `set` are all options of the export after; before, the option itself is left out of them. The row is the one whose
    cells are `key`; None stands for no such row or column, or no
    file at all.
    """

    roster: Roster
    set: Mapping[str, Any]
    file: str
    key: Mapping[str, str]
    column: str
    before: str | None
    after: str | None

    def seen(self, option: str) -> tuple[str | None, str | None]:
        """The cell before and after."""
        without = {name: value for name, value in self.set.items() if name != option}
        return self._cell(_before(json.dumps([self.roster, without]))), self._cell(export(self.roster, **self.set))

    def _cell(self, exported: Exported) -> str | None:
        rows = exported.rows(self.file) if self.file in exported.files else []
        found = [row for row in rows if self.key.items() <= row.items()]
        assert len(found) <= 1
        return found[0].get(self.column) if found else None


@cache
def _before(rows_and_options: str) -> Exported:
    """Most options are tried against the same export."""
    roster, options = json.loads(rows_and_options)
    return export(roster, **options)
