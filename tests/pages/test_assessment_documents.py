"""The states of the page: nothing yet, a preview with what it offers, a long PDF to cut, and what rights change."""

import pytest

from pages.shell import session
from roster_core.access.rights import Right, local_administrator
from roster_core.batches.tables import Batch
from roster_core.jobs.tables import Job
from roster_core.journeys.batches import document_split
from roster_core.journeys.batches.document_start import DocumentRequest, set_by_hand, start_documents
from roster_core.journeys.batches.drafts import choose
from roster_core.journeys.batches.intake import add_files
from roster_core.journeys.batches.reads import read_items
from roster_core.journeys.handlers import HANDLERS
from tests.journeys.batches.conftest import packed
from tests.updates.pdfs import pdf, report

PAGE = "assessment_documents.py"

pytestmark = pytest.mark.usefixtures("with_sample")


@pytest.fixture
def checked(tmp_path):
    """Begins a batch of these files and checks them, as the worker does."""

    def begun(files, **request):
        store, user = session.store(), local_administrator()
        batch_id = start_documents(store, user, DocumentRequest(**{"type": "MAP", **request}))
        given = []
        for number, (name, data) in enumerate(files.items()):
            path = tmp_path / f"{number}.bin"
            path.write_bytes(data)
            given.append((name, path))
        add_files(store, user, batch_id, given)
        while not HANDLERS["batch-check"].advance(store, 1, batch_id).finished:
            pass
        with store.writing(1) as db:
            batch = db.get_one(Batch, (1, batch_id))
            db.get_one(Job, (1, batch.job_id)).state = "done"
        return batch_id

    return begun


def _keys(at):
    return {button.key for button in at.button}


def test_what_was_chosen_last_is_offered_and_the_types_visibility_with_it(open_page):
    at = open_page(PAGE)
    assert at.selectbox(key="documents.type").value == "NJSLA-ELA"
    assert at.selectbox(key="documents.year").value == "2026-27"
    assert at.button(key="documents.rules.change")
    assert not at.exception
    at.button(key="documents.rules.change").click().run()
    assert not at.exception
    assert at.multiselect(key="documents.rules.types").options == ["JPEG", "PNG", "DOCX"]


def test_a_draft_is_taken_up_again_with_what_can_be_decided(open_page, checked):
    files = {
        "0104233--Spring.pdf": report("Ana Ortega", "0104233"),
        "0101118.pdf": report("Gil Roe", "0101900"),
        "maths/0100502.pdf": pdf("x"),
        "index.csv": b"file_name,student_key\nmissing.pdf,1\n",
    }
    batch_id = checked({"set.zip": packed(files)}, folders=True)
    at = open_page(PAGE)
    assert not at.exception
    assert at.button(key="batch.submit").disabled
    assert "documents.accept.OTHER_STUDENT_IN_TEXT" not in _keys(at)
    assert [one.value for one in at.caption if "Accepted one by one" in one.value]
    assert [one.label for one in at.expander if "4 remarks on the index" in one.label]
    assert {"documents.1.skip", "documents.1.edit", "documents.2.accept", "documents.1.zoom"} <= _keys(at)
    at.button(key="documents.2.accept").click().run()
    at.session_state["documents.section"] = "To decide"
    at.run()
    at.button(key="documents.3.edit").click().run()
    assert (at.selectbox(key="documents.edit.3.type").value, at.button(key="documents.edit.3.save").disabled) == (
        None,
        True,
    )
    store, user = session.store(), local_administrator()
    choose(store, user, batch_id, set_by_hand([3], type="NJSLA-M"))
    at.run()
    assert not at.exception
    items, _ = read_items(store, user, batch_id)
    assert [item.state.value for item in items] == ["ready", "warning", "ready"]
    assert not at.button(key="batch.submit").disabled


def test_a_long_pdf_is_corrected_in_a_table_before_it_is_cut(open_page, tmp_path):
    store, user = session.store(), local_administrator()
    batch_id = start_documents(store, user, DocumentRequest("MAP"))
    (tmp_path / "long.pdf").write_bytes(pdf("cover", "Ana Ortega", "Dunn, Chloe"))
    document_split.propose_split(store, user, batch_id, "long.pdf", tmp_path / "long.pdf")
    at = open_page(PAGE)
    assert not at.exception
    assert [one.value for one in at.subheader] == ["Whose pages are they? long.pdf, 3 pages"]
    assert at.button(key=f"documents.split.{batch_id}.0.cut").label == "Cut it into 3"
    at.button(key=f"documents.split.{batch_id}.0.drop").click().run()
    assert not at.exception
    assert not at.subheader


def test_who_may_only_look_at_documents_uploads_none(open_page, as_holder_of):
    as_holder_of(Right.DOCUMENT_VIEW)
    at = open_page(PAGE)
    assert not at.exception
    assert "documents.type" not in {box.key for box in at.selectbox}
