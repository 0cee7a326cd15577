"""Where a measurement is made: a made-up district in a database of its own, and the programs of the peers."""

import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roster_core.cli.measure import measure
from roster_core.refusals import Refusal

CLI = (sys.executable, "-m", "roster_core")

#: About twenty options, the costliest among them.
MANY_OPTIONS: Mapping[str, Any] = {
    **dict.fromkeys(
        (
            "include_all_guardians",
            "avoid_duplicate_guardian_phones",
            "populate_student_address",
            "include_home_language",
            "frl_short_codes",
            "iep_yes_no",
            "prek_grade_as_prekindergarten",
            "kindergarten_grade_as_kindergarten",
            "combine_inclusion_sections",
            "use_four_teacher_columns",
            "split_shared_teachers",
            "include_elementary_homerooms",
            "append_hr_teacher_elem",
            "append_print_periods_middle",
            "section_id_prepend_school_year",
            "name_prepend_teacher",
            "teacher_row_per_school",
        ),
        True,
    ),
    "unweighted_gpa_type": "CUM_U",
    "weighted_gpa_type": "CUM_W",
    "student_username_source": "student_id",
    "student_password_source": "dob_mmddyyyy",
}


@dataclass(frozen=True)
class Place:
    """A folder with a roster, loaded into the database at `url` (blank: SQLite in the folder)."""

    folder: Path
    url: str = ""

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables under which our commands work on it."""
        return {**os.environ, "ROSTER_DATA_DIR": str(self.folder / "data"), "ROSTER_DATABASE_URL": self.url}

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "data" / "roster.sqlite3"

    def load(self, students: int) -> None:
        """Make the district up and load it."""
        from roster_core.sample.scale import write_roster  # noqa: PLC0415 - no other command needs it

        write_roster(self.folder / "roster", students)
        measure([*CLI, "roster", "load", str(self.folder / "roster")], self.environment, ok=(0, 1))

    def export_command(self, options: Mapping[str, Any], out: str) -> Sequence[str]:
        """The command that exports with these options into a folder `out` beside it."""
        given = self.folder / f"{out}.json"
        given.write_text(json.dumps(options), encoding="utf-8")
        return [*CLI, "clever", "export", "--out", str(self.folder / out), "--options", str(given)]


def program(name: str, package: str) -> str:
    """The path of a peer's program.

    Raises:
        Refusal: It is not installed.
    """
    found = shutil.which(name)
    if found is None:
        raise Refusal("Nothing was measured.", why=f"{name} is not installed.", fix=f"Install the package {package}.")
    return found


def accepted(command: Sequence[str]) -> Sequence[int]:
    """The codes with which a command may end: ours tell by it how bad what they found is, a peer has to succeed."""
    return (0, 1, 2) if tuple(command[: len(CLI)]) == CLI else (0,)
