"""One database, SQLite or PostgreSQL, opened the same way everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakSet

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session, sessionmaker

from access.errors import DatabaseAwayError, DiskFullError, StorageError

BUSY_SECONDS = 30
"""How long a SQLite connection waits for another's write."""
CONNECT_SECONDS = 10
"""How long PostgreSQL may take to answer at all."""


def sqlite_url(path: Path) -> str:
    """Return the address of a SQLite file."""
    return f"sqlite:///{path.absolute()}"


class Database:
    """The service's database. Use `reading()` and `writing()`; nothing else commits.

    Every way in raises `DatabaseAwayError` when nobody answers or others hold the database too long, and
    `DiskFullError` when its disk is full. Nothing of the block is done then, and it may be tried again.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        if self.url.drivername in {"postgresql", "postgres"}:
            self.url = self.url.set(drivername="postgresql+psycopg")
        self.engine = _engine(self.url.render_as_string(hide_password=False))
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session whose changes are thrown away."""
        with _translated(), self._sessions() as session:
            yield session
            session.rollback()

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """Yield a session that only reads, and sees the database as it is at its first statement until its end.

        Others write meanwhile, and are not waited for.
        """
        with _translated(), self._sessions() as session:
            if not self.is_sqlite:
                options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
                session.connection(execution_options=options)
            yield session
            session.rollback()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session that is committed when the block ends well and rolled back otherwise.

        On SQLite the write lock is taken at the beginning, so that two writers wait for each other instead of failing.
        """
        with _translated(), self._sessions() as session, session.begin():
            if self.is_sqlite:
                session.connection(execution_options={"tongdu_write": True})
            yield session

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """Yield a connection in a transaction that may remake tables: committed when the block ends well.

        SQLite checks foreign keys at the end only, because a table that is made anew is dropped in between. Raises
        `StorageError` when one does not hold then.
        """
        with _translated(), self.engine.connect() as connection:
            if not self.is_sqlite:
                with connection.begin():
                    yield connection
                return
            plain: Any = connection.connection.driver_connection  # a pragma has no effect within a transaction
            plain.execute("PRAGMA foreign_keys=OFF")
            try:
                with connection.execution_options(tongdu_write=True).begin():
                    yield connection
                    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                        raise StorageError("Rows would refer to others that are not there.", advice="")
            finally:
                plain.execute("PRAGMA foreign_keys=ON")

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what a database says when it cannot go on into the error a person sees."""
    try:
        yield
    except PoolTimeoutError as error:
        raise DatabaseAwayError(reason="all its connections are busy") from error
    except (OperationalError, InterfaceError) as error:
        reason = str(error.orig).strip().partition("\n")[0]
        if _is_full(error):
            raise DiskFullError(path=reason) from error
        if _is_away(error):
            raise DatabaseAwayError(reason=reason) from error
        raise


def _is_full(error: DBAPIError) -> bool:
    # PostgreSQL's number for it (appendix A of its manual); SQLite has a name.
    return getattr(error.orig, "sqlstate", None) == "53100" or _sqlite_name(error) == "SQLITE_FULL"


def _is_away(error: DBAPIError) -> bool:
    """Connections refused, broken or cut off (PostgreSQL's classes 08 and 57, or none); SQLite's locks and files."""
    name = _sqlite_name(error)
    if name:
        return name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_READONLY"))
    state = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or state is None or state.startswith(("08", "57P", "53300"))


def _sqlite_name(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlite_errorname", "")


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        # Who is away is told so after a while; and no error of a statement quotes what was asked.
        waiting = {"connect_timeout": CONNECT_SECONDS}
        return create_engine(
            url, pool_pre_ping=True, pool_size=5, max_overflow=10, connect_args=waiting, hide_parameters=True
        )
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions begin where we say, below
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_SECONDS * 1000}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        write = connection.get_execution_options().get("tongdu_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    # Rows that were not read to their end hold what SQLite saw then, even beyond a rollback, and an error that somebody
    # keeps can keep them alive. So whatever is still open is closed before a connection goes to the next who wants one.
    @event.listens_for(engine, "after_cursor_execute")
    def _remember(connection: Any, cursor: Any, *_statement: object) -> None:
        connection.connection.info.setdefault("cursors", WeakSet()).add(cursor)

    @event.listens_for(engine, "reset")
    def _close_rows(_connection: object, record: Any, _state: object) -> None:
        for cursor in record.info.pop("cursors", ()):
            cursor.close()

    return engine
