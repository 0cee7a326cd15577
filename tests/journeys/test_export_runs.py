"""Runs of profiles: what they used, the same bytes again, what changed, what holds them, who approved."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import sqlalchemy as sa

from roster_core.access.rights import Right, granted
from roster_core.clever.changes import between_runs
from roster_core.clever.changes.guard import Limits, Window
from roster_core.journeys import brakes
from roster_core.journeys.brakes import read_verdicts
from roster_core.journeys.clever_export import begin, begin_profile_run, run_export
from roster_core.journeys.delivering import advance
from roster_core.journeys.destination_edits import DestinationDraft, add_destination
from roster_core.journeys.destination_settings import Method
from roster_core.journeys.export_approvals import approve, mark_delivered
from roster_core.journeys.export_changes import RunChanges, read_changed_rows, read_changes
from roster_core.journeys.export_limits import read_limits, save_limits
from roster_core.journeys.export_profile_edits import Draft, archive_profile, rename_profile, save_profile
from roster_core.journeys.export_runs import RunView, read_run, read_run_findings
from roster_core.journeys.sending import deliver
from roster_core.refusals import Refusal
from tests.journeys.conftest import Desk

NOW = datetime(2026, 11, 25, 18, tzinfo=UTC)


def later(**passed: float) -> Callable[[], datetime]:
    return lambda: NOW + timedelta(**passed)


class Exports:
    """A desk with a roster and the profile “Nightly”, and the steps of a run in one call."""

    def __init__(self, desk: Desk, roster: Callable[..., Path]) -> None:
        self.desk, self.roster = desk, roster
        self.store, self.user = desk.store, desk.user
        self.save({})

    def load(self, **edits: Callable[[str], str]) -> None:
        self.desk.load(self.roster(**edits))

    def save(self, options: dict[str, Any], based_on: int | None = None) -> None:
        save_profile(self.store, self.user, "Nightly", Draft(options, based_on))

    def run(self, name: str | None = "Nightly", *, hours: float = 0, **asked: Any) -> RunView:
        clock = later(hours=hours)
        run_id = (
            begin_profile_run(self.store, self.user, name, clock=clock, **asked)
            if name
            else begin(self.store, self.user, {}, clock=clock)
        )
        run_export(self.store, run_id, clock=clock)
        return read_run(self.store, self.user, run_id, clock=clock)

    def deliver(self, **asked: Any) -> RunView:
        run = self.run(**asked)
        clock = later(hours=asked.get("hours", 0))
        if run.held:
            approve(self.store, self.user, run.run_id, "as planned", clock=clock)
        return mark_delivered(self.store, self.user, run.run_id, clock=clock)

    def changes(self, run: RunView) -> RunChanges:
        changes = read_changes(self.store, self.user, run.run_id)
        assert changes is not None
        return changes

    def holds(self, run: RunView) -> list[tuple[str, str]]:
        found = read_run_findings(self.store, self.user, run.run_id)
        return [(row["code"], row["row_key"]) for row in found.iter_rows(named=True) if row["file"] == "run"]


@pytest.fixture
def exports(ready_here: Desk, roster: Callable[..., Path]) -> Exports:
    return Exports(ready_here, roster)


@pytest.fixture
def either_exports(ready: Desk, roster: Callable[..., Path]) -> Exports:
    """The same on SQLite and on PostgreSQL."""
    return Exports(ready, roster)


def without(*starts: str) -> Callable[[str], str]:
    return lambda text: "".join(line for line in text.splitlines(keepends=True) if not line.startswith(starts))


def digests(run: RunView) -> dict[str, str]:
    return {file.name: file.sha256 for file in run.files}


def test_the_same_profile_on_the_same_roster_gives_the_same_bytes(either_exports: Exports) -> None:
    one, two = either_exports.run(hours=0), either_exports.run(hours=1)
    assert one.files
    assert digests(one) == digests(two)
    either_exports.load(phones=lambda text: text)
    three = either_exports.run(hours=2)
    assert three.load_id != one.load_id
    assert three.roster_digest == one.roster_digest is not None
    assert digests(three) == digests(one)
    either_exports.load(students=lambda text: text.replace(",Ana,", ",Anna,"))
    four = either_exports.run(hours=3)
    assert four.roster_digest != one.roster_digest
    assert digests(four) != digests(one)


def test_an_old_run_keeps_the_name_the_version_and_the_options_that_it_used(exports: Exports) -> None:
    run = exports.run()
    exports.save({"use_four_teacher_columns": True}, 1)
    rename_profile(exports.store, exports.user, "Nightly", "Evening")
    newer = exports.run("Evening", hours=1)
    archive_profile(exports.store, exports.user, "Evening")
    old = read_run(exports.store, exports.user, run.run_id)
    assert (old.profile_name, old.profile_version, old.options["use_four_teacher_columns"]) == ("Nightly", 1, False)
    assert (newer.profile_name, newer.profile_version) == ("Evening", 2)
    with pytest.raises(Refusal, match="not found"):
        begin_profile_run(exports.store, exports.user, "Evening")


def test_a_run_keeps_its_day_even_if_it_is_carried_out_after_midnight(exports: Exports) -> None:
    run_id = begin_profile_run(
        exports.store, exports.user, "Nightly", clock=lambda: datetime(2026, 9, 8, 3, tzinfo=UTC)
    )
    run_export(exports.store, run_id, clock=lambda: datetime(2026, 9, 8, 12, tzinfo=UTC))
    run = read_run(exports.store, exports.user, run_id)
    assert run.as_of_date == date(2026, 9, 7)  # in New Jersey it was still the day before school began
    assert next(file.rows for file in run.files if file.name == "students.csv") == 0
    stated = exports.run(as_of=date(2026, 11, 24), hours=1)
    assert (stated.as_of_date, stated.options["as_of_date"]) == (date(2026, 11, 24), "2026-11-24")


def test_a_district_whose_time_zone_there_is_none_of_goes_by_utc(exports: Exports) -> None:
    for zone in ("Nowhere", "America", "../UTC"):  # no such name, a folder of names, a path
        with exports.store.writing(1) as session:
            session.execute(sa.text("update district set time_zone = :zone"), {"zone": zone})
        run_id = begin(exports.store, exports.user, {}, clock=lambda: datetime(2026, 9, 8, 3, tzinfo=UTC))
        assert read_run(exports.store, exports.user, run_id).as_of_date == date(2026, 9, 8)


def test_a_first_run_is_held_until_it_is_approved_with_a_reason(either_exports: Exports) -> None:
    run = either_exports.run()
    assert either_exports.holds(run) == [("GUARD_FIRST", "")]
    assert (run.held, run.deliverable, run.guards) == (True, False, ("GUARD_FIRST",))
    assert read_changes(either_exports.store, either_exports.user, run.run_id) is None
    with pytest.raises(Refusal, match="held until somebody approves"):
        mark_delivered(either_exports.store, either_exports.user, run.run_id)
    with pytest.raises(Refusal, match="No reason"):
        approve(either_exports.store, either_exports.user, run.run_id, " ")
    with pytest.raises(Refusal, match="export_approve"):
        approve(
            either_exports.store, granted("e", "Editor", frozenset(Right) - {Right.EXPORT_APPROVE}), run.run_id, "x"
        )
    approved = approve(either_exports.store, either_exports.user, run.run_id, "first upload", clock=later(hours=1))
    assert (approved.held, approved.deliverable, approved.approved) == (False, True, True)
    [approval] = approved.approvals
    assert (approval.by, approval.reason, approval.codes) == (
        either_exports.user.login,
        "first upload",
        ("GUARD_FIRST",),
    )
    assert approval.at == NOW + timedelta(hours=1)
    with pytest.raises(Refusal, match="needs no approval"):
        approve(either_exports.store, either_exports.user, run.run_id, "again", clock=later(hours=1))


def test_an_approval_is_for_one_set_of_files_and_a_day(exports: Exports) -> None:
    run = exports.run()
    approve(exports.store, exports.user, run.run_id, "first upload", clock=later(hours=0))
    assert read_run(exports.store, exports.user, run.run_id, clock=later(hours=24)).deliverable
    assert read_run(exports.store, exports.user, run.run_id, clock=later(hours=24.1)).held
    exports.load(students=lambda text: text.replace(",Ana,", ",Anna,"))
    assert exports.run(hours=1).held


def test_a_run_without_profile_is_never_held_and_is_compared_with_the_one_before(exports: Exports) -> None:
    exports.run()
    one = exports.run(None, hours=1)
    assert (one.guards, one.deliverable, one.compared_with, one.profile_name) == ((), True, None, None)
    exports.load(students=lambda text: text.replace(",Ana,", ",Anna,"))
    two = exports.run(None, hours=2)
    changes = exports.changes(two)
    assert (two.compared_with, two.guards, changes.since_delivery) == (one.run_id, (), False)
    assert changes.sentence == "since the previous run (Nov 25): 1 student changed first name"


def test_what_was_counted_in_a_file_is_not_counted_again_while_it_stays_the_same(
    exports: Exports, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports.run()
    counted = exports.run(hours=1).change_counts
    monkeypatch.setattr(between_runs, "count_in_file", None)
    assert exports.run(hours=2).change_counts == counted
    assert counted["students.csv"]["after"] > 0


def test_before_any_delivery_it_is_compared_with_the_previous_run_and_then_with_the_delivery(
    either_exports: Exports,
) -> None:
    first = either_exports.run()
    assert either_exports.run(hours=1).compared_with == first.run_id
    delivered = either_exports.deliver(hours=2)
    assert not either_exports.changes(delivered).since_delivery
    either_exports.load(students=lambda text: text.replace(",Ana,", ",Anna,"))
    either_exports.run(hours=3)
    last = either_exports.run(hours=30)
    assert last.compared_with == delivered.run_id
    assert last.deliverable
    changes = either_exports.changes(last)
    assert (changes.since_delivery, changes.base_at) == (True, NOW + timedelta(hours=2))
    assert changes.sentence == "since the last delivery (Nov 25): 1 student changed first name"
    assert changes.counts["students.csv"].schools == {"MHE": {"changed": 1}}
    assert not changes.is_empty
    rows = read_changed_rows(either_exports.store, either_exports.user, last.run_id)
    assert rows.select("file", "what", "key", "name", "column", "old", "new").rows() == [
        ("students.csv", "changed", "0104233", "Ortega, Anna", "First_name", "Ana", "Anna")
    ]
    assert read_changed_rows(either_exports.store, either_exports.user, last.run_id, "staff.csv").is_empty()


def test_too_many_gone_and_another_id_are_held(exports: Exports) -> None:
    exports.deliver()
    exports.load(
        **{
            name: lambda text: text.replace("0101900", "0199999")
            for name in ("students", "student_enrollments", "student_contacts", "section_enrollments", "addresses",
                         "phones", "emails", "student_gpas", "user_text_values")
        }
    )  # fmt: skip
    run = exports.run(hours=1)
    held = exports.holds(run)
    assert ("GUARD_IDS_CHANGED", "students.csv") in held
    assert ("GUARD_REMOVED", "students.csv") in held
    assert run.held
    [row] = read_changed_rows(exports.store, exports.user, run.run_id, "students.csv").iter_rows(named=True)
    assert (row["what"], row["old"], row["new"]) == ("changed_id", "0101900", "0199999")
    assert approve(exports.store, exports.user, run.run_id, "new numbers", clock=later(hours=1)).deliverable


def test_a_change_of_the_profile_and_a_pause_make_it_a_first_again(exports: Exports) -> None:
    exports.deliver()
    assert exports.run(hours=1).guards == ()
    exports.save({"include_home_language": False, "use_four_teacher_columns": True}, 1)
    changed = exports.run(hours=2)
    assert exports.holds(changed) == [("GUARD_FIRST", "")]
    exports.deliver(hours=3)
    assert exports.run(hours=24 * 10).guards == ()
    assert exports.run(hours=24 * 40).guards == ("GUARD_FIRST",)


def test_an_option_that_changes_keys_tells_how_many_sections_disappear_and_reappear(exports: Exports) -> None:
    exports.deliver()
    exports.save({"section_id_prepend_school_year": True}, 1)
    run = exports.run(hours=1)
    held = exports.holds(run)
    assert {("GUARD_FIRST", ""), ("GUARD_IDS_CHANGED", "sections.csv"), ("GUARD_REMOVED", "sections.csv")} <= set(held)
    found = read_run_findings(exports.store, exports.user, run.run_id).filter(pl.col("code") == "GUARD_FIRST")
    sections = next(file.rows for file in run.files if file.name == "sections.csv")
    assert f"{sections} sections would disappear ({sections} of them reappear under another ID)" in found["message"][0]
    assert exports.changes(run).sentence == (
        f"since the last delivery (Nov 25): {sections} sections changed ID; 7 enrollments changed ID"
    )


def test_a_delivery_is_held_against_the_last_one_by_what_the_run_found_out(
    exports: Exports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, user = exports.store, exports.user
    exports.save({"deliver_local": True}, 1)
    (tmp_path / "share").mkdir()
    draft = DestinationDraft({"path": str(tmp_path / "share")}, profiles=["Nightly"])
    add_destination(store, user, "Share", Method.LOCAL, draft)
    first = exports.run()
    approve(store, user, first.run_id, "first upload", clock=later(hours=0))
    [sent] = deliver(store, user, first.run_id, clock=later(hours=0))
    advance(store, 1, sent, clock=later(hours=0))
    gone = without("0101900,", "STUDENT,0101900", "MMS,2026-27,8711,01,0101900", "MMS,2026-27,0720,01,0101900")
    names = ("students", "student_enrollments", "student_contacts", "addresses", "phones", "emails", "student_gpas",
             "user_text_values", "section_enrollments")  # fmt: skip
    exports.load(**dict.fromkeys(names, gone))
    monkeypatch.setattr(brakes, "compare_runs", None)  # the run itself was compared with that set
    run = exports.run(hours=1)
    monkeypatch.setattr(brakes, "_compare", None)  # it was worked out when the run was made
    [verdict] = read_verdicts(store, user, run.run_id, clock=later(hours=1))
    told = {brake.key: brake for brake in verdict.brakes}
    assert verdict.against == sent
    assert "BRAKE_DELETED enrollments.csv" in verdict.codes
    assert "BRAKE_DELETED students.csv" not in verdict.codes  # one student: fewer than ten never hold a delivery
    [one] = told["BRAKE_DELETED students.csv"].named
    assert (one.school, one.key, one.name) == ("MMS", "0101900", "Roe, Gil")
    assert told["BRAKE_DELETED enrollments.csv"].count == run.change_counts["enrollments.csv"]["removed"]


def test_a_file_that_became_empty_is_held(exports: Exports) -> None:
    exports.run()
    exports.load(section_enrollments=lambda text: text.splitlines(keepends=True)[0])
    run = exports.run(hours=1)
    assert ("FILE_BECAME_EMPTY", "enrollments.csv") in exports.holds(run)
    assert run.finding_counts["block"] == len(run.guards)


def test_wider_limits_hold_in_their_window(exports: Exports) -> None:
    assert read_limits(exports.store, exports.user) == Limits()
    window = Window(date(2026, 11, 20), date(2026, 11, 30), 90, 100, "rollover")
    limits = Limits(removed_percent=5, pause_days=60, windows=(window,))
    save_limits(exports.store, exports.user, limits)
    assert read_limits(exports.store, exports.user) == limits
    exports.deliver()
    gone = without("0101900,", "STUDENT,0101900", "MMS,2026-27,8711,01,0101900", "MMS,2026-27,0720,01,0101900")
    names = ("students", "student_enrollments", "student_contacts", "addresses", "phones", "emails", "student_gpas",
             "user_text_values")  # fmt: skip
    enrolled = {"section_enrollments": lambda text: "".join(
        line for line in text.splitlines(keepends=True) if "0101900" not in line
    )}  # fmt: skip
    exports.load(**dict.fromkeys(names, gone), **enrolled)
    assert exports.run(hours=1).guards == ()
    held = exports.holds(exports.run(hours=24 * 8))
    assert ("GUARD_REMOVED", "students.csv") in held


@pytest.mark.parametrize(
    "limits",
    [
        Limits(removed_percent=101),
        Limits(changed_percent=-1),
        Limits(pause_days=0),
        Limits(windows=(Window(date(2026, 7, 2), date(2026, 7, 1), 50, 90, "x"),)),
        Limits(windows=(Window(date(2026, 7, 1), date(2026, 7, 2), 50, 90, " "),)),
    ],
)
def test_limits_that_cannot_be_are_refused(exports: Exports, limits: Limits) -> None:
    with pytest.raises(Refusal, match="not saved"):
        save_limits(exports.store, exports.user, limits)


def test_a_run_that_its_profile_ends_has_no_files_and_no_holds(exports: Exports) -> None:
    # The last three are what a TOML file may hold and JSON has no form for.
    wrong = {"as_of_date": time(7), "excluded_course_codes": date(2026, 10, 1), "frl_short_codes": float("inf")}
    run_id = begin(exports.store, exports.user, {"school_ids": ["NOPE"], **wrong})
    run_export(exports.store, run_id)
    run = read_run(exports.store, exports.user, run_id)
    assert (run.state, run.files, run.guards, run.deliverable, run.held) == ("refused", (), (), False, False)
    found = read_run_findings(exports.store, exports.user, run_id)
    assert found["row_key"].to_list() == ["NOPE", *wrong, "school_ids"]
