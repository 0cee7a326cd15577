"""Addresses change by a batch and are taken back, on both databases; the examples of batch-updates §4.3."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from roster_core.access.rights import Right, User, granted
from roster_core.access.tables import AuditEvent
from roster_core.batches.people import Criterion
from roster_core.batches.states import BatchState
from roster_core.journeys.batches import confirming, drafts, reads, results, settling, suggesting, undoing
from roster_core.journeys.batches.email_feeds import read_feed
from roster_core.journeys.batches.email_intake import EmailRequest, begin_from_file
from roster_core.journeys.batches.email_propose import ProposalRequest, begin_proposal, preview_proposal
from roster_core.journeys.batches.email_rules import EmailRules, save_email_rules
from roster_core.journeys.batches.touched import APPLIED
from roster_core.journeys.batches.undecided import read_open
from roster_core.journeys.email_history import read_email_history
from roster_core.journeys.email_template import TemplateRequest, build_template
from roster_core.journeys.export_profile_edits import Draft, save_profile
from roster_core.journeys.people import find_people, show_person
from roster_core.journeys.student_groups import StudentGroup
from roster_core.refusals import Refusal
from roster_core.roster.tables.people import Person, Student
from roster_core.roster.tables.updates import EmailChange
from tests.journeys.batches.conftest import PhotoDesk
from tests.journeys.batches.engines import either

ANA, BEN, CHLOE, GIL, DEV = "0104233", "0104871", "0101118", "0101900", "0100502"
AT = "@stu.maplehollow.example"
EXAMPLE = f"""student_key,last_name,new_email
{ANA},Ortega,aortega34{AT}
101118,Dunn,cdunn18{AT}
0101900,Rowe,groe{AT}
0104871,Okafor,
0100502,Patel,dpatel@gmail.example
0109999,Moss,jmoss{AT}
"""


@dataclass
class Emails:
    """A desk at which lists of addresses are given."""

    desk: PhotoDesk

    def begin(self, rows: Mapping[str, str] | str, *, user: User | None = None, **more: Any) -> str:
        text = (
            rows if isinstance(rows, str) else "student_id,new_email\n" + "".join(f"{k},{v}\n" for k, v in rows.items())
        )
        return begin_from_file(
            self.desk.store,
            user or self.desk.user,
            EmailRequest(**more),
            "list.csv",
            text.encode(),
        )

    def apply(self, rows: Mapping[str, str] | str, *, leave_out: bool = False) -> str:
        batch_id = self.begin(rows)
        self.desk.confirm(batch_id, leave_out=leave_out)
        return batch_id

    def undo(self, batch_id: str) -> str:
        undo_id = undoing.undo(self.desk.store, self.desk.user, batch_id)
        self.desk.run("batch-undo", undo_id)
        return undo_id

    def said(self, batch_id: str) -> list[tuple[str, ...]]:
        return [
            (item.state.value, *sorted(one.kind.code for one in item.findings))
            for item in self.desk.items(batch_id).values()
        ]

    def stored(self, *keys: str) -> list[str | None]:
        with self.desk.store.reading(1) as session:
            known = dict(session.exec(select(Student.district_number, Student.school_email)).all())
        return [known[key] for key in keys]

    def set(self, **values: str | None) -> None:
        """Somebody else changes addresses; keys begin with a letter."""
        with self.desk.store.writing(1) as session:
            for key, value in values.items():
                session.exec(select(Student).where(Student.district_number == key[1:])).one().school_email = value


@pytest.fixture
def emails(desk):
    return Emails(desk)


@either
def test_the_rows_of_the_example(emails):
    batch_id = emails.begin(EXAMPLE)
    assert emails.said(batch_id) == [
        ("ready",),
        ("unchanged", "LEADING_ZEROS", "NO_CHANGE"),
        ("unchanged", "NAME_DIFFERS", "NO_CHANGE"),
        ("rejected", "EMAIL_BLANK"),
        ("rejected", "DOMAIN_NOT_ALLOWED"),
        ("needs_person", "NO_MATCH"),
    ]
    with pytest.raises(Refusal, match="undecided"):
        emails.desk.confirm(batch_id)
    emails.desk.confirm(batch_id, leave_out=True)
    assert list(emails.desk.results(batch_id).values()) == [
        "Updated", "Unchanged", "Unchanged", "Rejected", "Rejected", "No Match",
    ]  # fmt: skip
    assert emails.stored(ANA) == [f"aortega34{AT}"]
    table = results.read_results(emails.desk.store, emails.desk.user, batch_id)
    assert table.select("Row", "Old e-mail", "New e-mail", "Result").row(0) == (
        "row 2", f"aortega33{AT}", f"aortega34{AT}", "Updated",
    )  # fmt: skip


def test_an_address_is_corrected_a_student_picked_and_a_row_set_aside(emails):
    desk = emails.desk
    batch_id = emails.begin(EXAMPLE)
    for decide in (
        drafts.set_choice(4, plan=f"bokafor{AT}"),
        drafts.set_choice(5, skip=True),
        drafts.set_choice(6, person_id=desk.items(batch_id)["row 6"].person.person_id),
    ):
        drafts.choose(desk.store, desk.user, batch_id, decide)
    assert emails.said(batch_id)[3:] == [
        ("ready",),
        ("skipped", "DOMAIN_NOT_ALLOWED", "SET_ASIDE"),
        ("warning", "NAME_DIFFERS"),
    ]
    drafts.choose(desk.store, desk.user, batch_id, drafts.accept("NAME_DIFFERS"))
    desk.confirm(batch_id)
    assert emails.stored(BEN, DEV) == [f"bokafor{AT}", f"jmoss{AT}"]


TANGLED = f"""student_key,last_name,new_email
{ANA},,cdunn18{AT}
{CHLOE},,groe{AT}
{GIL},,aortega33{AT}
{BEN},,x{AT}
{BEN},,y{AT}
{DEV},,x{AT}
0109999,,z{AT}
101118,Other,groe{AT}
"""


def test_what_a_decision_settles_is_what_settling_all_rows_comes_to(emails, monkeypatch):
    monkeypatch.setattr(settling, "SLICE", 1)
    desk = emails.desk
    batch_id = emails.begin(TANGLED)
    person = {key: show_person(desk.store, desk.user, "student", key).person_id for key in (ANA, DEV)}
    decisions = (
        drafts.set_choice(3, skip=True),
        drafts.set_choice(3, skip=False, plan=f"fresh{AT}"),
        drafts.set_choice(8, skip=True),
        drafts.set_choice(7, person_id=person[ANA]),
        drafts.set_choice(7, person_id=person[DEV]),
        drafts.set_choices([5, 6], skip=True),
        drafts.set_choice(7, person_id=None, plan=f"x{AT}"),
        drafts.set_choice(3, plan=""),
        drafts.set_choice(8, skip=False),
        drafts.set_choice(2, skip=True),
        drafts.accept("NAME_DIFFERS"),
    )
    seen = set()
    for decide in decisions:
        assert drafts.choose(desk.store, desk.user, batch_id, decide)
        view, said = desk.view(batch_id), emails.said(batch_id)
        assert drafts.look_again(desk.store, desk.user, batch_id) == 0
        assert (desk.view(batch_id).counts, emails.said(batch_id)) == (view.counts, said)
        seen |= {word for row in said for word in row}
    assert {"IN_USE_STUDENT", "SAME_STUDENT_TWICE", "SAME_EMAIL_TWICE", "NAME_DIFFERS", "ready"} <= seen


@either
def test_another_roster_has_all_rows_settled_anew(emails):
    desk = emails.desk
    batch_id = emails.begin({ANA: f"n{AT}", CHLOE: f"m{AT}"})
    emails.apply({BEN: f"m{AT}"})
    drafts.choose(desk.store, desk.user, batch_id, drafts.set_choice(1, skip=True))
    assert emails.said(batch_id) == [("skipped", "SET_ASIDE"), ("rejected", "IN_USE_STUDENT")]
    assert (desk.view(batch_id).counts["skipped"], desk.view(batch_id).counts["left_out"]) == (1, 1)


def test_who_waits_for_an_undecided_row_is_left_out_with_it_and_says_so(emails):
    rows = f"student_key,last_name,new_email\n{ANA},,cdunn18{AT}\n{CHLOE},Other,new{AT}\n{BEN},,b1{AT}\n"
    batch_id = emails.begin(rows)
    assert emails.said(batch_id)[:2] == [("warning", "NOT_FREE_YET"), ("warning", "NAME_DIFFERS")]
    assert emails.desk.view(batch_id).counts["unresolved"] == 2
    emails.desk.confirm(batch_id, leave_out=True)
    assert list(emails.desk.results(batch_id).values()) == ["Skipped", "Skipped", "Updated"]
    assert "becomes free only by row 3" in emails.desk.items(batch_id)["row 2"].reason
    assert emails.desk.view(batch_id).state is BatchState.DONE


def test_what_comes_in_and_each_pick_is_written_down(emails):
    desk = emails.desk
    batch_id = emails.begin({"0109999": f"z{AT}"})
    person = show_person(desk.store, desk.user, "student", ANA)
    for person_id in (person.person_id, None):
        drafts.choose(desk.store, desk.user, batch_id, drafts.set_choice(1, person_id=person_id))
    drafts.choose(desk.store, desk.user, batch_id, drafts.set_choice(1, skip=True))
    with desk.store.reading(1) as session:
        events = session.exec(select(AuditEvent).where(AuditEvent.subject == f"batch:{batch_id}")).all()
    assert [(one.action, one.persons, one.facts.get("items")) for one in events] == [
        ("files_uploaded", [], None),
        ("person_picked", [f"student:{ANA}"], ["row 2"]),
        ("person_picked", [f"student:{ANA}"], ["row 2"]),
    ]


def test_who_has_a_row_already_is_told_to_who_picks(emails):
    desk = emails.desk
    batch_id = emails.begin({ANA: f"a1{AT}", BEN: "", "0109999": f"z{AT}"})
    people = {key: show_person(desk.store, desk.user, "student", key).person_id for key in (ANA, BEN, DEV)}
    told = suggesting.held_by(desk.store, desk.user, batch_id, 3, list(people.values()))
    assert told == {people[ANA]: ("row 2",)}
    assert suggesting.held_by(desk.store, desk.user, batch_id, 1, [people[ANA]]) == {}


@either
def test_a_swap_is_made_and_undone_whole(emails):
    before = emails.stored(CHLOE, GIL)
    batch_id = emails.apply({CHLOE: f"groe{AT}", GIL: f"cdunn18{AT}"})
    assert emails.stored(CHLOE, GIL) == before[::-1]
    undo_id = emails.undo(batch_id)
    assert emails.stored(CHLOE, GIL) == before
    assert set(emails.desk.results(undo_id).values()) == {"Put back"}
    assert emails.desk.view(batch_id).state is BatchState.UNDONE
    told = results.read_results(emails.desk.store, emails.desk.user, undo_id)
    assert told.select("Old e-mail", "New e-mail").row(0) == (f"groe{AT}", f"cdunn18{AT}")
    with emails.desk.store.reading(1) as session:
        undone = col(AuditEvent.action).in_(("batch_undo_asked", "batch_undone"))
        about = session.exec(select(AuditEvent.persons).where(undone)).all()
    assert about == [sorted([f"student:{CHLOE}", f"student:{GIL}"])] * 2


@either
def test_an_address_is_removed_and_given_back(emails):
    batch_id = emails.apply({ANA: "CLEAR", BEN: f"aortega33{AT}"})
    assert emails.stored(ANA, BEN) == [None, f"aortega33{AT}"]
    plan = undoing.plan_undo(emails.desk.store, emails.desk.user, batch_id)
    assert (plan.put_back, plan.taken_back) == (1, 1)
    undo_id = emails.undo(batch_id)
    assert emails.stored(ANA, BEN) == [f"aortega33{AT}", None]
    assert list(emails.desk.results(undo_id).values()) == ["Put back", "Taken back"]


@either
def test_what_changed_since_the_preview_is_told_before_confirm(emails):
    batch_id = emails.begin({ANA: f"n{AT}"})
    emails.set(k0104233=f"other{AT}")
    with pytest.raises(Refusal, match="changed since the preview"):
        emails.desk.confirm(batch_id)


@either
def test_what_changes_between_confirm_and_the_work_is_a_conflict(emails):
    desk = emails.desk
    batch_id = emails.begin({ANA: f"n{AT}", BEN: f"m{AT}", CHLOE: f"k{AT}"})
    confirming.confirm(desk.store, desk.user, batch_id)
    emails.set(k0104233=f"other{AT}", k0100502=f"M{AT}")
    desk.run("batch-apply", batch_id)
    assert list(desk.results(batch_id).values()) == ["Conflict", "Conflict", "Updated"]
    assert "meanwhile" in desk.items(batch_id)["row 2"].reason
    assert "another student" in desk.items(batch_id)["row 3"].reason
    assert emails.stored(ANA, BEN, CHLOE) == [f"other{AT}", None, f"k{AT}"]
    assert desk.view(batch_id).state is BatchState.DONE_WITH_ERRORS


def test_a_row_whose_stored_address_is_another_is_a_conflict(emails):
    batch_id = emails.apply(f"student_id,current_email,new_email\n{ANA},old{AT},n{AT}\n{BEN},,m{AT}\n")
    assert list(emails.desk.results(batch_id).values()) == ["Conflict", "Updated"]


def test_an_undo_leaves_what_was_changed_since_and_what_somebody_else_has_by_now(emails):
    batch_id = emails.apply({ANA: f"a1{AT}", CHLOE: f"c1{AT}", GIL: f"g1{AT}"})
    emails.apply({CHLOE: f"c2{AT}", BEN: f"aortega33{AT}"})
    undo_id = emails.undo(batch_id)
    assert list(emails.desk.results(undo_id).values()) == ["Conflict", "Conflict", "Put back"]
    assert emails.stored(ANA, CHLOE, GIL, BEN) == [f"a1{AT}", f"c2{AT}", f"groe{AT}", f"aortega33{AT}"]
    assert emails.desk.view(batch_id).state is BatchState.PARTLY_UNDONE


@either
def test_the_history_of_a_student_tells_each_address_with_its_batch(emails):
    first = emails.apply({ANA: f"a1{AT}"})
    emails.undo(first)
    emails.set(k0104233=f"a9{AT}")  # a roster brings another one
    last = emails.apply({ANA: f"a2{AT}"})
    told = read_email_history(emails.desk.store, emails.desk.user, ANA)
    assert [(one.value.partition("@")[0], bool(one.since), bool(one.until), one.current) for one in told] == [
        ("a2", True, False, True),
        ("a9", False, True, False),
        ("aortega33", True, False, False),
        ("a1", True, True, False),
        ("aortega33", False, True, False),
    ]
    assert (told[0].batch_id, told[3].batch_id, told[0].by) == (last, first, "local")
    assert read_email_history(emails.desk.store, emails.desk.user, GIL) == ()


def test_who_sees_some_schools_changes_only_those_and_learns_no_name_of_others(emails):
    user = granted("secretary", "Secretary", frozenset({Right.BATCH_STUDENT_MANAGE}), frozenset({"MMS"}))
    batch_id = emails.begin({CHLOE: f"aortega33{AT}", ANA: f"x{AT}", GIL: f"cdunn18{AT}"}, user=user)
    items = reads.read_items(emails.desk.store, user, batch_id)[0]
    assert [[one.kind.code for one in item.findings] for item in items] == [
        ["IN_USE_STUDENT"],
        ["OUT_OF_SCOPE"],
        ["IN_USE_STUDENT"],
    ]
    assert [item.state.value for item in items] == ["rejected"] * 3
    assert "Ortega" not in items[0].findings[0].message
    assert "Dunn, Chloe" in items[2].findings[0].message


def test_nobody_without_the_right_begins_a_list_or_gets_one(emails):
    user = granted("teacher", "Teacher", frozenset({Right.ROSTER_VIEW, Right.BULK_IMAGE_UPLOAD}))
    for asked in (
        lambda: emails.begin({ANA: f"n{AT}"}, user=user),
        lambda: build_template(emails.desk.store, user, TemplateRequest()),
        lambda: preview_proposal(emails.desk.store, user, ProposalRequest("{last}")),
    ):
        with pytest.raises(Refusal, match="batch_student_manage"):
            asked()


def test_those_who_left_are_changed_only_if_asked_for_and_their_address_is_a_warning(emails):
    with emails.desk.store.writing(1) as session:
        session.exec(select(Person).where(Person.person_key == GIL)).one().status = "INACTIVE"
    rows = {GIL: f"n{AT}", ANA: f"groe{AT}"}
    assert emails.said(emails.begin(rows)) == [("needs_person", "PERSON_LEFT"), ("warning", "IN_USE_FORMER")]
    assert emails.said(emails.begin(rows, include_left=True)) == [("warning", "PERSON_INACTIVE"), ("ready",)]


def test_other_domains_only_warn_where_an_administrator_says_so(emails):
    save_email_rules(emails.desk.store, emails.desk.user, EmailRules(other_domains="warning"))
    batch_id = emails.begin({DEV: "dpatel@gmail.example"})
    assert emails.said(batch_id) == [("warning", "DOMAIN_NOT_ALLOWED")]
    (warned,), _ = read_open(emails.desk.store, emails.desk.user, batch_id)
    assert warned.kind.code == "DOMAIN_NOT_ALLOWED"


def test_another_id_is_offered_and_taken(emails):
    batch_id = emails.begin("student_key,new_email\n19ortea1,n@stu.maplehollow.example\n", criterion=Criterion.STATE_ID)
    assert emails.desk.view(batch_id).settings["others"] == {"weblogin_id": 1}


def test_a_list_that_is_taken_out_and_sent_back_changes_nothing(emails):
    desk = emails.desk
    table = build_template(desk.store, desk.user, TemplateRequest(Criterion.DISTRICT_NUMBER, StudentGroup(("MMS",))))
    for form in (results.as_csv, results.as_xlsx):
        batch_id = begin_from_file(desk.store, desk.user, EmailRequest(), "list", form(table))
        assert {one[0] for one in emails.said(batch_id)} == {"unchanged"}
        assert not desk.view(batch_id).sources[0]["notices"]
    assert build_template(desk.store, desk.user, TemplateRequest(group=None)).height == 0
    with pytest.raises(Refusal, match="no school"):
        build_template(desk.store, desk.user, TemplateRequest(group=StudentGroup(("XX",))))


def test_proposals_are_a_batch_like_any_other(emails):
    emails.set(k0100502=f"bokafor26{AT}")
    request = ProposalRequest("{first1}{last}{yy}")
    batch_id = begin_proposal(emails.desk.store, emails.desk.user, request)
    items = emails.desk.items(batch_id)
    assert {item.person.last_name: item.content for item in items.values()}["Okafor"] == f"bokafor262{AT}"
    assert any(one.kind.code == "NUMBERED" for item in items.values() for one in item.findings)
    emails.desk.confirm(batch_id)
    assert emails.stored(BEN) == [f"bokafor262{AT}"]
    assert preview_proposal(emails.desk.store, emails.desk.user, request).students == ()


@pytest.mark.parametrize(
    ("options", "counts"),
    [
        ({"student_username_source": "email_local_part"}, (1, 2)),
        ({"student_username_source": "student_id"}, (0, 2)),
        ({"student_email_source": "student_id", "student_email_suffix": AT}, None),
    ],
    ids=["username from it", "address only", "neither"],
)
def test_what_clever_gets_otherwise_is_counted(emails, options, counts):
    desk = emails.desk
    save_profile(desk.store, desk.user, "Nightly", Draft(options))
    # Of one the part before the @ changes only in the domain's case, of one nothing, one is rejected.
    emails.set(k0101900="groe@stu.maplehollow.org")
    batch_id = emails.begin({ANA: f"n{AT}", GIL: f"groe{AT}", CHLOE: f"cdunn18{AT}", DEV: ""})
    feed = read_feed(desk.store, desk.user, batch_id)
    assert (None if feed is None else (feed.usernames, feed.emails)) == counts
    if feed:
        assert "Clever username" in feed.as_notice()["message"]
    desk.confirm(batch_id, leave_out=True)
    kept = desk.view(batch_id).notices
    assert [one["code"] for one in kept] == (["FEEDS_CLEVER"] if feed else [])
    assert not feed or kept[0]["message"] == feed.as_notice()["message"]


def test_what_clever_gets_is_counted_of_the_rows_that_are_applied(emails):
    desk = emails.desk
    save_profile(desk.store, desk.user, "Nightly", Draft({"student_username_source": "email_local_part"}))
    batch_id = emails.begin(f"student_key,last_name,new_email\n{ANA},,n{AT}\n{CHLOE},Other,m{AT}\n")
    feeds = [read_feed(desk.store, desk.user, batch_id, decided=decided) for decided in (False, True)]
    assert [feed and feed.usernames for feed in feeds] == [2, 1]
    desk.confirm(batch_id, leave_out=True)
    assert desk.view(batch_id).notices[0]["message"].startswith("1 student gets a new Clever username")


@either
def test_people_are_found_by_the_new_address_at_once(emails):
    store, user = emails.desk.store, emails.desk.user
    assert find_people(store, user, "brandnew@stu.maplehollow.example").filter(person_key=ANA).is_empty()
    emails.apply({ANA: "brandnew@stu.maplehollow.example"})
    assert find_people(store, user, "brandnew@stu.maplehollow.example")["person_key"].to_list() == [ANA]


_KEYS = (ANA, BEN, CHLOE, GIL)
_ADDRESSES = ("a", "B", "b", "cdunn18", "groe", "aortega33", "CLEAR")
_batches = st.lists(
    st.tuples(st.dictionaries(st.sampled_from(_KEYS), st.sampled_from(_ADDRESSES), min_size=1), st.booleans()),
    min_size=1, max_size=3,
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=_batches)
def test_no_sequence_of_batches_and_undos_gives_two_students_one_address(emails, batches):
    for rows, taken_back in batches:
        typed = {key: local if local == "CLEAR" else f"{local}{AT}" for key, local in rows.items()}
        before = emails.stored(*_KEYS)
        batch_id = emails.apply(typed, leave_out=True)
        if not emails.desk.view(batch_id).counts.keys() & APPLIED:
            assert emails.stored(*_KEYS) == before
            continue
        if taken_back:
            emails.undo(batch_id)
            assert emails.stored(*_KEYS) == before
        with emails.desk.store.reading(1) as session:
            held = [one.lower() for one in session.exec(select(Student.school_email)).all() if one]
            last = {
                one.person_id: one.new
                for one in session.exec(select(EmailChange).order_by(col(EmailChange.sequence))).all()
            }
            now = dict(session.exec(select(Student.person_id, Student.school_email)).all())
        assert len(held) == len(set(held))
        assert {person: now[person] for person in last} == last
