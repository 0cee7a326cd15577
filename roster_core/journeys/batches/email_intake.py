"""New addresses come in: a list is read, a batch begun, and its rows matched and checked at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import People, Right, User, require
from roster_core.batches.names import base_name
from roster_core.batches.people import OFFERED, Criterion, Target
from roster_core.batches.states import BatchKind
from roster_core.batches.tables import Batch, BatchItem
from roster_core.clock import Clock, utc_now
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.email_rules import read_domains
from roster_core.journeys.batches.emails import CARRIER
from roster_core.journeys.batches.matching import match_new_rows
from roster_core.journeys.batches.rows import ItemRow, as_json
from roster_core.journeys.batches.sweeping import ask_for_sweep
from roster_core.journeys.districts import require_district
from roster_core.refusals import Refusal
from roster_core.store import Store
from roster_core.updates.email_file import EmailRow, EmailTable, read_table


@dataclass(frozen=True)
class EmailRequest:
    """What is chosen for a whole batch; `criterion` counts where the header of the list names no ID."""

    criterion: Criterion = Criterion.DISTRICT_NUMBER
    include_left: bool = False


def begin_from_file(
    store: Store, user: User, request: EmailRequest, name: str, content: bytes, *, clock: Clock = utc_now
) -> str:
    """Begin a batch of e-mails with the rows of a CSV or XLSX; returns its ID.

    Raises:
        Refusal: The user may not, there is no roster, or the file is no list of addresses.
    """
    require(user, Right.BATCH_STUDENT_MANAGE, people=People.STUDENTS)
    shown = base_name(name) or "list.csv"
    return begin_from_table(store, user, request, read_table(shown, content), shown, size=len(content), clock=clock)


def begin_from_table(
    store: Store,
    user: User,
    request: EmailRequest,
    table: EmailTable,
    name: str,
    *,
    size: int = 0,
    clock: Clock = utc_now,
) -> str:
    """Begin a batch of e-mails with rows that were read or proposed; returns its ID.

    Raises:
        Refusal: The user may not, there is no roster, or the ID is not one of students.
    """
    require(user, Right.BATCH_STUDENT_MANAGE, people=People.STUDENTS)
    criterion = table.criterion or request.criterion
    if criterion not in OFFERED[Target.STUDENTS]:
        raise Refusal(
            "The list was not taken.",
            why=f"{criterion.value} is no ID of students.",
            fix=f"Use one of {', '.join(OFFERED[Target.STUDENTS])}.",
        )
    domains = read_domains(store, user)
    settings = {
        "include_left": request.include_left,
        "domains": list(domains.allowed),
        "domains_only_warn": domains.only_warns,
    }
    batch_id = drafts.start_batch(store, user, BatchKind.EMAIL, criterion, settings=settings, clock=clock)
    source = {"name": name, "size": size, "archive": False, "key": "", "state": "done", "notices": list(table.notices)}
    _add_rows(store, user, batch_id, table.rows, source, clock=clock)
    return batch_id


def _add_rows(
    store: Store, user: User, batch_id: str, rows: Sequence[EmailRow], source: dict[str, Any], *, clock: Clock
) -> None:
    """Put the rows into a draft that has none, matched and checked, all or nothing."""
    district = require_district(store)
    with store.writing(drafts.district_of(batch_id)) as session:
        batch = drafts.open_batch(session, user, batch_id)
        _refuse_more(session, batch_id)
        batch.sources = [source]
        made = [_row(batch, number, row) for number, row in enumerate(rows, start=1)]
        match_new_rows(store, session, district, batch, made)
        ask_for_sweep(session, batch.district_id, user.login, clock=clock)
        told = {"kind": batch.kind, "rows": len(rows), "bytes": source["size"]}
        deed = Deed(user.login, "files_uploaded", f"batch:{batch_id}", facts=told)
        record(session, batch.district_id, deed, now=clock())


def _refuse_more(session: Session, batch_id: str) -> None:
    known = session.exec(select(func.count(col(BatchItem.sequence))).where(BatchItem.batch_id == batch_id)).one()
    if known:
        raise Refusal(
            "The list was not added.",
            why=f"The batch has {known:,} rows already.",
            fix="Clear it, or begin another one.",
        )


def _row(batch: Batch, number: int, given: EmailRow) -> ItemRow:
    facts: dict[str, Any] = {"key": given.key, "new": given.new_email}
    others = {"current": given.current_email, "last": given.last_name, "first": given.first_name}
    facts |= {name: told for name, told in others.items() if told}
    if given.findings:
        facts["row"] = [as_json(one) for one in given.findings]
    row = ItemRow(number, given.name, given.key, facts=facts)
    checked = CARRIER.check(batch, row, "")
    row.content = checked.content
    row.findings = [{"part": "own", **as_json(one)} for one in checked.findings]
    return row
