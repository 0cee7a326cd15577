"""What is said of the accepted rows as a whole: the district's own record, and things worth a look (roster-csv §3)."""

from collections.abc import Iterator, Mapping

import polars as pl

from roster_core.findings import Finding, Kind, frame_of, to_frame
from roster_core.roster import kinds, telling
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.layout import FILE_BY_NAME
from roster_core.text import same

#: How far outside its school year an enrollment may begin or end.
_DAYS_OUTSIDE = 365
_MEMBERS_NEEDED = 2


def check_district(district: pl.DataFrame, district_code: str | None) -> pl.DataFrame:
    """Blocks a load whose accepted district record is not exactly one, or another than the one loaded into."""
    if district.height != 1:
        facts = {"count": district.height or "no"}
        return to_frame([Finding(kinds.DISTRICT_ROWS, FILE_BY_NAME["district"].shown, facts=facts)])
    code = district.item(0, "code")
    if district_code is None or same(code) == same(district_code):
        return to_frame([])
    return telling.row_findings(
        district, kinds.DISTRICT_MISMATCH, column="code", value=pl.col("code"), expected=district_code
    )


def check_totals(accepted: Mapping[str, pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Warnings about a whole roster; nothing is changed."""
    yield _short_state_ids(accepted)
    yield _per_file(
        accepted["section_meetings"].filter(pl.col("print_period").is_null()),
        kinds.PRINT_PERIOD_MISSING,
        "print_period",
    )
    yield _shared_with_few_members(accepted)
    yield _dates_outside_year(accepted)


def _per_file(rows: pl.DataFrame, kind: Kind, column: str) -> pl.DataFrame:
    """One finding for each source file, with the number of its rows."""
    counted = rows.group_by(FILE, maintain_order=True).len("count")
    message = telling.sentence(kind, count=pl.col("count"))
    return frame_of(counted, kind, file=pl.col(FILE), column=column, message=message)


def _short_state_ids(accepted: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    states = accepted["district"]["state"].str.to_uppercase()
    wrong = ~pl.col("state_id").str.contains("^[0-9]{10}$")
    # Without one district record there is no telling the state; the load is refused for that anyway.
    students = accepted["students"] if states.to_list() == ["NJ"] else accepted["students"].clear()
    return _per_file(students.filter(wrong), kinds.STATE_ID_FORM, "state_id")


def _shared_with_few_members(accepted: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    members = accepted["shared_teacher_members"].group_by(staff_id="shared_staff_id").len("count")
    shared = accepted["staff"].filter("is_shared_record").join(members, on="staff_id", how="left")
    few = shared.with_columns(pl.col("count").fill_null(0)).filter(pl.col("count") < _MEMBERS_NEEDED)
    return telling.row_findings(few, kinds.SHARED_TOO_FEW, value=pl.col("staff_id"), count=pl.col("count"))


def _dates_outside_year(accepted: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One finding for each enrollment; it names the entry if that is outside, else the exit."""
    years = accepted["school_years"].drop(FILE, ROW)
    rows = accepted["student_enrollments"].join(years, on="school_year", how="left")
    margin = pl.duration(days=_DAYS_OUTSIDE)

    def outside(name: str) -> pl.Expr:
        return (pl.col(name) < pl.col("start_date") - margin) | (pl.col(name) > pl.col("end_date") + margin)

    entry, leaving = outside("entry_date"), outside("exit_date")
    found = rows.with_columns(_column=pl.when(entry).then(pl.lit("entry_date")).otherwise(pl.lit("exit_date")))
    return telling.row_findings(
        found.filter(entry | leaving.fill_null(value=False)),
        kinds.DATE_OUTSIDE_YEAR,
        column=pl.col("_column"),
        value=pl.when(entry).then("entry_date").otherwise("exit_date"),
        year=pl.col("school_year"),
        first=pl.col("start_date"),
        last=pl.col("end_date"),
    )
