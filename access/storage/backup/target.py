"""The place that a backup is restored to: an empty database, or one that is kept aside while the new takes its place.

Either way nothing is seen of the new one until it is whole, and the old one stands until then.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from access.errors import BackupError, DatabaseAwayError
from access.storage.database import Database, sqlite_url
from access.storage.files import working_folder, written_aside
from access.storage.schema import lasting_tables, schema
from access.storage.sqlite_files import settle

_VERSIONS = "alembic_version"


@contextmanager
def new_database(url: str, *, replace: bool, moment: datetime) -> Iterator[tuple[Connection, list[str]]]:
    """Yield a connection to an empty database in a transaction; when the block ends well, it is the one of the URL.

    The list that comes with it is filled at the end with what the old one is called now, when there was one. Raises
    `BackupError` when there is one with rows in it and it may not be replaced, or when somebody uses it.
    """
    kept: list[str] = []
    suffix = f"replaced-{moment:%Y%m%d-%H%M%S}"
    parts = make_url(url)
    if parts.drivername == "sqlite" and parts.database:
        with _new_file(Path(parts.database), suffix, kept, replace=replace) as connection:
            yield connection, kept
    else:
        with _new_schema(url, suffix.replace("-", "_"), kept, replace=replace) as connection:
            yield connection, kept


def taken(where: object) -> BackupError:
    """Return the error that says that a place is not empty."""
    return BackupError(
        "“{path}” is not empty, so nothing was restored.",
        advice="With --replace what is there is kept aside and replaced.",
        path=where,
    )


@contextmanager
def _new_file(file: Path, suffix: str, kept: list[str], *, replace: bool) -> Iterator[Connection]:
    old = file.exists() and _has_rows_in_file(file)
    if old and not replace:
        raise taken(file)
    if file.exists():
        settle(file)  # now, so that nobody waits long to hear that it is in use
    with working_folder(file.parent) as work:
        new = work / "library.db"
        database = Database(sqlite_url(new))
        try:
            with database.migrating() as connection:
                yield connection
        finally:
            database.close()
        settle(new)
        with written_aside(file) as aside:
            if file.exists():
                settle(file)
            if old:
                place = file.with_name(f"{file.name}.{suffix}")
                os.link(file, place)
                kept.append(str(place))
            new.rename(aside)


def _has_rows_in_file(file: Path) -> bool:
    database = Database(sqlite_url(file))
    try:
        with database.reading() as session:
            return _has_rows(session.connection())
    finally:
        database.close()


@contextmanager
def _new_schema(url: str, suffix: str, kept: list[str], *, replace: bool) -> Iterator[Connection]:
    database = Database(url)
    where = database.url.render_as_string(hide_password=True)
    try:
        with database.migrating() as connection:
            if connection.execute(text(_OTHERS)).first() is not None:
                raise BackupError(
                    path=where, reason="the library there is in use", advice="Stop the service and its workers first."
                )
            if _has_rows(connection):
                if not replace:
                    raise taken(where)
                kept.append(_move_schema(connection, suffix))
            else:
                schema().drop_all(connection)
                connection.execute(text(f"DROP TABLE IF EXISTS {_VERSIONS}"))
            yield connection
    except ProgrammingError as error:
        reason = str(error.orig).partition("\n")[0]
        raise DatabaseAwayError(reason=reason) from error
    finally:
        database.close()


_OTHERS = """
SELECT 1 FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def _move_schema(connection: Connection, suffix: str) -> str:
    """Rename the schema with the old tables and make an empty one of its name; return the new name of the old."""
    name = str(connection.execute(text("SELECT current_schema()")).scalar_one())
    quote = connection.dialect.identifier_preparer.quote
    kept = f"{name}_{suffix}"
    connection.execute(text(f"ALTER SCHEMA {quote(name)} RENAME TO {quote(kept)}"))
    connection.execute(text(f"CREATE SCHEMA {quote(name)}"))
    return kept


def _has_rows(connection: Connection) -> bool:
    passing = {table.name for table in set(schema().sorted_tables) - set(lasting_tables())}
    names = set(inspect(connection).get_table_names()) - {_VERSIONS} - passing
    quote = connection.dialect.identifier_preparer.quote
    return any(connection.exec_driver_sql(f"SELECT 1 FROM {quote(each)} LIMIT 1").first() for each in sorted(names))  # noqa: S608
