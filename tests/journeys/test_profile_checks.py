"""A profile judged over a session finds what a run finds."""

import polars as pl
import pytest

from roster_core.clever.source.source import Read
from roster_core.journeys.clever_export import begin, run_export
from roster_core.journeys.export_runs import read_run_findings
from roster_core.journeys.profile_checks import SessionSource, check_options, forbids
from tests.journeys.conftest import Desk

INVALID = [
    {"school_ids": ["NOPE", "MHE"], "column_layout": "old"},
    {"school_year": "1999-00", "weighted_gpa_type": "X", "student_username_source": "user_text"},
    {"student_email_source": "username", "student_username_source": "email_local_part", "x": 1},
    {"student_password_source": "custom_text", "student_password_custom_text": "{x}"},
    {"split_shared_teachers": True},
]


@pytest.mark.parametrize("options", INVALID)
def test_what_ends_a_run_is_told_before(ready: Desk, options: dict[str, object]) -> None:
    told = check_options(ready.store, ready.user, options)
    run_id = begin(ready.store, ready.user, options)
    run_export(ready.store, run_id)
    found = read_run_findings(ready.store, ready.user, run_id).select("code", "row_key", "message")
    assert set(found.rows()) == {(finding.kind.code, finding.row_key, finding.message) for finding in told}
    assert forbids(told) == told


def test_a_read_over_a_session_gives_what_it_asks_for(ready: Desk) -> None:
    schools = Read("school", {"school_code": pl.String}).where(school_type="MIDDLE")
    with ready.store.reading(1) as session:
        source = SessionSource(session, 1)
        assert source.table(schools).rows() == [("MMS",)]
        assert [len(piece) for piece in source.batches(schools)] == [1]
        assert list(source.batches(schools.where(school_type="PALACE"))) == []
        of_them = Read("student_enrollment", {"school_year": pl.String}).within(
            "school_id", Read("school", {"school_id": pl.Int64}).where(school_code="MMS")
        )
        assert (
            0 < len(source.table(of_them)) < len(source.table(Read("student_enrollment", {"school_year": pl.String})))
        )
