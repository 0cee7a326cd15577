"""Brakes and measures as they are kept: JSON values and back."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter

from roster_core.clever.changes.brakes.judge import Brake
from roster_core.clever.changes.brakes.measure import Measure

_BRAKES, _MEASURE = TypeAdapter(tuple[Brake, ...]), TypeAdapter(Measure)


def brakes_as_json(brakes: Iterable[Brake]) -> list[dict[str, Any]]:
    """The brakes, ready for JSON."""
    told: list[dict[str, Any]] = _BRAKES.dump_python(tuple(brakes), mode="json")
    return told


def brakes_from_json(raw: Iterable[Mapping[str, Any]]) -> tuple[Brake, ...]:
    """The brakes that `brakes_as_json` gave."""
    return _BRAKES.validate_python(tuple(raw))


def measure_as_json(measure: Measure) -> dict[str, Any]:
    """The measure, ready for JSON."""
    told: dict[str, Any] = _MEASURE.dump_python(measure, mode="json")
    return told


def measure_from_json(raw: Mapping[str, Any]) -> Measure:
    """The measure that `measure_as_json` gave; what a database made of its order plays no part."""
    return _MEASURE.validate_python(raw)
