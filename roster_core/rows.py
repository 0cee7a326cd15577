"""What all tables share: names of constraints, UTC times, JSON, the district in every key, listed words."""

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

#: Keeps its keys in no order: never compare or hash the text.
Json = sa.JSON().with_variant(JSONB(), "postgresql")

#: A blank start that is part of a key: the window is open, and the day compares as earlier than any other.
OPEN_START = date(1, 1, 1)

_DEFERRABLE: dict[str, Any] = {"deferrable": True, "initially": "IMMEDIATE"}


class UtcTime(sa.types.TypeDecorator[datetime]):
    """An aware moment, stored in UTC; a naive one is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """To UTC; SQLite keeps it without a zone.

        Raises:
            ValueError: The moment has no time zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a moment without a time zone cannot be stored"
            raise ValueError(msg)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """As an aware moment in UTC, whatever zone the server speaks in."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class DistrictRow(SQLModel):
    """The columns that every table has; `district_id` is the first part of every key."""

    #: Handed out when a district is founded; never changes.
    district_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    created_at: datetime = Field(sa_type=UtcTime)
    updated_at: datetime = Field(sa_type=UtcTime)


def number(**kwargs: Any) -> Any:
    """A number that is part of the primary key: per district, handed out by the load under the district's lock."""
    return Field(primary_key=True, sa_column_kwargs={"autoincrement": False}, **kwargs)


def in_district(*columns: str, of: str, keys: tuple[str, ...] = ()) -> sa.ForeignKeyConstraint:
    """A reference within the district: `columns` → `keys` (the same names by default) of table `of`.

    It can be deferred: a load exchanges many rows and is judged when it commits.
    """
    names = ("district_id", *columns)
    return sa.ForeignKeyConstraint(names, [f"{of}.{key}" for key in ("district_id", *(keys or columns))], **_DEFERRABLE)


def founded() -> sa.ForeignKeyConstraint:
    """The district exists."""
    return sa.ForeignKeyConstraint(["district_id"], ["district.district_id"], **_DEFERRABLE)


def words(column: str, *allowed: str) -> sa.CheckConstraint:
    """`column` holds one of the words, or nothing where it may be null."""
    listed = ", ".join(f"'{word}'" for word in allowed)
    return sa.CheckConstraint(f"{column} in ({listed})", name=f"{column}_word")
