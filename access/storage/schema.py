"""All tables of the service, and what their columns mean to storage.

Every module that declares tables is imported here, so that whoever asks for the schema gets the whole of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, MetaData, Table, select, union
from sqlalchemy.orm import Session

import access.catalog.tables
import access.keys.tables
import access.lending.tables
import access.notices.tables
import access.patrons.tables
import access.production.tables
import access.storage.audit
import access.storage.identity  # noqa: F401
from access.storage.tables import Table as Declared


def schema() -> MetaData:
    """Return the tables that this release works with."""
    return Declared.metadata


def content_columns() -> list[Column[str]]:
    """Return the columns that hold content hashes, or an empty text: those declared with `info={"content": True}`."""
    return [column for table in schema().sorted_tables for column in table.columns if column.info.get("content")]


def lasting_tables() -> list[Table]:
    """Return the tables that a backup holds, each behind those it refers to: not those of `info={"passing": True}`."""
    return [table for table in schema().sorted_tables if not table.info.get("passing")]


def referenced_contents(session: Session) -> Iterator[str]:
    """Yield every content hash that a row refers to, once, in ascending order, without holding them all."""
    found = union(*(select(column.label("content")).where(column != "") for column in content_columns())).subquery()
    collation = "C" if session.get_bind().dialect.name == "postgresql" else "BINARY"
    ordered = select(found.c.content).order_by(found.c.content.collate(collation))
    yield from session.scalars(ordered.execution_options(yield_per=1000))
