"""A load from its files to the switched roster, on SQLite and PostgreSQL."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from sqlmodel import select

from roster_core.access.rights import Right, granted
from roster_core.access.tables import AuditEvent
from roster_core.journeys import roster_load, roster_loads, roster_work
from roster_core.journeys.districts import require_district
from roster_core.journeys.people import show_person
from roster_core.journeys.roster_load import LoadRequest, begin, confirm
from roster_core.journeys.work import carry_out
from roster_core.project import PROJECT
from roster_core.refusals import Refusal
from roster_core.roster import switch
from roster_core.roster.frames import insert_frame
from roster_core.roster.stored import read_tables
from roster_core.settings import Settings
from roster_core.store import Store, open_store
from tests.journeys.conftest import Desk

Roster = Callable[..., Path]


def drop(*keys: str) -> Callable[[str], str]:
    """Leaves out the lines that begin with one of the keys."""
    return lambda text: "".join(line for line in text.splitlines(keepends=True) if not line.startswith(keys))


def without(part: str) -> Callable[[str], str]:
    """Leaves out the lines that hold the part."""
    return lambda text: "".join(line for line in text.splitlines(keepends=True) if part not in line)


def swap(old: str, new: str) -> Callable[[str], str]:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return edit


def tables(desk: Desk) -> dict[str, pl.DataFrame]:
    with desk.store.reading(1) as session:
        return read_tables(session.connection(), 1)


def test_a_first_load_adds_everything_and_becomes_the_roster(desk: Desk, roster: Roster) -> None:
    view = desk.check(roster())
    assert (view.state, view.counts["students"]) == ("previewed", {"rows": 7, "added": 7, "changed": 0, "gone": 0})
    assert not view.current
    loaded = desk.switch(view.load_id)
    assert loaded.state == "loaded"
    assert loaded.current
    assert {source["name"] for source in loaded.sources} >= {"students.csv", "district.csv"}


@pytest.mark.parametrize("source", ["golden", "sample"])
def test_load_dump_load_dump_gives_the_same_bytes(desk: Desk, roster: Roster, tmp_path: Path, source: str) -> None:
    desk.load(roster() if source == "golden" else PROJECT / "data" / "sample" / "roster")
    first = desk.dump(tmp_path / "first")
    again = desk.check(tmp_path / "first")
    assert all(count["added"] == count["changed"] == count["gone"] == 0 for count in again.counts.values())
    desk.switch(again.load_id)
    assert desk.dump(tmp_path / "second") == first


def test_the_sample_is_written_as_the_dump_writes_it(desk: Desk, tmp_path: Path) -> None:
    sample = PROJECT / "data" / "sample" / "roster"
    desk.load(sample)
    assert desk.dump(tmp_path / "out") == {path.name: path.read_bytes() for path in sorted(sample.iterdir())}


def test_what_would_change_is_told_with_names_and_values(ready: Desk, roster: Roster) -> None:
    edited = roster(
        students=swap("0101900,,,Gil,,Roe", "0101900,,,Gilbert,,Roe"),
        user_text_values=drop("STUDENT,0103310"),
        phones=lambda text: text + "STUDENT,0104233,1,HOME,201-555-0102,false\n",
    )
    view = ready.check(edited)
    changes = roster_loads.read_changes(ready.store, ready.user, view.load_id)
    assert changes.filter(file="students.csv").rows() == [
        ("students.csv", "changed", "0101900", "Roe, Gilbert", "first_name", "Gil", "Gilbert")
    ]
    assert changes.filter(what="added").select("file", "key").rows() == [("phones.csv", "STUDENT/0104233/1")]
    assert changes.filter(what="gone").select("file", "key").rows() == [
        ("user_text_values.csv", "STUDENT/0103310/HOMESCH")
    ]


def test_nobody_is_numbered_anew_and_who_returns_gets_the_old_number(desk: Desk, roster: Roster) -> None:
    def numbers() -> dict[str, int]:
        people = tables(desk)["person"].filter(pl.col("left_at").is_null())
        return dict(people.select("person_key", "person_id").iter_rows())

    desk.load(roster())
    before = numbers()
    gone = drop("0101900")
    desk.load(
        roster(
            students=gone, student_enrollments=gone, addresses=drop("STUDENT,0101900"),
            section_enrollments=without("0101900"),
        )
    )  # fmt: skip
    assert set(before) - set(numbers()) == {"0101900"}
    left = tables(desk)["person"].filter(person_key="0101900")
    assert left["left_at"].null_count() == 0
    desk.load(roster())
    assert numbers() == before


def test_two_students_can_exchange_their_unique_ids(desk: Desk, roster: Roster) -> None:
    def with_ids(one: str, two: str) -> Callable[[str], str]:
        return lambda text: text.replace("0104233,,,", f"0104233,{one},w{one},").replace(
            "0104871,,,", f"0104871,{two},w{two},"
        )

    desk.load(roster(students=with_ids("7000000001", "7000000002")))
    desk.load(roster(students=with_ids("7000000002", "7000000001")))
    assert set(tables(desk)["student"].select("district_number", "state_id").head(2).rows()) <= {
        ("0104233", "7000000002"),
        ("0104871", "7000000001"),
        ("0101118", None),
        ("0101900", None),
    }
    assert tables(desk)["student"].filter(district_number="0104233")["weblogin_id"].item() == "w7000000002"


def test_guardians_can_change_places(ready: Desk, roster: Roster) -> None:
    def exchanged(text: str) -> str:
        text = text.replace("0101118,C3,GUARDIAN,1", "0101118,C3,GUARDIAN,9")
        text = text.replace("0101118,C4,GUARDIAN,2", "0101118,C4,GUARDIAN,1")
        return text.replace("0101118,C3,GUARDIAN,9", "0101118,C3,GUARDIAN,2")

    ready.load(roster(student_contacts=exchanged))
    order = tables(ready)["student_contact"].sort("person_id", "sequence")
    assert sorted(order["sequence"].to_list()) == [1, 1, 1, 2, 3]


def test_a_new_spelling_of_a_key_is_a_change_not_a_new_record(ready: Desk, roster: Roster) -> None:
    numbers = tables(ready)["school"].select("school_id").rows()
    everywhere = {
        name: (lambda text: text.replace("MHE", "mhe"))
        for name in (
            "schools", "terms", "homerooms", "homeroom_staff", "courses", "sections", "section_terms", "students",
            "section_meetings", "section_staff", "section_enrollments", "staff", "staff_schools", "student_enrollments",
        )
    }  # fmt: skip
    view = ready.load(roster(**everywhere))
    assert view.counts["schools"] == {"rows": 5, "added": 0, "changed": 0, "gone": 0}
    assert tables(ready)["school"].select("school_id").rows() == numbers
    assert "mhe" in tables(ready)["school"]["school_code"]


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ({"students": drop("0104233")}, "1 of 7 active students (14.3 %)"),
        ({"staff": lambda text: text.replace("2007,80010007", "2008,80010007")}, "1 of 8 active members of the staff"),
        (
            {"students": swap("Gil,,Roe,,,,,2014-05-15,,", "Gil,,Roe,,,,,2014-05-15,INACTIVE,")},
            "1 of 7 active students",
        ),
        ({"phones": lambda text: text.splitlines()[0] + "\n"}, "phones.csv has no rows, though 7 are stored"),
    ],
)
def test_a_load_that_loses_too_much_is_held_until_approved_with_a_reason(
    ready: Desk, roster: Roster, tmp_path: Path, edits: dict[str, Any], said: str
) -> None:
    before, before_id = ready.dump(tmp_path / "before"), require_district(ready.store).load_id
    view = ready.check(roster(**edits))
    assert view.state == "held"
    assert said in " ".join(view.holds)
    for approve, reason in ((False, "yes"), (True, " ")):
        with pytest.raises(Refusal, match="not confirmed"):
            confirm(ready.store, ready.user, view.load_id, approve=approve, reason=reason)
    assert ready.dump(tmp_path / "still") == before
    approved = ready.switch(view.load_id, approve=True, reason="They moved away")
    assert (approved.state, approved.approved_by, approved.approval_reason) == ("loaded", "local", "They moved away")
    with ready.store.reading(1) as session:
        told = [(one.action, one.subject, one.reason) for one in session.exec(select(AuditEvent))]
    assert told[-3:] == [
        ("roster_dumped", f"load:{before_id}", ""),
        ("roster_load_confirmed", f"load:{view.load_id}", "They moved away"),
        ("roster_loaded", f"load:{view.load_id}", ""),
    ]


def test_a_refused_load_says_why_and_leaves_the_roster(ready: Desk, roster: Roster, tmp_path: Path) -> None:
    before = ready.dump(tmp_path / "before")
    other = roster(district=swap("MHSD", "OTHER"))
    view = ready.check(other)
    assert view.state == "refused"
    assert roster_loads.read_findings(ready.store, ready.user, view.load_id)["code"].to_list() == ["DISTRICT_MISMATCH"]
    with pytest.raises(Refusal, match="It is refused"):
        confirm(ready.store, ready.user, view.load_id, approve=True, reason="because")
    assert ready.dump(tmp_path / "after") == before


def test_a_preview_of_an_older_roster_is_not_switched(ready: Desk, roster: Roster) -> None:
    older = ready.check(roster(students=swap("Gil,,Roe", "Gilbert,,Roe")))
    ready.load(roster(students=swap("Ana,,Ortega", "Anna,,Ortega")))
    confirm(ready.store, ready.user, older.load_id)
    with pytest.raises(Refusal, match="loaded anew"):
        carry_out(ready.store, "roster-switch", older.load_id)
    assert roster_loads.read_load(ready.store, ready.user, older.load_id).state == "failed"
    assert "Anna" in tables(ready)["person"]["first_name"]


def test_a_switch_may_run_twice(desk: Desk, roster: Roster, tmp_path: Path) -> None:
    loaded = desk.load(roster())
    before = desk.dump(tmp_path / "before")
    carry_out(desk.store, "roster-switch", loaded.load_id)
    assert desk.dump(tmp_path / "after") == before


def _die_while_switching(settings: Settings, load_id: str, inserts: int) -> None:
    done = 0

    def insert_some(*arguments: Any) -> None:
        nonlocal done
        done += 1
        if done > inserts:
            os.kill(os.getpid(), signal.SIGKILL)
        insert_frame(*arguments)

    vars(switch)["insert_frame"] = insert_some
    carry_out(open_store(settings, upgrade=False), "roster-switch", load_id)


@pytest.mark.parametrize("inserts", [3, 28])
def test_killed_half_way_the_old_roster_is_untouched_and_the_switch_can_go_on(
    desk: Desk, settings: Settings, roster: Roster, tmp_path: Path, inserts: int
) -> None:
    desk.load(roster())
    before = desk.dump(tmp_path / "before")
    view = desk.check(PROJECT / "data" / "sample" / "roster")
    confirm(desk.store, desk.user, view.load_id, approve=True, reason="for the test")
    process = multiprocessing.get_context("spawn").Process(
        target=_die_while_switching, args=(settings, view.load_id, inserts)
    )
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    assert desk.dump(tmp_path / "half") == before
    assert roster_loads.read_load(desk.store, desk.user, view.load_id).interrupted
    carry_out(desk.store, "roster-switch", view.load_id)
    assert roster_loads.read_load(desk.store, desk.user, view.load_id).state == "loaded"
    assert tables(desk)["student"].height > 1_000


def test_an_unknown_error_is_noted_without_quoting_data(
    desk: Desk, roster: Roster, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_arguments: object) -> None:
        raise ValueError("Ana Ortega, 12 Elm St")

    monkeypatch.setattr(roster_work, "compare", break_down)
    load_id = begin(desk.store, desk.user, roster(), LoadRequest())
    with pytest.raises(ValueError, match="Ana"):
        carry_out(desk.store, "roster-check", load_id)
    view = roster_loads.read_load(desk.store, desk.user, load_id)
    assert view.state == "failed"
    assert view.error is not None
    assert "Ana" not in view.error


def test_without_the_right_nothing_is_begun_or_read(desk: Desk, roster: Roster) -> None:
    nobody = granted("nobody", "Nobody", frozenset(Right) - {Right.ROSTER_LOAD})
    view = desk.check(roster())
    for act in (
        lambda: begin(desk.store, nobody, roster(), LoadRequest()),
        lambda: confirm(desk.store, nobody, view.load_id),
        lambda: roster_load.discard(desk.store, nobody, view.load_id),
        lambda: roster_loads.read_load(desk.store, nobody, view.load_id),
        lambda: roster_loads.read_findings(desk.store, nobody, view.load_id),
    ):
        with pytest.raises(Refusal, match="roster_load"):
            act()


def test_checked_tables_are_let_go_once_switched(desk: Desk, roster: Roster, store: Store) -> None:
    view = desk.check(roster())
    kept = sorted((store.settings.data_dir / "objects").rglob("*.parquet"))
    assert len(kept) > 20
    desk.switch(view.load_id)
    assert len(sorted((store.settings.data_dir / "objects").rglob("*.parquet"))) == 2


def test_two_districts_live_side_by_side_and_must_be_named(ready: Desk, roster: Roster) -> None:
    other = roster(district=swap("MHSD,Maple Hollow Schools", "OTHR,Other Schools"), students=swap("Ana,,", "Anna,,"))
    view = ready.check(other, district_code="OTHR")
    assert view.counts["students"]["added"] == 7
    ready.switch(view.load_id)
    for code, name in (("MHSD", "Ana"), ("OTHR", "Anna")):
        assert show_person(ready.store, ready.user, "student", "0104233", district_code=code).first_name == name
    with pytest.raises(Refusal, match="2: MHSD, OTHR"):
        show_person(ready.store, ready.user, "student", "0104233")
