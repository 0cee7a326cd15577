"""Third stage: what the cells of one row say together: dates in order, shared records and their members."""

from collections.abc import Mapping

import polars as pl

from roster_core.roster import kinds, telling
from roster_core.roster.checks.stage import Stage
from roster_core.roster.notation import File


def check_dates(file: File, rows: pl.DataFrame) -> Stage:
    """The rows whose starts do not lie after the end beside them; a blank date is open."""
    refused = pl.repeat(value=False, n=rows.height, eager=True)
    findings = []
    for start, end in file.dates:
        reversed_ = (rows[start] > rows[end]).fill_null(value=False)
        if reversed_.any():
            refused |= reversed_
            told = telling.row_findings(
                rows.filter(reversed_),
                kinds.DATES_REVERSED,
                column=start,
                start=start,
                end=end,
                first=pl.col(start),
                last=pl.col(end),
            )
            findings.append(told)
    return Stage(rows.filter(~refused), tuple(findings))


def check_shared_members(file: File, rows: pl.DataFrame, accepted: Mapping[str, pl.DataFrame]) -> Stage:
    """The members of shared records whose shared record is one and who are none themselves; one finding a row."""
    if file.name != "shared_teacher_members":
        return Stage(rows)
    # References are spelled as the record referred to, so plain equality finds it.
    shared = accepted["staff"].filter("is_shared_record")["staff_id"].implode()
    no_record = ~rows["shared_staff_id"].is_in(shared)
    no_person = ~no_record & rows["member_staff_id"].is_in(shared)
    findings = tuple(
        telling.row_findings(rows.filter(bad), kinds.SHARED_MEMBER_BAD, column=column, value=pl.col(column), why=why)
        for column, bad, why in (
            ("shared_staff_id", no_record, "is no shared record"),
            ("member_staff_id", no_person, "is a shared record itself"),
        )
        if bad.any()
    )
    return Stage(rows.filter(~no_record & ~no_person), findings)
