"""The results of batches as tables: to hand back, and to draw over time."""

import io
from collections.abc import Sequence
from functools import lru_cache

import polars as pl
import sqlalchemy as sa
from sqlmodel import SQLModel

from roster_core.access.audit import Deed, record
from roster_core.access.rights import People, User, require
from roster_core.batches.people import Criterion
from roster_core.batches.states import BatchKind
from roster_core.clock import Clock, utc_now
from roster_core.findings import Finding
from roster_core.journeys.batches import drafts, owners
from roster_core.journeys.batches.reads import BatchView, ItemView, read_batch, read_items
from roster_core.journeys.batches.touched import touched
from roster_core.journeys.districts import require_district
from roster_core.roster.keys import read_keys
from roster_core.store import Store

#: The columns of a results table, in order, all text.
COLUMNS = ("File", "Key", "Last name", "First name", "IDs", "School", "Result", "Reason")
#: Those of a batch of e-mails.
EMAIL_COLUMNS = (
    "Row",
    "Key",
    "Last name",
    "First name",
    "IDs",
    "School",
    "Old e-mail",
    "New e-mail",
    "Result",
    "Reason",
)
#: A cell that begins so is run by a spreadsheet program.
_RUN = ("=", "+", "-", "@", "\t", "\r")

#: Batches asked for at once.
_AT_ONCE = 200
_COUNTED = {"batch_id": pl.String, "person_id": pl.Int64, "result": pl.String, "items": pl.Int64}


