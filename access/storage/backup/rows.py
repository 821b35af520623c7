"""Rows of any table as plain values, the same from both kinds of database, and back."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, Literal

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    column,
    func,
    inspect,
    select,
    table,
    text,
)
from sqlalchemy.orm import Session

from access.storage.backup.manifest import SavedColumn, SavedTable
from access.storage.tables import JSON_COLUMN, Moment

_BATCH = 2000
_TYPES: dict[str, Any] = {"plain": None, "moment": Moment(), "json": JSON_COLUMN, "bytes": LargeBinary()}
_WRITTEN: dict[str, Callable[[Any], object]] = {
    "moment": datetime.isoformat,
    "bytes": lambda value: b64encode(value).decode("ascii"),
}
_READ: dict[str, Callable[[Any], object]] = {"moment": datetime.fromisoformat, "bytes": b64decode}


def saved_columns(of: Table) -> tuple[SavedColumn, ...]:
    """Return how the columns of a table are written. Raises `TypeError` for a type that nobody has thought of."""
    return tuple(SavedColumn(name=each.name, kind=_kind(each)) for each in of.columns)


def _kind(of: Column[Any]) -> Literal["plain", "moment", "json", "bytes"]:
    if isinstance(of.type, Moment):
        return "moment"
    if isinstance(of.type, JSON):
        return "json"
    if isinstance(of.type, LargeBinary):
        return "bytes"
    if isinstance(of.type, String | Integer | Boolean | Float):
        return "plain"
    raise TypeError(f"a backup cannot hold {of}: {of.type!r}")


def all_rows(session: Session, of: Table) -> Iterator[list[object]]:
    """Yield the rows of a table as plain values, in the order of its key, a few at a time."""
    converters = [
        (number, _WRITTEN[each.kind]) for number, each in enumerate(saved_columns(of)) if each.kind in _WRITTEN
    ]
    wanted = select(of).order_by(*of.primary_key.columns).execution_options(yield_per=_BATCH)
    for row in session.execute(wanted):
        values = list(row)
        for number, convert in converters:
            if values[number] is not None:
                values[number] = convert(values[number])
        yield values


def next_key(session: Session, of: Table) -> int | None:
    """Return the number that the next row of a table gets; None for a table that numbers nothing."""
    key = of.autoincrement_column
    if key is None:
        return None
    highest = session.scalar(select(func.max(key))) or 0
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        sequence = _sequence(connection, of.name, key.name)
        last, called = connection.exec_driver_sql(f"SELECT last_value, is_called FROM {sequence}").one()  # noqa: S608
        return int(max(last + called, highest + 1))
    last = _last_given(connection, of.name)
    return max(last, highest) + 1


def insert_rows(connection: Connection, saved: SavedTable, rows: Iterable[list[Any]]) -> None:
    """Insert the rows of a table as plain values, and number on from where the old table was."""
    names = [each.name for each in saved.columns]
    target = table(saved.name, *(column(each.name, _TYPES[each.kind]) for each in saved.columns))
    converters = [(number, _READ[each.kind]) for number, each in enumerate(saved.columns) if each.kind in _READ]
    coming = iter(rows)
    while batch := list(islice(coming, _BATCH)):
        for values in batch:
            for number, convert in converters:
                if values[number] is not None:
                    values[number] = convert(values[number])
        connection.execute(target.insert(), [dict(zip(names, values, strict=True)) for values in batch])
    if saved.next_key is not None:
        _number_on(connection, saved.name, saved.next_key)


def _number_on(connection: Connection, name: str, number: int) -> None:
    if connection.dialect.name == "postgresql":
        (key,) = inspect(connection).get_pk_constraint(name)["constrained_columns"]
        sequence = _sequence(connection, name, key)
        connection.execute(text("SELECT setval(:sequence, :number, false)"), {"sequence": sequence, "number": number})
        return
    if _keeps_count(connection):
        place = {"name": name, "last": number - 1}
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), place)
        if _is_counted(connection, name):
            connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), place)


def _sequence(connection: Connection, name: str, key: str) -> str:
    found = connection.execute(text("SELECT pg_get_serial_sequence(:name, :key)"), {"name": name, "key": key})
    return str(found.scalar_one())


def _last_given(connection: Connection, name: str) -> int:
    """Return the last number an SQLite table that never gives one twice has given; 0 for every other table."""
    if not _keeps_count(connection):
        return 0
    found = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": name})
    return int(found.scalar() or 0)


def _keeps_count(connection: Connection) -> bool:
    return connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'").first() is not None


def _is_counted(connection: Connection, name: str) -> bool:
    wanted = text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")
    return "AUTOINCREMENT" in str(connection.execute(wanted, {"name": name}).scalar()).upper()
