"""What a PDF is: pages, text, pictures, and whether anything in it acts; run in a confined process only."""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import closing

import pikepdf
import pypdfium2 as pdfium
from PIL import Image

from roster_core.updates.document_facts import BrokenDocumentError, Drawn, LockedDocumentError

#: Letters of a page that are looked at; a page of print has three to five thousand.
PAGE_LETTERS = 8_000
#: The largest scale that a page is drawn at; smaller ones are drawn to fit.
_MAX_SCALE = 4.0
_ACTIONS = {
    "/JavaScript": "a script",
    "/Launch": "an action that starts a program",
    "/ImportData": "an action that fetches data",
    "/SubmitForm": "a form that sends what is typed",
    "/GoToE": "a jump into an embedded file",
    "/Rendition": "media that run by themselves",
    "/RichMediaExecute": "media that run by themselves",
}
_KEYS = {
    "/JS": "a script",
    "/EF": "an embedded file",
    "/EmbeddedFiles": "an embedded file",
    "/XFA": "a form with scripts of its own",
    "/RichMediaContent": "media that run by themselves",
}
#: Types and subtypes that are enough by themselves.
_NAMES = {
    "/EmbeddedFile": "an embedded file",
    "/FileAttachment": "an embedded file",
    "/RichMedia": "media with scripts",
}
_SUSPECT = re.compile(
    "|".join(re.escape(name) for name in sorted({*_ACTIONS, *_KEYS, *_NAMES}, key=len, reverse=True)).encode()
)


def refuse_locked(data: bytes) -> None:
    """Raise if a PDF cannot be opened.

    Raises:
        LockedDocumentError: It needs a password.
        BrokenDocumentError: It is damaged.
    """
    with closing(_opened(data)):
        pass


def find_active(data: bytes) -> list[str]:
    """What in a PDF could do something on its reader's computer, in words, each once; raises as `refuse_locked`."""
    with closing(_opened(data)) as pdf:
        found: dict[str, None] = {}
        try:
            for thing in pdf.objects:
                if _suspect(thing):
                    found |= dict.fromkeys(_acting(thing))
        except pikepdf.PdfError as error:
            raise BrokenDocumentError("damaged") from error
        return list(found)


def count_pages(data: bytes) -> int:
    """How many pages a PDF has.

    Raises:
        BrokenDocumentError: None, or they cannot be counted.
    """
    with closing(_loaded(data)) as document:
        if not len(document):
            raise BrokenDocumentError("without a page")
        return len(document)


def read_texts(data: bytes, pages: Sequence[int] | None = None) -> list[str]:
    """The text of these pages (counted from 0; all without them), at most `PAGE_LETTERS` of each, blank for none."""
    with closing(_loaded(data)) as document:
        wanted = range(len(document)) if pages is None else [page for page in pages if page < len(document)]
        return [_text(document, page) for page in wanted]


def draw_page(data: bytes, page: int, side: int, *, photo: bool = False) -> Drawn:
    """A page so large that its longer side has `side` pixels: as PNG, or as JPEG for a `photo`.

    Raises:
        BrokenDocumentError: It cannot be drawn.
    """
    with closing(_loaded(data)) as document:
        try:
            if document.get_formtype():
                document.init_forms()
            with closing(document[page]) as one:
                longer = max(*one.get_size(), 1.0)
                scale = min((side - 0.5) / longer, _MAX_SCALE)  # pixels are rounded up
                image = one.render(scale=scale).to_pil().convert("RGB")
        except (pdfium.PdfiumError, IndexError, ValueError) as error:
            raise BrokenDocumentError("damaged") from error
    return saved(image, photo=photo)


def saved(image: Image.Image, *, photo: bool) -> Drawn:
    """A picture as JPEG, if it is a `photo`, or PNG."""
    buffer = io.BytesIO()
    if photo:
        image.save(buffer, "JPEG", quality=85)
    else:
        image.save(buffer, "PNG", compress_level=3)
    return Drawn(buffer.getvalue(), *image.size)


def cut_parts(data: bytes, ranges: Sequence[tuple[int, int]]) -> list[bytes]:
    """A PDF for each of these ranges of pages (first and last, counted from 1); raises as `refuse_locked`."""
    parts: list[bytes] = []
    with closing(_opened(data)) as pdf:
        for first, last in ranges:
            with closing(pikepdf.Pdf.new()) as part:
                part.pages.extend(pdf.pages[first - 1 : last])
                part.remove_unreferenced_resources()
                buffer = io.BytesIO()
                # The same pages make the same bytes, whenever they are cut.
                part.save(buffer, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
                parts.append(buffer.getvalue())
    return parts


def _opened(data: bytes) -> pikepdf.Pdf:
    try:
        return pikepdf.Pdf.open(io.BytesIO(data), suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise LockedDocumentError from error
    except pikepdf.PdfError as error:
        if "encrypt" in str(error).lower():  # by a certificate, or in a way of its maker's own
            raise LockedDocumentError from error
        raise BrokenDocumentError("damaged") from error


def _loaded(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise BrokenDocumentError("damaged") from error


def _text(document: pdfium.PdfDocument, page: int) -> str:
    try:
        with closing(document[page]) as one, closing(one.get_textpage()) as text:
            count = min(text.count_chars(), PAGE_LETTERS)
            return str(text.get_text_range(0, count)) if count > 0 else ""
    except pdfium.PdfiumError:  # of a page that cannot be read there is no text
        return ""


def _suspect(thing: pikepdf.Object) -> bool:
    """Whether one of the names occurs in it at all: most objects are passed over by that."""
    if isinstance(thing, pikepdf.Stream):
        return _SUSPECT.search(thing.stream_dict.unparse()) is not None
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Array):
        return _SUSPECT.search(thing.unparse(resolved=True)) is not None
    return False


def _acting(thing: pikepdf.Object) -> Iterator[str]:
    """What acts in an object and what it holds directly; those it points at are looked at by themselves."""
    left = [thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing]
    while left:
        one = left.pop()
        if isinstance(one, pikepdf.Array):
            left.extend(_held(item) for item in one.as_list() if _is_held(item))
            continue
        for name, value in one.items():
            if name in _KEYS:
                yield _KEYS[name]
            if isinstance(value, pikepdf.Name):
                word = str(value)
                if name == "/S" and word in _ACTIONS:
                    yield _ACTIONS[word]
                elif name in {"/Type", "/Subtype"} and word in _NAMES:
                    yield _NAMES[word]
            elif _is_held(value):
                left.append(_held(value))


def _is_held(value: object) -> bool:
    return isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect


def _held(value: object) -> pikepdf.Object:
    return value  # type: ignore[return-value] # asked before
