"""What reading documents finds, each code by a real file (batch-updates §5.3), in the confined process."""

import io

import pytest
from PIL import Image

from roster_core.batches.kinds import KINDS as BATCH_KINDS
from roster_core.confined import Limits
from roster_core.updates import document_pdf
from roster_core.updates.document_check import examine_document
from roster_core.updates.document_facts import BrokenDocumentError, LockedDocumentError
from roster_core.updates.document_kinds import KINDS
from roster_core.updates.document_reader import LONG, Reader
from roster_core.updates.document_rules import DocumentRules
from roster_core.updates.document_types import DocumentType
from tests.photos.pictures import saved
from tests.updates import pdfs

PDF_ONLY = DocumentRules()
EVERY = DocumentRules(more_types=tuple(DocumentType))
JPEG = saved(Image.new("RGB", (300, 400), "white"), "JPEG")
PNG = saved(Image.new("RGBA", (300, 400)), "PNG")


@pytest.fixture(scope="module")
def reader():
    with Reader() as one:
        yield one


@pytest.mark.parametrize(
    ("name", "data", "rules", "codes"),
    [
        ("a.pdf", b"", PDF_ONLY, ["EMPTY"]),
        ("a.pdf", pdfs.pdf("x") + b" " * (10 << 20), PDF_ONLY, ["TOO_LARGE"]),
        ("a.pdf", PNG, PDF_ONLY, ["TYPE_NOT_ALLOWED"]),
        ("a.pdf", b"hello", PDF_ONLY, ["TYPE_NOT_ALLOWED"]),
        ("a.jpg", JPEG, PDF_ONLY, ["TYPE_NOT_ALLOWED"]),
        ("a.docx", pdfs.word(), PDF_ONLY, ["TYPE_NOT_ALLOWED"]),
        ("a.pdf", pdfs.report("a", "b")[:300], PDF_ONLY, ["UNREADABLE"]),
        ("a.pdf", b"%PDF-1.7\n" + b"\0" * 2000, PDF_ONLY, ["UNREADABLE"]),
        ("a.pdf", pdfs.bomb(), PDF_ONLY, ["UNREADABLE"]),
        ("a.pdf", pdfs.encrypted(), PDF_ONLY, ["PDF_ENCRYPTED"]),
        ("a.pdf", pdfs.with_script(), PDF_ONLY, ["PDF_ACTIVE"]),
        ("a.pdf", pdfs.with_hidden_script(), PDF_ONLY, ["PDF_ACTIVE"]),
        ("a.pdf", pdfs.with_launch(), PDF_ONLY, ["PDF_ACTIVE"]),
        ("a.pdf", pdfs.with_attachment(), PDF_ONLY, ["PDF_ACTIVE"]),
        ("a.pdf", pdfs.with_form(), PDF_ONLY, ["PDF_ACTIVE"]),
        ("a.pdf", pdfs.with_links(), PDF_ONLY, []),
        ("a.pdf", pdfs.encrypted(""), PDF_ONLY, []),
        ("a.pdf", pdfs.scanned(), PDF_ONLY, []),
        ("A.PDF", pdfs.report("Ana", "1"), PDF_ONLY, []),
        ("a.jpg", JPEG, EVERY, []),
        ("a.pdf", PNG, EVERY, ["EXTENSION_MISMATCH"]),
        ("a.png", PNG[:200], EVERY, ["UNREADABLE"]),
        ("a.docx", pdfs.word(), EVERY, []),
        ("a.docx", pdfs.word(parts={"word/vbaProject.bin": b"x"}), EVERY, ["DOCX_ACTIVE"]),
        ("a.docx", pdfs.word(parts={"word/embeddings/oleObject1.bin": b"x"}), EVERY, ["DOCX_ACTIVE"]),
        ("a.docx", pdfs.word(parts={"word/_rels/settings.xml.rels": pdfs.OUTSIDE}), EVERY, ["DOCX_ACTIVE"]),
        ("a.docx", pdfs.word(parts={"word/media/a.xml": b" " * (80 << 20)}), EVERY, ["UNREADABLE"]),
    ],
)
def test_every_code_by_a_file(reader, name, data, rules, codes):
    check, picture = reader.examine(name, data, rules)
    assert [one.kind.code for one in check.findings] == codes
    assert check.usable == (picture is not None or (check.type is DocumentType.DOCX and not codes))
    assert all(one.message for one in check.findings)


def test_a_check_next_door_says_the_same(reader):
    for data in (pdfs.report("Ana Ortega", "0104233"), pdfs.with_launch(), pdfs.encrypted(), JPEG):
        beside = examine_document("a.pdf", data, EVERY.types, EVERY.max_bytes)
        assert reader.examine("a.pdf", data, EVERY) == beside


def test_pages_and_the_text_of_the_first_two_are_told(reader):
    check, picture = reader.examine("a.pdf", pdfs.pdf("one", "two", "three"), PDF_ONLY)
    assert (check.pages, check.text.split()) == (3, ["one", "two"])
    assert max(picture.width, picture.height) == 320
    with Image.open(io.BytesIO(picture.data)) as image:
        assert (image.format, image.size) == ("JPEG", (picture.width, picture.height))
    assert reader.examine("a.docx", pdfs.word("Ana &amp; Gil"), EVERY)[0].text == "Ana & Gil"
    assert reader.examine("a.pdf", pdfs.scanned(), PDF_ONLY)[0].text.strip() == ""


def test_a_page_is_drawn_and_one_that_is_not_there_is_not(reader):
    page = reader.draw(pdfs.pdf("one", "two"), 1, 900)
    assert (max(page.width, page.height), page.data[:4]) == (900, b"\x89PNG")
    assert reader.draw(JPEG, 0, 200).height == 200
    for number, data in ((2, pdfs.pdf("one", "two")), (0, b"%PDF-1.7 no")):
        with pytest.raises(BrokenDocumentError):
            reader.draw(data, number, 900)


def test_three_hundred_pages_are_read_and_cut_as_asked():
    long = pdfs.pdf(*[f"page {number}" for number in range(1, 301)])
    with Reader(LONG) as one:
        texts, active = one.texts(long)
        assert (len(texts), texts[299].strip(), active) == (300, "page 300", [])
        parts = one.cut(long, [(1, 1), (5, 7), (300, 300)])
        assert [text.strip() for text in one.texts(parts[1])[0]] == ["page 5", "page 6", "page 7"]
        assert parts == one.cut(long, [(1, 1), (5, 7), (300, 300)])
        with pytest.raises(LockedDocumentError):
            one.texts(pdfs.encrypted())
        assert one.texts(pdfs.with_script()) == ([], ["a script"])


def test_what_breaks_the_limits_is_stopped_and_the_next_file_is_read():
    with Reader(Limits(wall_s=0.05)) as one:
        codes = {finding.kind.code for finding in one.examine("a.pdf", pdfs.bomb(), PDF_ONLY)[0].findings}
        assert codes == {"TOOK_TOO_LONG"}
        one.limits = Limits()
        assert one.examine("a.pdf", pdfs.pdf("x"), PDF_ONLY)[0].usable


def test_only_the_pages_asked_for_are_read():
    assert [one.strip() for one in document_pdf.read_texts(pdfs.pdf("one", "two", "three"), [2, 9])] == ["three"]


def test_every_kind_has_a_message_and_a_fix_and_no_code_is_of_two():
    assert all(kind.fix or kind.severity == "info" for kind in KINDS)
    codes = [kind.code for kind in (*KINDS, *BATCH_KINDS)]
    assert len(codes) == len(set(codes))
