"""What reading a document tells, as values that other processes know too."""

from dataclasses import dataclass

from roster_core.findings import Finding, Severity
from roster_core.updates.document_types import DocumentType


class BrokenDocumentError(Exception):
    """It cannot be read; the text says how it is, as in “it is damaged”."""


class LockedDocumentError(Exception):
    """It needs a password."""


@dataclass(frozen=True)
class Drawn:
    """A picture of a page: JPEG or PNG."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True)
class DocumentCheck:
    """What is known of one file; `pages` is `None` where it has none, `text` is that of its first pages."""

    name: str
    size: int
    sha256: str = ""
    type: DocumentType | None = None
    pages: int | None = None
    text: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether it may be stored."""
        return not any(one.severity in {Severity.ERROR, Severity.BLOCK} for one in self.findings)
