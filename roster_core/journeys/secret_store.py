"""Secrets of destinations in the database: sealed, never shown again, and sealed anew when the key changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from roster_core.access.audit import Deed
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.journeys.districts import read_districts
from roster_core.journeys.seeing import note_taken
from roster_core.refusals import Refusal
from roster_core.roster.tables.delivery import SealedSecret
from roster_core.sealing import SecretBox, add_key, keep_only, open_box
from roster_core.store import Store


@dataclass(frozen=True)
class SecretNote:
    """That a secret is set; the secret itself is never shown."""

    name: str
    by: str
    at: datetime


def write_secrets(
    store: Store, session: Session, district_id: int, owner: str, secrets: Mapping[str, str], by: str, *, now: datetime
) -> None:
    """Seal and keep secrets in the caller's transaction; a blank one is forgotten."""
    box = open_box(store.settings)
    for name, text in secrets.items():
        row = session.get(SealedSecret, (district_id, owner, name))
        if not text:
            if row is not None:
                session.delete(row)
            continue
        token = box.seal(text, context_of(district_id, owner, name))
        if row is None:
            row = SealedSecret(
                district_id=district_id, owner=owner, name=name, token="", by="", created_at=now, updated_at=now
            )  # fmt: skip
            session.add(row)
        row.token, row.by, row.updated_at = token, by, now


def forget_secrets(session: Session, owner: str) -> None:
    """Forget every secret of an owner."""
    for row in session.exec(select(SealedSecret).where(SealedSecret.owner == owner)).all():
        session.delete(row)


def read_notes(session: Session, owner: str) -> tuple[SecretNote, ...]:
    """Which secrets an owner has."""
    rows = session.exec(select(SealedSecret).where(SealedSecret.owner == owner).order_by(col(SealedSecret.name)))
    return tuple(SecretNote(row.name, row.by, row.updated_at) for row in rows)


def open_secrets(store: Store, session: Session, district_id: int, owner: str) -> dict[str, str]:
    """The secrets of an owner, to be used at once and kept nowhere.

    Raises:
        Refusal: The key is not there any more, or a row was tampered with.
    """
    rows = session.exec(select(SealedSecret).where(SealedSecret.owner == owner)).all()
    if not rows:
        return {}
    box = open_box(store.settings)
    return {row.name: box.open(row.token, context_of(district_id, owner, row.name)) for row in rows}


def rotate(store: Store, user: User) -> int:
    """Seal every secret under a new key and forget the old ones; how many were sealed anew.

    A new key is put on top of the file first, then all are sealed anew in one transaction, then the old keys go: cut
    off anywhere, every secret can still be opened, and running it again finishes it.

    Raises:
        Refusal: The user may not, or a secret cannot be opened with the keys that are there.
    """
    require_everywhere(user, Right.ADMIN)
    with store.lock("secrets", wait_s=10):
        require_all_open(store, open_box(store.settings))
        box = add_key(store.settings)
        with store.engine.execution_options(writes=True).begin() as connection:
            count = _seal_anew(connection, box)
        keep_only(store.settings, box.current)
        for district in read_districts(store):
            deed = Deed(user.login, "secrets_rotated", f"district:{district.district_id}", facts={"sealed": count})
            note_taken(store, district.district_id, deed)
    return count


def require_all_open(store: Store, box: SecretBox) -> None:
    """Raise a refusal if there is a secret that the keys do not open."""
    table = _table()
    with store.engine.connect() as connection:
        for row in connection.execute(sa.select(table)):
            box.open(row.token, context_of(row.district_id, row.owner, row.name))


def check_keys(store: Store) -> None:
    """Raise a refusal if secrets are stored whose key is missing, as after a move without the key file."""
    table = _table()
    with store.engine.connect() as connection:
        tokens = connection.execute(sa.select(table.c.token)).scalars().all()
    if not tokens:
        return
    box = open_box(store.settings)
    if missing := {box.key_of(token) for token in tokens} - set(box.keys):
        raise Refusal(
            "Stored passwords and keys cannot be read.",
            why=f"They were sealed with the key {', '.join(sorted(missing))}, which is not in the key file.",
            fix="Bring that key file back (ROSTER_KEY_FILE), or enter the passwords of the destinations anew.",
        )


def context_of(district_id: int, owner: str, name: str) -> str:
    """The place in the database that a secret is bound to."""
    return f"{district_id}:{owner}:{name}"


def _seal_anew(connection: sa.Connection, box: SecretBox) -> int:
    table, count = _table(), 0
    rows = connection.execute(sa.select(table)).all()
    for row in rows:
        place = context_of(row.district_id, row.owner, row.name)
        token = box.seal(box.open(row.token, place), place)
        here = (table.c.district_id == row.district_id, table.c.owner == row.owner, table.c.name == row.name)
        connection.execute(sa.update(table).where(*here).values(token=token))
        count += 1
    return count


def _table() -> sa.Table:
    return SQLModel.metadata.tables[str(SealedSecret.__tablename__)]
