"""A batch of documents from its files to the result and back, on both databases (batch-updates §5)."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from roster_core.access.rights import Right, granted
from roster_core.batches.people import Criterion
from roster_core.batches.states import ItemState
from roster_core.clock import utc_now
from roster_core.journeys.batches import confirming, drafts, undoing
from roster_core.journeys.batches.document_pictures import read_page
from roster_core.journeys.batches.document_rules import save_rules
from roster_core.journeys.batches.document_start import set_by_hand
from roster_core.journeys.batches.suggesting import suggestions
from roster_core.journeys.batches.sweeping import sweep
from roster_core.journeys.batches.undecided import read_open
from roster_core.refusals import Refusal
from roster_core.roster.tables.records import PhotoThumbnail
from roster_core.roster.tables.updates import Document, DocumentVersion
from roster_core.storage.objects import open_objects
from roster_core.updates.document_rules import DocumentRules
from tests.journeys.batches.conftest import packed
from tests.journeys.batches.document_desk import YEAR, DocumentDesk
from tests.journeys.batches.engines import either
from tests.updates.pdfs import pdf, report, scanned

ANA, CHLOE = ("Ana Ortega", "0104233"), ("Chloe Dunn", "0101118")


@pytest.fixture
def documents(desk):
    return DocumentDesk(desk.store, desk.folder, desk.user)


def test_the_examples_of_file_names(documents):
    files = {
        "0104233--NJSLA ELA Spring 2026.pdf": report(*ANA),
        "0101118.pdf": report(*CHLOE),
        "0104233 - report.pdf": report(*ANA, "more"),
    }
    batch_id = documents.checked(files, title="Score report")
    items = documents.items(batch_id)
    assert {name: item.state for name, item in items.items()} == {
        "0104233--NJSLA ELA Spring 2026.pdf": ItemState.READY,
        "0101118.pdf": ItemState.READY,
        "0104233 - report.pdf": ItemState.NEEDS_PERSON,
    }
    lost = items["0104233 - report.pdf"]
    assert lost.key == "0104233 - report"
    offered = suggestions(documents.store, documents.user, batch_id, lost.sequence)
    assert [one.person.reference for one in offered] == ["student:0104233"]
    documents.confirm(batch_id, leave_out=True)
    assert documents.documents("0104233") == [
        ("NJSLA-ELA", YEAR, "NJSLA ELA Spring 2026", 1, ["0104233--NJSLA ELA Spring 2026.pdf"])
    ]
    assert documents.documents("0101118") == [("NJSLA-ELA", YEAR, "Score report", 1, ["0101118.pdf"])]


def test_a_file_named_by_a_weblogin(documents):
    documents.applied({"19chanw1.pdf": report("Wen Chan", "0100502")}, criterion=Criterion.WEBLOGIN_ID, title="Fall")
    assert [one[2] for one in documents.documents("0100502")] == ["Fall"]


def test_folders_are_types_and_an_unknown_one_asks_for_its_type(documents):
    files = {
        "NJSLA-M/0101118.pdf": report(*CHLOE),
        "maths/0104233.pdf": report(*ANA),
        "0100502.pdf": report("Wen Chan", "0100502"),
    }
    batch_id = documents.checked({"all.zip": packed(files)}, folders=True)
    assert documents.codes(batch_id)["maths/0104233.pdf"] == ["NEEDS_TYPE"]
    asked = documents.items(batch_id)["maths/0104233.pdf"]
    assert asked.state is ItemState.AMBIGUOUS
    with pytest.raises(Refusal, match="1 of its items are undecided"):
        documents.confirm(batch_id)
    documents.decide(batch_id, set_by_hand([asked.sequence], type="MAP", title="Spring"))
    assert documents.items(batch_id)["maths/0104233.pdf"].state is ItemState.READY
    documents.confirm(batch_id)
    assert [one[:3] for one in documents.documents("0101118")] == [("NJSLA-M", YEAR, "NJSLA Mathematics")]
    assert [one[:3] for one in documents.documents("0104233")] == [("MAP", YEAR, "Spring")]
    assert [one[0] for one in documents.documents("0100502")] == ["NJSLA-ELA"]


@either
def test_the_index_in_a_zip_wins_over_names_and_what_does_not_fit_is_told(documents):
    index = (
        "file_name,student_key,assessment_type_code,title,school_year,assessment_period,assessment_date\r\n"
        "scan1.pdf,0104233,njsla-m,Maths,2024-2025,Spring,2025-04-15\r\n"
        "0100502.pdf,0101118,,,last year,,2999-01-01\r\n"
        "gone.pdf,0104233,,,,,\r\n"
    )
    files = {"scan1.pdf": report(*ANA), "0100502.pdf": report(*CHLOE), "0101900.pdf": report("Sam Roe", "0101900")}
    batch_id = documents.checked({"set.zip": packed({"index.csv": index.encode(), **files})})
    (source,) = documents.view(batch_id).sources
    assert [one["code"] for one in source["index_findings"]] == ["LISTED_FILE_MISSING", "FILE_NOT_LISTED"]
    codes = documents.codes(batch_id)
    assert codes == {"scan1.pdf": [], "0100502.pdf": ["INDEX_CELL", "INDEX_CELL"], "0101900.pdf": []}
    documents.decide(batch_id, drafts.accept("INDEX_CELL"))
    documents.confirm(batch_id)
    assert documents.documents("0104233") == [("NJSLA-M", "2024-25", "Maths", 1, ["scan1.pdf"])]
    assert [one[:2] for one in documents.documents("0101118")] == [("NJSLA-ELA", YEAR)]
    assert [one[4] for one in documents.documents("0101900")] == [["0101900.pdf"]]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"type": "SPELLING"}, "not an assessment type"),
        ({"school_year": "2025"}, "not a school year"),
        ({"title": "x" * 121}, "121 letters"),
        ({"period": "x" * 41}, "41 letters"),
        ({"visibility": "EVERYBODY"}, "nobody who may see it"),
        ({"on_existing": "burn"}, "no way to go on"),
        ({"criterion": Criterion.STAFF_ID}, "an ID of staff"),
    ],
)
def test_a_batch_is_not_begun_with_what_is_no_choice(documents, changes, why):
    with pytest.raises(Refusal, match=why):
        documents.start(**changes)


def test_a_type_that_is_not_in_use_any_more_begins_no_batch(documents):
    documents.set_type("MAP", active=False)
    with pytest.raises(Refusal, match="not an assessment type that is in use"):
        documents.start(type="MAP")


def test_a_date_in_the_future_begins_no_batch(documents):
    today = utc_now().date()
    documents.start(assessment_date=today - timedelta(days=1))
    with pytest.raises(Refusal, match="in the future"):
        documents.start(assessment_date=today + timedelta(days=2))


def test_a_title_that_is_too_long_is_asked_for(documents):
    batch_id = documents.checked({f"0104233--{'x' * 121}.pdf": report(*ANA)})
    (item,) = documents.items(batch_id).values()
    assert ([one.kind.code for one in item.findings], item.state) == (["NEEDS_TITLE"], ItemState.AMBIGUOUS)
    documents.decide(batch_id, set_by_hand([item.sequence], title="Short"))
    documents.confirm(batch_id)
    assert [one[2] for one in documents.documents("0104233")] == ["Short"]


@either
def test_a_new_version_keeps_the_older_one_and_undo_makes_that_current_again(documents):
    first = documents.applied({"0104233--Spring.pdf": report(*ANA, "first")})
    assert documents.results(first) == {"0104233--Spring.pdf": "Uploaded"}
    again = documents.checked({"0104233--SPRING.pdf": report(*ANA, "second")}, period="Spring")
    (item,) = documents.items(again).values()
    assert [one.message for one in item.findings] == [
        "The student has “Spring” of that type and year already, version 1. It becomes version 2."
    ]
    assert documents.view(again).counts["replaces"] == 1
    documents.confirm(again)
    assert documents.results(again) == {"0104233--SPRING.pdf": "New version"}
    both = ["0104233--Spring.pdf", "0104233--SPRING.pdf"]
    assert documents.documents("0104233") == [("NJSLA-ELA", YEAR, "Spring", 2, both)]
    same = documents.applied({"0104233--spring.pdf": report(*ANA, "second")})
    assert documents.results(same) == {"0104233--spring.pdf": "Unchanged"}
    plan = undoing.plan_undo(documents.store, documents.user, again)
    assert (plan.put_back, plan.taken_back, plan.changed_since) == (1, 0, 0)
    undone = undoing.undo(documents.store, documents.user, again)
    documents.run("batch-undo", undone)
    assert list(documents.results(undone).values()) == ["Put back"]
    assert [one[3] for one in documents.documents("0104233")] == [1]
    third = documents.applied({"0104233--Spring.pdf": report(*ANA, "third")})
    assert list(documents.results(third).values()) == ["New version"]
    assert [one[3] for one in documents.documents("0104233")] == [3]


@either
def test_undo_of_a_first_version_withdraws_the_document(documents):
    batch_id = documents.applied({"0104233.pdf": report(*ANA)})
    undone = undoing.undo(documents.store, documents.user, batch_id)
    documents.run("batch-undo", undone)
    assert (list(documents.results(undone).values()), documents.documents("0104233")) == (["Taken back"], [])
    with documents.store.reading(1) as session:
        (row,) = session.exec(select(Document)).all()
        assert (row.withdrawn_reason, row.withdrawn_by) == ("undone", documents.user.login)
    documents.applied({"0104233.pdf": report(*ANA)})
    assert [one[3] for one in documents.documents("0104233")] == [1]


@either
def test_undo_leaves_what_was_changed_since(documents):
    first = documents.applied({"0104233.pdf": report(*ANA, "first")})
    documents.applied({"0104233.pdf": report(*ANA, "second")})
    assert undoing.plan_undo(documents.store, documents.user, first).changed_since == 1
    undone = undoing.undo(documents.store, documents.user, first)
    documents.run("batch-undo", undone)
    assert list(documents.results(undone).values()) == ["Conflict"]
    assert [one[3] for one in documents.documents("0104233")] == [2]


@either
def test_what_exists_is_skipped_or_kept_beside_as_was_chosen(documents):
    documents.applied({"0104233--Spring.pdf": report(*ANA, "first")})
    skipped = documents.checked({"0104233--Spring.pdf": report(*ANA, "second")}, on_existing="skip")
    (item,) = documents.items(skipped).values()
    assert ({one.kind.code for one in item.findings}, item.state) == ({"EXISTS", "EXISTING_KEPT"}, ItemState.SKIPPED)
    documents.decide(skipped, set_by_hand([item.sequence], on_existing="new_version"))
    assert [one.state for one in documents.items(skipped).values()] == [ItemState.READY]
    both = documents.checked({"0104233--Spring.pdf": report(*ANA, "third")}, on_existing="keep_both")
    (item,) = documents.items(both).values()
    assert item.findings[0].message.endswith("It is stored beside it as “Spring (2)”.")
    documents.confirm(both)
    more = documents.applied({"0104233--Spring.pdf": report(*ANA, "fourth")}, on_existing="keep_both")
    assert [one[2:4] for one in documents.documents("0104233")] == [("Spring", 1), ("Spring (2)", 1), ("Spring (3)", 1)]
    plan = undoing.plan_undo(documents.store, documents.user, more)
    assert (plan.taken_back, plan.changed_since) == (1, 0)
    undone = undoing.undo(documents.store, documents.user, more)
    documents.run("batch-undo", undone)
    assert [one[2] for one in documents.documents("0104233")] == ["Spring", "Spring (2)"]
    same = documents.checked({"0104233--Spring.pdf": report(*ANA, "first")}, on_existing="keep_both")
    assert [one.state for one in documents.items(same).values()] == [ItemState.UNCHANGED]


@either
def test_what_changed_after_the_preview_is_a_conflict(documents):
    batch_id = documents.checked({"0104233.pdf": report(*ANA, "mine")})
    confirming.confirm(documents.store, documents.user, batch_id)
    other = DocumentDesk(documents.store, documents.folder, granted("other", "Other", frozenset(Right)))
    other.applied({"0104233.pdf": report(*ANA, "theirs")})
    documents.run("batch-apply", batch_id)
    assert list(documents.results(batch_id).values()) == ["Conflict"]
    assert [one[3] for one in documents.documents("0104233")] == [1]


def test_two_files_for_one_target_are_to_be_decided_and_two_titles_are_not(documents):
    files = {"a/0104233.pdf": report(*ANA, "a"), "b/0104233.pdf": report(*ANA, "b"), "0104233--x.pdf": report(*ANA)}
    batch_id = documents.checked({"x.zip": packed(files)})
    codes = documents.codes(batch_id)
    assert codes.pop("0104233--x.pdf") == []
    assert list(codes.values()) == [["SAME_TARGET_TWICE"]] * 2
    second = documents.items(batch_id)["b/0104233.pdf"].sequence
    documents.decide(batch_id, set_by_hand([second], title="Other"))
    assert documents.view(batch_id).counts["new"] == 3


def test_the_same_file_for_two_students_is_warned_about(documents):
    same = scanned()
    batch_id = documents.checked({"0104233.pdf": same, "0101118.pdf": same})
    assert list(documents.codes(batch_id).values()) == [["SAME_BYTES_TWO_STUDENTS", "NO_TEXT"]] * 2
    documents.applied({"0104233.pdf": same})
    later = documents.checked({"0100502.pdf": same})
    (item,) = documents.items(later).values()
    assert "stored already for another student" in item.findings[0].message


def test_a_second_title_of_a_type_of_which_a_student_has_one_a_year_is_told(documents):
    documents.set_type("REPORT-CARD", one_per_year=True)
    documents.applied({"0104233--Fall.pdf": report(*ANA)}, type="REPORT-CARD")
    batch_id = documents.checked(
        {"0104233--Spring.pdf": report(*ANA, "x"), "0104233--Fall.pdf": report(*ANA, "y")}, type="REPORT-CARD"
    )
    assert documents.codes(batch_id) == {
        "0104233--Spring.pdf": ["ONE_PER_YEAR"],
        "0104233--Fall.pdf": ["EXISTS", "ONE_PER_YEAR"],
    }
    other = documents.checked({"0104233--Spring.pdf": report(*ANA)}, type="MAP")
    assert list(documents.codes(other).values()) == [[]]


def test_a_text_that_names_somebody_else_is_accepted_one_by_one_only(documents):
    # Her last name alone is in many a sister's report.
    files = {"0104233.pdf": report(*CHLOE, "for the Ortega family"), "0100502.pdf": report("Dunn, Chloe", "none")}
    batch_id = documents.checked(files)
    assert list(documents.codes(batch_id).values()) == [["OTHER_STUDENT_IN_TEXT"]] * 2
    assert "name Chloe Dunn, and not" in documents.items(batch_id)["0104233.pdf"].findings[0].message
    (warned,), _ = read_open(documents.store, documents.user, batch_id)
    assert warned.kind.one_by_one
    documents.decide(batch_id, drafts.accept("OTHER_STUDENT_IN_TEXT"))
    assert documents.view(batch_id).counts["unresolved"] == 2
    one = documents.items(batch_id)["0104233.pdf"].sequence
    documents.decide(batch_id, drafts.set_choice(one, accepted=frozenset({"OTHER_STUDENT_IN_TEXT"})))
    assert documents.view(batch_id).counts["unresolved"] == 1
    chloe = documents.items(documents.checked({"0101118.pdf": pdf("x")}))["0101118.pdf"].person
    other = documents.items(batch_id)["0100502.pdf"].sequence
    documents.decide(batch_id, drafts.set_choice(other, person_id=chloe.person_id))
    assert documents.codes(batch_id)["0100502.pdf"] == []


def test_the_text_is_not_kept_once_it_was_compared(documents):
    batch_id = documents.checked({"0104233.pdf": report(*ANA, "private words"), "0101118.pdf": pdf("nobody here")})
    assert documents.codes(batch_id)["0101118.pdf"] == ["NO_STUDENT_IN_TEXT"]
    facts = [item.facts for item in documents.items(batch_id).values()]
    assert "private" not in str(facts)
    documents.add(batch_id, {"0100502.pdf": scanned()})
    assert documents.codes(batch_id) == {
        "0104233.pdf": [],
        "0101118.pdf": ["NO_STUDENT_IN_TEXT"],
        "0100502.pdf": ["NO_TEXT"],
    }


def test_who_sees_some_schools_only_is_told_of_nobody_elsewhere(documents):
    theirs = documents.items(documents.checked({"0104233.pdf": report(*ANA)}))["0104233.pdf"].person.school
    user = granted("holder", "Holder", frozenset({Right.BATCH_STUDENT_MANAGE}), frozenset({"nowhere"}))
    scoped = DocumentDesk(documents.store, documents.folder, user)
    assert theirs
    assert scoped.codes(scoped.checked({"0104233.pdf": report(*CHLOE)})) == {"0104233.pdf": ["OUT_OF_SCOPE"]}


def test_who_may_not_manage_students_begins_nothing(documents):
    other = DocumentDesk(documents.store, documents.folder, granted("a", "A", frozenset({Right.DOCUMENT_VIEW})))
    with pytest.raises(Refusal, match="batch_student_manage"):
        other.start()


def test_the_years_of_its_type_tell_until_when_it_is_kept(documents):
    documents.set_type("NJSLA-ELA", retention_years=3, default_visibility="STAFF_FAMILY")
    documents.applied({"0104233.pdf": report(*ANA)})
    documents.applied({"0101118.pdf": report(*CHLOE)}, type="MAP", visibility="STAFF_FAMILY")
    with documents.store.reading(1) as session:
        rows = {one.assessment_type: one for one in session.exec(select(Document)).all()}
        assert {code: one.dispose_on for code, one in rows.items()} == {
            "NJSLA-ELA": date(2029, 6, 30),
            "MAP": None,
        }
        assert {one.visibility for one in session.exec(select(DocumentVersion)).all()} == {"STAFF_FAMILY"}


@either
def test_files_are_kept_as_long_as_a_document_or_a_batch_needs_them(documents):
    data = report(*ANA)
    documents.applied({"0104233.pdf": data, "0101118.pdf": report(*CHLOE)})
    given_up = documents.checked({"0100502.pdf": scanned()})
    drafts.clear(documents.store, documents.user, given_up)
    sweep(documents.store, documents.user, clock=lambda: utc_now() + timedelta(days=40))
    with documents.store.reading(1) as session:
        keys = session.exec(select(DocumentVersion.storage_key)).all()
        assert set(session.exec(select(PhotoThumbnail.content)).all()) == set(
            session.exec(select(DocumentVersion.sha256)).all()
        )
    objects = open_objects(documents.store.settings)
    assert data in [objects.get(key) for key in keys]
    root = documents.store.settings.data_dir / "objects" / "d" / "1"
    assert [path for path in (root / "upload").rglob("*") if path.is_file()] == []


def test_limits_of_a_batch(documents):
    rules = DocumentRules(max_files=2, max_total_bytes=3 << 10)
    save_rules(documents.store, documents.user, rules)
    small = report(*ANA)
    batch_id = documents.checked({f"{number}.pdf": small + b" " * number for number in range(3)})
    assert ["BATCH_FULL" in codes for codes in documents.codes(batch_id).values()] == [False, False, True]
    large = documents.checked({"0104233.pdf": small, "0101118.pdf": report(*CHLOE) + b" " * (3 << 10)})
    assert documents.codes(large)["0101118.pdf"] == ["TOGETHER_TOO_LARGE"]
    assert documents.codes(large)["0104233.pdf"] == []


def test_a_batch_takes_single_files_or_one_zip(documents):
    one, other = {"0104233.pdf": report(*ANA)}, {"0101118.pdf": report(*CHLOE)}
    single = documents.checked(one)
    archive = documents.checked({"broken.zip": b"no"})
    documents.add(archive, {"a.zip": packed(one)})  # the broken one does not count
    mixed = (
        (single, {"a.zip": packed(other)}, "a ZIP and single files"),
        (archive, {"b.zip": packed(other)}, "several ZIPs"),
        (archive, other, "a ZIP and single files"),
    )
    for batch_id, files, why in mixed:
        with pytest.raises(Refusal, match=why):
            documents.add(batch_id, files)
    assert [len(documents.items(batch_id)) for batch_id in (single, archive)] == [1, 1]


def test_pages_of_a_draft_are_shown_to_who_gave_it_and_to_who_may_look_at_documents(documents):
    batch_id = documents.checked({"0104233.pdf": pdf("one", "two"), "0101118.pdf": b"no"})
    first = read_page(documents.store, documents.user, batch_id, 1, small=True)
    second = read_page(documents.store, documents.user, batch_id, 1, 1)
    assert (first.media_type, second.media_type) == ("image/jpeg", "image/png")
    for sequence, page in ((1, 2), (2, 0), (3, 0)):
        with pytest.raises(Refusal, match="no picture"):
            read_page(documents.store, documents.user, batch_id, sequence, page)
    manager = granted("b", "B", {Right.BATCH_STUDENT_MANAGE, Right.BATCH_ADMIN})
    with pytest.raises(Refusal, match="document_view"):
        read_page(documents.store, manager, batch_id, 1)
    reader = granted("c", "C", {Right.BATCH_ADMIN, Right.DOCUMENT_VIEW})
    assert read_page(documents.store, reader, batch_id, 1, 1) == second
    documents.confirm(batch_id)
    with pytest.raises(Refusal, match="no picture"):
        read_page(documents.store, documents.user, batch_id, 1)
