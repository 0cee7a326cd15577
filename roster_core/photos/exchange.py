"""Checks, plans and photos as bytes, for the way to a decoding process and back: JSON and pictures, never objects."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from roster_core.batches import kinds as batch_kinds
from roster_core.findings import Finding, Severity
from roster_core.photos import kinds
from roster_core.photos.check import PhotoCheck
from roster_core.photos.fit import Crop, Done, Fitted, Plan
from roster_core.photos.types import PhotoType

_KINDS = {kind.code: kind for kind in (*batch_kinds.KINDS, *kinds.KINDS)}


def plan_from(told: Mapping[str, Any] | None) -> Plan | None:
    """A plan from what `asdict` made of it."""
    if told is None:
        return None
    crop = told["crop"]
    return Plan(told["width"], told["height"], None if crop is None else Crop(**crop), told["quarters"])


def check_to(check: PhotoCheck) -> dict[str, Any]:
    """A check as JSON."""
    found = [{"code": one.kind.code, "facts": dict(one.facts), "severity": one.severity} for one in check.findings]
    own = {name: getattr(check, name) for name in _PLAIN}
    return {**own, "type": check.type, "findings": found, "plan": None if check.plan is None else asdict(check.plan)}


_PLAIN = ("name", "size", "sha256", "width", "height", "orientation", "has_location", "likeness")


def check_from(told: Mapping[str, Any]) -> PhotoCheck:
    """A check from JSON."""
    findings = tuple(
        Finding(kind, told["name"], facts=one["facts"], graded=_graded(one["severity"], kind.severity))
        for one in told["findings"]
        for kind in (_KINDS[one["code"]],)
    )
    kind = None if told["type"] is None else PhotoType(told["type"])
    own = {name: told[name] for name in _PLAIN}
    return PhotoCheck(**own, type=kind, findings=findings, plan=plan_from(told["plan"]))


def _graded(said: str, usual: Severity) -> Severity | None:
    severity = Severity(said)
    return None if severity is usual else severity


def fitted_to(fitted: Fitted) -> dict[str, Any]:
    """What is told beside the bytes of a photo made to fit."""
    return {"type": fitted.type, "width": fitted.width, "height": fitted.height, "done": list(fitted.done)}


def fitted_from(told: Mapping[str, Any], data: bytes) -> Fitted:
    """The photo from what was told and its bytes."""
    done = tuple(Done(word) for word in told["done"])
    return Fitted(data, PhotoType(told["type"]), told["width"], told["height"], done)
