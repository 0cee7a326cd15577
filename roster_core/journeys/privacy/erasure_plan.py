"""What an erasure would remove of a person, what it cannot cut, and what forbids it."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, col, select

from roster_core.batches.states import OPEN, BatchState
from roster_core.batches.tables import Batch, BatchItem
from roster_core.journeys.privacy.exports_with import runs_with_files, sent_of
from roster_core.journeys.privacy.holds import is_held
from roster_core.journeys.privacy.retention_facts import runs_with_destinations
from roster_core.journeys.privacy.subjects import Subject, digest_of, find_subject
from roster_core.refusals import Refusal
from roster_core.roster.tables.delivery import Delivery
from roster_core.roster.tables.privacy import Erasure
from roster_core.roster.tables.records import ExportRun, Photo, RosterLoad
from roster_core.roster.tables.updates import Document, EmailChange
from roster_core.storage.objects import Objects
from roster_core.storage.sealed_files import SealBroken

WHAT = "Nothing was erased."
#: Nobody: the rows are gone already, files may still name the person.
GONE = -1
_OPEN_LOADS = ("checking", "previewed", "held", "switching")
_ALWAYS = (
    "Audit events stay and name the ID: what was done has to be provable.",
    "Backups of the database and of the files are not reached; they go when they are overwritten.",
)


@dataclass(frozen=True)
class ErasurePlan:
    """`counts` by what goes; `runs` and `loads` lose their files; `left` is what cannot be cut, one sentence each.

    `reduced` are runs of which only findings and changes go.
    """

    who: Subject
    counts: Mapping[str, int]
    runs: tuple[str, ...]
    reduced: tuple[str, ...]
    loads: tuple[str, ...]
    left: tuple[str, ...]


def find_erasable(session: Session, kind: str, key: str) -> Subject:
    """The person; once the rows are erased, somebody of whom only the ID that was typed is known.

    Raises:
        Refusal: There is nobody, a hold is in force, the person is still in the roster or in an upload that waits.
    """
    who = find_subject(session, kind, key)
    if who is None:
        before = select(Erasure.erasure_id).where(Erasure.digest == digest_of(kind, key), Erasure.state != "asked")
        if session.exec(before.limit(1)).first() is None:
            fix = "Check the ID: leading zeros count. Who left is known by the district number or staff ID alone."
            raise Refusal(WHAT, why=f"No {kind} has the ID {key}, in the roster or among those who left it.", fix=fix)
        return Subject(GONE, kind, key.strip(), "Erased before", (key.strip(),), None, "INACTIVE")
    require_erasable(session, who)
    return who


def require_erasable(session: Session, who: Subject) -> None:
    """Let through a person who may be erased now.

    Raises:
        Refusal: See `find_erasable`.
    """
    if is_held(session, who):
        raise Refusal(WHAT, why=f"{who.name} is under a legal hold.", fix="Lift the hold first, if it is over.")
    if who.left_at is None:
        raise Refusal(
            WHAT,
            why=f"{who.name} is still in the roster: the next load would bring everything back.",
            fix="Have the SIS leave the person out, load the roster, then erase. A records request works now.",
        )
    mine = sa.or_(col(BatchItem.person_id) == who.person_id, col(BatchItem.found_id) == who.person_id)
    going = [*OPEN, BatchState.CONFIRMED, BatchState.QUEUED, BatchState.RUNNING]
    waiting = select(Batch.batch_id).join(
        BatchItem, (col(BatchItem.district_id) == Batch.district_id) & (col(BatchItem.batch_id) == Batch.batch_id)
    )
    if found := session.exec(waiting.where(mine, col(Batch.state).in_(going)).limit(1)).first():
        raise Refusal(
            WHAT,
            why=f"An upload that is not finished has something of {who.name}: {found}.",
            fix="Confirm or clear it on the page Upload Status.",
        )


def plan_erasure(session: Session, objects: Objects, who: Subject) -> ErasurePlan:
    """What would go now; nothing is changed."""
    counts = {
        "photos": _count(session, Photo, col(Photo.person_id) == who.person_id),
        "documents": _count(session, Document, col(Document.person_id) == who.person_id),
        "changes of e-mail": _count(session, EmailChange, col(EmailChange.person_id) == who.person_id),
        "items of uploads": _count(session, BatchItem, of_items(who)),
        "roster rows": int(who.person_id != GONE),
    }
    runs, reduced, sent, left = [], [], set(), list(_ALWAYS)
    needed = runs_with_destinations(session)
    for run, files in runs_with_files(session):
        in_files = next(sent_of(objects, files, who), None) is not None
        if not in_files and not _tables_name(objects, _keys(run), who):
            continue
        sent |= {run.run_id} if in_files else set()
        if run.run_id not in needed:
            runs.append(run.run_id)
            continue
        reduced.append(run.run_id)
        if in_files:
            left.append(
                f"The files of run {run.run_id}: they are what a destination got last or waits for. Deliver a newer"
                " set, then erase once more with the same ID."
            )
    loads = []
    for load in session.exec(select(RosterLoad)).all():
        if _tables_name(objects, load.objects.values(), who):
            if load.state in _OPEN_LOADS:
                left.append(f"The roster load {load.load_id}, which waits: discard it, then erase once more.")
            else:
                loads.append(load.load_id)
    if delivered := _destinations(session, sent):
        left.append(f"Sets that were delivered are with their receivers: {', '.join(delivered)}.")
    counts |= {"export runs": len(runs) + len(reduced), "roster loads": len(loads)}
    shown = {name: number for name, number in counts.items() if number}
    return ErasurePlan(who, shown, tuple(runs), tuple(reduced), tuple(loads), tuple(left))


def of_items(who: Subject) -> sa.ColumnElement[bool]:
    """The condition for items of uploads that are of the person or name one of the IDs."""
    by_key = sa.func.lower(col(BatchItem.key)).in_([one.lower() for one in who.ids])
    mine = [col(BatchItem.person_id) == who.person_id, col(BatchItem.found_id) == who.person_id]
    return sa.or_(*mine, by_key & col(BatchItem.person_id).is_(None))


def _count(session: Session, table: type, where: sa.ColumnElement[bool]) -> int:
    return session.exec(select(sa.func.count()).select_from(table).where(where)).one()


def _keys(run: ExportRun) -> list[str]:
    return [key for key in (run.findings_key, run.changes_key, *run.tables.values()) if key]


def _tables_name(objects: Objects, keys: object, who: Subject) -> bool:
    return any(_table_names(objects, str(key), who) for key in list(keys))  # type: ignore[call-overload]


def _table_names(objects: Objects, key: str, who: Subject) -> bool:
    """Whether a stored table has one of the IDs in a cell; one that cannot be read is taken to."""
    try:
        frame = pl.read_parquet(objects.get(key))
    except FileNotFoundError:
        return False
    except (pl.exceptions.PolarsError, OSError, SealBroken):
        return True
    texts = frame.select(pl.col(pl.String).str.to_lowercase())
    ids = [one.lower() for one in who.ids]
    return any(column.str.contains_any(ids).any() for column in texts.get_columns())


def _destinations(session: Session, run_ids: set[str]) -> list[str]:
    asked = select(Delivery.name).where(
        col(Delivery.run_id).in_(sorted(run_ids)), col(Delivery.state).in_(("delivered", "unverified", "mixed"))
    )
    return sorted(set(session.exec(asked).all()))
