"""What a Word document is, read without running or unfolding anything of it; run in a confined process only."""

import html
import io
import re
import zipfile
from collections.abc import Iterator

from roster_core.updates.document_facts import BrokenDocumentError, LockedDocumentError
from roster_core.zips import UNREADABLE_ZIP, entries_overlap, is_encrypted, unpacks_too_far

_TEXT_PART = "word/document.xml"
_MAX_ENTRIES = 2_000
_MAX_PART = 64 << 20
_MAX_RATIO, _RATIO_FROM = 500, 1 << 20
_PARAGRAPH = re.compile(rb"<w:p[ >].*?</w:p>", re.DOTALL)
_RUN = re.compile(rb"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_OUTSIDE = re.compile(rb"<Relationship\b[^>]*(?:attachedTemplate|oleObject|frame)[^>]*TargetMode=\"External\"")


def read_word(data: bytes, letters: int) -> tuple[str, list[str]]:
    """The first `letters` of its text, and what in it could do something, in words, each once.

    Raises:
        LockedDocumentError: It needs a password.
        BrokenDocumentError: It is damaged, or made to fill a computer.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_unsafe(archive)
            active = list(dict.fromkeys(_acting(archive)))
            return _text(archive.read(_TEXT_PART), letters), active
    except (*UNREADABLE_ZIP, KeyError, EOFError, NotImplementedError, RuntimeError) as error:
        raise BrokenDocumentError("damaged") from error


def _refuse_unsafe(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    if any(is_encrypted(info) for info in infos):
        raise LockedDocumentError
    if len(infos) > _MAX_ENTRIES or entries_overlap(archive):
        raise BrokenDocumentError("not as any word processor writes it")
    if any(info.file_size > _MAX_PART or unpacks_too_far(info, _MAX_RATIO, _RATIO_FROM) for info in infos):
        raise BrokenDocumentError("far larger inside than any document")


def _acting(archive: zipfile.ZipFile) -> Iterator[str]:
    for info in archive.infolist():
        name = info.filename.lower()
        if name.rpartition("/")[2] in {"vbaproject.bin", "vbadata.xml"}:
            yield "macros"
        elif "/embeddings/" in name or "/activex/" in name:
            yield "an embedded file"
        elif name.endswith(".rels") and _OUTSIDE.search(archive.read(info)):
            yield "a part that is fetched from elsewhere"
    if b"macroenabled" in archive.read("[Content_Types].xml").lower():
        yield "macros"


def _text(part: bytes, letters: int) -> str:
    lines: list[str] = []
    length = 0
    for paragraph in _PARAGRAPH.finditer(part):
        line = html.unescape(b"".join(_RUN.findall(paragraph[0])).decode("utf-8", "replace"))
        lines.append(line)
        length += len(line)
        if length >= letters:
            break
    return "\n".join(lines)[:letters]
