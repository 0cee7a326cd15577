"""What is different between photos, e-mails and documents in the life of a batch; everything else is the same."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlmodel import Session

from roster_core.batches.archive import Archive
from roster_core.batches.items import USUAL, Checked, Look, Manner
from roster_core.batches.links import Key, Link
from roster_core.batches.states import Result
from roster_core.batches.tables import Batch
from roster_core.findings import Finding
from roster_core.journeys.batches.rows import ItemRow
from roster_core.photos.fit import Fitted
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


#: The kind of object under which files lie as they came in.
UPLOADED = "upload"
#: The one place in a record that an item fills: whose, and which of several things of theirs (blank: there is but one).
Slot = tuple[int, str]
#: Gives the rule over items that are settled together, from their rows.
Around = Callable[[Sequence[ItemRow]], Look | None]


class Looks(Protocol):
    """Makes the rule over the items of a batch that depends on the kind."""

    def __call__(self, session: Session, batch: Batch, /, *, whole: bool) -> Around:
        """The rule; `whole` says that it will be asked for all items of the batch, if some at a time."""


@dataclass(frozen=True)
class Carrier:
    """The parts that are of one kind.

    `keys` tells by which key each row is matched. `prepare` finds out, without keeping anybody from writing, what
    matching needs besides, as facts by sequence. `read_current` tells what is stored now, by slot, and `read_refs`
    under which reference, as `write` names it in `Written.new_ref`: the same photo stored once more is another one.
    `links` is what an item shares with those whose state depends on it, or its own on theirs; `by_current` says that
    what is stored now is among that, `twins` that near copies are. `look` makes the rule over items that depends on the
    kind. `check` is what a row's own check comes to under a plan. `make` prepares items without touching the roster,
    may take long and may run twice; `write` puts them into the roster in the given transaction, whose district is
    `batch`'s, and tells what became of each. `put_back` undoes some: it gets the batch that does so, and the items that
    wrote. Both get up to `piece` items at once, or with 0 as many files as make a piece. `manner` is how items are
    settled.
    """

    keys: Callable[[Batch, Sequence[ItemRow]], list[str]]
    prepare: Callable[[Store, int, str], Mapping[int, Mapping[str, Any]]]
    read_current: Callable[[Session, Iterable[Slot]], dict[Slot, str]]
    read_refs: Callable[[Session, Iterable[Slot]], dict[Slot, str]]
    links: Callable[[Link], Iterable[Key]]
    look: Looks
    check: Callable[[Batch, ItemRow, str], Checked]
    make: Callable[[Store, Batch, Sequence[ItemRow]], list[Made]]
    write: Callable[[Session, Batch, Sequence[tuple[ItemRow, Made]], datetime], list[Written]]
    put_back: Callable[[Session, Batch, Sequence[ItemRow], datetime], list[Written]]
    piece: int = 0
    manner: Manner = USUAL
    by_current: bool = False
    twins: bool = False


@dataclass(frozen=True)
class File:
    """One file: `path` as it is shown, its bytes unless they cannot be used, and what is wrong with the entry.

    `key` is where a single file lies already.
    """

    path: str
    size: int
    data: bytes | None
    key: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def name(self) -> str:
        """Its last part."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True)
class Examined:
    """What is known of a file that came in: facts of it by name, and its small picture, kept under `content`.

    `keeps` says whether the bytes are wanted.
    """

    facts: Mapping[str, Any]
    content: str = ""
    picture: Fitted | None = None
    keeps: bool = True


@dataclass(frozen=True)
class Limits:
    """How much a batch takes: bytes of a single file, single files, files in a ZIP, bytes together (0: any).

    With `one_archive` it takes single files or one ZIP, not both.
    """

    file_bytes: int
    files: int
    archive_files: int
    total_bytes: int = 0
    one_archive: bool = False


#: Reads what else a ZIP holds besides its files, such as an index, as it is kept with its source: the entries whose
#: paths `passed` names in it are none of the files.
Side = Callable[[Archive], dict[str, Any]]


@dataclass(frozen=True)
class Intake:
    """How files of one kind come in.

    `examine` looks at files, which may be hostile, and tells what is known of each; it also gets the findings, by
    path, for those that are too many.
    """

    limits: Callable[[Batch], Limits]
    read_side: Side
    examine: Callable[[Batch, Sequence[File], Mapping[str, Finding]], list[Examined]]
