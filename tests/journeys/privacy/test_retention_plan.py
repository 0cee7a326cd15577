"""What goes and what stays: a table of facts, days and holds."""

from datetime import UTC, datetime, timedelta

import pytest

from roster_core.journeys.privacy.retention_plan import Fact, plan_retention
from roster_core.journeys.privacy.retention_settings import RetentionOptions

NOW = datetime(2026, 11, 28, tzinfo=UTC)
ANA = "student:0104233"


@pytest.mark.parametrize(
    ("kind", "days_old", "more", "options", "held", "goes", "why"),
    [
        ("drafts", 8, {}, {}, (), True, ""),
        ("drafts", 7, {}, {}, (), False, ""),  # on the last day it is still there
        ("drafts", 800, {}, {"drafts": 0}, (), False, ""),
        ("export_files", 91, {}, {}, (), True, ""),
        ("export_files", 91, {"needed": "Sent last."}, {}, (), False, "Sent last."),
        ("photos_left", 400, {"persons": frozenset({ANA})}, {}, (ANA,), False, f"Legal hold on {ANA}."),
        ("photos_left", 400, {"persons": frozenset({ANA})}, {}, ("student:0104",), True, ""),
        ("photos_left", 400, {}, {"photos_left": 401}, (), False, ""),
    ],
)
def test_it_goes_when_its_days_are_over_and_nothing_holds_it(kind, days_old, more, options, held, goes, why):
    fact = Fact(kind, "1", "x", NOW - timedelta(days=days_old), **more)
    plan = plan_retention([fact], RetentionOptions(**options), frozenset(held), now=NOW)
    assert plan.due == ((fact,) if goes else ())
    assert [one.why for one in plan.kept] == ([why] if why else [])
