"""What tells one library's database from another's: made with its tables, and anew when a backup is restored.

Whatever is derived from the database and lies elsewhere (a search index on each machine) keeps it and compares.
"""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from access.storage.tables import Table


class Identity(Table):
    """One row."""

    __tablename__ = "identity"
    __table_args__ = ({"info": {"passing": True}},)  # what is restored is another database

    key: Mapped[str] = mapped_column(primary_key=True)


def library_identity(session: Session) -> str:
    """Return what tells this database from every other; empty when its tables were not made by a migration."""
    return session.scalar(select(Identity.key)) or ""


def give_identity(connection: Connection) -> None:
    """Give a database an identity unless it has one."""
    if connection.execute(select(Identity.key)).first() is None:
        connection.execute(insert(Identity).values(key=secrets.token_hex(16)))
