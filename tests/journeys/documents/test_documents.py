"""Documents are found and opened by who may, of people in their schools, and each time it is written down."""

from dataclasses import replace

import pytest

from roster_core.access.audit import check_chain
from roster_core.access.rights import Right
from roster_core.journeys.document_search import DocumentFilter, find_documents, read_document_groups
from roster_core.journeys.documents import open_version, read_document, read_person_documents
from roster_core.refusals import Refusal
from roster_core.storage.objects import open_objects
from tests.documents.made import Made, pdf
from tests.documents.small import ANA, BEN, CLEO, DAN, YEAR
from tests.journeys.documents.conftest import holder

EVERY = DocumentFilter(withdrawn=None)
VIEW, MANAGE = Right.DOCUMENT_VIEW, Right.BATCH_STUDENT_MANAGE


@pytest.fixture
def ids(desk):
    return desk.put_in(
        Made(ANA, files=(pdf("first"), pdf("second"))),
        Made(BEN, "Report card", "REPORT-CARD"),
        Made(CLEO),
        Made(DAN, "Transcript 100%", "OTHER", "2025-26"),
        Made(ANA, "Twice", "MAP", withdrawn=True),
    )


def _found(desk, user=None, **more):
    page = find_documents(desk.store, user or desk.user, replace(EVERY, **more))
    assert page.total == len(page.documents)
    return [(one.holder.district_number, one.title) for one in page.documents]


def test_everything_is_listed_by_name_for_an_administrator(desk, ids):
    assert [number for number, _ in _found(desk)] == [BEN, CLEO, DAN, ANA, ANA]
    assert len(ids) == 5


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({"text": "ORTEGA"}, {ANA}),
        ({"text": "benedict"}, {BEN}),
        ({"text": "0101118"}, {CLEO}),
        ({"text": "report CARD"}, {BEN}),
        ({"text": "ortega njsla"}, {ANA}),
        ({"text": "ortega report"}, set()),
        ({"text": "100%"}, {DAN}),
        ({"text": "0%0"}, set()),
        ({"types": ("MAP", "OTHER")}, {ANA, DAN}),
        ({"years": (YEAR,)}, {ANA, BEN, CLEO}),
        ({"schools": ("MHS",)}, {BEN, DAN}),
        ({"grades": ("7", "12")}, {ANA, DAN}),
        ({"homerooms": ("7-A",)}, set()),
        ({"withdrawn": True}, {ANA}),
        ({"withdrawn": False, "types": ("MAP",)}, set()),
    ],
)
@pytest.mark.usefixtures("ids")
def test_a_filter_narrows_the_list(desk, wanted, numbers):
    assert {number for number, _ in _found(desk, **wanted)} == numbers


@pytest.mark.usefixtures("ids")
def test_a_page_holds_a_part_and_the_total_is_of_all(desk):
    page = find_documents(desk.store, desk.user, EVERY, first=1, limit=2)
    assert ([one.holder.district_number for one in page.documents], page.total) == ([CLEO, DAN], 5)


def test_more_people_than_a_database_takes_singly_are_found_alike(both, monkeypatch):
    both.put_in(Made(ANA), Made(BEN), Made(CLEO))
    monkeypatch.setattr("roster_core.journeys.document_reach._SINGLY", 0)
    near = holder(VIEW, schools={"MMS"})
    assert _found(both, near) == [(ANA, "NJSLA ELA Spring 2026")]
    assert {number for number, _ in _found(both, text="log")} == {ANA, BEN, CLEO}


@pytest.mark.parametrize(
    ("user", "numbers"),
    [
        (holder(VIEW), {ANA, BEN, DAN}),
        (holder(MANAGE), {ANA, BEN, DAN}),
        (holder(VIEW, schools={"MMS"}), {ANA}),
        (holder(MANAGE, schools={"MHS"}), {BEN, DAN}),
        (holder(VIEW, schools=set()), set()),
        (holder(Right.ADMIN), {ANA, BEN, CLEO, DAN}),
        (holder(Right.ADMIN, schools={"MMS"}), {ANA, CLEO}),
    ],
    ids=["view", "manage", "view-mms", "manage-mhs", "no school", "admin", "admin-mms"],
)
@pytest.mark.usefixtures("ids")
def test_everybody_sees_those_of_the_own_schools_and_confidential_ones_only_administrators(desk, user, numbers):
    assert {number for number, _ in _found(desk, user)} == numbers


