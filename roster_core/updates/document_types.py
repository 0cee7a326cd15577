"""Which type a document has, by its content alone (batch-updates §5.2)."""

from enum import StrEnum

from roster_core.batches.contents import what_else

#: Readers look for the mark of a PDF so far into a file.
_PDF_MARK_WITHIN = 1024
#: The part that every Word document has, and no other file of Office.
_WORD_PART = b"word/document.xml"
_PICTURES = {b"\xff\xd8\xff": "a JPEG picture", b"\x89PNG": "a PNG picture", b"GIF8": "a GIF picture", b"BM": "a BMP"}


class DocumentType(StrEnum):
    """A type that documents may have; the value is the word shown."""

    PDF = "PDF"
    JPEG = "JPEG"
    PNG = "PNG"
    DOCX = "DOCX"

    @property
    def media_type(self) -> str:
        """The type that a response carries."""
        return _MEDIA[self]

    @property
    def suffix(self) -> str:
        """The extension that stored files get."""
        return ".jpg" if self is DocumentType.JPEG else f".{self.value.lower()}"

    @property
    def words(self) -> str:
        """The type in a sentence."""
        return "a Word document" if self is DocumentType.DOCX else f"a {self.value}"


_MEDIA = {
    DocumentType.PDF: "application/pdf",
    DocumentType.JPEG: "image/jpeg",
    DocumentType.PNG: "image/png",
    DocumentType.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
#: The type of each extension.
EXTENSIONS = {
    ".pdf": DocumentType.PDF,
    ".jpg": DocumentType.JPEG,
    ".jpeg": DocumentType.JPEG,
    ".png": DocumentType.PNG,
    ".docx": DocumentType.DOCX,
}


def type_of(data: bytes) -> DocumentType | None:
    """The type that the bytes tell, or `None`."""
    if b"%PDF-" in data[:_PDF_MARK_WITHIN]:
        return DocumentType.PDF
    if data.startswith(b"\xff\xd8\xff"):
        return DocumentType.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return DocumentType.PNG
    if data.startswith(b"PK\x03\x04") and _WORD_PART in data:
        return DocumentType.DOCX
    return None


def told_type(data: bytes) -> str:
    """What a file is, in words."""
    known = type_of(data)
    if known is not None and known is not DocumentType.JPEG and known is not DocumentType.PNG:
        return known.words
    return next((words for start, words in _PICTURES.items() if data.startswith(start)), "") or what_else(data)