def read_results(store: Store, user: User, batch_id: str, *, clock: Clock = utc_now) -> pl.DataFrame:
    """What became of each item, in the order of the files; that it was taken out is recorded.

    The columns are `COLUMNS`, or `EMAIL_COLUMNS`.

    Raises:
        Refusal: There is no such batch, or the user may not see it.
    """
    batch = read_batch(store, user, batch_id)
    items, _ = read_items(store, user, batch_id)
    district_id = drafts.district_of(batch_id)
    with store.writing(district_id) as session:
        persons, facts = touched(session, batch_id), {"items": len(items)}
        deed = Deed(user.login, "results_downloaded", f"batch:{batch_id}", persons, facts)
        record(session, district_id, deed, now=clock())
    if batch.settings.get("kind", batch.kind) == BatchKind.EMAIL:
        told = [_email_row(item, undone=batch.kind is BatchKind.UNDO) for item in items]
        return pl.DataFrame(told, schema=dict.fromkeys(EMAIL_COLUMNS, pl.String), orient="row")
    return pl.DataFrame([_row(item) for item in items], schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def addresses(item: ItemView, *, undone: bool) -> tuple[str, str]:
    """The address before and the one that the row is about; an undo has them the other way round."""
    # What could not be used is told as it was written.
    new = item.content or item.plan or str(item.facts.get("new", ""))
    return (new, item.old) if undone else (item.old, new)


def _email_row(item: ItemView, *, undone: bool) -> tuple[str, ...]:
    *who, result, reason = _row(item)
    return (*who, *addresses(item, undone=undone), result, reason)


#: The columns of a table of findings.
FINDING_COLUMNS = (
    "Row", "Key", "Last name", "First name", "State", "Severity", "Code", "Message", "What to do", "Old e-mail",
    "New e-mail",
)  # fmt: skip


def read_findings(store: Store, user: User, batch_id: str, *, clock: Clock = utc_now) -> pl.DataFrame:
    """What is told of the rows of an e-mail draft, a line each, with `FINDING_COLUMNS`; that it was taken is recorded.

    Raises:
        Refusal: There is no such batch, or the user may not see it.
    """
    items, _ = read_items(store, user, batch_id)
    district_id = drafts.district_of(batch_id)
    with store.writing(district_id) as session:
        persons, facts = touched(session, batch_id), {"items": len(items)}
        deed = Deed(user.login, "findings_downloaded", f"batch:{batch_id}", persons, facts)
        record(session, district_id, deed, now=clock())
    rows = [
        (*_row(item)[:4], item.state.value, *_told(one), *addresses(item, undone=False))
        for item in items
        for one in item.findings
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(FINDING_COLUMNS, pl.String), orient="row")


def _told(finding: Finding) -> tuple[str, ...]:
    return finding.severity.value, finding.kind.code, finding.message, finding.kind.fix


def as_csv(table: pl.DataFrame) -> bytes:
    """The table as CSV that spreadsheet programs open as text: UTF-8 with its mark, CRLF, no cell that would be run."""
    safe = table.with_columns(
        pl.when(pl.any_horizontal(*[pl.col(name).str.starts_with(sign) for sign in _RUN]))
        .then(pl.lit("'") + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in table.columns
    )
    buffer = io.BytesIO()
    safe.write_csv(buffer, include_bom=True, line_terminator="\r\n")
    return buffer.getvalue()


def as_xlsx(table: pl.DataFrame) -> bytes:
    """The table as a workbook whose cells are all text."""
    import xlsxwriter  # noqa: PLC0415 - only for who asks for a workbook

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        table.write_excel(book, "Results", autofit=True, table_style="Table Style Light 1")
    return buffer.getvalue()


def read_results_by_school(store: Store, user: User, batches: Sequence[BatchView]) -> pl.DataFrame:
    """How many items of each batch had which result at which school: batch_id, school, result, items.

    A person counts at the school of the present year. A blank school stands for items that are nobody's, or are of a
    school that the user does not see; batches without results do not occur.

    Raises:
        Refusal: The user may not work with batches, or there is no roster.
    """
    require(user, *owners.ANY)
    district = require_district(store)
    # What has ended does not change any more: its counts are its mark.
    known = tuple((one.batch_id, sum(one.counts.values()), one.revision) for one in batches if one.finished_at)
    found = _by_school(store, district.district_id, district.current_school_year, district.load_id, known)
    held = [user.schools_for(*owners.ANY, people=people) for people in People]
    if None in held:
        return found
    mine = pl.col("school").is_in(frozenset().union(*(one or () for one in held)))
    return (
        found.with_columns(pl.when(mine).then("school").otherwise(pl.lit("")).alias("school"))
        .group_by("batch_id", "school", "result")
        .agg(pl.col("items").sum())
        .sort("batch_id", "school", "result")
    )


@lru_cache(maxsize=4)
def _by_school(
    store: Store,
    district_id: int,
    school_year: str,
    _load_id: str | None,
    batches: tuple[tuple[str, int, int], ...],
) -> pl.DataFrame:
    items = SQLModel.metadata.tables["batch_item"]
    counted: list[pl.DataFrame] = []
    with store.reading(district_id) as session:
        connection = session.connection()
        for start in range(0, len(batches), _AT_ONCE):
            ids = [batch_id for batch_id, _, _ in batches[start : start + _AT_ONCE]]
            found = connection.execute(
                sa.select(items.c.batch_id, items.c.person_id, items.c.result, sa.func.count())
                .where(items.c.district_id == district_id, items.c.batch_id.in_(ids), items.c.result.is_not(None))
                .group_by(items.c.batch_id, items.c.person_id, items.c.result)
            )
            counted.append(pl.DataFrame([tuple(row) for row in found], schema=_COUNTED, orient="row"))
        people = pl.concat(
            read_keys(connection, district_id, school_year, kind).select("person_id", "school")
            for kind in ("STUDENT", "STAFF")
        )
    return (
        pl.concat([pl.DataFrame(schema=_COUNTED), *counted])
        .join(people, on="person_id", how="left")
        .with_columns(pl.col("school").fill_null(""))
        .group_by("batch_id", "school", "result")
        .agg(pl.col("items").sum())
        .sort("batch_id", "school", "result")
    )


def _row(item: ItemView) -> tuple[str, ...]:
    person = item.person
    ids = (
        "" if person is None else " · ".join(dict.fromkeys(person.keys[one] for one in Criterion if one in person.keys))
    )
    return (
        item.name,
        item.key,
        "" if person is None else person.last_name,
        "" if person is None else person.first_name,
        ids,
        "" if person is None else person.school,
        item.result or item.state.value,
        item.reason or " ".join(one.message for one in item.findings),
    )
