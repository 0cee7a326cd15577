"""What is different between photos, e-mails and documents in the life of a batch; everything else is the same."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from roster_core.batches.items import Checked, Look
from roster_core.batches.states import Result
from roster_core.batches.tables import Batch, BatchItem
from roster_core.store import Store


@dataclass(frozen=True)
class Made:
    """What is ready to be written for an item: facts of it by name, or why it could not be made."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    failed: str = ""


@dataclass(frozen=True)
class Written:
    """What became of an item: its result, what was written, and what it took the place of."""

    result: Result
    new_ref: str = ""
    replaced: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Carrier:
    """The parts that are of one kind.

    `read_current` tells what is stored now, by person, and `read_refs` under which reference, as `write` names it in
    `Written.new_ref`: the same photo stored once more is another one. `look` gives the rule over all items that
    depends on the kind. `check` is what a row's own check comes to under a plan. `make` prepares items without
    touching the roster, may take long and may run twice; `write` puts them into the roster in the given transaction,
    whose district is `batch`'s, and tells what became of each. `put_back` undoes one: it gets the item that wrote.
    """

    read_current: Callable[[Session, Iterable[int]], dict[int, str]]
    read_refs: Callable[[Session, Iterable[int]], dict[int, str]]
    look: Callable[[Session, Batch, Sequence[BatchItem]], Look | None]
    check: Callable[[BatchItem, str], Checked]
    make: Callable[[Store, Batch, Sequence[BatchItem]], list[Made]]
    write: Callable[[Session, Batch, Sequence[tuple[BatchItem, Made]], datetime], list[Written]]
    put_back: Callable[[Session, Batch, BatchItem, datetime], Written]
