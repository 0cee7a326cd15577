"""What Alembic runs: every revision on the connection that the store hands over, in one transaction."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our own and SQLModel's column types into a revision by the names that it imports."""
    if kind == "type":
        names: dict[str, str] = {"AutoString": "sa.String()", "UtcTime": "UtcTime()"}
        return names.get(type(item).__name__) or False
    return False


_attributes = context.config.attributes
context.configure(
    connection=_attributes["connection"],
    target_metadata=_attributes.get("metadata"),
    render_item=render_item,
    render_as_batch=True,
    compare_type=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
