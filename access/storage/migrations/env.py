"""What Alembic runs for every command: our connection, our tables, and how a type of ours is written into a step."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON

from access.storage.schema import schema
from access.storage.tables import Moment


def _written(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write a step without our own classes: it must stay what it is when they change."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JSON):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema(),
    render_as_batch=True,  # SQLite cannot change a table otherwise
    render_item=_written,
)
with context.begin_transaction():
    context.run_migrations()
