"""Bringing a database to the tables of this release, step by step (Alembic).

The steps lie in `versions/` and are packaged with the rest; nothing needs a configuration file. A new one is made with
`python -m access.storage.migrations "what it does"` after the tables were changed. Their files begin with their
numbers, so that looking whether a database is at the newest needs no Alembic, which takes half a second to load.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from access.errors import DatabaseVersionError
from access.storage.database import Database
from access.storage.identity import give_identity

if TYPE_CHECKING:
    from alembic.config import Config

_FOLDER = Path(__file__).parent
_LOCK = 0x746F6E67
"""PostgreSQL's advisory lock for whoever migrates: any number that is ours alone."""


def migrate(database: Database, revision: str = "head") -> tuple[str | None, str | None]:
    """Bring a database to the newest revision, or to one; return the revision before and the one now.

    All steps are one transaction: when one fails nothing has happened. Two who migrate at once wait for each other.
    Raises `DatabaseVersionError` for a database of a newer release.
    """
    with database.migrating() as connection:
        return migrate_connection(connection, revision)


def migrate_connection(connection: Connection, revision: str = "head") -> tuple[str | None, str | None]:
    """Do the same within the transaction of a connection, as `Database.migrating` gives one."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
    before = _current(connection)
    _refuse_newer(before)
    from alembic import command

    command.upgrade(_config(connection), revision)
    after = _current(connection)
    if after == expected_revision():
        give_identity(connection)
    return before, after


def current_revision(database: Database) -> str | None:
    """Return the revision of a database, None for one without tables of ours. Raises `DatabaseAwayError`."""
    with database.reading() as session:
        return _current(session.connection())


def expected_revision() -> str:
    """Return the revision that this release works with."""
    return _revisions()[-1]


def is_known(revision: str) -> bool:
    """Tell whether this release knows a revision: its own or an older one."""
    return revision in _revisions()


def require_revision(database: Database) -> None:
    """Raise `DatabaseVersionError` unless a database is at the revision of this release."""
    found = current_revision(database)
    _refuse_newer(found)
    if found is None:
        raise DatabaseVersionError("The database has no tables yet.", advice="Run `tongdu migrate` once.")
    if found != expected_revision():
        raise DatabaseVersionError(found=found, expected=expected_revision())


def is_empty(database: Database) -> bool:
    """Tell whether a database has no tables at all."""
    with database.reading() as session:
        return not inspect(session.connection()).get_table_names()


def new_revision(connection: Connection, message: str) -> Path:
    """Write the step from the newest revision, at which the database is, to the tables as they are declared now."""
    from alembic import command
    from alembic.script import Script

    number = int(expected_revision()) + 1
    made = command.revision(_config(connection), message, autogenerate=True, rev_id=f"{number:04}")
    assert isinstance(made, Script)
    return Path(made.path)


def _refuse_newer(found: str | None) -> None:
    if found is not None and not is_known(found):
        raise DatabaseVersionError(
            "The database was made by a newer Tongdu ({found}; this one knows up to {expected}).",
            advice="Install the newer release; this one left it as it is.",
            found=found,
            expected=expected_revision(),
        )


@cache
def _revisions() -> tuple[str, ...]:
    """The numbers of all steps, the newest last."""
    return tuple(sorted(path.name.split("_")[0] for path in (_FOLDER / "versions").glob("[0-9]*_*.py")))


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config
