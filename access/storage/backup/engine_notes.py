"""The durable engine's notes about orders of a library that is replaced: kept aside, where the engine does not look.

Orders of the restored library have the same numbers; with the old notes some would be taken for done.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine, inspect, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from access.storage.database import Database
from access.storage.sqlite_files import settle

_SCHEMA = "dbos"
"""Where the engine keeps its tables on PostgreSQL."""


def put_engine_notes_aside(url: str, moment: datetime) -> list[str]:
    """Move the engine's notes away; return what they are called now, nothing when there were none.

    Raises `BackupError` when a worker uses them.
    """
    parts = make_url(url)
    if parts.drivername == "sqlite":
        file = Path(parts.database or "")
        if not file.exists():
            return []
        settle(file)
        kept = file.with_name(f"{file.name}.replaced-{moment:%Y%m%d-%H%M%S}")
        file.rename(kept)
        return [str(kept)]
    return _move_schema(url, f"{_SCHEMA}_replaced_{moment:%Y%m%d_%H%M%S}")


def _move_schema(url: str, kept: str) -> list[str]:
    engine = create_engine(Database(url).url, poolclass=NullPool)
    try:
        with engine.begin() as connection:
            if _SCHEMA not in inspect(connection).get_schema_names():
                return []
            connection.exec_driver_sql(f"ALTER SCHEMA {_SCHEMA} RENAME TO {kept}")
            return [kept]
    except OperationalError as error:
        if "does not exist" in str(error.orig):
            return []  # the engine has not made its database yet
        raise
    finally:
        engine.dispose()
