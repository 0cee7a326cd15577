"""Switching a district to a new roster: only what differs is written, all of it in the caller's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl
import sqlalchemy as sa

from roster_core.roster.entities import ENTITIES, Entity
from roster_core.roster.frames import delete_rows, insert_frame, update_rows
from roster_core.roster.numbering import place
from roster_core.roster.stored import known_numbers

#: Tables with what `ENTITIES` does not say of them: keys, and the person behind students, staff and guardians.
_PERSON = Entity("", "person", ("person_id",))
_ORDER = (
    *[entity for entity in ENTITIES if entity.table in ("school_year", "school")],
    _PERSON,
    *[entity for entity in ENTITIES if entity.table not in ("school_year", "school", "")],
)


@dataclass(frozen=True)
class Difference:
    """What a switch writes to one table: new rows, changed rows (as wanted) and the keys of rows that are gone."""

    entity: Entity
    new: pl.DataFrame
    changed: pl.DataFrame
    gone: pl.DataFrame

    def __len__(self) -> int:
        """The number of rows written."""
        return self.new.height + self.changed.height + self.gone.height


def plan_switch(
    before: Mapping[str, pl.DataFrame], files: Mapping[str, pl.DataFrame], *, now: datetime
) -> tuple[Difference, ...]:
    """What makes the stored tables `before` equal to the checked `files`, table by table, parents first.

    Persons who are not in the files stay as persons who left, with their number.
    """
    wanted = place(files, known_numbers(before))
    wanted["person"] = _with_those_who_left(wanted["person"], before["person"], now)
    return tuple(_difference(entity, wanted[entity.table], before[entity.table]) for entity in _ORDER)


def apply_switch(
    connection: sa.Connection, district_id: int, differences: Sequence[Difference], *, now: datetime
) -> None:
    """Write the differences; commit is the caller's. Whatever does not differ is not touched."""
    _defer_references(connection)
    for difference in reversed(differences):
        entity, gone = difference.entity, difference.gone
        if entity.replaced:
            gone = pl.concat([gone, difference.changed.select(entity.keys)])
        delete_rows(connection, entity.table, district_id, gone)
    stamps = {"district_id": pl.lit(district_id, pl.Int64), "created_at": pl.lit(now), "updated_at": pl.lit(now)}
    for difference in differences:
        entity, new, changed = difference.entity, difference.new, difference.changed
        if entity.replaced:
            new = pl.concat([new, changed])
        else:
            _vacate(connection, entity, district_id, changed)
            update_rows(
                connection, entity.table, district_id, changed.with_columns(updated_at=pl.lit(now)), entity.keys
            )
        insert_frame(connection, entity.table, new.with_columns(**stamps))


def district_row(files: Mapping[str, pl.DataFrame]) -> dict[str, object]:
    """The fields of the district as its file has them, blank lists as ``""``."""
    row = files["district"].row(0, named=True)
    return {
        name: value if value is not None or not name.endswith("_domains") else ""
        for name, value in row.items()
        if not name.startswith("_")
    }


def _difference(entity: Entity, wanted: pl.DataFrame, before: pl.DataFrame) -> Difference:
    keys = list(entity.keys)
    wanted = wanted.select(before.columns).cast(before.schema)
    new = wanted.join(before, on=keys, how="anti")
    others = [name for name in before.columns if name not in keys]
    differs = pl.any_horizontal(pl.lit(value=False), *[pl.col(n).ne_missing(pl.col(f"{n}_before")) for n in others])
    changed = wanted.join(before, on=keys, how="inner", suffix="_before").filter(differs).select(before.columns)
    return Difference(entity, new, changed, gone=before.join(wanted, on=keys, how="anti").select(keys))


def _with_those_who_left(wanted: pl.DataFrame, before: pl.DataFrame, now: datetime) -> pl.DataFrame:
    moment = pl.lit(f"{now.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}")  # as the store writes it
    here = wanted.with_columns(left_at=pl.lit(None, pl.String)).select(before.columns)
    gone = before.join(here, on="person_id", how="anti").with_columns(
        left_at=pl.col("left_at").fill_null(moment), same_as_person_id=pl.lit(None, pl.Int64)
    )
    return pl.concat([here.cast(before.schema), gone])


def _vacate(connection: sa.Connection, entity: Entity, district_id: int, changed: pl.DataFrame) -> None:
    """Free the unique values of rows that will change, so that two of them can exchange theirs."""
    for name in entity.swappable:
        nobody = changed.select(*entity.keys, pl.lit(None, pl.String).alias(name))
        update_rows(connection, entity.table, district_id, nobody, entity.keys)


def _defer_references(connection: sa.Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    connection.exec_driver_sql("pragma defer_foreign_keys = on" if sqlite else "set constraints all deferred")
