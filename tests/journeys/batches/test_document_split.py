"""One long PDF becomes the documents of a batch, always by way of a look at it (batch-updates §5.5)."""

import time

import pytest

from roster_core.access.rights import Right, granted
from roster_core.batches.states import ItemState
from roster_core.journeys.batches import document_split
from roster_core.journeys.batches.document_split import PartChoice, waiting_split
from roster_core.journeys.batches.sweeping import sweep
from roster_core.refusals import Refusal
from tests.journeys.batches.document_desk import DocumentDesk
from tests.updates.pdfs import encrypted, pdf, with_script

LONG = ("Cover page", "Ana Ortega", "second page of it", "Dunn, Chloe", "0101900 page of somebody", "the end")


@pytest.fixture
def documents(desk):
    return DocumentDesk(desk.store, desk.folder, desk.user)


def _proposed(documents, data):
    batch_id = documents.start()
    ((name, path),) = documents.given({"long.pdf": data})
    return batch_id, document_split.propose_split(documents.store, documents.user, batch_id, name, path)


def _cut(documents, batch_id, parts, source=0):
    document_split.split(documents.store, documents.user, batch_id, source, parts)
    documents.run("batch-check", batch_id)


def test_pages_are_proposed_corrected_and_cut_into_files_of_the_batch(documents):
    batch_id, view = _proposed(documents, pdf(*LONG))
    assert [(one.first, one.last, one.key, one.unnamed) for one in view.parts] == [
        (1, 1, "", (1,)),
        (2, 3, "0104233", (3,)),
        (4, 4, "0101118", ()),
        (5, 6, "0101900", (6,)),
    ]
    assert documents.view(batch_id).total == 0
    assert waiting_split(documents.view(batch_id).sources) == view
    sweep(documents.store, documents.user)
    page = document_split.read_source_page(documents.store, documents.user, batch_id, 0, 5)
    assert page.data.startswith(b"\x89PNG")
    _cut(documents, batch_id, [PartChoice(2, 3, "0104233"), PartChoice(4, 5, "0101118"), PartChoice(6, 6)])
    items = documents.items(batch_id)
    assert {name: (item.state, item.facts["check"]["pages"]) for name, item in items.items()} == {
        "0104233.pdf": (ItemState.READY, 2),
        "0101118.pdf": (ItemState.READY, 2),
        "page 6.pdf": (ItemState.NEEDS_PERSON, 1),
    }
    assert waiting_split(documents.view(batch_id).sources) is None
    with pytest.raises(Refusal, match="was cut already"):
        _cut(documents, batch_id, [PartChoice(1, 1)])
    documents.confirm(batch_id, leave_out=True)
    assert [one[4] for one in documents.documents("0104233")] == [["0104233.pdf"]]


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ([], "0 parts were asked for"),
        ([PartChoice(1, 7)], "no pages 1 to 7"),
        ([PartChoice(1, 2), PartChoice(2, 3)], "overlap"),
        ([PartChoice(1, 2, "999")], "Nobody has 999"),
    ],
)
def test_what_cannot_be_cut_is_refused_and_can_be_corrected(documents, parts, why):
    batch_id, _ = _proposed(documents, pdf(*LONG))
    with pytest.raises(Refusal, match=why):
        _cut(documents, batch_id, parts)
    _cut(documents, batch_id, [PartChoice(1, 6, "0104233")])
    assert list(documents.items(batch_id)) == ["0104233.pdf"]


@pytest.mark.parametrize(
    ("data", "why"), [(encrypted(), "password"), (with_script(), "a script"), (b"hello", "cannot be read")]
)
def test_what_cannot_be_read_is_not_split(documents, data, why):
    with pytest.raises(Refusal, match=why):
        _proposed(documents, data)


def test_it_can_be_left_and_nobody_else_may_do_it(documents):
    batch_id, view = _proposed(documents, pdf(*LONG))
    other = granted("b", "B", frozenset({Right.BATCH_STUDENT_MANAGE}))
    with pytest.raises(Refusal, match="not found"):
        document_split.read_source_page(documents.store, other, batch_id, view.source, 0)
    document_split.drop_split(documents.store, documents.user, batch_id, view.source)
    assert documents.view(batch_id).sources == []


def test_three_hundred_pages_are_quick(documents):
    data = pdf(*[f"Ana Ortega {number}" if number % 3 else "Dunn, Chloe" for number in range(300)])
    started = time.process_time()
    batch_id, view = _proposed(documents, data)
    assert (view.pages, len(view.parts)) == (300, 200)
    _cut(documents, batch_id, [PartChoice(one.first, one.last, one.key) for one in view.parts])
    assert documents.view(batch_id).total == 200
    assert time.process_time() - started < 30