@pytest.mark.usefixtures("ids")
def test_a_withdrawn_document_is_hidden_from_who_cannot_put_it_back(desk):
    assert (ANA, "Twice") not in _found(desk, holder(VIEW))
    assert (ANA, "Twice") in _found(desk, holder(MANAGE))
    assert [one.title for one in read_person_documents(desk.store, holder(VIEW, Right.ROSTER_VIEW), ANA)] == [
        "NJSLA ELA Spring 2026"
    ]


@pytest.mark.parametrize("right", sorted(set(Right) - {VIEW, MANAGE, Right.ADMIN}))
@pytest.mark.usefixtures("ids")
def test_another_right_shows_nothing(desk, right):
    with pytest.raises(Refusal, match="document_view"):
        find_documents(desk.store, holder(right), EVERY)


def test_a_document_is_shown_with_its_versions(desk, ids):
    document, versions = read_document(desk.store, desk.user, ids[0])
    assert (document.version, document.holder.reference) == (2, f"student:{ANA}")
    assert [(one.version, one.current, one.same_file) for one in versions] == [(2, True, False), (1, False, False)]


def test_each_view_and_each_download_is_written_down_with_the_person(desk, ids):
    viewer = holder(VIEW)
    assert open_version(desk.store, viewer, ids[0], 2).path.read_bytes() == pdf("second")
    saved = open_version(desk.store, viewer, ids[0], 1, save=True)
    assert (saved.path.read_bytes(), saved.name) == (pdf("first"), f"{ANA}--NJSLA ELA Spring 2026.pdf")
    told = [(one.action, one.login, one.persons, one.subject, one.facts["version"]) for one in desk.events()]
    assert told == [
        ("document_viewed", "hal", [f"student:{ANA}"], f"document:{ids[0]}", 2),
        ("document_downloaded", "hal", [f"student:{ANA}"], f"document:{ids[0]}", 1),
    ]
    with desk.store.reading(1) as session:
        assert list(check_chain(session, 1)) == []


@pytest.mark.parametrize(
    ("user", "which", "version"),
    [
        (holder(MANAGE, Right.ADMIN), 0, 2),
        (holder(VIEW, schools={"MHS"}), 0, 2),
        (holder(VIEW), 2, 1),
        (holder(VIEW), 4, 1),
        (holder(VIEW), 0, 3),
    ],
    ids=["without the right", "another school", "confidential", "withdrawn", "no such version"],
)
def test_what_may_not_be_opened_is_not_and_nothing_is_written_down(desk, ids, user, which, version):
    with pytest.raises(Refusal):
        open_version(desk.store, user, ids[which], version)
    assert desk.events() == []


def test_a_damaged_or_lost_file_is_said_so(desk, ids):
    key = _stored(desk, ids[1])
    key.chmod(0o644)
    key.write_bytes(b"other")
    with pytest.raises(Refusal, match="lost or damaged"):
        open_version(desk.store, desk.user, ids[1], 1)
    key.unlink()
    with pytest.raises(Refusal, match="lost or damaged"):
        open_version(desk.store, desk.user, ids[1], 1)
    assert desk.events() == []


def _stored(desk, document_id):
    root = open_objects(desk.store.settings).root
    assert root is not None
    (found,) = [path for path in root.rglob("*.pdf") if path.read_bytes() == pdf("Report card", BEN)]
    assert document_id
    return found


def test_the_documents_of_a_student_tell_why_they_are_not_shown(desk, ids):
    assert len(ids) == 5
    near = holder(VIEW, Right.ROSTER_VIEW)
    with pytest.raises(Refusal, match="confidential"):
        read_person_documents(desk.store, near, CLEO)
    assert len(read_person_documents(desk.store, desk.user, CLEO)) == 1
    with pytest.raises(Refusal, match="Nobody was found"):
        read_person_documents(desk.store, holder(VIEW, Right.ROSTER_VIEW, schools={"MHS"}), ANA)


@pytest.mark.usefixtures("ids")
def test_what_can_be_chosen_from_is_within_reach(desk):
    groups = read_document_groups(desk.store, holder(VIEW, schools={"MMS"}))
    assert (dict(groups.schools), groups.grades) == ({"MMS": "School MMS"}, ("07",))
    assert groups.years == (YEAR, "2025-26")
