"""Empty catalogues to bring titles into, and a reader of names that is quick."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import access.catalog.tables
import access.production.tables
import access.storage.audit  # noqa: F401
from access.catalog.entry import Entry, FileRemark, Place
from access.catalog.importing import import_entries
from access.catalog.record import Record
from access.catalog.report import ImportReport, Line
from access.catalog.stored import HeldTitle, load_titles
from access.catalog.tables import Title
from access.language.phrase_reader import PhraseReader
from access.storage.contents import ContentStore
from access.storage.database import Database, sqlite_url
from access.storage.tables import Table

READER = PhraseReader()
"""A reader that loads quickly; the service uses the reader in context."""


@contextmanager
def empty_catalogue(url: str | Path) -> Iterator[Database]:
    """A database with the tables: at an address, or as a file in a folder."""
    database = Database(url if isinstance(url, str) else sqlite_url(url / "library.db"))
    try:
        Table.metadata.create_all(database.engine)
        yield database
    finally:
        database.close()


def bring(
    database: Database, entries: Iterable[Entry | FileRemark | Record], contents: Path | None = None
) -> tuple[ImportReport, list[Line]]:
    """Import entries, or bare records; return the report and every line."""
    lines: list[Line] = []
    whole = (
        Entry(Place("made", number), one) if isinstance(one, Record) else one for number, one in enumerate(entries, 1)
    )
    store = ContentStore(contents) if contents else None
    report = import_entries(database, whole, READER, store, actor="test", tell=lines.append)
    return report, lines


def shelved(database: Database) -> list[HeldTitle]:
    """Every title, in the order of their numbers."""
    from sqlalchemy import select

    with database.reading() as session:
        return list(load_titles(session, session.scalars(select(Title.id)).all()).values())
