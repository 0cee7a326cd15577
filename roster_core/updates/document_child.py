"""The process that reads documents: one after another, each within its limits; whatever goes wrong ends it only."""

from collections.abc import Mapping
from typing import Any

from roster_core.confined import Answer, serve
from roster_core.updates import document_pdf
from roster_core.updates.document_check import draw_picture, examine_document
from roster_core.updates.document_exchange import check_to, drawn_to
from roster_core.updates.document_facts import BrokenDocumentError, LockedDocumentError
from roster_core.updates.document_types import DocumentType, type_of


def answer(head: Mapping[str, Any], body: bytes) -> Answer:
    """What a request comes to, or why it cannot be done."""
    try:
        return _done(head, body)
    except LockedDocumentError:
        return {"locked": True}, b""
    except BrokenDocumentError as broken:
        return {"broken": str(broken)}, b""


def _done(head: Mapping[str, Any], body: bytes) -> Answer:
    match head["task"]:
        case "check":
            types = [DocumentType(word) for word in head["types"]]
            check, small = examine_document(head["name"], body, types, head["max_bytes"])
            told = {"check": check_to(check), "picture": None if small is None else drawn_to(small)}
            return told, b"" if small is None else small.data
        case "draw":
            is_pdf = type_of(body) is DocumentType.PDF
            drawn = (
                document_pdf.draw_page(body, head["page"], head["side"], photo=head["photo"])
                if is_pdf
                else draw_picture(body, head["side"], photo=head["photo"])
            )
            return {"picture": drawn_to(drawn)}, drawn.data
        case "texts":
            active = document_pdf.find_active(body)
            return {"active": active, "texts": [] if active else document_pdf.read_texts(body)}, b""
        case "cut":
            parts = document_pdf.cut_parts(body, [(first, last) for first, last in head["ranges"]])
            return {"lengths": [len(part) for part in parts]}, b"".join(parts)
        case task:
            raise KeyError(task)


if __name__ == "__main__":
    serve(answer)
