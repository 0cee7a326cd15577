"""What the resident process can be asked, and how it answers."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from roster_core.clever.preview.effect import effect_of, first_effect, summary
from roster_core.clever.preview.example import example
from roster_core.clever.preview.rows import Snapshot, preview
from roster_core.clever.profile.file import parse_options
from roster_core.clever.wire import Message

#: Told steps done, steps in all, and what comes next.
Tell = Callable[[int, int, str], None]
#: Bytes of summaries of runs that are kept to compare with the next.
_ROOM = 300_000_000


def _ready(snapshot: Snapshot, said: Mapping[str, Any], _tell: Tell) -> Message:
    """Read what every answer needs, by making one that nobody sees."""
    for file in ("students.csv", "sections.csv"):
        preview(snapshot, parse_options({}), today=date.fromisoformat(said["today"]), file=file, rows=1)
    return Message({"answer": {}})


def _preview(snapshot: Snapshot, said: Mapping[str, Any], _tell: Tell) -> Message:
    started = time.perf_counter()
    rows = preview(
        snapshot,
        parse_options(said["options"]),
        today=date.fromisoformat(said["today"]),
        file=said["file"],
        rows=said["rows"],
        keys=said["keys"],
        secret=said["secret"],
    )
    took_ms = round((time.perf_counter() - started) * 1000)
    return Message(
        {"answer": {"total": rows.total, "took_ms": took_ms}}, {"rows": rows.frame, "findings": rows.findings}
    )


def _example(snapshot: Snapshot, said: Mapping[str, Any], _tell: Tell) -> Message:
    given = parse_options(said["options"])
    found = example(
        snapshot,
        given.options,
        said["name"],
        value=said["value"],
        today=date.fromisoformat(said["today"]),
        secret=said["secret"],
    )
    return Message({"answer": asdict(found)})


def _first_effect(snapshot: Snapshot, said: Mapping[str, Any], _tell: Tell) -> Message:
    both = [parse_options(said[side]) for side in ("before", "after")]
    told = first_effect(snapshot, both, today=date.fromisoformat(said["today"]), secret=said["secret"])
    return Message({"answer": asdict(told)})


def _effect(snapshot: Snapshot, said: Mapping[str, Any], tell: Tell) -> Message:
    sides = ("before", "after")
    summaries = []
    for number, side in enumerate(sides):
        key = json.dumps([said[side], said["today"]], sort_keys=True)
        if key not in snapshot.kept:
            _make_room(snapshot.kept)
            snapshot.kept[key] = summary(
                snapshot.source,
                parse_options(said[side]),
                today=date.fromisoformat(said["today"]),
                secret=said["secret"],
                progress=_half(tell, number),
            )
        summaries.append(snapshot.kept[key])
    return Message({"answer": asdict(effect_of(*summaries))})


def _half(tell: Tell, number: int) -> Tell:
    return lambda done, total, what: tell(number * total + done, 2 * total, what)


def _make_room(kept: dict[str, Any]) -> None:
    """Let go of the oldest summaries but one, while they are large."""
    while len(kept) > 1 and sum(each.size for each in kept.values()) > _ROOM:
        del kept[next(iter(kept))]


#: By the word in `ask`.
ANSWERS: Mapping[str, Callable[[Snapshot, Mapping[str, Any], Tell], Message]] = {
    "ready": _ready,
    "preview": _preview,
    "example": _example,
    "first_effect": _first_effect,
    "effect": _effect,
}
