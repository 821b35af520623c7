"""The audit is added to and never changed, whoever tries."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from access.storage.audit import AuditEntry, entries, record
from access.storage.database import Database
from access.storage.migrations import migrate
from access.storage.schema import schema


@pytest.fixture(params=["migrated", "made at once"])
def database(request: pytest.FixtureRequest, empty: Database) -> Database:
    if request.param == "migrated":
        migrate(empty)
    else:
        schema().create_all(empty.engine)
    return empty


def deeds(database: Database, **wanted) -> list[str]:
    with database.reading() as session:
        return [entry.action for entry in entries(session, **wanted)]


def test_what_was_recorded_is_found(database: Database) -> None:
    with database.writing() as session:
        record(session, "key:1", "title.changed", "title", 7, fields=["name"], 次数=1)
        record(session, "key:2", "title.read", "title", 8)
        record(session, "key:1", "order.made", "order", 7)
    assert deeds(database) == ["order.made", "title.read", "title.changed"]
    assert deeds(database, actor="key:1") == ["order.made", "title.changed"]
    assert deeds(database, subject=("title", 7)) == ["title.changed"]
    assert deeds(database, action="title.read") == ["title.read"]
    assert deeds(database, limit=1) == ["order.made"]
    with database.reading() as session:
        newest, *older = entries(session)
        assert [entry.number for entry in entries(session, before=newest.number)] == [entry.number for entry in older]
        assert older[-1].details == {"fields": ["name"], "次数": 1}
        assert abs((datetime.now(UTC) - older[-1].at).total_seconds()) < 3600


def test_a_deed_that_was_rolled_back_was_not_done(database: Database) -> None:
    with pytest.raises(KeyError), database.writing() as session:  # noqa: PT012
        record(session, "key:1", "title.changed", "title", 7)
        raise KeyError
    assert deeds(database) == []


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit SET actor = 'somebody else'", "DELETE FROM audit", "DELETE FROM audit WHERE number = 1"],
)
def test_nothing_is_changed_or_taken_out(database: Database, statement: str) -> None:
    with database.writing() as session:
        record(session, "key:1", "title.changed", "title", 7)
    with pytest.raises(DBAPIError, match="append-only"), database.writing() as session:
        session.execute(text(statement))
    with database.reading() as session:
        assert [entry.actor for entry in entries(session)] == ["key:1"]


def test_a_whole_table_is_not_emptied(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has no TRUNCATE")
    with database.writing() as session:
        record(session, "key:1", "title.changed", "title", 7)
    with pytest.raises(DBAPIError, match="append-only"), database.writing() as session:
        session.execute(text("TRUNCATE audit"))
    with database.reading() as session:
        assert session.get(AuditEntry, 1) is not None
