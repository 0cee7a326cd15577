"""Checks of documents as JSON, for the way from a confined process."""

from collections.abc import Mapping
from typing import Any

from roster_core.batches import kinds as batch_kinds
from roster_core.findings import Finding
from roster_core.updates import document_kinds
from roster_core.updates.document_facts import DocumentCheck, Drawn
from roster_core.updates.document_types import DocumentType

_KINDS = {kind.code: kind for kind in (*batch_kinds.KINDS, *document_kinds.KINDS)}
_PLAIN = ("name", "size", "sha256", "pages", "text")


def check_to(check: DocumentCheck) -> dict[str, Any]:
    """A check as JSON."""
    found = [{"code": one.kind.code, "facts": dict(one.facts)} for one in check.findings]
    return {name: getattr(check, name) for name in _PLAIN} | {"type": check.type, "findings": found}


def check_from(told: Mapping[str, Any]) -> DocumentCheck:
    """A check from JSON."""
    kind = None if told["type"] is None else DocumentType(told["type"])
    findings = tuple(Finding(_KINDS[one["code"]], told["name"], facts=one["facts"]) for one in told["findings"])
    return DocumentCheck(**{name: told[name] for name in _PLAIN}, type=kind, findings=findings)


def drawn_to(drawn: Drawn) -> dict[str, int]:
    """What is told beside the bytes of a picture."""
    return {"width": drawn.width, "height": drawn.height}


def drawn_from(told: Mapping[str, int], data: bytes) -> Drawn:
    """The picture from what was told and its bytes."""
    return Drawn(data, told["width"], told["height"])
