"""Before an export is run: the first rows of its files, what an option does to somebody, and to the counts."""

import hashlib
import json
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import polars as pl

from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clever.changes.row_changes import Cell
from roster_core.clever.preview.effect import Effect
from roster_core.clever.preview.example import Example
from roster_core.clever.preview.resident import Resident, resident
from roster_core.clever.preview.standing_effects import StandingEffects, effect_said
from roster_core.clever.process import EndedError
from roster_core.clock import Clock, today_in, utc_now
from roster_core.journeys.districts import DistrictView, require_district
from roster_core.refusals import Refusal
from roster_core.store import Store

#: Purposes of resident processes: first rows wait for nothing else, and what takes long keeps nobody waiting.
_QUICK, _ASIDE, _LONG = "first rows", "examples", "counts"
_EFFECTS = StandingEffects()


@dataclass(frozen=True)
class PreviewTable:
    """Some rows of a file: `frame` is all text, blank is null; `total` is how many there are, if that is known yet.

    `findings` are those of the rows, or why the profile ends the run: then there is no header.
    """

    file: str
    header: tuple[str, ...]
    frame: pl.DataFrame
    total: int | None
    findings: pl.DataFrame
    took_ms: int

    @property
    def forbidden(self) -> bool:
        """Whether the options end the run before anything is written."""
        return not self.header


def warm(store: Store, user: User, *, district_code: str | None = None, clock: Clock = utc_now) -> None:
    """Start in the background what answers, so that the first answer is quick too.

    Raises:
        Refusal: The user may not, or there is no roster.
    """
    question = _question("ready", store, user, {}, district_code, clock)
    processes = (_resident(store, _QUICK), _resident(store, _ASIDE))
    threading.Thread(target=_warmed, args=(processes, question), daemon=True).start()


def _warmed(processes: Iterable[Resident], question: Mapping[str, Any]) -> None:
    with suppress(EndedError, Refusal):  # whoever asks next is told
        for process in processes:
            process.ask(question)


def preview(
    store: Store,
    user: User,
    options: Mapping[str, Any],
    *,
    file: str,
    rows: int = 100,
    keys: Sequence[str] | None = None,
    district_code: str | None = None,
    clock: Clock = utc_now,
) -> PreviewTable:
    """The first `rows` rows of `file` as a run with `options` would write them, or those of `keys`.

    Keys are as findings name rows: student IDs (also for enrollments.csv), staff IDs, school codes, and for sections
    the codes of school, course and section with a hyphen between.

    Raises:
        Refusal: The user may not, or there is no roster.
    """
    asked = {"file": file, "rows": rows, "keys": None if keys is None else list(keys)}
    question = _question("preview", store, user, {"options": _plain(options), **asked}, district_code, clock)
    answer = _resident(store, _QUICK).ask(question)
    table = answer.tables["rows"]
    about = answer.said["answer"]
    return PreviewTable(file, tuple(table.columns), table, about["total"], answer.tables["findings"], about["took_ms"])


def example(
    store: Store,
    user: User,
    options: Mapping[str, Any],
    name: str,
    *,
    value: Any = None,
    district_code: str | None = None,
    clock: Clock = utc_now,
) -> Example:
    """One row that the option `name` changes: its value in `options` against `value`.

    Without `value` a switch is turned, another option takes its default or, if it has that, the first value that does
    something.

    Raises:
        Refusal: The user may not, or there is no roster.
    """
    asked = {"options": _plain(options), "name": name, "value": value}
    answer = _resident(store, _ASIDE).ask(_question("example", store, user, asked, district_code, clock))
    told = answer.said["answer"]
    cells = tuple(Cell(**cell) for cell in told["cells"])
    return Example(**{**told, "cells": cells, "assuming": tuple(told["assuming"])})


def effect(
    store: Store,
    user: User,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    wait_s: float = 0.3,
    district_code: str | None = None,
    clock: Clock = utc_now,
) -> Effect:
    """What `after` changes in the counts of `before`: exact if it is counted within `wait_s`.

    Until it is, the answer is about a few schools; ask again. Counted effects are kept as long as the roster is.

    Raises:
        Refusal: The user may not, or there is no roster.
    """
    asked = {"before": _plain(before), "after": _plain(after)}
    question = _question("effect", store, user, asked, district_code, clock)
    first = {**question, "ask": "first_effect"}
    words = json.dumps([store.settings.url, question], sort_keys=True, default=str)
    return _EFFECTS.read(
        hashlib.sha256(words.encode()).hexdigest(),
        _resident(store, _LONG),
        question,
        lambda: effect_said(_resident(store, _ASIDE).ask(first)),
        wait_s=wait_s,
    )


def _question(
    ask: str, store: Store, user: User, more: Mapping[str, Any], district_code: str | None, clock: Clock
) -> dict[str, Any]:
    require_everywhere(user, Right.EXPORT_VIEW)
    district = require_district(store, district_code)
    return {"ask": ask, **_of_district(store, district, clock), **more}


def _of_district(store: Store, district: DistrictView, clock: Clock) -> dict[str, Any]:
    return {
        "district_id": district.district_id,
        "load": district.edition,
        "secret": store.settings.district_secret.get_secret_value() if store.settings.district_secret else None,
        "today": today_in(district.time_zone, clock).isoformat(),
    }


def _resident(store: Store, purpose: str) -> Resident:
    return resident(store.settings.url, purpose)


def _plain(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value) if hasattr(value, "isoformat") else value for name, value in options.items()}
