"""The options that every run needs, each with a cell that it changes."""

from typing import Any

from tests.clever.effects.effect import Effect
from tests.clever.small import EMPTY, Small
from tests.roster.golden_roster import Roster, golden


def _student(number: str, column: str, before: str | None, after: str | None, **options: Any) -> Effect:
    return Effect(golden(), options, "students.csv", {"Student_id": number}, column, before, after)


def _next_year() -> Roster:
    small = Small()
    small.add("school_years", school_year="2027-28", start_date="2027-07-01", end_date="2028-06-30")
    small.student("1")
    small.enroll("1", "MHE", school_year="2027-28", state_grade_code="06", entry_date="2026-09-09")
    return {**EMPTY, **small.roster}


#: Ways of delivery: they decide where files go and change no cell.
WITHOUT_CELL = ("deliver_download", "deliver_local", "deliver_email", "deliver_sftp")
EFFECTS: dict[str, Effect] = {
    "school_ids": _student("0100502", "Grade", "11", None, school_ids=["MHE"]),
    "school_year": Effect(
        _next_year(), {"school_year": "2027-28"}, "students.csv", {"Student_id": "1"}, "Grade", "5", "6"
    ),
    "as_of_date": _student("0100502", "Grade", "11", None, as_of_date="2026-01-01"),
    "prek_state_grades": _student(
        "0104233", "Grade", "KF", "PreKindergarten", prek_grade_as_prekindergarten=True, prek_state_grades=["KF"]
    ),
    "kindergarten_state_grades": _student(
        "0104233",
        "Grade",
        "Kindergarten",
        "KF",
        kindergarten_grade_as_kindergarten=True,
        kindergarten_state_grades=["KH"],
    ),
    "column_layout": _student("0104233", "Contact_sis_id", None, "C1", column_layout="clever"),
}
