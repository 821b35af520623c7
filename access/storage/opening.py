"""Opening what the settings name: the database, at the revision of this release, and the contents."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import make_url

from access.errors import OutputError
from access.settings import Settings
from access.storage.contents import ContentStore
from access.storage.database import Database
from access.storage.migrations import is_empty, migrate, require_revision


def open_service_database(settings: Settings) -> Database:
    """Open the service's database.

    An SQLite file that is not there yet, or has no tables, is set up on the spot: the embedded default needs no step
    before it. Raises `DatabaseVersionError` for every other database whose tables are not those of this release (it
    says `tongdu migrate`), `DatabaseAwayError` when it cannot be reached, `OutputError` when its folder cannot be made.
    """
    database = reach_database(settings)
    try:
        if database.is_sqlite and is_empty(database):
            migrate(database)
        require_revision(database)
    except BaseException:
        database.close()
        raise
    return database


def reach_database(settings: Settings) -> Database:
    """Open the service's database as it is, for those who migrate, restore or look at it. Raises `OutputError`."""
    file = sqlite_file(settings.database_url)
    if file is not None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(path=file.parent, reason=error.strerror or str(error)) from error
    return Database(settings.database_url)


def open_contents(settings: Settings) -> ContentStore:
    """Return the contents' folder, which is made when the first content comes in."""
    return ContentStore(settings.contents)


def sqlite_file(url: str) -> Path | None:
    """Return the file of an SQLite database, None for another."""
    parts = make_url(url)
    return Path(parts.database) if parts.drivername == "sqlite" and parts.database else None
