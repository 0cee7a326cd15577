"""What a document must pass, the cheap checks first (batch-updates §5.3); run in a confined process only."""

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

from PIL import Image, ImageOps

from roster_core.batches import kinds as batch_kinds
from roster_core.batches.amounts import check_size
from roster_core.batches.names import extension
from roster_core.findings import Finding
from roster_core.updates import document_kinds as kinds
from roster_core.updates import document_pdf
from roster_core.updates.document_facts import BrokenDocumentError, DocumentCheck, Drawn, LockedDocumentError
from roster_core.updates.document_office import read_word
from roster_core.updates.document_types import EXTENSIONS, DocumentType, told_type, type_of

#: Pages whose text is looked at for students.
TEXT_PAGES = 2
#: The longer side of the small picture of the first page.
SMALL_SIDE = 320
_MAX_PIXELS = 50_000_000


def examine_document(
    name: str, data: bytes, types: Sequence[DocumentType], max_bytes: int
) -> tuple[DocumentCheck, Drawn | None]:
    """All checks of one file, and the small picture of its first page; one that fails spares those after it."""
    check = DocumentCheck(name, len(data), findings=tuple(check_size(name, len(data), max_bytes)))
    if not check.usable:
        return check, None
    kind = type_of(data)
    if kind is None or kind not in types:
        facts = {"what": told_type(data), "types": ", ".join(types)}
        return replace(check, findings=(Finding(batch_kinds.TYPE_NOT_ALLOWED, name, facts=facts),)), None
    known = replace(check, sha256=hashlib.sha256(data).hexdigest(), type=kind, findings=tuple(_ending(name, kind)))
    try:
        if kind is DocumentType.PDF:
            return _pdf(known, data)
        return _word(known, data) if kind is DocumentType.DOCX else (known, draw_picture(data, SMALL_SIDE, photo=True))
    except LockedDocumentError:
        return _refused(known, Finding(kinds.PDF_ENCRYPTED, name)), None
    except BrokenDocumentError as broken:
        return _refused(known, Finding(batch_kinds.UNREADABLE, name, facts={"what": str(broken)})), None


def draw_picture(data: bytes, side: int, *, photo: bool = False) -> Drawn:
    """A picture that came as a document, upright, no larger than `side`.

    Raises:
        BrokenDocumentError: It cannot be decoded.
    """
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > _MAX_PIXELS:
                raise BrokenDocumentError(f"{image.width} × {image.height} pixels large, more than can be shown")
            image.load()
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BrokenDocumentError("damaged") from error
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright)
    flat.thumbnail((side, side))
    return document_pdf.saved(flat, photo=photo)


def _pdf(check: DocumentCheck, data: bytes) -> tuple[DocumentCheck, Drawn | None]:
    active = document_pdf.find_active(data)
    if active:
        return _refused(check, Finding(kinds.PDF_ACTIVE, check.name, facts={"what": _and(active)})), None
    pages = document_pdf.count_pages(data)
    text = "\n".join(document_pdf.read_texts(data, range(TEXT_PAGES)))
    small = document_pdf.draw_page(data, 0, SMALL_SIDE, photo=True)
    return replace(check, pages=pages, text=text), small


def _word(check: DocumentCheck, data: bytes) -> tuple[DocumentCheck, None]:
    text, active = read_word(data, TEXT_PAGES * document_pdf.PAGE_LETTERS)
    if active:
        return _refused(check, Finding(kinds.DOCX_ACTIVE, check.name, facts={"what": _and(active)})), None
    return replace(check, text=text), None


def _refused(check: DocumentCheck, finding: Finding) -> DocumentCheck:
    return replace(check, findings=(*check.findings, finding))


def _ending(name: str, kind: DocumentType) -> Iterator[Finding]:
    if EXTENSIONS.get(extension(name)) is not kind:
        facts = {"extension": extension(name) or "nothing", "what": kind.words}
        yield Finding(batch_kinds.EXTENSION_MISMATCH, name, facts=facts)


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
