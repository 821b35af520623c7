"""The database is opened the same way everywhere, and what it cannot do is said clearly."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from access.errors import DatabaseAwayError, DiskFullError, StorageError
from access.storage.database import Database, sqlite_url
from tests.samples.postgres import PostgresServer


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path):
    if request.param == "sqlite":
        opened = Database(sqlite_url(tmp_path / "numbers.db"))
    else:
        opened = Database(request.getfixturevalue("postgres").url("numbers"))
    with opened.writing() as session:
        session.execute(text("CREATE TABLE numbers (number integer)"))
        session.execute(text("INSERT INTO numbers VALUES (1)"))
    yield opened
    opened.close()


def numbers(database: Database) -> list[int]:
    with database.reading() as session:
        return list(session.execute(text("SELECT number FROM numbers ORDER BY 1")).scalars())


def test_what_is_read_does_not_write(database: Database) -> None:
    with database.reading() as session:
        session.execute(text("INSERT INTO numbers VALUES (2)"))
    assert numbers(database) == [1]


def test_a_failed_block_leaves_nothing(database: Database) -> None:
    with pytest.raises(KeyError), database.writing() as session:  # noqa: PT012
        session.execute(text("INSERT INTO numbers VALUES (2)"))
        raise KeyError
    assert numbers(database) == [1]


@pytest.mark.parametrize("opened", [Database.reading, Database.snapshot, Database.writing])
def test_rows_that_a_failed_block_left_unread_hold_no_old_state(
    database: Database, opened: Callable[[Database], AbstractContextManager[Session]]
) -> None:
    with database.writing() as session:
        session.execute(text("INSERT INTO numbers VALUES (2)"))
    with pytest.raises(KeyError), opened(database) as session:  # noqa: PT012
        rows = session.execute(text("SELECT number FROM numbers ORDER BY 1"))
        rows.fetchone()
        raise KeyError
    elsewhere = Database(database.url.render_as_string(hide_password=False))
    with elsewhere.writing() as session:
        session.execute(text("INSERT INTO numbers VALUES (3)"))
    elsewhere.close()
    assert numbers(database) == [1, 2, 3]
    rows.close()


def test_a_snapshot_sees_one_moment_while_others_write(database: Database) -> None:
    counted = text("SELECT count(*) FROM numbers")
    with database.snapshot() as session:
        before = session.execute(counted).scalar()
        with database.writing() as other:
            other.execute(text("INSERT INTO numbers VALUES (2)"))
        assert session.execute(counted).scalar() == before == 1
    assert numbers(database) == [1, 2]


def test_two_writers_wait_for_each_other(database: Database) -> None:
    def count_up() -> None:
        for _ in range(20):
            with database.writing() as session:
                session.execute(text("UPDATE numbers SET number = number + 1"))

    writers = [threading.Thread(target=count_up) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert numbers(database) == [61]


def test_a_server_that_goes_away_and_comes_back(postgres: PostgresServer) -> None:
    with PostgresServer() as server:
        database = Database(server.url("goes_away"))
        with database.writing() as session:
            session.execute(text("CREATE TABLE numbers (number integer)"))
            session.execute(text("INSERT INTO numbers VALUES (1)"))
        server.stop()
        for enter in (database.reading, database.writing, database.snapshot):
            with pytest.raises(DatabaseAwayError), enter() as session:
                session.execute(text("SELECT 1"))
        server.start()
        assert numbers(database) == [1]
        with pytest.raises(DatabaseAwayError), database.writing() as session:  # noqa: PT012
            session.execute(text("INSERT INTO numbers VALUES (2)"))
            server.stop(at_once=True)
            session.execute(text("INSERT INTO numbers VALUES (3)"))
        server.start()
        assert numbers(database) == [1]
        database.close()


def test_a_lock_held_too_long_is_told(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "locked.db"))
    with database.writing() as session:
        session.execute(text("CREATE TABLE numbers (number integer)"))
    other = sqlite3.connect(tmp_path / "locked.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseAwayError, match="locked"), database.engine.connect() as connection:  # noqa: PT012
        connection.connection.driver_connection.execute("PRAGMA busy_timeout=10")
        connection.close()
        with database.writing():
            pass
    other.close()
    database.close()


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "full.db"))
    with database.writing() as session:
        session.execute(text("CREATE TABLE texts (content text)"))
    with pytest.raises(DiskFullError), database.writing() as session:  # noqa: PT012
        session.execute(text("PRAGMA max_page_count=4"))
        session.execute(text("INSERT INTO texts VALUES (:long)"), {"long": "x" * 100_000})
    database.close()


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "not.db").mkdir()
    database = Database(sqlite_url(tmp_path / "not.db"))
    with pytest.raises(DatabaseAwayError, match="open"), database.reading() as session:
        session.execute(text("SELECT 1"))
    database.close()


def test_tables_may_be_made_anew_but_not_leave_rows_alone(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "remade.db"))
    with database.migrating() as connection:
        connection.exec_driver_sql("CREATE TABLE parents (id integer primary key)")
        connection.exec_driver_sql("CREATE TABLE children (id integer references parents(id) ON DELETE CASCADE)")
        connection.exec_driver_sql("INSERT INTO parents VALUES (1)")
        connection.exec_driver_sql("INSERT INTO children VALUES (1)")
    with database.migrating() as connection:
        connection.exec_driver_sql("CREATE TABLE anew AS SELECT * FROM parents")
        connection.exec_driver_sql("DROP TABLE parents")
        connection.exec_driver_sql("CREATE TABLE parents (id integer primary key)")
        connection.exec_driver_sql("INSERT INTO parents SELECT * FROM anew")
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM children")).scalar() == 1
        assert session.execute(text("PRAGMA foreign_keys")).scalar() == 1
    with pytest.raises(StorageError), database.migrating() as connection:
        connection.exec_driver_sql("DELETE FROM parents")
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM parents")).scalar() == 1
    database.close()
