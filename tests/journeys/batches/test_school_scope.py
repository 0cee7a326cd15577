"""Whatever somebody of some schools does, in whatever order: nobody outside of them is ever shown."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from roster_core.access.rights import EVERYBODY, Grant, People, Right, User, local_administrator
from roster_core.batches.people import Criterion
from roster_core.journeys.batches import drafts, email_intake, photo_absent, results, suggesting
from roster_core.journeys.districts import require_district
from roster_core.journeys.document_download import DocumentRequest
from roster_core.journeys.document_download import preview as preview_documents
from roster_core.journeys.document_gaps import read_lacking
from roster_core.journeys.document_search import DocumentFilter, find_documents, read_document_groups
from roster_core.journeys.holders import read_everybody
from roster_core.journeys.people import find_people, show_person
from roster_core.journeys.photo_download import DownloadRequest, preview
from roster_core.journeys.photo_gaps import read_gaps
from roster_core.journeys.student_groups import StudentGroup, read_group
from roster_core.refusals import Refusal
from roster_core.settings import Settings
from roster_core.store import open_store
from tests.documents.made import Made, put_in
from tests.journeys.batches.conftest import PhotoDesk, face

SCHOOLS = ("MHE", "MMS", "MHS")
_KINDS = {"student": People.STUDENTS, "staff": People.STAFF}
#: The right that each deed is done by, and what it shows: persons, as `student:0104233` or `staff:T1`.
Deed = Callable[["Scoped", str, str], set[str]]


class Scoped(PhotoDesk):
    """A desk at which somebody sits who sees some schools only."""

    batch: str = ""

    @property
    def everybody(self) -> dict[str, frozenset[str]]:
        found = read_everybody(self.store, require_district(self.store))
        return {f"{one.kind}:{one.district_number}": one.schools for one in found}

    def photos(self, key: str) -> str:
        if not self.batch:
            self.batch = self.start(_criterion(key))
        self.add(self.batch, {f"{key.partition(':')[2]}.jpg": face(len(key))})
        return self.batch


def _criterion(key: str) -> Criterion:
    return Criterion.STAFF_ID if key.startswith("staff:") else Criterion.DISTRICT_NUMBER


def _search(desk: Scoped, key: str, name: str) -> set[str]:
    shown = [*find_people(desk.store, desk.user, name).rows(named=True)]
    shown += find_people(desk.store, desk.user, key.partition(":")[2]).rows(named=True)
    return {f"{row['kind'].lower()}:{row['person_key']}" for row in shown}


def _show(desk: Scoped, key: str, _name: str) -> set[str]:
    kind, _, number = key.partition(":")
    show_person(desk.store, desk.user, kind, number)
    return {key}


def _upload(desk: Scoped, key: str, _name: str) -> set[str]:
    items = desk.items(desk.photos(key)).values()
    names = set(results.read_results(desk.store, desk.user, desk.batch)["Last name"]) - {""}
    shown = [item.person for item in items if item.person]
    assert names == {person.last_name for person in shown}
    return {person.reference for person in shown}


def _suggest(desk: Scoped, key: str, name: str) -> set[str]:
    batch_id = desk.photos(key)
    desk.add(batch_id, {f"{name}.jpg": face(len(name) + 50)})
    found = [
        suggesting.suggestions(desk.store, desk.user, batch_id, one.sequence) for one in desk.items(batch_id).values()
    ]
    absent = photo_absent.read_absent(desk.store, desk.user, batch_id)
    people = drafts.read_reachable(desk.store, desk.user, batch_id).persons
    near = {one.person.reference for some in found for one in some}
    return near | {one.reference for group in absent for one in group.absent} | {one.reference for one in people}


def _pick(desk: Scoped, key: str, _name: str) -> set[str]:
    batch_id = desk.photos(key)
    everybody = read_everybody(desk.store, require_district(desk.store))
    wanted = next(one.person_id for one in everybody if f"{one.kind}:{one.district_number}" == key)
    first = next(iter(desk.items(batch_id).values()))
    drafts.choose(desk.store, desk.user, batch_id, drafts.set_choice(first.sequence, person_id=wanted))
    return {one.person.reference for one in desk.items(batch_id).values() if one.person}


def _gaps(desk: Scoped, _key: str, _name: str) -> set[str]:
    return {one.holder.reference for one in read_gaps(desk.store, desk.user).gaps}


def _zip(desk: Scoped, _key: str, _name: str) -> set[str]:
    plan = preview(desk.store, desk.user, DownloadRequest(staff=True)).plan
    held = (*(entry.holder for entry in plan.entries), *plan.missing, *plan.restricted)
    return {one.reference for one in held}


def _email(desk: Scoped, key: str, _name: str) -> set[str]:
    content = f"district_number,email\n{key.partition(':')[2]},new@stu.maplehollow.example\n".encode()
    batch_id = email_intake.begin_from_file(desk.store, desk.user, email_intake.EmailRequest(), "list.csv", content)
    group = read_group(desk.store, desk.user, StudentGroup())
    return {one.person.reference for one in desk.items(batch_id).values() if one.person} | {
        one.reference for one in group
    }


def _documents(desk: Scoped, key: str, name: str) -> set[str]:
    read_document_groups(desk.store, desk.user)
    found = find_documents(desk.store, desk.user, DocumentFilter(withdrawn=None)).documents
    found += find_documents(desk.store, desk.user, DocumentFilter(text=name or key)).documents
    lacking = read_lacking(desk.store, desk.user, "MAP", "2026-27").lacking
    return {one.holder.reference for one in found} | {one.reference for one in lacking}


def _documents_zip(desk: Scoped, _key: str, _name: str) -> set[str]:
    plan = preview_documents(desk.store, desk.user, DocumentRequest(include_left=True)).plan
    held = (*(entry.holder for entry in plan.entries), *plan.missing, *plan.confidential)
    return {one.reference for one in held}


_PHOTOS = (Right.BULK_IMAGE_UPLOAD, Right.BATCH_STUDENT_MANAGE)
DEEDS: dict[Deed, tuple[Right, ...]] = {
    _search: (Right.ROSTER_VIEW,),
    _show: (Right.ROSTER_VIEW,),
    _upload: _PHOTOS,
    _suggest: _PHOTOS,
    _pick: _PHOTOS,
    _gaps: (Right.PHOTO_DOWNLOAD,),
    _zip: (Right.PHOTO_DOWNLOAD,),
    _email: (Right.BATCH_STUDENT_MANAGE,),
    _documents: (Right.DOCUMENT_VIEW, Right.BATCH_STUDENT_MANAGE),
    _documents_zip: (Right.DOCUMENT_VIEW,),
}
#: Rights that somebody of some schools can hold, each for other schools and kinds of people.
HELD = sorted({right for rights in DEEDS.values() for right in rights})
grants = st.frozensets(
    st.builds(
        Grant,
        st.sampled_from(HELD),
        st.frozensets(st.sampled_from(SCHOOLS), min_size=1, max_size=2),
        st.frozensets(st.sampled_from(sorted(EVERYBODY)), min_size=1),
    ),
    min_size=3,
    max_size=9,
)


@pytest.fixture(scope="module")
def admin(sqlite_roster: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PhotoDesk]:
    folder = tmp_path_factory.mktemp("scope")
    store = open_store(Settings(data_dir=shutil.copytree(sqlite_roster, folder / "data")))
    desk = Scoped(store, folder / "staged", local_administrator())
    students = [key.partition(":")[2] for key in desk.everybody if key.startswith("student:")]
    desk.confirm(desk.checked({f"{key}.jpg": face(number) for number, key in enumerate(students[:4])}))
    put_in(store, *(Made(key) for key in students))
    yield desk
    store.close()


#: A leak is told as it was found: each step of making it smaller would be seconds of uploads.
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


@settings(max_examples=20, phases=_PHASES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=grants, data=st.data())
def test_no_deed_of_somebody_of_some_schools_shows_anybody_of_others(
    admin: Scoped, held: frozenset[Grant], data: st.DataObject
) -> None:
    desk = Scoped(admin.store, admin.folder, User("sue", "Sue", held))
    everybody = admin.everybody
    names = st.sampled_from(["Ortega", "Okafor", "a", "e", "Ana"])
    for deed in data.draw(st.lists(st.sampled_from(list(DEEDS)), min_size=2, max_size=6)):
        key = data.draw(st.sampled_from(sorted(everybody)))
        try:
            shown = deed(desk, key, data.draw(names))
        except Refusal:
            continue
        for one in shown:
            kind = _KINDS[one.partition(":")[0]]
            rights = set(DEEDS[deed]) - ({Right.BATCH_STUDENT_MANAGE} if kind is People.STAFF else set())
            scope = desk.user.schools_for(*rights, people=kind)
            assert scope is not None
            assert not everybody[one].isdisjoint(scope), (deed.__name__, one)
