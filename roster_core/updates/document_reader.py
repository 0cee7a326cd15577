"""Reading documents in a process that may be ended, so that no file can stop or fill the one that asks."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

from roster_core.batches import kinds as batch_kinds
from roster_core.batches.amounts import check_size
from roster_core.confined import Answer, Confined, GivenUp, Limits, Pool, Why
from roster_core.findings import Finding
from roster_core.updates.document_exchange import check_from, drawn_from
from roster_core.updates.document_facts import BrokenDocumentError, DocumentCheck, Drawn, LockedDocumentError
from roster_core.updates.document_rules import DocumentRules

#: What one document may take.
ONE = Limits(cpu_s=10.0, wall_s=30.0)
#: What a long one may take that is to be split.
LONG = Limits(cpu_s=60.0, wall_s=120.0, memory_bytes=1 << 30)
_KIND_OF = {Why.TOO_LONG: batch_kinds.TOOK_TOO_LONG, Why.TOO_MUCH: batch_kinds.TOOK_TOO_MUCH}


class Reader(Confined):
    """A process that reads documents (see `Confined`)."""

    def __init__(self, limits: Limits = ONE) -> None:
        """Nothing is started yet."""
        super().__init__("roster_core.updates.document_child", limits)

    def examine(self, name: str, data: bytes, rules: DocumentRules) -> tuple[DocumentCheck, Drawn | None]:
        """`examine_document` within the limits; a file that breaks them is refused by a finding."""
        if any(True for _ in check_size(name, len(data), rules.max_bytes)):
            data = data[: rules.max_bytes + 1]  # its end is not needed to refuse it
        head = {"task": "check", "name": name, "types": list(rules.types), "max_bytes": rules.max_bytes}
        try:
            told, picture = self.ask(head, data)
        except GivenUp as given_up:
            kind = _KIND_OF.get(given_up.why, batch_kinds.UNREADABLE)
            return DocumentCheck(name, len(data), findings=(Finding(kind, name, facts={"what": "damaged"}),)), None
        return check_from(told["check"]), drawn_from(told["picture"], picture) if told["picture"] else None

    def draw(self, data: bytes, page: int, side: int) -> Drawn:
        """A page (counted from 0) of a document as PNG, its longer side `side` pixels.

        Raises:
            BrokenDocumentError: It cannot be drawn, or not within the limits.
        """
        told, picture = self._read({"task": "draw", "page": page, "side": side, "photo": False}, data)
        return drawn_from(told["picture"], picture)

    def texts(self, data: bytes) -> tuple[list[str], list[str]]:
        """The text of every page of a PDF, and what acts in it (then there is no text).

        Raises:
            BrokenDocumentError: It cannot be read, or not within the limits.
            LockedDocumentError: It needs a password.
        """
        told, _ = self._read({"task": "texts"}, data)
        return told["texts"], told["active"]

    def cut(self, data: bytes, ranges: Sequence[tuple[int, int]]) -> list[bytes]:
        """A PDF for each range of pages (first and last, counted from 1); raises as `texts` does."""
        told, parts = self._read({"task": "cut", "ranges": [list(one) for one in ranges]}, data)
        ends = [sum(told["lengths"][: at + 1]) for at in range(len(ranges))]
        return [parts[end - length : end] for end, length in zip(ends, told["lengths"], strict=True)]

    def _read(self, head: dict[str, Any], data: bytes) -> Answer:
        try:
            told, body = self.ask(head, data)
        except GivenUp as given_up:
            raise BrokenDocumentError(f"given up: {given_up}") from given_up
        if "locked" in told:
            raise LockedDocumentError
        if "broken" in told:
            raise BrokenDocumentError(told["broken"])
        return told, body


_POOL = Pool(Reader)


def reading() -> AbstractContextManager[Reader]:
    """A reader for this thread alone, kept for the next one; all end with the program."""
    return _POOL.one()
