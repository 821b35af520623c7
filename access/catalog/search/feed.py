"""The catalogue as search reads it: titles by the thousand, and the feed of changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Executable, Select, select
from sqlalchemy.orm import Session

from access.catalog.search.record import Person, Shelved, TitleRecord
from access.catalog.tables import Branch, Contribution, Copy, Form, Identifier, Subject, Title, TitleChange
from access.storage.database import Database

BATCH = 1000
"""Titles read at once: few statements, and no statement with more numbers than SQLite takes."""


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the feed: its number, and a mark that no other change with that number has; 0 when there is none."""

    number: int = 0
    mark: str = ""


def newest_change(database: Database) -> Change:
    """Return the last change. Raises `DatabaseAwayError`."""
    return _change(database, select(TitleChange).order_by(TitleChange.number.desc()).limit(1))


def oldest_change(database: Database) -> Change:
    """Return the first change that was not purged. Raises `DatabaseAwayError`."""
    return _change(database, select(TitleChange).order_by(TitleChange.number).limit(1))


def change_numbered(database: Database, number: int) -> Change:
    """Return the change with a number. Raises `DatabaseAwayError`."""
    return _change(database, select(TitleChange).where(TitleChange.number == number))


def _change(database: Database, asked: Select[TitleChange]) -> Change:
    with database.reading() as session:
        row = session.scalars(asked).first()
        return Change() if row is None else _as_change(row)


def _as_change(row: TitleChange) -> Change:
    return Change(row.number, f"{row.title_id} {row.at.isoformat()}")


def changed_titles(database: Database, after: int, most: int) -> tuple[Change, list[int]]:
    """Return the last of the next changes after a number, and the titles of these changes, each once.

    Raises `DatabaseAwayError`.
    """
    asked = select(TitleChange).where(TitleChange.number > after).order_by(TitleChange.number).limit(most)
    with database.reading() as session:
        rows = session.scalars(asked).all()
        return _as_change(rows[-1]), list(dict.fromkeys(row.title_id for row in rows))


def titles(database: Database, numbers: Sequence[int]) -> list[TitleRecord]:
    """Return the titles with these numbers that are there. Raises `DatabaseAwayError`."""
    found = []
    for start in range(0, len(numbers), BATCH):
        some = list(numbers[start : start + BATCH])
        with database.snapshot() as session:
            found.extend(_read(session, lambda column, some=some: column.in_(some)))
    return found


def all_titles(database: Database) -> Iterator[TitleRecord]:
    """Yield every title, a batch at a time, so that no transaction lasts long. Raises `DatabaseAwayError`."""
    last = 0
    while True:
        with database.snapshot() as session:
            ids = session.scalars(select(Title.id).where(Title.id > last).order_by(Title.id).limit(BATCH)).all()
            if not ids:
                return
            first, last = ids[0], ids[-1]
            batch = _read(session, lambda column, first=first, last=last: column.between(first, last))
        yield from batch


def _read(session: Session, chosen: Any) -> list[TitleRecord]:
    """Read titles, with `chosen` telling which from the column that holds their number."""
    people = _grouped(
        session,
        select(Contribution.title_id, Contribution.name, Contribution.pinyin)
        .where(chosen(Contribution.title_id))
        .order_by(Contribution.title_id, Contribution.position),
    )
    subjects = _grouped(
        session,
        select(Subject.title_id, Subject.heading)
        .where(chosen(Subject.title_id))
        .order_by(Subject.title_id, Subject.position),
    )
    numbers = _grouped(
        session,
        select(Identifier.title_id, Identifier.value).where(chosen(Identifier.title_id), Identifier.scheme == "isbn"),
    )
    forms = _forms(session, chosen(Form.title_id))
    rows = session.execute(
        select(
            Title.id, Title.name, Title.subtitle, Title.pinyin, Title.language, Title.series, Title.description,
            Title.popularity, Title.created,
        )
        .where(chosen(Title.id))
        .order_by(Title.id)
    )  # fmt: skip
    return [
        TitleRecord(
            *row,
            people=tuple(Person(*each) for each in people.get(row[0], ())),
            subjects=tuple(heading for (heading,) in subjects.get(row[0], ())),
            forms=forms.get(row[0], ()),
            numbers=tuple(value for (value,) in numbers.get(row[0], ())),
        )
        for row in rows
    ]


def _grouped(session: Session, statement: Executable) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for title, *rest in session.execute(statement):
        found[title].append(tuple(rest))
    return found


def _forms(session: Session, chosen: ColumnElement[bool]) -> dict[int, tuple[Shelved, ...]]:
    branches = _grouped(
        session,
        select(Copy.form_id, Branch.code)
        .join(Branch, Branch.id == Copy.branch_id)
        .join(Form, Form.id == Copy.form_id)
        .where(chosen, Copy.count > 0)
        .distinct(),
    )
    found: dict[int, list[Shelved]] = defaultdict(list)
    for title, number, kind, language in session.execute(
        select(Form.title_id, Form.id, Form.kind, Form.language).where(chosen).order_by(Form.title_id, Form.id)
    ):
        found[title].append(Shelved(kind, language, tuple(sorted(code for (code,) in branches.get(number, ())))))
    return {
        title: tuple(sorted(shelved, key=lambda each: (each.kind, each.language))) for title, shelved in found.items()
    }
