"""Column mappings for the SIS's own exports, saved under a name."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clock import Clock, utc_now
from roster_core.journeys.districts import find_district, next_district_id
from roster_core.refusals import Refusal
from roster_core.roster.tables.records import ColumnMapping
from roster_core.store import Store


def read_mappings(store: Store, user: User, *, district_code: str | None = None) -> dict[str, dict[str, Any]]:
    """Every saved mapping by its name, as JSON (`roster.formats.mapping`)."""
    require_everywhere(user, Right.ROSTER_LOAD)
    district_id = _district_id(store, district_code)
    with store.reading(district_id) as session:
        rows = session.exec(select(ColumnMapping).order_by(col(ColumnMapping.name))).all()
        return {row.name: dict(row.mapping) for row in rows}


def find_mapping(store: Store, user: User, name: str, *, district_code: str | None = None) -> dict[str, Any]:
    """The mapping saved under `name`.

    Raises:
        Refusal: There is none.
    """
    saved = read_mappings(store, user, district_code=district_code)
    if name not in saved:
        raise Refusal(
            "The column mapping was not found.",
            why=f"None is saved as “{name}”.",
            fix=f"Saved are: {', '.join(saved)}." if saved else "Save one on the page Load a roster first.",
        )
    return saved[name]


def save_mapping(
    store: Store,
    user: User,
    name: str,
    mapping: Mapping[str, Any],
    *,
    district_code: str | None = None,
    clock: Clock = utc_now,
) -> None:
    """Save `mapping` under `name`, in place of one that has that name.

    Raises:
        Refusal: The user may not, or the name is blank.
    """
    require_everywhere(user, Right.ROSTER_LOAD)
    if not name.strip():
        raise Refusal("The column mapping was not saved.", why="It has no name.", fix="Name it, e.g. after the SIS.")
    district_id = _district_id(store, district_code)
    now = clock()
    with store.writing(district_id) as session:
        row = session.get(ColumnMapping, (district_id, name.strip()))
        if row is None:
            session.add(
                ColumnMapping(
                    district_id=district_id,
                    name=name.strip(),
                    mapping=dict(mapping),
                    by=user.login,
                    created_at=now,
                    updated_at=now,
                )
            )
        else:
            row.mapping, row.by, row.updated_at = dict(mapping), user.login, now
        deed = Deed(user.login, "column_mapping_saved", f"column_mapping:{name.strip()}")
        record(session, district_id, deed, now=now)


def _district_id(store: Store, district_code: str | None) -> int:
    # Before the first load, a mapping belongs to the district that the load will found.
    district = find_district(store, district_code)
    return district.district_id if district else next_district_id(store)
